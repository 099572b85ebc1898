"""A draft: a form with whose it is, and what its dates were taken to mean when they were typed."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2s

import msgspec

from bot.db import drafts
from bot.db.drafts import StoredDraft
from bot.db.engine import Unit
from bot.domain.records import Record
from bot.domain.when import When
from bot.errors import InvalidInputError, NotAllowedError
from bot.services.editing.forms import FORMS, Form, kind_of

KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDate:
    """A date as it was typed and what it was taken to mean, on the day it was typed."""

    text: str
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDate:
    """A date that can mean several things, and which they are."""

    field: str
    text: str
    choices: tuple[When, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an editor has typed and not yet published.

    `shown` is a digest of what its last preview showed; empty before there was one.
    """

    id: str
    user_id: int
    form: Form
    saved_at: datetime
    dates: dict[str, ReadDate] = field(default_factory=dict)
    asked: AskedDate | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    form: dict[str, str]
    dates: dict[str, ReadDate] = field(default_factory=dict)
    asked: AskedDate | None = None
    shown: str = ""


def digest(*records: Record) -> str:
    """A short mark of the whole content of one or more records, their keys included."""
    content = b"".join(msgspec.json.encode(record) for record in records)
    return blake2s(content, digest_size=12).hexdigest()


def new_id() -> str:
    """An id that no other draft has; it is no secret."""
    return secrets.token_hex(8)


def keep(unit: Unit, guild_id: int, draft: Draft) -> None:
    """Save a draft, and forget those that nobody has touched for seven days."""
    body = _Body(
        form=msgspec.to_builtins(draft.form),
        dates=draft.dates,
        asked=draft.asked,
        shown=draft.shown,
    )
    stored = StoredDraft(
        id=draft.id,
        user_id=draft.user_id,
        kind=kind_of(draft.form),
        body=msgspec.json.encode(body).decode(),
        saved_at=draft.saved_at,
    )
    drafts.save(unit, guild_id, stored, forget_before=draft.saved_at - KEPT)


def _read(stored: StoredDraft) -> Draft:
    body = msgspec.json.decode(stored.body, type=_Body)
    return Draft(
        id=stored.id,
        user_id=stored.user_id,
        form=msgspec.convert(body.form, FORMS[stored.kind]),
        saved_at=stored.saved_at,
        dates=body.dates,
        asked=body.asked,
        shown=body.shown,
    )


def take(unit: Unit, guild_id: int, draft_id: str, *, by: int) -> Draft:
    """The draft, for its author.

    Raises InvalidInputError when it is gone, NotAllowedError when it is somebody else's.
    """
    stored = drafts.find(unit, guild_id, draft_id)
    if stored is None or stored.kind not in FORMS:
        raise InvalidInputError(
            "This draft is gone: it was published, cancelled, or left for seven days. "
            "Give the command again.",
        )
    if stored.user_id != by:
        raise NotAllowedError(
            "This is another editor's draft. Give the command yourself to record the same.",
        )
    return _read(stored)


def of_editor(unit: Unit, guild_id: int, user_id: int, *, limit: int) -> list[Draft]:
    """An editor's own drafts, the last saved first."""
    found = drafts.of_editor(unit, guild_id, user_id, kinds=tuple(FORMS), limit=limit)
    return [_read(each) for each in found]
