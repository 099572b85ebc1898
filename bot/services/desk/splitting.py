"""Making one actor two: a new actor takes the records and names that are its own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.db.identities import naming
from bot.domain.directory import Directory
from bot.domain.identity import PARTED, renamed, split_act
from bot.domain.names import normal
from bot.domain.phrases.refusals import absolute
from bot.domain.records import (
    KIND_NAMES,
    Actor,
    Claim,
    Event,
    Mandate,
    Record,
    Recorded,
    Role,
    Stance,
    Statement,
)
from bot.domain.scope import Scope
from bot.domain.vocabulary import ActorKind, Verb
from bot.errors import InvalidInputError
from bot.services.desk.moves import Movable, Parting
from bot.services.editing.desk import Amendment, Desk, Plan
from bot.services.editing.forms import ActorSplitForm, with_fields
from bot.services.editing.reading import code, label_of
from bot.services.editing.register import check_free, named, names_of, short

_BETWEEN = re.compile(r"[\s,;]+")
_SHOWN = 5


def filled(form: ActorSplitForm, desk: Desk) -> ActorSplitForm:
    """The form with the actor by its key, and the new one of the same kind where none is named."""
    if not form.actor:
        return form
    was = desk.kept_actor(form.actor, "actor", seen=form.seen)
    known = {"actor": was.key, "kind": form.kind or was.kind.value}
    return with_fields(form, known, seen=was.key)


def plan_split(form: ActorSplitForm, desk: Desk) -> Plan:
    """The new actor, with the records and names that leave the other one."""
    was = desk.unchanged(desk.actor(form.actor, "actor").key, "", Actor)
    old: Actor = was.record
    found = naming(desk.unit, Scope(guild_id=desk.scope.guild_id), old.key)
    name = named(form.name)
    names = names_of(form.aliases, old.names)
    notes = check_free(desk, name, *(each.text for each in names), but=old.key, shared=form.shared)
    if normal(name) == normal(old.name):
        raise InvalidInputError(
            f"Both would be called “{name}”. Give the new actor a name that tells the two apart.",
        )
    new = Actor(
        key=desk.named_key(name),
        name=name,
        kind=code(ActorKind, form.kind, "kind of actor"),
        title=short(form.title, "title") or None,
        names=names,
    )
    leaving = _chosen(form.records, found, old)
    reason = f"{PARTED}{new.name} is not {old.name}; {form.reason}"
    taken = {name, *(each.text for each in names)}
    kept = tuple(each for each in old.names if each.text not in taken)
    renaming = Amendment(
        was=was,
        record=replace(old, names=kept),
        verb=Verb.CORRECT,
        reason=reason,
    )
    left = [each for each in found if each not in leaving]
    return Plan(
        new=(new,),
        also=(
            *((renaming,) if kept != old.names else ()),
            *(
                Amendment(
                    was=each,
                    record=renamed(each.record, {old.key: new.key}),
                    verb=Verb.CORRECT,
                    reason=reason,
                )
                for each in leaving
            ),
        ),
        notes=(
            *notes,
            "Nobody is told of it as a change or a correction. Undo makes them one again.",
        ),
        what=split_act(old.key, new.key),
        parting=Parting(
            was=old,
            new=new,
            chosen=tuple(_movable(each, desk.directory) for each in leaving),
            left=tuple(_movable(each, desk.directory) for each in left),
            names=tuple(each.text for each in old.names if each.text in taken),
        ),
        lacking="" if leaving else "Choose at least one record that the new actor takes.",
    )


def _chosen(typed: str, found: Sequence[Recorded[Any]], old: Actor) -> list[Recorded[Any]]:
    """The records of these keys, in order; raises InvalidInputError for others."""
    wanted = dict.fromkeys(key for key in _BETWEEN.split(typed) if key)
    known = {each.record.key: each for each in found}
    strange = [key for key in wanted if key not in known]
    if strange:
        shown = ", ".join(f"“{key[:40]}”" for key in strange[:_SHOWN])
        raise InvalidInputError(
            f"No standing record here names {old.name} and has the key {shown}. Choose them from "
            "the menu of the preview, or copy the ids that cards show.",
        )
    return [each for each in found if each.record.key in wanted]


def _movable(recorded: Recorded[Any], directory: Directory) -> Movable:
    record = recorded.record
    return Movable(
        key=record.key,
        kind=KIND_NAMES[type(record)],
        line=_line(record, directory),
    )


def _line(record: Record, directory: Directory) -> str:
    """What a record says, in one line."""

    def name(key: str) -> str:
        actor = directory.actors.get(key)
        return actor.name if actor else key

    match record:
        case Stance():
            by = f", said by {name(record.evidence.speaker)}"
            spoken = by if record.evidence.speaker != record.holder else ""
            text = (
                f"{name(record.holder)}: {label_of(record.position)}, "
                f"{absolute(record.evidence.said)}{spoken}"
            )
        case Claim():
            text = (
                f"{name(record.claimant)} about {name(record.about)}, "
                f"{label_of(record.relation)}, {absolute(record.evidence.said)}"
            )
        case Statement():
            text = f"{name(record.evidence.speaker)} on {absolute(record.evidence.said)}"
        case Mandate():
            text = f"{name(record.voice)} speaks for {name(record.principal)}"
        case Role():
            events, issues = directory.events, directory.issues
            event, issue = events.get(record.event or ""), issues.get(record.issue or "")
            where = event.title if event else issue.title if issue else "?"
            text = f"{name(record.actor)}, {label_of(record.role)} in {where}"
        case Event():
            text = f"{record.title}, announced by {name(record.announced_by or '')}"
        case _:
            text = record.key
    return text
