"""Taking an act back: what it began is retracted, what it changed is as it was before."""

from datetime import datetime
from typing import Any

from bot.db import acts, log, precedents
from bot.db.engine import Unit
from bot.domain.names import normal
from bot.domain.records import Actor, Issue, Recorded, Source
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState, Verb
from bot.errors import ConflictError, InvalidInputError
from bot.services.editing.answers import Undone

UNDONE = "undone"
_WHAT = {
    Verb.SET: "the change",
    Verb.CORRECT: "the correction",
    Verb.CONFIRM: "the confirmation",
    Verb.RETRACT: "the retraction",
}


def take_back(unit: Unit, scope: Scope, seq: int, *, at: datetime, by: int) -> Undone:
    """Undo one act whole, as a further act; doing so twice is doing so once.

    Raises ConflictError when something it wrote has been changed since or is in use.
    """
    cause = f"undo:{seq}"
    done = precedents.act_for(unit, scope.guild_id, cause)
    if done is not None:
        return Undone(seq=done, what=UNDONE, repeated=True)
    # A source that was once read stays: other records may name it by now.
    changes = [
        each
        for each in log.act_changes(unit, scope.guild_id, seq)
        if not isinstance(each.record, Source)
    ]
    if not changes:
        raise InvalidInputError(
            "There is nothing here to undo. Correct or retract the record itself instead."
        )
    act = acts.begin(
        unit,
        scope.guild_id,
        what=f"undo {seq}",
        at=at,
        by=by,
        cause=cause,
    )
    for change in reversed(changes):
        _take_back(act, scope, change)
    return Undone(seq=act.seq, what=UNDONE)


def _take_back(act: acts.Act, scope: Scope, change: Recorded[Any]) -> None:
    record, version = change.record, change.version
    versions = log.versions(act.unit, type(record), scope.guild_id, record.key)
    newest = versions[-1]
    if not _still_stands(change, newest):
        raise ConflictError(
            "Somebody has changed this record since, so it was not undone. Correct or retract it "
            "as it stands now.",
        )
    # Of a record that the act began, nothing was there before.
    before = versions[version.number - 2] if version.number > 1 else None
    if before is None or before.version.state is not RecordState.PUBLISHED:
        _check_unused(act.unit, scope, record)
    state = before.version.state if before else RecordState.RETRACTED
    if state is RecordState.PUBLISHED and before is not None:
        _check_names(act.unit, scope, before.record)
    acts.amend(
        act,
        newest,
        before.record if before else record,
        verb=Verb.RETRACT if state is RecordState.RETRACTED else Verb.CORRECT,
        reason=f"{UNDONE}: {_WHAT[version.verb]}" if before else UNDONE,
        state=state,
    )


def _still_stands(change: Recorded[Any], newest: Recorded[Any]) -> bool:
    """Whether what an act wrote is the newest version, or what undoing later acts came back to."""
    if newest.version.number == change.version.number:
        return True
    is_back = newest.record == change.record and newest.version.state is change.version.state
    return is_back and (newest.version.reason or "").startswith(UNDONE)


def _check_names(unit: Unit, scope: Scope, record: Any) -> None:
    """Refuse to bring back a name that another actor or issue has taken since."""
    if not isinstance(record, (Actor, Issue)):
        return
    back = _names(record)
    for other in log.all_live(unit, type(record), Scope(guild_id=scope.guild_id)):
        taken = back.keys() & _names(other.record).keys()
        if taken and other.record.key != record.key:
            raise ConflictError(
                f"“{back[taken.pop()]}” is by now a name of another record, "
                f"“{other.record.key}”, so it was not undone. Give that one another name first.",
            )


def _names(record: Actor | Issue) -> dict[str, str]:
    texts = (
        (record.title,)
        if isinstance(record, Issue)
        else (record.name, *(each.text for each in record.names))
    )
    return {normal(text): text for text in texts}


def _check_unused(unit: Unit, scope: Scope, record: Any) -> None:
    if not isinstance(record, (Actor, Issue)):
        return
    users = precedents.users_of(unit, Scope(guild_id=scope.guild_id), record.key)
    if users:
        listed = ", ".join(f"{kind}: {count}" for kind, count in users.items())
        raise ConflictError(
            f"Other records name it by now ({listed}), so it was not undone. Retract those first.",
        )
