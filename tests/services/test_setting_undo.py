"""Undoing settings: rows come back where nobody has changed them since, and marks never do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.db import act_log, posts, rules, sending, setting_log
from bot.db.engine import Database, Unit
from bot.db.setting_log import Snapshot
from bot.domain.access import Level, Review
from bot.domain.act_log import MARKS, Area
from bot.domain.posts import NewPost, PostKind, PostState, Reason
from bot.domain.rules import AlertWeight
from bot.domain.scope import Scope
from bot.domain.vocabulary import AfterFound
from bot.errors import ConflictError, InvalidInputError, NotAllowedError
from bot.packs.starter import load_starter
from bot.services.calendar.settings import CalendarChange, CalendarField
from bot.services.news.digest_answers import DigestPreview, DigestSet
from bot.services.news.digest_drafts import DigestTyped
from bot.services.wired import Services, wire
from tests.people import member, owner

GUILD, CHANNEL, EDITORS, EDITOR = 900, 10, 77, 5
HERE = Scope(guild_id=GUILD)
BY = owner(1)


@dataclass(slots=True)
class Server:
    """The starter pack's server; each setting is an act, the number of which is given."""

    database: Database
    clock: ManualClock
    services: Services

    async def done(self, work: Awaitable[object]) -> int:
        await work
        return await self.database.read(lambda unit: rules.revision(unit, GUILD))

    async def undo(self, seq: int, by: int = 1) -> int:
        return (await self.services.editing.undo(HERE, seq, by=owner(by))).seq

    async def stands(self) -> Snapshot:
        found = await self.database.read(lambda unit: setting_log.snapshot(unit, GUILD))
        return {
            at: {name: value for name, value in row.items() if name not in MARKS}
            for at, row in found.items()
        }

    async def digest(self, **typed: str) -> DigestSet:
        seen = await self.services.digests.prepare(
            HERE, DigestTyped(channel_id=CHANNEL, **typed), by=BY
        )
        assert isinstance(seen, DigestPreview), seen
        made = await self.services.digests.save(HERE, seen.draft_id or "", seen.seen or "", by=BY)
        assert isinstance(made, DigestSet), made
        return made

    async def alert(self, cause: str, weight: AlertWeight | None = None) -> str:
        made = await self.services.alert_settings.keep(
            HERE, channel_id=CHANNEL, issue=None, weight=weight, by=BY, cause=cause
        )
        return made.found.alert.id

    async def calendar(self, cause: str, change: CalendarChange) -> None:
        await self.services.calendar_settings.change(
            HERE, change, what="setup reminders", by=BY, cause=cause
        )

    async def event(self) -> str:
        events = (await self.services.calendar.suggest(GUILD, ""))[0]
        return events.key


@pytest.fixture
async def server(sqlite: Database, clock: ManualClock) -> Server:
    services = wire(sqlite, clock)
    await services.packs.apply(GUILD, load_starter(), by=BY)
    return Server(sqlite, clock, services)


async def _alert_off(server: Server) -> None:
    [row] = (await server.services.alert_settings.shown(HERE, by=BY)).rows
    await server.services.alert_settings.end(HERE, row.alert.id, by=BY, cause="off")


async def _digest_paused(server: Server) -> None:
    [view] = await server.services.digests.shown(HERE, by=BY)
    await server.services.digests.pause(HERE, view.digest.id, paused=True, by=BY, cause="p")


async def _digest_removed(server: Server) -> None:
    [view] = await server.services.digests.shown(HERE, by=BY)
    await server.services.digests.remove(HERE, view.digest.id, by=BY, cause="r")


async def _own_reminders(server: Server) -> None:
    await server.services.calendar_settings.change_event(
        HERE, await server.event(), leads=(timedelta(hours=2),), by=BY, cause="e"
    )


