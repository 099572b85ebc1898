"""Making the files of an export from what is stored: what stands, or every version of it."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from bot.db.engine import Unit
from bot.db.exports import ActOf, acts_of
from bot.db.mapping import KINDS
from bot.db.published import Published, Row, decoded, read_published
from bot.domain.outside import without_ids
from bot.domain.vocabulary import RecordState
from bot.errors import InvalidInputError
from bot.packs.format import Pack, encode, packed
from bot.packs.history import ActTold, VersionTold, history_json, history_sheet
from bot.packs.references import closed
from bot.packs.sheet_write import encode_sheet
from bot.services.transfer.answers import Exported, Form

_NOTHING = "This server has no records to export."
_PROGRAM, _FORMER = "the program", "a former editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is stored of a server; the acts only where history is asked for."""

    published: Published
    acts: tuple[ActOf, ...]


def stored(unit: Unit, guild_id: int, *, history: bool) -> Stored:
    """Read all that an export is made of, of one snapshot."""
    acts = acts_of(unit, guild_id) if history else ()
    return Stored(published=read_published(unit, guild_id), acts=acts)


def exported(
    found: Stored,
    form: Form,
    *,
    history: bool,
    name: str = "export",
) -> Exported:
    """Make the file; raises InvalidInputError where there is nothing, or no room for it in CSV."""
    published, acts = found.published, found.acts
    if history:
        return _history(published, acts, form, name)
    pack = _standing(published, name)
    count = sum(1 for _ in pack.records())
    if not count:
        raise InvalidInputError(_NOTHING)
    data = encode(pack) if form is Form.JSON else encode_sheet(pack)
    return Exported(filename=f"record.{form}", data=data, records=count)


def _standing(published: Published, name: str) -> Pack:
    """What is published, so that an empty server can take it in."""
    newest: dict[str, Row] = {}
    for row in published.rows:
        if row.key not in newest or newest[row.key].number < row.number:
            newest[row.key] = row
    live = [row for row in newest.values() if row.state == RecordState.PUBLISHED.value]
    decoders = {kind: msgspec.json.Decoder(made) for kind, made in KINDS.items()}
    records = [
        decoders[row.kind].decode(row.body) for row in sorted(live, key=lambda row: row.entered)
    ]
    return packed(name, closed(records), published.zone, published.default_issue)


def _history(
    published: Published,
    acts: tuple[ActOf, ...],
    form: Form,
    name: str,
) -> Exported:
    entries = decoded(published.rows)
    if not entries:
        raise InvalidInputError(_NOTHING)
    told = _told(acts, {entry.act for entry in entries})
    versions = [
        VersionTold(
            record=entry.recorded.record,
            version=entry.recorded.version,
            act=told[entry.act],
        )
        for entry in sorted(entries, key=lambda entry: entry.act)
    ]
    if form is Form.CSV:
        data = history_sheet(versions)
    else:
        data = history_json(
            versions,
            name=name,
            zone=published.zone,
            default_issue=published.default_issue,
        )
    return Exported(
        filename=f"history.{form}",
        data=data,
        records=len({entry.recorded.record.key for entry in entries}),
        versions=len(versions),
    )


def _told(acts: Iterable[ActOf], shown: set[int]) -> dict[int, ActTold]:
    """The acts with words for their authors, numbered in the order in which they first acted."""
    numbers: dict[int, int] = {}

    def words(user_id: int | None, *, erased: bool) -> str:
        if user_id is None:
            return _FORMER if erased else _PROGRAM
        return f"editor {numbers.setdefault(user_id, len(numbers) + 1)}"

    return {
        act.seq: ActTold(
            act=act.seq,
            at=act.recorded_at,
            what=without_ids(act.what),
            by=words(act.recorded_by, erased=act.erased),
            drafted_by=None if act.drafted_by is None else words(act.drafted_by, erased=False),
            why=None if act.why is None else without_ids(act.why),
        )
        for act in acts
        if act.seq in shown
    }
