"""Servers with events ahead and a reminder owed of each, straight into the store."""

from datetime import date, datetime, timedelta

from bot.bench.posts_tasks import FIRST_CHANNEL
from bot.clock import Clock
from bot.db import acts, calendar, posts
from bot.db.engine import Database, Unit
from bot.delivery.payload import nonce_of
from bot.domain.posts import NewPost, PostKind, PostState
from bot.domain.records import Citation, Event, Source
from bot.domain.reminding import CalendarSettings
from bot.domain.vocabulary import EventKind, EventStatus
from bot.domain.when import days, instant

FIRST_GUILD = 1_000
# A reminder that is sent ten minutes late is still worth sending.
LEAD = timedelta(minutes=30)
_SOURCE = Source(key="source", publisher="An agency", published=days(date(2025, 3, 14)))
_CITED = Citation(source=_SOURCE.key, words="They will speak.")


async def owe(
    database: Database,
    clock: Clock,
    *,
    count: int,
    servers: int,
    begin: datetime,
    spread: timedelta,
) -> None:
    """Owe `count` reminders in one channel each of `servers` servers, in turn.

    They come due from `begin` (aware UTC) on, evenly over `spread`.
    """
    for server in range(servers):
        dues = [begin + spread * at / count for at in range(server, count, servers)]
        events = [_event(at, due) for at, due in enumerate(dues)]
        owed = [_post(server, at, due) for at, due in enumerate(dues)]

        def work(
            unit: Unit,
            guild: int = FIRST_GUILD + server,
            events: list[Event] = events,
            owed: list[NewPost] = owed,
        ) -> None:
            act = acts.begin(unit, guild, what="bench", at=clock.now())
            acts.add_many(act, [_SOURCE, *events])
            posts.owe(unit, guild, owed)

        await database.write(work)


async def nonces(database: Database, *, count: int, servers: int) -> dict[str, datetime]:
    """When each post that is owed is due, by the nonce that its message will have."""

    def work(unit: Unit) -> dict[str, datetime]:
        return {
            nonce_of(post): post.due_at
            for guild in range(FIRST_GUILD, FIRST_GUILD + servers)
            for post in posts.in_states(unit, guild, [PostState.DUE], limit=count)
        }

    return await database.read(work)


async def settle(database: Database) -> None:
    """Let the first server have its reminders in its channel, at the usual times."""
    settings = CalendarSettings(channel_id=FIRST_CHANNEL)
    await database.write(lambda unit: calendar.keep_settings(unit, FIRST_GUILD, settings))


def one_more(at: int, due: datetime) -> NewPost:
    """One more post for the first server's first event."""
    return _post(0, 0, due, key=f"extra/{at}")


def _event(at: int, due: datetime) -> Event:
    return Event(
        key=f"e{at}",
        title=f"Call {at}",
        kind=EventKind.CALL,
        when=instant(due + LEAD),
        status=EventStatus.EXPECTED,
        citation=_CITED,
    )


def _post(server: int, at: int, due: datetime, key: str | None = None) -> NewPost:
    lead = int(LEAD.total_seconds())
    return NewPost(
        key=key or f"e{at}/1/reminder{lead}",
        kind=PostKind.REMINDER,
        due_at=due,
        channel_id=FIRST_CHANNEL + server,
        event=f"e{at}",
        schedule=1,
        lead=lead,
    )