Change = Callable[[Server], Awaitable[object]]
# Each is tried after all that stand before it, for a server that has set much already.
CHANGES: dict[str, Change] = {
    "zone": lambda s: s.services.settings.set_zone(HERE, "Asia/Tokyo", by=BY, cause="z"),
    "issue of a channel": lambda s: s.services.settings.set_issue(
        HERE, "ceasefire", channel_id=CHANNEL, by=BY, cause="i"
    ),
    "reminders": lambda s: s.calendar(
        "c", CalendarChange(channel_id=CHANNEL, leads=(timedelta(hours=3),), mirror=True)
    ),
    "desk": lambda s: s.calendar("d", CalendarChange(desk_id=20)),
    "no reminders": lambda s: s.calendar(
        "n", CalendarChange(mirror=False, off=frozenset({CalendarField.CHANNEL}))
    ),
    "reminders of an event": _own_reminders,
    "digest": lambda s: s.digest(days="weekdays", at="08:30"),
    "digest changed": lambda s: s.digest(days="Friday"),
    "digest paused": _digest_paused,
    "digest removed": _digest_removed,
    "alert": lambda s: s.alert("a"),
    "alert changed": lambda s: s.alert("b", AlertWeight.FLIPS),
    "alert off": _alert_off,
    "role": lambda s: s.services.roles.set_role(HERE, 5, Level.EDITOR, by=BY, cause="ro"),
    "role changed": lambda s: s.services.roles.set_role(
        HERE, 5, Level.CONTRIBUTOR, by=BY, cause="rp"
    ),
    "role taken away": lambda s: s.services.roles.set_role(HERE, 5, None, by=BY, cause="rq"),
    "review": lambda s: s.services.roles.set_review(HERE, Review.EVERYBODY, by=BY, cause="re"),
    "retention": lambda s: s.services.retention.set_days(HERE, 90, by=BY, cause="da"),
}


async def test_each_setting_goes_back_and_comes_again(server: Server) -> None:
    """Of every setting there is: undone it is as before, and undoing that it is as it was set."""
    untouched = set(Area) - {Area.AFTER, Area.FREEZE}
    for name, change in CHANGES.items():
        before = await server.stands()
        seq = await server.done(change(server))
        after = await server.stands()
        assert after != before, name
        untouched -= {
            area
            for area, key in {**before, **after}
            if before.get((area, key)) != after.get((area, key))
        }
        back = await server.undo(seq)
        assert await server.stands() == before, name
        assert (await server.undo(seq)) == back, "twice is once"
        await server.undo(back)
        assert await server.stands() == after, name
    assert untouched == set(), "a setting that is tried by no change"


async def test_what_was_changed_since_stays_and_says_so(server: Server) -> None:
    first = await server.done(server.alert("a"))
    await server.alert("b", AlertWeight.FLIPS)
    zone = await server.done(
        server.services.settings.set_zone(HERE, "Asia/Tokyo", by=BY, cause="1")
    )
    await server.services.settings.set_zone(HERE, "UTC", by=BY, cause="2")
    before = await server.stands()
    for seq in (first, zone):
        with pytest.raises(ConflictError, match="changed since"):
            await server.undo(seq)
    assert await server.stands() == before


async def test_what_somebody_has_set_to_the_same_since_is_theirs(server: Server) -> None:
    """Undoing the first would overwrite the last, though the values are alike."""
    set_zone = server.services.settings.set_zone
    first = await server.done(set_zone(HERE, "Asia/Tokyo", by=BY, cause="1"))
    second = await server.done(set_zone(HERE, "Europe/Kyiv", by=BY, cause="2"))
    third = await server.done(set_zone(HERE, "Asia/Tokyo", by=owner(2), cause="3"))
    with pytest.raises(ConflictError, match="changed since"):
        await server.undo(first)
    for seq in (third, second, first):
        await server.undo(seq)
    assert (await server.stands())[Area.SERVER, ""]["zone"] == "UTC"


async def test_settings_beside_one_another_go_back_each_by_itself(server: Server) -> None:
    zone = await server.done(
        server.services.settings.set_zone(HERE, "Asia/Tokyo", by=BY, cause="1")
    )
    review = await server.done(
        server.services.roles.set_review(HERE, Review.EVERYBODY, by=BY, cause="2")
    )
    await server.undo(zone)
    found = (await server.stands())[Area.SERVER, ""]
    assert (found["zone"], found["review"]) == ("UTC", "everybody")
    await server.undo(review)
    assert (await server.stands())[Area.SERVER, ""]["review"] == "off"


async def test_how_far_one_was_told_never_goes_back(server: Server) -> None:
    made = await server.digest()
    assert made.view is not None
    digest = made.view.digest
    seq = await server.done(_digest_paused(server))
    told = digest.mark + 1

    paused = replace(digest, paused=True, mark=told)
    await server.database.write(lambda unit: rules.keep_digest(unit, GUILD, paused))
    await server.undo(seq)
    [view] = await server.services.digests.shown(HERE, by=BY)
    assert (view.digest.paused, view.digest.mark) == (False, told)


