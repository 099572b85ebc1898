"""Terms of stances over time: what had become of a condition by a day of the world."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.records import Condition, Recorded, Stance
from bot.domain.vocabulary import ConditionState, RecordState, Verb


def came_later(condition: Condition, day: date) -> bool:
    """Whether it is not certain that a condition was in its present state by the end of a day."""
    since = condition.settled_on
    return since is not None and (since.last_day or since.first_day) > day


def as_it_stood(versions: Sequence[Recorded[Stance]], day: date) -> Stance:
    """The last of a stance's versions, with each condition in the state it was in by a day.

    `versions` are oldest first. What was corrected since was never so, and is no state of that day.
    """
    stance = versions[-1].record
    conditions = tuple(
        _stood(condition, versions, day) if came_later(condition, day) else condition
        for condition in stance.conditions
    )
    return replace(stance, conditions=conditions)


def _stood(condition: Condition, versions: Sequence[Recorded[Stance]], day: date) -> Condition:
    later, held = versions[-1], condition
    for each in reversed(versions[:-1]):
        if each.version.state is not RecordState.PUBLISHED:
            continue
        was = next((c for c in each.record.conditions if c.text == condition.text), None)
        if was is None:
            break
        world_moved = was != held and later.version.verb is Verb.SET
        if world_moved and not came_later(was, day):
            return _in_state_of(condition, was)
        later, held = each, was
    return _in_state_of(condition, None)


def _in_state_of(condition: Condition, was: Condition | None) -> Condition:
    if was is None:
        return replace(condition, state=ConditionState.OPEN, settled=None, settled_on=None)
    return replace(condition, state=was.state, settled=was.settled, settled_on=was.settled_on)
