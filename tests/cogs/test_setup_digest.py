"""Setting up a digest: shown before it is saved, changed, paused, undone; nothing typed is lost."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import discord
import pytest

from bot.db import acts as acts_of
from bot.db import breakages, log, rules
from bot.db.engine import Unit
from bot.domain.days import WEEKDAYS
from bot.domain.posts import Reason
from bot.domain.records import Issue
from bot.domain.rules import MOST_DIGESTS, WhenEmpty
from bot.domain.schedules import EVERY_DAY
from bot.domain.vocabulary import RecordState, Verb
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.digest_steps import chosen, kept, owed, preview, save, typed_bodies
from tests.cogs.editing_steps import asked, edit, press, send
from tests.cogs.samples import CEASEFIRE
from tests.cogs.settings_steps import acts, give

MONDAY = datetime(2025, 3, 17, 9, tzinfo=UTC)
TITLE = "30-day ceasefire proposal"


async def test_nothing_given_says_how_to_begin_and_then_lists_every_digest(world: World) -> None:
    before = await acts(world)
    shown = await give(world, "digest")
    assert shown.ephemeral
    assert "There is none yet" in texts(shown)
    assert await acts(world) == before
    await save(world, issue=TITLE, days="weekdays", at="9am", zone="Europe/Kyiv", language="uk")
    listed = texts(await give(world, "digest"))
    for said in (f"<#{world.channel.id}>", TITLE, "weekdays at 09:00 by the clock of Europe/Kyiv"):
        assert said in listed
    assert "Українська" in listed
    assert listed.count("<t:") == 5


async def test_a_preview_shows_the_digest_as_it_would_be_and_its_next_runs_and_saves_nothing(
    starter: World,
) -> None:
    world = starter
    before = await acts(world)
    shown = await preview(world, days="weekdays", at="9am")
    for said in (
        "Nothing is saved yet",
        f"<t:{int(MONDAY.timestamp())}:F> – Monday 17 March 2025, 09:00 in UTC",
        "Friday 21 March 2025",
        "example: what it would say of the last seven days",
        "Agrees in principle",
        "The issue is the usual one here",
    ):
        assert said in texts(shown)
    assert "Saturday" not in texts(shown)
    assert "would hear once a week" in texts(shown)
    await give(world, "desk", channel=world.channel)
    assert "the editors’ desk hears once a week" in texts(await preview(world, days="weekdays"))
    before += 1
    assert (await kept(world), await owed(world), await acts(world)) == ([], [], before)


async def test_a_saved_digest_is_owed_and_undo_takes_it_back_and_brings_it_again(
    world: World,
) -> None:
    done = await save(world, issue=TITLE, days="weekdays", at="9am", empty="send")
    (digest,) = await kept(world)
    assert (digest.issue, digest.at, digest.days) == (CEASEFIRE, time(9), WEEKDAYS)
    assert (digest.empty, digest.paused) == (WhenEmpty.SEND, False)
    assert [(post.due_at, post.channel_id) for post in await owed(world)] == [
        (MONDAY, world.channel.id)
    ]
    gone = await press(world, done, "Undo")
    assert "### Removed" in texts(gone)
    assert (await kept(world), await owed(world)) == ([], [])
    await press(world, gone, "Undo")
    assert await kept(world) == [digest]
    assert [post.due_at for post in await owed(world)] == [MONDAY]


async def test_a_change_keeps_what_was_not_given_and_says_what_was_before(world: World) -> None:
    await save(world, days="weekdays", at="9am", language="uk")
    (before,) = await kept(world)
    shown = await preview(world, at="18:00")
    assert "**Time:** 18:00 (before: 09:00)" in texts(shown)
    assert "what it would say now" in texts(shown)
    done = await press(world, shown, "Save")
    assert await kept(world) == [replace(before, at=time(18))]
    await press(world, done, "Undo")
    assert await kept(world) == [before]


async def test_what_is_set_so_already_offers_nothing_to_save(world: World) -> None:
    await save(world, at="9am")
    shown = await preview(world, at="09:00")
    assert "nothing would change" in texts(shown)
    assert "Save" not in buttons(shown)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"days": "someday"}, "names no days of the week"),
        ({"at": "9"}, "in the morning or in the evening"),
        ({"zone": "Kyjiw"}, "is no time zone"),
        ({"issue": "the moon landing"}, "No issue here goes by"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_kept_and_can_be_changed(
    world: World,
    options: dict[str, Any],
    why: str,
) -> None:
    typed = {"days": "Mon, Wed", "at": "21:30"} | options
    shown = await give(world, "digest", **typed)
    assert why in texts(shown)
    assert "What you typed is kept" in texts(shown)
    for text in typed.values():
        assert text in texts(shown)
    assert len(await typed_bodies(world)) == 1
    button = "Change the issue" if "issue" in options else "Change"
    dialogue = await press(world, shown, button)
    good = {"days": "Mon, Wed", "at": "21:30", "zone": "UTC"}
    seen = await send(world, dialogue, {"issue": "all"} if "issue" in options else good)
    assert "### Preview" in texts(seen)
    await press(world, seen, "Save")
    (digest,) = await kept(world)
    assert (set(digest.days), digest.at) == ({0, 2}, time(21, 30))


async def test_the_dialogue_knows_what_was_typed_and_cancelling_gives_it_back(
    world: World,
) -> None:
    shown = await preview(world, days="Mon, Wed", at="9am", language="uk", empty="send")
    fields = asked(await press(world, shown, "Change"))
    assert fields["days"]["value"] == "Mon, Wed"
    assert [o["value"] for o in fields["language"]["options"] if o.get("default")] == ["uk"]
    assert [o["value"] for o in fields["empty"]["options"] if o.get("default")] == ["send"]
    gone = await press(world, shown, "Cancel")
    assert "Days: Mon, Wed\nTime: 9am" in texts(gone)
    assert await typed_bodies(world) == []


async def test_one_that_stands_can_be_changed_in_a_dialogue(world: World) -> None:
    await save(world, days="weekdays", at="9am")
    dialogue = await press(world, await chosen(world), "Change")
    assert asked(dialogue)["at"]["value"] == "09:00"
    seen = await send(world, dialogue, {"days": "every day", "at": "noon", "zone": "UTC"})
    await press(world, seen, "Save")
    (digest,) = await kept(world)
    assert (digest.days, digest.at) == (EVERY_DAY, time(12))


async def test_a_channel_that_may_not_be_used_is_refused_and_what_was_typed_given_back(
    world: World,
) -> None:
    denied = discord.PermissionOverwrite(send_messages=False)
    overwrites = {world.editor: denied, world.guild.default_role: denied}
    news = world.guild.create_text_channel("rules", overwrites=overwrites)
    shown = await give(world, "digest", channel=news, days="Mon, Wed", at="21:30")
    assert "You may not write in #rules yourself" in texts(shown)
    assert "Days: Mon, Wed\nTime: 21:30" in texts(shown)
    assert await kept(world) == []


async def test_paused_it_owes_nothing_and_resumed_it_goes_on(world: World) -> None:
    await save(world, at="9am")
    paused = await press(world, await chosen(world), "Pause")
    assert "### Paused" in texts(paused)
    assert "When resumed, it would come" in texts(paused)
    assert await owed(world) == []
    assert "Paused: nothing is sent." in texts(await give(world, "digest"))
    await press(world, await chosen(world), "Resume")
    assert [post.due_at for post in await owed(world)] == [MONDAY]


async def test_removing_one_leaves_the_others(world: World) -> None:
    await save(world, issue=TITLE, at="9am")
    await save(world, issue="all", at="10am")
    assert [digest.issue for digest in await kept(world)] == [None, CEASEFIRE]
    await press(world, await chosen(world), "Remove")
    assert [digest.issue for digest in await kept(world)] == [CEASEFIRE]
    shown = await press(world, await chosen(world), "Preview")
    assert "So it is set up." in texts(shown)
    back = await press(world, await press(world, shown, "Set-up"), "All digests")
    assert texts(back).count("by the clock of") == 1


async def test_each_channel_and_issue_has_one_and_several_must_be_named(world: World) -> None:
    await save(world, issue=TITLE, at="9am")
    await save(world, issue="all", at="10am")
    await save(world, issue="all", at="11am")
    assert [digest.at.hour for digest in await kept(world)] == [11, 9]
    shown = await give(world, "digest", at="12pm")
    assert "This channel has 2 digests" in texts(shown)
    seen = await send(world, await press(world, shown, "Change"), {"at": "12pm"})
    assert "This channel has 2 digests" in texts(seen)


async def test_a_digest_can_move_to_another_channel_with_what_it_has_not_told(
    world: World,
) -> None:
    await save(world, at="9am", days="weekdays")
    (before,) = await kept(world)
    other = world.guild.create_text_channel("other")
    shown = await preview(world, channel=other)
    assert f"<#{world.channel.id}> is told of this already" in texts(shown)
    moved = await press(world, shown, "Move that one here")
    assert f"<#{other.id}> (before: <#{world.channel.id}>)" in texts(moved)
    done = await press(world, moved, "Save")
    assert await kept(world) == [replace(before, channel_id=other.id)]
    assert [post.channel_id for post in await owed(world)] == [other.id]
    await press(world, done, "Undo")
    assert await kept(world) == [before]


async def test_no_server_has_more_than_its_limit(world: World) -> None:
    await save(world, at="9am")
    (digest,) = await kept(world)

    def fill(unit: Unit) -> None:
        for at in range(1, MOST_DIGESTS):
            more = replace(digest, id=f"d{at}", channel_id=at)
            rules.keep_digest(unit, world.guild.id, more)

    await world.database.write(fill)
    other = world.guild.create_text_channel("other")
    shown = await give(world, "digest", channel=other, at="9am")
    assert f"A server can have {MOST_DIGESTS} digests" in texts(shown)
    listed = await give(world, "digest")
    assert "weekdays" not in texts(listed)
    assert "### Digest\n" in texts(await chosen(world, MOST_DIGESTS - 1))


@pytest.mark.parametrize(
    ("now", "at", "said"),
    [
        (datetime(2025, 3, 28, 12, tzinfo=UTC), "03:30", "skip 03:30, so it comes at 04:30"),
        (datetime(2025, 3, 28, 12, tzinfo=UTC), "09:00", "forward that day; it stays at 09:00"),
        (datetime(2025, 10, 24, 12, tzinfo=UTC), "03:30", "pass 03:30 twice: it comes the first"),
        (datetime(2025, 10, 24, 12, tzinfo=UTC), "09:00", "back that day; it stays at 09:00"),
    ],
)
async def test_a_preview_names_what_the_clocks_do_on_the_day_of_a_run(
    world: World, now: datetime, at: str, said: str
) -> None:
    world.clock.at = now
    assert said in texts(await preview(world, at=at, zone="Europe/Kyiv"))


async def test_a_channel_that_refused_posts_is_tried_again_when_it_is_named(world: World) -> None:
    await save(world, at="9am")

    def broken(unit: Unit) -> None:
        breakages.note_breakage(
            unit,
            world.guild.id,
            world.channel.id,
            Reason.NO_ACCESS,
            at=world.clock.now(),
            detail=None,
        )

    await world.database.write(broken)
    assert "Nothing is sent there now" in texts(await give(world, "digest"))
    shown = await preview(world, channel=world.channel)
    assert "Nothing is sent there now" not in texts(await press(world, shown, "Save"))
    assert "Nothing is sent there now" not in texts(await give(world, "digest"))


async def test_an_issue_that_was_taken_out_of_the_record_is_said_to_be_so(world: World) -> None:
    await save(world, issue=TITLE, at="9am")

    def retract(unit: Unit) -> None:
        guild = world.guild.id
        was = log.versions(unit, Issue, guild, CEASEFIRE)[-1]
        act = acts_of.begin(unit, guild, what="test", at=world.clock.now())
        state = RecordState.RETRACTED
        acts_of.amend(act, was, was.record, verb=Verb.RETRACT, reason="A reason.", state=state)

    await world.database.write(retract)
    gone = "was taken out of the record"
    for shown in (await give(world, "digest"), await chosen(world)):
        assert TITLE in texts(shown)
        assert gone in texts(shown)
    dialogue = await press(world, await chosen(world), "Change")
    seen = await send(world, dialogue, {"at": "18:00"})
    assert gone in texts(seen)
    await press(world, seen, "Save")
    assert (await kept(world))[0].at == time(18)


async def test_drafts_of_digests_are_not_among_the_records_drafts(world: World) -> None:
    await preview(world, at="9am")
    assert "You have no drafts here" in texts(await edit(world, "drafts"))
