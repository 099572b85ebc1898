"""What is new since a mark: each record's standing then and now, told as what became of it.

A mark is the number of an act, not a time: acts are counted by the server, so a clock that is set
back hides nothing and repeats nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.amendments import amended
from bot.domain.identity import carried
from bot.domain.records import Claim, Event, Issue, Recorded, Stance, Statement
from bot.domain.standing import Move, move_between
from bot.domain.vocabulary import ConditionState, EventStatus, RecordState


class What(StrEnum):
    """What became of a record, heaviest first: the order in which readers are told.

    A *change* is a newer record of the same holder; a *correction* is a newer version of one
    record. Neither is ever told as the other. RESTORED is a record that had been retracted and
    stands again; REDATED is an event with another date or place, or of which it is surer that it
    comes about; EARLIER is a stance that was recorded late and is not the current one.
    """

    FLIPPED = "flipped"
    MOVED = "moved"
    FIRST = "first"
    RETRACTED = "retracted"
    RESTORED = "restored"
    CORRECTED = "corrected"
    SETTLED = "settled"
    PROPOSAL = "proposal"
    HELD = "held"
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    REDATED = "redated"
    ANNOUNCED = "announced"
    CLAIMED = "claimed"
    LEFT_OUT = "left_out"
    STATED = "stated"
    EARLIER = "earlier"
    REPEATED = "repeated"
    CONFIRMED = "confirmed"
    STALE = "stale"

    @property
    def weight(self) -> int:
        """0 is the heaviest."""
        return _WEIGHTS[self]

    @property
    def changes_a_stance(self) -> bool:
        """Whether somebody stands elsewhere than before, or for the first time."""
        return self in {What.FLIPPED, What.MOVED, What.FIRST}


_WEIGHTS = {what: at for at, what in enumerate(What)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A version of a record, the act that wrote it, and its record's place in the order of entry.

    `merged`: the act was a merge or a split of actors, or took one back, and is news to nobody.
    """

    act: int
    entered: int
    recorded: Recorded[Any]
    merged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that became of a record, by the act `act` at last.

    `recorded` is the version that stands now; of what was taken out, the record as readers knew it. `before` is, for a
    change of stance, the record that it follows; for a correction, the record as it would stand
    without it; for all else, the version that readers knew. `condition` is the place of a settled
    condition in its stance, from 0, and `settled_from` the state that it was in. `stands` is the
    current stance of the holder of a retracted one; None where no record is left.
    """

    what: What
    recorded: Recorded[Any]
    act: int
    before: Recorded[Any] | None = None
    condition: int | None = None
    settled_from: ConditionState | None = None
    stands: Recorded[Stance] | None = None


def news_since(entries: Iterable[Entry], after: int) -> list[News]:
    """What became of these records by the acts after `after`, heaviest first, then newest first.

    `entries` holds every version but drafts, a record's own in order, of each record that was
    touched since, and of every stance of a holder one of whose stances was touched.
    """
    by_key: dict[str, list[Entry]] = {}
    for entry in entries:
        by_key.setdefault(entry.recorded.record.key, []).append(entry)
    by_key = {key: without_merges(versions) for key, versions in by_key.items()}
    stances = _Lines(by_key.values(), after)
    found = [
        (news, versions[0].entered)
        for versions in by_key.values()
        if versions[-1].act > after
        for news in _of_record(versions, after, stances)
    ]
    found.sort(key=lambda each: (each[0].what.weight, -each[0].act, _backwards(each[0]), each[1]))
    return [news for news, _ in found]


def without_merges(versions: Sequence[Entry]) -> list[Entry]:
    """A record's versions, in order, as if whoever is meant now had been meant from the start."""
    found: list[Entry] = []
    for entry in versions:
        if not entry.merged or not found:
            found.append(entry)
            continue
        before, after = found[-1].recorded.record, entry.recorded.record
        for at, each in enumerate(found):
            record = carried(each.recorded.record, before, after)
            if record is not each.recorded.record:
                found[at] = replace(each, recorded=replace(each.recorded, record=record))
    return found


def issues_of(news: News) -> frozenset[str]:
    """The keys of the issues that it is about, as the record stands and as readers knew it."""
    versions = (news.recorded, news.before)
    return frozenset(key for each in versions if each for key in _issues_in(each.record))


def _issues_in(record: Any) -> Iterator[str]:
    match record:
        case Stance() | Claim():
            yield record.issue
        case Statement():
            yield from filter(None, (record.issue, *record.silent_on))
        case Event():
            yield from record.issues
        case Issue():
            yield record.key


def _backwards(news: News) -> float:
    """Of one act, what was said or dated last comes first."""
    record = news.recorded.record
    match record:
        case Stance() | Claim() | Statement():
            at: datetime = record.evidence.said.lower
        case Event():
            at = record.when.lower
        case _:
            return 0.0
    return -at.timestamp()


