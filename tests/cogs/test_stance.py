"""`/stance` through the real command tree."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.records import Actor, Condition, Name
from bot.domain.vocabulary import (
    ActorKind,
    Commitment,
    ConditionForm,
    ConditionKind,
    ConditionState,
    Directness,
    MandateKind,
    Position,
)
from bot.domain.when import days
from tests.cogs.conftest import World, buttons, texts
from tests.cogs.samples import LYING, PUTIN, ZELENSKYY, speaks


def fields(shown: str) -> list[str]:
    """The labels of a card's own fields, from top to bottom."""
    own, _ = split(shown)
    return re.findall(r"^\*\*([^*]+)\*\* ?", own, re.MULTILINE)


def split(shown: str) -> tuple[str, str]:
    """A card's own fields, and what others say."""
    own, _, others = shown.partition("### What others say about it")
    return own, others


async def test_the_card_says_position_commitment_conditions_and_own_words(world: World) -> None:
    own, others = split(await world.read("stance", actor="putin"))
    assert "`[+  ]` Agrees in principle" in own
    assert "**Commitment** Stated — not committed" in own
    assert "> Although he expressed agreement in principle, he mentioned there are" in own
    assert "Reported speech" in own
    assert "**open question** (other): “serious questions”" in own
    assert "**When** 10–16 March 2025 (the source says “earlier this week”)" in own
    assert "**Said by** Vladimir Putin, for Russia (head)" in own
    assert "[The Paper: Trump and Putin to Meet This Week](https://example.org/ceasefire)" in own
    assert "<t:1742126400:f>" in own
    assert "lying" not in own
    assert "**Volodymyr Zelenskyy** disputes what Vladimir Putin said" in others
    assert "> “lying about how a ceasefire is allegedly too complicated.”" in others


async def test_every_actor_gets_the_same_fields_in_the_same_order(world: World) -> None:
    putin, zelenskyy, russia, us = [
        fields(await world.read("stance", actor=actor))
        for actor in ("putin", "zelenskyy", "russia", "us")
    ]
    assert putin == zelenskyy == russia == us
    assert putin[:2] == ["Commitment", "Words"]
    for actor in ("putin", "us"):
        shown = await world.read("stance", actor=actor)
        assert len(re.findall(r"^### `\[...\]` ", shown, re.MULTILINE)) == 1


async def test_a_state_shows_its_line_and_every_voice(world: World) -> None:
    own, _ = split(await world.read("stance", actor="Russia"))
    assert "`[+  ]` Agrees in principle: Vladimir Putin (head, authority 1), 10–16 March" in own
    assert "`[ ? ]` No record: Russian Foreign Ministry (ministry)" in own


async def test_silence_is_shown_as_an_omission_and_moves_nothing(world: World) -> None:
    own, _ = split(await world.read("stance", actor="Russia"))
    after = own.split("**Left it out**")[1]
    assert "Russian Foreign Ministry, for Russia" in after
    assert "an omission, not a stance" in after
    assert "No record" in await world.read("stance", actor="russian-mfa")


async def test_no_record_is_said_in_words_and_how_to_add_one(world: World) -> None:
    shown = await world.read("stance", actor="us")
    assert "`[ ? ]` No record" in shown
    assert (
        "This says nothing about the actor. An editor can add one with /admin stance set." in shown
    )
    assert "neutral" not in shown.lower()


async def test_an_unknown_actor_has_no_record_and_can_be_added(world: World) -> None:
    shown = await world.read("stance", actor="macron")
    assert shown.startswith("No actor here goes by “macron”, so there is no record.")
    assert "/admin actor add" in shown
    assert world.env.errors


async def test_a_misspelt_name_is_found_and_a_near_one_is_offered(world: World) -> None:
    for spelling in ("Zelensky", "zelenski", "Зеленський", "ZELENSKYY"):
        assert "## Volodymyr Zelenskyy" in await world.read("stance", actor=spelling)


@pytest.mark.parametrize("typed", ["@everyone", "[x](https://evil.example) **b**", "q" * 3000])
async def test_what_was_typed_is_repeated_without_effect(world: World, typed: str) -> None:
    shown = await world.read("stance", actor=typed)
    assert shown.startswith("No actor here goes by “")
    assert "](" not in shown.replace("\\]", "")
    assert "@everyone" not in shown
    assert world.env.errors


