"""Packs as files: the same bytes every time, and every refusal with its line."""

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bot.errors import InvalidInputError
from bot.packs.faults import PackError
from bot.packs.format import MAX_BYTES, Pack, decode, encode, schema
from bot.packs.shape import LISTS
from tests.packs.samples import packs, small, small_pack, text_of

DOCS = Path(__file__).parents[2] / "docs"


@given(packs())
@settings(max_examples=60, deadline=None)
def test_a_pack_is_read_as_it_was_written_and_written_as_it_was_read(pack: Pack) -> None:
    data = encode(pack)
    assert decode(data) == pack
    assert encode(decode(data)) == data


def test_a_file_is_indented_and_leaves_defaults_out() -> None:
    text = encode(small_pack()).decode()
    assert text.startswith('{\n  "format": "stancebot.pack",\n  "version": 1,\n  "name": "small"')
    assert text.endswith("}\n")
    assert "null" not in text
    assert '"lang"' not in text
    assert list(json.loads(text)) == ["format", "version", *[f for f in small() if f in text][2:]]


def test_every_kind_of_record_has_its_list_in_a_pack() -> None:
    assert {item.name for item in fields(Pack)} >= set(LISTS)


def test_text_in_any_script_is_written_as_it_is() -> None:
    content = small()
    content["actors"][0]["names"] = [{"text": "Міський голова"}, {"text": "\u200fראש העיר"}]
    assert "Міський голова" in encode(decode(text_of(content))).decode()


def test_a_byte_order_mark_does_no_harm() -> None:
    assert decode(b"\xef\xbb\xbf" + text_of(small())) == small_pack()


def test_the_published_schema_is_that_of_the_code() -> None:
    """Run `python -m scripts.write_pack_schema` when this fails."""
    assert (DOCS / "pack.schema.json").read_bytes() == schema()


def test_the_guides_example_is_a_pack_in_its_canonical_form() -> None:
    example = (DOCS / "packs.md").read_text().split("```json\n")[1].split("```")[0]
    assert encode(decode(example.encode())).decode() == example


