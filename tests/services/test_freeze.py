"""A freeze: nothing changes by any way there is, it ends by itself, and who is refused is told when."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import ManualClock
from bot.db import posts, sending
from bot.db.engine import Database, Unit
from bot.domain.access import Level
from bot.domain.posts import NewPost, PostKind, PostState, Reason
from bot.domain.records import Actor
from bot.domain.scope import Scope
from bot.domain.vocabulary import ActorKind, AfterFound
from bot.errors import ConflictError, FrozenError, InvalidInputError, NotAllowedError
from bot.packs.starter import load_starter
from bot.services.editing.answers import Preview, Published
from bot.services.editing.forms import RetractForm
from tests.people import member, owner
from tests.services.news_samples import GUILD, PUTIN, REJECTS, Desk, starter

HERE = Scope(guild_id=GUILD)
BY = owner(1)
EDITORS = 77
# The clock stands on Sunday 16 March 2025 at noon, UTC.
TUESDAY_ENDS = datetime(2025, 3, 19, tzinfo=UTC)


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    return await starter(sqlite, clock)


async def freeze(desk: Desk, until: str = "18 March", reason: str = "Audit") -> int:
    done = await desk.services.freeze.set(HERE, until, reason, by=BY, cause=f"f{until}{reason}")
    return done.seq


async def _again(desk: Desk) -> object:
    new = NewPost(key="x", kind=PostKind.DATES, due_at=desk.clock.now(), channel_id=1)
    now = desk.clock.now()

    def fail(unit: Unit) -> int:
        posts.owe(unit, GUILD, [new])
        [post] = sending.claim(unit, now=now, until=now + timedelta(hours=1), by="s", limit=1)
        sending.mark(unit, post.id, PostState.FAILED, Reason.REFUSED, by="s")
        return post.id

    post = await desk.database.write(fail)
    return await desk.services.post_log.again(HERE, post, by=BY, cause="again")


NEW = Actor(key="modi", name="Narendra Modi", kind=ActorKind.PERSON)
PACK = replace(load_starter(), actors=(*load_starter().actors, NEW))
Way = Callable[[Desk], Awaitable[object]]
WAYS: dict[str, Way] = {
    "a draft is published": lambda d: d.publish(REJECTS),
    "a record is retracted": lambda d: d.publish(RetractForm(record=PUTIN, reason="misread")),
    "an act is undone": lambda d: d.undo(1),
    "a pack is imported": lambda d: d.services.packs.apply(GUILD, PACK, by=BY),
    "the host imports a pack": lambda d: d.services.packs.apply(GUILD, PACK, by=None),
    "the zone is set": lambda d: d.services.settings.set_zone(HERE, "Asia/Tokyo", by=BY, cause="z"),
    "a role is given": lambda d: d.services.roles.set_role(HERE, 5, Level.EDITOR, by=BY, cause="r"),
    "a failed post is tried again": _again,
}


async def test_while_frozen_nothing_changes_by_any_way(desk: Desk) -> None:
    """Each is refused with the date, writes nothing, and works when the freeze has ended by itself."""
    await freeze(desk)
    mark = await desk.mark()
    for name, way in WAYS.items():
        with pytest.raises(FrozenError, match=r"until 19 March 2025, 00:00 \(UTC\)"):
            await way(desk)
        assert await desk.mark() == mark, name
    desk.clock.at = TUESDAY_ENDS
    assert (await desk.services.freeze.shown(HERE, by=BY)).until is None
    await desk.publish(REJECTS)
    assert await desk.mark() == mark + 1


async def test_a_draft_that_was_refused_is_kept_and_published_afterwards(desk: Desk) -> None:
    editing = desk.services.editing
    await freeze(desk)
    seen = await editing.start(HERE, REJECTS, by=BY)
    assert isinstance(seen, Preview)
    with pytest.raises(FrozenError):
        await editing.publish(HERE, seen.draft_id, by=BY)
    await freeze(desk, "off", "")
    assert isinstance(await editing.publish(HERE, seen.draft_id, by=BY), Published)


async def test_what_was_said_after_an_event_waits_as_well(desk: Desk) -> None:
    directory = await desk.services.lookups.directory(GUILD)
    part = next(
        role for role in directory.roles if role.event and directory.events[role.event].issues
    )
    [issue, *_] = directory.events[part.event or ""].issues
    await freeze(desk)
    with pytest.raises(FrozenError):
        await desk.services.after.answer(
            HERE, part.key, issue, AfterFound.NOTHING_SAID, by=BY, cause="a"
        )


async def test_a_freeze_lasts_as_long_as_the_words_say(desk: Desk) -> None:
    for until, ends in {
        "18 March": TUESDAY_ENDS,
        "in 2 hours": datetime(2025, 3, 16, 14, tzinfo=UTC),
        "tomorrow 18:00": datetime(2025, 3, 17, 18, tzinfo=UTC),
    }.items():
        await freeze(desk, until)
        shown = await desk.services.freeze.shown(HERE, by=BY)
        assert shown.until == ends
        assert shown.act is not None
        assert (shown.act.why, shown.act.by) == ("Audit", 1)


async def test_what_cannot_be_a_freeze_is_refused_and_changes_nothing(desk: Desk) -> None:
    mark = await desk.mark()
    for until, reason, words in (
        ("14 March 2025", "Audit", "past|passed"),
        ("2030", "Audit", "more than a year away"),
        ("soonish", "Audit", "no date"),
        ("18 March", "  ", "Say in the reason"),
        ("18 March", "x" * 501, "below 500"),
        ("off", "", "Nothing is frozen"),
    ):
        with pytest.raises(InvalidInputError, match=words):
            await freeze(desk, until, reason)
    assert await desk.mark() == mark


async def test_a_freeze_is_ended_extended_and_undone(desk: Desk) -> None:
    first = await freeze(desk)
    longer = await freeze(desk, "20 March", "Longer")
    with pytest.raises(ConflictError):
        await desk.undo(first)
    await desk.undo(longer)
    assert (await desk.services.freeze.shown(HERE, by=BY)).until == TUESDAY_ENDS
    ended = await freeze(desk, "off", "")
    assert (await desk.services.freeze.shown(HERE, by=BY)).until is None
    await desk.undo(ended)
    assert (await desk.services.freeze.shown(HERE, by=BY)).until == TUESDAY_ENDS
    await desk.undo(await desk.mark())
    assert (await desk.services.freeze.shown(HERE, by=BY)).until is None


async def test_only_editors_freeze(desk: Desk) -> None:
    await desk.services.roles.set_role(HERE, 5, Level.CONTRIBUTOR, by=BY, cause="r")
    for who in (member(3), member(3, 5)):
        with pytest.raises(NotAllowedError):
            await desk.services.freeze.set(HERE, "18 March", "x", by=who, cause="x")
        with pytest.raises(NotAllowedError):
            await desk.services.freeze.shown(HERE, by=who)


async def test_another_server_goes_on(desk: Desk) -> None:
    await freeze(desk)
    assert (await desk.services.packs.apply(901, load_starter(), by=BY)).act is not None


async def test_a_freeze_that_is_back_is_told_with_its_own_reason(desk: Desk) -> None:
    await freeze(desk)
    longer = await freeze(desk, "20 March", "Elections")
    undone = await desk.undo(longer)
    shown = await desk.services.freeze.shown(HERE, by=BY)
    assert shown.act is not None
    assert (shown.until, shown.act.why) == (TUESDAY_ENDS, "Audit")
    await desk.undo(undone)
    again = await desk.services.freeze.shown(HERE, by=BY)
    assert again.act is not None
    assert again.act.why == "Elections"
