"""What all tables share: one metadata, its names, and references within one server."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from bot.db.types import UtcDateTime


class Base(DeclarativeBase):
    """One metadata with one naming convention, so that migrations can name what they drop."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: sa.Text(),
        datetime: UtcDateTime(),
    }


def one_of(column: str, values: Iterable[StrEnum]) -> tuple[str, str]:
    """The rule that a column holds only words of a vocabulary."""
    words = ", ".join(f"'{value.value}'" for value in values)
    return column, f"{column} IN ({words})"


BLANKS = " \t\n\r"


def refers(*columns: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    """References to records of the same server, by key."""
    return tuple(
        sa.ForeignKeyConstraint(["guild_id", column], ["record.guild_id", "record.key"])
        for column in columns
    )
