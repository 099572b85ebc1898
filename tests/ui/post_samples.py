"""Posts and what they say, as the outbox hands them out."""

from typing import Any

from bot.domain.posts import Post, PostKind, PostState
from bot.domain.records import Event, Recorded
from bot.services.answers import EventView
from bot.services.posts.contents import EventContent
from tests.ui.calendar_samples import CALL, NOW, SOURCE, version

PUBLIC = (
    PostKind.REMINDER,
    PostKind.OPENS,
    PostKind.CLOSES,
    PostKind.MOVED,
    PostKind.CANCELLED,
    PostKind.QUESTION,
)

PLACES: dict[str, dict[str, Any]] = {
    "channel": {"channel_id": 11},
    "direct": {"user_id": 22},
    "named": {"channel_id": 11, "user_id": 22},
}
ROLE = 33
LONGEST = 10**15 - 1


def post(kind: PostKind = PostKind.REMINDER, /, **more: Any) -> Post:
    values: dict[str, Any] = {
        "id": 7,
        "guild_id": 1,
        "key": "k",
        "kind": kind,
        "state": PostState.CLAIMED,
        "due_at": NOW,
        "next_at": NOW,
        "token": "0a1b2c3d4e5f",
        "attempts": 1,
        "event": CALL.key,
        **({} if more.keys() & {"channel_id", "user_id"} else {"channel_id": 11}),
    }
    return Post(**(values | more))


def content(kind: PostKind, event: Event = CALL, **more: Any) -> EventContent:
    recorded = Recorded(record=event, version=version(1, reason=more.pop("reason", None)))
    values: dict[str, Any] = {
        "post": more.pop("post", None) or post(kind),
        "view": EventView(event=recorded, source=SOURCE, participants=()),
        "zone": "Europe/Kyiv",
        "now": NOW,
    }
    return EventContent(**(values | more))
