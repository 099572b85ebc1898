"""Every line of news that there can be, by what its sentences depend on, about anybody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from bot.domain.news import What
from bot.domain.records import (
    Citation,
    Condition,
    Evidence,
    Issue,
    Proposal,
    Recorded,
)
from bot.domain.vocabulary import (
    Basis,
    Certainty,
    Commitment,
    ConditionForm,
    ConditionKind,
    ConditionState,
    Confidence,
    Directness,
    EventKind,
    EventStatus,
    IssueStatus,
    Polarity,
    Position,
    ProposalStatus,
    Relation,
)
from bot.services.answers import ClaimView, ConditionView, StanceView
from bot.services.news.answers import (
    ClaimLine,
    ConditionLine,
    IssueLine,
    Line,
    StanceLine,
    StatementLine,
)
from tests.ui.prose_samples import (
    CAST,
    ISSUE,
    OTHER_SOURCE,
    POSITIONS,
    SAID,
    SECOND,
    SOURCE,
    WEEK,
    WHENS,
    Cast,
    claim,
    event,
    event_line,
    evidence,
    stance,
    statement,
    version,
)

_ALONE = (
    What.FIRST,
    What.EARLIER,
    What.CONFIRMED,
    What.RETRACTED,
    What.RESTORED,
    What.FLIPPED,
    What.MOVED,
)


def lines(cast: Cast = CAST) -> Iterator[tuple[str, Line]]:
    """Every line, with what is in it that the sentence depends on."""
    for part in (_stances, _conditions, _claims, _statements):
        yield from part(cast)
    yield from _events()
    yield from _issues()


def _stance_line(what: What, view: StanceView, **more: Any) -> StanceLine:
    return StanceLine(what=what, issue=ISSUE, view=view, **more)


def _stances(cast: Cast) -> Iterator[tuple[str, Line]]:
    for was, now in product(POSITIONS, POSITIONS):
        before = stance(cast, was, said=WEEK)
        if was is now:
            yield "repeated", _stance_line(What.REPEATED, stance(cast, now), before=before)
            continue
        values = was.value_on_scale, now.value_on_scale
        flips = bool(values[0] and values[1] and values[0] * values[1] < 0)
        what = What.FLIPPED if flips else What.MOVED
        yield what.value, _stance_line(what, stance(cast, now), before=before)
        view = stance(cast, now, What.CORRECTED)
        yield "corrected position", _stance_line(What.CORRECTED, view, before=stance(cast, was))
        yield (
            "retracted, another left",
            _stance_line(What.RETRACTED, stance(cast, was, What.RETRACTED), stands=view),
        )
    for now, spoken in product(POSITIONS, ("itself", "a voice", "an office")):
        for what in _ALONE:
            yield f"{what}, by {spoken}", _stance_line(what, stance(cast, now, what, spoken=spoken))
        yield (
            f"stale, by {spoken}",
            _stance_line(
                What.STALE,
                stance(cast, now, spoken=spoken, confirmed=WEEK),
                stale_on=date(2025, 4, 15),
            ),
        )
    yield from _stance_details(cast)


def _stance_details(cast: Cast) -> Iterator[tuple[str, Line]]:
    now = Position.CONSIDERING
    for about, when in WHENS.items():
        if when.upper is not None:
            yield f"said: {about}", _stance_line(What.FIRST, stance(cast, now, said=when))
            confirmed = stance(cast, now, What.CONFIRMED, confirmed=when)
            yield f"looked at: {about}", _stance_line(What.CONFIRMED, confirmed)
    for basis, directness in product(Basis, Directness):
        words = evidence(cast, basis=basis, directness=directness)
        yield f"basis: {basis}", _stance_line(What.FIRST, stance(cast, now, evidence=words))
    for confidence in Confidence:
        view = stance(cast, now, confidence=confidence)
        yield f"confidence: {confidence}", _stance_line(What.FIRST, view)
    for old, new in product(Commitment, Commitment):
        view = stance(cast, now, commitment=new)
        before = stance(cast, now, commitment=old)
        yield "commitment", _stance_line(What.REPEATED, view, before=before)
    for other in _other_stances(cast, now):
        yield "corrected", _stance_line(What.CORRECTED, other, before=stance(cast, now))
    yield "corrected, unknown", _stance_line(What.CORRECTED, stance(cast, now, What.CORRECTED))
    yield "stale, unknown", _stance_line(What.STALE, stance(cast, now))


def _other_stances(cast: Cast, now: Position) -> Iterator[StanceView]:
    demand = Condition(
        kind=ConditionKind.GUARANTEE,
        form=ConditionForm.DEMAND,
        text="a guarantee",
    )
    for words in _other_words(cast):
        voiced = "a voice" if words.speaker == cast.voice.key else "itself"
        view = stance(cast, now, What.CORRECTED, evidence=words, spoken=voiced)
        yield replace(view, source=OTHER_SOURCE) if words.source != SOURCE.key else view
    for more in (
        {"commitment": Commitment.SIGNED},
        {"conditions": (demand,)},
        {"conditions": (demand, replace(demand, text="a map"), replace(demand, text="a date"))},
        {"confidence": Confidence.LOW},
        {"confirmed": WEEK},
        {"note": "seen twice"},
        {"issue": SECOND.key},
        {"method_version": 2},
    ):
        view = stance(cast, now, What.CORRECTED)
        record = replace(view.stance.record, **more)
        yield replace(view, stance=replace(view.stance, record=record))


def _other_words(cast: Cast) -> Iterator[Evidence]:
    as_it_was = evidence(cast)
    yield replace(as_it_was, speaker=cast.voice.key)
    yield replace(as_it_was, said=WEEK)
    yield replace(as_it_was, words="We have read the proposal.")
    yield replace(as_it_was, directness=Directness.PARAPHRASE)
    yield replace(as_it_was, basis=Basis.REPORTED)
    yield replace(as_it_was, source=OTHER_SOURCE.key)
    yield replace(as_it_was, venue="Port Hale")
    yield replace(as_it_was, lang="uk", translation="We have heard.", translator="the desk")
    yield replace(as_it_was, said=WEEK, words="We have read it.", basis=Basis.REPORTED)
    yield replace(
        as_it_was,
        said=WEEK,
        words="We have read it.",
        source=OTHER_SOURCE.key,
        basis=Basis.REPORTED,
        lang="uk",
    )


def _conditions(cast: Cast) -> Iterator[tuple[str, Line]]:
    for form, was, now, addressed in product(
        ConditionForm, ConditionState, ConditionState, (False, True)
    ):
        if was is now:
            continue
        condition = Condition(
            kind=ConditionKind.GUARANTEE,
            form=form,
            text="a guarantee by a third state",
            state=now,
            addressee=cast.other.key if addressed else None,
            settled=Citation(source=SOURCE.key, words="The guarantee was signed."),
            settled_on=WEEK,
        )
        view = stance(cast, Position.ACCEPTS_WITH_CONDITIONS, conditions=(condition,))
        shown = ConditionView(
            condition=condition,
            holder=cast.one,
            addressee=cast.other if addressed else None,
            stance=view.stance,
            settled_by=SOURCE,
        )
        yield (
            "condition",
            ConditionLine(what=What.SETTLED, issue=ISSUE, view=shown, was=was, stance=view),
        )


def _claim_line(what: What, view: ClaimView, before: ClaimView | None = None) -> ClaimLine:
    return ClaimLine(what=what, issue=ISSUE, view=view, before=before)


def _claims(cast: Cast) -> Iterator[tuple[str, Line]]:
    for relation, polarity, certainty in product(Relation, Polarity, Certainty):
        view = claim(cast, relation, polarity=polarity, certainty=certainty)
        yield "claim", _claim_line(What.CLAIMED, view)
    for relation, position in product(Relation, POSITIONS):
        view = claim(cast, relation, ascribed=position, voiced=True)
        yield "claim that ascribes", _claim_line(What.CLAIMED, view)
    for polarity in Polarity:
        view = claim(cast, Relation.DENIES, polarity=polarity, of=cast.one)
        yield "claim of itself", _claim_line(What.CLAIMED, view)
    usual = claim(cast, Relation.PREDICTS)
    for relation in Relation:
        for what in (What.CORRECTED, What.RETRACTED, What.RESTORED, What.CONFIRMED):
            yield f"claim {what}", _claim_line(what, claim(cast, relation, what), usual)
    for more in (
        {"certainty": Certainty.POSSIBLE},
        {"polarity": Polarity.NEGATIVE},
        {"ascribed": Position.REJECTS},
        {"about_record": "s1"},
        {"within": "c9"},
    ):
        view = claim(cast, Relation.PREDICTS, What.CORRECTED, **more)
        yield "claim corrected", _claim_line(What.CORRECTED, view, usual)
    yield "claim corrected, unknown", _claim_line(What.CORRECTED, usual)


def _statements(cast: Cast) -> Iterator[tuple[str, Line]]:
    for silent, behalf in product(((), (ISSUE,), (ISSUE, SECOND)), (False, True)):
        usual = statement(cast, What.STATED, behalf=behalf, silent=silent)
        new = What.LEFT_OUT if silent else What.STATED
        for what in (new, What.RETRACTED, What.RESTORED, What.CONFIRMED):
            view = statement(cast, what, behalf=behalf, silent=silent)
            yield f"statement {what}", StatementLine(what=what, issue=None, view=view)
        view = statement(cast, What.CORRECTED, behalf=behalf, silent=silent, said=WEEK)
        yield (
            "statement corrected",
            StatementLine(what=What.CORRECTED, issue=ISSUE, view=view, before=usual),
        )
    view = statement(cast, What.CORRECTED, silent=(SECOND,))
    yield (
        "statement corrected",
        StatementLine(
            what=What.CORRECTED,
            issue=ISSUE,
            view=view,
            before=statement(cast, What.STATED),
        ),
    )


_BECAME = {
    EventStatus.EXPECTED: What.ANNOUNCED,
    EventStatus.CONFIRMED: What.ANNOUNCED,
    EventStatus.POSTPONED: What.POSTPONED,
    EventStatus.CANCELLED: What.CANCELLED,
    EventStatus.HELD: What.HELD,
    EventStatus.NOT_HELD: What.NOT_HELD,
}


def _events() -> Iterator[tuple[str, Line]]:
    for status, (about, when) in product(EventStatus, WHENS.items()):
        yield f"event, {about}", event_line(_BECAME[status], event(status, when))
    for status, outcome in product((EventStatus.HELD, EventStatus.NOT_HELD), (None, "a draft")):
        now = event(status, outcome=outcome)
        yield "event with outcome", event_line(_BECAME[status], now, event(EventStatus.EXPECTED))
    for was, status in product(EventStatus, EventStatus):
        before, now = event(was, SAID), event(status)
        yield "event redated", event_line(What.REDATED, now, before)
        if _BECAME[status] is not What.ANNOUNCED:
            yield "event became", event_line(_BECAME[status], now, before)
        for what in (What.RETRACTED, What.RESTORED, What.CORRECTED, What.CONFIRMED):
            yield f"event {what}", event_line(what, now, before)
    usual = event(EventStatus.CONFIRMED)
    for more in (
        {"title": "Talks in Port Vale"},
        {"place": "Port Vale"},
        {"kind": EventKind.SUMMIT},
        {"issues": ("truce",)},
        {"outcome": "a draft"},
        {"citation": Citation(source=SOURCE.key, words="talks next week")},
    ):
        yield "event corrected", event_line(What.CORRECTED, replace(usual, **more), usual)
        yield "event redated", event_line(What.REDATED, replace(usual, **more), usual)
    yield "event corrected, unknown", event_line(What.CORRECTED, usual)
    yield "event redated, unknown", event_line(What.REDATED, usual)


def _issue_line(what: What, now: Issue, before: Issue) -> IssueLine:
    recorded = Recorded(record=now, version=version(what), source=SOURCE)
    return IssueLine(what=what, issue=recorded, before=before)


def _proposal(status: ProposalStatus | None, **more: Any) -> Issue:
    proposal = Proposal(status=status, terms="30 days", **more) if status else None
    return replace(ISSUE, proposal=proposal)


def _issues() -> Iterator[tuple[str, Line]]:
    for was, now in product((None, *ProposalStatus), (None, *ProposalStatus)):
        if was is not now:
            yield "proposal", _issue_line(What.PROPOSAL, _proposal(now), _proposal(was))
    for old, new in product(IssueStatus, IssueStatus):
        if old is not new:
            before, after = replace(ISSUE, status=old), replace(ISSUE, status=new)
            yield "issue", _issue_line(What.PROPOSAL, after, before)
    further = replace(_proposal(ProposalStatus.DECLARED), status=IssueStatus.SETTLED)
    yield "issue and proposal", _issue_line(What.PROPOSAL, further, _proposal(ProposalStatus.IDEA))
    for what in (What.RETRACTED, What.RESTORED, What.CONFIRMED, What.PROPOSAL):
        yield f"issue {what}", _issue_line(what, ISSUE, ISSUE)
    usual = _proposal(ProposalStatus.IDEA)
    for other in (
        replace(usual, title="60-day truce", question="Shall there be a truce of 60 days?"),
        replace(usual, context="after the talks"),
        replace(usual, stale_after_days=7),
        replace(usual, status=IssueStatus.RETIRED),
        _proposal(ProposalStatus.PROPOSED),
        _proposal(ProposalStatus.IDEA, duration="60 days", proposed=WEEK),
        _proposal(None),
        usual,
    ):
        yield "issue corrected", _issue_line(What.CORRECTED, other, usual)
        yield "issue changed", _issue_line(What.PROPOSAL, other, usual)
