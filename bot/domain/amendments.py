"""What later versions of one record come to: what the world did to it, and what was put right.

Each field is followed from the version that readers knew to the one that stands. What went away
and came back leaves no trace; of what is left, SET is the world's, CONFIRM says that somebody
looked again, and all else was put right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

from bot.domain.records import Condition, Event, Issue, Recorded, Stance
from bot.domain.vocabulary import ConditionState, Verb

# What a server sets for itself; it says nothing about the world.
_OWN = {"stale_after_days"}
# Where a change was read comes with the change.
_ALONG = {"citation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The condition at the place `at` of the stance that stands was in the state `was`."""

    at: int
    was: ConditionState
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The version that stands, with its reasons, and the record as it would stand without it."""

    now: Recorded[Any]
    before: Recorded[Any]
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """What became of one record; each tells the place of the version that brought it about."""

    settled: tuple[Settled, ...] = ()
    moved: int | None = None
    corrected: Correction | None = None
    confirmed: int | None = None


def amended(was: Recorded[Any], fresh: Sequence[Recorded[Any]]) -> Amended:
    """What the versions `fresh`, in order, made of the version that readers knew."""
    now = fresh[-1].record
    settled, carried = _settled(was, fresh)
    moved: list[int] = []
    confirmed: list[int] = []
    corrected: list[int] = []
    for name in (each.name for each in fields(now)):
        steps = _steps([getattr(each.record, name) for each in (was, *fresh)])
        told = name in carried and carried[name] == getattr(now, name)
        if not steps or told or name in _OWN:
            continue
        verbs = {fresh[at].version.verb for at in steps}
        if Verb.SET in verbs and isinstance(now, Event | Issue):
            moved += [] if name in _ALONG else steps[-1:]
        elif Verb.CONFIRM in verbs:
            confirmed += steps[-1:]
        else:
            reasoned = [at for at in steps if fresh[at].version.verb is Verb.CORRECT]
            corrected += (reasoned or steps)[-1:]
            continue
        carried[name] = getattr(now, name)
    if fresh[-1].version.verb is Verb.CONFIRM:
        confirmed.append(len(fresh) - 1)
    return Amended(
        settled=settled,
        moved=max(moved, default=None),
        corrected=_correction(was, fresh, carried, corrected) if corrected else None,
        confirmed=max(confirmed, default=None),
    )


def _steps(values: Sequence[Any]) -> list[int]:
    """The places, from 0 after the first value, that lead to the last one without detours."""
    path, places = [values[0]], [-1]
    for at, value in enumerate(values[1:]):
        if value in path:
            kept = path.index(value) + 1
            del path[kept:], places[kept:]
        else:
            path.append(value)
            places.append(at)
    return places[1:]


def _correction(
    was: Recorded[Any],
    fresh: Sequence[Recorded[Any]],
    carried: dict[str, Any],
    places: list[int],
) -> Correction:
    now = fresh[-1]
    reasons = dict.fromkeys(fresh[at].version.reason for at in sorted(set(places)))
    reason = "; ".join(filter(None, reasons)) or None
    return Correction(
        now=replace(now, version=replace(now.version, reason=reason)),
        before=replace(was, record=replace(was.record, **carried)),
        by=max(places),
    )


def _settled(
    was: Recorded[Any],
    fresh: Sequence[Recorded[Any]],
) -> tuple[tuple[Settled, ...], dict[str, Any]]:
    """The conditions that the world settled, and the old ones in the states that it gave them."""
    now = fresh[-1].record
    if not isinstance(now, Stance):
        return (), {}
    carried = list(was.record.conditions)
    found = []
    for at, first, states in _trails([each.record.conditions for each in (was, *fresh)]):
        steps = _steps(states)
        if not any(fresh[step].version.verb is Verb.SET for step in steps):
            continue
        old, new = carried[first], now.conditions[at]
        found.append(Settled(at=at, was=old.state, by=steps[-1]))
        carried[first] = replace(
            old,
            state=new.state,
            settled=new.settled,
            settled_on=new.settled_on,
        )
    return tuple(found), {"conditions": tuple(carried)}


def _trails(
    versions: Sequence[tuple[Condition, ...]],
) -> Iterator[tuple[int, int, list[ConditionState]]]:
    """Each condition that was there all along: its last place, its first, and all its states."""
    trails = {at: (at, [each.state]) for at, each in enumerate(versions[0])}
    for before, after in pairwise(versions):
        trails = {
            at: (trails[old][0], [*trails[old][1], after[at].state])
            for at, old in _same(before, after).items()
            if old in trails
        }
    for at, (first, states) in trails.items():
        yield at, first, states


def _same(before: tuple[Condition, ...], after: tuple[Condition, ...]) -> dict[int, int]:
    """By its place after, the place that each condition had before: by its text, else as it was."""
    left = {at: each.text for at, each in enumerate(before)}
    found: dict[int, int] = {}
    for at, each in enumerate(after):
        old = next((place for place, text in left.items() if text == each.text), None)
        if old is not None:
            found[at] = old
            del left[old]
    for at in range(len(after)):
        if at not in found and at in left:
            found[at] = at
    return dict(sorted(found.items()))
