"""The other answers to readers: board, timeline, comparison, claims, conditions and lists."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.records import Issue
from bot.domain.vocabulary import ConditionState, Position
from bot.domain.when import days
from tests.cogs.conftest import World, buttons, inner, newest, texts
from tests.cogs.samples import CEASEFIRE, LYING, PUTIN, RECORDS, person


def menu(shown: object) -> dict[str, str]:
    """The options of an answer's menu: values by label."""
    return {
        option["label"]: option["value"]
        for component in inner(newest(shown).components)
        if component["type"] == 3
        for option in component["options"]
    }


async def test_the_board_orders_holders_and_names_who_has_no_record(world: World) -> None:
    shown = await world.read("board")
    accepts = shown.index("`[+++]` Accepts — **Volodymyr Zelenskyy**")
    agrees = shown.index("`[+  ]` Agrees in principle — **Vladimir Putin**")
    silent = shown.index("**No record** (this says nothing about them)")
    assert accepts < agrees < silent
    assert "1 open condition" in shown
    assert "United States" in shown[silent:]
    assert "proposer: United States · party: Russia, Ukraine" in shown


async def test_a_card_opens_from_the_board(world: World) -> None:
    shown = await world.ask("board")
    assert menu(shown)["Vladimir Putin"] == "putin"
    card = await world.choose(shown, "putin")
    assert card.ephemeral
    assert texts(card).startswith("## Vladimir Putin")


async def test_a_board_of_fifty_is_paged(world: World) -> None:
    for number in range(50):
        await world.record(
            person(f"p{number:02}", f"Person {number:02}", title="Delegate"),
            replace(
                PUTIN,
                key=f"s-{number:02}",
                holder=f"p{number:02}",
                evidence=replace(PUTIN.evidence, speaker=f"p{number:02}"),
            ),
        )
    shown = await world.ask("board")
    assert "52 holders" in texts(shown)
    seen = texts(shown)
    for _ in range(5):
        shown = await world.press(shown, "Next page ›")
        seen += texts(shown)
    assert all(f"**Person {number:02}**" in seen for number in range(50))
    back = await world.press(shown, "‹ Previous page")
    assert not back.ephemeral
    assert "Person" in texts(back)


async def test_an_empty_board_says_so(bare: World) -> None:
    await bare.record(Issue(key="rent", title="Rent cap", question="Should rents be capped?"))
    shown = await bare.read("board")
    assert "No stance is recorded." in shown
    assert "No issue" not in shown


async def test_a_server_without_issues_is_told_what_to_do(bare: World) -> None:
    assert "/admin issue open" in await bare.read("board")
    assert "/admin issue open" in await bare.read("issues")
    assert "/admin actor add" in await bare.read("actors")
    assert bare.env.errors


async def test_the_timeline_marks_each_entry_and_keeps_vague_dates(world: World) -> None:
    shown = await world.read("timeline")
    assert "**16–23 March 2025** · event, expected" in shown
    assert "dated “this week” by the source" in shown
    assert "**16 March 2025** · claim" in shown
    assert "**15 March 2025** · statement" in shown
    assert "leaves out: 30-day ceasefire proposal (an omission, not a stance)" in shown
    assert "<t:" not in shown


async def test_a_long_timeline_turns_its_pages_in_place(world: World) -> None:
    for number in range(10):
        await world.record(
            replace(
                LYING,
                key=f"c-{number}",
                evidence=replace(
                    LYING.evidence, words=f"claim {number}", said=days(date(2025, 3, number + 1))
                ),
            ),
        )
    shown = await world.ask("timeline", actor="putin")
    first = texts(shown)
    following = await world.press(shown, "Next page ›")
    assert following.response is not None
    assert shown.response is not None
    assert following.response.id == shown.response.id
    assert "page 2" in texts(following)
    assert "claim 9" in first
    assert "claim 9" not in texts(following)


