"""Those who ask, in tests of services."""

from bot.domain.access import Person


def owner(user_id: int = 1) -> Person:
    """Somebody with Manage Server."""
    return Person(id=user_id, manages=True)


def member(user_id: int, *roles: int) -> Person:
    """Somebody with these roles and no permission of Discord's."""
    return Person(id=user_id, roles=frozenset(roles))
