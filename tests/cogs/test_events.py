"""`/events`, the card of an event, calendar files, and what comes next, through the real tree."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from bot import choices
from bot.db import acts, log
from bot.db.engine import Unit
from bot.domain.records import Event, Role
from bot.domain.vocabulary import EventStatus, RoleKind, Verb
from bot.domain.when import days, instant
from bot.ui.press import custom_id
from tests.cogs.conftest import NewClient, World, buttons, inner, newest, texts
from tests.cogs.pressing import finish, forge
from tests.cogs.samples import CEASEFIRE, CITED, RECORDS, SUNDAY

(CALL,) = (each for each in RECORDS if isinstance(each, Event))


def options(shown: Any) -> dict[str, str]:
    """The options of an answer's menu: values by label."""
    return {
        option["label"]: option["value"]
        for component in inner(newest(shown).components)
        if component["type"] == 3
        for option in component["options"]
    }


def part(event: str, actor: str) -> Role:
    return Role(
        key=f"r-{event}-{actor}"[:32],
        actor=actor,
        role=RoleKind.PARTICIPANT,
        citation=CITED,
        event=event,
    )


async def amend(world: World, event: Event, verb: Verb, reason: str | None = None) -> None:
    """Write the next version of an event, a day later."""
    world.clock.advance(timedelta(days=1))

    def work(unit: Unit) -> None:
        act = acts.begin(unit, world.guild.id, what="test", at=world.clock.now(), by=1)
        was = log.versions(unit, Event, world.guild.id, event.key)[-1]
        acts.amend(act, was, event, verb=verb, reason=reason)

    await world.database.write(work)


async def entries(shown: Any) -> list[Any]:
    """The entries of the calendar file that an answer carries."""
    (attached,) = newest(shown).attachments
    calendar = icalendar.Calendar.from_ical(await attached.read())
    assert isinstance(calendar, icalendar.Calendar)
    return calendar.walk("VEVENT")


async def test_the_starter_packs_call_is_ahead_as_a_window(starter: World) -> None:
    shown = await starter.ask("events")
    assert not shown.ephemeral
    assert "ahead or still open, by date · 1 event" in texts(shown)
    assert (
        "**Conversation between Trump and Putin**\n"
        "expected 16–22 March 2025, inferred (the source says “this week”)\n"
    ) in texts(shown)
    assert "<t:" not in texts(shown)


async def test_all_four_events_of_the_starter_pack_open_their_cards(starter: World) -> None:
    shown = await starter.ask("events", when="all")
    assert "all, by date · 4 events" in texts(shown)
    fields = set()
    for value in options(shown).values():
        card = await starter.choose(shown, value)
        assert card.ephemeral
        fields.add(tuple(re.findall(r"^\*\*([^*]+)\*\*", texts(card), re.MULTILINE)))
    assert len(fields) == 1
    assert len(options(shown)) == 4
    assert len(await entries(await starter.press(shown, "Calendar file"))) == 4


async def test_a_card_says_who_takes_part_for_whom_and_who_announced_it(starter: World) -> None:
    shown = await starter.choose(await starter.ask("events"), "trump-putin-call")
    text = texts(shown)
    assert "- Donald Trump (participant), for United States (head)" in text
    assert "- Vladimir Putin (participant), for Russia (head)" in text
    assert "**Announced by** Steve Witkoff" in text
    assert "**Mode** phone" in text
    assert "**Issues** 30-day ceasefire proposal" in text
    assert "are scheduled to have a conversation this week" in text
    contact = await starter.choose(await starter.ask("events", when="past"), "rubio-lavrov")
    assert "**Follows** U.S.-Russia summit in Riyadh, held, February 2025" in texts(contact)


async def test_an_event_opens_from_the_timeline(world: World) -> None:
    timeline = await world.ask("timeline", actor="putin")
    card = await world.choose(timeline, CALL.key)
    assert texts(card).startswith("## Call between Trump and Putin")
    back = await world.press(card, "Timeline")
    assert texts(back).startswith("## Timeline")


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("March 2025", True),
        ("23 March 2025", True),
        ("24 March 2025", False),
        ("last month", False),
        ("past", False),
        ("all", True),
    ],
)
async def test_a_period_lists_what_overlaps_it(world: World, when: str, found: bool) -> None:  # noqa: FBT001 -- a table of expectations
    shown = await world.read("events", when=when)
    assert ("Call between Trump and Putin" in shown) is found
    if not found:
        assert "1 event is recorded" in shown


async def test_a_period_with_two_meanings_is_asked_back_in_words(world: World) -> None:
    shown = await world.ask("events", when="this week")
    assert shown.ephemeral
    assert "may mean 10–16 March 2025 or 16–22 March 2025" in texts(shown)
    assert "is no date that can be read" in await world.read("events", when="banana")
    assert world.env.errors


