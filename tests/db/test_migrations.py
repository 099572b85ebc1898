"""The schema comes from the migrations alone: once, both ways, the same as the tables say."""

import asyncio
import os
import re
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.db.engine import Database, Unit, open_database
from bot.db.migrate import MIGRATIONS, current_revision, migrate, newest_revision
from bot.db.schema import Base
from bot.errors import ConfigurationError
from tests.db.migrating import migrating, triggers
from tests.db.samples import KINDS, LOG, fill


async def test_the_tables_are_what_the_migrations_make(database: Database) -> None:
    """Nothing is left for autogenerate to say: the same as `alembic check`."""

    def work(unit: Unit) -> list[Any]:
        context = MigrationContext.configure(unit, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    assert await database.read(work) == []


async def test_the_checks_are_what_the_tables_say(sqlite: Database, tmp_path: Path) -> None:
    """Autogenerate does not compare checks, so they are compared here, word for word."""

    def checks(unit: Unit) -> dict[str, dict[str | None, str]]:
        inspector = sa.inspect(unit)
        return {
            table: {
                check["name"]: check["sqltext"] for check in inspector.get_check_constraints(table)
            }
            for table in Base.metadata.tables
        }

    async with open_database(f"sqlite:///{tmp_path}/declared.db") as declared:
        await declared.ddl(Base.metadata.create_all)
        assert await sqlite.read(checks) == await declared.read(checks)


async def test_down_and_up_again_gives_the_same_schema(database: Database) -> None:
    before = await database.read(triggers)
    await database.ddl(migrating(command.downgrade, "base"))
    left = await database.read(lambda u: set(sa.inspect(u).get_table_names()))
    assert left == {"alembic_version"}
    assert await database.read(triggers) == set()
    await database.ddl(migrating(command.upgrade, "head"))
    assert await database.read(triggers) == before
    await database.write(fill)


async def test_every_table_of_the_log_is_guarded(database: Database) -> None:
    """A table that a later migration makes anew must get its triggers back."""
    there = await database.read(triggers)
    wanted = {f"{table}_{what}" for table in LOG for what in ("fixed", "keep")}
    wanted |= {f"{table}_kinds" for table in (*KINDS, "issue_holder")} | {"act_author"}
    assert wanted <= there


def test_file_names_are_dated_and_sort_as_the_revisions_do() -> None:
    names = [file.name for file in (MIGRATIONS / "versions").glob("*.py")]
    assert names
    assert all(re.fullmatch(r"20\d\d_[01]\d_[0-3]\d_[a-z0-9_]+_\d{4}\.py", name) for name in names)
    script = ScriptDirectory(str(MIGRATIONS))
    walked = [Path(each.path).name for each in script.walk_revisions()][::-1]
    assert walked == sorted(names, key=lambda name: (name[:10], name[-7:]))
    assert newest_revision() == script.get_current_head()


def test_a_new_migration_gets_a_dated_name() -> None:
    root = MIGRATIONS.parent
    project = Config(toml_file=str(root / "pyproject.toml"))
    script = ScriptDirectory.from_config(project)
    assert Path(script.dir).resolve() == MIGRATIONS
    assert "%(year)d_%(month).2d_%(day).2d_%(slug)s_%(rev)s" in script.file_template


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_alembics_own_commands_work(
    kind: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """From the root, with the URL of the environment; `check` finds nothing to do."""
    url = f"sqlite:///{tmp_path}/x.db"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres")
    for arguments in (["upgrade", "head"], ["check"]):
        done = subprocess.run(  # noqa: S603 -- our own arguments
            [sys.executable, "-m", "alembic", *arguments],
            cwd=MIGRATIONS.parent,
            env=os.environ | {"STANCEBOT_DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


async def test_a_second_start_has_nothing_to_do(empty_url: str) -> None:
    async with open_database(empty_url) as opened:
        assert await migrate(opened) is True
        assert await migrate(opened) is False
        assert await opened.read(current_revision) == newest_revision()


async def test_several_starts_at_once_make_the_schema_once(empty_url: str) -> None:
    """Each has its own connections, as separate processes would."""
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(open_database(empty_url)) for _ in range(4)]
        outcomes = await asyncio.gather(*(migrate(each) for each in opened))
        assert sorted(outcomes) == [False, False, False, True]
        await opened[0].write(fill)


async def test_a_schema_that_a_newer_program_made_is_left_alone(database: Database) -> None:
    newer = sa.text("UPDATE alembic_version SET version_num = '9999'")
    await database.ddl(lambda u: u.execute(newer))
    with pytest.raises(ConfigurationError, match=r"9999.*newer version"):
        await migrate(database)
    await database.write(fill)
