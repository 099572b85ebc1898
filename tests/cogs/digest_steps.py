"""Steps that tests of digests share: setting them up, and what is owed and kept."""

from typing import Any

from bot.db import drafts, posts, rules
from bot.db.engine import Unit
from bot.domain.posts import Post, PostKind, PostState
from bot.domain.rules import Digest
from tests.cogs.conftest import World, inner, newest, texts
from tests.cogs.editing_steps import press
from tests.cogs.settings_steps import give

BUSY = (PostState.DUE, PostState.CLAIMED)


async def preview(world: World, who: Any = None, **options: Any) -> Any:
    """Let an editor type what a digest shall be; its preview."""
    shown = await give(world, "digest", who, **options)
    assert "### Preview" in texts(shown), texts(shown)
    return shown


async def save(world: World, who: Any = None, **options: Any) -> Any:
    """Let an editor type what a digest shall be, and save it."""
    shown = await preview(world, who, **options)
    done = await press(world, shown, "Save", who)
    assert "### Saved" in texts(done), texts(done)
    return done


async def chosen(world: World, at: int = 0, who: Any = None) -> Any:
    """Let an editor choose one from the list of all digests."""
    shown = newest(await give(world, "digest", who))
    (menu,) = [each for each in inner(shown.components) if each["type"] == 3]
    value = menu["options"][at]["value"]
    return await (who or world.editor).select(shown, [value], custom_id=menu["custom_id"])


async def kept(world: World) -> list[Digest]:
    """The digests of the server."""
    return await world.database.read(lambda unit: rules.digests(unit, world.guild.id))


async def owed(world: World) -> list[Post]:
    """The digests that are owed."""

    def work(unit: Unit) -> list[Post]:
        return posts.in_states(unit, world.guild.id, BUSY, limit=1000)

    found = await world.database.read(work)
    return [post for post in reversed(found) if post.kind is PostKind.DIGEST]


async def typed_bodies(world: World, kind: str = "digest") -> list[str]:
    """The drafts of the editor."""

    def work(unit: Unit) -> list[str]:
        found = drafts.of_editor(unit, world.guild.id, world.editor.id, kinds=[kind], limit=50)
        return [each.body for each in found]

    return await world.database.read(work)
