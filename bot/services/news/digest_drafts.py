"""What an editor types for a digest: kept as a draft, and read as the digest that it would be."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2s

import msgspec

from bot.db import drafts, rules
from bot.db.drafts import StoredDraft
from bot.db.engine import Unit
from bot.domain.days import read_days, read_time
from bot.domain.directory import Directory
from bot.domain.names import normal
from bot.domain.rules import DAILY_AT, MOST_DIGESTS, Digest, WhenEmpty
from bot.domain.schedules import EVERY_DAY
from bot.errors import InvalidInputError, NotAllowedError
from bot.services.guild_settings import read_zone

ALL_ISSUES = "all"
KEPT = timedelta(days=7)
DEFAULT_LANGUAGE = "en-GB"
_TYPED, _UNDO = "digest", "digest-undo"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTyped:
    """What was typed for a digest in a channel; what is empty stays, or is the usual.

    `language` and `empty` are codes that were chosen. `moves` is the id of a digest in another
    channel that this one takes along.
    """

    channel_id: int
    issue: str = ""
    days: str = ""
    at: str = ""
    zone: str = ""
    language: str = ""
    empty: str = ""
    moves: str = ""

    @classmethod
    def of(cls, digest: Digest, days: str, at: str) -> "DigestTyped":
        """What one would type to get a digest as it stands; days and time are in words."""
        return cls(
            channel_id=digest.channel_id,
            issue=digest.issue or ALL_ISSUES,
            days=days,
            at=at,
            zone=digest.zone,
            language=digest.language,
            empty=digest.empty.value,
        )

    def changed(self, values: Mapping[str, str]) -> "DigestTyped":
        """The same with other texts; what is no field of text here is left out."""
        known = {field.name for field in fields(self)} - {"channel_id"}
        return replace(self, **{key: text for key, text in values.items() if key in known})  # type: ignore[arg-type]  # texts alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """A digest before and after a change; None: there was, or is, none."""

    before: Digest | None
    after: Digest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRead:
    """What was typed, as the digest that it would be; a new one has no id, no mark, and `before` None.

    `usual`: the issue was not named. `elsewhere` tells of the same issue in another channel, and is
    the only one that does.
    """

    before: Digest | None
    after: Digest
    usual: bool
    elsewhere: Digest | None

    @property
    def seen(self) -> str:
        """A short mark of what an editor sees of it."""
        content = b"".join(
            msgspec.json.encode(each and settings_of(each), order="deterministic")
            for each in (self.before, self.after)
        )
        return blake2s(content, digest_size=6).hexdigest()


def new_id() -> str:
    """An id that no other digest has; it is no secret."""
    return secrets.token_hex(6)


def settings_of(digest: Digest) -> Digest:
    """A digest without what it has told."""
    return replace(digest, mark=0, marked_at=_EPOCH)


def keep_typed(
    unit: Unit,
    guild_id: int,
    typed: DigestTyped,
    *,
    by: int,
    at: datetime,
    draft_id: str | None = None,
) -> str:
    """Keep what was typed for seven days; the id of its draft."""
    return _keep(unit, guild_id, _TYPED, typed, by=by, at=at, draft_id=draft_id)


def keep_undo(unit: Unit, guild_id: int, undoable: Undoable, *, by: int, at: datetime) -> str:
    """Keep what a change can be undone by for seven days; the id by which it is found."""
    return _keep(unit, guild_id, _UNDO, undoable, by=by, at=at)


def _keep(
    unit: Unit,
    guild_id: int,
    kind: str,
    body: object,
    *,
    by: int,
    at: datetime,
    draft_id: str | None = None,
) -> str:
    stored = StoredDraft(
        id=draft_id or secrets.token_hex(8),
        user_id=by,
        kind=kind,
        body=msgspec.json.encode(body).decode(),
        saved_at=at,
    )
    drafts.save(unit, guild_id, stored, forget_before=at - KEPT)
    return stored.id


def take_typed(unit: Unit, guild_id: int, draft_id: str, *, by: int) -> DigestTyped:
    """What somebody typed, for themselves.

    Raises InvalidInputError when it is gone, NotAllowedError when it is somebody else's.
    """
    return msgspec.json.decode(_take(unit, guild_id, draft_id, _TYPED, by=by), type=DigestTyped)


def take_undo(unit: Unit, guild_id: int, undo_id: str, *, by: int) -> Undoable:
    """What a change can be undone by, for who made it; raises as `take_typed` does."""
    return msgspec.json.decode(_take(unit, guild_id, undo_id, _UNDO, by=by), type=Undoable)


def _take(unit: Unit, guild_id: int, draft_id: str, kind: str, *, by: int) -> str:
    stored = drafts.find(unit, guild_id, draft_id)
    if stored is None or stored.kind != kind:
        raise InvalidInputError(
            "This is no longer kept: it was saved, cancelled, or left for seven days. "
            "/setup digest shows how digests are set up.",
        )
    if stored.user_id != by:
        raise NotAllowedError("Somebody else began this. Give /setup digest yourself.")
    return stored.body


def read_typed(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    typed: DigestTyped,
    *,
    now: datetime,
) -> DigestRead:
    """Read what was typed over what stands; raises a StancebotError that says what would work."""
    standing = rules.digests(unit, guild_id)
    if typed.moves:
        before: Digest | None = one_of(standing, typed.moves)
        issue, usual = before.issue if before else None, False
    else:
        issue, usual = _issue(directory, standing, typed)
        before = _standing_at(standing, typed.channel_id, issue)
    base = before or Digest(
        id="",
        channel_id=typed.channel_id,
        issue=issue,
        at=DAILY_AT,
        days=EVERY_DAY,
        zone=directory.zone,
        language=DEFAULT_LANGUAGE,
        empty=WhenEmpty.SKIP,
        paused=False,
        mark=0,
        marked_at=now,
    )
    after = _over(base, typed)
    check_room(standing, after)
    others = [each for each in standing if each.issue == issue and each.id != after.id]
    elsewhere = others[0] if before is None and len(others) == 1 else None
    return DigestRead(before=before, after=after, usual=usual, elsewhere=elsewhere)


def _over(base: Digest, typed: DigestTyped) -> Digest:
    return replace(
        base,
        channel_id=typed.channel_id,
        at=read_time(typed.at) if typed.at else base.at,
        days=read_days(typed.days) if typed.days else base.days,
        zone=read_zone(typed.zone) if typed.zone else base.zone,
        language=typed.language or base.language,
        empty=_when_empty(typed.empty) if typed.empty else base.empty,
    )


def one_of(standing: Sequence[Digest], digest_id: str) -> Digest:
    """The digest of an id, which may be forged; raises InvalidInputError when it is not there."""
    found = next((each for each in standing if each.id == digest_id), None)
    if found is None:
        raise InvalidInputError(
            "This digest is not there any more. /setup digest shows those that are.",
        )
    return found


def check_room(standing: Sequence[Digest], after: Digest) -> None:
    """Refuse one digest too many, and a second of one issue in one channel."""
    others = [each for each in standing if each.id != after.id]
    if _standing_at(others, after.channel_id, after.issue):
        raise InvalidInputError(
            "Another digest in that channel tells of the same issue. Change that one, or remove it "
            "first: /setup digest shows both.",
        )
    if len(others) == len(standing) >= MOST_DIGESTS:
        raise InvalidInputError(
            f"A server can have {MOST_DIGESTS} digests. Remove one that nobody needs: /setup digest "
            "shows all of them.",
        )


def _standing_at(standing: Sequence[Digest], channel_id: int, issue: str | None) -> Digest | None:
    place = channel_id, issue
    return next((each for each in standing if (each.channel_id, each.issue) == place), None)


def _issue(
    directory: Directory,
    standing: Sequence[Digest],
    typed: DigestTyped,
) -> tuple[str | None, bool]:
    """The key of the issue that is meant, None for all, and whether it was not named."""
    here = [each for each in standing if each.channel_id == typed.channel_id]
    if typed.issue in {each.issue for each in here}:
        # It may have been taken out of the record since.
        return typed.issue, False
    if normal(typed.issue) in {"all", "all issues"} and not directory.issue_names.exact(
        typed.issue
    ):
        return None, False
    if typed.issue:
        return directory.issue(typed.issue).key, False
    if len(here) > 1:
        raise InvalidInputError(
            f"This channel has {len(here)} digests. Name the issue of the one you mean, or "
            f"“{ALL_ISSUES}”.",
        )
    return (here[0].issue if here else directory.usual_issue(typed.channel_id)), True


def _when_empty(code: str) -> WhenEmpty:
    try:
        return WhenEmpty(code)
    except ValueError as error:
        raise InvalidInputError("Choose from the list what happens when nothing is new.") from error
