"""What those who were away ask: since when, on what, and page by page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database, Unit
from bot.db.guilds import change_settings
from bot.domain.news import What
from bot.domain.phrases import AmbiguousWhenError
from bot.domain.scope import Scope
from bot.errors import InvalidInputError, UnknownNameError
from bot.packs.starter import load_starter
from bot.services.editing.forms import IssueForm
from bot.services.news.answers import NewsAnswer, StanceLine
from bot.services.news.lookups import PAGE, NewsLookups
from bot.services.news.reading import subject_of
from tests.people import owner
from tests.services.news_samples import EDITOR, GUILD, ISSUE, REJECTS, Desk, key_of, starter

OTHER = Scope(guild_id=901)
# The clock stands on Sunday 16 March 2025 at noon, UTC.
WEDNESDAY = timedelta(days=3)


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    return await starter(sqlite, clock)


@pytest.fixture
def news(desk: Desk) -> NewsLookups:
    return desk.services.news


def at(day: int, hour: int = 0, minute: int = 0, *, month: int = 3) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=UTC)


def keys(answer: NewsAnswer) -> list[str]:
    return [key_of(line) for line in answer.lines]


BEGINNINGS = {
    "Monday": at(17),
    "since Monday": at(17),
    "on Monday": at(17),
    "from Monday": at(17),
    "14 March": at(14),
    "since 14 March": at(14),
    "14 March 18:30": at(14, 18, 30),
    "yesterday": at(18),
    "today": at(19),
    "this morning": at(19),
    "since this morning": at(19),
    "last night": at(18),
    "3 days ago": at(16),
    "since 3 days ago": at(16),
    "the last 3 days": at(16),
    "Over the past 3 days": at(16),
    "past week": at(12),
    "in the last 2 weeks": at(5),
    "2 hours ago": at(19, 10),
    "last 2 hours": at(19, 10),
    "since 10:00": at(19, 10),
    "last week": at(10),
    "this week": at(17),
    "early March": at(1),
    "last month": at(1, month=2),
    "2025-03-14": at(14),
    "10–14 March": at(10),
    "<t:1741910400>": at(14),
    "since <t:1741910400:R>": at(14),
    "з понеділка": at(17),
    "yesterday 18:00 Kyiv": at(18, 16),
}


async def test_the_beginning_of_what_was_said_counts(news: NewsLookups, desk: Desk) -> None:
    desk.clock.advance(WEDNESDAY)
    found = {typed: (await news.changes(desk.scope, typed)).since for typed in BEGINNINGS}
    assert found == BEGINNINGS


async def test_days_begin_in_the_servers_zone(news: NewsLookups, desk: Desk) -> None:
    def work(unit: Unit) -> None:
        change_settings(unit, GUILD, zone="Europe/Kyiv")

    await desk.database.write(work)
    await desk.publish(IssueForm(title="Swap", question="Should it be?"))
    desk.clock.advance(WEDNESDAY)
    assert (await news.changes(desk.scope, "Monday")).since == at(16, 22)


async def test_left_out_it_is_the_last_week(news: NewsLookups, desk: Desk) -> None:
    desk.clock.advance(WEDNESDAY)
    answer = await news.changes(desk.scope)
    assert answer.since == at(12, 12)
    assert answer.count == len(await desk.news(0))
    desk.clock.advance(timedelta(days=5))
    assert (await news.changes(desk.scope)).count == 0


async def test_what_was_recorded_at_the_first_instant_belongs_to_it(
    news: NewsLookups, desk: Desk
) -> None:
    desk.clock.advance(timedelta(hours=12))
    await desk.publish(REJECTS)
    desk.clock.advance(WEDNESDAY)
    assert [line.what for line in (await news.changes(desk.scope, "Monday")).lines] == [
        What.FLIPPED
    ]
    assert (await news.changes(desk.scope, "17 March 00:01")).count == 0


async def test_what_has_not_come_is_refused_with_what_would_work(
    news: NewsLookups, desk: Desk
) -> None:
    for typed in ("tomorrow", "since tomorrow", "next Monday", "20 March 2026"):
        with pytest.raises(InvalidInputError, match=r"Give a day up to 16 March 2025\."):
            await news.changes(desk.scope, typed)


async def test_words_with_two_meanings_are_asked_back(news: NewsLookups, desk: Desk) -> None:
    with pytest.raises(AmbiguousWhenError, match="10–16 March 2025 or 16–22 March 2025"):
        await news.changes(desk.scope, "this week")


async def test_what_cannot_be_read_is_refused(news: NewsLookups, desk: Desk) -> None:
    for typed in ("asdf", "", "  ", "since", "last 0 days", "x" * 101):
        with pytest.raises(InvalidInputError, match="“13 March”, “yesterday”"):
            await news.changes(desk.scope, typed)


async def test_every_issue_is_told_unless_one_is_named(news: NewsLookups, desk: Desk) -> None:
    await desk.publish(IssueForm(title="Prisoner swap", question="Should it be?"))
    await desk.publish(replace(REJECTS, issue="Prisoner swap"))
    every = await news.changes(desk.scope)
    assert every.issue is None
    assert [each.title for each in every.issues] == ["30-day ceasefire proposal", "Prisoner swap"]
    one = await news.changes(desk.scope, issue="prisoner")
    assert one.issue is not None
    assert one.issue.title == "Prisoner swap"
    (line,) = one.lines
    assert isinstance(line, StanceLine)
    on_none = sum(not subject_of(line).issues for line in await desk.news(0))
    other = await news.changes(desk.scope, issue=ISSUE)
    assert every.count == one.count + other.count + on_none
    with pytest.raises(UnknownNameError):
        await news.changes(desk.scope, issue="fisheries")


async def test_the_pages_hold_all_of_it_once_and_in_order(news: NewsLookups, desk: Desk) -> None:
    first = await news.changes(desk.scope)
    assert (len(first.lines), first.has_more) == (PAGE, True)
    found = keys(first)
    page = 0
    answer = first
    while answer.has_more:
        page += 1
        answer = await news.between(
            desk.scope,
            first.after,
            first.through,
            None,
            page,
            since=first.since,
            until=first.until,
        )
        assert (answer.page, answer.count, answer.since) == (page, first.count, first.since)
        found += keys(answer)
    assert found == [key_of(line) for line in await desk.news(0)]
    beyond = await news.between(desk.scope, first.after, first.through, None, 50)
    assert (beyond.lines, beyond.has_more, beyond.count) == ((), False, first.count)


async def test_a_page_stays_as_it_was_while_more_is_recorded(news: NewsLookups, desk: Desk) -> None:
    first = await news.changes(desk.scope)
    await desk.publish(REJECTS)
    again = await news.between(desk.scope, first.after, first.through)
    assert keys(again) == keys(first)


async def test_numbers_that_no_button_was_written_with_read_no_more_than_there_is(
    news: NewsLookups, desk: Desk
) -> None:
    through = await desk.mark()
    every = await news.between(desk.scope, 0, 10**15)
    assert (every.after, every.through, every.count) == (0, through, len(await desk.news(0)))
    none = await news.between(desk.scope, 10**15, 10**15, None, 10**15)
    assert (none.after, none.through, none.count, none.lines) == (through, through, 0, ())
    assert (await news.between(desk.scope, 5, 1)).count == 0
    odd = await news.between(desk.scope, 0, through, since=at(20), until=at(10))
    assert odd.count == every.count


async def test_a_key_that_is_no_issue_is_refused(news: NewsLookups, desk: Desk) -> None:
    done = await desk.publish(REJECTS)
    await desk.undo(done.seq)
    for key in ("nothing", "putin", "putin-on-ceasefire", done.key or "", "'; --", ""):
        with pytest.raises(UnknownNameError, match="/changes"):
            await news.between(desk.scope, 0, 1, key)


async def test_news_of_an_issue_that_was_taken_out_can_still_be_read(
    news: NewsLookups, desk: Desk
) -> None:
    done = await desk.publish(IssueForm(title="Prisoner swap", question="Should it be?"))
    await desk.undo(done.seq)
    answer = await news.between(desk.scope, done.seq, await desk.mark(), done.key)
    assert [line.what for line in answer.lines] == [What.RETRACTED]


async def test_another_servers_acts_are_never_read(news: NewsLookups, desk: Desk) -> None:
    await desk.services.packs.apply(OTHER.guild_id, load_starter(), by=owner(EDITOR))
    await desk.publish(REJECTS)
    through = await desk.mark()
    answer = await news.between(OTHER, 1, through)
    assert (answer.through, answer.count) == (1, 0)
    assert What.FLIPPED not in {line.what for line in (await news.changes(OTHER)).lines}
    assert (await news.between(Scope(guild_id=0), 0, through)).count == 0


async def test_what_went_stale_in_that_time_comes_last(news: NewsLookups, desk: Desk) -> None:
    """Both are last known to be looked at on 16 March, so they go stale on 15 April."""
    desk.clock.advance(timedelta(days=30, hours=2))
    await desk.publish(replace(REJECTS, actor="trump", said="15 April 2025"))
    answer = await news.changes(desk.scope, "15 April")
    assert [line.what for line in answer.lines] == [What.FIRST, What.STALE, What.STALE]
    assert (await news.changes(desk.scope, "yesterday")).count == 3
    again = await news.between(
        desk.scope, answer.after, answer.through, since=answer.since, until=answer.until
    )
    assert keys(again) == keys(answer)
    desk.clock.advance(timedelta(days=1))
    assert (await news.changes(desk.scope, "16 April")).count == 0
    later = await news.between(
        desk.scope, answer.after, answer.through, since=answer.since, until=answer.until
    )
    assert keys(later) == keys(answer)


async def test_without_times_the_button_tells_when_the_first_act_was(
    news: NewsLookups, desk: Desk
) -> None:
    first = await desk.mark()
    began = desk.clock.now()
    desk.clock.advance(WEDNESDAY)
    done = await desk.publish(REJECTS)
    assert (await news.between(desk.scope, first, done.seq)).since == began
    assert (await news.between(desk.scope, 0, done.seq)).since is None


async def test_what_comes_next_is_told_of_the_issue(news: NewsLookups, desk: Desk) -> None:
    answer = await news.changes(desk.scope, issue=ISSUE)
    assert [each.event.record.key for each in answer.coming] == ["trump-putin-call"]
    await desk.publish(IssueForm(title="Prisoner swap", question="Should it be?"))
    assert (await news.changes(desk.scope, issue="Prisoner swap")).coming == ()
