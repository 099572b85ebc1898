"""A server in which things are said, over a real outbox: its alerts, its followers, what they hear."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.db import acts, calendar, log, rules
from bot.db.engine import Unit
from bot.db.guilds import Directories, change_settings
from bot.domain.news import What
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.records import (
    Actor,
    Citation,
    Claim,
    Event,
    Evidence,
    Issue,
    Mandate,
    Record,
    Role,
    Source,
    Stance,
    Statement,
)
from bot.domain.rules import Follow, FollowKind, Pace
from bot.domain.scope import Scope
from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Commitment,
    Directness,
    EventKind,
    EventStatus,
    MandateKind,
    Position,
    RecordState,
    Relation,
    RoleKind,
    Verb,
)
from bot.domain.when import days, instant
from bot.services.news.answers import AlertContent, FollowContent, Line, StanceLine
from bot.services.news.follow_wishes import FollowKept
from bot.services.news.planning import noticed
from bot.services.posts.outbox import Failed, Result
from bot.services.wired import Services, wire
from tests.services.post_samples import GUILD, USUAL, World

HERE = Scope(guild_id=GUILD)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
START = datetime(2025, 3, 16, 12, tzinfo=UTC)
CITED = Citation(source="s1", words="So they said.")
YES, MAYBE, NO = Position.ACCEPTS, Position.AGREES_IN_PRINCIPLE, Position.REJECTS
TALKS = Event(
    key="talks",
    title="Talks in Jeddah",
    kind=EventKind.TALKS,
    when=instant(datetime(2025, 3, 28, 13, tzinfo=UTC)),
    status=EventStatus.EXPECTED,
    citation=CITED,
    issues=("truce",),
)
TAKES_PART = Role(
    key="r-talks", actor="putin", role=RoleKind.PARTICIPANT, citation=CITED, event="talks"
)


def speaks(voice: str, principal: str, **more: Any) -> Mandate:
    return Mandate(
        key=f"m-{voice}",
        voice=voice,
        principal=principal,
        kind=MandateKind.HEAD,
        authority=1,
        citation=CITED,
        **more,
    )


NAMES: tuple[Record, ...] = (
    Source(key="s1", publisher="The Paper", published=days(date(2025, 3, 16))),
    *(
        Actor(key=key, name=key.capitalize(), kind=ActorKind.PERSON)
        for key in ("russia", "putin", "peskov", "yeltsin", "us", "trump")
    ),
    Issue(key="truce", title="The truce", question="Should it begin?"),
    Issue(key="swap", title="The swap", question="Should all be freed?"),
    speaks("putin", "russia"),
    speaks("peskov", "russia", issue="swap"),
    speaks("yeltsin", "russia", held=days(date(1991, 7, 10), date(1999, 12, 31))),
    speaks("trump", "us"),
)


def evidence(speaker: str, day: int = 1, words: str = "So they said.") -> Evidence:
    return Evidence(
        speaker=speaker,
        said=days(date(2025, 1, 1) + timedelta(days=day)),
        words=words,
        directness=Directness.DIRECT_QUOTE,
        basis=Basis.OWN_WORDS,
        source="s1",
    )


def stance(key: str, holder: str, position: Position, day: int, **more: Any) -> Stance:
    return Stance(
        key=key,
        holder=holder,
        issue=more.pop("issue", "truce"),
        position=position,
        commitment=Commitment.STATED,
        evidence=evidence(more.pop("speaker", holder), day),
        **more,
    )


def claim(key: str, claimant: str, about: str, **more: Any) -> Claim:
    return Claim(
        key=key,
        claimant=claimant,
        about=about,
        issue=more.pop("issue", "truce"),
        relation=Relation.DISPUTES_TRUTH,
        evidence=evidence(more.pop("speaker", claimant)),
        **more,
    )


def statement(key: str, speaker: str, **more: Any) -> Statement:
    return Statement(key=key, evidence=evidence(speaker), **more)


@dataclass
class Newsroom(World):
    """One server; each thing that is said is a day later than the one before."""

    services: Services = field(init=False)
    days: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        self.services = wire(self.database, self.clock)
        self.outbox = self.services.outbox

    async def start(self, *, zone: str = "UTC", guild: int = GUILD) -> None:
        """Make the server with the names that all else is about."""

        def work(unit: Unit) -> None:
            acts.add_many(acts.begin(unit, guild, what="test", at=self.clock.now()), NAMES)
            change_settings(unit, guild, zone=zone, default_issue=None)
            calendar.keep_settings(unit, guild, USUAL)

        await self.database.write(work)

    async def publish(self, *records: Record, guild: int = GUILD) -> int:
        """Publish new records as one act, as editing does; the act's number."""
        return await self._write(guild, records, Verb.SET)

    async def amend(self, record: Record, verb: Verb = Verb.CORRECT, guild: int = GUILD) -> int:
        """Publish the next version of a record."""
        return await self._write(guild, (record,), verb)

    async def _write(self, guild: int, records: tuple[Record, ...], verb: Verb) -> int:
        def work(unit: Unit) -> int:
            act = acts.begin(unit, guild, what="test", at=self.clock.now(), by=1)
            state = RecordState.RETRACTED if verb is Verb.RETRACT else RecordState.PUBLISHED
            for record in records:
                known = log.versions(unit, type(record), guild, record.key)
                if known:
                    acts.amend(act, known[-1], record, verb=verb, reason="Because.", state=state)
                else:
                    acts.add(act, record)
            directory = Directories().get(unit, guild)
            noticed(unit, guild, directory, records, now=self.clock.now())
            return act.seq

        return await self.database.write(work)

    async def say(self, holder: str, position: Position, **more: Any) -> int:
        """Let somebody take a position, later than all that was said before."""
        self.days += 1
        guild = more.pop("guild", GUILD)
        key = more.pop("key", f"s-{self.days}")
        return await self.publish(stance(key, holder, position, self.days, **more), guild=guild)

    async def follow(
        self,
        kind: FollowKind,
        target: str,
        user: int = 7,
        *,
        pace: Pace = Pace.AT_ONCE,
        channel: int | None = None,
        guild: int = GUILD,
    ) -> FollowKept:
        return await self.services.following.follow(
            Scope(guild_id=guild), kind, target, user_id=user, pace=pace, channel_id=channel
        )

    async def follows(self, user: int = 7) -> list[Follow]:
        return await self.database.read(lambda unit: rules.follows(unit, GUILD, user_id=user))

    def heard(self) -> list[tuple[timedelta, list[str]]]:
        """What was posted: how long after the start, and what each line says of which record."""
        return [
            (content.answer.asked.at - START, [said(line) for line in content.answer.lines])
            for _, content in self.said
            if isinstance(content, AlertContent | FollowContent)
        ]

    def failing(self, reason: Reason = Reason.REFUSED) -> Any:
        """Discord refuses."""

        def judge(post: Post) -> Result:
            return Failed(post=post, reason=reason, detail="Discord answered 400")

        return judge

    async def news_posts(self, *states: PostState) -> list[Post]:
        """The posts of news, in order of making; in any state without one."""
        found = await self.posts(PostKind.ALERT, PostKind.FOLLOW, event=None)
        return [post for post in found if not states or post.state in states]


def said(line: Line) -> str:
    """A line of news in short: “flipped s-2”."""
    if isinstance(line, StanceLine):
        return f"{line.what.value} {line.view.stance.record.key}"
    view: Any = getattr(line, "view", None)
    for name in ("claim", "statement", "event", "stance"):
        found = getattr(view, name, None)
        if found is not None:
            return f"{line.what.value} {found.record.key}"
    return f"{line.what.value} {line.issue.record.key}"  # type: ignore[union-attr]


def corrected(of: Stance, **more: Any) -> Stance:
    return replace(of, **more)


FIRST, MOVED, FLIPPED = What.FIRST.value, What.MOVED.value, What.FLIPPED.value
