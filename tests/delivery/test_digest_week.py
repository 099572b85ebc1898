"""A week of digests on the starter pack, by the bot's own sender and a clock that moves.

`week_told` gives the seven days' texts, word for word as Discord has them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.delivery.sender import Delivery
from bot.domain.posts import PostKind, PostState, Reason
from bot.domain.scope import Scope
from bot.packs.starter import load_starter
from bot.services.editing.answers import Preview, Published
from bot.services.editing.forms import (
    ClaimForm,
    CorrectForm,
    EventMoveForm,
    EventOutcomeForm,
    Form,
    StanceForm,
)
from bot.services.news.digest_answers import DigestPreview, DigestSet
from bot.services.news.digest_drafts import DigestTyped
from tests.app.fake_discord import CHANNEL, GUILD
from tests.delivery.office import DESK, Office
from tests.people import owner

EDITOR = 1
SCOPE = Scope(guild_id=GUILD, channel_id=CHANNEL)
CALL = "Conversation between Trump and Putin"
# Nine by the clock of Kyiv, on the Monday after the article's Sunday.
MONDAY = datetime(2025, 3, 17, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Told:
    """What stood in the channel, and what of digests at the desk, by the end of a day's morning."""

    day: str
    channel: tuple[str, ...]
    desk: tuple[str, ...]


@dataclass(slots=True)
class Week:
    """One server over one week; what is recorded comes through the editors' own desk."""

    office: Office

    async def begin(self) -> Delivery:
        """Take in the starter pack, and set up the desk and a digest of all days at nine."""
        services = self.office.services
        await self.office.set_up(desk_id=DESK)
        await services.packs.apply(GUILD, load_starter(), by=owner(EDITOR))
        await services.settings.set_zone(SCOPE, "Europe/Kyiv", by=owner(EDITOR), cause="zone")
        typed = DigestTyped(channel_id=CHANNEL, days="every day", at="9:00")
        seen = await services.digests.prepare(SCOPE, typed, by=owner(EDITOR))
        assert isinstance(seen, DigestPreview)
        assert seen.draft_id is not None
        done = await services.digests.save(SCOPE, seen.draft_id, seen.seen, by=owner(EDITOR))
        assert isinstance(done, DigestSet)
        return self.office.process()

    async def publish(self, form: Form, at: datetime) -> str:
        """Let an editor record something; its key."""
        self.office.clock.at = at
        editing = self.office.services.editing
        seen = await editing.start(SCOPE, form, by=owner(EDITOR))
        assert isinstance(seen, Preview), seen
        done = await editing.publish(SCOPE, seen.draft_id, by=owner(EDITOR))
        assert isinstance(done, Published), done
        return done.key or ""

    async def morning(self, sender: Delivery, day: int, at: datetime | None = None) -> Told:
        """Let time pass until nine on a day, or later; what came with it."""
        office, until = self.office, at or MONDAY + day * DAY
        known, heard = len(office.texts()), len(office.texts(DESK))
        while (due := await office.services.outbox.next_at()) is not None and due <= until:
            office.clock.at = max(due, until if at else due, office.clock.at)
            await sender.drain()
        office.clock.at = until
        about = [text for text in office.texts(DESK)[heard:] if "had nothing new" in text]
        return Told(NAMES[day], tuple(office.texts()[known:]), tuple(about))


async def week_told(office: Office) -> list[Told]:
    """Monday to Sunday: some quiet days, a change, a correction, a missed day, an outcome."""
    week = Week(office)
    sender = await week.begin()
    told = [await week.morning(sender, 0)]
    stance = await week.publish(
        StanceForm(
            actor="putin",
            position="rejects",
            quote="We will not stop before our questions are answered.",
            source="The Daily — Kremlin says no",
            url="https://example.org/no",
            said="17 March 2025",
        ),
        MONDAY + 7 * HOUR,
    )
    told.append(await week.morning(sender, 1))
    await week.publish(
        CorrectForm(
            record=stance,
            position="rejects as drafted",
            reason="The whole speech says that it is about this draft.",
        ),
        MONDAY + DAY + 6 * HOUR,
    )
    told += [await week.morning(sender, 2), await week.morning(sender, 3)]
    await week.publish(
        EventMoveForm(
            event=CALL,
            when="22 March 2025 15:00 Kyiv",
            quote="The call is on Saturday at three, Kyiv time.",
            source="The Daily — A date is set",
        ),
        MONDAY + 3 * DAY + 7 * HOUR,
    )
    # On Friday nobody sends; what is recorded meanwhile is told on Saturday with the rest.
    told.append(Told(f"{NAMES[4]}, and nobody sends", (), ()))
    await week.publish(
        ClaimForm(
            claimant="zelenskyy",
            about="putin",
            relation="ascribes motive",
            quote="He is playing for time.",
            source="The Daily — Kyiv answers",
            said="21 March 2025",
        ),
        MONDAY + 4 * DAY + 8 * HOUR,
    )
    told.append(await week.morning(sender, 5, MONDAY + 5 * DAY + 2 * HOUR))
    await week.publish(
        EventOutcomeForm(
            event=CALL,
            result="held",
            outcome="They spoke for two hours.",
            quote="They spoke for two hours.",
            source="The Daily — The call",
        ),
        MONDAY + 5 * DAY + 11 * HOUR,
    )
    told.append(await week.morning(sender, 6))
    return told


def printed(told: list[Told]) -> str:
    """The week as a text to read."""
    lines = []
    for each in told:
        lines.append(f"=== {each.day} ===")
        lines += [f"[channel]\n{text}\n" for text in each.channel] or ["[channel] nothing\n"]
        lines += [f"[desk]\n{text}\n" for text in each.desk]
    return "\n".join(lines)


async def digest_posts(office: Office) -> list[Any]:
    found = [post for post in await office.posts() if post.kind is PostKind.DIGEST]
    return sorted(found, key=lambda post: post.due_at)


async def test_a_week_of_digests_on_the_starter_pack(office: Office) -> None:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = told = await week_told(office)
    assert (monday.channel, thursday.channel, friday.channel) == ((), (), ())
    assert "nothing new since" in monday.desk[0]
    assert [each.day for each in told if each.desk] == ["Monday"], "the desk hears once a week"

    (change,) = tuesday.channel
    assert "We will not stop before our questions are answered." in change
    assert "[The Daily](https://example.org/no)" in change
    assert "Conversation between Trump and Putin" in change, "what is next in the calendar"
    (correction,) = wednesday.channel
    assert "Corrections" in correction
    assert "The whole speech says that it is about this draft." in correction
    assert "What changed" not in correction, "a correction is no change"

    (late,) = saturday.channel
    assert "This digest is 26 hours late." in late
    assert "He is playing for time." in late
    assert "Conversation between Trump and Putin" in late
    (outcome,) = sunday.channel
    assert "They spoke for two hours." in outcome
    assert "late" not in outcome.splitlines()[2]

    posts = await digest_posts(office)
    assert [post.reason for post in posts if post.state is PostState.SKIPPED] == [
        Reason.NOTHING_NEW,
        Reason.NOTHING_NEW,
    ]
    assert [post.due_at.weekday() for post in posts if post.state is PostState.SENT] == [1, 2, 4, 6]
    await office.all_arrived_once()


async def test_after_the_week_a_second_run_sends_nothing(office: Office) -> None:
    await week_told(office)
    before = office.texts()
    again = office.process()
    await again.drain()
    office.clock.at += DAY
    await again.drain()
    assert office.texts() == before
