"""An event is moved or called off while its reminder is on the way."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.delivery.sender import Delivery
from bot.domain.posts import Post, PostKind, PostState, Reason
from bot.domain.scope import Scope
from bot.services.calendar.settings import CalendarChange
from bot.services.editing.answers import Preview
from bot.services.editing.forms import (
    EventCancelForm,
    EventCorrectForm,
    EventForm,
    EventMoveForm,
    Form,
)
from tests.app.fake_discord import CHANNEL, GUILD, READER
from tests.app.fake_faults import (
    RESET_AFTER,
    RESET_BEFORE,
    Fault,
    hang_after,
    hang_before,
    scripted,
)
from tests.delivery.office import Office
from tests.people import owner

HERE = Scope(guild_id=GUILD)
CITED = {"quote": "They will speak.", "source": "The Paper — Talks"}
MOVED = EventMoveForm(event="call", when="20 March 2025 15:00 UTC", **CITED)
BACK = EventMoveForm(event="call", when="16 March 2025 13:00 UTC", **CITED)
CANCELLED = EventCancelForm(event="call", **CITED)
CHANGES = pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        (MOVED, PostKind.MOVED, "Its date has changed."),
        (CANCELLED, PostKind.CANCELLED, "cancelled"),
    ],
    ids=["moved", "cancelled"],
)


@dataclass(slots=True)
class Desk:
    """A call in an hour, of which the channel is to be reminded an hour before and at its start."""

    office: Office
    process: Delivery

    async def publish(self, form: Form) -> None:
        editing = self.office.services.editing
        seen = await editing.start(HERE, form, by=owner(READER))
        assert isinstance(seen, Preview), seen
        await editing.publish(HERE, seen.draft_id, by=owner(READER))

    async def begin_sending(self) -> "asyncio.Task[None]":
        """Let the first reminder hang at Discord's."""
        sending = asyncio.create_task(self.process.drain())
        await self.office.discord.until(lambda: self.office.discord.channels.faults.held)
        return sending

    async def by_kind(self, kind: PostKind) -> list[Post]:
        return [post for post in await self.office.posts() if post.kind is kind]

    @property
    def said(self) -> list[str]:
        return self.office.texts()


@pytest.fixture
async def desk(office: Office) -> Desk:
    change = CalendarChange(channel_id=CHANNEL, leads=(timedelta(hours=1), timedelta(0)))
    settings = office.services.calendar_settings
    await settings.change(HERE, change, what="t", by=owner(READER), cause="c")
    made = Desk(office, office.process())
    await made.publish(EventForm(title="Call", when="16 March 2025 13:00 UTC", **CITED))
    return made


@CHANGES
@pytest.mark.parametrize("hang", [hang_before(), hang_after()], ids=["before", "after"])
async def test_a_reminder_that_went_out_is_followed_by_one_notice(
    desk: Desk,
    hang: Fault,
    change: Form,
    kind: PostKind,
    words: str,
) -> None:
    desk.office.discord.channels.faults.policy = scripted(hang)
    sending = await desk.begin_sending()
    await desk.publish(change)
    desk.office.discord.channels.faults.release()
    await sending
    await desk.process.drain()
    assert len(desk.said) == 2
    assert "It is" in desk.said[0]
    assert words in desk.said[1]
    (notice,) = await desk.by_kind(kind)
    assert notice.state is PostState.SENT
    await desk.office.all_arrived_once()


@CHANGES
async def test_a_reminder_that_never_arrived_is_withdrawn_and_nobody_is_told(
    desk: Desk,
    change: Form,
    kind: PostKind,
    words: str,
) -> None:
    desk.office.discord.channels.faults.policy = scripted(RESET_BEFORE)
    await desk.process.drain()
    await desk.publish(change)
    await step(desk)
    first = (await desk.by_kind(PostKind.REMINDER))[0]
    assert first.state is PostState.SKIPPED
    assert first.reason in {Reason.MOVED, Reason.CANCELLED}
    (notice,) = await desk.by_kind(kind)
    assert (notice.state, notice.reason) == (PostState.SKIPPED, Reason.REPLACED)
    assert desk.said == []
    assert len(desk.office.arrivals) == 1


@CHANGES
async def test_a_reminder_that_arrived_without_a_word_is_found_and_followed_by_the_notice(
    desk: Desk,
    change: Form,
    kind: PostKind,
    words: str,
) -> None:
    desk.office.discord.channels.nonce_window = 0.0
    desk.office.discord.channels.faults.policy = scripted(RESET_AFTER)
    await desk.process.drain()
    await desk.publish(change)
    await step(desk)
    assert len(desk.said) == 2
    assert words in desk.said[1]
    assert (await desk.by_kind(PostKind.REMINDER))[0].state is PostState.SENT
    await desk.office.all_arrived_once()


async def test_moved_and_moved_back_while_it_was_tried_it_is_owed_for_its_time(desk: Desk) -> None:
    desk.office.discord.channels.faults.policy = scripted(RESET_BEFORE)
    await desk.process.drain()
    desk.office.clock.advance(timedelta(seconds=1))
    await desk.publish(MOVED)
    await desk.publish(BACK)
    await step(desk)
    desk.office.clock.advance(timedelta(hours=1))
    await desk.office.finish(desk.process)
    # The start is told, and no change of a date that nobody had heard of.
    assert len(desk.said) == 1
    assert "starts now" in desk.said[0]
    assert all(post.kind is PostKind.REMINDER for post in await desk.office.posts() if post.told)


async def test_retitled_while_it_was_tried_it_keeps_its_words(desk: Desk) -> None:
    """Discord compares nonces, not words: what may have arrived is what is sent, then corrected."""
    desk.office.discord.channels.faults.policy = scripted(RESET_BEFORE)
    await desk.process.drain()
    await desk.publish(EventCorrectForm(event="call", reason="Misspelt", title="The call"))
    await step(desk)
    first, second = desk.office.arrivals
    assert first.body == second.body
    assert "### Call" in first.body["components"][0]["components"][0]["content"]
    assert desk.said[0].startswith("### ~~Call~~")
    assert "↳ **Corrected**" in desk.said[0]


async def step(desk: Desk) -> None:
    """Let the pause after a failed attempt pass."""
    desk.office.clock.advance(timedelta(seconds=2))
    await desk.process.drain()
