"""Two people at one draft at once, on both databases: it never comes back once it is published."""

import asyncio

from bot.clock import ManualClock
from bot.db import drafts
from bot.db.engine import Database
from bot.domain.access import Review
from bot.domain.scope import Scope
from bot.services.desk.items import DraftItem
from bot.services.editing.answers import Preview, Submitted
from bot.services.editing.forms import ActorForm
from bot.services.wired import wire
from tests.people import owner

SCOPE = Scope(guild_id=77)


async def exists(database: Database, draft: str) -> bool:
    found = await database.read(lambda unit: drafts.find(unit, SCOPE.guild_id, draft))
    return found is not None


async def test_a_draft_that_is_published_while_its_author_changes_it_is_there_once(
    database: Database, clock: ManualClock
) -> None:
    """Either the change came first and is shown, or it is refused and given back: never both."""
    services, author, second = wire(database, clock), owner(1), owner(2)
    for at in range(3):
        await services.roles.set_review(SCOPE, Review.EVERYBODY, by=author, cause=f"all {at}")
        form = ActorForm(name=f"Ada {at}", kind="person")
        seen = await services.editing.start(SCOPE, form, by=author)
        assert isinstance(seen, Preview)
        done = await services.editing.publish(SCOPE, seen.draft_id, by=author)
        assert isinstance(done, Submitted)
        shown = await services.review.page(SCOPE, by=second, ref=f"draft/{seen.draft_id}")
        assert shown.entry is not None
        assert isinstance(shown.entry.item, DraftItem)
        assert shown.entry.item.outcome is not None
        mark = shown.entry.item.outcome.stand.mark
        await asyncio.gather(
            services.editing.publish(SCOPE, seen.draft_id, by=second, seen=mark),
            services.editing.revise(SCOPE, seen.draft_id, {"title": "Countess"}, by=author),
            return_exceptions=True,
        )
        name, key = f"Ada {at}", seen.draft_id
        directory = await services.lookups.directory(SCOPE.guild_id)
        published = any(actor.name == name for actor in directory.actors.values())
        assert published is not await exists(database, key)
