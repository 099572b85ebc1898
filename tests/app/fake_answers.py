"""How the fake Discord reads a request and words its answers."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

# Discord's own numbers for what it refuses, each with its HTTP status.
_CODES = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10070: (404, "Unknown Guild Scheduled Event"),
    30038: (400, "Maximum number of server scheduled events reached (100)"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    180000: (400, "Cannot update a finished event"),
}


def reply(
    value: Any,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """Answer as Discord does: discord.py reads JSON only under the bare content type."""
    return web.Response(
        status=status,
        body=json.dumps(value).encode(),
        headers={"Content-Type": "application/json", **(headers or {})},
    )


def refusal(status: int, message: str, code: int = 0) -> web.Response:
    """Refuse as Discord does."""
    return reply({"message": message, "code": code}, status)


def refuse(code: int) -> web.Response:
    """Refuse with one of Discord's numbers."""
    status, message = _CODES[code]
    return refusal(status, message, code)


def invalid(wrong: Mapping[str, str]) -> web.Response:
    """Refuse a body: what is wrong with which field."""
    errors = {
        field: {"_errors": [{"code": "INVALID", "message": text}]} for field, text in wrong.items()
    }
    return reply({"message": "Invalid Form Body", "code": 50035, "errors": errors}, 400)


async def body_of(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """What a request says, and the files it brings, by name; it may be asked again."""
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return (json.loads(text) if text else None), {}
    form = await request.post()
    files = {}
    for field in form.values():
        if isinstance(field, web.FileField):
            field.file.seek(0)
            files[field.filename] = field.file.read()
    said = form.get("payload_json")
    return (json.loads(said) if isinstance(said, str) else None), files
