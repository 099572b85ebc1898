"""Run migrations on the connection that the program hands over, or on the configured database."""

import asyncio
from typing import Literal

from alembic import context
from sqlalchemy import Connection, Engine

from bot.db.engine import open_database
from bot.db.schema import Base
from bot.db.types import UtcDateTime


def render_item(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Write our own type as the plain one it stands for, so that migrations import nothing of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """Run on one connection, in its transaction where it has one."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if isinstance(given, Connection):
    run(given)
elif isinstance(given, Engine):
    with given.connect() as held:
        run(held)
        held.commit()
else:
    from bot.settings import read_settings

    def _run_inside(connection: Connection) -> None:
        # A first statement shows Alembic a transaction that is not its to end.
        connection.exec_driver_sql("SELECT 1")
        run(connection)

    async def _run_configured() -> None:
        async with open_database(read_settings().database_url) as database:
            await database.ddl(_run_inside)

    asyncio.run(_run_configured())
