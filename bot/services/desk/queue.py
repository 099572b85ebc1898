"""The one queue of the desk: what waits, in the order in which it is worked, as it stands now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.db import log, posts
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.occasions import ASK_AFTER
from bot.domain.posts import BROKEN, PostState
from bot.domain.records import Event
from bot.domain.scope import Scope
from bot.domain.vocabulary import EventStatus
from bot.domain.when import zone_named
from bot.services.calendar.after import AfterAnswer, after_event
from bot.services.desk.items import (
    AfterItem,
    DraftItem,
    Entry,
    EventItem,
    FailedItem,
    ItemKind,
)
from bot.services.desk.reports import open_reports
from bot.services.desk.stale import stale_items
from bot.services.editing import drafts
from bot.services.news.contents import title_of_post
from bot.services.posts.planning import windows
from bot.services.views import Views

RECENT = timedelta(days=30)
"""How long after an event, or a failure, it is still asked about."""

_MOST_FAILED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Everything that waits on a server for one editor, top to bottom.

    `own` is how many of their own drafts wait for somebody else.
    """

    entries: tuple[Entry, ...]
    own: int

    def place(self, ref: str) -> int | None:
        """The number of an item from 0; None when it does not wait any more."""
        return next((at for at, each in enumerate(self.entries) if each.ref == ref), None)


def queue(unit: Unit, guild_id: int, directory: Directory, *, by: int, now: datetime) -> Queue:
    """Collect what waits for an editor; a draft waits for anybody but its author."""
    waiting = drafts.submitted(unit, guild_id)
    others = [draft for draft in waiting if draft.user_id != by]
    entries = (
        *(Entry(kind=ItemKind.DRAFT, key=each.id, item=DraftItem(draft=each)) for each in others),
        *(
            Entry(kind=ItemKind.REPORT, key=each.report.id, item=each)
            for each in open_reports(unit, guild_id, directory)
        ),
        *_stale(unit, guild_id, directory, now),
        *_after(unit, guild_id, directory, now),
        *_undated(unit, guild_id, directory, now),
        *_failed(unit, guild_id, directory, now),
    )
    return Queue(entries=entries, own=len(waiting) - len(others))


def _stale(unit: Unit, guild_id: int, directory: Directory, now: datetime) -> Iterator[Entry]:
    today = now.astimezone(zone_named(directory.zone)).date()
    for each in stale_items(unit, guild_id, directory, today):
        yield Entry(kind=ItemKind.STALE, key=each.view.stance.record.key, item=each)


def _after(unit: Unit, guild_id: int, directory: Directory, now: datetime) -> Iterator[Entry]:
    """Each participant and issue of an event that was held lately, and of which nobody has said."""
    held = [
        event
        for event in directory.events.values()
        if event.status is EventStatus.HELD and (event.when.upper or now) >= now - RECENT
    ]
    keys = [event.key for event in sorted(held, key=lambda event: (event.when.lower, event.key))]
    found = log.by_keys(unit, Event, Scope(guild_id=guild_id), keys)
    for key in keys:
        if key in found:
            yield from _asked(after_event(unit, guild_id, directory, found[key]))


def _asked(answer: AfterAnswer) -> Iterator[Entry]:
    # One who takes part in two roles has one stance.
    rows = {(row.actor.key, row.issue.key): row for row in reversed(answer.rows)}
    for row in reversed(rows.values()):
        if row.found is None:
            yield Entry(
                kind=ItemKind.AFTER,
                key=f"{row.role}/{row.issue.key}",
                item=AfterItem(view=answer.view, row=row),
            )


def _undated(unit: Unit, guild_id: int, directory: Directory, now: datetime) -> Iterator[Entry]:
    """The events whose time has passed without an outcome, then those whose window is open."""
    over = [event.key for event in directory.active_events if _is_over(event, now)]
    open_now = [each.key for each in windows(unit, guild_id, now) if each.when.lower <= now]
    found = log.by_keys(unit, Event, Scope(guild_id=guild_id), [*over, *open_now])
    views = Views(directory)
    for keys, kind in ((over, ItemKind.OUTCOME), (open_now, ItemKind.DATE)):
        for key in (each for each in keys if each in found):
            is_over = kind is ItemKind.OUTCOME
            item = EventItem(view=views.event(found[key]), zone=directory.zone, over=is_over)
            yield Entry(kind=kind, key=key, item=item)


def _is_over(event: Event, now: datetime) -> bool:
    when = event.when
    if when.has_clock_time:
        return when.lower + ASK_AFTER <= now
    return when.upper is not None and when.upper <= now


def _failed(unit: Unit, guild_id: int, directory: Directory, now: datetime) -> Iterator[Entry]:
    """What channels refused, one item for each, and other failures; what was one person's is not."""
    found = [
        post
        for post in posts.in_states(unit, guild_id, (PostState.FAILED,), limit=_MOST_FAILED)
        if post.user_id is None and post.due_at >= now - RECENT
    ]
    places: dict[str, list[int]] = {}
    for post in found:
        place = post.lane if post.reason in BROKEN else f"p:{post.id}"
        places.setdefault(place, []).append(post.id)
    by_id = {post.id: post for post in found}
    for ids in places.values():
        post = by_id[ids[0]]
        title = title_of_post(unit, directory, post)
        item = FailedItem(post=post, title=title, others=len(ids) - 1)
        yield Entry(kind=ItemKind.FAILED, key=str(post.id), item=item)
