"""What a picture shows, in words: the same facts, for those who hear it read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import groupby, pairwise

from bot.domain.method import term
from bot.domain.pictures import (
    BoardPicture,
    BoardRow,
    ClaimsPicture,
    HistoryPicture,
    Lane,
    Picture,
    Said,
    TimelinePicture,
)
from bot.domain.records import Actor, Event, Stance
from bot.domain.vocabulary import Position, Relation
from bot.ui import parts
from bot.ui.pictures import words
from bot.ui.text import label, plural

# Discord's own limit of a file's description, which it counts in UTF-16.
MAX_ALT = 1024
_NAME, _TITLE = 60, 120
_FEW = 2


class Detail(IntEnum):
    """How much is told: all, names with how they moved, the first few names, or numbers alone."""

    COUNTS = 0
    SOME = 1
    NAMES = 2
    ALL = 3


def title(picture: Picture) -> str:
    """What picture it is, in a few words."""
    issue = label(picture.issue.title, _TITLE)
    match picture:
        case BoardPicture():
            return f"Where they stand on: {issue}"
        case TimelinePicture():
            whose = f" of {_who(picture.actor)}" if picture.actor else ""
            return f"Timeline{whose} on: {issue}"
        case ClaimsPicture():
            whom = _who(picture.actor) if picture.actor else "whom"
            return f"Who says what about {whom} on: {issue}"
        case HistoryPicture():
            return f"How the position of {_who(picture.actor)} went on: {issue}"


def alt_text(picture: Picture, limit: int = MAX_ALT) -> str:
    """All of it in whole sentences, or as much as the limit takes: details go before names."""
    richer: list[str] = []
    for detail in sorted(Detail, reverse=True):
        told = list(sentences(picture, detail))
        if _length(told) <= limit:
            return " ".join(_enriched(told, richer, limit))
        richer = told
    while _length(richer) > limit:
        richer.pop()
    return " ".join(richer)


def _enriched(told: list[str], richer: list[str], limit: int) -> list[str]:
    """The sentences, each in its richer form as long as there is room for it."""
    for at, longer in enumerate(richer if len(richer) == len(told) else ()):
        if _length([*told[:at], longer, *told[at + 1 :]]) <= limit:
            told[at] = longer
    return told


def sentences(picture: Picture, detail: Detail = Detail.ALL) -> Iterator[str]:
    """What is shown, in sentences."""
    yield f"{title(picture)}."
    yield f"{', '.join(words.as_of(picture.seen))}."
    match picture:
        case BoardPicture():
            yield from _board(picture, detail)
        case TimelinePicture():
            yield from _timeline(picture, detail)
        case ClaimsPicture():
            yield from _claims(picture, detail)
        case HistoryPicture():
            yield from _history(picture, detail)


def _board(picture: BoardPicture, detail: Detail) -> Iterator[str]:
    if not picture.rows:
        yield "No stance is recorded."
    else:
        yield f"{plural(len(picture.rows), 'holder')}, {plural(picture.sources, 'source')}."
    for position, found in groupby(picture.rows, lambda row: row.stance.position):
        rows = list(found)
        told = [_row(row, detail) for row in rows]
        yield f"{words.label(position)}: {_some(told, detail, 'holder')}."
    if picture.silent:
        told = [_who(each) for each in picture.silent]
        yield f"No record, which says nothing about them: {_some(told, detail, 'actor')}."
    if detail < Detail.ALL and picture.rows:
        yield "The command /board lists all."


def _row(row: BoardRow, detail: Detail) -> str:
    marks = []
    if row.mandate and row.principal and detail is Detail.ALL:
        marks.append(f"for {_who(row.principal)} ({parts.office(row.mandate)})")
    if detail is Detail.ALL:
        marks.append(words.dated(row.stance.evidence.said))
    if row.unlooked and detail >= Detail.NAMES:
        marks.append(words.unlooked(row.unlooked))
    if row.before and detail >= Detail.NAMES:
        marks.append(f"was: {words.label(row.before)}")
    return f"{_who(row.holder)} ({'; '.join(marks)})" if marks else _who(row.holder)


def _timeline(picture: TimelinePicture, detail: Detail) -> Iterator[str]:
    if not picture.lanes:
        yield "No stance is recorded."
    if detail >= Detail.NAMES:
        for lane in picture.lanes:
            yield f"{_who(lane.holder)}: {_way(lane, detail)}."
    else:
        for position, found in groupby(picture.lanes, lambda lane: lane.current.position):
            told = [_who(lane.holder) for lane in found]
            yield f"Now {words.label(position).lower()}: {_some(told, detail, 'holder')}."
    for at, event in enumerate(sorted(picture.events, key=lambda each: each.when.lower), 1):
        if detail or at <= _FEW:
            yield _event(at, event)
    if detail < Detail.ALL:
        yield f"{plural(len(picture.events), 'event')} in all; the command /timeline lists all."


def _way(lane: Lane, detail: Detail) -> str:
    """How one moved, from the first position to the last."""
    if detail is Detail.ALL:
        return ", then ".join(_stood(each) for each in _changes(lane.stances))
    first, last = lane.stances[0].position, lane.current.position
    if len(_changes(lane.stances)) == 1:
        return words.label(last)
    return f"first {words.label(first)}, now {words.label(last)}"


def _changes(stances: Sequence[Stance]) -> list[Stance]:
    """The stances that differ from the one before them."""
    later = [new for old, new in pairwise(stances) if new.position is not old.position]
    return [*stances[:1], *later]


def _stood(stance: Stance) -> str:
    return f"{words.label(stance.position)} ({words.dated(stance.evidence.said)})"


def _event(at: int, event: Event) -> str:
    when = words.dated(event.when)
    return f"Event {at}: {label(event.title, _TITLE)}, {when}, {parts.spoken(event.status)}."


def _claims(picture: ClaimsPicture, detail: Detail) -> Iterator[str]:
    if not picture.claims:
        yield "No claim is recorded."
        return
    if detail >= Detail.NAMES:
        pairs: dict[tuple[str, str], list[Said]] = {}
        for each in picture.claims:
            pairs.setdefault((each.claimant.key, each.about.key), []).append(each)
        for said in pairs.values():
            between = f"{_who(said[0].claimant)} about {_who(said[0].about)}"
            told = _kinds(said) if detail is Detail.ALL else plural(len(said), "claim")
            yield f"{between}: {told}."
    else:
        yield f"{plural(len(picture.claims), 'claim')}: {_kinds(picture.claims)}."
        named = [_who(who) for who in _actors(picture.claims, lambda each: each.about)]
        yield f"About: {_some(named, detail, 'actor')}."
    yield "A claim never moves the position of the one it is about."


def _actors(claims: Iterable[Said], which: Callable[[Said], Actor]) -> list[Actor]:
    return list({which(each).key: which(each) for each in claims}.values())


def _kinds(claims: Iterable[Said]) -> str:
    counts = Counter(each.relation for each in claims)
    return ", ".join(
        f"{term(relation).label}{f' ({counts[relation]:,} times)' if counts[relation] > 1 else ''}"
        for relation in Relation
        if counts[relation]
    )


def _history(picture: HistoryPicture, detail: Detail) -> Iterator[str]:
    points = [(each.line, each.stance) for each in picture.points]
    if not points:
        yield "No stance is recorded."
    elif detail is Detail.ALL:
        told = (_at(line, stance) for line, stance in points)
        yield f"{plural(len(points), 'record')}: {', then '.join(told)}."
    else:
        ends = [points[0], *(new for old, new in pairwise(points) if new[0] is not old[0])]
        if detail >= Detail.NAMES:
            told = (_at(line, stance) for line, stance in ends)
            yield f"{plural(len(points), 'record')}, changes: {', then '.join(told)}."
        else:
            yield (
                f"{plural(len(points), 'record')} with {plural(len(ends) - 1, 'change')}: first "
                f"{_at(*points[0])}, last {_at(*points[-1])}."
            )
    if picture.claims:
        claims = picture.claims
        kinds = _kinds(claims) if detail else "see /claims"
        yield f"Apart from it, {plural(len(claims), 'claim')} of others: {kinds}."


def _at(line: Position, stance: Stance) -> str:
    return f"{words.label(line)} ({words.dated(stance.evidence.said)})"


def _some(told: Sequence[str], detail: Detail, noun: str) -> str:
    """All of them, or their number with the first few, or their number."""
    if detail >= Detail.NAMES or len(told) == 1:
        return ", ".join(told)
    if detail is Detail.SOME and len(told) > _FEW:
        return f"{plural(len(told), noun)}, among them {' and '.join(told[:_FEW])}"
    return plural(len(told), noun) if not detail else ", ".join(told)


def _who(actor: Actor) -> str:
    return label(actor.name, _NAME)


def _length(told: Sequence[str]) -> int:
    return len(" ".join(told).encode("utf-16-le", "replace")) // 2
