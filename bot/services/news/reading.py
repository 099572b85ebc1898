"""Reading what is new between two acts, with the names that it points to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.db import log, news, rules, stances
from bot.db.engine import Unit
from bot.domain.agenda import is_ahead
from bot.domain.directory import Directory
from bot.domain.news import News, What, issues_of, news_since
from bot.domain.records import Claim, Event, Issue, Recorded, Stance, Statement
from bot.domain.scope import Scope
from bot.domain.shelf import stale_on
from bot.domain.when import zone_named
from bot.services.answers import EventView
from bot.services.news.answers import (
    ClaimLine,
    ConditionLine,
    EventLine,
    IssueLine,
    Line,
    StanceLine,
    StatementLine,
    Subject,
)
from bot.services.views import Views, settling


def read_news(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    *,
    after: int,
    through: int,
    issue: str | None = None,
) -> tuple[Line, ...]:
    """What was recorded after one act, up to another, on an issue or on all; heaviest first."""
    found = find_news(unit, guild_id, directory, after=after, through=through, issue=issue)
    return lines_of(unit, guild_id, directory, found)


def find_news(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    *,
    after: int,
    through: int,
    issue: str | None = None,
) -> list[News]:
    """The same before any name is looked up, for those who show a page of it."""
    if after >= through:
        return []
    found = news_since(news.entries(unit, guild_id, after=after, through=through), after)
    return [each for each in found if issue is None or _is_on(each, issue, directory)]


def lines_of(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    found: Sequence[News],
) -> tuple[Line, ...]:
    """News with the names that it points to."""
    settled = (each.recorded for each in found if each.what is What.SETTLED)
    read = settling(unit, Scope(guild_id=guild_id), settled)
    liner = Liner(directory, Views(directory, read))
    return tuple(liner.line(each) for each in found)


def read_stale(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    *,
    after: int,
    through: int,
    since: datetime,
    now: datetime,
    issue: str | None = None,
) -> tuple[Line, ...]:
    """The stances, current at the act `through`, that went stale after `since` and by `now`.

    Civil days count: that of `since` is over, that of `now` has come. Where an issue's stances go
    stale sooner than they did at the act `after`, that is when those went stale which are late.
    """
    zone = zone_named(directory.zone)
    first, last = since.astimezone(zone).date(), now.astimezone(zone).date()
    known, issues = (news.issues_at(unit, guild_id, act) for act in (after, through))
    views = Views(directory)
    found: list[StanceLine] = []
    for stance in _current(unit, guild_id, issue, through):
        about = issues.get(stance.record.issue)
        on = stale_on(stance.record, about) if about else None
        if about is None or on is None or on > last:
            continue
        then = known.get(about.key, about)
        was = stale_on(stance.record, replace(about, stale_after_days=then.stale_after_days))
        if was is None or was > first:
            view = views.stance(stance)
            found.append(StanceLine(what=What.STALE, issue=about, view=view, stale_on=on))
    return tuple(sorted(found, key=_staleness))


def _current(
    unit: Unit,
    guild_id: int,
    issue: str | None,
    through: int,
) -> Iterable[Recorded[Stance]]:
    later = through < rules.revision(unit, guild_id)
    known_at = news.recorded_by(unit, guild_id, through) if later else None
    scope = Scope(guild_id=guild_id, known_at=known_at)
    if issue is None:
        return stances.current(unit, scope)
    return stances.latest(unit, scope, issue).values()


def _staleness(line: StanceLine) -> tuple[object, ...]:
    return line.stale_on, line.issue.key, line.view.holder.key


def coming(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    *,
    now: datetime,
    issue: str | None = None,
    most: int = 3,
) -> tuple[EventView, ...]:
    """The events that are ahead, nearest first."""
    ahead = [
        event.key
        for event in directory.active_events
        if is_ahead(event, now) and (issue is None or issue in event.issues)
    ][:most]
    found = log.by_keys(unit, Event, Scope(guild_id=guild_id), ahead)
    views = Views(directory)
    return tuple(views.event(found[key]) for key in ahead if key in found)


def subject_of(line: Line) -> Subject:
    """Whom and what a line is about, by keys."""
    match line:
        case StanceLine(view=view, before=before):
            seen = (view, before) if before else (view,)
            return Subject.of(
                tuple(who for each in seen for who in (each.holder, each.voice, each.principal)),
                issues=tuple(each.stance.record.issue for each in seen),
                events=(),
            )
        case ConditionLine(view=condition, stance=stance):
            return Subject.of(
                (stance.holder, stance.voice, stance.principal, condition.addressee),
                issues=(stance.stance.record.issue,),
                events=(),
            )
        case ClaimLine(view=claim, before=said):
            claims = (claim, said) if said else (claim,)
            return Subject.of(
                tuple(who for each in claims for who in (each.claimant, each.about, each.speaker)),
                issues=tuple(each.claim.record.issue for each in claims),
                events=(),
            )
        case StatementLine(view=statement, before=stated):
            statements = (statement, stated) if stated else (statement,)
            records = [each.statement.record for each in statements]
            return Subject.of(
                tuple(who for each in statements for who in (each.speaker, each.behalf)),
                issues=tuple(key for each in records for key in (each.issue, *each.silent_on)),
                events=tuple(each.event for each in records),
            )
        case EventLine(view=event, before=was):
            record = event.event.record
            named = (record.announced_by, *(actor.key for actor, _ in event.participants))
            return Subject(
                issues=frozenset((*record.issues, *(was.issues if was else ()))),
                actors=frozenset(filter(None, named)),
                events=frozenset({record.key}),
            )
        case IssueLine(issue=recorded):
            return Subject.of((), issues=(recorded.record.key,), events=())


def _is_on(found: News, issue: str, directory: Directory) -> bool:
    if issue in issues_of(found):
        return True
    record = found.recorded.record
    if not isinstance(record, Statement) or record.event is None:
        return False
    event = directory.events.get(record.event)
    return event is not None and issue in event.issues


@dataclass(frozen=True, slots=True)
class Liner:
    """Makes lines of news."""

    directory: Directory
    views: Views

    def line(self, found: News) -> Line:
        record = found.recorded.record
        match record:
            case Stance():
                return self._stance(found, record)
            case Claim():
                return ClaimLine(
                    what=found.what,
                    issue=self._issue(record.issue),
                    view=self.views.claim(found.recorded),
                    before=self.views.claim(found.before) if found.before else None,
                )
            case Statement():
                return StatementLine(
                    what=found.what,
                    issue=self._issue(record.issue) if record.issue else None,
                    view=self.views.statement(found.recorded),
                    before=self.views.statement(found.before) if found.before else None,
                )
            case Event():
                return EventLine(
                    what=found.what,
                    view=self.views.event(found.recorded),
                    before=found.before.record if found.before else None,
                )
            case _:
                before = found.before or found.recorded
                return IssueLine(what=found.what, issue=found.recorded, before=before.record)

    def _stance(self, found: News, stance: Stance) -> Line:
        issue, view = self._issue(stance.issue), self.views.stance(found.recorded)
        if found.condition is not None and found.settled_from is not None:
            return ConditionLine(
                what=found.what,
                issue=issue,
                view=view.conditions[found.condition],
                was=found.settled_from,
                stance=view,
            )
        return StanceLine(
            what=found.what,
            issue=issue,
            view=view,
            before=self.views.stance(found.before) if found.before else None,
            stands=self.views.stance(found.stands) if found.stands else None,
        )

    def _issue(self, key: str) -> Issue:
        """The issue of a key; one that was retracted since shows by its key."""
        return self.directory.issues.get(key) or Issue(key=key, title=key, question=key)
