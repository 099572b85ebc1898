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

    `shown` is a digest of what its last preview showed; empty before there was one. `before` names
    the stance that the preview showed as the one recorded so far. `origin` is the item of the
    review's queue that it was begun from. From `submitted_at` on, aware UTC, it waits for a second
    person, and is read as in the channel `channel_id`; `returned` is why one sent it back, and
    `edited` whether one has changed it since.
    """

    id: str
    user_id: int
    form: Form
    saved_at: datetime
    dates: dict[str, ReadDate] = field(default_factory=dict)
    asked: AskedDate | None = None
    shown: str = ""
    before: str = ""
    origin: str = ""
    submitted_at: datetime | None = None
    returned: str | None = None
    edited: bool = False
    channel_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    form: dict[str, str]
    dates: dict[str, ReadDate] = field(default_factory=dict)
    asked: AskedDate | None = None
    shown: str = ""
    before: str = ""
    origin: str = ""
    edited: bool = False
    channel_id: int | None = None


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
        before=draft.before,
        origin=draft.origin,
        edited=draft.edited,
        channel_id=draft.channel_id,
    )
    stored = StoredDraft(
        id=draft.id,
        user_id=draft.user_id,
        kind=kind_of(draft.form),
        body=msgspec.json.encode(body).decode(),
        saved_at=draft.saved_at,
        submitted_at=draft.submitted_at,
        returned=draft.returned,
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
        before=body.before,
        origin=body.origin,
        submitted_at=stored.submitted_at,
        returned=stored.returned,
        edited=body.edited,
        channel_id=body.channel_id,
    )


def take(
    unit: Unit,
    guild_id: int,
    draft_id: str,
    *,
    by: int,
    reviewing: bool = False,
) -> Draft:
    """The draft, for its author, and while it waits for a second person for who is `reviewing`.

    Raises InvalidInputError when it is gone, NotAllowedError when it is somebody else's.
    """
    stored = drafts.find(unit, guild_id, draft_id)
    if stored is None or stored.kind not in FORMS:
        raise InvalidInputError(
            "This draft is gone: it was published, cancelled, or left for seven days. "
            "Give the command again.",
        )
    if stored.user_id == by or (reviewing and stored.submitted_at is not None):
        return _read(stored)
    raise NotAllowedError(
        "This is another editor's draft, and it does not wait for review. Give the command "
        "yourself to record the same.",
    )


def of_editor(
    unit: Unit,
    guild_id: int,
    user_id: int,
    *,
    limit: int,
    offset: int = 0,
) -> list[Draft]:
    """An editor's own drafts, the last saved first."""
    found = drafts.of_editor(
        unit,
        guild_id,
        user_id,
        kinds=tuple(FORMS),
        limit=limit,
        offset=offset,
    )
    return [_read(each) for each in found]


def submitted(unit: Unit, guild_id: int) -> list[Draft]:
    """A server's drafts that wait for a second person, the first submitted first."""
    return [_read(each) for each in drafts.submitted(unit, guild_id, kinds=tuple(FORMS))]


def mark(*shown: str) -> str:
    """A short mark of what a preview shows, for the button on it."""
    return blake2s("|".join(shown).encode(), digest_size=8).hexdigest()
