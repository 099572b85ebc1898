"""Records as a table: all of a pack and nothing else, and as little as a hand-made one needs."""

import codecs
import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.records import Actor, Source
from bot.domain.vocabulary import ActorKind
from bot.domain.when import days
from bot.errors import InvalidInputError
from bot.packs.columns import KINDS, known_meaning, meaning, near, tree
from bot.packs.columns_page import listing
from bot.packs.format import Pack, encode
from bot.packs.reading import read, read_whole
from bot.packs.sheet_write import encode_sheet
from bot.packs.starter import load_starter
from tests.packs.samples import packs, small_pack

HAND_MADE = """record,key,publisher,published,name,kind,title,question,holder,issue,position,\
commitment,speaker,said,words,directness,basis,source
source,gazette,The Gazette,2025-03-16,,article,,,,,,,,,,,,
actor,mayor,,,The Mayor,person,,,,,,,,,,,,
issue,bridge,,,,,Bridge,Build it?,,,,,,,,,,
stance,s-1,,,,,,,mayor,bridge,accepts,stated,mayor,2025-03,"Yes, all
of it.",direct_quote,own_words,gazette
"""


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_starter_pack_comes_back_byte_for_byte() -> None:
    starter = load_starter()
    table = encode_sheet(starter)
    back = read_whole(table, filename="starter.csv")
    assert encode(back) == encode(starter)
    assert encode_sheet(back) == table


@given(packs())
@settings(max_examples=20)
def test_any_pack_comes_back_as_it_was(pack: Pack) -> None:
    assert encode(read_whole(encode_sheet(pack), filename="t.csv")) == encode(pack)


_NASTY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9) | st.text(
    alphabet="='\"; \t\r\n,+",
    max_size=9,
)


@given(_NASTY, _NASTY)
def test_any_text_comes_back_as_it_was(note: str, title: str) -> None:
    """Also one that is blank, or all quotation marks, or a formula."""
    actor = Actor(key="a", name="A", kind=ActorKind.PERSON, note=note, title=title)
    pack = replace(small_pack(), actors=(*small_pack().actors, actor))
    assert read_whole(encode_sheet(pack), filename="t.csv").actors[-1] == actor


def test_every_kind_has_a_row_and_no_cell_is_a_formula() -> None:
    actor = Actor(key="a", name="=1+1", kind=ActorKind.PERSON, note="-5 degrees")
    pack = replace(small_pack(), actors=(*small_pack().actors, actor))
    found = rows(encode_sheet(pack))
    assert {row["record"] for row in found} == set(KINDS)
    assert not [cell for row in found for cell in row.values() if cell[:1] in set("=+-@\t\r")]


def test_a_hand_made_table_needs_few_columns_and_short_names() -> None:
    pack = read_whole(HAND_MADE.encode(), filename="My table.csv", zone="Europe/Kyiv")
    assert pack.name == "My table"
    (stance,) = pack.stances
    assert stance.evidence.words == "Yes, all\nof it."
    assert stance.evidence.said.phrase == "2025-03"
    assert stance.evidence.said.zone == "Europe/Kyiv"
    (source,) = pack.sources
    assert source.published == days(
        source.published.first_day,
        source.published.first_day,
        phrase="2025-03-16",
        zone="Europe/Kyiv",
    )
    assert isinstance(source, Source)


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_separator_and_unicode_encoding_is_understood(separator: str, encoding: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(csv.reader(io.StringIO(HAND_MADE, newline="")))
    data = text.getvalue().replace("The Mayor", "Мер").encode(encoding)
    assert data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"record"))
    assert read_whole(data, filename="t.csv").actors[0].name == "Мер"


def test_columns_stand_in_any_order_and_rows_without_content_are_passed_over() -> None:
    turned = io.StringIO(newline="")
    writer = csv.writer(turned)
    for row in csv.reader(io.StringIO(HAND_MADE, newline="")):
        writer.writerow([*reversed(row), ""])
        writer.writerow([])
    reading = read(turned.getvalue().encode(), filename="t.csv")
    assert reading.refused == ()
    assert reading.lines["mayor"] == 5


