"""Taking an act back: what it began is retracted, what it changed is as it was before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.db import act_log, acts, log, precedents, setting_log
from bot.db.acts import Amendment
from bot.db.engine import Unit
from bot.db.identities import before_act, merged_actors
from bot.domain.access import Level, Person, check_level
from bot.domain.act_log import Area, LoggedAct, SettingChange
from bot.domain.directory import Directory
from bot.domain.identity import MERGED, PARTED, THE_MERGE, THE_SPLIT, named
from bot.domain.names import normal
from bot.domain.occasions import is_active
from bot.domain.records import Actor, Event, Issue, Record, Recorded, Source, Version
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState, Verb
from bot.errors import ConflictError, InvalidInputError, NotAllowedError
from bot.services.desk.settings_undo import put_back
from bot.services.editing.answers import Undone

UNDONE = "undone"
# Of one's own acts, so many are looked through for the last that stands.
_LOOKED_AT = 50
_SHOWN = 3
_WHAT = {
    Verb.SET: "the change",
    Verb.CORRECT: "the correction",
    Verb.CONFIRM: "the confirmation",
    Verb.RETRACT: "the retraction",
}


def take_back(
    unit: Unit,
    scope: Scope,
    seq: int,
    *,
    at: datetime,
    by: Person,
    directory: Directory,
) -> Undone:
    """Undo one act whole, records and settings, as a further act; twice is once.

    Who may do something may undo it, and contributors only what they did themselves. Raises
    NotAllowedError, ConflictError when something the act wrote has been changed since or is in use,
    and InvalidInputError where it wrote nothing that can be taken back.
    """
    guild = scope.guild_id
    settings = setting_log.changes_of(unit, guild, [seq]).get(seq, [])
    # A source that was once read stays: other records may name it by now.
    changes = [
        each for each in log.act_changes(unit, guild, seq) if not isinstance(each.record, Source)
    ]
    logged = act_log.one(unit, guild, seq)
    _check_may(by, directory, logged, changes, settings)
    cause = act_log.undo_cause(seq)
    done = precedents.act_for(unit, guild, cause)
    if done is not None:
        return Undone(seq=done, what=UNDONE, repeated=True)
    if logged is None or not (changes or settings):
        raise InvalidInputError(_nothing(logged))
    act = acts.begin(
        unit,
        guild,
        what=f"{act_log.UNDO} {seq}",
        at=at,
        by=by.id,
        cause=cause,
        # Undoing a freeze is a way to end it.
        although_frozen={each.area for each in settings} == {Area.FREEZE},
    )
    if changes:
        _take_back(act, scope, changes, seq)
    if settings:
        with setting_log.kept(act, {each.area for each in settings}):
            put_back(act, settings, undone=seq)
    return Undone(seq=act.seq, what=UNDONE)


def last_of(unit: Unit, guild_id: int, person: int) -> int:
    """The last act that a person did and that stands; raises InvalidInputError without one."""
    for each in act_log.find(unit, guild_id, act_log.Asked(person=person), limit=_LOOKED_AT):
        is_undoing = each.what.partition(" ")[0] == act_log.UNDO
        if each.by == person and each.undone_by is None and not is_undoing:
            return each.seq
    raise InvalidInputError(
        "There is nothing of yours here that stands and could be undone. Name an act by its number "
        "in /admin log.",
    )


def planned_anew(unit: Unit, scope: Scope, seq: int) -> list[Record]:
    """The records that an undoing wrote, without the events that never were to come.

    Those owe nobody anything, and an import that is taken back may hold thousands.
    """
    return [
        each.record
        for each in log.act_changes(unit, scope.guild_id, seq)
        if not _was_never_ahead(each)
    ]


def _was_never_ahead(change: Recorded[Any]) -> bool:
    began = change.version.number == 2  # noqa: PLR2004 -- the version after the first
    return isinstance(change.record, Event) and began and not is_active(change.record)


def _check_may(
    by: Person,
    directory: Directory,
    act: LoggedAct | None,
    changes: Sequence[Recorded[Any]],
    settings: Sequence[SettingChange],
) -> None:
    level = check_level(by, directory.grants, Level.CONTRIBUTOR)
    if not changes and any(each.area.owners_only for each in settings):
        check_level(by, directory.grants, Level.OWNER)
    if level > Level.CONTRIBUTOR:
        return
    if act is None or act.by != by.id:
        raise NotAllowedError(
            "Contributors undo only what they have done themselves. Ask an editor of this server.",
        )
    if directory.review.awaits(level):
        raise NotAllowedError(
            "On this server a second person looks at what contributors do. Ask an editor to undo "
            "it, or correct the record and submit that.",
        )


def _nothing(act: LoggedAct | None) -> str:
    if act is None:
        return "There is no such act here. /admin log lists those that are."
    return (
        "This act changed no record and no setting, such as a post that was tried again or a source "
        "that was noted, so there is nothing to undo."
    )


def _take_back(
    act: acts.Act,
    scope: Scope,
    changes: Sequence[Recorded[Any]],
    seq: int,
) -> None:
    """Write every record as it was before the act `seq`, in the opposite order."""
    unit = act.unit
    keys = list(dict.fromkeys(each.record.key for each in reversed(changes)))
    histories = log.versions_by_key(unit, scope.guild_id, keys)
    last = {each.record.key: each for each in changes}
    first = {each.record.key: each for each in reversed(changes)}
    lost = [key for key in keys if not _still_stands(last[key], histories[key][-1])]
    if lost:
        raise ConflictError(_changed_since(lost, len(keys)))
    amendments = []
    for key in keys:
        # Of a record that the act began, nothing was there before.
        number = first[key].version.number
        before = histories[key][number - 2] if number > 1 else None
        amendments.append(_amendment(histories[key][-1], before, last[key].version))
    acts.amend_many(act, amendments)
    _check_unused(unit, scope, amendments)
    _check_named(unit, scope, amendments)
    _check_names(unit, scope, amendments, seq)


def _amendment(
    newest: Recorded[Any],
    before: Recorded[Any] | None,
    undone: Version,
) -> Amendment:
    state = before.version.state if before else RecordState.RETRACTED
    return Amendment(
        was=newest,
        record=before.record if before else newest.record,
        verb=Verb.RETRACT if state is RecordState.RETRACTED else Verb.CORRECT,
        reason=f"{UNDONE}: {_what(undone)}" if before else UNDONE,
        state=state,
    )


def _what(undone: Version) -> str:
    reason = undone.reason or ""
    if reason.startswith((MERGED, f"{UNDONE}: {THE_MERGE}")):
        return THE_MERGE
    if reason.startswith((PARTED, f"{UNDONE}: {THE_SPLIT}")):
        return THE_SPLIT
    return _WHAT[undone.verb]


def _still_stands(change: Recorded[Any], newest: Recorded[Any]) -> bool:
    """Whether what an act wrote is the newest version, or what undoing later acts came back to."""
    if newest.version.number == change.version.number:
        return True
    is_back = newest.record == change.record and newest.version.state is change.version.state
    return is_back and (newest.version.reason or "").startswith(UNDONE)


def _changed_since(keys: Sequence[str], count: int) -> str:
    if count == 1:
        return (
            "Somebody has changed this record since, so it was not undone. Correct or retract it "
            "as it stands now."
        )
    listed = ", ".join(f"“{key}”" for key in keys[:_SHOWN])
    more = f" and {len(keys) - _SHOWN:,} more" if len(keys) > _SHOWN else ""
    return (
        f"Of the {count:,} records of this act, {len(keys):,} changed since ({listed}{more}), so "
        "it was not undone. Undo what was done to those first, or correct what is wrong by itself."
    )


def _check_names(unit: Unit, scope: Scope, amendments: Sequence[Amendment], seq: int) -> None:
    """Refuse to bring back a name that another actor or issue has taken since the act `seq`."""
    kinds: tuple[type[Actor], type[Issue]] = (Actor, Issue)
    for kind in kinds:
        back = [each for each in amendments if isinstance(each.record, kind)]
        own = {each.record.key: _names_back(each) for each in back}
        if not any(own.values()):
            continue
        owners = {name: key for key, names in own.items() for name in names}
        for other in log.all_live(unit, kind, Scope(guild_id=scope.guild_id)):
            key = other.record.key
            taken = [name for name in _names(other.record) if owners.get(name, key) != key]
            if taken and key not in own and not _shared(unit, scope, seq, other.record, taken):
                text = own[owners[taken[0]]][taken[0]]
                raise ConflictError(
                    f"“{text}” is by now a name of another record, “{key}”, so it was not undone. "
                    "Give that one another name first.",
                )


def _shared(
    unit: Unit,
    scope: Scope,
    seq: int,
    other: Record,
    names: Sequence[str],
) -> bool:
    """Whether another went by these names already before the act that is undone."""
    known = before_act(unit, type(other), scope.guild_id, other.key, seq)
    return known is not None and set(names) <= _names(known).keys()


def _names_back(change: Amendment) -> dict[str, str]:
    """The names that an amendment brings; those that the record goes by now were allowed before."""
    if change.state is not RecordState.PUBLISHED:
        return {}
    stood = change.was.version.state is RecordState.PUBLISHED
    now = _names(change.was.record) if stood else {}
    return {key: text for key, text in _names(change.record).items() if key not in now}


def _names(record: Any) -> dict[str, str]:
    texts = (
        (record.title,)
        if isinstance(record, Issue)
        else (record.name, *(each.text for each in record.names))
    )
    return {normal(text): text for text in texts}


def _check_named(unit: Unit, scope: Scope, amendments: Sequence[Amendment]) -> None:
    """Refuse to bring back a record of an actor or an issue that was taken out since."""
    guild = Scope(guild_id=scope.guild_id)
    back = [each.record for each in amendments if each.state is RecordState.PUBLISHED]
    keys = dict.fromkeys(key for record in back for key in _of_whom(record))
    for key, found in log.newest(unit, guild, list(keys)).items():
        if found.version.state is RecordState.PUBLISHED:
            continue
        into = merged_actors(unit, guild).get(key)
        if into is None:
            raise ConflictError(
                f"It names “{_called(found.record)}”, which was taken out since, so it was not "
                "undone. Undo that first, or record it anew.",
            )
        kept = _called(log.newest(unit, guild, [into])[into].record)
        raise ConflictError(
            f"It names “{_called(found.record)}”, which was merged into “{kept}” since, so it was "
            f"not undone. Undo the merge first, or record it anew of “{kept}”.",
        )


def _called(record: Any) -> str:
    return str(record.title if isinstance(record, Issue) else record.name)


def _of_whom(record: Any) -> tuple[str, ...]:
    issue = getattr(record, "issue", None)
    return (*named(record), *((issue,) if issue else ()))


def _check_unused(unit: Unit, scope: Scope, amendments: Sequence[Amendment]) -> None:
    """Refuse to take out an actor or an issue that records of other acts name."""
    gone = [
        each.record.key
        for each in amendments
        if isinstance(each.record, (Actor, Issue)) and each.state is not RecordState.PUBLISHED
    ]
    if not gone:
        return
    users = precedents.users_of_any(unit, Scope(guild_id=scope.guild_id), gone)
    if users:
        listed = ", ".join(f"{kind}: {count}" for kind, count in users.items())
        raise ConflictError(
            f"Other records name it by now ({listed}), so it was not undone. Retract those first.",
        )
