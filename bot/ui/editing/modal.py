"""The dialogue that asks an editor for the fields of one page of a form."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import discord

from bot.domain.method import term
from bot.domain.names import normal
from bot.services.editing.forms import Form, kind_of, lacks
from bot.ui.editing.fields import HEADINGS, PAGES, Field, Page, field_of
from bot.ui.press import custom_id
from bot.ui.text import label

_MAX_TITLE = 45
_MAX_HINT = 100
_MAX_DESCRIPTION = 100
_TIMEOUT = 900.0
# What a menu gives for “another”, which is typed later; Discord takes no empty value.
OTHER = "\u2014"


def page_lacking(form: Form) -> int:
    """The page with the first field that the form lacks; the first page when it lacks none."""
    lacking = lacks(form)
    pages = PAGES[kind_of(form)]
    return next((at for at, page in enumerate(pages) if set(page.fields) & set(lacking)), 0)


def form_modal(draft_id: str, form: Form, page: int) -> discord.ui.Modal:
    """The dialogue for one page of a draft, filled with what is known.

    What was typed beyond Discord's length for a field is left out of it, and so stays as it is.
    """
    pages = PAGES[kind_of(form)]
    return modal_of(draft_id, form, _labels(form, pages[page if 0 <= page < len(pages) else 0]))


def modal_of(
    draft_id: str,
    form: Form,
    labels: Iterable[discord.ui.Label[Any]],
) -> discord.ui.Modal:
    """A dialogue whose answer goes into a draft, also after a restart."""
    modal = discord.ui.Modal(
        title=HEADINGS[kind_of(form)][:_MAX_TITLE],
        timeout=_TIMEOUT,
        custom_id=custom_id("draft-form", draft_id),
    )
    for item in labels:
        modal.add_item(item)
    # Its answer finds the draft by the id, so it needs no memory of this process.
    modal.stop()
    return modal


def _labels(form: Form, page: Page) -> Iterator[discord.ui.Label[Any]]:
    lacking = lacks(form)
    for key in page.fields:
        asked, text = field_of(kind_of(form), key), getattr(form, key)
        if asked.codes is None and len(text) > asked.limit:
            continue
        yield discord.ui.Label(
            text=asked.label,
            description=asked.hint[:_MAX_HINT],
            component=code_select(key, asked, text, required=key in lacking)
            if asked.codes
            else text_input(
                key, asked, text, required=key in lacking and not _has_other(form, key)
            ),
        )


def _has_other(form: Form, key: str) -> bool:
    """Whether another field can stand in for this one, so that Discord must not insist on it."""
    return any(key in group and len(group) > 1 for group in form.needs)


def text_input(key: str, asked: Field, text: str, *, required: bool) -> discord.ui.TextInput[Any]:
    """A field to type in, with what is known in it."""
    return discord.ui.TextInput(
        custom_id=key,
        style=discord.TextStyle.paragraph if asked.tall else discord.TextStyle.short,
        default=text or None,
        required=required,
        max_length=asked.limit,
    )


def code_select(key: str, asked: Field, text: str, *, required: bool) -> discord.ui.Select[Any]:
    """A field to choose a code in, with the one that is known chosen."""
    codes = asked.only or tuple(asked.codes or ())
    return discord.ui.Select(
        custom_id=key,
        required=required,
        min_values=int(required),
        options=[_option(code, chosen=_meant(code, text)) for code in codes if _offered(code)],
    )


def _meant(code: StrEnum, text: str) -> bool:
    """Whether this is the code that was typed, by its code or its label."""
    return bool(text) and normal(text) in {normal(code.value), normal(code_label(code)[0])}


def _offered(code: StrEnum) -> bool:
    return bool(getattr(code, "recordable", True))


def _option(code: StrEnum, *, chosen: bool) -> discord.SelectOption:
    shown, test = code_label(code)
    return discord.SelectOption(
        label=shown,
        value=code.value,
        description=label(test, _MAX_DESCRIPTION) if test else None,
        default=chosen,
    )


def code_label(code: StrEnum) -> tuple[str, str]:
    """A code's sign and label, and its written test where it has one."""
    try:
        found = term(code)
    except KeyError:
        return code.value.replace("_", " "), ""
    return f"{found.sign} {found.label}".strip(), found.test


def submitted(data: Mapping[str, Any]) -> dict[str, str]:
    """What a dialogue was sent with: each field's text, or the code that was chosen."""
    values: dict[str, str] = {}
    for component in data.get("components", ()):
        inner = component.get("component") or {}
        key = inner.get("custom_id")
        if not key:
            continue
        chosen = inner.get("values")
        text = inner.get("value") or "" if chosen is None else next(iter(chosen), "")
        values[key] = "" if text == OTHER else text
    return values
