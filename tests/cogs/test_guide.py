"""Help and method."""

import re

from discord import app_commands

from bot.domain.method import method
from bot.ui.method_card import CHAPTERS
from tests.cogs.conftest import World, texts


async def test_help_lists_the_commands_that_there_are(world: World) -> None:
    shown = await world.ask("help")
    assert shown.ephemeral
    readers = [
        command.qualified_name
        for command in world.client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
        and (command.root_parent or command).default_permissions is None
    ]
    assert {"stance", "board", "timeline", "compare", "claims", "conditions"} <= set(readers)
    for name in readers:
        assert f"`/{name}`" in texts(shown)
    assert "/admin" not in texts(shown)


async def test_help_gives_editors_their_own_first_steps(world: World) -> None:
    shown = await world.editor.slash(world.channel, "help")
    assert "First steps for editors" in texts(shown)


async def test_help_explains_one_command_with_an_example(world: World) -> None:
    shown = await world.read("help", command="/Stance")
    assert "Example: /stance actor:Putin" in shown
    assert "`/stance actor [issue] [as_of] [known_at]`" in shown
    assert "`known\\_at`" in shown or "`known_at` (may be left out)" in shown
    assert "There is no command “nonsense”" in await world.read("help", command="nonsense")
    assert "Did you mean /stance?" in await world.read("help", command="stanse")
    spaced = await world.editor.slash(world.channel, "help", command="/admin  stance SET")
    assert texts(spaced).startswith("## /admin stance set")
    assert world.env.errors


async def test_every_command_has_help_with_an_example(world: World) -> None:
    for command in world.client.tree.walk_commands():
        assert 1 < len(command.description) <= 100, command.qualified_name
        if not isinstance(command, app_commands.Command):
            continue
        name = command.qualified_name
        shown = await world.editor.slash(world.channel, "help", command=name)
        assert f"Example: /{name}" in texts(shown), name
        example = texts(shown).partition("Example: ")[2].partition("\n")[0]
        named = set(re.findall(r"(\w+):", example))
        assert named <= {each.display_name for each in command.parameters}, example
        assert all(1 < len(str(each.description)) <= 100 for each in command.parameters)
        assert all(str(each.description) != "…" for each in command.parameters)


async def test_help_suggests_command_names(world: World) -> None:
    found = await world.reader.autocomplete(world.channel, "help", "command", "/st")
    assert found[0]["value"] == "stance"


async def test_the_method_shows_every_code_with_its_test(world: World) -> None:
    shown = await world.ask("method")
    pages = [texts(shown)]
    for _ in CHAPTERS[1:]:
        shown = await world.press(shown, "Next page ›")
        pages.append(texts(shown))
    whole = "\n".join(pages)
    known = method()
    for family in (
        known.position,
        known.commitment,
        known.condition_kind,
        known.condition_form,
        known.condition_state,
        known.basis,
        known.directness,
        known.relation,
        known.certainty,
    ):
        for term in family.values():
            assert term.label in whole
            assert term.test in whole
    assert known.rule in whole
    assert "`[+  ]` **Agrees in principle**" in await world.read("method", chapter=1)


async def test_help_for_editors_names_every_command_or_counts_the_rest(world: World) -> None:
    shown = texts(await world.editor.slash(world.channel, "help"))
    names = [
        command.qualified_name
        for command in world.client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    ]
    named = [name for name in names if f"`/{name}`" in shown]
    assert len(named) == len(names) or "more: type / to see them all" in shown
    assert "`/admin stance set`" in shown
