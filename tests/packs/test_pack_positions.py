"""The line of a path is the line on which a person would look for it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.packs.positions import line_of, repeated, shown, too_deep, values

_NAMES = st.text(min_size=1, max_size=5)
_TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [(path, value), *(found for step, v in inner for found in _paths(v, (*path, step)))]


@given(_TREES, st.sampled_from([None, 0, 2]), st.booleans())
def test_the_walk_meets_every_value_once_in_order(
    tree: Any, indent: int | None, escaped: Any
) -> None:
    data = json.dumps(tree, indent=indent, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    try:
        data.decode()
    except UnicodeDecodeError:
        return
    if b"\\ud" in data:
        return
    assert [path for path, _ in values(data)] == [path for path, _ in _paths(tree)]


@given(_TREES)
def test_an_indented_value_stands_on_its_own_line(tree: Any) -> None:
    text = json.dumps(tree, indent=1)
    if "\\ud" in text:
        return
    lines = text.split("\n")
    for path, value in _paths(tree):
        line = lines[line_of(text.encode(), path) - 1]
        if not isinstance(value, dict | list):
            assert json.dumps(value) in line
        if path and isinstance(path[-1], str):
            assert json.dumps(path[-1]) in line


def test_a_missing_value_is_looked_for_where_it_would_be() -> None:
    data = b'{\n "a": [\n  1,\n  {\n   "b": 2\n  }\n ]\n}'
    assert line_of(data, ("a", 1, "c")) == 4
    assert line_of(data, ("a", 9)) == 2
    assert line_of(data, ("z",)) == 1
    assert line_of(data, ()) == 1


def test_a_repeated_name_is_found_at_its_second_place() -> None:
    assert repeated(b'{"a": {"b": 1,\n"c": 2,\n"b": 3}}') == (("a", "b"), 3)
    assert repeated(b'{"a": [{"b": 1}, {"b": 1}]}') is None


def test_depth_is_counted_where_it_exceeds_the_limit() -> None:
    assert too_deep(b"[\n[\n[\n]]]", 2) == 3
    assert too_deep(b'["[[[[["]', 2) is None


@given(st.binary() | st.text(alphabet='{}[],:"\\a1 \n').map(str.encode))
def test_no_text_stops_the_walk(data: bytes) -> None:
    assert line_of(data, ("a", 1)) >= 1
    repeated(data)
    too_deep(data, 3)


def test_a_path_is_shown_as_people_write_it() -> None:
    assert shown(("stances", 3, "position")) == "stances[3].position"
    assert shown(()) == ""
