"""Waking at the earliest due time: APScheduler in memory, which knows no post and keeps nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.clock import Clock


class _Once(BaseTrigger):  # type: ignore[misc]  # APScheduler ships no types
    """Fires once at an instant of our clock, however far the machine's is from it."""

    def __init__(self, clock: Clock, at: datetime) -> None:
        self._clock = clock
        self._at = at

    def get_next_fire_time(
        self,
        previous_fire_time: datetime | None,
        now: datetime,
    ) -> datetime | None:
        """The instant on the machine's clock; None when it has fired."""
        if previous_fire_time is not None:
            return None
        return now + max(self._at - self._clock.now(), timedelta(0))


class Wakeup:
    """One alarm, set to the earliest due time and set anew with every change."""

    def __init__(self, clock: Clock, wake: Callable[[], None]) -> None:
        """Call `wake` on the event loop when the time has come."""
        self._clock = clock
        self._wake = wake
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin, on the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """End; no alarm rings any more."""
        self._scheduler.shutdown(wait=False)

    def arm(self, at: datetime | None) -> None:
        """Set the alarm to an aware instant, or to none."""
        if at is None:
            self._scheduler.remove_all_jobs()
            return
        self._scheduler.add_job(
            self._ring,
            _Once(self._clock, at),
            id="due",
            replace_existing=True,
            coalesce=True,
            max_instances=1,
            # Without this a loop that was busy for a second would lose the alarm.
            misfire_grace_time=None,
        )

    async def _ring(self) -> None:
        self._wake()