async def test_a_claim_never_moves_the_position_of_the_one_it_is_about(world: World) -> None:
    before, _ = split(await world.read("stance", actor="putin"))
    await world.record(replace(LYING, key="c-2", ascribed=Position.REJECTS))
    after, others = split(await world.read("stance", actor="putin"))
    assert after == before
    assert "ascribes the position `[---]` Rejects" in others


async def test_a_flip_is_said_in_words_with_both_positions(world: World) -> None:
    await world.record(
        replace(
            PUTIN,
            key="s-later",
            position=Position.REJECTS,
            evidence=replace(PUTIN.evidence, said=days(date(2025, 3, 18)), words="No."),
            conditions=(),
        ),
    )
    own, _ = split(await world.read("stance", actor="putin"))
    assert "### `[---]` Rejects" in own
    assert (
        "**Changed** from `[+  ]` Agrees in principle (10–16 March 2025) to `[---]` Rejects; "
        "a flip: it crosses the middle of the scale"
    ) in own
    assert "**Conditions** none named" in own


async def test_voices_of_equal_authority_that_differ_are_mixed_signals(world: World) -> None:
    await world.record(
        replace(
            PUTIN,
            key="s-own",
            holder="russia",
            position=Position.REJECTS,
            evidence=replace(PUTIN.evidence, speaker="russia", words="Russia says no."),
        ),
    )
    own, _ = split(await world.read("stance", actor="russia"))
    assert "### `[ ± ]` Mixed signals" in own
    voices = own.split("**Voices**")[1]
    assert "> Russia says no." in voices
    assert "> Although he expressed" in voices


async def test_a_quotation_wears_its_marks_and_a_translation_stands_below(world: World) -> None:
    await world.record(
        replace(
            ZELENSKYY,
            key="s-quote",
            commitment=Commitment.FORMALLY_NOTIFIED,
            confirmed=days(date(2025, 3, 17)),
            conditions=(
                Condition(
                    kind=ConditionKind.RECIPROCITY,
                    form=ConditionForm.DEMAND,
                    text="Russia does the same",
                    state=ConditionState.PARTLY_MET,
                    addressee="russia",
                ),
            ),
            evidence=replace(
                ZELENSKYY.evidence,
                said=days(date(2025, 3, 17)),
                words="Ми згодні.",
                directness=Directness.DIRECT_QUOTE,
                lang="uk",
                translation="We agree.",
                translator="The Paper",
                venue="Kyiv",
            ),
        ),
    )
    own, _ = split(await world.read("stance", actor="zelenskyy"))
    assert "> “Ми згодні.”\n-# Quotation, original in “uk”\n> “We agree.”" in own
    assert "-# translation by The Paper" in own
    assert "**Where** Kyiv" in own
    assert "**Commitment** Formally notified — committed" in own
    assert "**Last confirmed** 17 March 2025" in own
    assert "- partly met demand (reciprocity, to Russia): Russia does the same" in own


async def test_a_long_quotation_is_folded_and_read_whole_page_by_page(world: World) -> None:
    words = " ".join(f"word{number}" for number in range(800))[:5998]
    await world.record(
        replace(
            PUTIN,
            key="s-long",
            evidence=replace(PUTIN.evidence, said=days(date(2025, 3, 18)), words=words),
        ),
    )
    shown = await world.ask("stance", actor="putin")
    assert re.search(r"… \(folded: 5,\d{3} more characters\)", texts(shown))
    page = await world.press(shown, "Whole words: Vladimir Putin")
    assert page.ephemeral
    read = [texts(page)]
    while "page 3 of 3" not in read[-1]:
        page = await world.press(page, "Next page ›")
        read.append(texts(page))
    together = " ".join(each.split("\n")[-1] for each in read)
    assert together.split() == words.split()


async def test_another_day_and_another_knowledge_are_named(world: World) -> None:
    before = world.clock.now()
    world.clock.advance(timedelta(days=1))
    await world.record(
        replace(
            PUTIN,
            key="s-later",
            position=Position.REJECTS,
            evidence=replace(PUTIN.evidence, said=days(date(2025, 3, 17))),
        ),
    )
    world.clock.advance(timedelta(days=3))
    assert "`[---]` Rejects" in await world.read("stance", actor="putin")
    then = await world.read("stance", actor="putin", as_of="16 March 2025")
    assert "**As of 16 March 2025:**" in then
    assert "### `[+  ]` Agrees in principle" in then
    known = await world.read("stance", actor="putin", known_at="16 March 2025")
    assert "**As this server knew it on** <t:" in known
    assert "### `[+  ]` Agrees in principle" in known
    none = await world.read("stance", actor="putin", as_of="1 March 2025")
    assert "### `[ ? ]` No record" in none
    assert before < world.clock.now()


