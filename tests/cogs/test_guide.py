"""Help, method and privacy."""

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
    assert world.env.errors


async def test_every_command_has_help_with_an_example(world: World) -> None:
    for command in world.client.tree.walk_commands():
        if not isinstance(command, app_commands.Command) or command.root_parent:
            continue
        shown = await world.editor.slash(world.channel, "help", command=command.name)
        assert "Example:" in texts(shown), command.name
        assert len(command.description) <= 100
        assert all(str(each.description) != "…" for each in command.parameters)


async def test_help_suggests_command_names(world: World) -> None:
    found = await world.reader.autocomplete(world.channel, "help", "command", "/st")
    assert [each["value"] for each in found] == ["stance"]


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


async def test_privacy_says_what_is_kept_of_whom(world: World) -> None:
    shown = await world.ask("privacy")
    assert shown.ephemeral
    assert "**Of editors:**" in texts(shown)
    assert "**Of readers:** nothing." in texts(shown)


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
