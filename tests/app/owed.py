"""Reminders that are owed, many at once: real events, and a post for each, straight into the store."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.db import acts, posts
from bot.db.engine import Database, Unit
from bot.domain.posts import NewPost, PostKind
from bot.domain.records import Citation, Event, Source
from bot.domain.vocabulary import EventKind, EventStatus
from bot.domain.when import days, instant
from tests.app.fake_discord import GUILD

_SOURCE = Source(key="src", publisher="The Daily", published=days(date(2025, 3, 14)))


async def owe_reminders(
    database: Database,
    channels: list[int],
    count: int,
    *,
    now: datetime,
    spread: timedelta = timedelta(0),
    lead: timedelta = timedelta(minutes=30),
    guild: int = GUILD,
    prefix: str = "e",
) -> None:
    """Owe `count` reminders, one per event, to the channels in turn; due from `now` on.

    They come due evenly over `spread`; their events follow half an hour later.
    """
    events, owed = [], []
    for at in range(count):
        due = now + spread * at / count
        event = Event(
            key=f"{prefix}{at}",
            title=f"Call {prefix}{at}",
            kind=EventKind.CALL,
            when=instant(due + lead),
            status=EventStatus.EXPECTED,
            citation=Citation(source=_SOURCE.key, words="They will speak."),
        )
        events.append(event)
        owed.append(
            NewPost(
                key=f"{event.key}/1/reminder{int(lead.total_seconds())}",
                kind=PostKind.REMINDER,
                due_at=due,
                channel_id=channels[at % len(channels)],
                event=event.key,
                schedule=1,
                lead=int(lead.total_seconds()),
            ),
        )

    def work(unit: Unit) -> None:
        act = acts.begin(unit, guild, what="test", at=now)
        source = replace(_SOURCE, key=f"src-{prefix}")
        cited = [replace(e, citation=replace(e.citation, source=source.key)) for e in events]
        acts.add_many(act, [source, *cited])
        posts.owe(unit, guild, owed)

    await database.write(work)
