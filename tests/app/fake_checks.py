"""Discord's checks of what is posted: nothing but the limits that a bot can meet."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

_COMPONENTS_V2 = 1 << 15
_EXTERNAL = 3
_GUILD_ONLY = 2


def parts(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, however deep, from top to bottom."""
    for component in components:
        yield component
        yield from parts(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def wrong_message(body: dict[str, Any]) -> dict[str, str]:
    """What is wrong with which field of a message; empty when it may be kept."""
    found = list(parts(body.get("components") or []))
    custom_ids = [part["custom_id"] for part in found if "custom_id" in part]
    labels = [part.get("label") or "" for part in found]
    texts = [part["content"] for part in found if "content" in part]
    content = body.get("content") or ""
    laws = [
        ("nonce", "Must be 25 or fewer in length.", len(str(body.get("nonce") or "")) <= 25),
        ("content", "Must be 2000 or fewer in length.", len(content) <= 2000),
        (
            "content",
            "Cannot be used with components V2.",
            not (content and (body.get("flags") or 0) & _COMPONENTS_V2),
        ),
        ("components", "Must be 40 or fewer.", len(found) <= 40),
        ("components", "Must have 4000 or fewer characters.", sum(map(len, texts)) <= 4000),
        ("custom_id", "Must be unique.", len(custom_ids) == len(set(custom_ids))),
        ("custom_id", "Must be 1 to 100 in length.", all(0 < len(i) <= 100 for i in custom_ids)),
        ("label", "Must be 80 or fewer in length.", all(len(label) <= 80 for label in labels)),
    ]
    return {field: text for field, text, holds in laws if not holds}


def wrong_event(event: dict[str, Any], now: datetime, *, starts_anew: bool) -> dict[str, str]:
    """What is wrong with which field of an external scheduled event; empty when it may be kept."""
    location = (event.get("entity_metadata") or {}).get("location") or ""
    start, end = _instant(event, "scheduled_start_time"), _instant(event, "scheduled_end_time")
    laws = [
        ("name", "Must be 1 to 100 in length.", 1 <= len(event.get("name") or "") <= 100),
        (
            "description",
            "Must be 1000 or fewer in length.",
            len(event.get("description") or "") <= 1000,
        ),
        ("privacy_level", "Must be 2.", event.get("privacy_level") == _GUILD_ONLY),
        ("entity_type", "Must be 3.", event.get("entity_type") == _EXTERNAL),
        ("channel_id", "Must be null.", event.get("channel_id") is None),
        ("entity_metadata", "A location of 1 to 100 is required.", 1 <= len(location) <= 100),
        ("scheduled_start_time", "This field is required.", start is not None),
        ("scheduled_end_time", "This field is required.", end is not None),
        (
            "scheduled_start_time",
            "Cannot schedule event in the past.",
            not starts_anew or start is None or start > now,
        ),
        (
            "scheduled_end_time",
            "Cannot schedule event to end before it starts.",
            start is None or end is None or start < end,
        ),
    ]
    return {field: text for field, text, holds in laws if not holds}


def _instant(event: dict[str, Any], field: str) -> datetime | None:
    text = event.get(field)
    return datetime.fromisoformat(text) if text else None
