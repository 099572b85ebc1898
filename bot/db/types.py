"""Column types that keep the laws of time on every database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa


class UtcDateTime(sa.TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out; a naive value is refused wherever it is bound."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse naive values and store UTC; SQLite keeps no zone, so it gets none."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise TypeError(f"a naive datetime cannot be stored: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Give every value its zone back."""
        if value is None:
            return None
        if value.utcoffset() == timedelta(0):
            return value.replace(tzinfo=UTC)
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
