"""Which records a card shows, line by line, so that a correction finds its way back to it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from bot.domain.records import Recorded
from bot.domain.shown import Shown
from bot.services.answers import Asked, ClaimView, EventView, StanceView, StatementView
from bot.services.news.answers import (
    ClaimLine,
    ConditionLine,
    EventLine,
    IssueLine,
    Line,
    StanceLine,
    StatementLine,
)
from bot.ui.card import Block, Text
from bot.ui.fit import Listed, Part
from bot.ui.text import name

Told: TypeAlias = tuple[Recorded[Any], str | None]


def shows(
    blocks: Sequence[Block],
    told: Iterable[Told],
    *,
    asked: Asked | None = None,
) -> tuple[Shown, ...]:
    """What blocks show of records, each once; of lines only those that found room.

    What was asked of an earlier state of the record is right as it is for ever, and shows nothing.
    """
    if asked is not None and asked.known_at is not None:
        return ()
    texts = [f"\n{block.text}\n" for block in blocks if isinstance(block, Text)]
    found: dict[str, Shown] = {}
    for recorded, line in told:
        if line is None or any(f"\n{line}\n" in text for text in texts):
            key, number = recorded.record.key, recorded.version.number
            found.setdefault(key, Shown(record=key, number=number, line=line))
    return tuple(found.values())


def recorded_of(view: StanceView | ClaimView | StatementView | EventView) -> Recorded[Any]:
    """The record behind a view, with its version."""
    match view:
        case StanceView():
            return view.stance
        case ClaimView():
            return view.claim
        case StatementView():
            return view.statement
        case EventView():
            return view.event


def cited(recorded: Recorded[Any]) -> str:
    """The permanent id of a record and its version, as small print: “s-4x7kq2 · version 2”."""
    return f"{name(recorded.record.key)} · version {recorded.version.number:,}"


def news_told(lines: Sequence[Line], parts: Iterable[Part]) -> Iterator[Told]:
    """What the lists of some parts tell of news, whose lines they hold in order."""
    items = [item for part in parts if isinstance(part, Listed) for item in part.items]
    both = list(zip(lines, items, strict=False))
    # What a line is about first; what it compares that with may have a line of its own.
    for of in (_about, _beside):
        for line, item in both:
            yield from ((recorded, item) for recorded in of(line))


def _about(line: Line) -> Iterator[Recorded[Any]]:
    match line:
        case StanceLine(view=stance):
            yield stance.stance
        case ConditionLine(stance=stance):
            yield stance.stance
        case ClaimLine(view=claim):
            yield claim.claim
        case StatementLine(view=statement):
            yield statement.statement
        case EventLine(view=event):
            yield event.event
        case IssueLine(issue=issue):
            yield issue


def _beside(line: Line) -> Iterator[Recorded[Any]]:
    if isinstance(line, StanceLine):
        yield from (each.stance for each in (line.before, line.stands) if each)
