"""Answers to reports, through the real sender: told once in private, and closed doors end quietly."""

from bot.domain.access import Person
from bot.domain.posts import PostKind, PostState, Reason
from bot.domain.reports import ReportState
from bot.domain.scope import Scope
from bot.packs.starter import load_starter
from tests.app.fake_discord import CHANNEL, GUILD, READER
from tests.delivery.office import DESK, Office
from tests.people import owner
from tests.services.news_samples import PUTIN

HERE = Scope(guild_id=GUILD)
BY = Person(id=READER)


async def settled(office: Office, answer: str | None = None) -> str:
    """Let a reader report something, and an editor settle it; the report's id."""
    await office.services.packs.apply(GUILD, load_starter(), by=owner(1))
    await office.set_up(channel_id=CHANNEL, desk_id=DESK)
    reports = office.services.reports
    made = await reports.make(HERE, PUTIN, "It was **not** @everyone’s.", by=BY)
    await reports.settle(HERE, made.report.id, ReportState.CORRECTED, answer, by=owner(1))
    return made.report.id


async def answers(office: Office) -> list[tuple[PostState, Reason | None]]:
    return [(p.state, p.reason) for p in await office.posts() if p.kind is PostKind.ANSWER]


async def test_the_reporter_is_answered_once_even_after_a_crash(office: Office) -> None:
    await settled(office, "The second half was missing. `Thank` you!")
    await office.die_sending()
    await office.finish(office.process())
    assert await answers(office) == [(PostState.SENT, None)]
    (told,) = office.texts(office.discord.channels.direct(READER).id)
    assert "The stance of Vladimir Putin on 30-day ceasefire proposal" in told
    assert "The record was corrected." in told
    assert "The second half was missing. \\`Thank\\` you!" in told
    assert "It was \\*\\*not\\*\\* @\u200beveryone’s." in told
    # Neither what the record says nor who settled it is part of the answer.
    assert "Agrees in principle" not in told
    assert office.texts(DESK) == office.texts(CHANNEL) == []
    await office.all_arrived_once()


async def test_closed_direct_messages_end_it_quietly(office: Office) -> None:
    """Nobody else hears of it; the answer stands in /report."""
    office.discord.channels.closed_dms.add(READER)
    await settled(office, "Thank you.")
    await office.finish(office.process())
    assert await answers(office) == [(PostState.SKIPPED, Reason.DM_CLOSED)]
    assert office.texts(DESK) == []
    (mine,) = (await office.services.reports.mine(HERE, by=BY)).items
    assert (mine.report.state, mine.report.answer) == (ReportState.CORRECTED, "Thank you.")
