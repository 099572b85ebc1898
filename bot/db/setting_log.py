"""Settings in the log: the rows that an act has changed, as they stood before and after it."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
import sqlalchemy as sa

from bot.db.acts import Act
from bot.db.engine import Unit
from bot.db.schema import ActRow, ChannelIssueRow, GuildRow
from bot.db.schema_desk import RoleGrantRow, SettingChangeRow
from bot.db.schema_news import AlertRow, DigestRow
from bot.db.schema_posts import AfterAnswerRow, CalendarSettingsRow, EventReminderRow
from bot.db.types import UtcDateTime
from bot.db.upsert import put
from bot.domain.act_log import Area, SettingChange, Value
from bot.domain.occasions import DEFAULT_LEADS

Snapshot: TypeAlias = Mapping[tuple[Area, str], Mapping[str, Value]]

SETTINGS = frozenset(Area) - {Area.AFTER}
_OWN_ROW = {
    Area.SERVER: ("zone", "default_issue", "review", "retention_days"),
    Area.FREEZE: ("frozen_until",),
}
_TABLES: dict[Area, type[Any]] = {
    Area.CHANNEL: ChannelIssueRow,
    Area.CALENDAR: CalendarSettingsRow,
    Area.EVENT: EventReminderRow,
    Area.DIGEST: DigestRow,
    Area.ALERT: AlertRow,
    Area.ROLE: RoleGrantRow,
    Area.AFTER: AfterAnswerRow,
}
# A server that has set nothing goes by these.
_USUAL: dict[str, Value] = {
    "channel_id": None,
    "desk_id": None,
    "role_id": None,
    "leads": " ".join(str(int(lead.total_seconds())) for lead in DEFAULT_LEADS),
    "mirror": False,
}
_READ = msgspec.json.Decoder(dict[str, Value])
_WRITE = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table with the columns of its key and those of its values, without the server's."""

    row: type[Any]
    keys: tuple[str, ...]
    values: tuple[str, ...]

    def where(self, guild_id: int, subject: str | None) -> tuple[sa.ColumnElement[bool], ...]:
        """The condition of a server's rows, or of the one that goes by a subject."""
        if self.row is GuildRow:
            return (GuildRow.id == guild_id,)
        words = () if subject is None else subject.split(" ")
        return (
            self.row.guild_id == guild_id,
            *(
                column == (int(word) if isinstance(column.type, sa.BigInteger) else word)
                for column, word in zip(self._key_columns(), words, strict=False)
            ),
        )

    def named(self, subject: str) -> dict[str, Any]:
        """The values of a key's columns."""
        return {
            column.key: int(word) if isinstance(column.type, sa.BigInteger) else word
            for column, word in zip(self._key_columns(), subject.split(" "), strict=False)
        }

    def _key_columns(self) -> tuple[Any, ...]:
        return tuple(getattr(self.row, name) for name in self.keys)


def _shape(area: Area) -> _Shape:
    if area in _OWN_ROW:
        return _Shape(GuildRow, (), _OWN_ROW[area])
    table: Any = sa.inspect(_TABLES[area]).local_table
    primary = table.primary_key.columns.keys()
    values = (name for name in table.columns.keys() if name not in primary)  # noqa: SIM118 -- a collection of columns
    return _Shape(_TABLES[area], tuple(n for n in primary if n != "guild_id"), tuple(values))


@contextmanager
def kept(act: Act, areas: Collection[Area] = SETTINGS) -> Iterator[None]:
    """Log what is changed meanwhile in these areas as part of an act."""
    before = snapshot(act.unit, act.guild_id, areas)
    yield
    after = snapshot(act.unit, act.guild_id, areas)
    changes = [
        SettingChange(
            area=area,
            subject=subject,
            before=before.get((area, subject)),
            after=after.get((area, subject)),
        )
        for area, subject in sorted({*before, *after})
    ]
    rows = [
        {
            "guild_id": act.guild_id,
            "act": act.seq,
            "place": place,
            "area": each.area.value,
            "subject": each.subject,
            "before": _json(each.before),
            "after": _json(each.after),
        }
        for place, each in enumerate(each for each in changes if _differs(each))
    ]
    if rows:
        act.unit.execute(sa.insert(SettingChangeRow), rows)


