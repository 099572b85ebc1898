"""Discord's own list of a server's events, made to agree with the calendar.

Only a clock time is shown there: Discord would make up an hour, and count down to it, for a window.
Discord knows no nonce for events, so each carries a marker by which it is found again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

import discord
import msgspec

from bot.delivery.wire import Wire
from bot.domain.posts import Post
from bot.domain.records import Event
from bot.domain.vocabulary import EventStatus
from bot.domain.when import Qualifier
from bot.services.answers import EventView
from bot.services.posts.contents import MirrorContent
from bot.services.posts.outbox import Result, Sent, Withdrawn
from bot.ui import parts
from bot.ui.calendar.words import taking_part
from bot.ui.dates import source_words
from bot.ui.text import fold, hidden, label, name, plural, target

# Discord's limits.
_NAME = _LOCATION = 100
_DESCRIPTION = 1000
# What stands beside the source's words may take so much of it.
_BESIDE = 650
_WORDS = 400
_NAMED = 5
# How much longer than its limit a folded text can be, with what says so.
_SLACK = 60

_EXTERNAL = 3
_GUILD_ONLY = 2
_LASTS = timedelta(hours=1)
_NO_END = "The end is set by Discord’s rules; none is recorded."
_WORDING = ("name", "description", "entity_metadata")
_PATH = "/guilds/{guild_id}/scheduled-events"
# An event that is gone, and one that is over and cannot be changed any more.
_GONE = {10070, 180000}


class _Status(IntEnum):
    """How one of Discord's events stands."""

    SCHEDULED = 1
    ACTIVE = 2
    COMPLETED = 3
    CANCELED = 4


# How an event is taken off the list.
_ENDED = {_Status.SCHEDULED: _Status.CANCELED, _Status.ACTIVE: _Status.COMPLETED}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What Discord is to show; `shown` is the id of what showed it, when this was written.

    `payload` without being wanted is what may run to its end where it is shown.
    """

    wanted: bool
    shown: int | None
    payload: dict[str, Any] | None


def mirror_body(content: MirrorContent) -> str:
    """The JSON that is stored with the post: what Discord's own event must be."""
    wish = _Wish(
        wanted=content.wanted,
        shown=content.shown,
        payload=_payload(content.view) if content.wanted or content.over else None,
    )
    return msgspec.json.encode(wish).decode()


