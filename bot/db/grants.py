"""Writing who may do what on a server: its roles, and whose records wait for a second person."""

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.schema import GuildRow
from bot.db.schema_desk import RoleGrantRow
from bot.db.upsert import put
from bot.domain.access import Level, Review


def keep_grant(unit: Unit, guild_id: int, role_id: int, level: Level) -> None:
    """Let the members of a Discord role reach so far. The caller's act has raised the revision."""
    put(unit, RoleGrantRow, guild_id=guild_id, role_id=role_id, level=level.noun)


def drop_grant(unit: Unit, guild_id: int, role_id: int) -> None:
    """Let a Discord role mean nothing here any more."""
    unit.execute(
        sa.delete(RoleGrantRow).where(
            RoleGrantRow.guild_id == guild_id,
            RoleGrantRow.role_id == role_id,
        ),
    )


def set_review(unit: Unit, guild_id: int, review: Review) -> None:
    """Set whose records wait for a second person."""
    unit.execute(sa.update(GuildRow).where(GuildRow.id == guild_id).values(review=review.value))