async def test_a_comparison_has_both_in_every_field(world: World) -> None:
    shown = await world.read("compare", first="putin", second="zelensky")
    assert "- Vladimir Putin: `[+  ]` Agrees in principle" in shown
    assert "- Volodymyr Zelenskyy: `[+++]` Accepts" in shown
    assert "- Vladimir Putin: Stated — not committed" in shown
    assert "- both: not since it was recorded" in shown
    assert "**Conditions** of Vladimir Putin:\n- **open question**" in shown
    assert "**Conditions** of Volodymyr Zelenskyy: none named" in shown


async def test_a_comparison_with_nobody_recorded_or_with_oneself_stands(world: World) -> None:
    assert "- United States: `[ ? ]` No record" in await world.read(
        "compare",
        first="us",
        second="putin",
    )
    same = await world.ask("compare", first="putin", second="Путин")
    assert "- both: `[+  ]` Agrees in principle" in texts(same)


async def test_compare_offers_the_others_on_the_board(world: World) -> None:
    chooser = await world.press(await world.ask("stance", actor="putin"), "Compare")
    assert chooser.ephemeral
    assert "putin" not in menu(chooser).values()
    compared = await world.choose(chooser, "zelenskyy")
    assert texts(compared).startswith("## Vladimir Putin and Volodymyr Zelenskyy")


async def test_claims_name_claimant_and_the_one_spoken_of(world: World) -> None:
    shown = await world.read("claims", actor="Russia")
    assert "**Volodymyr Zelenskyy** ascribes a motive to Russia" in shown
    assert "**Volodymyr Zelenskyy** disputes what Vladimir Putin said" in shown
    assert "A claim never moves the position of the one it is about." in shown
    assert "No claim is recorded here." in await world.read("claims", actor="zelenskyy")


async def test_more_claims_than_a_card_holds_stand_behind_its_button(world: World) -> None:
    for number in range(8):
        await world.record(replace(LYING, key=f"c-{number}"))
    shown = await world.ask("stance", actor="putin")
    page = await world.press(shown, "Others’ claims (more)")
    assert page.ephemeral
    assert texts(page).count("disputes what Vladimir Putin said") == 6
    page = await world.press(page, "Next page ›")
    assert texts(page).count("disputes what Vladimir Putin said") == 3


async def test_a_hundred_conditions_are_paged_and_counted(world: World) -> None:
    many = tuple(
        replace(PUTIN.conditions[0], text=f"term {number}", state=ConditionState.MET)
        for number in range(99)
    )
    await world.record(
        replace(
            PUTIN,
            key="s-many",
            conditions=(*PUTIN.conditions, *many),
            evidence=replace(PUTIN.evidence, said=days(date(2025, 3, 18))),
        ),
    )
    shown = await world.ask("conditions")
    assert "100 conditions, 1 open" in texts(shown)
    assert "Next page ›" in buttons(shown)
    card = await world.read("stance", actor="putin")
    assert "/conditions shows all" in card
    assert "term 8" in await world.read("stance", actor="putin")


async def test_lists_name_issues_and_actors(world: World) -> None:
    assert "**30-day ceasefire proposal**" in await world.read("issues")
    actors = await world.ask("actors")
    assert "for Russia (head) · also Путин" in texts(actors)
    assert texts(await world.choose(actors, "zelenskyy")).startswith("## Volodymyr Zelenskyy")
    board = await world.choose(await world.ask("issues"), CEASEFIRE)
    assert "Where they stand" in texts(board)


async def test_a_withdrawn_stance_is_no_rejection(world: World) -> None:
    world.clock.advance(timedelta(days=1))
    await world.record(
        replace(
            PUTIN,
            key="s-withdrawn",
            position=Position.WITHDRAWN,
            evidence=replace(PUTIN.evidence, said=days(date(2025, 3, 17))),
        ),
    )
    shown = await world.read("stance", actor="putin")
    assert "`[ x ]` Withdrawn" in shown
    assert "a shift, not a flip" in shown


async def test_every_answer_of_the_starter_pack_stands(starter: World) -> None:
    for command in ("board", "timeline", "claims", "conditions", "issues", "actors"):
        shown = await starter.ask(command)
        assert not shown.ephemeral
        assert len(texts(shown)) > 40
    assert len(RECORDS) > 10
