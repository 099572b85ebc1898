"""What the desk is told without an event of its own: dates that lack, and posts that failed."""

from bot.domain.posts import Reason
from bot.services.posts.contents import DatesContent, TroubleContent
from bot.ui.calendar.post_parts import advice, again, marker, quoted_detail, what, where, why
from bot.ui.calendar.words import dated
from bot.ui.card import Button, Card, Row, Text
from bot.ui.fit import Part, fit
from bot.ui.press import custom_id
from bot.ui.text import name, plural

_EVENTS = 10


def dates_card(content: DatesContent) -> Card:
    """The events that may take place by now, each with a button that sets its date."""
    mark = marker(content.post)
    parts: list[Part] = [
        Text(
            "### Open now, without a date\n-# Each may take place by now. Set its date as soon as "
            "a source gives one.",
        ),
    ]
    for view in content.views[:_EVENTS]:
        event = view.event.record
        press = custom_id("event-redate", event.key, mark)
        parts.append(Text(f"**{name(event.title, 120)}**\n{dated(event)}"))
        parts.append(Row((Button(label="Set the date", press=press),)))
    left = len(content.views) - _EVENTS
    if left > 0:
        parts.append(Text(f"-# {plural(left, 'more event')}: see /events."))
    return Card(blocks=fit(parts))


def trouble_card(content: TroubleContent) -> Card:
    """What could not be sent and where, why, and what the editors can do about it."""
    failed, mark = content.failed, marker(content.post)
    reason = failed.reason or Reason.GAVE_UP
    of = f" for **{name(content.title, 120)}**" if content.title else ""
    others = content.others
    lines = (
        "### Something could not be sent",
        f"The {what(failed.kind)}{of} did not reach {where(failed)}: {why(reason)}.",
        quoted_detail(failed.detail),
        advice(failed, reason),
        f"{plural(others, 'other post')} {'waits' if others == 1 else 'wait'} or failed there."
        if others
        else "",
        "-# /admin posts show:problems lists all that failed.",
    )
    return Card(
        blocks=fit((Text("\n".join(filter(None, lines))),)),
        buttons=(again(failed, mark=mark),),
    )