async def test_an_alert_that_goes_owes_nothing_more_and_one_that_is_back_tells_what_it_missed(
    server: Server,
) -> None:
    alert = await server.alert("a")
    set_up = await server.done(_nothing())
    due = NewPost(
        key=f"alert/{alert}/1",
        kind=PostKind.ALERT,
        due_at=server.clock.now(),
        channel_id=CHANNEL,
        subject=alert,
    )
    await server.database.write(lambda unit: posts.owe(unit, GUILD, [due]))
    back = await server.undo(set_up)
    found = await server.database.read(lambda unit: posts.by_key(unit, GUILD, due.key))
    assert found is not None
    assert (found.state, found.reason) == (PostState.SKIPPED, Reason.SETTINGS)
    await server.undo(back)
    waiting = await server.database.read(
        lambda unit: posts.waiting_in(unit, GUILD, CHANNEL),
    )
    assert [post.subject for post in waiting] == [alert]


async def _nothing() -> None:
    return None


async def test_who_may_not_set_it_may_not_undo_it(server: Server) -> None:
    await server.services.roles.set_role(HERE, EDITORS, Level.EDITOR, by=BY, cause="ro")
    zone = await server.done(
        server.services.settings.set_zone(HERE, "Asia/Tokyo", by=BY, cause="1")
    )
    own = await server.done(_own_reminders(server))
    editor = member(EDITOR, EDITORS)
    with pytest.raises(NotAllowedError, match="owners"):
        await server.services.editing.undo(HERE, zone, by=editor)
    assert (await server.services.editing.undo(HERE, own, by=editor)).seq > own


async def test_an_import_goes_back_with_the_settings_it_brought(server: Server) -> None:
    other = Scope(guild_id=901)
    pack = replace(load_starter(), zone="Asia/Tokyo")
    done = await server.services.packs.apply(901, pack, by=BY)
    assert done.act is not None
    undone = await server.services.editing.undo(other, done.act, by=BY)
    gone = await server.services.lookups.directory(901)
    assert (gone.zone, gone.default_issue, gone.actors, gone.issues) == ("UTC", None, {}, {})
    await server.services.editing.undo(other, undone.seq, by=BY)
    again = await server.services.lookups.directory(901)
    standing = await server.services.lookups.directory(GUILD)
    assert (again.zone, again.default_issue) == ("Asia/Tokyo", standing.default_issue)
    assert (again.actors, again.issues, again.events) == (
        standing.actors,
        standing.issues,
        standing.events,
    )


async def test_what_changed_nothing_has_nothing_to_undo(server: Server) -> None:
    now = server.clock.now()
    new = NewPost(key="x", kind=PostKind.DATES, due_at=now, channel_id=CHANNEL)

    def fail(unit: Unit) -> int:
        posts.owe(unit, GUILD, [new])
        [post] = sending.claim(unit, now=now, until=now + timedelta(hours=1), by="s", limit=1)
        sending.mark(unit, post.id, PostState.FAILED, Reason.REFUSED, by="s")
        return post.id

    post = await server.database.write(fail)
    again = await server.done(server.services.post_log.again(HERE, post, by=BY, cause="again"))
    for seq in (again, 999):
        with pytest.raises(InvalidInputError, match=r"nothing to undo|no such act"):
            await server.undo(seq)


async def test_the_act_of_an_undoing_says_what_it_changed(server: Server) -> None:
    zone = await server.done(
        server.services.settings.set_zone(HERE, "Asia/Tokyo", by=BY, cause="1")
    )
    back = await server.undo(zone, by=2)

    def work(unit: Unit) -> tuple[object, object]:
        act = act_log.one(unit, GUILD, back)
        return act, setting_log.changes_of(unit, GUILD, [back])[back][0].changed

    act, changed = await server.database.read(work)
    assert (act.what, act.by) == (f"undo {zone}", 2)  # type: ignore[attr-defined]
    assert changed == (("zone", "Asia/Tokyo", "UTC"),)


async def test_what_was_found_after_an_event_goes_back_to_the_answer_before(server: Server) -> None:
    directory = await server.services.lookups.directory(GUILD)
    part = next(r for r in directory.roles if r.event and directory.events[r.event].issues)
    event = part.event or ""
    [issue, *_] = directory.events[event].issues

    async def answered(found: AfterFound, cause: str) -> int:
        after = server.services.after
        return (await after.answer(HERE, part.key, issue, found, by=BY, cause=cause)).seq

    async def found() -> AfterFound | None:
        rows = (await server.services.after.shown(HERE, event, by=BY)).rows
        return next(row.found for row in rows if row.role == part.key and row.issue.key == issue)

    first = await answered(AfterFound.NOTHING_SAID, "a")
    second = await answered(AfterFound.CHANGED, "b")
    with pytest.raises(ConflictError):
        await server.undo(first)
    back = await server.undo(second)
    assert await found() is AfterFound.NOTHING_SAID
    await server.undo(first)
    assert await found() is None
    with pytest.raises(ConflictError):
        await server.undo(back)
