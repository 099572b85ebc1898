"""What is kept of one person, wherever it is kept: counted, read whole, and forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.db import sending
from bot.db.engine import Unit
from bot.db.mapping import ROWS
from bot.db.schema import ActRow, DraftRow
from bot.db.schema_desk import ReportRow, ShownRow, UploadRow
from bot.db.schema_news import FollowRow
from bot.db.schema_posts import PersonalReminderRow, PostRow
from bot.domain.posts import PostState, Reason
from bot.domain.records import KIND_NAMES


@dataclass(frozen=True, slots=True)
class Place:
    """A column that holds a person's Discord id.

    Of what is `shared` with others the row stays, and loses the id; else it goes whole. `unread`
    are columns that are told of by their size alone.
    """

    name: str
    column: Any
    shared: bool = False
    unread: frozenset[str] = frozenset()


PLACES = (
    Place("reminders", PersonalReminderRow.user_id),
    Place("follows", FollowRow.user_id),
    Place("posts", PostRow.user_id),
    Place("shown", ShownRow.user_id),
    Place("drafts", DraftRow.user_id),
    Place("uploads", UploadRow.user_id, unread=frozenset({"data"})),
    Place("reports", ReportRow.user_id, shared=True),
    Place("settled", ReportRow.settled_by, shared=True),
    Place("acts", ActRow.recorded_by, shared=True),
    Place("drafted", ActRow.drafted_by, shared=True),
)
_NAMED = {place.name: place for place in PLACES}


def _theirs(place: Place, user_id: int, guild_id: int | None) -> sa.ColumnElement[bool]:
    mine: sa.ColumnElement[bool] = place.column == user_id
    here: Any = place.column.class_.guild_id
    return mine if guild_id is None else sa.and_(mine, here == guild_id)


def count(unit: Unit, user_id: int, guild_id: int | None) -> dict[str, int]:
    """How many rows of each place name a person, on a server or, with None, on all."""
    return {
        place.name: unit.execute(
            sa.select(sa.func.count())
            .select_from(place.column.class_)
            .where(_theirs(place, user_id, guild_id)),
        ).scalar_one()
        for place in PLACES
    }


def waiting(unit: Unit, user_id: int, guild_id: int | None) -> int:
    """How many of a person's drafts wait for a second person."""
    theirs = _NAMED["drafts"]
    found = sa.select(sa.func.count()).select_from(DraftRow)
    mine = _theirs(theirs, user_id, guild_id), DraftRow.submitted_at.is_not(None)
    return unit.execute(found.where(*mine)).scalar_one()


def rows(unit: Unit, user_id: int, guild_id: int | None) -> dict[str, list[dict[str, Any]]]:
    """Every row that names a person, by place; and what they have written into the record."""
    found = {place.name: _rows(unit, place, user_id, guild_id) for place in PLACES}
    return found | {"versions": list(_versions(unit, user_id, guild_id))}


def _rows(unit: Unit, place: Place, user_id: int, guild_id: int | None) -> list[dict[str, Any]]:
    table = place.column.class_.__table__
    columns = [
        sa.func.length(each).label(f"bytes of {each.name}") if each.name in place.unread else each
        for each in table.columns
    ]
    rows = unit.execute(
        sa.select(*columns).where(_theirs(place, user_id, guild_id)).order_by(*table.primary_key),
    )
    return [dict(row) for row in rows.mappings()]


def _versions(unit: Unit, user_id: int, guild_id: int | None) -> Iterator[dict[str, Any]]:
    """Which versions somebody's acts wrote, by act; what they say is the server's record."""
    acted = _NAMED["acts"]
    for kind, row in ROWS.items():
        found = unit.execute(
            sa.select(row.guild_id, row.act, row.key, row.number, row.verb, row.reason)
            .join(ActRow, sa.and_(ActRow.guild_id == row.guild_id, ActRow.seq == row.act))
            .where(_theirs(acted, user_id, guild_id))
            .order_by(row.guild_id, row.entered),
        )
        yield from ({"kind": KIND_NAMES[kind], **each} for each in found.mappings())


def forget(unit: Unit, user_id: int, guild_id: int | None) -> None:
    """Forget a person: what is theirs goes, and what others need loses its author.

    What is just being sent to them may arrive yet; nothing is kept of it.
    """
    sending.alone(unit)
    # What is owed cannot be deleted before it is said that nobody wants it.
    owed = _NAMED["posts"]
    closed = {"state": PostState.SKIPPED.value, "reason": Reason.UNWANTED.value}
    unsent = PostRow.state.not_in([PostState.SENT.value, PostState.SKIPPED.value])
    unit.execute(
        sa.update(PostRow).where(_theirs(owed, user_id, guild_id), unsent).values(**closed),
    )
    for place in PLACES:
        theirs = _theirs(place, user_id, guild_id)
        if not place.shared:
            unit.execute(sa.delete(place.column.class_).where(theirs))
            continue
        gone: dict[str, Any] = {place.column.key: None}
        if place.column.class_ is ActRow:
            gone["erased"] = True
        unit.execute(sa.update(place.column.class_).where(theirs).values(**gone))
