"""Law: whatever is undone, fails or dies, the sum of what a reader was told is what stands."""

import asyncio
import shutil
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.db.engine import open_database
from bot.db.migrate import migrate
from bot.domain.posts import Post, PostKind, Reason
from bot.domain.rules import BATCH, AlertWeight, FollowKind, Pace
from bot.services.news import alerts, follows
from bot.services.news.answers import AlertContent, FollowContent
from bot.services.posts.outbox import LEASE, Failed, Result
from tests.people import owner
from tests.services.following_samples import HERE, MAYBE, NO, YES, Newsroom, claim, said
from tests.services.post_samples import CHANNEL, DAY, ELSEWHERE, MINUTE, SECOND
from tests.services.small_discord import SmallDiscord

STEPS = (
    "putin speaks",
    "putin speaks",
    "trump speaks",
    "a claim is made",
    "the last act is undone",
    "two minutes pass",
    "ten minutes pass",
    "a day passes",
    "nobody sends for a while",
    "discord refuses",
    "the sender dies before",
    "the sender dies after",
    "another pace",
    "the clock is set back",
)
# After these what is told may come as late, or as close together, as it must.
ROUGH = frozenset(STEPS[8:])
NEW = {"first", "moved", "flipped", "repeated", "earlier", "claimed", "restored"}


Reader: TypeAlias = tuple[PostKind, int | None]
Telling: TypeAlias = tuple[datetime, str | None, list[str]]


class Life:
    """One server with three readers, over a sender that may die and a Discord that may refuse."""

    def __init__(self, room: Newsroom) -> None:
        self.room = room
        self.discord = SmallDiscord(room.clock.at)
        self.live: dict[str, str] = {}
        self.acts: list[tuple[int, str, str]] = []
        self.done = 0
        self.pace = Pace.AT_ONCE

    async def begin(self) -> None:
        """An alert on every record of a stance, and follows of the issue and of one actor."""
        await self.room.start()
        await self.room.services.alert_settings.keep(
            HERE,
            channel_id=CHANNEL,
            issue="truce",
            weight=AlertWeight.RECORDS,
            by=owner(1),
            cause="a",
        )
        await self.room.follow(FollowKind.ISSUE, "truce", 7)
        await self.room.follow(FollowKind.ACTOR, "russia", 8, pace=Pace.DAILY, channel=ELSEWHERE)

    async def take(self, step: str) -> None:
        self.done += 1
        position = (YES, NO, NO, MAYBE, YES)[self.done % 5]
        key = f"k{self.done}"
        if step.endswith("speaks"):
            holder = step.partition(" ")[0]
            await self._wrote(await self.room.say(holder, position, key=key), key, holder)
        elif step == "a claim is made":
            await self._wrote(await self.room.publish(claim(key, "trump", "putin")), key, "claim")
        else:
            await getattr(self, step.replace(" ", "_"))()
        await self.send()

    async def _wrote(self, act: int, key: str, what: str) -> None:
        self.acts.append((act, key, what))
        self.live[key] = what

    async def the_last_act_is_undone(self) -> None:
        """Undone twice, it stands again."""
        if self.acts:
            act, key, what = self.acts.pop()
            undone = await self.room.services.editing.undo(HERE, act, by=owner(1))
            self.acts.append((undone.seq, key, what))
            if self.live.pop(key, None) is None:
                self.live[key] = what

    async def two_minutes_pass(self) -> None:
        await self.pass_by(2 * MINUTE)

    async def ten_minutes_pass(self) -> None:
        await self.pass_by(10 * MINUTE)

    async def a_day_passes(self) -> None:
        await self.pass_by(DAY)

    async def nobody_sends_for_a_while(self) -> None:
        await self.room.say("putin", YES, key=f"late{self.done}")
        self.live[f"late{self.done}"] = "putin"
        self.advance(7 * MINUTE)

    async def discord_refuses(self) -> None:
        self.advance(BATCH)
        posts = await self.room.turn()
        await self.room.turn(
            *(Failed(post=post, reason=Reason.REFUSED, detail="400") for post in posts)
        )

    async def the_sender_dies_before(self) -> None:
        await self.die("crash")

    async def the_sender_dies_after(self) -> None:
        await self.die("lost after")

    async def another_pace(self) -> None:
        self.pace = Pace.DAILY if self.pace is Pace.AT_ONCE else Pace.AT_ONCE
        await self.room.follow(FollowKind.ISSUE, "truce", 7, pace=self.pace)

    async def the_clock_is_set_back(self) -> None:
        self.room.clock.advance(-30 * MINUTE)
        await self.room.outbox.mend()

    def advance(self, by: timedelta) -> None:
        self.room.clock.advance(by)
        self.discord.now = max(self.discord.now, self.room.clock.now())

    async def pass_by(self, by: timedelta) -> None:
        until = self.room.clock.now() + by
        while (due := await self.room.outbox.next_at()) is not None and due <= until:
            self.advance(max(due - self.room.clock.now(), timedelta(0)))
            await self.send()
        self.advance(until - self.room.clock.now())

    async def send(self) -> None:
        found = await self.room.turn()
        while found:
            found = await self.room.turn(*(self._attempt(post, "sent") for post in found))

    async def die(self, answer: str) -> None:
        self.advance(BATCH)
        for post in await self.room.turn(by="dies"):
            self._attempt(post, answer)
        self.discord.forget()
        self.advance(LEASE + SECOND)

    def _attempt(self, post: Post, answer: str) -> Result:
        return self.discord.attempt(
            post,
            self.room.said_of(post),
            answer,
            fresh=post.id in self.room.fresh,
            bot_at=self.room.clock.now(),
        )

    def told(self) -> dict[Reader, list[Telling]]:
        """What each reader was told: when, at which pace, which lines."""
        found: dict[Reader, list[Telling]] = {}
        for message in self.discord.messages:
            content = message.content
            if not isinstance(content, AlertContent | FollowContent):
                continue
            lines = [said(line) for line in content.answer.lines]
            reader = content.post.kind, content.post.user_id
            found.setdefault(reader, []).append((message.bot_at, content.post.subject, lines))
        return found

    def check(self, *, smooth: bool) -> None:
        told = self.told()
        wanted = {
            (PostKind.ALERT, None): {k for k, what in self.live.items() if what != "claim"},
            (PostKind.FOLLOW, 7): set(self.live),
            (PostKind.FOLLOW, 8): {k for k, what in self.live.items() if what != "trump"},
        }
        for reader, stands in wanted.items():
            posts = told.get(reader, [])
            assert _sum_of([line for *_, lines in posts for line in lines]) == stands, posts
            times = [at for at, pace, _ in posts if pace != Pace.DAILY]
            if smooth:
                gaps = [later - at for at, later in pairwise(times)]
                assert all(gap >= BATCH for gap in gaps), posts


