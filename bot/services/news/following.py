"""Following: who wants to be told of which actor, issue or event, where, and how soon."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.db import calendar, rules, sending
from bot.db.batches import Reader, untold
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.directory import Directory
from bot.domain.names import normal
from bot.domain.posts import PostKind
from bot.domain.rules import Follow, FollowKind, Pace
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.services.answers import Asked
from bot.services.news.answers import Followed, NewsAnswer
from bot.services.news.follow_wishes import (
    GONE,
    FollowingAnswer,
    FollowKept,
    FollowNews,
    FollowOffer,
    FollowStopped,
    begun,
    by_id,
    check_room,
    drop_unwanted,
    named,
    names_of,
    own_post,
    stop,
    target_of,
)
from bot.services.news.follows import LINES, owe, reader_of, told_to
from bot.services.news.titles import title_of, titled

PAGE = 6
_TICK = timedelta(microseconds=1)


class Following:
    """Keeps and ends what people follow; nobody reaches anybody else’s."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def offer(
        self,
        scope: Scope,
        kind: FollowKind,
        typed: str,
        *,
        user_id: int,
    ) -> FollowOffer:
        """What could be followed; raises UnknownNameError when nothing here goes by that."""

        def work(unit: Unit) -> FollowOffer:
            directory = self._directories.get(unit, scope.guild_id)
            found = target_of(directory, scope, kind, typed)
            mine = rules.follows(unit, scope.guild_id, user_id=user_id)
            return FollowOffer(
                kind=kind,
                key=found.key,
                title=title_of(found, found.key),
                held=tuple(
                    f for f in mine if directory.meant(f.target) == found.key and f.ended_at is None
                ),
            )

        return await self._database.read(work)

    async def follow(
        self,
        scope: Scope,
        kind: FollowKind,
        typed: str | None,
        *,
        user_id: int,
        pace: Pace,
        channel_id: int | None = None,
    ) -> FollowKept:
        """Tell a person, in a channel or in private, what changes from now on.

        The same in the same place is kept once, at the pace that was asked for last. Raises
        UnknownNameError, or InvalidInputError for more follows than one may have.
        """

        def work(unit: Unit) -> FollowKept:
            guild = scope.guild_id
            calendar.hold(unit, guild)
            directory = self._directories.get(unit, guild)
            target = target_of(directory, scope, kind, typed)
            mine = rules.follows(unit, guild, user_id=user_id)
            place = target.key, channel_id
            was = next(
                (f for f in mine if (directory.meant(f.target), f.channel_id) == place), None
            )
            now, before = self._clock.now(), None
            if was is None or was.ended_at is not None:
                check_room(mine)
                fresh = was or Follow(
                    id=secrets.token_hex(6),
                    user_id=user_id,
                    kind=kind,
                    target=target.key,
                    pace=pace,
                    mark=0,
                    made_at=now,
                    channel_id=channel_id,
                )
                kept = begun(unit, guild, fresh, pace, now)
            elif was.pace is not pace:
                kept, before = replace(was, pace=pace), was.pace
                _repace(unit, guild, directory, (was, kept), mine, now=now)
            else:
                kept = was
            (followed,) = titled(unit, guild, directory, [kept])
            return FollowKept(followed=followed, repeated=kept is was, before=before)

        return await self._database.write(work)

    async def again(
        self,
        scope: Scope,
        follow_id: str,
        *,
        user_id: int,
        channel_id: int | None,
        page: int = 0,
    ) -> FollowingAnswer:
        """Follow again what the bot has ended; the channel is the one in which it was told.

        Raises InvalidInputError when there is none of that id, or it is somebody else's.
        """

        def work(unit: Unit) -> FollowingAnswer:
            guild = scope.guild_id
            calendar.hold(unit, guild)
            mine = rules.follows(unit, guild, user_id=user_id)
            found = by_id(mine, follow_id)
            if found is None or found.channel_id != channel_id:
                raise InvalidInputError(GONE)
            if found.ended_at is not None:
                check_room(mine)
                begun(unit, guild, found, found.pace, self._clock.now())
            return self._mine(unit, scope, user_id, page)

        return await self._database.write(work)

    async def mine(self, scope: Scope, *, user_id: int, page: int = 0) -> FollowingAnswer:
        """One page of what a person follows here, in order of asking."""
        return await self._database.read(lambda unit: self._mine(unit, scope, user_id, page))

    async def end(
        self,
        scope: Scope,
        follow_id: str,
        *,
        user_id: int,
        page: int = 0,
    ) -> FollowingAnswer:
        """End a person's own follow, or take an ended one off the list.

        Raises InvalidInputError when there is none of that id, or it is somebody else's.
        """

        def work(unit: Unit) -> FollowingAnswer:
            calendar.hold(unit, scope.guild_id)
            mine = rules.follows(unit, scope.guild_id, user_id=user_id)
            found = by_id(mine, follow_id)
            if found is None:
                raise InvalidInputError(GONE)
            return self._ended(unit, scope, mine, [found], page)

        return await self._database.write(work)

    async def unfollow(self, scope: Scope, typed: str, *, user_id: int) -> FollowingAnswer:
        """End what goes by an id or a name, in every place; raises UnknownNameError for others."""

        def work(unit: Unit) -> FollowingAnswer:
            guild = scope.guild_id
            calendar.hold(unit, guild)
            mine = rules.follows(unit, guild, user_id=user_id)
            own = by_id(mine, typed)
            found = titled(unit, guild, self._directories.get(unit, guild), mine)
            ending = [own] if own else named(found, typed)
            return self._ended(unit, scope, mine, ending, 0)

        return await self._database.write(work)

    async def own(self, scope: Scope, typed: str, *, user_id: int) -> tuple[Followed, ...]:
        """What a person follows here that what is being typed may become, best first."""

        def work(unit: Unit) -> tuple[Followed, ...]:
            mine = rules.follows(unit, scope.guild_id, user_id=user_id)
            directory = self._directories.get(unit, scope.guild_id)
            found = titled(unit, scope.guild_id, directory, mine)
            if not normal(typed):
                return found
            hits = names_of(found).search(typed)
            return tuple(each for hit in hits for each in found if each.follow.target == hit.key)

        return await self._database.read(work)

    async def stop_by_post(self, post_id: int, follow_id: str, *, user_id: int) -> FollowStopped:
        """End a follow from a person's own post that told of it, wherever that was sent.

        Raises InvalidInputError for a post that is not theirs.
        """

        def work(unit: Unit) -> FollowStopped:
            guild = own_post(unit, user_id, post_id).guild_id
            calendar.hold(unit, guild)
            mine = rules.follows(unit, guild, user_id=user_id)
            found = by_id(mine, follow_id)
            if found is None:
                return FollowStopped(followed=None)
            directory = self._directories.get(unit, guild)
            (followed,) = titled(unit, guild, directory, [found])
            stop(unit, guild, mine, [found])
            return FollowStopped(followed=followed)

        return await self._database.write(work)

    async def told(
        self,
        post_id: int,
        after: int,
        *,
        user_id: int,
        page: int = 0,
    ) -> FollowNews:
        """One page of all that a person's own post told of, after an act, wherever it was sent.

        Raises InvalidInputError for a post that is not theirs, or of which they follow nothing now.
        """

        def work(unit: Unit) -> FollowNews:
            post = own_post(unit, user_id, post_id)
            guild = post.guild_id
            directory = self._directories.get(unit, guild)
            mine = [
                # A follow tells nothing that was written before it was made.
                replace(each, mark=max(after, rules.last_act_by(unit, guild, each.made_at - _TICK)))
                for each in rules.follows(unit, guild, user_id=user_id)
                if each.ended_at is None and reader_of(each) == Reader.of(post)
            ]
            if not mine:
                raise InvalidInputError(GONE)
            now, through = self._clock.now(), post.through or 0
            found = told_to(unit, guild, directory, mine, through=through, now=now)
            lines = [line for line, _ in found]
            start = min(page, max(0, len(lines) - 1) // LINES) * LINES
            answer = NewsAnswer(
                asked=Asked(at=now, zone=directory.zone),
                issue=None,
                after=after,
                through=through,
                lines=tuple(lines[start : start + LINES]),
                count=len(lines),
                page=start // LINES,
                has_more=len(lines) > start + LINES,
            )
            return FollowNews(post=post, answer=answer)

        return await self._database.read(work)

    def _ended(
        self,
        unit: Unit,
        scope: Scope,
        mine: Sequence[Follow],
        ending: Sequence[Follow],
        page: int,
    ) -> FollowingAnswer:
        directory = self._directories.get(unit, scope.guild_id)
        stopped = titled(unit, scope.guild_id, directory, ending)
        stop(unit, scope.guild_id, mine, ending)
        user_id = ending[0].user_id
        return replace(self._mine(unit, scope, user_id, page), stopped=stopped)

    def _mine(self, unit: Unit, scope: Scope, user_id: int, page: int) -> FollowingAnswer:
        mine = rules.follows(unit, scope.guild_id, user_id=user_id)
        ordered = sorted(mine, key=lambda each: each.ended_at is not None)
        page = min(page, max(0, len(ordered) - 1) // PAGE)
        start = page * PAGE
        directory = self._directories.get(unit, scope.guild_id)
        return FollowingAnswer(
            rows=titled(unit, scope.guild_id, directory, ordered[start : start + PAGE]),
            count=len(ordered),
            active=sum(each.ended_at is None for each in ordered),
            page=page,
            has_more=len(ordered) > start + PAGE,
        )


def _repace(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    change: tuple[Follow, Follow],
    mine: Sequence[Follow],
    *,
    now: datetime,
) -> None:
    """Change a follow's pace; what waited at the old one, or failed, is told at the new one."""
    was, kept = change
    # Before any follow is changed: who sends changes them in that order.
    sending.alone(unit)
    rules.keep_follow(unit, guild_id, kept)
    pending = reader_of(was) in untold(unit, guild_id, PostKind.FOLLOW)
    drop_unwanted(unit, guild_id, left=[each for each in mine if each is not was], ended=[was])
    if pending:
        again = f"/{secrets.token_hex(4)}"
        owe(unit, guild_id, directory, [reader_of(kept)], now=now, again=again)
