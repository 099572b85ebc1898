"""What was, is and was not posted, for the editors; and trying again what failed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.clock import Clock
from bot.db import acts, breakages, posts, precedents
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.posts import BROKEN, NewPost, Post, PostKind, PostState
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.services.access import check
from bot.services.news.contents import title_of_post

PAGE = 6
# More failures than these, without a channel, are not looked at when a permission changes.
_MOST = 100


class Show(StrEnum):
    """Which posts the log shows."""

    PROBLEMS = "problems"
    WAITING = "waiting"
    SENT = "sent"
    SKIPPED = "skipped"
    ALL = "all"


_STATES = {
    Show.PROBLEMS: (PostState.FAILED,),
    Show.WAITING: (PostState.DUE, PostState.CLAIMED),
    Show.SENT: (PostState.SENT,),
    Show.SKIPPED: (PostState.SKIPPED,),
    Show.ALL: tuple(PostState),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """A post with the title of its event or issue; None where it is about none that stands."""

    post: Post
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAnswer:
    """One page of a server's posts, newest first; `page` counts from 0."""

    show: Show
    rows: tuple[LogRow, ...]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A post that was to be tried again, as it stands, and how many are owed again with it.

    0: it had not failed any more.
    """

    post: Post
    owed: int


class PostLog:
    """Shows the outbox of a server and owes again what failed in it."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Work on this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def shown(
        self,
        scope: Scope,
        show: Show | None = None,
        page: int = 0,
        *,
        by: Person,
    ) -> LogAnswer:
        """One page of the log; without `show` the problems, or everything where there are none."""

        def work(unit: Unit) -> LogAnswer:
            check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            chosen, offset = show or Show.PROBLEMS, page * PAGE
            found = _found(unit, scope.guild_id, chosen, offset)
            if show is None and not found:
                chosen = Show.ALL
                found = _found(unit, scope.guild_id, chosen, offset)
            directory = self._directories.get(unit, scope.guild_id)
            return LogAnswer(
                show=chosen,
                rows=tuple(
                    LogRow(post=post, title=title_of_post(unit, directory, post))
                    for post in found[:PAGE]
                ),
                page=page,
                has_more=len(found) > PAGE,
            )

        return await self._database.read(work)

    async def again(self, scope: Scope, post_id: int, *, by: Person, cause: str) -> Again:
        """Owe a failed post again, and with it all that its channel has refused.

        They keep the time at which they were due; what is not worth sending any more is skipped
        when it is taken. The same cause acts once. Raises InvalidInputError when there is no such
        post.
        """

        def work(unit: Unit) -> Again:
            guild_id = scope.guild_id
            check(unit, self._directories, guild_id, by, Level.EDITOR)
            repeated = precedents.act_for(unit, guild_id, cause) is not None
            post = posts.by_id(unit, guild_id, post_id)
            if post is None:
                raise InvalidInputError("There is no such post here. Look at /admin posts again.")
            if repeated or post.state is not PostState.FAILED:
                return Again(post=post, owed=0)
            at = self._clock.now()
            acts.begin(unit, guild_id, what="post again", at=at, by=by.id, cause=cause)
            posts.owe_again(unit, post, _as_it_was(post))
            channels = () if post.channel_id is None else (post.channel_id,)
            owed = 1 + retry(unit, guild_id, channels)
            return Again(post=posts.by_id(unit, guild_id, post_id) or post, owed=owed)

        return await self._database.write(work)

    async def mended(self, guild_id: int, channel_id: int | None = None) -> int:
        """Try again what was refused in a channel, or in a server, where something has changed.

        How many posts are owed again. Only where something was refused is anything written.
        """

        def look(unit: Unit) -> bool:
            broken = breakages.broken_channels(unit, guild_id)
            known = broken if channel_id is None else channel_id in broken
            return bool(known or _refused(unit, guild_id, channel_id))

        def work(unit: Unit) -> int:
            channels = breakages.mend_channels(unit, guild_id, channel_id)
            owed = retry(unit, guild_id, channels)
            for post in _refused(unit, guild_id, channel_id):
                posts.owe_again(unit, post, _as_it_was(post))
                owed += 1
            return owed

        return await self._database.write(work) if await self._database.read(look) else 0


def _found(unit: Unit, guild_id: int, show: Show, offset: int) -> list[Post]:
    return posts.in_states(unit, guild_id, _STATES[show], offset=offset, limit=PAGE + 1)


def retry(unit: Unit, guild_id: int, channels: Iterable[int]) -> int:
    """Try these channels again, and owe again what they refused; how many posts."""
    count = 0
    for channel_id in channels:
        breakages.mend_channels(unit, guild_id, channel_id)
        for post in posts.waiting_in(unit, guild_id, channel_id):
            if post.state is PostState.FAILED and post.reason in BROKEN:
                posts.owe_again(unit, post, _as_it_was(post))
                count += 1
    return count


def _refused(unit: Unit, guild_id: int, channel_id: int | None) -> list[Post]:
    """What Discord refused and what breaks no channel: edits of messages there, or in a server.

    Of a server as a whole also what has no place, such as an event of Discord's own.
    """
    failed = posts.in_states(unit, guild_id, (PostState.FAILED,), limit=_MOST)
    return [
        post
        for post in failed
        if post.reason in BROKEN
        and (
            channel_id in {None, post.channel_id}
            if post.kind is PostKind.CORRECTION
            else (channel_id, post.channel_id, post.user_id) == (None, None, None)
        )
    ]


def _as_it_was(post: Post) -> NewPost:
    return NewPost(
        key=post.key,
        kind=post.kind,
        due_at=post.due_at,
        channel_id=post.channel_id,
        user_id=post.user_id,
    )
