"""Descriptions of pictures: the same facts in whole sentences, within Discord's limit."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.method import term
from bot.domain.pictures import BoardPicture, BoardRow, PictureKind, TimelinePicture
from bot.domain.vocabulary import Position
from bot.ui.pictures.alt import MAX_ALT, alt_text, sentences
from bot.ui.pictures.drawing import draw
from tests.ui.picture_marks import read
from tests.ui.picture_samples import ISSUE, SEEN, actor, said, sample, stance
from tests.ui.picture_samples import SUNDAY as DAY
from tests.ui.test_pictures import named


def length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("kind", list(PictureKind))
@pytest.mark.parametrize("count", [2, 12, 50, 200])
def test_a_description_fits_in_whole_sentences(kind: PictureKind, count: int) -> None:
    text = alt_text(sample(kind, count))
    assert length(text) <= MAX_ALT
    assert text.endswith(".")
    assert "As of 16 March 2025." in text


@pytest.mark.parametrize("kind", list(PictureKind))
@pytest.mark.parametrize("count", [2, 50])
def test_the_svg_tells_all_of_it_and_names_everybody(kind: PictureKind, count: int) -> None:
    picture = sample(kind, count)
    svg = read(draw(picture))
    told = next(e.text or "" for e in svg.iter() if e.tag.endswith("}desc"))
    assert told == " ".join(sentences(picture))
    assert {name for name in named(picture) if name not in told} == set()
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-label"] in told


def test_the_direction_of_travel_is_told() -> None:
    row = BoardRow(
        holder=actor(0),
        stance=stance(actor(0), Position.ACCEPTS, said(DAY)),
        before=Position.REJECTS,
    )
    text = alt_text(BoardPicture(seen=SEEN, issue=ISSUE, rows=(row,), sources=1))
    assert "Accepts: Volodymyr Zelenskyy (16 March 2025; was: Rejects)." in text


@pytest.mark.parametrize("count", [12, 50, 200])
def test_a_short_description_still_counts_everybody_on_each_side(count: int) -> None:
    picture = sample(PictureKind.BOARD, count)
    assert isinstance(picture, BoardPicture)
    text = alt_text(picture)
    for position in {row.stance.position for row in picture.rows}:
        there = sum(row.stance.position is position for row in picture.rows)
        found = re.search(rf"{re.escape(term(position).label)}: (.*?)\.(?: |$)", text)
        assert found is not None
        assert found[1].startswith(f"{there} holder") or len(found[1].split(", ")) >= there


def test_what_was_recorded_when_is_told() -> None:
    picture = sample(PictureKind.TIMELINE, 2)
    assert isinstance(picture, TimelinePicture)
    text = alt_text(picture)
    assert "Event 3: Talks in Jeddah" in text
    assert "17–23 March 2025, expected." in text


@given(st.text(max_size=4000), st.sampled_from(list(PictureKind)))
def test_no_name_is_too_long_or_too_odd_for_a_description(name: str, kind: PictureKind) -> None:
    picture = sample(kind, 2)
    if isinstance(picture, BoardPicture):
        row = BoardRow(holder=actor(0, name), stance=picture.rows[0].stance)
        picture = BoardPicture(seen=SEEN, issue=ISSUE, rows=(row,) * 40, sources=1)
    text = alt_text(picture)
    assert 0 < length(text) <= MAX_ALT
    assert text.endswith(".")
