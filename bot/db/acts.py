"""Writing: an act takes the server's next number, and every version written belongs to an act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s
from typing import Any

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.log import kind_of
from bot.db.mapping import ROWS, to_columns
from bot.db.schema import GOING, ActRow, GuildRow, IssueHolderRow, RecordRow
from bot.db.upsert import insert_new
from bot.domain.records import KIND_NAMES, Record, Recorded, Stance, Version
from bot.domain.vocabulary import RecordState, Verb
from bot.domain.when import zone_named
from bot.errors import ConflictError, FrozenError, InvalidInputError

# Places in the order of entry that each act has for its records.
PLACES = 1_000_000
_AT_ONCE = 1000
_GOING = (
    "What was kept of this server is being removed, since the bot had left it for long. Try again "
    "in a minute: then its record begins anew."
)
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
# Drivers take at most 32,766 values in one statement.
_KEYS_AT_ONCE = 10_000


@dataclass(slots=True)
class Act:
    """An act under way: the server's number `seq`, by a Discord user or by the program itself."""

    unit: Unit
    guild_id: int
    seq: int
    at: datetime
    by: int | None
    taken: int = 0

    def take_place(self) -> int:
        """The next place in the server's order of entry.

        Raises InvalidInputError when the act has no more: what follows would mix with the next.
        """
        if self.taken == PLACES:
            raise InvalidInputError(
                f"That is too much at once. Split it: {PLACES:,} fit in one act."
            )
        self.taken += 1
        return self.seq * PLACES + self.taken - 1

    def new_key(self, prefix: str) -> str:
        """A short key that no record of the server has, such as `s-4x7kq2`.

        It is made of the server's id as well, so that packs of two servers seldom share one.
        """
        while True:
            seed = f"{self.guild_id}|{self.take_place()}".encode()
            number = int.from_bytes(blake2s(seed, digest_size=8).digest())
            letters = []
            for _ in range(6):
                number, at = divmod(number, len(_LETTERS))
                letters.append(_LETTERS[at])
            key = f"{prefix}-{''.join(letters)}"
            if kind_of(self.unit, self.guild_id, key) is None:
                return key

    def version(
        self,
        number: int,
        verb: Verb,
        state: RecordState,
        reason: str | None = None,
    ) -> Version:
        """A version that this act writes."""
        return Version(
            number=number,
            verb=verb,
            state=state,
            recorded_at=self.at,
            recorded_by=self.by,
            reason=reason,
        )


def begin(
    unit: Unit,
    guild_id: int,
    *,
    what: str,
    at: datetime,
    by: int | None = None,
    cause: str | None = None,
    drafted_by: int | None = None,
    why: str | None = None,
    although_frozen: bool = False,
) -> Act:
    """Begin an act: lock the server's row, take its next number and log who, when, what and why.

    `at` is aware UTC. `cause` is the id of what asked for it, such as an interaction: the same
    cause acts only once, and a second time raises ConflictError. `drafted_by` is the author of what
    `by` publishes. Raises FrozenError while the server is frozen, except for what ends that, and
    ConflictError while all of it is being taken away.
    """
    insert_new(unit, GuildRow, id=guild_id, revision=0, zone="UTC")
    seq, frozen_until, days_kept, zone = unit.execute(
        sa.update(GuildRow)
        .where(GuildRow.id == guild_id)
        .values(revision=GuildRow.revision + 1)
        .returning(
            GuildRow.revision,
            GuildRow.frozen_until,
            GuildRow.retention_days,
            GuildRow.zone,
        ),
    ).one()
    if days_kept == GOING:
        raise ConflictError(_GOING)
    if frozen_until is not None and at < frozen_until and not although_frozen:
        raise FrozenError(frozen_until.astimezone(zone_named(zone)))
    unit.execute(
        sa.insert(ActRow).values(
            guild_id=guild_id,
            seq=seq,
            what=what,
            recorded_at=at,
            recorded_by=by,
            cause=cause,
            drafted_by=drafted_by,
            why=why,
        ),
    )
    return Act(unit, guild_id, seq, at, by)


def add(act: Act, record: Record, *, state: RecordState = RecordState.PUBLISHED) -> Version:
    """Write the first version of a new record; raises ConflictError when its key is taken."""
    return add_many(act, [record], state=state)