def test_a_date_may_be_an_instant_and_keeps_the_sources_words_beside_it() -> None:
    data = "record,key,publisher,published,published.phrase\nsource,a,A,2025-03-16 12:00Z,noon\n"
    when = read_whole(data.encode(), filename="t.csv").sources[0].published
    assert (when.phrase, when.lower, when.lower == when.upper) == ("noon", when.upper, True)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"said": ""}, "column evidence.said: The date is missing. Write one such as 2025-03-16."),
        ({"said": "16.03.2025"}, "column said: “16.03.2025” is no date as files have them."),
        ({"said": "2025-02-30"}, "column evidence.said: “2025-02-30” is no day of the calendar."),
        ({"position": "acepts"}, "column position: “acepts” is no code of this field. Did you"),
        ({"position": "no_record"}, "column position: Silence is not a stance."),
        ({"words": ""}, "column evidence.words: This cell is empty. Fill it in."),
        ({"holder": "bridge"}, "column holder: “bridge” is an issue. Name an actor here."),
        ({"key": "S 1"}, "column key: A key is 1 to 32 lower-case letters"),
        ({"source": "s-1"}, "column evidence.source: “s-1” is a stance. Name a source here."),
    ],
)
def test_a_row_is_refused_with_its_column_and_the_others_are_read(
    cells: dict[str, str],
    says: str,
) -> None:
    header, *made = csv.reader(io.StringIO(HAND_MADE, newline=""))
    last = dict(zip(header, made[-1], strict=True)) | cells
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *made[:-1], [last[name] for name in header]])
    reading = read(text.getvalue().encode(), filename="t.csv")
    (refused,) = reading.refused
    assert refused.text.startswith(says)
    assert (refused.line, refused.kind) == (5, "stance")
    assert len(list(reading.pack.records())) == 3


def test_near_names_of_columns_are_offered() -> None:
    assert near("positon") == "position"
    assert near("evidence.sad") == "evidence.said"
    assert near("zzz") is None


@pytest.mark.parametrize("kind", KINDS)
def test_columns_follow_the_shape_of_a_packs_file(kind: str) -> None:
    assert tree(kind).fields


def test_the_page_about_csv_lists_every_column_and_its_example_can_be_read() -> None:
    """`python -m scripts.write_csv_columns` writes the list."""
    page = (Path(__file__).parents[2] / "docs" / "csv.md").read_text(encoding="utf-8")
    assert listing() in page
    example = page.partition("```csv\n")[2].partition("```")[0]
    assert len(list(read_whole(example.encode(), filename="t.csv").records())) == 4


def test_what_has_no_room_in_a_table_says_to_take_json() -> None:
    actor = Actor(key="a", name="A", kind=ActorKind.PERSON, note="x" * 100_000)
    pack: Any = replace(small_pack(), actors=(actor,))
    with pytest.raises(InvalidInputError, match="Export it as JSON"):
        encode_sheet(pack)


DATED = "record,key,publisher,published,published.days,name,zone\n"


def test_a_date_that_stands_in_two_columns_is_refused_and_not_chosen() -> None:
    (refused,) = read(f"{DATED}source,a,A,2025-03-16,2024,,\n".encode(), filename="t.csv").refused
    assert refused.text.startswith("column published: Another column of this row says the same.")


def test_a_zone_that_comes_after_the_dates_it_would_count_is_refused() -> None:
    """A spreadsheet that was sorted does not move anybody's days."""
    source, pack = "source,a,A,2025-03-16,,,\n", "pack,,,,,P,Europe/Kyiv\n"
    first = read(f"{DATED}{pack}{source}".encode(), filename="t.csv")
    assert (first.refused, first.pack.sources[0].published.zone) == ((), "Europe/Kyiv")
    last = read(f"{DATED}{source}{pack}".encode(), filename="t.csv")
    assert (last.pack.zone, last.pack.sources[0].published.zone) == (None, "UTC")
    assert "Put this row first" in last.refused[0].text
    same = read(f"{DATED}{source}{pack}".encode(), filename="t.csv", zone="Europe/Kyiv")
    assert (same.refused, same.pack.zone) == ((), "Europe/Kyiv")


def test_names_of_columns_that_nobody_knows_are_not_remembered() -> None:
    for _ in range(2):
        meaning("stance", "x" * 5000)
    before = known_meaning.cache_info().currsize
    meaning("stance", "y" * 5000)
    assert known_meaning.cache_info().currsize == before
    assert known_meaning.cache_info().maxsize is not None
