"""Laying pieces out on pages: nothing is lost, nothing stands twice, and full pages stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.ui.site.sheets import archive, lay, newest, numbered_from_oldest, ranges

pieces = st.lists(st.integers(1, 60), max_size=60).map(
    lambda sizes: [Markup("x") * size for size in sizes]
)


@given(pieces, st.integers(1, 100), st.integers(1, 20))
def test_ranges_hold_every_piece_once_in_order(
    found: list[Markup],
    budget: int,
    most: int,
) -> None:
    laid = list(ranges(found, budget=budget, most=most))
    assert [at for part in laid for at in part] == list(range(len(found)))
    for part in laid:
        size = sum(len(found[at]) for at in part)
        assert len(part) <= most
        assert size <= budget or len(part) == 1


@given(pieces)
def test_pages_name_each_other(found: list[Markup]) -> None:
    pages = list(lay("a/index.html", found, budget=100))
    assert "".join(page.pieces for page in pages) == "".join(found)
    assert [page.path for page in pages][:2] == ["a/index.html", "a/page-2.html"][: len(pages)]
    assert (pages[0].first, pages[-1].last) == (True, True)
    for page in pages:
        assert [each.path for each in page.sheets if each.here] == [page.path]
        assert {each.path for each in page.sheets} <= {each.path for each in pages}
        assert {pages[0].path, pages[-1].path} <= {each.path for each in page.sheets}


@given(pieces, st.integers(1, 60))
def test_a_full_page_stays_as_newer_pieces_come(found: list[Markup], more: int) -> None:
    """Counted from the oldest, only the last page of before changes."""
    before = {page.path: page.pieces for page in numbered_from_oldest("a/index.html", found)}
    newer = [Markup("y") * more, *found]
    after = {page.path: page.pieces for page in numbered_from_oldest("a/index.html", newer)}
    for path, held in before.items():
        assert after[path] == held or path == "a/index.html"
    ordered = list(numbered_from_oldest("a/index.html", newer))[::-1]
    assert ordered[0].path == "a/index.html"
    assert "".join(page.pieces for page in ordered) == "".join(newer)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 5)), max_size=40))
def test_an_archive_holds_every_piece_once_by_its_period(given_: list[tuple[int, int]]) -> None:
    found = [Markup("x") * size for size, _ in given_]
    periods = [(f"m{month}", f"Month {month}") for _, month in given_]
    pages = archive("a/", found, periods, budget=60)
    assert sorted(at for page in pages for at in page.at) == list(range(len(found)))
    assert len({page.path for page in pages}) == len(pages)
    for page in pages:
        assert len({periods[at] for at in page.at}) == 1
        assert list(page.at) == sorted(page.at)
        assert page.count == len(page.at)


def test_a_period_keeps_its_first_address_when_it_outgrows_a_page() -> None:
    small = archive("a/", [Markup("x") * 40], [("m", "M")], budget=60)
    grown = archive("a/", [Markup("x") * 40] * 3, [("m", "M")] * 3, budget=60)
    assert [page.path for page in small] == ["a/m.html"]
    assert [page.path for page in grown] == ["a/m-3.html", "a/m-2.html", "a/m.html"]
    assert grown[-1].at == (2,)
    assert grown[-1].label == "M (1 of 3)"


@pytest.mark.parametrize(("sizes", "shown"), [([], 0), ([10] * 100, 40), ([30_000, 1], 1)])
def test_the_first_page_of_an_archive_holds_what_fits(sizes: list[int], shown: int) -> None:
    assert newest([Markup("x") * size for size in sizes]) == shown
