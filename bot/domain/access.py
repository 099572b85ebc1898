"""Who may do what: Discord's own permission first, a server's roles where that does not reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.errors import NotAllowedError


class Level(IntEnum):
    """How far one reaches; each level may do all that those below it may."""

    READER = 0
    CONTRIBUTOR = 1
    EDITOR = 2
    OWNER = 3

    @property
    def noun(self) -> str:
        """The level as a word: “contributor”."""
        return self.name.lower()


class Review(StrEnum):
    """Whose records wait until a second person has published them."""

    OFF = "off"
    CONTRIBUTORS = "contributors"
    EVERYBODY = "everybody"

    def awaits(self, level: Level) -> bool:
        """Whether what somebody of this level records waits for a second person."""
        if self is Review.EVERYBODY:
            return True
        return self is Review.CONTRIBUTORS and level <= Level.CONTRIBUTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who asks, as Discord vouches for them with the interaction.

    `id` is a Discord user id, `manages` whether they hold Manage Server here, and `roles` are the
    ids of their roles.
    """

    id: int
    manages: bool = False
    roles: frozenset[int] = frozenset()


def level_of(person: Person, grants: Mapping[int, Level]) -> Level:
    """How far a person reaches: Manage Server makes an owner, else the highest of their roles."""
    if person.manages:
        return Level.OWNER
    return max((grants[role] for role in person.roles & grants.keys()), default=Level.READER)


def check_level(person: Person, grants: Mapping[int, Level], needed: Level) -> Level:
    """The person's level; raises NotAllowedError, which says what would help, when it is lower."""
    level = level_of(person, grants)
    if level < needed:
        raise NotAllowedError(_REFUSALS[needed])
    return level


_REFUSALS = {
    Level.CONTRIBUTOR: "This is for contributors and editors. It needs the permission Manage "
    "Server, or a role that an owner names with /setup roles.",
    Level.EDITOR: "This is for editors. It needs the permission Manage Server, or a role that an "
    "owner names with /setup roles.",
    Level.OWNER: "This is for owners. It needs the permission Manage Server. Ask an admin of this "
    "server.",
}
