"""News of events and of issues."""

from collections.abc import Iterator, Sequence

from bot.domain.news import What
from bot.domain.records import Event, Issue
from bot.domain.vocabulary import EventStatus
from bot.services.news.answers import EventLine, IssueLine
from bot.ui.prose import corrections, facts, notes
from bot.ui.prose.differ import Difference, differences
from bot.ui.prose.facts import code
from bot.ui.prose.spans import Sentence, Told, Typed, joined
from bot.ui.prose.templates import HEADLINES, Case, Course, Kind, Note

_OUTCOME = 200
_STANDING = {"status", "when"}
_COURSE = {"status"}
_BECAME = {What.REDATED, What.HELD, What.NOT_HELD, What.CANCELLED, What.POSTPONED}


def tell_event(line: EventLine) -> Told:
    """What became of an event."""
    event, before = line.view.event.record, line.before
    told = facts.event(event)
    found = differences(before, event) if before is not None else ()
    if line.what is What.CORRECTED:
        headline = corrections.headline(Kind.EVENT, found, told=told)
    else:
        headline = HEADLINES[Kind.EVENT, line.what, _case(line, found)].fill(
            told=told,
            was=facts.standing(before or event),
            fields=corrections.names(found) if found else (),
        )
    return Told(
        headline=headline,
        # An event rests on a sentence of its source, which no actor need have said.
        evidence=None,
        notes=(
            *notes.dated(event.when),
            *_before(line),
            *_outcome(event),
            *_further(line, found),
            *notes.quoted(None if line.what is What.RETRACTED else event.citation),
            *notes.reason(line.what, line.view.event.version),
            *notes.read(line.view.source),
        ),
    )


def _case(line: EventLine, found: Sequence[Difference]) -> Case:
    if line.what is not What.REDATED:
        return Case.ANY
    if _STANDING & {each.field for each in found}:
        return Case.ANY
    return Case.SAME if found else Case.UNKNOWN


def _further(line: EventLine, found: Sequence[Difference]) -> tuple[Sentence, ...]:
    if line.what is What.CORRECTED:
        return corrections.notes(found)
    return corrections.changes(found, but=_STANDING) if line.what in _BECAME else ()


def _before(line: EventLine) -> Iterator[Sentence]:
    event, before = line.view.event.record, line.before
    if before is None or line.what not in _BECAME - {What.REDATED}:
        return
    if (before.status, before.when) != (event.status, event.when):
        yield Note.BEFORE.template.fill(was=facts.standing(before))


def _outcome(event: Event) -> Iterator[Sentence]:
    if event.outcome:
        yield Note.OUTCOME.template.fill(text=Typed(event.outcome, limit=_OUTCOME))
    elif event.status is EventStatus.HELD:
        yield Note.NO_OUTCOME.template.fill()


def tell_issue(line: IssueLine) -> Told:
    """How an issue, or the proposal that it is, has come further, or was corrected."""
    issue, before = line.issue.record, line.before
    found = differences(before, issue)
    further: tuple[Sentence, ...] = ()
    if line.what is What.CORRECTED:
        headline = corrections.headline(Kind.ISSUE, found, told=facts.issue(issue))
        further = corrections.notes(found)
    elif line.what is What.PROPOSAL:
        headline = _come_further(line, found)
        further = corrections.changes(found, but=_COURSE)
    else:
        headline = HEADLINES[Kind.ISSUE, line.what, Case.ANY].fill(told=facts.issue(issue))
    return Told(
        headline=headline,
        evidence=None,
        notes=(
            *further,
            *notes.quoted(None if line.what is What.RETRACTED else issue.citation),
            *notes.reason(line.what, line.issue.version),
            *notes.read(line.issue.source),
        ),
    )


def _come_further(line: IssueLine, found: Sequence[Difference]) -> Sentence:
    course = tuple(_course(line.before, line.issue.record))
    case = Case.ANY if course else Case.SAME if found else Case.UNKNOWN
    return HEADLINES[Kind.ISSUE, line.what, case].fill(
        issue=facts.issue(line.issue.record),
        told=joined(course, "; "),
        fields=corrections.names(found) if found else (),
    )


def _course(before: Issue, issue: Issue) -> Iterator[Sentence]:
    was = before.proposal.status if before.proposal else None
    now = issue.proposal.status if issue.proposal else None
    if was is not now:
        case = Course.BEGUN if was is None else Course.DROPPED if now is None else Course.PROPOSAL
        yield case.template.fill(was=code(was) if was else (), now=code(now) if now else ())
    if before.status is not issue.status:
        yield Course.ISSUE.template.fill(was=code(before.status), now=code(issue.status))
