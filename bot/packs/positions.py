"""Where the values of a JSON text stand: the line of a path, a repeated name, the depth.

Parsers say what is wrong and not where. This walk runs only once something is wrong. It does not
judge the grammar: over a text that is no JSON it ends early.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import msgspec

Path = tuple[str | int, ...]

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_OPENING = {b"{", b"["}
_CLOSING = {b"}", b"]"}


@dataclass(slots=True)
class _Container:
    """An object or array under way: the name or number of the value that comes next."""

    step: str | int | None
    named_at: int = 0


def values(data: bytes) -> Iterator[tuple[Path, int]]:
    """Every value's path and the byte at which it, or the name it goes by, begins.

    An object's members begin at their names, an array's elements at themselves.
    """
    stack: list[_Container] = []
    for token in _TOKEN.finditer(data):
        text, at = token.group(), token.start()
        inner = stack[-1] if stack else None
        if text in _CLOSING:
            if inner is None:
                return
            stack.pop()
        elif text == b",":
            if inner is not None:
                inner.step = inner.step + 1 if isinstance(inner.step, int) else None
        elif text == b":":
            continue
        elif inner is not None and inner.step is None:
            try:
                inner.step, inner.named_at = msgspec.json.decode(text, type=str), at
            except (msgspec.DecodeError, UnicodeDecodeError):
                return
        else:
            named = inner is not None and isinstance(inner.step, str)
            begins = inner.named_at if inner is not None and named else at
            yield tuple(each.step for each in stack if each.step is not None), begins
            if text in _OPENING:
                stack.append(_Container(step=0 if text == b"[" else None))


def line_at(data: bytes, offset: int) -> int:
    """The line, counted from 1, on which a byte stands."""
    return data.count(b"\n", 0, offset) + 1


def line_of(data: bytes, path: Path) -> int:
    """The line of the value at a path, else of the innermost value that holds it."""
    best, begins = -1, 0
    for found, at in values(data):
        depth = len(found)
        if depth > best and found == path[:depth]:
            best, begins = depth, at
            if depth == len(path):
                break
    return line_at(data, begins)


def lines_of(data: bytes, paths: Collection[Path]) -> dict[Path, int]:
    """The line of each of many paths, in one walk; of a value that is not there, as `line_of`."""
    wanted = {path[:depth] for path in paths for depth in range(len(path) + 1)}
    lines: dict[Path, int] = {(): 1}
    line, counted = 1, 0
    for found, at in values(data):
        if found in wanted and found not in lines:
            line += data.count(b"\n", counted, at)
            counted = at
            lines[found] = line
    return {
        path: next(
            lines[path[:depth]] for depth in range(len(path), -1, -1) if path[:depth] in lines
        )
        for path in paths
    }


def repeated(data: bytes) -> tuple[Path, int] | None:
    """The first path that an object names a second time, and its line; None without any."""
    # The names that each open object has had so far, from the outermost to the innermost.
    named: list[set[str | int]] = []
    for path, at in values(data):
        del named[len(path) :]
        while len(named) < len(path):
            named.append(set())
        if path and path[-1] in named[-1]:
            return path, line_at(data, at)
        if path and isinstance(path[-1], str):
            named[-1].add(path[-1])
    return None


def too_deep(data: bytes, limit: int) -> int | None:
    """The line of the first value inside more than `limit` others; None without any."""
    depth = 0
    for token in _TOKEN.finditer(data):
        if token.group() in _CLOSING:
            depth -= 1
        elif token.group() in _OPENING:
            depth += 1
            if depth > limit:
                return line_at(data, token.start())
    return None


def shown(path: Path) -> str:
    """A path as people read it: `stances[3].position`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")