async def test_an_issue_narrows_the_list_and_an_empty_server_is_told_what_works(
    world: World,
    new_world: Callable[[], World],
) -> None:
    await world.record(replace(CALL, key="e-other", title="Other talks", issues=()))
    assert "Other talks" in await world.read("events")
    on = await world.read("events", issue=CEASEFIRE)
    assert on.startswith("## Events: 30-day ceasefire proposal")
    assert "Other talks" not in on
    shown = await new_world().read("events")
    assert "No event is recorded here. An editor can add one with /admin event add." in shown


async def test_what_has_passed_without_an_outcome_stays_and_says_so(world: World) -> None:
    world.clock.advance(timedelta(days=10))
    shown = await world.ask("events")
    assert "its time has passed, no outcome recorded" in texts(shown)
    card = await world.choose(shown, CALL.key)
    assert "Desk" in buttons(card)
    assert "Remind me" not in buttons(card)
    await amend(world, replace(CALL, status=EventStatus.HELD, outcome="They spoke."), Verb.SET)
    assert "Nothing is ahead or still open. 1 event is recorded" in await world.read("events")
    shown = await world.ask("events", when="past")
    assert "held, 16–23 March 2025" in texts(shown)
    card = await world.choose(shown, CALL.key)
    assert "**Outcome** They spoke." in texts(card)
    assert "Desk" in buttons(card)


async def test_a_moved_event_shows_its_new_date_and_where_it_came_from(world: World) -> None:
    at = datetime(2025, 3, 18, 15, tzinfo=UTC)
    moved = replace(CALL, when=instant(at), status=EventStatus.CONFIRMED)
    await amend(world, moved, Verb.SET, "The Kremlin names the hour.")
    shown = await world.ask("events")
    stamp = int(at.timestamp())
    assert f"confirmed for <t:{stamp}:F> (<t:{stamp}:R>)" in texts(shown)
    card = await world.choose(shown, CALL.key)
    recorded = int(world.clock.now().timestamp())
    assert (
        f"- <t:{recorded}:f> · moved from 16–23 March 2025 to <t:{stamp}:f>; confirmed, was "
        "expected: The Kremlin names the hour."
    ) in texts(card)
    (entry,) = await entries(await world.press(card, "Calendar file"))
    assert entry["dtstart"].dt == at
    assert entry["sequence"] == 1