async def test_buttons_keep_the_time_that_was_asked_for(world: World) -> None:
    shown = await world.ask("stance", actor="putin", as_of="2025-03-15")
    timeline = await world.press(shown, "Timeline")
    assert "**As of 15 March 2025:**" in texts(timeline)


async def test_a_time_that_cannot_be_read_is_refused_in_a_sentence(world: World) -> None:
    shown = await world.ask("stance", actor="putin", as_of="the day of wrath")
    assert shown.ephemeral
    assert texts(shown).endswith(".")
    assert world.env.errors


async def test_the_answer_is_public_and_pings_nobody(world: World) -> None:
    await world.record(
        Actor(
            key="evil",
            name="@everyone <@123456789012345678> [x](https://evil.example)",
            kind=ActorKind.OTHER,
            names=(Name(text="Evil"),),
        ),
    )
    shown = await world.ask("stance", actor="evil")
    assert not shown.ephemeral
    sent = (world.env.http_requests[-1].json or {})["data"]
    assert sent["allowed_mentions"] == {"parse": []}
    assert "@everyone" not in texts(shown)
    assert "\\[x\\](https\\://evil.example)" in texts(shown)


async def test_the_card_has_its_buttons(world: World) -> None:
    shown = await world.ask("stance", actor="putin")
    assert list(buttons(shown)) == [
        "Timeline",
        "Picture",
        "Compare",
        "Sources",
        "Others’ claims",
        "Follow",
        "Report",
    ]
    assert str(world.guild.id) not in str(buttons(shown))


async def test_sources_are_counted(world: World) -> None:
    shown = await world.press(await world.ask("stance", actor="putin"), "Sources")
    assert shown.ephemeral
    assert "1 source, 1 independent" in texts(shown)
    assert "2 records rest on it" in texts(shown)


async def test_the_starter_pack_reads_as_the_article_does(starter: World) -> None:
    own, others = split(await starter.read("stance", actor="putin"))
    assert "`[+  ]` Agrees in principle" in own
    assert "not committed" in own
    assert "**open question**" in own
    assert "serious questions" in own
    assert "lying" not in own
    assert "Zelenskyy" in others
    assert "lying about how a ceasefire is allegedly too complicated" in others
    zelenskyy = await starter.read("stance", actor="zelenskyy")
    assert "`[+++]` Accepts" in zelenskyy
    assert fields(zelenskyy) == fields(await starter.read("stance", actor="putin"))
    russia, _ = split(await starter.read("stance", actor="russia"))
    assert "Vladimir Putin (head" in russia
    assert "an omission, not a stance" in russia
    assert "so there is no record" in await starter.read("stance", actor="macron")
    assert starter.env.errors


@pytest.mark.parametrize("day", ["2099-01-01", "17 March 2025", "tomorrow"])
async def test_nobody_has_said_anything_by_a_day_that_has_not_come(world: World, day: str) -> None:
    shown = await world.ask("stance", actor="putin", as_of=day)
    assert "has not come yet. Give a day up to today" in texts(shown)
    assert world.env.errors


async def test_what_was_recorded_later_is_not_called_unknown(world: World) -> None:
    shown = await world.read("stance", actor="putin", known_at="1 March 2025")
    assert "This server had not recorded that by 2025-03-02 00:00 UTC." in shown
    assert "/admin" not in shown
    unknown = await world.read("stance", actor="macron", known_at="1 March 2025")
    assert "No actor here goes by “macron”" in unknown
    assert world.env.errors


async def test_a_voice_speaks_for_its_state_while_it_holds_the_office(world: World) -> None:
    held = days(date(2025, 1, 1), date(2025, 3, 14))
    await world.record(
        Actor(key="former", name="Former Envoy", kind=ActorKind.PERSON),
        replace(speaks("former", "us", MandateKind.ENVOY, 2), held=held),
        replace(
            PUTIN,
            key="s-former",
            holder="former",
            evidence=replace(PUTIN.evidence, speaker="former", said=days(date(2025, 3, 10))),
        ),
    )
    then = await world.read("stance", actor="us", as_of="14 March 2025")
    assert "### `[+  ]` Agrees in principle" in then
    now = await world.read("stance", actor="us")
    assert "### `[ ? ]` No record" in now
    assert "Former Envoy" not in now
