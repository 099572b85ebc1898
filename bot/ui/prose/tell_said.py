"""News of what was said: stances, their conditions, claims and statements."""

from collections.abc import Iterator

from bot.domain.news import What
from bot.domain.records import Actor, Source, Stance
from bot.domain.standing import move_between
from bot.domain.vocabulary import Confidence
from bot.services.answers import ClaimView, StanceView, StatementView
from bot.services.news.answers import ClaimLine, ConditionLine, StanceLine, StatementLine
from bot.ui.prose import corrections, facts, notes
from bot.ui.prose.differ import POSITION, Difference, Names, differences
from bot.ui.prose.facts import code
from bot.ui.prose.spans import Dated, Day, Own, Sentence, Told, Typed
from bot.ui.prose.templates import FORMS, HEADLINES, MOVES, Case, Kind, Note

_CONDITION = 160
_FOLLOWING = {What.FLIPPED, What.MOVED, What.REPEATED}
# Older than the news, or no longer on record: quoted again, such words would seem to be new.
_UNQUOTED = {What.RETRACTED, What.CONFIRMED, What.STALE}


def tell_stance(line: StanceLine, *, on: bool) -> Told:
    """What became of a stance."""
    stance = line.view.stance.record
    headline, further = _corrected(line) if line.what is What.CORRECTED else (_headline(line), ())
    return Told(
        headline=headline,
        evidence=None if line.what in _UNQUOTED else stance.evidence,
        notes=(
            *notes.on(line.issue if on else None),
            *notes.said(stance.evidence),
            *_doubt(stance),
            *_looked(line.what, stance),
            *_followed(line),
            *further,
            *notes.reason(line.what, line.view.stance.version),
            *notes.read(line.view.source),
        ),
    )


def _headline(line: StanceLine) -> Sentence:
    what, view, before = line.what, line.view, line.before
    now = facts.position(view)
    if what is What.RETRACTED:
        case = Case.LEFT if line.stands else Case.ANY
        left = facts.position(line.stands) if line.stands else now
        return HEADLINES[Kind.STANCE, what, case].fill(told=facts.stance(view), stands=left)
    if what is What.STALE and line.stale_on:
        template = HEADLINES[Kind.STANCE, what, Case.ANY]
        return template.fill(holder=facts.holder(view), position=now, day=Day(line.stale_on))
    unknown = what is What.STALE or (before is None and what in _FOLLOWING - {What.REPEATED})
    case = Case.UNKNOWN if unknown else Case.ANY
    was = facts.position(before) if before else now
    return HEADLINES[Kind.STANCE, what, case].fill(
        told=facts.stance(view),
        holder=facts.holder(view),
        before=was,
        position=now,
        move=Own(MOVES[move_between(was.position, now.position)]),
    )


def _corrected(line: StanceLine) -> tuple[Sentence, tuple[Sentence, ...]]:
    view, before = line.view, line.before
    found: tuple[Difference, ...] = ()
    if before is not None:
        names = _names(before, view, {before.holder, before.voice, view.holder, view.voice})
        found = differences(before.stance.record, view.stance.record, names)
    moved = any(each.name == POSITION for each in found)
    headline = corrections.headline(
        Kind.STANCE,
        found,
        case=Case.POSITION if moved else Case.ANY,
        told=facts.stance(view),
        holder=facts.holder(view),
        before=facts.position(before or view),
        position=facts.position(view),
    )
    return headline, corrections.notes(found, but=POSITION)


def _names(
    was: StanceView | ClaimView | StatementView,
    now: StanceView | ClaimView | StatementView,
    actors: set[Actor],
) -> Names:
    sources: dict[str, Source] = {each.source.key: each.source for each in (was, now)}
    return Names({each.key: each for each in actors}, sources)


def _looked(what: What, stance: Stance) -> Iterator[Sentence]:
    if stance.confirmed is not None and what in {What.CONFIRMED, What.STALE}:
        yield Note.LOOKED.template.fill(when=Dated(stance.confirmed, whole=True))


def _followed(line: StanceLine) -> Iterator[Sentence]:
    """When the position before was said, and how the form of the act differs."""
    if line.before is None or line.what not in _FOLLOWING:
        return
    old, new = line.before.stance.record, line.view.stance.record
    yield Note.SAID_BEFORE.template.fill(when=Dated(old.evidence.said))
    if old.commitment is not new.commitment:
        yield notes.from_to("commitment", (code(old.commitment),), (code(new.commitment),))


def _doubt(stance: Stance) -> Iterator[Sentence]:
    if stance.confidence is not Confidence.HIGH:
        yield Note.CONFIDENCE.template.fill(code=code(stance.confidence))


def tell_condition(line: ConditionLine, *, on: bool) -> Told:
    """That a condition is in another state than before."""
    view, condition = line.view, line.view.condition
    case = Case.ADDRESSED if view.addressee else Case.ANY
    return Told(
        headline=HEADLINES[Kind.CONDITION, line.what, case].fill(
            form=Own(FORMS[condition.form]),
            holder=facts.holder(line.stance),
            addressee=facts.named(view.addressee) if view.addressee else (),
            text=Typed(condition.text, limit=_CONDITION),
            was=code(line.was),
            now=code(condition.state),
        ),
        # The words of the stance are those that set the condition, not those that settle it.
        evidence=None,
        notes=(
            *notes.on(line.issue if on else None),
            *(
                (Note.SINCE.template.fill(when=Dated(condition.settled_on, whole=True)),)
                if condition.settled_on
                else ()
            ),
            *notes.quoted(condition.settled),
            *notes.read(view.settled_by),
        ),
    )


def tell_claim(line: ClaimLine, *, on: bool) -> Told:
    """What became of a claim."""
    view, before = line.view, line.before
    claim = view.claim.record
    told = facts.claim(view)
    further: tuple[Sentence, ...] = ()
    if line.what is What.CORRECTED:
        found: tuple[Difference, ...] = ()
        if before is not None:
            actors = {each for at in (before, view) for each in (at.claimant, at.about, at.speaker)}
            found = differences(before.claim.record, claim, _names(before, view, actors))
        headline = corrections.headline(Kind.CLAIM, found, told=told)
        further = corrections.notes(found)
    else:
        headline = HEADLINES[Kind.CLAIM, line.what, Case.ANY].fill(told=told)
    return Told(
        headline=headline,
        evidence=None if line.what in _UNQUOTED else claim.evidence,
        notes=(
            *notes.on(line.issue if on else None),
            *notes.said(claim.evidence),
            *further,
            *notes.reason(line.what, view.claim.version),
            *notes.read(view.source),
        ),
    )


def tell_statement(line: StatementLine, *, on: bool) -> Told:
    """What became of a statement without a position."""
    view, before = line.view, line.before
    statement = view.statement.record
    told = facts.statement(view)
    further: tuple[Sentence, ...] = ()
    if line.what is What.CORRECTED:
        found: tuple[Difference, ...] = ()
        if before is not None:
            actors = {each for at in (before, view) for each in (at.speaker, at.behalf) if each}
            found = differences(before.statement.record, statement, _names(before, view, actors))
        headline = corrections.headline(Kind.STATEMENT, found, told=told)
        further = corrections.notes(found)
    else:
        headline = HEADLINES[Kind.STATEMENT, line.what, Case.ANY].fill(told=told)
    return Told(
        headline=headline,
        evidence=None if line.what in _UNQUOTED else statement.evidence,
        notes=(
            *notes.on(line.issue if on else None),
            *notes.said(statement.evidence),
            *further,
            *notes.reason(line.what, view.statement.version),
            *notes.read(view.source),
        ),
    )
