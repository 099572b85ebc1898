"""Run migrations on the connection that the program hands over, or on the configured database."""

from alembic import context
from sqlalchemy import Connection, Engine, create_engine

from bot.db.engine import parse_url
from bot.db.schema import Base
from bot.db.types import UtcDateTime


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
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

    url = parse_url(read_settings().database_url)
    with create_engine(url.set(drivername=url.get_backend_name())).connect() as held:
        run(held)
        held.commit()
