"""The dialogue that asks an editor for what a digest shall be."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.domain.rules import WhenEmpty
from bot.services.news.digest_drafts import DigestTyped
from bot.ui.press import custom_id
from bot.ui.prose.languages import LANGUAGES

FORM = "digest-form"
WHEN_EMPTY = {
    WhenEmpty.SKIP: "leave it out",
    WhenEmpty.SEND: "send it and say so",
}
_LIMIT = 200
_TIMEOUT = 900.0
_TEXTS = {
    "issue": ("Issue", "Its title, or “all” for every issue"),
    "days": ("Days", "“every day”, “weekdays”, “Mon, Wed, Fri” or “Monday to Thursday”"),
    "at": ("Time", "“09:00”, “9 am”, “21.30” or “noon”, by the clock of the zone"),
    "zone": ("Zone", "An IANA name, such as “Europe/Kyiv”"),
}


def digest_modal(draft_id: str, typed: DigestTyped, *, issue: bool = False) -> discord.ui.Modal:
    """The dialogue for a draft, filled with what is known; with `issue` for the issue alone.

    A field that is left empty stays as it is set up, or is the usual.
    """
    modal = discord.ui.Modal(
        title="Digest",
        timeout=_TIMEOUT,
        custom_id=custom_id(FORM, draft_id),
    )
    for item in _issue(typed) if issue else _settings(typed):
        modal.add_item(item)
    # Its answer finds the draft by the id, so it needs no memory of this process.
    modal.stop()
    return modal


def _issue(typed: DigestTyped) -> Iterator[discord.ui.Label[Any]]:
    yield _text("issue", typed)


def _settings(typed: DigestTyped) -> Iterator[discord.ui.Label[Any]]:
    yield from (_text(field, typed) for field in ("days", "at", "zone"))
    yield discord.ui.Label(
        text="Language of dates",
        component=_select("language", LANGUAGES, typed.language),
    )
    options = {code.value: shown for code, shown in WHEN_EMPTY.items()}
    yield discord.ui.Label(
        text="When nothing is new",
        component=_select("empty", options, typed.empty),
    )


def _text(field: str, typed: DigestTyped) -> discord.ui.Label[Any]:
    shown, hint = _TEXTS[field]
    return discord.ui.Label(
        text=shown,
        description=hint,
        component=discord.ui.TextInput(
            custom_id=field,
            default=getattr(typed, field)[:_LIMIT] or None,
            required=False,
            max_length=_LIMIT,
        ),
    )


def _select(field: str, options: dict[str, str], chosen: str) -> discord.ui.Select[Any]:
    return discord.ui.Select(
        custom_id=field,
        required=False,
        min_values=0,
        options=[
            discord.SelectOption(label=shown, value=value, default=value == chosen)
            for value, shown in options.items()
        ],
    )