def _set(*path: str | int, to: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = to

    return change


def _drop(*path: str | int) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        del content[path[-1]]

    return change


REFUSED: dict[str, tuple[Callable[[Any], None], str, str]] = {
    "an unknown code": (
        _set("stances", 0, "position", to="acepts"),
        "stances[0].position",
        "Did you mean “accepts”?",
    ),
    "no record as a position": (
        _set("stances", 0, "position", to="no_record"),
        "stances[0].position",
        "Silence is not a stance.",
    ),
    "a wrong type": (
        _set("stances", 0, "holder", to=7),
        "stances[0].holder",
        "Here stands a whole number. Give text in quotation marks.",
    ),
    "an object for a list": (_set("actors", to={}), "actors", "Give a list in [ ]."),
    "an unknown field": (
        _set("actors", 1, "nmae", to="x"),
        "actors[1].nmae",
        "Did you mean “name”?",
    ),
    "an unknown list": (_set("actor", to=[]), "actor", "Did you mean “actors”?"),
    "a missing field": (
        _drop("stances", 0, "evidence", "source"),
        "stances[0].evidence",
        "“source”",
    ),
    "a key that is none": (_set("actors", 0, "key", to="The Mayor"), "actors[0].key", "A key is"),
    "a key with a line's end": (_set("actors", 0, "key", to="mayor\n"), "actors[0].key", "no key"),
    "a key of two records": (
        _set("actors", 1, "key", to="mayor"),
        "actors[1].key",
        "“mayor” is taken by actors[0]",
    ),
    "a key of two kinds": (
        _set("events", 0, "key", to="bridge"),
        "events[0].key",
        "taken by issues[0]",
    ),
    "another kind of record": (
        _set("stances", 0, "holder", to="bridge"),
        "stances[0].holder",
        "“bridge” is an issue. Name an actor here.",
    ),
    "another kind deep inside": (
        _set("stances", 0, "conditions", 0, "addressee", to="vote"),
        "stances[0].conditions[0].addressee",
        "“vote” is an event. Name an actor here.",
    ),
    "another kind in a list": (
        _set("statements", 0, "silent_on", 0, to="mayor"),
        "statements[0].silent_on[0]",
        "Name an issue here.",
    ),
    "a default issue that is an actor": (
        _set("default_issue", to="mayor"),
        "default_issue",
        "Name an issue here.",
    ),
    "a record that names itself": (
        _set("events", 0, "follows", to="vote"),
        "events[0].follows",
        "cannot name itself",
    ),
    "a link that is not https": (
        _set("sources", 0, "url", to="http://example.org"),
        "sources[0].url",
        "https://",
    ),
    "empty words": (
        _set("roles", 0, "citation", "words", to=" \n"),
        "roles[0].citation.words",
        "empty",
    ),
    "words that show nothing": (
        _set("roles", 0, "citation", "words", to="\u200b"),
        "roles[0].citation.words",
        "needs words",
    ),
    "boundless words": (
        _set("stances", 0, "evidence", "words", to="a" * 6001),
        "stances[0].evidence.words",
        "Keep the 6,000",
    ),
    "a character that no database holds": (
        _set("stances", 0, "note", to="a\0b"),
        "stances[0].note",
        "NUL",
    ),
    "a claim about oneself": (
        _set("claims", 0, "about", to="mayor"),
        "claims[0].about",
        "about another actor",
    ),
    "a role in two things": (_set("roles", 0, "issue", to="bridge"), "roles[0]", "exactly one"),
    "an authority above the highest": (
        _set("mandates", 0, "authority", to=0),
        "mandates[0].authority",
        "at least 1",
    ),
    "a number that no column holds": (
        _set("mandates", 0, "authority", to=10**30),
        "mandates[0].authority",
        "",
    ),
    "days that are none": (
        _set("sources", 0, "published", "days", to="16 March"),
        "sources[0].published.days",
        "2025-03-16",
    ),
    "a day beyond the calendar": (
        _set("sources", 0, "published", "days", to="2025-02-30"),
        "sources[0].published",
        "no day of the calendar",
    ),
    "a time without its zone": (
        _set("sources", 0, "published", to={"phrase": "noon", "at": "2025-03-16T12:00:00"}),
        "sources[0].published.at",
        "needs its zone",
    ),
    "an anchor that is no day": (
        _set("sources", 0, "published", "anchor", to="Sunday"),
        "sources[0].published.anchor",
        "a day such as",
    ),
    "a date in two forms": (
        _set("sources", 0, "published", "at", to="2025-03-16T12:00:00Z"),
        "sources[0].published",
        "exactly one",
    ),
    "a saying without an end": (
        _set("stances", 0, "evidence", "said", "days", to="2025-03-10/.."),
        "stances[0].evidence.said",
        "has no end",
    ),
    "a zone that is none": (_set("zone", to="Kyiv"), "zone", "“Europe/Kyiv”"),
    "a zone that is a path": (
        _set("sources", 0, "published", "zone", to="../etc"),
        "sources[0].published",
        "no time zone",
    ),
    "another format": (_set("format", to="geojson"), "format", "This is no pack"),
    "a later version": (_set("version", to=2), "version", "reads version 1"),
    "a boundless name": (_set("name", to="a" * 101), "name", "Keep the 100"),
    "an empty name": (_set("name", to=""), "name", "empty"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_content_is_refused_with_its_line_and_path(name: str) -> None:
    change, path, words = REFUSED[name]
    content = small()
    change(content)
    data = text_of(content)
    with pytest.raises(PackError) as refused:
        decode(data, filename="my.json")
    error = refused.value
    assert error.path == path
    assert words in error.text
    assert error.line is not None
    assert error.text.startswith(f"my.json, line {error.line}, {path}: ")
    assert error.text.endswith((".", "?"))
    last = path.rsplit(".", 1)[-1].split("[")[0]
    line = data.decode().splitlines()[error.line - 1]
    assert f'"{last}"' in line or path.endswith("]") or path == "", line


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b'{\n "format": "stancebot.pack",,\n}', 2, "not JSON"),
        (b'{\n "format": "stancebot.pack"', 2, "not JSON"),
        (b"", 1, "not JSON"),
        (b'{"format": "stancebot.pack", "version": 1, "name": "a"}\nx', 2, "not JSON"),
        (b'{\n "format": "stancebot.pack",\n "version": 1,\n "name": "\\ud800"}', 4, "JSON"),
        (b'{\n "name": "caf\xe9"}', 2, "UTF-8"),
        ("{}".encode("utf-16"), 1, "UTF-8"),
        (b"[]", 1, "Give an object"),
        (b"null", 1, "Give an object"),
        (b'{\n "format": "stancebot.pack",\n "a": ' + b"[" * 100_000, 3, "deep"),
        (b"\n" + b"[" * 100_000 + b"]" * 100_000, 2, "deep"),
        (b'{"format": "stancebot.pack", "version": 1,\n"name": "a",\n"name": "b"}', 3, "twice"),
    ],
)
def test_bad_files_are_refused_with_their_line(data: bytes, line: int, words: str) -> None:
    with pytest.raises(PackError) as refused:
        decode(data)
    assert refused.value.line == line
    assert words in refused.value.text


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    with pytest.raises(PackError, match=r"Split it") as refused:
        decode(b" " * (MAX_BYTES + 1))
    assert refused.value.line is None
    assert isinstance(refused.value, InvalidInputError)


def test_a_fault_of_a_pack_that_was_made_names_its_path() -> None:
    error = Pack(name="made").fault(("stances", 0), "Something is wrong.")
    assert error.text == "pack “made”, stances[0]: Something is wrong."
