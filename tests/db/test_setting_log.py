"""Settings in the log: which tables hold them, and that rows are written as they were read."""

from datetime import UTC, datetime

import sqlalchemy as sa

from bot.db import acts, setting_log
from bot.db.engine import Database, Unit
from bot.db.schema import Base
from bot.db.schema_desk import SettingChangeRow
from bot.db.setting_log import SETTINGS, changes_of, kept, snapshot, write
from bot.domain.act_log import Area
from tests.db.samples import GUILD, LOG, NOON, OTHER, everything

# What is no setting of a server, and why it needs no place in the log of settings.
NO_SETTING = {
    "guild": "its settings are columns, named in the log's areas; the rest is the log's own",
    "draft": "scratch",
    "upload": "scratch",
    "post": "what is owed follows from records and settings",
    "broken_channel": "what Discord has answered",
    "mirrored_event": "what Discord shows",
    "shown": "what messages have shown",
    "synced_commands": "of the program, not of a server",
    "personal_reminder": "a person's own wish, which the log must not keep",
    "follow": "a person's own wish, which the log must not keep",
    "report": "a person's own words, which the log must not keep",
}


def test_every_table_is_of_the_log_or_a_setting_in_it_or_neither_for_a_reason() -> None:
    """A new table of settings is in the log, and so undone, or a reader of this list sees why not."""
    named = {row.__tablename__ for row in setting_log._TABLES.values()}
    tables = set(Base.metadata.tables)
    assert tables == named | set(LOG) | set(NO_SETTING)
    assert not named & (set(LOG) | set(NO_SETTING))
    columns = set(Base.metadata.tables["guild"].columns.keys())
    settings = {name for names in setting_log._OWN_ROW.values() for name in names}
    assert columns == settings | {"id", "revision", "left_at"}


ROWS: dict[Area, tuple[str, dict[str, str | int | bool | None]]] = {
    Area.SERVER: (
        "",
        {"zone": "UTC", "default_issue": None, "review": "everybody", "retention_days": 9},
    ),
    Area.FREEZE: ("", {"frozen_until": datetime(2025, 3, 20, tzinfo=UTC).isoformat()}),
    Area.CHANNEL: (str(2**62), {"issue": "ceasefire"}),
    Area.CALENDAR: (
        "",
        {"channel_id": 2**62, "desk_id": None, "role_id": 5, "leads": "", "mirror": True},
    ),
    Area.EVENT: ("e1", {"channel_id": 7, "leads": "3600"}),
    Area.DIGEST: (
        "d1",
        {
            "channel_id": 7,
            "issue": None,
            "at": "09:00",
            "days": "0 4",
            "zone": "UTC",
            "language": "en-GB",
            "empty": "skip",
            "paused": False,
            "mark": 1,
            "marked_at": NOON.isoformat(),
        },
    ),
    Area.ALERT: (
        "a1",
        {
            "channel_id": 7,
            "issue": "ceasefire",
            "weight": "flips",
            "mark": 1,
            "marked_at": NOON.isoformat(),
        },
    ),
    Area.ROLE: (str(2**62), {"level": "editor"}),
    Area.AFTER: ("e1 putin ceasefire", {"answer": "unchanged", "act": 1}),
}


async def test_a_row_is_read_as_it_was_written_logged_and_written_back(database: Database) -> None:
    """Of each area: what was is in the log word for word, and nothing of another server moves."""

    def work(unit: Unit) -> None:
        for guild in (GUILD, OTHER):
            acts.add_many(acts.begin(unit, guild, what="test", at=NOON), everything())
        areas = SETTINGS | {Area.AFTER}
        other = snapshot(unit, OTHER, areas)
        assert set(ROWS) == areas
        for area, (subject, row) in ROWS.items():
            before = snapshot(unit, GUILD, areas)
            act = acts.begin(unit, GUILD, what="set", at=NOON, although_frozen=True)
            with kept(act, areas):
                write(unit, GUILD, area, subject, row)
            assert setting_log.stands(unit, GUILD, area, subject) == row
            [change] = changes_of(unit, GUILD, [act.seq])[act.seq]
            assert (change.area, change.subject) == (area, subject)
            assert (change.before, change.after) == (before.get((area, subject)), row)
            write(unit, GUILD, area, subject, change.before)
            assert snapshot(unit, GUILD, areas) == before
        assert snapshot(unit, OTHER, areas) == other
        logged = sa.select(sa.func.count()).select_from(SettingChangeRow)
        assert unit.execute(logged).scalar_one() == len(ROWS)

    await database.write(work)


async def test_what_is_no_change_is_not_logged(sqlite: Database) -> None:
    def work(unit: Unit) -> None:
        act = acts.begin(unit, GUILD, what="set", at=NOON)
        with kept(act):
            write(unit, GUILD, Area.SERVER, "", {"zone": "UTC"})
        assert changes_of(unit, GUILD, [act.seq]) == {}

    await sqlite.write(work)
