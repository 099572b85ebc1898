"""Who may do what on a server: which roles reach how far, and whose records a second one publishes."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import drafts, grants
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories, role_grants
from bot.domain.access import Level, Person, Review
from bot.domain.directory import Directory
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.services.access import Gate
from bot.services.setting_up import SettingUp, SetUp

MAX_ROLES = 50
_REPEATED = "This was set a moment ago. /setup roles shows what is."
_SAME = "This was set a moment ago. /setup review without a mode shows what is."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Who may do what.

    `grants` are (role id, level) pairs, the highest first; `review` is whose records wait for a
    second person, and `waiting` how many drafts do now.
    """

    grants: tuple[tuple[int, Level], ...]
    review: Review
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSet(SetUp):
    """How far a role reaches now and reached before; None: it has no say of its own."""

    role_id: int
    level: Level | None
    before: Level | None
    rights: Rights


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSet(SetUp):
    """Whose records wait for a second person now, and before."""

    review: Review
    before: Review
    rights: Rights


class RolesDesk:
    """Lets owners say who else may record, and who must look twice."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._directories = directories
        self._gate = Gate(database, directories)
        self._setting_up = SettingUp(database, clock, directories)

    async def shown(self, scope: Scope, *, by: Person) -> Rights:
        """Who may do what."""
        return await self._gate.read(
            scope,
            lambda unit: self._shown(unit, scope),
            by=by,
            needed=Level.OWNER,
        )

    async def set_role(
        self,
        scope: Scope,
        role_id: int,
        level: Level | None,
        *,
        by: Person,
        cause: str,
    ) -> RoleSet:
        """Let the members of a role be contributors or editors; None takes that away.

        Raises InvalidInputError for @everyone, for other levels, and for more than 50 roles.
        """
        if role_id == scope.guild_id:
            raise InvalidInputError(
                "Everybody has the role @everyone, and everybody would be an editor. Name a role "
                "that only those have whom you mean.",
            )
        if level not in {None, Level.CONTRIBUTOR, Level.EDITOR}:
            raise InvalidInputError(
                "A role makes contributors or editors. Owners are those with Manage Server.",
            )

        def change(unit: Unit, directory: Directory) -> RoleSet:
            before = directory.grants.get(role_id)
            if level is None:
                grants.drop_grant(unit, scope.guild_id, role_id)
            elif before is None and len(directory.grants) >= MAX_ROLES:
                raise InvalidInputError(
                    f"{MAX_ROLES} roles have a say here already. Take it from one first.",
                )
            else:
                grants.keep_grant(unit, scope.guild_id, role_id, level)
            rights = _rights(unit, scope, directory.review)
            return RoleSet(role_id=role_id, level=level, before=before, rights=rights)

        return await self._setting_up.once(
            scope, "setup roles", change, by=by, cause=cause, repeated=_REPEATED
        )

    async def set_review(
        self,
        scope: Scope,
        review: Review,
        *,
        by: Person,
        cause: str,
    ) -> ReviewSet:
        """Set whose records wait for a second person; what waits already goes on waiting."""

        def change(unit: Unit, directory: Directory) -> ReviewSet:
            grants.set_review(unit, scope.guild_id, review)
            rights = _rights(unit, scope, review)
            return ReviewSet(review=review, before=directory.review, rights=rights)

        return await self._setting_up.once(
            scope, "setup review", change, by=by, cause=cause, repeated=_SAME
        )

    def _shown(self, unit: Unit, scope: Scope) -> Rights:
        return _rights(unit, scope, self._directories.get(unit, scope.guild_id).review)


def _rights(unit: Unit, scope: Scope, review: Review) -> Rights:
    found = role_grants(unit, scope.guild_id)
    return Rights(
        grants=tuple(sorted(found.items(), key=lambda each: (-each[1], each[0]))),
        review=review,
        waiting=drafts.count_submitted(unit, scope.guild_id),
    )