def add_many(
    act: Act,
    records: Sequence[Record],
    *,
    state: RecordState = RecordState.PUBLISHED,
    told: Callable[[int], None] | None = None,
) -> Version:
    """Write the first versions of many new records, a few statements per kind.

    They may name one another in any order. `told` is given how many more stand, every now and then.
    Raises ConflictError when one of their keys is taken.
    """
    version = act.version(1, Verb.SET, state)
    register = [
        {"guild_id": act.guild_id, "key": record.key, "kind": KIND_NAMES[type(record)]}
        for record in records
    ]
    rows: dict[type[Record], list[dict[str, object]]] = {}
    for record in records:
        columns = _columns(act, record, version, entered=act.take_place())
        rows.setdefault(type(record), []).append(columns)
    if register:
        act.unit.execute(sa.insert(RecordRow), register)
    for kind, values in rows.items():
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            act.unit.execute(sa.insert(ROWS[kind]), some)
            if told is not None:
                told(len(some))
    _note_holders(act, records)
    return version


def amend(
    act: Act,
    was: Recorded[Record],
    record: Record,
    *,
    verb: Verb,
    reason: str | None = None,
    state: RecordState = RecordState.PUBLISHED,
) -> Version:
    """Write the version that follows `was`.

    Raises ConflictError when another already does, and InvalidInputError for a correction or a
    retraction without a reason.
    """
    if verb in {Verb.CORRECT, Verb.RETRACT} and not (reason or "").strip():
        raise InvalidInputError("Say in the reason why the record changes. Readers will see it.")
    row = ROWS[type(record)]
    entered = act.unit.execute(
        sa.select(row.entered).where(
            row.guild_id == act.guild_id,
            row.key == record.key,
            row.number == was.version.number,
        ),
    ).scalar_one()
    version = act.version(was.version.number + 1, verb, state, reason)
    act.unit.execute(sa.insert(row).values(**_columns(act, record, version, entered)))
    _note_holders(act, [record])
    return version


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A further version of a record, which follows `was`."""

    was: Recorded[Any]
    record: Record
    verb: Verb
    reason: str
    state: RecordState = RecordState.PUBLISHED


def amend_many(act: Act, amendments: Sequence[Amendment]) -> None:
    """Write versions of many records, each of another, a few statements per kind.

    Raises ConflictError when one of them is followed by another already.
    """
    by_kind: dict[type[Record], list[Amendment]] = {}
    for each in amendments:
        by_kind.setdefault(type(each.record), []).append(each)
    for kind, some in by_kind.items():
        entered = _places(act, kind, [each.record.key for each in some])
        values = [
            _columns(
                act,
                each.record,
                act.version(each.was.version.number + 1, each.verb, each.state, each.reason),
                entered[each.record.key],
            )
            for each in some
        ]
        act.unit.execute(sa.insert(ROWS[kind]), values)
    _note_holders(act, [each.record for each in amendments])


def _places(act: Act, kind: type[Record], keys: Sequence[str]) -> dict[str, int]:
    """The place in the order of entry of each of these records."""
    row = ROWS[kind]
    found: dict[str, int] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        rows = act.unit.execute(
            sa.select(row.key, row.entered).where(
                row.guild_id == act.guild_id,
                row.key.in_(keys[start : start + _KEYS_AT_ONCE]),
                row.number == 1,
            ),
        )
        found |= {each.key: each.entered for each in rows}
    return found


def _note_holders(act: Act, records: Sequence[Record]) -> None:
    holders = {(each.issue, each.holder) for each in records if isinstance(each, Stance)}
    for issue, holder in sorted(holders):
        insert_new(act.unit, IssueHolderRow, guild_id=act.guild_id, issue=issue, holder=holder)


def _columns(act: Act, record: Record, version: Version, entered: int) -> dict[str, object]:
    return {
        "guild_id": act.guild_id,
        "number": version.number,
        "verb": version.verb.value,
        "state": version.state.value,
        "reason": version.reason,
        "act": act.seq,
        "entered": entered,
        "recorded_at": act.at,
        **to_columns(record),
    }