class Mirror:
    """Makes Discord's events agree with ours; to do so twice changes nothing."""

    def __init__(self, wire: Wire) -> None:
        """Ask and change by this wire."""
        self._wire = wire

    async def agree(self, post: Post) -> Result:
        """Make, change or end the event that a MIRROR post is about.

        What was deleted or ended by hand is made anew; raises what discord.py raises.
        """
        if post.dropped is not None:
            # What it may have made is found by its marker, by the post that took its place.
            return Withdrawn(post=post)
        wish = msgspec.json.decode(post.body or "", type=_Wish)
        found = await self._found(post, wish.shown)
        fitting = [each for each in found if _may_show(each, wish)]
        kept = fitting[0] if fitting else None
        for each in found:
            if each is not kept:
                await self._end(each)
        if wish.payload is None or not wish.wanted:
            return Sent(post=post)
        if kept is None or not await self._change(kept, _update(kept, wish.payload)):
            kept = await self._make(post.guild_id, wish.payload)
        return Sent(post=post, mirrored=int(kept["id"]))

    async def _found(self, post: Post, shown: int | None) -> list[dict[str, Any]]:
        """What shows the event on Discord now, first the one that is known to."""
        listed = await self._wire.request("GET", _PATH, guild_id=post.guild_id)
        ours = [
            each
            for each in listed
            if each["status"] in _ENDED
            and (int(each["id"]) == shown or self._is_marked(each, post.event or ""))
        ]
        return sorted(ours, key=lambda each: (int(each["id"]) != shown, int(each["id"])))

    def _is_marked(self, event: dict[str, Any], key: str) -> bool:
        own = int(event.get("creator_id") or 0) == self._wire.own_id
        # Other words of the description are people's, and may read like a marker.
        return own and (event.get("description") or "").split()[-1:] == [_marker(key)]

    async def _make(self, guild_id: int, payload: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = await self._wire.request(
            "POST", _PATH, body=payload, once=True, guild_id=guild_id
        )
        return made

    async def _end(self, event: dict[str, Any]) -> None:
        await self._change(event, {"status": _ENDED[event["status"]]})

    async def _change(self, event: dict[str, Any], fields: dict[str, Any]) -> bool:
        """Change one of Discord's events; whether it was there to be changed."""
        if not fields:
            return True
        try:
            await self._wire.request(
                "PATCH",
                f"{_PATH}/{{event_id}}",
                body=fields,
                guild_id=int(event["guild_id"]),
                event_id=int(event["id"]),
            )
        except discord.HTTPException as error:
            if error.code not in _GONE:
                raise
            return False
        return True


def _marker(key: str) -> str:
    return f"stancebot:{key}"


def _may_show(event: dict[str, Any], wish: _Wish) -> bool:
    """Whether it shows the wish or can be made to; one that has begun cannot begin again."""
    if wish.payload is None:
        return False
    fixed = event["status"] == _Status.ACTIVE or not wish.wanted
    return not (fixed and _differs(event, wish.payload, "scheduled_start_time"))


def _update(event: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """What to change of an event so that it shows this; nothing where it does already."""
    # Of an event that somebody began by hand Discord lets nobody change the dates.
    fields = _WORDING if event["status"] == _Status.ACTIVE else tuple(payload)
    agrees = not any(_differs(event, payload, field) for field in fields)
    return {} if agrees else {field: payload[field] for field in fields}


def _differs(event: dict[str, Any], payload: dict[str, Any], field: str) -> bool:
    return bool(_comparable(event.get(field)) != _comparable(payload[field]))


def _comparable(value: Any) -> Any:
    """A field's value; Discord writes an instant in its own way."""
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return value


def _payload(view: EventView) -> dict[str, Any]:
    event = view.event.record
    start = event.when.lower
    return {
        "name": _name(event),
        "privacy_level": _GUILD_ONLY,
        "entity_type": _EXTERNAL,
        "channel_id": None,
        "entity_metadata": {"location": label(event.place or "not recorded", _LOCATION)},
        "scheduled_start_time": start.isoformat(),
        # Discord demands an end; the description says that it is not ours.
        "scheduled_end_time": (start + _LASTS).isoformat(),
        "description": _description(view),
    }


def _name(event: Event) -> str:
    # Lists show the name alone, so what is not certain is said there.
    sure = event.status is EventStatus.CONFIRMED
    return label(event.title if sure else f"Expected: {event.title}", _NAME)


def _description(view: EventView) -> str:
    """Discord shows it as Markdown, so what people typed is escaped; the marker comes last."""
    event = view.event.record
    taking = taking_part(view, _NAMED) or "none recorded"
    count = plural(len(view.participants), "participant")
    url = target(view.source.url) if view.source.url else None
    lines = [f"Status: {_status(event)}", f"Participants: {taking}", _source(view), url, _NO_END]
    if _length(lines) > _BESIDE:
        lines[3] = None
    if _length(lines) > _BESIDE:
        lines[1] = f"Participants: {count}"
    lines.append(_marker(event.key))
    room = min(_WORDS, (_DESCRIPTION - _length(lines) - _SLACK) * 4 // 5)
    written, more = fold(event.citation.words, room)
    lines.insert(1, f"The source’s words: “{written}”{hidden(more)}")
    return "\n".join(line for line in lines if line)


def _length(lines: list[str | None]) -> int:
    return sum(len(line) + 1 for line in lines if line)


def _status(event: Event) -> str:
    when = event.when
    sure = "" if when.qualifier is Qualifier.EXACT else f", the time is {when.qualifier.value}"
    words = source_words(when)
    return f"{parts.spoken(event.status)}{sure}{f' (the source says “{words}”)' if words else ''}"


def _source(view: EventView) -> str:
    source = view.source
    return f"Source: {name(source.publisher)}{f': {name(source.title)}' if source.title else ''}"
