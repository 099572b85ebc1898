"""`/changes`, and “and n more”: what was recorded while a reader was away."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import discord

from bot.db import acts
from bot.db.engine import Unit
from bot.domain.records import Actor, Issue, Source, Stance
from bot.domain.vocabulary import ActorKind, Position, RecordState
from bot.domain.when import days
from bot.ui.card import Button, Card, CardView, Text
from bot.ui.news.window import MORE, Window
from tests.cogs.conftest import World, buttons, inner, newest, texts
from tests.cogs.remind_steps import in_private
from tests.cogs.samples import CEASEFIRE, PUTIN, evidence

# The clock stands on Sunday 16 March 2025 at noon; the server's zone is UTC.
THREE_DAYS = timedelta(days=3)
NEXT, BACK = "Next page ›", "‹ Previous page"


def said(key: str, position: Position, day: int, words: str = "No.") -> Stance:
    return replace(
        PUTIN,
        key=key,
        position=position,
        conditions=(),
        evidence=evidence("putin", words, days(date(2025, 3, day))),
    )


async def posted(world: World, window: Window, mark: str | None = None) -> Any:
    """A post in the channel with the button that opens its news."""
    card = Card(
        blocks=(Text("A digest."),),
        buttons=(Button(label="and 9 more", press=window.press(MORE, mark)),),
    )
    return await send(world, card)


async def send(world: World, card: Card) -> Any:
    """Post a card as the bot itself."""
    channel = world.client.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=CardView(card))


async def test_since_monday_asked_on_a_wednesday(world: World) -> None:
    world.clock.advance(THREE_DAYS)
    await world.record(said("s-now", Position.REJECTS, 18))
    shown = await world.read("changes", since="Monday")
    assert "Recorded since <t:1742169600:f>" in shown, "Monday 17 March 2025, 00:00 UTC"
    assert "1 entry" in shown
    assert "**Vladimir Putin**, for Russia" in shown or "Vladimir Putin" in shown
    assert "a flip" in shown
    assert "[The Paper](https://example.org/ceasefire)" in shown
    assert "Volodymyr" not in shown


async def test_since_a_date_all_is_told_heaviest_first_with_what_comes_next(world: World) -> None:
    shown = await world.read("changes", since="14 March")
    heads = re.findall(r"^### (.*)$", shown, re.MULTILINE)
    assert heads == ["What changed", "Events", "Claims", "Statements", "What comes next"]
    assert "On 30-day ceasefire proposal" in shown
    assert "Call between Trump and Putin" in shown


async def test_left_out_it_is_the_last_seven_days(world: World) -> None:
    world.clock.advance(timedelta(days=7))
    assert "6 entries" in await world.read("changes")
    world.clock.advance(timedelta(seconds=1))
    assert "Nothing was recorded in that time. Ask" in await world.read("changes")


async def test_an_issue_can_be_named_and_is_offered_while_it_is_typed(world: World) -> None:
    second = Issue(key="swap", title="Prisoner swap", question="Should it be?")
    await world.record(second, replace(said("s-swap", Position.ACCEPTS, 16), issue="swap"))
    every = await world.read("changes")
    assert "every issue: 30-day ceasefire proposal; Prisoner swap" in every
    one = await world.read("changes", issue="Prisoner swap")
    assert "## Changes: Prisoner swap" in one
    assert "1 entry" in one
    offered = await world.reader.autocomplete(world.channel, "changes", "issue", "pris")
    assert [choice["value"] for choice in offered] == ["swap"]


async def test_what_cannot_be_read_or_has_not_come_is_refused_for_the_asker_alone(
    world: World,
) -> None:
    for typed, told in (
        ("tomorrow", "Give a day up to 16 March 2025."),
        ("this week", "10–16 March 2025 or 16–22 March 2025"),
        ("fortnight", "is no date that can be read"),
    ):
        result = await world.ask("changes", since=typed)
        assert told in texts(result)
        assert result.ephemeral
    assert world.env.errors


async def test_the_pages_hold_all_that_was_recorded_once(starter: World) -> None:
    shown = await starter.ask("changes")
    total = int(re.findall(r"(\d+) entries", texts(shown))[0])
    found = entries(texts(shown).split("### What comes next")[0])
    while not _disabled(shown, NEXT):
        await starter.press(shown, NEXT)
        found += entries(texts(shown))
    assert len(found) == len(set(found)) == total
    await starter.press(shown, BACK)
    assert f"{total} entries" in texts(shown)


def entries(shown: str) -> list[str]:
    """Each line of news with its words and small print."""
    return re.findall(r"^- .*\n(?:>.*\n|-#.*\n?)*", shown, re.MULTILINE)


def _disabled(shown: Any, label: str) -> bool:
    (found,) = [c for c in inner(newest(shown).components) if c.get("label") == label]
    return bool(found["disabled"])


async def test_a_post_opens_the_rest_for_the_presser_alone_page_by_page(starter: World) -> None:
    post = await posted(starter, Window(after=0, through=1), "~0123456789ab")
    opened = await starter.press(post, "and 9 more")
    assert opened.ephemeral
    kept = starter.env.backend.get_message(starter.channel.id, post.id)
    assert texts(kept) == "A digest.", "the post itself stays as it was"
    first = texts(opened)
    turned = await starter.press(opened, NEXT)
    assert turned.response is None or newest(opened).id == newest(turned).id
    assert texts(opened) != first
    assert "page 2" in texts(opened)


async def test_numbers_that_no_post_held_open_no_more_than_this_servers_record(
    starter: World,
    new_world: Callable[[], World],
) -> None:
    other = new_world()
    await other.record(
        Source(key="s", publisher="Secret Paper", published=days(date(2025, 3, 16))),
        Actor(key="secret", name="Secret Actor", kind=ActorKind.PERSON),
        Issue(key="hidden", title="Hidden issue", question="?"),
        Stance(
            key="hidden-1",
            holder="secret",
            issue="hidden",
            position=Position.ACCEPTS,
            commitment=PUTIN.commitment,
            evidence=replace(PUTIN.evidence, speaker="secret", source="s"),
        ),
    )
    for window in (
        Window(after=0, through=36**10),
        Window(after=0, through=36**10, page=10**6),
        Window(after=36**10, through=36**10),
    ):
        post = await posted(starter, window)
        shown = texts(await starter.press(post, "and 9 more"))
        assert not re.search("Secret Paper|Secret Actor|Hidden issue", shown)
    post = await posted(starter, Window(after=0, through=9, issue="hidden"))
    refused = await starter.press(post, "and 9 more")
    assert "This issue is not on record here." in texts(refused)
    own = await posted(other, Window(after=0, through=9, issue="hidden"))
    assert "Secret Actor" in texts(await other.press(own, "and 9 more"))


async def test_an_id_that_cannot_be_read_is_answered_with_a_sentence(world: World) -> None:
    card = Card(blocks=(Text("A post."),), buttons=(Button(label="x", press="sb:news:1:@:k:z"),))
    refused = await world.press(await send(world, card), "x")
    assert "This button cannot be read. Ask /changes again." in texts(refused)


async def test_in_a_direct_message_there_is_no_record_to_look_in(world: World) -> None:
    press = Window(after=0, through=9).press(MORE)
    refused = await in_private(world, world.reader, press)
    assert "Ask /changes there." in texts(refused)


async def test_drafts_are_invisible(world: World) -> None:
    def work(unit: Unit) -> None:
        act = acts.begin(unit, world.guild.id, what="draft", at=world.clock.now())
        acts.add(act, said("s-draft", Position.REJECTS, 17), state=RecordState.DRAFT)

    before = await world.read("changes")
    await world.database.write(work)
    assert await world.read("changes") == before


async def test_what_people_typed_stays_what_they_typed(world: World) -> None:
    hostile = "**Bold** @everyone <@1> \u202eevil [x](https://evil.example)\n# Head"
    world.clock.advance(THREE_DAYS)
    await world.record(
        Actor(key="evil", name=hostile, kind=ActorKind.PERSON),
        Issue(key="swap", title=hostile, question=hostile),
        replace(said("s-evil", Position.ACCEPTS, 18, hostile), holder="evil", issue="swap"),
    )
    shown = await world.ask("changes", since="Monday")
    words = texts(shown)
    assert "\\*\\*Bold\\*\\* @\u200beveryone" in words
    assert "@everyone" not in words
    assert "\u202e" not in words
    assert "](https://evil.example)" not in words.replace("\\]", "")
    assert "\n# Head" not in words
    assert CEASEFIRE not in words


async def test_folded_words_can_be_read_whole(world: World) -> None:
    world.clock.advance(THREE_DAYS)
    long = "We have said it before, and say it again. " * 20
    await world.record(said("s-long", Position.REJECTS, 18, long + "The end."))
    shown = await world.ask("changes", since="Monday")
    assert "folded" in texts(shown)
    (label,) = [each for each in buttons(shown) if each.startswith("Whole words")]
    assert "The end." in texts(await world.press(shown, label))