def _of_record(versions: list[Entry], after: int, stances: "_Lines") -> Iterator[News]:
    known = next((each for each in reversed(versions) if each.act <= after), None)
    last = versions[-1]
    was, now = known.recorded if known else None, last.recorded
    gone = was is not None and was.version.state is RecordState.RETRACTED
    if now.version.state is RecordState.RETRACTED:
        if was is not None and not gone:
            stands = stances.current(was.record) if isinstance(was.record, Stance) else None
            # What was made of it just before it went, nobody has been told.
            out = replace(was, version=now.version)
            yield News(what=What.RETRACTED, recorded=out, before=was, act=last.act, stands=stands)
    elif was is None:
        yield from _new(last, stances)
    elif gone:
        yield News(what=What.RESTORED, recorded=now, before=was, act=last.act)
    else:
        yield from _amended(was, [each for each in versions if each.act > after])


def _new(entry: Entry, stances: "_Lines") -> Iterator[News]:
    record = entry.recorded.record
    match record:
        case Stance():
            yield stances.new(entry)
            return
        case Claim():
            what = What.CLAIMED
        case Statement():
            what = What.LEFT_OUT if record.silent_on else What.STATED
        case Event():
            what = _EVENTS.get(record.status, What.ANNOUNCED)
        case _:
            # A new issue is no news by itself; who stands where on it is.
            return
    yield News(what=what, recorded=entry.recorded, act=entry.act)


_EVENTS = {
    EventStatus.HELD: What.HELD,
    EventStatus.NOT_HELD: What.NOT_HELD,
    EventStatus.CANCELLED: What.CANCELLED,
    EventStatus.POSTPONED: What.POSTPONED,
}


def _amended(was: Recorded[Any], fresh: Sequence[Entry]) -> Iterator[News]:
    """What later versions of one record come to, seen from the version that readers knew."""
    found = amended(was, [each.recorded for each in fresh])
    now = fresh[-1].recorded
    for each in found.settled:
        yield News(
            what=What.SETTLED,
            recorded=now,
            before=was,
            act=fresh[each.by].act,
            condition=each.at,
            settled_from=each.was,
        )
    if found.moved is not None:
        yield News(
            what=_moved(was.record, now.record),
            recorded=now,
            before=was,
            act=fresh[found.moved].act,
        )
    if found.corrected is not None:
        correction = found.corrected
        yield News(
            what=What.CORRECTED,
            recorded=correction.now,
            before=correction.before,
            act=fresh[correction.by].act,
        )
    if found.confirmed is not None:
        yield News(what=What.CONFIRMED, recorded=now, before=was, act=fresh[found.confirmed].act)


def _moved(was: Event | Issue, now: Event | Issue) -> What:
    """What the world did to a thing itself."""
    if not (isinstance(was, Event) and isinstance(now, Event)):
        return What.PROPOSAL
    same = (was.status, was.when) == (now.status, now.when)
    # What came of it, where that was not known before, is told by how it ended.
    ended = was.status is not now.status or (same and was.outcome != now.outcome)
    return _EVENTS.get(now.status, What.REDATED) if ended else What.REDATED


class _Lines:
    """The stances of each holder on each issue as they stand now, in order."""

    def __init__(self, histories: Iterable[list[Entry]], after: int) -> None:
        self._lines: dict[tuple[str, str], list[Entry]] = {}
        old: set[str] = set()
        for versions in histories:
            last = versions[-1].recorded
            if not isinstance(last.record, Stance):
                continue
            if versions[0].act <= after:
                old.add(last.record.key)
            if last.version.state is RecordState.PUBLISHED:
                self._lines.setdefault(_line(last.record), []).append(versions[-1])
        # The place of each stance in its line, and that of the last one that is not new.
        self._places: dict[str, int] = {}
        self._last_old: dict[tuple[str, str], int] = {}
        for key, line in self._lines.items():
            line.sort(key=_order)
            for at, each in enumerate(line):
                self._places[each.recorded.record.key] = at
                if each.recorded.record.key in old:
                    self._last_old[key] = at

    def current(self, stance: Stance) -> Recorded[Stance] | None:
        """Where the holder of a stance stands now; None without any record."""
        line = self._lines.get(_line(stance))
        return line[-1].recorded if line else None

    def new(self, entry: Entry) -> News:
        """What a record that readers did not know says of where its holder stands."""
        stance: Stance = entry.recorded.record
        key, at = _line(stance), self._places[stance.key]
        what, before = What.FIRST, None
        if self._last_old.get(key, -1) > at:
            what = What.EARLIER
        elif at:
            before = self._lines[key][at - 1].recorded
            what = _MOVES[move_between(before.record.position, stance.position)]
        return News(what=what, recorded=entry.recorded, before=before, act=entry.act)


_MOVES = {Move.FLIP: What.FLIPPED, Move.SHIFT: What.MOVED, Move.NONE: What.REPEATED}


def _line(stance: Stance) -> tuple[str, str]:
    return stance.issue, stance.holder


def _order(entry: Entry) -> tuple[datetime, int]:
    """Current means latest: by the date it was said, then by the order of entry."""
    return entry.recorded.record.evidence.said.lower, entry.entered
