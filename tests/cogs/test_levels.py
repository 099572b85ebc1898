"""Who reaches what: every command and every button, walked as reader, contributor, editor and owner.

Discord hides commands, and a server may show them to anybody: what counts is what the services say.
"""

import pytest

from bot.domain.access import Level
from bot.domain.scope import Scope
from bot.services.wired import Services
from tests.cogs.conftest import World
from tests.cogs.level_steps import People, commands_of, table
from tests.people import owner

# What is said and what happens, and one's own drafts of it.
CONTRIBUTED = {
    "admin actor add",
    "admin claim add",
    "admin claim retract",
    "admin condition correct",
    "admin condition settle",
    "admin drafts",
    "admin event add",
    "admin event cancel",
    "admin event correct",
    "admin event move",
    "admin event outcome",
    "admin log",
    "admin stance confirm",
    "admin stance correct",
    "admin stance retract",
    "admin stance set",
    "admin undo",
}


# What the buttons of each level are called, or begin with; all others are the readers’.
PRESSED = {
    Level.CONTRIBUTOR: (
        "after",
        "al-",
        "draft",
        "event-held",
        "event-nothold",
        "event-redate",
        "log-act",
        "log-undo",
        "name-",
        "split-",
        "undo",
    ),
    Level.EDITOR: (
        "after-same",
        "after-silent",
        "fair-",
        "freeze-",
        "import-",
        "log-b",
        "log-n",
        "log-show",
        "post-again",
        "review-",
    ),
    Level.OWNER: ("alert-off", "alerts", "digest", "setup-"),
}
CHANNEL = "channel"
# Arguments that a handler reads before it asks a service.
ARGS = {
    "log-b": ("all",),
    "log-n": ("all",),
    "log-show": ("all",),
    "review-after": ("same", "after/r-call/ceasefire-30-day"),
    "review-answer": ("1", "kept"),
    "review-do": ("held", "date/e-call"),
    "review-settle": ("1", "kept"),
    "setup-roles": ("1",),
}


def pressing(verb: str) -> Level:
    """The least level that a button is for: the longest name that it begins with decides."""
    fitting = [
        (len(name), level)
        for level, names in PRESSED.items()
        for name in names
        if verb.startswith(name)
    ]
    return max(fitting)[1] if fitting else Level.READER


def expected(name: str) -> Level:
    """The least level that a command is for."""
    if name in CONTRIBUTED or name.startswith("Record "):
        return Level.CONTRIBUTOR
    return {"setup": Level.OWNER, "admin": Level.EDITOR}.get(name.partition(" ")[0], Level.READER)


@pytest.fixture
async def people(world: World, services: Services) -> People:
    roles = {}
    for level in (Level.CONTRIBUTOR, Level.EDITOR):
        role = world.guild.create_role(level.noun)
        roles[level] = role.id
        await services.roles.set_role(
            Scope(guild_id=world.guild.id), role.id, level, by=owner(1), cause=level.noun
        )
    return People(world, roles)


async def test_each_level_reaches_its_commands_and_no_more(people: People) -> None:
    """A level reaches what those below it reach: the least is where the services begin to let in."""
    found = {}
    for command in commands_of(people.world.client):
        for level in Level:
            if await people.gives(level, command):
                found[command.qualified_name] = level
                break
    print(table(found))  # noqa: T201 -- `pytest -s` shows who reaches what
    assert found == {name: expected(name) for name in found}


async def test_each_level_presses_its_buttons_and_no_more(people: People) -> None:
    """Whoever forges a press is refused by the same services."""
    found = {}
    for verb in people.world.client._presses:
        for level in Level:
            args = ARGS.get(verb, ("1", "1", "1", "1"))
            args = tuple(str(people.world.channel.id) if arg is CHANNEL else arg for arg in args)
            if await people.presses(level, verb, args):
                found[verb] = level
                break
    print(table(found))  # noqa: T201 -- `pytest -s` shows who reaches what
    assert found == {verb: pressing(verb) for verb in found}
