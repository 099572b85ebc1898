"""What readers ask: each method is one snapshot of the database and one answer."""

from itertools import chain

from bot.clock import Clock
from bot.db import claims
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.domain.directory import Directory
from bot.domain.scope import Scope
from bot.domain.vocabulary import ConditionState
from bot.errors import UnknownNameError
from bot.services.answers import (
    ActorsAnswer,
    ActorSummary,
    BoardAnswer,
    ClaimsAnswer,
    CompareAnswer,
    ConditionsAnswer,
    ConditionView,
    IssuesAnswer,
    IssueSummary,
    OthersAnswer,
    SourcesAnswer,
    StanceAnswer,
    StanceView,
    Suggestion,
    TimelineAnswer,
    WordsAnswer,
)
from bot.services.question import Question
from bot.services.snapshots import Snapshots

PAGE = 6
ACTORS_PAGE = 15
BOARD_PAGE = 10
CONDITIONS_PAGE = 10
CHOICES = 25
_OFF_SCALE = 9


class Lookups:
    """Answers readers' questions."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Read from this database, by this clock."""
        self._snapshots = Snapshots(database, clock, directories)
        self._ask = self._snapshots.ask

    async def stance(self, scope: Scope, actor: str, issue: str | None = None) -> StanceAnswer:
        """Where an actor stands; raises UnknownNameError for a name that nobody goes by."""
        return await self._ask(scope, lambda q: q.stance(q.directory.actor(actor), q.issue(issue)))

    async def compare(
        self,
        scope: Scope,
        first: str,
        second: str,
        issue: str | None = None,
    ) -> CompareAnswer:
        """Two actors on one issue, of one snapshot."""

        def answer(q: Question) -> CompareAnswer:
            on = q.issue(issue)
            return CompareAnswer(
                first=q.stance(q.directory.actor(first), on),
                second=q.stance(q.directory.actor(second), on),
            )

        return await self._ask(scope, answer)

    async def others(self, scope: Scope, actor: str, issue: str | None = None) -> OthersAnswer:
        """With whom an actor can be compared on an issue."""

        def answer(q: Question) -> OthersAnswer:
            on, who = q.issue(issue), q.directory.actor(actor)
            return OthersAnswer(asked=q.asked, actor=who, issue=on, others=q.others(who, on))

        return await self._ask(scope, answer)

    async def board(
        self,
        scope: Scope,
        issue: str | None = None,
        *,
        page: int = 0,
    ) -> BoardAnswer:
        """One page of every holder's current stance on an issue."""

        def answer(q: Question) -> BoardAnswer:
            on = q.issue(issue)
            found = q.latest(on)
            views = q.current
            ordered = sorted((views.stance(each) for each in found), key=board_order)
            rows = sorted(ordered, key=lambda row: row.unlooked is not None)
            roles = tuple((views.actor(role.actor), role) for role in q.directory.roles_in(on.key))
            heard = {row.holder.key for row in rows}
            heard |= {row.principal.key for row in rows if row.principal}
            start = page * BOARD_PAGE
            return BoardAnswer(
                asked=q.asked,
                issue=on,
                rows=tuple(rows[start : start + BOARD_PAGE]),
                holders=len(rows),
                page=page,
                has_more=len(rows) > start + BOARD_PAGE,
                unlooked=sum(row.unlooked is not None for row in rows),
                roles=roles,
                silent=tuple(dict.fromkeys(who for who, _ in roles if who.key not in heard)),
                next_event=q.next_event(on),
            )

        return await self._ask(scope, answer)

    async def timeline(
        self,
        scope: Scope,
        actor: str | None = None,
        issue: str | None = None,
        *,
        page: int = 0,
    ) -> TimelineAnswer:
        """One page of what happened on an issue, to all or by and about one actor."""

        def answer(q: Question) -> TimelineAnswer:
            on = q.issue(issue)
            who = q.directory.actor(actor) if actor else None
            start = page * PAGE
            entries = q.timeline(on, who, limit=start + PAGE + 1)
            return TimelineAnswer(
                asked=q.asked,
                issue=on,
                actor=who,
                entries=tuple(entries[start : start + PAGE]),
                page=page,
                has_more=len(entries) > start + PAGE,
            )

        return await self._ask(scope, answer)

    async def claims(
        self,
        scope: Scope,
        actor: str | None = None,
        issue: str | None = None,
        *,
        page: int = 0,
    ) -> ClaimsAnswer:
        """One page of what is said about an actor and its voices, or about anybody."""

        def answer(q: Question) -> ClaimsAnswer:
            on = q.issue(issue)
            who = q.directory.actor(actor) if actor else None
            found = claims.claims(
                q.unit,
                scope,
                on.key,
                about=q.group(who, on) if who else None,
                limit=PAGE + 1,
                offset=page * PAGE,
            )
            return ClaimsAnswer(
                asked=q.asked,
                issue=on,
                actor=who,
                claims=q.views.claims(found[:PAGE]),
                page=page,
                has_more=len(found) > PAGE,
            )

        return await self._ask(scope, answer)

    async def conditions(
        self,
        scope: Scope,
        issue: str | None = None,
        *,
        page: int = 0,
    ) -> ConditionsAnswer:
        """One page of the conditions of the current stances on an issue, the open ones first."""

        def answer(q: Question) -> ConditionsAnswer:
            on = q.issue(issue)
            found = q.latest(on)
            views = q.views_of(found)
            rows = sorted((views.stance(each) for each in found), key=board_order)
            named = chain.from_iterable(row.conditions for row in rows)
            found_all = sorted(named, key=lambda each: not _is_open(each))
            start = page * CONDITIONS_PAGE
            return ConditionsAnswer(
                asked=q.asked,
                issue=on,
                conditions=tuple(found_all[start : start + CONDITIONS_PAGE]),
                count=len(found_all),
                open_count=sum(map(_is_open, found_all)),
                page=page,
                has_more=len(found_all) > start + CONDITIONS_PAGE,
            )

        return await self._ask(scope, answer)

    async def sources(self, scope: Scope, actor: str, issue: str | None = None) -> SourcesAnswer:
        """Where all that is recorded by and about an actor on an issue was read."""
        return await self._ask(
            scope,
            lambda q: q.sources(q.directory.actor(actor), q.issue(issue)),
        )

    async def words(self, scope: Scope, key: str) -> WordsAnswer:
        """The whole words of one record; raises UnknownNameError when none goes by that key."""

        def answer(q: Question) -> WordsAnswer:
            found = q.words(key)
            if found is None:
                raise UnknownNameError(
                    "This record is not here any more. Ask the command again.",
                    typed=key,
                )
            return found

        return await self._ask(scope, answer)

    async def issues(self, scope: Scope) -> IssuesAnswer:
        """The issues that a server follows."""

        def answer(q: Question) -> IssuesAnswer:
            usual = q.directory.usual_issue(scope.channel_id)
            return IssuesAnswer(
                asked=q.asked,
                issues=tuple(
                    IssueSummary(
                        issue=issue,
                        holders=len(q.latest(issue)),
                        usual=issue.key == usual,
                    )
                    for issue in q.directory.issues.values()
                ),
            )

        return await self._ask(scope, answer)

    async def actors(self, scope: Scope, *, page: int = 0) -> ActorsAnswer:
        """One page of the actors that a server knows."""

        def answer(q: Question) -> ActorsAnswer:
            ordered = sorted(q.directory.actors.values(), key=lambda actor: actor.name.casefold())
            start = page * ACTORS_PAGE
            return ActorsAnswer(
                asked=q.asked,
                actors=tuple(
                    ActorSummary(actor=actor, offices=q.offices(actor))
                    for actor in ordered[start : start + ACTORS_PAGE]
                ),
                page=page,
                has_more=len(ordered) > start + ACTORS_PAGE,
            )

        return await self._ask(scope, answer)

    async def directory(self, guild_id: int) -> Directory:
        """The server's present names and settings."""
        return await self._snapshots.directory(guild_id)

    async def suggest_actors(self, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """At most 25 actors that what is being typed may become, best first."""
        directory = await self.directory(guild_id)
        return tuple(
            Suggestion(
                label=actor.name
                if hit.via in {actor.name, actor.key}
                else f"{actor.name} ({hit.via})",
                key=actor.key,
            )
            for actor, hit in directory.find_actors(typed, limit=CHOICES)
        )

    async def suggest_issues(self, guild_id: int, typed: str) -> tuple[Suggestion, ...]:
        """At most 25 issues that what is being typed may become, best first."""
        directory = await self.directory(guild_id)
        return tuple(
            Suggestion(label=issue.title, key=issue.key)
            for issue in directory.find_issues(typed, limit=CHOICES)
        )


def _is_open(view: ConditionView) -> bool:
    return view.condition.state is ConditionState.OPEN


def board_order(row: StanceView) -> tuple[int, str]:
    """Most accepting first, then off the scale, each by name."""
    value = row.stance.record.position.value_on_scale
    return (_OFF_SCALE if value is None else -value, row.holder.name.casefold())
