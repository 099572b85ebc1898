"""Law: whatever fails, dies, is paused, edited or set back, a digest tells each change exactly once."""

import asyncio
import shutil
from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.domain.posts import Post, PostState, Reason
from bot.services.news.answers import DigestContent
from bot.services.posts.log import PostLog
from bot.services.posts.outbox import LEASE, Failed, Result
from tests.people import owner
from tests.services.digest_samples import AGAINST, FOR, SCOPE, Digests, lines_of
from tests.services.post_samples import DAY, HOUR, SECOND, World
from tests.services.small_discord import SmallDiscord

STEPS = (
    "record",
    "record",
    "a day passes",
    "some hours pass",
    "nobody sends for days",
    "discord refuses",
    "the sender dies before",
    "the sender dies after",
    "the clock is set back",
    "the clock ran ahead",
    "another time",
    "paused or resumed",
    "tried again by hand",
)


@cache
def template() -> Path:
    """A migrated file to copy: migrating each time takes far longer."""
    path = Path(mkdtemp(prefix="stancebot-")) / "empty.db"

    async def make() -> None:
        async with open_database(f"sqlite:///{path}") as opened:
            await migrate(opened)

    asyncio.run(make())
    return path


class Life:
    """One digest, told by a sender that may die over a Discord that may refuse."""

    def __init__(self, world: World, empty: str) -> None:
        self.digests = Digests(world)
        self.world = world
        self.discord = SmallDiscord(world.clock.at)
        self.recorded = 0
        self.done = 0
        self._empty = empty

    async def begin(self) -> None:
        await self.world.begin()
        await self.digests.set_up(issue="truce", empty=self._empty)

    async def take(self, step: str) -> None:
        self.done += 1
        await getattr(self, step.replace(" ", "_"))()

    async def record(self) -> None:
        self.recorded += 1
        position = FOR if self.recorded % 2 else AGAINST
        await self.digests.say(f"said-{self.recorded}", position)

    async def a_day_passes(self) -> None:
        await self.pass_by(DAY)

    async def some_hours_pass(self) -> None:
        await self.pass_by(5 * HOUR)

    async def nobody_sends_for_days(self) -> None:
        self.advance(3 * DAY)
        await self.send()

    async def discord_refuses(self) -> None:
        await self.until_due()
        await self.world.send(lambda post: Failed(post=post, reason=Reason.REFUSED, detail="400"))

    async def the_sender_dies_before(self) -> None:
        await self.until_due()
        await self.die("lost before")

    async def the_sender_dies_after(self) -> None:
        await self.until_due()
        await self.die("lost after")

    async def the_clock_is_set_back(self) -> None:
        self.world.clock.advance(-HOUR)
        await self.world.outbox.mend()
        await self.send()

    async def the_clock_ran_ahead(self) -> None:
        await self.pass_by(10 * DAY)
        self.world.clock.advance(-10 * DAY)
        await self.world.outbox.mend()
        await self.send()

    async def another_time(self) -> None:
        await self.digests.set_up(issue="truce", at=f"{self.done * 7 % 24}:30")

    async def paused_or_resumed(self) -> None:
        digest = await self.digests.one()
        await self.pause(paused=not digest.paused)

    async def tried_again_by_hand(self) -> None:
        post_log = PostLog(self.world.database, self.world.clock, self.digests.directories)
        for post in await self.digests.posts():
            if post.state is PostState.FAILED:
                await post_log.again(
                    SCOPE, post.id, by=owner(1), cause=f"again {self.done} {post.id}"
                )
        await self.send()

    async def pause(self, *, paused: bool) -> None:
        digest, cause = await self.digests.one(), f"pause {self.done}"
        await self.digests.desk.pause(SCOPE, digest.id, paused=paused, by=owner(1), cause=cause)

    def advance(self, by: timedelta) -> None:
        self.world.clock.advance(by)
        self.discord.now = max(self.discord.now, self.world.clock.now())

    async def pass_by(self, by: timedelta) -> None:
        """Let time pass, sending what comes due."""
        until = self.world.clock.now() + by
        while (due := await self.world.outbox.next_at()) is not None and due <= until:
            self.advance(max(due - self.world.clock.now(), timedelta(0)))
            await self.send()
        self.advance(until - self.world.clock.now())

    async def until_due(self) -> None:
        due = await self.digests.ahead()
        if due:
            self.advance(max(due[0] - self.world.clock.now(), timedelta(0)))

    async def send(self) -> None:
        found = await self.world.turn()
        while found:
            found = await self.world.turn(*(self._attempt(post, "sent") for post in found))

    async def die(self, answer: str) -> None:
        for post in await self.world.turn(by="dies"):
            self._attempt(post, answer)
        self.discord.forget()
        self.advance(LEASE + SECOND)
        await self.send()

    def _attempt(self, post: Post, answer: str) -> Result:
        return self.discord.attempt(
            post,
            self.world.said_of(post),
            answer,
            fresh=post.id in self.world.fresh,
            bot_at=self.world.clock.now(),
        )

    async def check_ahead(self) -> None:
        """What is not being tried is owed once while it is not paused, and never while it is."""
        digest = await self.digests.one()
        waiting = [
            post for post in await self.digests.posts() if post.open and not post.first_attempt_at
        ]
        ahead = [post for post in waiting if post.due_at > self.world.clock.now()]
        assert len(ahead) == (0 if digest.paused else 1), waiting

    async def check_told(self) -> None:
        contents = [message.content for message in self.discord.messages]
        told = Counter(
            line.split()[-1]
            for content in contents
            if isinstance(content, DigestContent)
            for line in lines_of(content)
            if not line.startswith("stale")
        )
        assert told == {f"said-{at}": 1 for at in range(1, self.recorded + 1)}


async def live(steps: list[str], empty: str) -> None:
    with TemporaryDirectory(prefix="stancebot-") as folder:
        path = Path(folder) / "stance.db"
        shutil.copy(template(), path)
        async with open_database(f"sqlite:///{path}") as database:
            life = Life(World(database, ManualClock()), empty)
            await life.begin()
            for step in steps:
                await life.take(step)
                await life.check_ahead()
            life.done += 1
            await life.pause(paused=False)
            await life.pass_by(2 * DAY)
            await life.check_told()


@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(st.sampled_from(STEPS), min_size=3, max_size=12),
    st.sampled_from(["skip", "send"]),
)
def test_each_change_is_told_exactly_once(steps: list[str], empty: str) -> None:
    template()
    asyncio.run(live(steps, empty))
