"""Personal reminders through the real tree: asking, listing, ending, snoozing, and the role."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.db import calendar
from bot.db.engine import Unit
from bot.domain.posts import PostKind, Reason
from bot.domain.records import Event
from bot.domain.reminding import PersonalReminder
from bot.domain.vocabulary import EventKind, EventStatus
from bot.domain.when import instant
from tests.cogs.conftest import World, buttons, inner, newest, texts
from tests.cogs.remind_steps import HOUR, START, TALKS, WINDOW, owed, send, stamp, wishes
from tests.cogs.samples import CITED
from tests.cogs.test_admin_rights import forged


@pytest.fixture
async def talks(world: World) -> World:
    await world.record(TALKS, WINDOW)
    return world


async def test_a_reminder_is_echoed_by_the_clock_and_owed_once(talks: World) -> None:
    shown = await talks.ask("remind", event="Talks in Jeddah", before="1 hour")
    assert shown.ephemeral
    assert stamp(START - HOUR) in texts(shown)
    assert "in private" in texts(shown)
    assert "/reminders" in texts(shown)
    (post,) = await owed(talks)
    assert (post.user_id, post.channel_id, post.due_at) == (talks.reader.id, None, START - HOUR)
    again = await talks.ask("remind", event="e-talks", before="60 min")
    assert "stands already" in texts(again)
    assert len(await wishes(talks)) == len(await owed(talks)) == 1
    await talks.press(again, "End it")
    assert not await wishes(talks)
    assert not await owed(talks)


async def test_a_window_is_named_by_its_days_alone(talks: World) -> None:
    shown = await talks.read("remind", event="Next round", before="1 day before it opens")
    assert "on 23 March 2025" in shown
    assert "before it opens" in shown
    shown = await talks.read("remind", event="Next round", before="when it opens")
    assert "on 24 March 2025" in shown
    assert "<t:" not in shown
    assert [post.kind for post in await owed(talks, "e-next")] == [PostKind.OPENS] * 2


async def test_in_a_channel_both_must_be_able_to_write(talks: World) -> None:
    shown = await talks.ask("remind", event="e-talks", before="1 hour", where="here")
    assert f"in <#{talks.channel.id}>" in texts(shown)
    (post,) = await owed(talks)
    assert (post.user_id, post.channel_id) == (talks.reader.id, talks.channel.id)
    everyone = talks.guild.default_role
    deny = discord.PermissionOverwrite(send_messages=False)
    rules = talks.guild.create_text_channel("rules", overwrites={everyone: deny})
    refused = await talks.reader.slash(
        rules, "remind", event="e-talks", before="2 hours", where="here"
    )
    assert "You may not write in #rules yourself" in texts(refused)
    (bot,) = (r for n, r in talks.guild.roles.items() if n not in {"@everyone", "Editors"})
    mute = talks.guild.create_text_channel("mute", overwrites={bot: deny})
    refused = await talks.reader.slash(
        mute, "remind", event="e-talks", before="2 hours", where="here"
    )
    assert "The bot may not send messages in #mute" in texts(refused)
    assert len(await wishes(talks)) == 1
    assert talks.env.errors


@pytest.mark.parametrize(
    ("event", "before", "said"),
    [
        ("e-talks", "3 days", "would have been 15 March 2025 13:00 UTC, which has passed"),
        ("e-talks", "3 days", "such as “24 hours before the start”"),
        ("e-talks", "soon", "no time before an event that can be read"),
        ("e-talks", "60 days", "too long"),
        ("Narnia", "1 hour", "No event here goes by"),
        ("\u202e@everyone", "1 hour", "No event here goes by"),
    ],
)
async def test_what_cannot_be_kept_is_refused_with_what_would_work(
    talks: World, event: str, before: str, said: str
) -> None:
    assert said in await talks.read("remind", event=event, before=before)
    assert not await wishes(talks)
    assert talks.env.errors


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (EventStatus.CANCELLED, "is cancelled, so there is nothing"),
        (EventStatus.POSTPONED, "is postponed, so there is nothing"),
        (EventStatus.HELD, "is over: it is recorded as held"),
        (EventStatus.NOT_HELD, "is over: it is recorded as not held"),
    ],
)
async def test_what_is_over_or_off_is_refused(world: World, status: EventStatus, said: str) -> None:
    await world.record(discord_event(status))
    assert said in await world.read("remind", event="e-talks", before="1 hour")
    assert world.env.errors


def discord_event(status: EventStatus) -> Event:
    return Event(
        key="e-talks",
        title="Talks in Jeddah",
        kind=EventKind.TALKS,
        when=instant(START),
        status=status,
        citation=CITED,
    )


async def test_what_has_started_is_refused(talks: World) -> None:
    talks.clock.at = START + HOUR
    shown = await talks.read("remind", event="e-talks", before="start")
    assert "was due to start at 18 March 2025 13:00 UTC, which has passed" in shown
    assert talks.env.errors


async def test_while_typing_only_times_that_are_ahead_are_offered(talks: World) -> None:
    async def offered(typed: str, event: str = "e-talks") -> list[str]:
        found = await talks.reader.autocomplete(
            talks.channel, "remind", "before", typed, event=event
        )
        return [each["name"] for each in found]

    assert await offered("") == [
        "at the start",
        "15 minutes before the start",
        "1 hour before the start",
        "24 hours before the start",
    ]
    assert (await offered("2h"))[0] == "2 hours before the start"
    assert await offered("", "e-next") == [
        "when it opens",
        "15 minutes before it opens",
        "1 hour before it opens",
        "24 hours before it opens",
        "7 days before it opens",
    ]
    assert await offered("", "zzz") == []


async def test_what_is_offered_can_be_sent(talks: World) -> None:
    for event in ("e-talks", "e-next", "e-call"):
        for each in await talks.reader.autocomplete(
            talks.channel, "remind", "before", "", event=event
        ):
            assert "You will be reminded" in await talks.read(
                "remind", event=event, before=each["value"]
            )


async def test_one_may_have_25_and_ending_one_makes_room(talks: World) -> None:
    def fill(unit: Unit) -> None:
        for minutes in range(25):
            calendar.keep_personal(
                unit,
                talks.guild.id,
                PersonalReminder(
                    id=f"w{minutes}",
                    user_id=talks.reader.id,
                    event="e-talks",
                    lead=timedelta(minutes=minutes),
                    made_at=talks.clock.now(),
                ),
            )

    await talks.database.write(fill)
    assert "You have 25 reminders here" in await talks.read(
        "remind", event="e-talks", before="1 hour"
    )
    other = await talks.editor.slash(talks.channel, "remind", event="e-talks", before="1 hour")
    assert "You will be reminded" in texts(other)
    listed = await talks.ask("reminders")
    assert "25 in all" in texts(listed)
    turned = await talks.press(listed, "Next page ›")
    ends = [press for press in all_presses(turned) if press.startswith("sb:remind-end")]
    await talks.reader.click(turned.response, custom_id=ends[0])
    assert "You will be reminded" in await talks.read("remind", event="e-talks", before="1 hour")
    assert talks.env.errors


def all_presses(shown: Any) -> list[str]:
    return [each["custom_id"] for each in inner(newest(shown).components) if "custom_id" in each]


async def test_the_list_says_when_each_comes_and_why_one_did_not(talks: World) -> None:
    assert "You have no reminders here" in await talks.read("reminders")
    await talks.ask("remind", event="e-talks", before="24 hours")
    await talks.ask("remind", event="e-talks", before="1 hour")
    await talks.ask("remind", event="e-next", before="when it opens")
    shown = await talks.read("reminders")
    assert stamp(START - HOUR) in shown
    assert "comes on 24 March 2025" in shown
    talks.clock.at = START - timedelta(hours=23)
    await send(talks, Reason.DM_CLOSED)
    shown = await talks.read("reminders")
    assert "could not be sent" in shown
    assert "Allow direct messages" in shown
    assert "where:here" in shown
    talks.clock.at = START - timedelta(minutes=5)
    await send(talks)
    assert "it comes again should the date move" in await talks.read("reminders")
    talks.clock.at = START + HOUR
    assert "1 hour before" not in await talks.read("reminders")


async def test_nobody_ends_what_is_somebody_elses(talks: World) -> None:
    await talks.ask("remind", event="e-talks", before="1 hour")
    (wish,) = await wishes(talks)
    shown = await forged(talks, talks.editor, f"sb:remind-end:{wish.id}")
    assert "it is not yours" in texts(shown)
    for press in ("sb:remind-end", "sb:remind-end:zz:\u0663", "sb:remind-stop:x", "sb:snooze:1"):
        assert (await forged(talks, talks.editor, press)).ephemeral
    assert await wishes(talks) == [wish]
    assert len(await owed(talks)) == 1


async def test_a_reminder_of_another_server_is_not_found(talks: World, new_world: Any) -> None:
    await talks.ask("remind", event="e-talks", before="1 hour")
    (wish,) = await wishes(talks)
    elsewhere = new_world()
    same = elsewhere.guild.add_member(talks.reader.user)
    shown = await forged(elsewhere, same, f"sb:remind-end:{wish.id}")
    assert "it is not yours" in texts(shown)
    assert await wishes(talks) == [wish]


async def test_a_button_offers_the_usual_times_and_keeps_one(talks: World) -> None:
    shown = await forged(talks, talks.reader, "sb:remind-me:e-talks")
    assert shown.ephemeral
    assert list(buttons(shown)) == [
        "At the start",
        "15 minutes before the start",
        "1 hour before the start",
        "24 hours before the start",
    ]
    kept = await talks.press(shown, "1 hour before the start")
    assert stamp(START - HOUR) in texts(kept)
    assert len(await owed(talks)) == 1
    late = await forged(talks, talks.reader, "sb:remind-set:e-talks:999999999999")
    assert "which has passed" in texts(late)
    talks.clock.at = START + HOUR
    gone = await forged(talks, talks.reader, "sb:remind-me:e-talks")
    assert "was due to start at" in texts(gone)


async def test_an_event_of_a_person_only_is_never_public(talks: World) -> None:
    """What one person asked for is owed to nobody else, and kept as no act of an editor."""

    def count(unit: Unit) -> int:
        return int(unit.exec_driver_sql("SELECT count(*) FROM act").scalar_one())

    before = await talks.database.read(count)
    await talks.ask("remind", event="e-talks", before="1 hour")
    assert await talks.database.read(count) == before
    assert {post.user_id for post in await owed(talks)} == {talks.reader.id}


async def test_privacy_says_what_is_kept_of_those_who_ask(world: World) -> None:
    shown = await world.read("privacy list")
    assert "**Of those who ask to be reminded or follow something:** the Discord user id" in shown
    assert "the messages go 30 days after they were due" in shown
