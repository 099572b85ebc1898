"""Whom news reaches: all that somebody may follow and hear of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.directory import Directory
from bot.domain.records import Claim, Event, Issue, Record, Role, Stance, Statement
from bot.domain.when import zone_named
from bot.services.news.answers import ClaimLine, EventLine, Line, StatementLine, Subject
from bot.services.news.reading import subject_of

_NOTHING: Subject = Subject(issues=frozenset(), actors=frozenset(), events=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Finds the keys of what news is about, and of those for whom these speak on the day `on`.

    `took_part` are the participants of events that were taken out of the record with them.
    """

    directory: Directory
    on: date
    took_part: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def at(
        cls,
        directory: Directory,
        now: datetime,
        took_part: Mapping[str, frozenset[str]] | None = None,
    ) -> "Reach":
        """As of the server's present day."""
        on = now.astimezone(zone_named(directory.zone)).date()
        return cls(directory=directory, on=on, took_part=took_part or {})

    def of_line(self, line: Line) -> frozenset[str]:
        """What a line of news can be followed by: an actor also by the one it speaks for."""
        return self._widened(_joined((subject_of(line), self._beside(line))))

    def of_records(self, records: Iterable[Record]) -> frozenset[str]:
        """What any news of these records could be followed by."""
        return self._widened(_joined(self._named(each) for each in records))

    def _beside(self, line: Line) -> Subject:
        """What a line is about besides whom and what it shows."""
        match line:
            case ClaimLine(view=view):
                return self._tied(view.claim.record.about_record)
            case StatementLine(view=view):
                return self._tied(view.statement.record.event)
            case EventLine(view=view):
                actors = self.took_part.get(view.event.record.key, frozenset())
                return Subject(issues=frozenset(), actors=actors, events=frozenset())
            case _:
                return _NOTHING

    def _named(self, record: Record) -> Subject:
        match record:
            case Stance() | Claim() | Statement():
                return self._said(record)
            case Event():
                actors = (role.actor for role in self.directory.roles_at(record.key))
                here = Subject(
                    issues=frozenset(record.issues),
                    actors=self.took_part.get(record.key, frozenset()),
                    events=frozenset({record.key}),
                )
                return _joined((here, _subject(*actors)))
            case Issue():
                return _subject(issues=(record.key,))
            case Role(event=str()):
                return _subject(record.actor)
            case _:
                return _NOTHING

    def _said(self, record: Stance | Claim | Statement) -> Subject:
        speaker = record.evidence.speaker
        match record:
            case Stance():
                addressees = (each.addressee for each in record.conditions)
                return _subject(record.holder, speaker, *addressees, issues=(record.issue,))
            case Claim():
                said = _subject(record.claimant, record.about, speaker, issues=(record.issue,))
                return _joined((said, self._tied(record.about_record)))
            case Statement():
                issues = (record.issue, *record.silent_on)
                spoken = _subject(speaker, record.on_behalf_of, issues=issues)
                return _joined((spoken, self._tied(record.event)))

    def _tied(self, key: str | None) -> Subject:
        """The event that something was said at or about, with its issues."""
        event = self.directory.events.get(key or "")
        if event is None:
            return _NOTHING
        return Subject(
            issues=frozenset(event.issues),
            actors=frozenset(),
            events=frozenset({event.key}),
        )

    def _widened(self, subject: Subject) -> frozenset[str]:
        """With everybody for whom the named ones speak on these issues, or on any without them."""
        principals = {
            mandate.principal
            for voice in subject.actors
            for issue in subject.issues or (None,)
            for mandate in self.directory.mandates_of(voice, issue=issue, on=self.on)
        }
        named = (subject.actors | principals, subject.issues, subject.events)
        actors = (self.directory.once(key) for key in named[0])
        return frozenset().union(*named, *actors)


def _subject(*actors: str | None, issues: Iterable[str | None] = ()) -> Subject:
    return Subject(
        issues=frozenset(filter(None, issues)),
        actors=frozenset(filter(None, actors)),
        events=frozenset(),
    )


def _joined(subjects: Iterable[Subject]) -> Subject:
    found = tuple(subjects)
    return Subject(
        issues=frozenset().union(*(each.issues for each in found)),
        actors=frozenset().union(*(each.actors for each in found)),
        events=frozenset().union(*(each.events for each in found)),
    )
