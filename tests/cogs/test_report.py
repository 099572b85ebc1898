"""A reader reports what a card shows, hears that it was kept, and sees what came of it."""

from datetime import timedelta
from typing import Any

from bot.db import acts, log, posts, reports
from bot.db.engine import Unit
from bot.domain.posts import PostKind, PostState
from bot.domain.records import Stance
from bot.domain.reports import Report, ReportState
from bot.domain.scope import Scope
from bot.domain.vocabulary import RecordState, Verb
from tests.cogs.conftest import NewClient, World, newest, texts
from tests.cogs.editing_steps import asked, send
from tests.people import owner

TEXT = "The second half of the sentence is missing: see https://example.org/full"


async def waiting(world: World) -> list[Report]:
    return await world.database.read(lambda unit: reports.waiting(unit, world.guild.id))


async def dialogue(world: World, shown: Any) -> Any:
    """Press Report on a card, and see the dialogue."""
    return await world.press(shown, "Report")


async def test_a_button_a_dialogue_and_it_is_kept_even_after_a_restart(
    world: World, new_client: NewClient
) -> None:
    card = await world.ask("stance", actor="putin")
    await world.env.restart_bot(new_client())
    shown = await dialogue(world, card)
    assert shown.modal["title"] == "Report: stance of Vladimir Putin"
    assert list(asked(shown)) == ["text"]
    await world.env.restart_bot(new_client())
    done = await send(world, shown, {"text": TEXT}, who=world.reader)
    assert "### Reported" in texts(done)
    assert newest(done).flags.ephemeral
    (kept,) = await waiting(world)
    assert (kept.record, kept.number, kept.text, kept.user_id) == (
        "s-putin",
        1,
        TEXT,
        world.reader.id,
    )
    again = await world.press(card, "Report")
    assert "You have reported this record already" in texts(again)


async def test_claims_are_chosen_from_a_menu_and_events_have_a_button(world: World) -> None:
    shown: Any = await world.choose(await world.ask("claims", actor="putin"), "c-lying:1")
    assert shown.modal["title"] == "Report: claim of Volodymyr Zelenskyy"
    await send(world, shown, {"text": TEXT}, who=world.reader)
    world.clock.advance(timedelta(minutes=1))
    card = await world.choose(await world.ask("events", when="all"), "e-call")
    shown = await dialogue(world, card)
    assert shown.modal["title"] == "Report: Call between Trump and Putin"
    await send(world, shown, {"text": TEXT}, who=world.reader)
    assert [each.record for each in await waiting(world)] == ["c-lying", "e-call"]


async def test_the_command_reports_in_one_go_or_asks_and_alone_shows_ones_own(world: World) -> None:
    assert "You have reported nothing here" in await world.read("report")
    assert "### Reported" in await world.read("report", record="putin", text=TEXT)
    shown = await world.ask("report", record="s-zelenskyy")
    await send(world, shown, {"text": "Not @everyone."}, who=world.reader)
    mine = await world.read("report")
    assert mine.count("It waits for an editor") == 2
    assert "Not @\u200beveryone." in mine
    first = (await waiting(world))[0]
    await world.client.services.reports.settle(
        Scope(guild_id=world.guild.id),
        first.id,
        ReportState.KEPT,
        "It is whole: see the source.",
        by=owner(world.editor.id),
    )
    after = await world.read("report")
    assert "The record stays as it is." in after
    assert "It is whole: see the source." in after


async def test_records_are_offered_while_one_types(world: World) -> None:
    offered = await world.reader.autocomplete(world.channel, "report", "record", "puti")
    values = [choice["value"] for choice in offered]
    assert values[0] == "s-putin"
    assert "c-lying" in values


async def test_what_cannot_be_reported_gives_the_words_back(world: World) -> None:
    told = await world.read("report", record="article", text=TEXT)
    assert "Stances, claims and events can be reported" in told
    assert TEXT.split(":", maxsplit=1)[0] in told
    assert await waiting(world) == []


async def test_a_record_taken_out_while_one_writes_gives_the_words_back(world: World) -> None:
    shown = await dialogue(world, await world.ask("stance", actor="putin"))

    def work(unit: Unit) -> None:
        act = acts.begin(unit, world.guild.id, what="test", at=world.clock.now())
        newest_ = log.versions(unit, Stance, world.guild.id, "s-putin")[-1]
        acts.amend(
            act,
            newest_,
            newest_.record,
            verb=Verb.RETRACT,
            reason="said by another",
            state=RecordState.RETRACTED,
        )

    await world.database.write(work)
    told = texts(await send(world, shown, {"text": TEXT}, who=world.reader))
    assert "taken out meanwhile" in told
    assert TEXT.split(":", maxsplit=1)[0] in told


async def test_an_answer_in_private_leads_to_ones_reports(world: World) -> None:
    await world.ask("report", record="putin", text=TEXT)
    (kept,) = await waiting(world)
    desk = world.client.services.reports
    await desk.settle(
        Scope(guild_id=world.guild.id), kept.id, ReportState.CORRECTED, None, by=owner(1)
    )

    def owed(unit: Unit) -> int:
        found = posts.in_states(unit, world.guild.id, tuple(PostState), limit=9)
        return next(each.id for each in found if each.kind is PostKind.ANSWER)

    number = await world.database.read(owed)
    card = await world.ask("stance", actor="zelenskyy")
    shown = newest(card)
    message = world.env.backend.get_message(world.channel.id, shown.id)
    message.components[0]["components"][-1]["components"][0]["custom_id"] = (
        f"sb:report-mine:{number}:~x"
    )
    told = await world.reader.click(shown, custom_id=f"sb:report-mine:{number}:~x")
    assert "The record was corrected." in texts(told)
    other = await world.editor.click(shown, custom_id=f"sb:report-mine:{number}:~x")
    assert "too old" in texts(other)
