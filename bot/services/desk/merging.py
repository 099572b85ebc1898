"""Making two actors one: every standing record that names the one names the other from then on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.db.identities import naming
from bot.domain.identity import MERGED, merge_act, renamed
from bot.domain.records import (
    KIND_NAMES,
    Actor,
    Claim,
    Mandate,
    Name,
    Recorded,
    Role,
    Stance,
    Statement,
)
from bot.domain.scope import Scope
from bot.domain.vocabulary import NameKind, RecordState, Relation, Verb
from bot.errors import InvalidInputError
from bot.services.desk.moves import Moves
from bot.services.editing.desk import Amendment, Desk, Plan
from bot.services.editing.forms import ActorMergeForm, with_fields

_LISTED = 8
_MAX_NAMES = 20


def filled(form: ActorMergeForm, desk: Desk) -> ActorMergeForm:
    """The form with the two actors by their keys, so that it keeps meaning these two."""
    keys = {
        field: desk.kept_actor(typed, "actor", seen=form.seen).key
        for field, typed in (("actor", form.actor), ("into", form.into))
        if typed
    }
    return with_fields(form, keys, seen=" ".join(keys.values()))


def plan_merge(form: ActorMergeForm, desk: Desk) -> Plan:
    """The one actor with all names and records of both, and the other one retracted.

    Raises InvalidInputError with a list where a record would speak about itself.
    """
    gone = desk.unchanged(desk.actor(form.actor, "actor").key, "", Actor)
    kept = desk.unchanged(desk.actor(form.into, "actor that stays").key, "", Actor)
    old, new = gone.record, kept.record
    if old.key == new.key:
        raise InvalidInputError(
            f"Both are one actor already: {new.name}. Name two different ones.",
        )
    reason = f"{MERGED}{old.name} is {new.name}; {form.reason}"
    found = naming(desk.unit, Scope(guild_id=desk.scope.guild_id), old.key)
    _check_apart(found, old, new, desk)
    names = added_names(new, old)
    moved = tuple(_moved(found, old, new, desk, reason))
    also = (
        *moved,
        Amendment(
            was=gone,
            record=old,
            verb=Verb.RETRACT,
            reason=reason,
            state=RecordState.RETRACTED,
        ),
    )
    counts = Counter(KIND_NAMES[type(each.record)] for each in found)
    return Plan(
        amendment=Amendment(
            was=kept,
            record=replace(new, names=(*new.names, *names)),
            verb=Verb.CORRECT,
            reason=reason,
        ),
        also=also,
        notes=tuple(_notes(old, new, names, moved)),
        what=merge_act(old.key, new.key),
        moves=Moves(
            gone=old,
            kept=new,
            counts=tuple(counts.items()),
            names=tuple(each.text for each in names),
        ),
    )


def added_names(kept: Actor, gone: Actor) -> tuple[Name, ...]:
    """The names of the one that goes which the other does not have, letter by letter."""
    known = {kept.name, *(each.text for each in kept.names)}
    kind = NameKind.ALIAS if gone.name.isascii() else NameKind.TRANSLITERATION
    named = (Name(text=gone.name, kind=kind), *gone.names)
    return tuple({each.text: each for each in named if each.text not in known}.values())


def _moved(
    found: Sequence[Recorded[Any]],
    old: Actor,
    new: Actor,
    desk: Desk,
    reason: str,
) -> Iterator[Amendment]:
    """Every record under the other name; a mandate or a role that is there already goes."""
    standing: set[tuple[Any, ...]] = {
        *(_sense(each) for each in desk.directory.mandates),
        *(_sense(each) for each in desk.directory.roles),
    }
    for was in found:
        record = _renamed(was.record, old, new)
        is_double = isinstance(record, Mandate | Role) and _sense(record) in standing
        if isinstance(record, Mandate | Role):
            standing.add(_sense(record))
        yield Amendment(
            was=was,
            record=was.record if is_double else record,
            verb=Verb.RETRACT if is_double else Verb.CORRECT,
            reason=f"{reason} (recorded of both)" if is_double else reason,
            state=RecordState.RETRACTED if is_double else RecordState.PUBLISHED,
        )


def _renamed(record: Any, old: Actor, new: Actor) -> Any:
    made = renamed(record, {old.key: new.key})
    if isinstance(made, Statement) and made.on_behalf_of == made.evidence.speaker:
        return replace(made, on_behalf_of=None)
    return made


def _sense(record: Mandate | Role) -> tuple[Any, ...]:
    """What a mandate or a role says, without its key and source."""
    if isinstance(record, Mandate):
        return record.voice, record.principal, record.kind, record.issue, record.held
    return record.actor, record.role, record.issue, record.event


def _check_apart(found: Sequence[Recorded[Any]], old: Actor, new: Actor, desk: Desk) -> None:
    """Refuse where a record is of the one about the other."""
    both = {old.key, new.key}
    lines: list[str] = []
    for each in found:
        match each.record:
            case Claim(key=key, claimant=who, about=whom) as claim if both == {who, whom}:
                if claim.relation is not Relation.DENIES:
                    names = desk.directory.actors
                    lines.append(f"claim {key}: {names[who].name} about {names[whom].name}")
            case Mandate(key=key, voice=who, principal=whom) if both == {who, whom}:
                names = desk.directory.actors
                lines.append(f"mandate {key}: {names[who].name} speaks for {names[whom].name}")
    if lines:
        shown = "\n".join(f"- {line}" for line in lines[:_LISTED])
        more = f"\n- and {len(lines) - _LISTED} more" if len(lines) > _LISTED else ""
        raise InvalidInputError(
            f"{old.name} and {new.name} cannot be made one while these records have one of them "
            f"speak about or for the other:\n{shown}{more}\nRetract a claim with /admin claim "
            "retract, and undo a mandate in /admin log; then merge again.",
        )


def _notes(
    old: Actor,
    new: Actor,
    names: Sequence[Name],
    moved: Sequence[Amendment],
) -> Iterator[str]:
    """What to look at before publishing."""
    if old.kind is not new.kind:
        yield (
            f"{old.name} is recorded as a {_spoken(old)}, {new.name} as a {_spoken(new)}. "
            "Are they one?"
        )
    if old.wikidata and new.wikidata and old.wikidata != new.wikidata:
        yield f"They have two items in Wikidata, {old.wikidata} and {new.wikidata}. Are they one?"
    doubles = sum(each.verb is Verb.RETRACT for each in moved)
    if doubles:
        yield (
            f"Recorded of both, and kept once: {doubles} "
            f"{'role or mandate' if doubles == 1 else 'roles and mandates'}."
        )
    voiced = sum(_speaks_for_itself(each) for each in moved)
    if voiced:
        yield f"Spoken by the one for the other, and its own words then: {voiced}."
    itself = sum(_asks_itself(each.record) for each in moved)
    if itself:
        yield f"Stances with a condition that would be put to their own holder: {itself}."
    if len(new.names) + len(names) > _MAX_NAMES:
        yield (
            f"{new.name} would have more than {_MAX_NAMES} other names. Take some out with "
            "/admin actor edit afterwards."
        )
    yield "Nobody is told of it as a change or a correction. Undo makes them two again."


def _speaks_for_itself(each: Amendment) -> bool:
    record, was = each.record, each.was.record
    return (
        isinstance(record, Stance)
        and record.holder == record.evidence.speaker
        and was.holder != was.evidence.speaker
    )


def _asks_itself(record: Any) -> bool:
    return isinstance(record, Stance) and any(
        each.addressee == record.holder for each in record.conditions
    )


def _spoken(actor: Actor) -> str:
    return actor.kind.value.replace("_", " ")
