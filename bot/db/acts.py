"""Writing: an act takes the server's next number, and every version written belongs to an act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s
from itertools import count

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.engine import Unit
from bot.db.mapping import KIND_NAMES, ROWS, to_columns
from bot.db.schema import ActRow, GuildRow, IssueHolderRow, RecordRow
from bot.domain.records import Record, Recorded, Stance, Version
from bot.domain.vocabulary import RecordState, Verb
from bot.errors import InvalidInputError

_PER_ACT = 1_000_000
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


@dataclass(slots=True)
class Act:
    """An act under way; `entered` counts what it adds, so that order of entry is kept."""

    unit: Unit
    guild_id: int
    seq: int
    at: datetime
    by: int | None
    entered: "count[int]"

    def new_key(self, prefix: str) -> str:
        """A short key that no other record of any server is likely to have, such as `s-4x7kq2`."""
        seed = f"{self.guild_id}|{self.seq}|{next(self.entered)}".encode()
        number = int.from_bytes(blake2s(seed, digest_size=8).digest())
        letters = []
        for _ in range(6):
            number, at = divmod(number, len(_ALPHABET))
            letters.append(_ALPHABET[at])
        return f"{prefix}-{''.join(letters)}"

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


def insert_new(unit: Unit, row: type, **values: object) -> None:
    """Insert a row unless its primary key stands already."""
    dialect = sqlite if unit.dialect.name == "sqlite" else postgresql
    unit.execute(dialect.insert(row).values(**values).on_conflict_do_nothing())


def begin(
    unit: Unit,
    guild_id: int,
    *,
    what: str,
    at: datetime,
    by: int | None = None,
    cause: str | None = None,
) -> Act:
    """Begin an act: lock the server's row, take its next number and log who, when and what.

    `cause` is the id of what asked for it, such as an interaction: the same cause acts only once.
    """
    insert_new(unit, GuildRow, id=guild_id, revision=0, zone="UTC")
    seq = unit.execute(
        sa.update(GuildRow)
        .where(GuildRow.id == guild_id)
        .values(revision=GuildRow.revision + 1)
        .returning(GuildRow.revision),
    ).scalar_one()
    unit.execute(
        sa.insert(ActRow).values(
            guild_id=guild_id,
            seq=seq,
            what=what,
            recorded_at=at,
            recorded_by=by,
            cause=cause,
        ),
    )
    return Act(unit, guild_id, seq, at, by, count(seq * _PER_ACT))


def add(act: Act, record: Record, *, state: RecordState = RecordState.PUBLISHED) -> Version:
    """Write the first version of a new record."""
    act.unit.execute(
        sa.insert(RecordRow).values(
            guild_id=act.guild_id,
            key=record.key,
            kind=KIND_NAMES[type(record)],
        ),
    )
    version = act.version(1, Verb.SET, state)
    _write(act, record, version, entered=next(act.entered))
    return version


def add_many(act: Act, records: Sequence[Record]) -> None:
    """Write the first versions of many new records, a few statements per kind.

    References must point to records that stand already or come earlier in `records`.
    """
    unit = act.unit
    numbers = [next(act.entered) for _ in records]
    unit.execute(
        sa.insert(RecordRow),
        [
            {"guild_id": act.guild_id, "key": record.key, "kind": KIND_NAMES[type(record)]}
            for record in records
        ],
    )
    version = act.version(1, Verb.SET, RecordState.PUBLISHED)
    rows: dict[type[Record], list[dict[str, object]]] = {}
    for record, entered in zip(records, numbers, strict=True):
        rows.setdefault(type(record), []).append(_columns(act, record, version, entered))
    for kind, values in rows.items():
        unit.execute(sa.insert(ROWS[kind]), values)
    holders = {(r.issue, r.holder) for r in records if isinstance(r, Stance)}
    for issue, holder in sorted(holders):
        insert_new(unit, IssueHolderRow, guild_id=act.guild_id, issue=issue, holder=holder)


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
    _write(act, record, version, entered=entered)
    return version


def _write(act: Act, record: Record, version: Version, *, entered: int) -> None:
    if isinstance(record, Stance):
        insert_new(
            act.unit,
            IssueHolderRow,
            guild_id=act.guild_id,
            issue=record.issue,
            holder=record.holder,
        )
    act.unit.execute(
        sa.insert(ROWS[type(record)]).values(**_columns(act, record, version, entered)),
    )


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
