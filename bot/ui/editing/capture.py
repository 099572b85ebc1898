"""The one dialogue for recording from a message: at most five fields, filled with what it gives."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.services.editing.capture import Captured, Offer
from bot.services.editing.forms import ClaimCaptureForm, StanceCaptureForm, kind_of
from bot.services.editing.messages import Without
from bot.ui.editing.fields import Field, field_of
from bot.ui.editing.modal import OTHER, code_select, modal_of, text_input
from bot.ui.text import label

_LABEL = 100
_ANOTHER = discord.SelectOption(
    label="Another",
    value=OTHER,
    description="Type the name with “Edit” in the preview",
)
_WITHOUT = {
    Without.POLL: "This message is a poll, which says nothing itself. Type what was said",
    Without.IMAGE: "This message is only an image. Type the words that it shows",
    Without.FILE: "This message is only a file. Type the words that are said in it",
    Without.NOTHING: "This message holds no words. Type what was said",
}


def capture_modal(found: Captured) -> discord.ui.Modal:
    """The dialogue for a draft that was begun from a message.

    Where the issue must be chosen, it takes the place of what the message gives most surely: of a
    stance its date, of a claim its source. Both stand in the preview and can be edited there.
    """
    return modal_of(found.draft_id, found.form, _labels(found))


def _labels(found: Captured) -> Iterator[discord.ui.Label[Any]]:
    form = found.form
    if isinstance(form, StanceCaptureForm):
        yield _offered(found, "actor", found.actors)
        yield from _issue(found)
        yield _field(found, "position")
        yield from _quote(found)
        yield _field(found, "cited")
        if not found.issues:
            yield _field(found, "said")
    elif isinstance(form, ClaimCaptureForm):
        yield _offered(found, "claimant", found.actors)
        yield _offered(found, "about", found.actors)
        yield from _issue(found)
        yield _field(found, "relation")
        yield from _quote(found)
        if not found.issues:
            yield _field(found, "cited")
    else:
        yield _field(found, "title")
        yield _field(found, "when")
        yield _field(found, "participants")
        yield from _quote(found)
        yield _field(found, "cited")


def _issue(found: Captured) -> Iterator[discord.ui.Label[Any]]:
    if found.issues:
        yield _offered(found, "issue", found.issues)


def _quote(found: Captured) -> Iterator[discord.ui.Label[Any]]:
    """The words; a text beyond Discord's length for a field stays in the draft as it is."""
    asked = field_of(kind_of(found.form), "quote")
    if len(found.form.quote) <= asked.limit:
        yield _labelled(found, "quote", asked, _WITHOUT[found.without] if found.without else "")


def _field(found: Captured, key: str) -> discord.ui.Label[Any]:
    return _labelled(found, key, field_of(kind_of(found.form), key))


def _labelled(found: Captured, key: str, asked: Field, hint: str = "") -> discord.ui.Label[Any]:
    text = getattr(found.form, key)
    required = any(key in group for group in found.form.needs)
    make = code_select if asked.codes else text_input
    return discord.ui.Label(
        text=asked.label,
        description=label(hint or asked.hint, _LABEL),
        component=make(key, asked, text[: asked.limit], required=required),
    )


def _offered(found: Captured, key: str, offers: tuple[Offer, ...]) -> discord.ui.Label[Any]:
    asked = field_of(kind_of(found.form), key)
    chosen = getattr(found.form, key)
    options = [
        discord.SelectOption(
            label=label(offer.label, _LABEL),
            value=offer.key,
            description="Named in the message" if offer.is_named else None,
            default=offer.key == chosen,
        )
        for offer in offers
    ]
    return discord.ui.Label(
        text=asked.label,
        description=label(asked.hint, _LABEL),
        component=discord.ui.Select(custom_id=key, required=True, options=[*options, _ANOTHER]),
    )