def _sum_of(lines: list[str]) -> set[str]:
    """The records that stand for who was told these lines; nothing comes or goes twice."""
    known: set[str] = set()
    for line in lines:
        what, key = line.split()
        if what in NEW:
            assert key not in known, lines
            known.add(key)
        else:
            assert what == "retracted", lines
            assert key in known, lines
            known.remove(key)
    return known


async def live(template: Path, steps: list[str]) -> None:
    with TemporaryDirectory(prefix="stancebot-") as folder:
        path = Path(folder) / "stance.db"
        shutil.copy(template, path)
        async with open_database(f"sqlite:///{path}") as database:
            life = Life(Newsroom(database, ManualClock()))
            await life.begin()
            for step in steps:
                await life.take(step)
            # What failed last is told by what comes next.
            for step in ("putin speaks", "a day passes", "a day passes"):
                await life.take(step)
            life.check(smooth=not ROUGH & set(steps))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: migrating each time takes far longer."""
    path = tmp_path_factory.mktemp("law") / "empty.db"

    async def make() -> None:
        async with open_database(f"sqlite:///{path}") as opened:
            await migrate(opened)

    asyncio.run(make())
    return path


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=14))
@example(steps=["putin speaks", "putin speaks", "another pace", "another pace"])
def test_the_sum_of_what_was_told_is_what_stands(template: Path, steps: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alerts, "LINES", 1000)
        patch.setattr(follows, "LINES", 1000)
        asyncio.run(live(template, steps))
