"""A server that is told by digests, over a real outbox: what is recorded, and what was told of it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.clock import ManualClock
from bot.db import acts, log, rules
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.posts import Post, PostKind
from bot.domain.records import Evidence, Issue, Record, Stance
from bot.domain.rules import Digest
from bot.domain.scope import Scope
from bot.domain.vocabulary import (
    Basis,
    Commitment,
    Directness,
    Position,
    RecordState,
    Verb,
)
from bot.domain.when import days
from bot.services.news.answers import ConditionLine, DigestContent, Line
from bot.services.news.digest_answers import DigestPreview, DigestSet
from bot.services.news.digest_drafts import DigestTyped
from bot.services.news.digest_settings import DigestDesk
from tests.people import owner
from tests.services.post_samples import CHANNEL, GUILD, World

SCOPE = Scope(guild_id=GUILD, channel_id=CHANNEL)
EDITOR, ANOTHER = 1, 2
# The Monday after the article's Sunday, at nine.
MONDAY = datetime(2025, 3, 17, 9, tzinfo=UTC)
DIGEST, ALIVE = PostKind.DIGEST, PostKind.ALIVE
FOR, AGAINST = Position.ACCEPTS, Position.REJECTS
TRUCE = Issue(key="truce", title="The truce", question="Should it begin?")
OTHER = Issue(key="other", title="Another question", question="Should it end?")


def stance(key: str, position: Position, said: date, **more: Any) -> Stance:
    """Something that Putin said of the truce on a day."""
    values: dict[str, Any] = {
        "key": key,
        "holder": "putin",
        "issue": "truce",
        "position": position,
        "commitment": Commitment.STATED,
        "evidence": Evidence(
            speaker="putin",
            said=days(said),
            words=f"Words of {key}.",
            directness=Directness.DIRECT_QUOTE,
            basis=Basis.OWN_WORDS,
            source="s1",
        ),
    }
    return Stance(**(values | more))


@dataclass(slots=True)
class Digests:
    """The digests of one server."""

    world: World
    directories: Directories = field(default_factory=Directories)

    @property
    def desk(self) -> DigestDesk:
        return DigestDesk(self.world.database, self.clock, self.directories)

    @property
    def database(self) -> Database:
        return self.world.database

    @property
    def clock(self) -> ManualClock:
        return self.world.clock

    async def set_up(self, by: int = EDITOR, **typed: str) -> Digest:
        """Set up a digest in the channel, or change the one that is there."""
        done = await self.save(await self.prepare(by=by, **typed), by=by)
        assert done.view is not None
        return done.view.digest

    async def prepare(self, by: int = EDITOR, **typed: str) -> DigestPreview:
        seen = await self.desk.prepare(
            SCOPE, DigestTyped(channel_id=CHANNEL, **typed), by=owner(by)
        )
        assert isinstance(seen, DigestPreview), seen
        return seen

    async def save(self, seen: DigestPreview, by: int = EDITOR) -> DigestSet:
        assert seen.draft_id is not None
        done = await self.desk.save(SCOPE, seen.draft_id, seen.seen, by=owner(by))
        assert isinstance(done, DigestSet), done
        return done

    async def all(self) -> list[Digest]:
        return await self.database.read(lambda unit: rules.digests(unit, GUILD))

    async def one(self) -> Digest:
        (found,) = await self.all()
        return found

    async def add(self, *records: Record) -> None:
        """Record something new, as one act."""

        def work(unit: Unit) -> None:
            acts.add_many(self._act(unit), records)

        await self.database.write(work)

    async def say(self, key: str, position: Position, **more: Any) -> None:
        """Record that Putin takes a position today."""
        await self.add(stance(key, position, self.clock.now().date(), **more))

    async def amend(self, kind: type[Record], key: str, verb: Verb, **changes: Any) -> None:
        """Write the next version of a record; a retraction changes nothing in it."""

        def work(unit: Unit) -> None:
            was = log.versions(unit, kind, GUILD, key)[-1]
            retracts = verb is Verb.RETRACT
            acts.amend(
                self._act(unit),
                was,
                replace(was.record, **changes),
                verb=verb,
                reason="A reason.",
                state=RecordState.RETRACTED if retracts else RecordState.PUBLISHED,
            )

        await self.database.write(work)

    def _act(self, unit: Unit) -> acts.Act:
        return acts.begin(unit, GUILD, what="test", at=self.clock.now())

    async def posts(self, kind: PostKind = DIGEST) -> list[Post]:
        """Every post of a kind, in order of due time."""
        found = await self.world.posts(kind, event=None)
        return sorted(found, key=lambda post: (post.due_at, post.id))

    async def ahead(self) -> list[datetime]:
        """When digests are owed."""
        return [post.due_at for post in await self.posts() if post.open]

    async def until(self, at: datetime) -> list[list[str]]:
        """Let time pass, and send what comes due; what each digest told."""
        known = len(self.world.said)
        await self.world.until(at)
        return self.told(known)

    async def send(self) -> list[list[str]]:
        """Send what is due now; what each digest told."""
        known = len(self.world.said)
        await self.world.send()
        return self.told(known)

    def told(self, known: int = 0) -> list[list[str]]:
        """What each digest told that was sent since so many posts were."""
        said = self.world.said[known:]
        return [lines_of(each) for _, each in said if isinstance(each, DigestContent)]


def lines_of(content: DigestContent) -> list[str]:
    """What became of what: “moved said-2”."""
    return [f"{line.what} {key_of(line)}" for line in content.answer.lines]


def key_of(line: Line) -> str:
    if isinstance(line, ConditionLine):
        return line.stance.stance.record.key
    for name in ("stance", "claim", "statement", "event"):
        view = getattr(line, "view", None)
        if hasattr(view, name):
            found: str = getattr(view, name).record.key
            return found
    return str(getattr(line, "issue").record.key)  # noqa: B009 -- an issue's line has no view
