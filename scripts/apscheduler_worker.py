"""APScheduler's own SQLAlchemy job store as a sender of posts: one job for each, which sends it.

Run as a module with a task, and nothing else: what it tells is printed. Its jobs send by the same
HTTP client as the program, a message that is ready, so that what is compared is the scheduling.
"""

import asyncio
import pickle
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, timedelta
from time import perf_counter
from typing import Any

import discord
import sqlalchemy as sa
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.bench.posts_tasks import (
    ARMED,
    OPENED,
    Do,
    Message,
    Tally,
    Task,
    Told,
    calling,
    in_ms,
    messages,
    peak_mb,
    watching,
    work,
)
from bot.clock import SystemClock
from bot.delivery.wire import Wire

# As it is without a setting, in a journal that is rolled back; or never too late, and in WAL.
DEFAULT, PATIENT = "default", "patient"
_AHEAD = timedelta(days=1)
_YEAR = timedelta(days=365)
_wires: list[Wire] = []


async def post(channel: int, body: str) -> None:
    """Send one message: what each job does."""
    await _wires[0].send(channel, body)


class _Scheduler(AsyncIOScheduler):  # type: ignore[misc]  # APScheduler ships no types
    """APScheduler's, which lets one see that it has looked for jobs for the first time."""

    def __init__(self, task: Task) -> None:
        patient = task.variant == PATIENT
        # A second is the default.
        self.grace = None if patient else 1
        self.store = (
            SQLAlchemyJobStore(engine=_in_wal(task.file))
            if patient
            else SQLAlchemyJobStore(url=f"sqlite:///{task.file}")
        )
        super().__init__(
            jobstores={"default": self.store},
            job_defaults={"misfire_grace_time": None} if patient else {},
            timezone=UTC,
        )
        self.looked = asyncio.Event()

    def _process_jobs(self) -> float | None:
        seconds: float | None = super()._process_jobs()
        self.looked.set()
        return seconds

    def keep(self, owed: Iterable[Message]) -> None:
        """Put jobs into the store as that does itself, but all in one transaction."""
        rows = []
        for each in owed:
            job = Job(
                self,
                id=each.nonce,
                func=post,
                args=(each.channel, each.body),
                kwargs={},
                trigger=DateTrigger(each.due),
                executor="default",
                misfire_grace_time=self.grace,
                coalesce=True,
                max_instances=1,
                next_run_time=each.due,
            )
            state = pickle.dumps(job.__getstate__(), self.store.pickle_protocol)
            rows.append(
                {"id": job.id, "next_run_time": each.due.timestamp(), "job_state": state},
            )
        self.store.jobs_t.create(self.store.engine, checkfirst=True)
        with self.store.engine.begin() as connection:
            connection.execute(self.store.jobs_t.insert(), rows)


def _in_wal(file: str) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{file}")

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine


async def send(task: Task) -> Told:
    """Send messages as they come due."""
    clock, tally, scheduler = SystemClock(), Tally(task.posts), _Scheduler(task)
    scheduler.add_listener(
        lambda _: tally.add(),
        EVENT_JOB_EXECUTED | EVENT_JOB_ERROR | EVENT_JOB_MISSED,
    )
    async with calling(task.api) as client:
        _wires.append(Wire(client, per_second=task.per_second))
        owed = messages(task, clock.now() + timedelta(seconds=task.due_in))
        scheduler.keep(owed)
        async with watching() as held:
            scheduler.start()
            ready = clock.now()
            await tally.full(task.patience)
        scheduler.shutdown()
    return Told(due={each.nonce: each.due for each in owed}, ready_at=ready, held_ms=held.ms)


async def fill(task: Task) -> Told:
    """Keep jobs that come due over the next year."""
    begin = SystemClock().now() + _AHEAD
    _Scheduler(task).keep(messages(replace(task, spread=_YEAR.total_seconds()), begin))
    return Told()


async def start(task: Task) -> Told:
    """Start over a store that is full, until the alarm for the next job is set."""
    discord.Client(intents=discord.Intents(guilds=True))
    began = perf_counter()
    scheduler = _Scheduler(task)
    scheduler.start()
    opened = perf_counter()
    await scheduler.looked.wait()
    armed = perf_counter()
    scheduler.shutdown()
    return Told(
        times_ms=in_ms({OPENED: [opened - began], ARMED: [armed - began]}), peak_mb=peak_mb()
    )


async def add(task: Task) -> Told:
    """Add single jobs."""
    scheduler, due, times = _Scheduler(task), SystemClock().now() + _AHEAD, []
    scheduler.start()
    for each in messages(task, due):
        began = perf_counter()
        scheduler.add_job(post, DateTrigger(each.due), (each.channel, each.body), id=each.nonce)
        times.append(perf_counter() - began)
        await asyncio.sleep(0)
    scheduler.shutdown()
    return Told(times_ms=in_ms({"one job": times}))


if __name__ == "__main__":
    work({Do.SEND: send, Do.FILL: fill, Do.START: start, Do.ADD: add})
