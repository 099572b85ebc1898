"""Where the time comes from. Nothing else reads the machine's clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """A source of the present as aware UTC."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return datetime.now(UTC)


class ShiftedClock:
    """A clock set to another day, and running: it starts at `start` and keeps real pace."""

    def __init__(self, start: datetime) -> None:
        """Take `start` (aware) as the present."""
        self._shift: timedelta = start - datetime.now(UTC)

    def now(self) -> datetime:
        """The present instant of the shifted world, aware UTC."""
        return datetime.now(UTC) + self._shift


@dataclass(slots=True)
class ManualClock:
    """A clock that stands until it is moved."""

    at: datetime = field(default_factory=lambda: datetime(2025, 3, 16, 12, tzinfo=UTC))

    def now(self) -> datetime:
        """The instant it was set to, aware UTC."""
        return self.at

    def advance(self, by: timedelta) -> datetime:
        """Move it and return the new present."""
        self.at += by
        return self.at
