"""From one day to another: “10–16 March 2025”, “since 14 March”, “by Friday”, EDTF's stroke."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.domain.phrases.daywise import day_spans
from bot.domain.phrases.folding import without_preposition
from bot.domain.phrases.lexicon import AFTER, BEFORE, BY, SINCE
from bot.domain.phrases.refusals import written
from bot.domain.phrases.said import Said, Span
from bot.domain.when import Direction, Precision
from bot.errors import InvalidInputError

_FROM = re.compile(r"(?:from|between|від|між|от|между|з|с)\s+")
_BETWEEN = re.compile(r"\s+(?:and|та|і|и)\s+")
_TO = re.compile(r"\s+(?:to|until|till|through|до|по)\s+|\s*/\s*|\s+-\s+|(?<=\w)-(?=\w)")
_DAY_NUMBER = re.compile(r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th|-?го)?")
_LATER_NUMBER = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?")
_MOST_SPLITS = 6


def span_between(said: Said) -> tuple[Span, ...] | None:
    """Read a range or an open interval; None when the words are neither.

    Raises InvalidInputError when the last day comes before the first, and for an interval without
    a first day.
    """
    for first, last in _splits(said.words):
        if last in {"..", ""}:
            return _open(replace(said, words=first))
        if first in {"..", ""}:
            raise _no_first_day(said)
        span = _joined(replace(said, words=first), replace(said, words=last))
        if span is not None:
            return (_in_order(span, said),)
    return None


def open_span(said: Said) -> tuple[Span, ...] | None:
    """Read an interval of which the words name one end; None when they do not.

    Raises InvalidInputError for one without a first day.
    """
    head, _, rest = said.words.partition(" ")
    inner = replace(said, words=without_preposition(rest))
    if head in SINCE and rest:
        return _open(inner, after=head in AFTER)
    if head in BY and rest:
        return _until(inner, before=head in BEFORE)
    return None


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """The places at which the words may fall into a first and a last day."""
    opening = _FROM.match(words)
    inner = words[opening.end() :] if opening else words
    pattern = _BETWEEN if words.startswith(("between ", "між ", "между ")) else _TO
    for split in [*pattern.finditer(inner)][:_MOST_SPLITS]:
        yield inner[: split.start()].strip(), inner[split.end() :].strip()


def _joined(one: Said, other: Said) -> Span | None:
    """The days from one to the other; what one leaves out, its year or its month, the other says."""
    if number := _DAY_NUMBER.fullmatch(one.words):
        last = _only(other)
        return _with_day(last, int(number[1]), begins=True) if last else None
    if number := _LATER_NUMBER.fullmatch(other.words):
        if len(number[0]) == 4:  # noqa: PLR2004 -- a year, which stands by itself
            return None
        year = f" {number[2]}" if number[2] else ""
        first = _only(replace(one, words=one.words + year))
        return _with_day(first, int(number[1]), begins=False) if first else None
    first, last = _only(one), _only(other)
    if first is None or last is None or last.last is None:
        return None
    from_last = not last.anchored or (first.anchored and one.direction is Direction.FUTURE)
    anchored = first.anchored and last.anchored
    if from_last and first.anchored:
        first = _only(_at(one, last.last, Direction.PAST))
    elif last.anchored:
        last = _only(_at(other, first.first, Direction.FUTURE))
    if first is None or last is None:
        return None
    return replace(_from_to(first, last), anchored=anchored)


def _with_day(span: Span, number: int, *, begins: bool) -> Span | None:
    if span.precision is not Precision.DAY:
        return None
    try:
        there = span.first.replace(day=number)
    except ValueError:
        return None
    other = replace(span, first=there, last=there)
    return _from_to(other, span) if begins else _from_to(span, other)


def _from_to(first: Span, last: Span) -> Span:
    same = first.first == last.first and first.precision is last.precision
    return Span(
        first=first.first,
        last=last.last,
        precision=first.precision if same else Precision.INTERVAL,
        anchored=first.anchored or last.anchored,
    )


def _at(said: Said, anchor: date, direction: Direction) -> Said:
    """The same words as if said on another day, to look from there."""
    edge = time.max if direction is Direction.PAST else time.min
    return replace(said, wall=datetime.combine(anchor, edge), direction=direction)


def _only(said: Said) -> Span | None:
    spans = day_spans(replace(said, words=without_preposition(said.words))) if said.words else None
    return spans[0] if spans and len(spans) == 1 else None


def _open(said: Said, *, after: bool = False) -> tuple[Span, ...] | None:
    spans = tuple(
        replace(
            span,
            first=span.last + timedelta(days=1) if after and span.last else span.first,
            last=None,
            precision=Precision.INTERVAL,
        )
        for span in day_spans(said) or ()
    )
    return spans or None


def _until(said: Said, *, before: bool) -> tuple[Span, ...] | None:
    """Looking forward, a deadline's window begins today; looking back, it has no first day."""
    spans = day_spans(said)
    if not spans:
        return None
    if said.direction is not Direction.FUTURE:
        raise _no_first_day(said)
    ends = [span.first - timedelta(days=1) if before else span.last for span in spans]
    if any(end is not None and end < said.anchor for end in ends):
        raise InvalidInputError(
            f"“{said.phrase}” has passed. Give a day from {written(said.anchor)} on.",
        )
    window = Span(first=said.anchor, last=None, precision=Precision.INTERVAL, anchored=True)
    return tuple(replace(window, last=end) for end in ends)


def _in_order(span: Span, said: Said) -> Span:
    if span.last is not None and span.last < span.first:
        raise InvalidInputError(
            f"“{said.phrase}” ends before it begins. Give the earlier day first.",
        )
    return span


def _no_first_day(said: Said) -> InvalidInputError:
    return InvalidInputError(
        f"“{said.phrase}” has no first day. Give the earliest that is possible too, "
        "such as “10–16 March 2025”.",
    )