async def test_the_card_as_it_was_known_leaves_out_what_came_later(world: World) -> None:
    then = world.clock.now()
    await amend(world, replace(CALL, status=EventStatus.CANCELLED), Verb.SET)
    micros = (then - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    digits = ""
    while micros:
        micros, rest = divmod(micros, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    shown = texts(await forge(world, custom_id("event", CALL.key, None, None, None, digits)))
    assert "**Status** expected" in shown
    assert "cancelled" not in shown
    assert "**Status** cancelled" in texts(await forge(world, custom_id("event", CALL.key)))


async def test_fifty_events_are_paged_and_one_file_holds_them_all(world: World) -> None:
    await world.record(
        *(
            replace(CALL, key=f"e{at:02}", title=f"Round {at:02}", when=days(date(2025, 4, 1)))
            for at in range(49)
        ),
    )
    shown = await world.ask("events")
    assert "50 events" in texts(shown)
    file = await world.press(shown, "Calendar file")
    assert file.ephemeral
    assert newest(file).content.startswith("Calendar file: Events, 50 events.")
    assert len({str(entry["uid"]) for entry in await entries(file)}) == 50
    seen = texts(shown)
    for _ in range(8):
        shown = await world.press(shown, "Next page ›")
        seen += texts(shown)
    assert all(f"**Round {at:02}**" in seen for at in range(49))
    assert "‹ Previous page" in buttons(shown)


async def test_a_page_of_a_period_stays_within_it(world: World) -> None:
    await world.record(
        *(replace(CALL, key=f"e{at}", when=days(date(2025, 4, 1 + at))) for at in range(9)),
    )
    shown = await world.ask("events", when="April 2025")
    assert "1–30 April 2025, by date · 9 events" in texts(shown)
    shown = await world.press(shown, "Next page ›")
    assert "1–30 April 2025, by date · 9 events · page 2" in texts(shown)
    assert len(await entries(await world.press(shown, "Calendar file"))) == 9


async def test_one_event_as_a_file_has_its_name_and_no_pings(world: World) -> None:
    await world.record(replace(CALL, key="e-evil", title="@everyone **bold**\nBEGIN:VEVENT"))
    card = await world.choose(await world.ask("events"), "e-evil")
    file = await world.press(card, "Calendar file")
    message = newest(file)
    assert file.ephemeral
    assert [each.filename for each in message.attachments] == ["e-evil.ics"]
    assert "@everyone" not in message.content
    (entry,) = await entries(file)
    assert entry["summary"] == "Expected: @everyone **bold** BEGIN:VEVENT"
    assert entry["dtstart"].dt == SUNDAY


async def test_buttons_of_events_survive_a_restart(world: World, new_client: NewClient) -> None:
    listed = await world.ask("events")
    card = await world.choose(listed, CALL.key)
    await world.env.restart_bot(new_client())
    assert texts(await world.choose(listed, CALL.key)) == texts(card)
    for shown in (listed, card):
        assert await entries(await world.press(shown, "Calendar file"))


@pytest.mark.parametrize("verb", ["event", "event-file"])
async def test_a_forged_button_finds_no_event_of_another_server(
    world: World,
    new_world: Callable[[], World],
    verb: str,
) -> None:
    other = new_world()
    await other.record(
        *(each for each in RECORDS if each.key in {"article", "zelenskyy", CEASEFIRE}),
    )
    assert world.guild.id != other.guild.id
    shown = await forge(other, custom_id(verb, CALL.key))
    assert shown.ephemeral
    assert "No event here goes by" in texts(shown)


@pytest.mark.parametrize(
    "press",
    [
        custom_id("event"),
        custom_id("event", "nothing"),
        custom_id("events-n", "2025.x"),
        custom_id("events-file", "rubbish"),
        custom_id("events-file", "past"),
        custom_id("event-file", "e" * 32),
        "sb:event:\u202e@everyone:[x](y)",
    ],
)
async def test_a_forged_button_of_events_gets_a_sentence(world: World, press: str) -> None:
    shown = await forge(world, press)
    assert shown.ephemeral
    assert texts(shown).rstrip().endswith((".", "?"))


async def test_names_of_events_are_offered_first_those_ahead(world: World) -> None:
    await world.record(replace(CALL, key="e-before", title="Talks", when=days(date(2025, 3, 1))))
    calendar = world.client.services.calendar
    offered = await choices.offered(calendar.suggest(world.guild.id, ""))
    assert [each.value for each in offered] == [CALL.key, "e-before"]
    assert offered[0].name == "Call between Trump and Putin · 16–23 March 2025"
    typed = await choices.offered(calendar.suggest(world.guild.id, "trump putin call"))
    assert typed[0].value == CALL.key
    assert await choices.offered(calendar.suggest(1, "")) == []


@pytest.mark.simcord(settle_timeout=1.0)
async def test_a_slow_database_is_waited_for_and_the_file_still_comes(
    world: World,
    slow_client: NewClient,
) -> None:
    shown = await world.ask("events")
    await world.env.restart_bot(slow_client())
    file = await world.press(shown, "Calendar file")
    await world.env.advance_time(2)
    assert file.acknowledged
    await finish(world)
    assert len(await entries(file)) == 1


async def test_the_stance_card_names_what_comes_next_in_one_place_for_all(world: World) -> None:
    for actor in ("putin", "russia", "zelenskyy", "us", "witkoff"):
        shown = await world.read("stance", actor=actor)
        assert "**Next** Call between Trump and Putin, expected 16–23 March 2025" in shown
    assert "**Next** Call between Trump and Putin" in await world.read("board")
    world.clock.advance(timedelta(days=10))
    for actor in ("putin", "us"):
        assert "**Next** none recorded" in await world.read("stance", actor=actor)
    assert "**Next** none recorded" in await world.read("board")


async def test_an_actors_own_event_comes_before_a_nearer_one_of_others(world: World) -> None:
    when = days(date(2025, 3, 15), date(2025, 3, 17))
    near = replace(CALL, key="e-near", title="Talks in Jeddah", when=when)
    await world.record(near, part("e-near", "ukraine"))
    assert "**Next** Talks in Jeddah" in await world.read("stance", actor="zelenskyy")
    assert "**Next** Talks in Jeddah" in await world.read("stance", actor="us")
    assert "**Next** Talks in Jeddah" in await world.read("board")
    # Russia itself takes part in neither; its voice does.
    for actor in ("putin", "russia"):
        assert "**Next** Call between Trump and Putin" in await world.read("stance", actor=actor)


async def test_another_issues_event_is_not_next(world: World) -> None:
    await amend(world, replace(CALL, issues=()), Verb.CORRECT, "Another issue.")
    assert "**Next** none recorded" in await world.read("stance", actor="putin")


async def test_nothing_is_ahead_of_a_day_gone_by_and_the_record_keeps_what_it_knew(
    world: World,
) -> None:
    world.clock.advance(timedelta(days=1))
    shown = await world.read("stance", actor="putin", as_of="16 March 2025")
    assert "**Next** none recorded" in shown
    await amend(world, replace(CALL, status=EventStatus.CANCELLED), Verb.SET)
    assert "**Next** none recorded" in await world.read("stance", actor="putin")
    known = await world.read("stance", actor="putin", known_at="16 March 2025")
    assert "**Next** Call between Trump and Putin, expected 16–23 March 2025" in known
