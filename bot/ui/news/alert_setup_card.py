"""Which channels are told at once of which changes, what was changed in that, and its Undo."""

from collections.abc import Sequence

from bot.domain.rules import AlertWeight
from bot.services.news.alert_settings import AlertChanged, AlertSet, AlertsShown
from bot.ui.calendar.post_parts import why
from bot.ui.card import Block, Button, Card, Row, Text
from bot.ui.fit import fit
from bot.ui.nav import Place, pager, undo_button
from bot.ui.press import custom_id
from bot.ui.text import name

TURNS = "alerts"
OFF = "alert-off"
# In the order in which they are offered.
WEIGHTS = {
    AlertWeight.CHANGES: "every change of position",
    AlertWeight.FLIPS: "flips only: across the middle of the scale",
    AlertWeight.RECORDS: "every record of a stance",
}
_TITLE = 120


def alerts_card(shown: AlertsShown, notes: Sequence[str] = ()) -> Card:
    """A page of a server's alerts, each with a button that ends it."""
    if not shown.count:
        text = (
            "No channel is told at once when a stance changes. /setup alerts with a channel sets "
            "one up."
        )
        return Card(blocks=(Text(text),))
    blocks: list[Block] = [
        Text(
            f"### Alerts\n-# {shown.count:,} in all; what comes within a few minutes of an alert "
            "is told together",
        ),
    ]
    for each in shown.rows:
        off = Button(label="Turn off", press=custom_id(OFF, each.alert.id))
        blocks += [Text(_line(each)), Row((off,))]
    return Card(
        blocks=fit((*blocks, *_noted(notes))),
        buttons=pager(TURNS, Place(page=shown.page), has_more=shown.has_more),
    )


def changed_card(done: AlertChanged, notes: Sequence[str] = ()) -> Card:
    """What an alert tells now and told before, with a button that sets it back."""
    found, after, before = done.found, done.after, done.before
    channel = f"<#{found.alert.channel_id}>"
    if after is None:
        head = "### The alert is off"
        text = f"{channel} is told no more of {_issue(found)} at once."
    elif after is before:
        head = "### It was set so already"
        text = f"{channel}: {WEIGHTS[after]}, on {_issue(found)}."
    else:
        head = "### Set"
        was = f" (before: {WEIGHTS[before]})" if before else ""
        text = f"{channel} is told at once: {WEIGHTS[after]}{was}, on {_issue(found)}."
    undo = () if after is before else (undo_button(done.seq),)
    return Card(blocks=fit((Text(f"{head}\n{text}"), *_noted(notes))), buttons=undo)


def alert_label(found: AlertSet, channel: str) -> str:
    """An alert in a list to choose from, where nothing is escaped: “#news: The truce”."""
    issue = found.issue.title if found.issue else "a retracted issue" if found.gone else "any issue"
    return f"#{channel}: {issue} ({WEIGHTS[found.alert.weight].partition(':')[0]})"


def _line(found: AlertSet) -> str:
    broken = f"\n-# Nothing is sent there now: {why(found.broken)}." if found.broken else ""
    return (
        f"<#{found.alert.channel_id}>, on {_issue(found)}\n"
        f"{WEIGHTS[found.alert.weight].capitalize()}{broken}"
    )


def _issue(found: AlertSet) -> str:
    if found.gone:
        return "an issue that was taken out of the record"
    return f"**{name(found.issue.title, _TITLE)}**" if found.issue else "every issue"


def _noted(notes: Sequence[str]) -> tuple[Text, ...]:
    return (Text("\n".join(f"-# {note}" for note in notes)),) if notes else ()
