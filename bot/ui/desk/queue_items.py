"""The items of the queue in words, each with the buttons that it is worked with."""

from functools import singledispatch

from bot.domain.records import Claim, Event, Stance
from bot.domain.vocabulary import RecordState
from bot.services.desk.begun import Begin
from bot.services.desk.items import AfterItem, Entry, EventItem, FailedItem
from bot.services.desk.report_items import ReportItem
from bot.services.desk.stale import StaleItem
from bot.ui import parts
from bot.ui.calendar.post_parts import advice, quoted_detail, what, where, why
from bot.ui.calendar.words import dated
from bot.ui.card import Button, Style
from bot.ui.dates import brief, day, moment
from bot.ui.desk.people import FORMER, who_did
from bot.ui.desk.report_cards import subject
from bot.ui.editing.rows import stance_line
from bot.ui.press import custom_id
from bot.ui.text import fold, hidden, name, plural

_TITLE = 120
_WORDS = 1000
_SHORT = 300
_DONE = Style.SUCCESS


@singledispatch
def words(item: object) -> str:
    """An item, in Markdown: what waits, and what is known of it."""
    raise TypeError(item)


@singledispatch
def buttons(item: object, _entry: Entry) -> tuple[Button, ...]:
    """What can be done with an item."""
    raise TypeError(item)


@words.register
def _(item: ReportItem) -> str:
    report = item.report
    by = FORMER.replace("editor", "reader") if report.user_id is None else who_did(report.user_id)
    text, more = fold(report.text, _WORDS)
    lines = [
        f"**A reader’s report**: {subject(item)}",
        f"-# By {by}, {moment(report.made_at)}, about version {report.number}",
        f"> {text}{hidden(more)}",
        _since(item),
        f"Recorded now: {_recorded(item)}",
    ]
    return "\n".join(filter(None, lines))


def _since(item: ReportItem) -> str:
    version = item.now.version
    if version.state is RecordState.RETRACTED:
        return "**It was taken out since.**"
    if item.changed:
        return f"**It has changed since**: it is version {version.number} by now."
    return ""


def _recorded(item: ReportItem) -> str:
    record = item.now.record
    match record:
        case Stance():
            return stance_line(record)
        case Claim():
            return parts.quoted(record.evidence, _SHORT).removeprefix("> ")
        case Event():
            return f"{name(record.title, _TITLE)}, {dated(record)}"
        case _:
            return f"`{record.key}`"


@buttons.register
def _(item: ReportItem, entry: Entry) -> tuple[Button, ...]:
    report, found = item.report.id, []
    is_out = item.now.version.state is RecordState.RETRACTED
    if is_out or item.changed:
        found.append(
            Button(
                label="It is mended",
                press=custom_id("review-settle", report, "retracted" if is_out else "corrected"),
                style=_DONE,
            ),
        )
    if not is_out and not isinstance(item.now.record, Claim):
        found.append(_begin("Correct", Begin.CORRECT, entry, Style.PRIMARY))
    if not is_out:
        found.append(_begin("Retract", Begin.RETRACT, entry, Style.DANGER))
    found.append(Button(label="Keep", press=custom_id("review-settle", report, "kept")))
    return tuple(found)


@words.register
def _(item: StaleItem) -> str:
    stance = item.view.stance.record
    return (
        f"**A stale stance**: {parts.who(item.view.holder)} on {name(item.issue.title, _TITLE)}\n"
        f"-# Not looked at since {day(item.looked_on)}; stale since {day(item.since)}\n"
        f"Recorded last: {stance_line(stance)}\n{parts.quoted(stance.evidence, _SHORT)}\n"
        f"Read at: {parts.source(item.view.source)}"
    )


@buttons.register
def _(item: StaleItem, entry: Entry) -> tuple[Button, ...]:
    stance = item.view.stance
    still = custom_id("review-still", stance.record.key, stance.version.number)
    return (
        Button(label="Still so", press=still, style=_DONE),
        _begin("Set anew", Begin.ANEW, entry, Style.PRIMARY),
        _begin("Retract", Begin.RETRACT, entry, Style.DANGER),
    )


@words.register
def _(item: AfterItem) -> str:
    row, event = item.row, item.view.event.record
    whose = f"{parts.who(row.actor)}’s stance on {name(row.issue.title, _TITLE)}"
    lines = [
        f"**After an event**: what has become of {whose}?",
        f"-# {name(event.title, _TITLE)}, {dated(event)}",
        f"Recorded so far: {stance_line(row.stance.record) if row.stance else 'no stance'}",
    ]
    if row.stance is not None and row.stance.record.confirmed:
        lines.append(f"-# Looked at again {brief(row.stance.record.confirmed)}")
    return "\n".join(lines)


@buttons.register
def _(item: AfterItem, entry: Entry) -> tuple[Button, ...]:
    same = Button(
        label="Still so",
        press=custom_id("review-after", "same", entry.ref),
        style=_DONE,
        disabled=item.row.stance is None,
    )
    silent = Button(label="Nothing said", press=custom_id("review-after", "silent", entry.ref))
    return (same, _begin("Changed", Begin.ANEW, entry, Style.PRIMARY), silent)


@words.register
def _(item: EventItem) -> str:
    event = item.view.event.record
    asked = "Did it happen?" if item.over else "Is its date known by now?"
    head = "An event without an outcome" if item.over else "An event without a date"
    return f"**{head}**: {name(event.title, _TITLE)}\n{dated(event)}\n{asked}"


@buttons.register
def _(item: EventItem, entry: Entry) -> tuple[Button, ...]:
    moved = "New date" if item.over else "Give a date"
    return (
        _begin("Held", Begin.HELD, entry, _DONE if item.over else Style.SECONDARY),
        *((_begin("Not held", Begin.NOT_HELD, entry),) if item.over else ()),
        _begin(moved, Begin.MOVE, entry, Style.PRIMARY),
        _begin("Called off", Begin.CANCEL, entry, Style.DANGER),
    )


@words.register
def _(item: FailedItem) -> str:
    post = item.post
    about = f" · {name(item.title, _TITLE)}" if item.title else ""
    others = f"; and {plural(item.others, 'other')} there" if item.others else ""
    lines = [
        f"**A post that failed**: {what(post.kind)}{about}",
        f"-# {where(post)} · due {moment(post.due_at)}",
        f"Not sent: {why(post.reason)}{others}." if post.reason else "Not sent.",
        quoted_detail(post.detail),
        advice(post, post.reason) if post.reason else "",
    ]
    return "\n".join(filter(None, lines))


@buttons.register
def _(item: FailedItem, _entry: Entry) -> tuple[Button, ...]:
    press = custom_id("review-again", item.post.id)
    return (Button(label="Try again", press=press, style=_DONE),)


def _begin(text: str, what_: Begin, entry: Entry, style: Style = Style.SECONDARY) -> Button:
    return Button(label=text, press=custom_id("review-do", what_.value, entry.ref), style=style)
