"""After an event: for each participant and issue, whether the stance changed, stood, or went unsaid.

“Unchanged” is a confirmation of the stance and stands in the log as one. “Nothing said” moves
nothing: silence is not a stance.
"""

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.db import acts, calendar, log, precedents, setting_log, stances
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Level, Person
from bot.domain.act_log import Area
from bot.domain.directory import Directory
from bot.domain.records import Actor, Event, Issue, Recorded, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import AfterFound, EventStatus, RecordState, Verb
from bot.domain.when import days, zone_named
from bot.errors import InvalidInputError, NotAllowedError
from bot.services.access import check
from bot.services.answers import EventView
from bot.services.news.planning import noticed
from bot.services.views import Views

_SECOND = (
    "Here a second person publishes what is recorded. Answer this from /admin review, which submits "
    "it, or give /admin stance confirm."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterRow:
    """One participant on one issue of the event; `role` is the key of its part in the event.

    `stance` is the current one. `found` is what an editor found since; None: not asked yet.
    """

    role: str
    actor: Actor
    issue: Issue
    stance: Recorded[Stance] | None
    found: AfterFound | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterAnswer:
    """An event with what is known of its participants' stances after it."""

    view: EventView
    zone: str
    rows: tuple[AfterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterGiven:
    """The rows after one was answered, and the act that says so; Undo takes a confirmation back."""

    answer: AfterAnswer
    seq: int
    confirmed: bool


def after_event(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    event: Recorded[Event],
) -> AfterAnswer:
    """Every participant of an event on every issue of it."""
    record = event.record
    # The last answer counts, also where it was given of one that is another now.
    kept = calendar.after_answers(unit, guild_id, record.key).items()
    given = {
        (directory.meant(actor), issue): told
        for (actor, issue), told in sorted(kept, key=lambda each: each[1][1])
    }
    roles = directory.roles_at(record.key)
    rows = []
    for issue in (directory.issues[key] for key in record.issues if key in directory.issues):
        current = stances.latest(unit, Scope(guild_id=guild_id), issue.key)
        for role in roles:
            if role.actor not in directory.actors:
                continue
            stance = current.get(role.actor)
            told, _ = given.get((role.actor, issue.key), (None, 0))
            rows.append(
                AfterRow(
                    role=role.key,
                    actor=directory.actors[role.actor],
                    issue=issue,
                    stance=stance,
                    found=_found(told, stance, event),
                ),
            )
    return AfterAnswer(view=Views(directory).event(event), zone=directory.zone, rows=tuple(rows))


def _found(
    told: str | None,
    stance: Recorded[Stance] | None,
    event: Recorded[Event],
) -> AfterFound | None:
    """What was found: a stance that was recorded since the event was is a change by itself.

    One that was confirmed since, in whatever way, is unchanged.
    """
    held = event.record.status is EventStatus.HELD
    if held and stance is not None and stance.version.recorded_at >= event.version.recorded_at:
        if stance.version.verb is Verb.SET:
            return AfterFound.CHANGED
        if stance.version.verb is Verb.CONFIRM and told is None:
            return AfterFound.UNCHANGED
    return None if told is None else AfterFound(told)


class AfterDesk:
    """Takes the editors' answers after an event."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def shown(self, scope: Scope, event: str, *, by: Person) -> AfterAnswer:
        """The participants of an event; raises UnknownNameError when there is no such event."""

        def work(unit: Unit) -> AfterAnswer:
            check(unit, self._directories, scope.guild_id, by, Level.CONTRIBUTOR)
            directory = self._directories.get(unit, scope.guild_id)
            return self._rows(unit, scope, directory, directory.event(event).key)

        return await self._database.read(work)

    async def answer(
        self,
        scope: Scope,
        role: str,
        issue: str,
        found: AfterFound,
        *,
        by: Person,
        cause: str,
    ) -> AfterGiven:
        """Keep what was found of one participant on one issue; a second time changes nothing.

        UNCHANGED confirms its current stance as looked at today. Raises InvalidInputError when there
        is none, or when the button is about something that does not stand any more.
        """

        def work(unit: Unit) -> AfterGiven:
            level = check(unit, self._directories, scope.guild_id, by, Level.EDITOR)
            directory = self._directories.get(unit, scope.guild_id)
            if found is AfterFound.UNCHANGED and directory.review.awaits(level):
                raise NotAllowedError(_SECOND)
            part = next((each for each in directory.roles if each.key == role), None)
            if part is None or part.event is None or issue not in directory.issues:
                raise InvalidInputError(
                    "This part in the event does not stand any more. Open the event with /events.",
                )
            event = directory.event(part.event)
            done = precedents.act_for(unit, scope.guild_id, cause)
            if done is None:
                at = self._clock.now()
                what = f"after {event.key}"
                act = acts.begin(unit, scope.guild_id, what=what, at=at, by=by.id, cause=cause)
                if found is AfterFound.UNCHANGED:
                    stance = self._confirm(act, event, part.actor, issue, zone=directory.zone)
                    noticed(unit, scope.guild_id, directory, (stance,), now=at)
                with setting_log.kept(act, {Area.AFTER}):
                    calendar.keep_after_answer(
                        unit,
                        scope.guild_id,
                        event=event.key,
                        actor=part.actor,
                        issue=issue,
                        answer=found.value,
                        act=act.seq,
                    )
                done = act.seq
                directory = self._directories.get(unit, scope.guild_id)
            return AfterGiven(
                answer=self._rows(unit, scope, directory, event.key),
                seq=done,
                confirmed=found is AfterFound.UNCHANGED,
            )

        return await self._database.write(work)

    @staticmethod
    def _confirm(
        act: acts.Act,
        event: Event,
        actor: str,
        issue: str,
        *,
        zone: str,
    ) -> Stance:
        """Confirm the actor's current stance as looked at today, and give it as it stands now."""
        stance = stances.latest(act.unit, Scope(guild_id=act.guild_id), issue).get(actor)
        if stance is None:
            raise InvalidInputError(
                "There is no stance to confirm yet. Press “Changed” to record what was said.",
            )
        newest = log.versions(act.unit, Stance, act.guild_id, stance.record.key)[-1]
        if newest.version.state is not RecordState.PUBLISHED:
            raise InvalidInputError("This stance was retracted meanwhile. Look at the card again.")
        today = act.at.astimezone(zone_named(zone)).date()
        confirmed = replace(newest.record, confirmed=days(today, zone=zone))
        acts.amend(
            act,
            newest,
            confirmed,
            verb=Verb.CONFIRM,
            reason=f"Looked again after “{event.title}”",
        )
        return confirmed

    def _rows(self, unit: Unit, scope: Scope, directory: Directory, event: str) -> AfterAnswer:
        found = log.newest(unit, Scope(guild_id=scope.guild_id), [event])[event]
        return after_event(unit, scope.guild_id, directory, found)
