"""What editors do with stances, through the real commands, dialogues and buttons."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.records import Claim, Source, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import Basis, MandateKind, Position, RecordState, Verb
from bot.domain.when import days
from bot.services.editing.answers import Published
from bot.services.wired import Services
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.editing_steps import (
    COMPLETE,
    QUOTE,
    another_editor,
    asked,
    card,
    edit,
    live,
    press,
    publish,
    send,
    versions,
)
from tests.cogs.samples import speaks
from tests.people import owner


async def test_what_is_published_is_on_the_next_card_and_undone_it_is_gone(world: World) -> None:
    before = await card(world)
    seen = await edit(world, "stance set", **COMPLETE)
    assert seen.ephemeral
    assert "Nothing is published yet" in texts(seen)
    assert await card(world) == before
    done = await press(world, seen, "Publish")
    assert "Published" in texts(done)
    after = await card(world)
    assert QUOTE in after
    assert "Accepts" in after
    undone = await press(world, done, "Undo")
    assert "Undone" in texts(undone)
    assert await card(world) == before
    again = await press(world, undone, "Bring it back")
    assert QUOTE in await card(world)
    await press(world, again, "Bring it back")
    assert await card(world) == before


async def test_a_preview_shows_what_was_understood_and_what_stands_before_it(world: World) -> None:
    shown = texts(await edit(world, "stance set", **{**COMPLETE, "said": "last Thursday"}))
    assert "13 March 2025" in shown
    assert "last Thursday" in shown
    assert "own words" in shown
    assert "Recorded so far: `[+  ]` Agrees in principle" in shown
    assert "not given; read on 16 March 2025" in shown
    assert "names no condition other than that the other side does the same" in shown


async def test_what_the_options_lack_is_asked_for_and_nothing_given_is_asked_again(
    world: World,
) -> None:
    shown = await edit(world, "stance set", actor="putin", position="accepts", said="16 March 2025")
    fields = asked(shown)
    assert list(fields) == ["quote", "source", "url", "said", "conditions"]
    assert fields["said"]["value"] == "16 March 2025"
    assert len(shown.modal["title"]) <= 45
    seen = await send(
        world,
        shown,
        {
            "quote": QUOTE,
            "source": "The Daily — Yes",
            "url": "",
            "said": "16 March 2025",
            "conditions": "reciprocity: Ukraine stops too\nWho verifies it?",
        },
    )
    assert "Reciprocity, demand: Ukraine stops too" in texts(seen)
    assert "Other, question: Who verifies it?" in texts(seen)
    await press(world, seen, "Publish")
    stance = next(each for each in await live(world, Stance) if each.evidence.words == QUOTE)
    assert [each.text for each in stance.conditions] == ["Ukraine stops too", "Who verifies it?"]
    assert stance.evidence.basis is Basis.OWN_WORDS


async def test_a_date_with_two_meanings_is_asked_and_the_answer_kept(world: World) -> None:
    shown = await edit(world, "stance set", **{**COMPLETE, "said": "this week"})
    assert "10–16 March 2025" in texts(shown)
    assert "Publish" not in buttons(shown)
    seen = await press(world, shown, "10–16 March 2025")
    assert "10–16 March 2025" in texts(seen)
    await press(world, seen, "Publish")
    stance = next(each for each in await live(world, Stance) if each.evidence.words == QUOTE)
    assert stance.evidence.said.phrase == "this week"
    assert stance.evidence.said.first_day.isoformat() == "2025-03-10"


async def test_edit_keeps_the_rest_and_changes_the_preview_in_place(world: World) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    dialogue = await press(world, seen, "Edit position")
    assert asked(dialogue)["actor"]["value"] == "putin"
    again = await send(
        world,
        dialogue,
        {"actor": "putin", "position": ["rejects"], "issue": "", "voice": "", "commitment": []},
    )
    assert again.response.id == seen.response.id
    assert "Rejects" in texts(again)
    assert QUOTE in texts(again)


async def test_a_wrong_name_is_refused_with_a_near_one_and_can_be_mended(world: World) -> None:
    shown = await edit(world, "stance set", **{**COMPLETE, "actor": "Zelnsky Volodimir Jr"})
    assert "Not published yet" in texts(shown)
    assert QUOTE in texts(shown)
    dialogue = await press(world, shown, "Edit position")
    seen = await send(
        world,
        dialogue,
        {"actor": "Зеленський", "position": ["accepts"], "issue": "", "voice": ""},
    )
    assert "Volodymyr Zelenskyy" in texts(seen)


async def test_a_position_is_never_guessed(world: World) -> None:
    shown = texts(await edit(world, "stance set", **{**COMPLETE, "position": "accept"}))
    assert "Did you mean “Accepts”" in shown


async def test_the_future_has_not_been_said(world: World) -> None:
    shown = await edit(world, "stance set", **{**COMPLETE, "said": "20 March 2025"})
    assert "Publish" not in buttons(shown)


async def test_a_voice_needs_a_mandate_or_a_basis(world: World) -> None:
    shown = texts(await edit(world, "stance set", **COMPLETE, voice="witkoff"))
    assert "/admin actor mandate" in shown
    seen = await edit(world, "stance set", **{**COMPLETE, "actor": "russia"}, voice="putin")
    assert "authorised voice" in texts(seen)


async def test_a_correction_is_a_version_and_a_change_is_a_record(world: World) -> None:
    await publish(
        world,
        "stance correct",
        record="s-putin",
        reason="The source says so",
        position="considering",
    )
    found = await versions(world, Stance, "s-putin")
    assert [each.version.verb for each in found] == [Verb.SET, Verb.CORRECT]
    assert found[-1].record.position is Position.CONSIDERING
    assert found[-1].record.evidence == found[0].record.evidence
    assert found[-1].record.conditions == found[0].record.conditions
    await publish(world, "stance set", **COMPLETE)
    assert len(await versions(world, Stance, "s-putin")) == 2
    stances = [each for each in await live(world, Stance) if each.holder == "putin"]
    assert len(stances) == 2


async def test_a_correction_without_a_change_asks_with_everything_as_it_stands(
    world: World,
) -> None:
    shown = await edit(world, "stance correct", record="s-putin", reason="Mistyped")
    fields = asked(shown)
    assert fields["quote"]["value"].startswith("Although he expressed agreement")
    assert fields["source"]["value"] == "The Paper — Trump and Putin to Meet This Week"
    values = {name: control.get("value", "") for name, control in fields.items()}
    same = await send(world, shown, values)
    assert "Nothing differs" in texts(same)
    dialogue = await press(world, same, "Edit")
    seen = await send(world, dialogue, {**values, "quote": "He agreed in principle."})
    assert "**Words** was: “Although" in texts(seen)
    await press(world, seen, "Publish")
    found = (await versions(world, Stance, "s-putin"))[-1]
    assert found.record.evidence.words == "He agreed in principle."
    assert found.record.evidence.source == "article"
    assert found.version.reason == "Mistyped"


async def test_a_confirmation_changes_only_when_it_was_looked_at(world: World) -> None:
    done = await publish(world, "stance confirm", record="s-putin", reason="The call’s readout")
    first, second = await versions(world, Stance, "s-putin")
    assert second.version.verb is Verb.CONFIRM
    assert second.record.confirmed.first_day.isoformat() == "2025-03-16"
    assert second.record.evidence == first.record.evidence
    await press(world, done, "Undo")
    assert (await versions(world, Stance, "s-putin"))[-1].record.confirmed is None


async def test_a_retraction_takes_it_out_with_a_reason_and_undo_brings_it_back(
    world: World,
) -> None:
    before = await card(world)
    done = await publish(world, "stance retract", record="s-putin", reason="A hoax")
    assert "No record" in await card(world)
    found = (await versions(world, Stance, "s-putin"))[-1].version
    assert (found.verb, found.state, found.reason) == (
        Verb.RETRACT,
        RecordState.RETRACTED,
        "A hoax",
    )
    shown = texts(await edit(world, "stance confirm", record="s-putin"))
    assert "was retracted" in shown
    await press(world, done, "Undo")
    after = await card(world)
    assert "undone: the retraction" in after
    assert after.splitlines()[:3] == before.splitlines()[:3]


async def test_of_two_editors_the_second_is_told_and_loses_nothing(world: World) -> None:
    other = another_editor(world)
    mine = await edit(
        world, "stance correct", record="s-putin", reason="Mine", quote="My own words."
    )
    theirs = await edit(
        world,
        "stance correct",
        other,
        record="s-putin",
        reason="Theirs",
        position="considering",
    )
    await press(world, theirs, "Publish", other)
    again = await press(world, mine, "Publish")
    shown = texts(again)
    assert f"<@{other.id}> corrected it" in shown
    assert "Theirs" in shown
    assert (
        "**Position**\n- when you looked: Agrees in principle\n- theirs now: Considering\n"
        "- yours: as it was"
    ) in shown
    assert "- theirs now: as it was\n- yours: My own words." in shown
    await press(world, again, "Publish")
    newest = (await versions(world, Stance, "s-putin"))[-1].record
    assert newest.position is Position.CONSIDERING
    assert newest.evidence.words == "My own words."


async def test_undo_refuses_what_somebody_has_changed_since(world: World) -> None:
    done = await publish(
        world, "stance correct", record="s-putin", reason="One", position="considering"
    )
    await publish(world, "stance correct", record="s-putin", reason="Two", position="rejects")
    shown = await press(world, done, "Undo")
    assert "changed this record since" in texts(shown)
    assert len(await versions(world, Stance, "s-putin")) == 3


async def test_publish_pressed_twice_writes_once(world: World, services: Services) -> None:
    seen = await edit(world, "stance set", **COMPLETE)
    press_id = buttons(seen)["Publish"]
    before = len(await live(world, Stance))
    await press(world, seen, "Publish")
    scope = Scope(guild_id=world.guild.id)
    draft = press_id.split(":")[2]
    again = await services.editing.publish(scope, draft, by=owner(world.editor.id))
    assert isinstance(again, Published)
    assert again.repeated
    assert len(await live(world, Stance)) == before + 1


async def test_a_known_source_is_named_again_and_never_doubled(world: World) -> None:
    await publish(world, "stance set", **COMPLETE)
    await publish(world, "stance set", **{**COMPLETE, "actor": "zelenskyy", "quote": "Yes."})
    assert len(await live(world, Source)) == 2
    choices = await world.editor.autocomplete(
        world.channel, "admin stance set", "source", "daily", actor="putin", position="accepts"
    )
    assert choices[0]["name"].startswith("The Daily — Kremlin says yes")
    named = {name: text for name, text in COMPLETE.items() if name != "url"}
    await publish(
        world,
        "stance set",
        **{**named, "source": choices[0]["value"], "actor": "ukraine"},
    )
    assert len(await live(world, Source)) == 2


async def test_a_known_link_is_not_given_another_name(world: World) -> None:
    shown = await edit(world, "stance set", **{**COMPLETE, "url": "https://example.org/ceasefire"})
    assert "recorded here as “The Paper — Trump and Putin to Meet This Week”" in texts(shown)


async def test_a_correction_of_the_source_alone_is_a_correction(world: World) -> None:
    await publish(
        world, "stance correct", record="s-putin", reason="Other paper", source="The Daily — Calls"
    )
    found = (await versions(world, Stance, "s-putin"))[-1].record
    source = next(s for s in await live(world, Source) if s.key == found.evidence.source)
    assert (source.publisher, source.title, source.url) == ("The Daily", "Calls", None)


async def test_the_editors_word_for_a_day_is_not_put_into_the_sources_mouth(world: World) -> None:
    shown = await edit(world, "stance set", **{**COMPLETE, "said": "yesterday"})
    assert "“yesterday” was read as 15 March 2025" in texts(shown)
    await press(world, shown, "Publish")
    stance = next(each for each in await live(world, Stance) if each.evidence.words == QUOTE)
    assert stance.evidence.said.phrase == "15 March 2025"


async def test_a_draft_means_the_day_on_which_it_was_typed(world: World) -> None:
    shown = await edit(world, "stance set", **{**COMPLETE, "said": "yesterday"})
    world.clock.advance(timedelta(days=2))
    await press(world, shown, "Publish")
    stance = next(each for each in await live(world, Stance) if each.evidence.words == QUOTE)
    assert stance.evidence.said.first_day.isoformat() == "2025-03-15"


async def test_autocomplete_finds_the_record_by_its_actor(world: World) -> None:
    choices = await world.editor.autocomplete(
        world.channel, "admin stance correct", "record", "путин", reason="x"
    )
    assert [each["value"] for each in choices] == ["s-putin"]
    assert "Vladimir Putin · Agrees in principle" in choices[0]["name"]


async def test_a_claim_is_published_and_retracted(world: World) -> None:
    before = await card(world)
    await publish(
        world,
        "claim add",
        claimant="witkoff",
        about="putin",
        relation="ascribes_stance",
        ascribed="accepts",
        quote="He accepts the philosophy.",
        source="The Daily — Envoy",
        said="16 March 2025",
        certainty="PR",
    )
    after = await card(world)
    assert "He accepts the philosophy." in after
    assert before.splitlines()[2] == after.splitlines()[2]
    claim = next(each for each in await live(world, Claim) if each.claimant == "witkoff")
    await publish(world, "claim retract", record=claim.key, reason="Misheard")
    assert await card(world) == before


async def test_hostile_and_boundless_words_are_kept_whole_and_shown_safe(world: World) -> None:
    quote = "@everyone \u202eevil\u202c **[x](https://example.org)** " + "ж" * 5900
    seen = await edit(world, "stance set", **{**COMPLETE, "quote": quote})
    shown = texts(seen)
    assert "@everyone" not in shown
    assert "\u202e" not in shown
    assert "](https://example.org)*" not in shown
    assert "more characters" in shown
    dialogue = await press(world, seen, "Edit")
    assert "quote" not in asked(dialogue)
    await press(world, seen, "Publish")
    assert any(each.evidence.words == quote.strip() for each in await live(world, Stance))


async def test_a_record_goes_by_its_actors_name_where_it_has_one_only(world: World) -> None:
    seen = await edit(world, "stance confirm", record="Путин")
    assert "Actor: **Vladimir Putin**" in texts(seen)
    await press(world, seen, "Publish")
    assert (await versions(world, Stance, "s-putin"))[-1].version.verb is Verb.CONFIRM
    await publish(world, "stance set", **COMPLETE)
    several = await edit(world, "stance correct", record="putin", reason="x", position="rejects")
    assert "Vladimir Putin has several stances here. Choose one" in texts(several)
    none = await edit(world, "stance confirm", record="Witkoff")
    assert "No stance of Steve Witkoff is recorded here." in texts(none)


async def test_a_code_typed_by_its_label_stays_chosen_in_the_dialogue(world: World) -> None:
    seen = await edit(world, "stance set", **{**COMPLETE, "position": "accepts with conditions"})
    control = asked(await press(world, seen, "Edit position"))["position"]
    chosen = [each["value"] for each in control["options"] if each.get("default")]
    assert chosen == ["accepts_with_conditions"]


async def test_words_that_show_nothing_are_asked_for(world: World) -> None:
    shown = await edit(world, "stance set", **{**COMPLETE, "quote": "\u200b\u202e\u202c"})
    assert "quote" in asked(shown)


async def test_a_source_that_appeared_before_the_words_is_pointed_out(world: World) -> None:
    seen = await edit(world, "stance set", **{**COMPLETE, "published": "1 March 2025"})
    assert "The source appeared before this was said." in texts(seen)
    seen = await edit(world, "stance set", **{**COMPLETE, "published": "16 March 2025"})
    assert "appeared before" not in texts(seen)


async def test_a_mandate_authorises_only_what_was_said_while_it_was_held(world: World) -> None:
    held = days(date(2025, 3, 15), date(2025, 3, 31))
    mandate = replace(speaks("witkoff", "russia", MandateKind.ENVOY, 2), key="m-new", held=held)
    await world.record(mandate)
    spoken = {**COMPLETE, "actor": "russia", "voice": "witkoff"}
    early = await edit(world, "stance set", **{**spoken, "said": "14 March 2025"})
    assert "no mandate here to speak for Russia on this issue and day" in texts(early)
    assert "Publish" in buttons(await edit(world, "stance set", **spoken))