def snapshot(unit: Unit, guild_id: int, areas: Collection[Area] = SETTINGS) -> Snapshot:
    """Every row of a server's settings in these areas."""
    found: dict[tuple[Area, str], Mapping[str, Value]] = {}
    for area in areas:
        found |= {(area, subject): row for subject, row in _rows(unit, guild_id, area, None)}
    return found


def stands(unit: Unit, guild_id: int, area: Area, subject: str) -> Mapping[str, Value] | None:
    """One row of a server's settings as it stands; None where there is none."""
    return next((row for _, row in _rows(unit, guild_id, area, subject)), None)


def _rows(
    unit: Unit,
    guild_id: int,
    area: Area,
    subject: str | None,
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    shape = _shape(area)
    columns = (getattr(shape.row, name) for name in (*shape.keys, *shape.values))
    count = 0
    for row in unit.execute(sa.select(*columns).where(*shape.where(guild_id, subject))):
        count += 1
        values = {name: _plain(getattr(row, name)) for name in shape.values}
        yield " ".join(str(getattr(row, name)) for name in shape.keys), values
    if area is Area.CALENDAR and not count:
        yield "", _USUAL


def _plain(value: Any) -> Value:
    return value.isoformat() if isinstance(value, datetime) else value


def _differs(change: SettingChange) -> bool:
    """Whether a row came, went, or holds another value that is a setting."""
    return bool(change.changed) or (change.before is None) != (change.after is None)


def _json(row: Mapping[str, Value] | None) -> str | None:
    return None if row is None else _WRITE.encode(dict(row)).decode()


def write(
    unit: Unit,
    guild_id: int,
    area: Area,
    subject: str,
    row: Mapping[str, Value] | None,
) -> None:
    """Make a row of the settings hold these values; None takes it away."""
    shape = _shape(area)
    if row is None:
        unit.execute(sa.delete(shape.row).where(*shape.where(guild_id, subject)))
        return
    values = {name: _stored(shape.row, name, value) for name, value in row.items()}
    if shape.row is GuildRow:
        unit.execute(sa.update(GuildRow).where(GuildRow.id == guild_id).values(**values))
    else:
        put(unit, shape.row, guild_id=guild_id, **shape.named(subject), **values)


def _stored(row: type[Any], name: str, value: Value) -> Any:
    timed = isinstance(getattr(row, name).type, UtcDateTime)
    return datetime.fromisoformat(value) if timed and isinstance(value, str) else value


def changed_later(
    unit: Unit,
    guild_id: int,
    change: SettingChange,
    *,
    after: int,
) -> list[tuple[int, str]]:
    """The acts after one that changed the same values of the same row, newest first, with `what`."""
    rows = unit.execute(
        sa.select(
            SettingChangeRow.act, SettingChangeRow.before, SettingChangeRow.after, ActRow.what
        )
        .join(
            ActRow,
            sa.and_(
                ActRow.guild_id == SettingChangeRow.guild_id,
                ActRow.seq == SettingChangeRow.act,
            ),
        )
        .where(
            SettingChangeRow.guild_id == guild_id,
            SettingChangeRow.area == change.area.value,
            SettingChangeRow.subject == change.subject,
            SettingChangeRow.act > after,
        )
        .order_by(SettingChangeRow.act.desc()),
    )
    names = {name for name, _, _ in change.changed}
    found = ((row.act, row.what, _change(row, change.area, change.subject)) for row in rows)
    return [
        (act, what)
        for act, what, later in found
        if names & {name for name, _, _ in later.changed}
        or later.before is None
        or later.after is None
    ]


def changes_of(unit: Unit, guild_id: int, acts: Collection[int]) -> dict[int, list[SettingChange]]:
    """What each of these acts has changed in the settings; acts that changed none are left out."""
    found: dict[int, list[SettingChange]] = {}
    rows = unit.execute(
        sa.select(SettingChangeRow.__table__)
        .where(SettingChangeRow.guild_id == guild_id, SettingChangeRow.act.in_(acts))
        .order_by(SettingChangeRow.act, SettingChangeRow.place),
    )
    for row in rows:
        found.setdefault(row.act, []).append(_change(row, Area(row.area), row.subject))
    return found


def _change(row: Any, area: Area, subject: str) -> SettingChange:
    return SettingChange(
        area=area,
        subject=subject,
        before=None if row.before is None else _READ.decode(row.before),
        after=None if row.after is None else _READ.decode(row.after),
    )
