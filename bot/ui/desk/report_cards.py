"""What readers are shown of their reports: the dialogue, that it was kept, and what came of it."""

from typing import Any

import discord

from bot.domain.reports import MAX_REPORT, ReportState
from bot.domain.vocabulary import RecordState, Verb
from bot.services.answers import ClaimView, StanceView
from bot.services.desk.report_items import AnswerContent, ReportItem
from bot.services.desk.reports import MyReports
from bot.ui.calendar.post_parts import marker
from bot.ui.card import Button, Card, Link, Rule, Text
from bot.ui.dates import moment
from bot.ui.fit import Listed, fit
from bot.ui.nav import Place, pager
from bot.ui.parts import small, who
from bot.ui.press import custom_id
from bot.ui.text import fold, hidden, label, name

FORM = "report-form"
MINE = "report-mine"
FIELD = "text"
_TIMEOUT = 900.0
_MAX_TITLE = 45
_WORDS = 300
_WHOLE = 1000
_TITLE = 120
_SERVER = "https://discord.com/channels/{}"
_CAME = {
    ReportState.OPEN: "It waits for an editor",
    ReportState.CORRECTED: "The record was corrected",
    ReportState.RETRACTED: "The record was taken out",
    ReportState.KEPT: "The record stays as it is",
}
_SINCE = {
    Verb.CORRECT: "It was corrected since you saw it",
    Verb.CONFIRM: "It was looked at again since you saw it",
    Verb.RETRACT: "It was taken out since you saw it",
    Verb.SET: "It was added to since you saw it",
}
_SEEN = (
    "-# Editors of this server see what you wrote and that it was you. What came of it is told you in "
    "private; /report shows it too."
)
_NONE = (
    "You have reported nothing here. Press Report on the card of a stance or an event, or use /report "
    "and choose a record, to tell the editors what is wrong with it."
)


def subject(item: ReportItem) -> str:
    """Of which record a report is, in Markdown: whose and on what, without what it says."""
    view = item.view
    on = f" on {name(item.issue.title, _TITLE)}" if item.issue else ""
    match view:
        case StanceView():
            return f"The stance of {who(view.holder)}{on}"
        case ClaimView():
            return f"What {who(view.claimant)} said about {who(view.about)}{on}"
        case _:
            return f"The event {name(view.event.record.title, _TITLE)}"


def report_modal(item: ReportItem) -> discord.ui.Modal:
    """The dialogue that asks what is wrong with a record."""
    report = item.report
    modal = discord.ui.Modal(
        title=label(f"Report: {_whose(item)}", _MAX_TITLE),
        timeout=_TIMEOUT,
        custom_id=custom_id(FORM, report.record, report.number),
    )
    field: discord.ui.Label[Any] = discord.ui.Label(
        text="What is wrong with it?",
        description="And where one can read it right, such as a link",
        component=discord.ui.TextInput(
            custom_id=FIELD,
            style=discord.TextStyle.paragraph,
            max_length=MAX_REPORT,
        ),
    )
    modal.add_item(field)
    # Its answer names the record by the id, so it needs no memory of this process.
    modal.stop()
    return modal


def _whose(item: ReportItem) -> str:
    view = item.view
    match view:
        case StanceView():
            return f"stance of {label(view.holder.name)}"
        case ClaimView():
            return f"claim of {label(view.claimant.name)}"
        case _:
            return label(view.event.record.title)


def reported_card(item: ReportItem) -> Card:
    """Say that a report was kept, who sees it, and how its reader hears what came of it."""
    since = ""
    if item.changed:
        since = f"-# {_SINCE[item.now.version.verb]}. Editors see both."
    lines = (
        f"### Reported\n**{subject(item)}**",
        _quoted(item.report.text, _WORDS),
        since,
        _SEEN,
    )
    return Card(blocks=fit((Text("\n".join(filter(None, lines))),)))


def reports_card(mine: MyReports) -> Card:
    """One's own reports, each with what came of it."""
    if not mine.items and not mine.page:
        return Card(blocks=(Text(_NONE),))
    return Card(
        blocks=fit(
            (
                Text(f"### Your reports\n-# The newest first · page {mine.page + 1}"),
                Rule(),
                Listed(
                    head="",
                    items=tuple(_mine(each) for each in mine.items),
                    empty="Nothing on this page.",
                    more="too long for one page",
                    gap="\n\n",
                ),
            ),
        ),
        buttons=pager(MINE, Place(page=mine.page), has_more=mine.has_more),
    )


def _mine(item: ReportItem) -> str:
    report = item.report
    settled = "" if report.settled_at is None else moment(report.settled_at)
    lines = (
        f"**{subject(item)}**",
        _quoted(report.text, _WORDS),
        f"-# {small(f'reported {moment(report.made_at)}', f'settled {settled}' if settled else '')}",
        f"**{_came(item)}.**",
        _answer(item, _WORDS),
    )
    return "\n".join(filter(None, lines))


def _came(item: ReportItem) -> str:
    report = item.report
    waits = report.state is ReportState.OPEN
    if waits and item.now.version.state is RecordState.RETRACTED:
        return f"{_CAME[report.state]}; the record was taken out meanwhile"
    return _CAME[report.state]


def _answer(item: ReportItem, limit: int) -> str:
    text = item.report.answer
    return f"**An editor answers**\n{_quoted(text, limit)}" if text else ""


def _quoted(text: str, limit: int) -> str:
    written, more = fold(text, limit)
    return f"> {written}{hidden(more)}"


def answer_card(content: AnswerContent) -> Card:
    """Tell the one who reported a record what came of it."""
    item, post = content.item, content.post
    lines = (
        f"### What came of your report\n**{subject(item)}**",
        f"{_came(item)}.",
        _answer(item, _WHOLE),
        f"You wrote:\n{_quoted(item.report.text, _WORDS)}",
    )
    return Card(
        blocks=fit((Text("\n".join(filter(None, lines))),)),
        buttons=(
            Button(label="Your reports", press=custom_id(MINE, post.id, marker(post))),
            # A direct message does not say of which server it speaks.
            Link(label="Open the server", url=_SERVER.format(post.guild_id)),
        ),
    )
