"""Processes that start at once on one database bring its schema up once, and all go on."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa

from tests.app.processes import run_to_end

PROCESSES = 3


async def _own_database(server: str) -> str:
    """A new database on the server, for this test alone."""
    url = sa.make_url(server)
    link = await asyncpg.connect(
        host=str(url.query["host"]),
        user=url.username,
        database=url.database,
    )
    await link.execute("DROP DATABASE IF EXISTS together")
    await link.execute("CREATE DATABASE together")
    await link.close()
    return url.set(database="together").render_as_string(hide_password=False)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_real_processes_that_migrate_at_once_all_succeed_and_one_does_the_work(
    kind: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    url = f"sqlite:///{tmp_path}/together.db"
    if kind == "postgresql":
        url = await _own_database(request.getfixturevalue("postgres"))

    settings = {"STANCEBOT_DATABASE_URL": url}
    ended = await asyncio.gather(
        *(run_to_end("migrate", cwd=tmp_path, settings=settings) for _ in range(PROCESSES)),
    )

    assert [code for code, _, _ in ended] == [0] * PROCESSES, ended
    said = [out for _, out, _ in ended]
    assert sum("The schema is up to date." in words for words in said) == 1, said
    assert sum("was up to date already" in words for words in said) == PROCESSES - 1, said
