"""Reading forms about what was said: new stances, corrections, confirmations, and claims."""

from dataclasses import fields, replace
from datetime import date
from typing import TypeVar

from bot.db import claims, stances
from bot.domain.method import method, term
from bot.domain.records import (
    Actor,
    Claim,
    Condition,
    Evidence,
    Issue,
    Recorded,
    Source,
    Stance,
)
from bot.domain.vocabulary import (
    Basis,
    Certainty,
    Commitment,
    ConditionKind,
    Directness,
    Position,
    RecordState,
    Relation,
    Verb,
)
from bot.domain.when import Precision, When, days
from bot.errors import InvalidInputError
from bot.services.editing.desk import Amendment, Desk, Plan
from bot.services.editing.forms import ClaimForm, ConfirmForm, CorrectForm, RetractForm, StanceForm
from bot.services.editing.reading import code, condition_line, conditions, label_of, words

L = TypeVar("L", bound=ConfirmForm | RetractForm)

_WITH_TERMS = frozenset({Position.ACCEPTS_WITH_CONDITIONS, Position.REJECTS_AS_DRAFTED})
_WITHOUT_TERMS = frozenset({Position.ACCEPTS, Position.REJECTS})
_RETRACTING = (
    "It leaves every answer and stays in the log with your reason. If the world moved, "
    "use /admin stance set; if a detail is wrong, /admin stance correct."
)
_SAME = (
    "The same words are recorded already, with the same position. To say that it still "
    "holds, use /admin stance confirm."
)


def plan_stance(form: StanceForm, desk: Desk) -> Plan:
    """A new stance: the world moved, so it is a record of its own."""
    holder = desk.actor(form.actor, "actor")
    issue = desk.open_issue(form.issue)
    position = _position(form.position)
    evidence, source, new = _evidence(form, desk, holder, issue)
    stance = Stance(
        key=desk.key("s"),
        holder=holder.key,
        issue=issue.key,
        position=position,
        commitment=_commitment(form.commitment),
        evidence=evidence,
        conditions=conditions(form.conditions),
        method_version=method().version,
    )
    before = _before(desk, stance)
    return Plan(
        new=(*((source,) if new else ()), stance),
        source=source,
        before=before,
        notes=(*_guidance(stance), *_dates(stance.evidence, source), *_order(stance, before)),
    )


def plan_correction(form: CorrectForm, desk: Desk) -> Plan:
    """A further version of a stance, as it should have been recorded from the start."""
    was = desk.unchanged(form.record, form.seen, Stance)
    old: Stance = was.record
    stood = as_typed(form, was, desk)
    if form.source == stood.source and form.url == stood.url and form.published == stood.published:
        # The same source under another date or title would be another source.
        form = replace(form, source=old.evidence.source, url="", published="")
    holder, issue = desk.actor(form.actor, "actor"), desk.issue(form.issue)
    if issue.key != old.issue:
        desk.open_issue(issue.key)
    evidence, source, new = _evidence(
        form,
        desk,
        holder,
        issue,
        said=old.evidence.said if form.said == stood.said else None,
    )
    stance = replace(
        old,
        holder=holder.key,
        issue=issue.key,
        position=_position(form.position),
        commitment=_commitment(form.commitment),
        evidence=replace(
            old.evidence,
            speaker=evidence.speaker,
            said=evidence.said,
            words=old.evidence.words if form.quote == stood.quote else evidence.words,
            directness=evidence.directness,
            basis=evidence.basis,
            source=evidence.source,
        ),
        conditions=conditions(form.conditions, old.conditions),
    )
    if stance == old:
        raise InvalidInputError(
            "Nothing differs from the record yet. Edit what is wrong; if it still holds as it is, "
            "use /admin stance confirm.",
        )
    return Plan(
        new=(source,) if new else (),
        amendment=Amendment(was=was, record=stance, verb=Verb.CORRECT, reason=form.reason),
        source=source,
        notes=(*_guidance(stance), *_dates(stance.evidence, source)),
    )


def as_typed(form: CorrectForm, was: Recorded[Stance], desk: Desk) -> CorrectForm:
    """A correction's fields as the record stands: what an editor would have typed for it."""
    stance = was.record
    said = stance.evidence
    return replace(
        form,
        actor=stance.holder,
        issue=stance.issue,
        position=stance.position.value,
        commitment=stance.commitment.value,
        quote=said.words,
        **desk.source_typed(said.source),
        said=said.said.phrase,
        voice=said.speaker,
        wording=said.directness.value,
        basis=said.basis.value,
        conditions="\n".join(condition_line(each) for each in stance.conditions),
    )


def filled(form: CorrectForm, desk: Desk) -> CorrectForm:
    """The form with everything that was left empty as the record stands.

    Who speaks and on what basis follow a changed holder, the link and its date a changed source,
    so they are left open then.
    """
    if form.seen:
        return form
    was = desk.newest(form.record, Stance)
    form = replace(form, record=was.record.key)
    stood = as_typed(form, was, desk)
    typed = {item.name for item in fields(form) if getattr(form, item.name)}
    moved = {"basis"} if typed & {"actor", "voice"} else set()
    if "source" in typed:
        moved |= {"url", "published"} - typed
    if "actor" in typed and was.record.evidence.speaker == was.record.holder:
        moved.add("voice")
    kept = {name: getattr(form, name) for name in typed | moved}
    return replace(stood, **kept, seen=str(was.version.number))


def rebased(form: CorrectForm, desk: Desk) -> CorrectForm:
    """The form on top of what somebody else wrote since: their changes, then the editor's own."""
    versions = desk.versions(Stance, form.record)
    looked_at = next(each for each in versions if str(each.version.number) == form.seen)
    base, now = as_typed(form, looked_at, desk), as_typed(form, versions[-1], desk)
    own = {
        item.name: getattr(form, item.name)
        for item in fields(form)
        if getattr(form, item.name) != getattr(base, item.name)
    }
    return replace(now, **own, seen=str(versions[-1].version.number))


def looked_at(form: L, desk: Desk, *, again: bool = False) -> L:
    """The form with the version of its record that is looked at, the first time or again."""
    if form.seen and not again:
        return form
    kinds = (Stance,) if isinstance(form, ConfirmForm) else (Stance, Claim)
    newest = desk.newest(form.record, *kinds)
    return replace(form, record=newest.record.key, seen=str(newest.version.number))


def plan_confirmation(form: ConfirmForm, desk: Desk) -> Plan:
    """A further version of a stance that only says when it was looked at again."""
    was = desk.unchanged(form.record, form.seen, Stance)
    when = desk.past("when", form.when or "today", "looked at again")
    if when.lower < was.record.evidence.said.lower:
        raise InvalidInputError(
            "It cannot have been looked at again before it was said. Give a day from "
            f"{days(was.record.evidence.said.first_day).phrase} on.",
        )
    record = replace(was.record, confirmed=when)
    return Plan(
        amendment=Amendment(
            was=was,
            record=record,
            verb=Verb.CONFIRM,
            reason=form.reason or None,
        ),
        source=desk.known_source(record.evidence.source),
    )


def plan_retraction(form: RetractForm, desk: Desk) -> Plan:
    """A further version of a stance or claim that takes it out of every answer but the log's."""
    was = desk.unchanged(form.record, form.seen, Stance, Claim)
    if not form.reason:
        raise InvalidInputError("The reason is missing. Say why this should never have stood.")
    return Plan(
        amendment=Amendment(
            was=was,
            record=was.record,
            verb=Verb.RETRACT,
            reason=form.reason,
            state=RecordState.RETRACTED,
        ),
        source=desk.known_source(was.record.evidence.source),
        notes=(_RETRACTING,),
    )


def plan_claim(form: ClaimForm, desk: Desk) -> Plan:
    """A new claim; it never moves the stance of the one it is about."""
    claimant = desk.actor(form.claimant, "claimant")
    about = desk.actor(form.about, "actor it is about")
    issue = desk.open_issue(form.issue)
    relation = code(Relation, form.relation, "relation")
    evidence, source, new = _evidence(form, desk, claimant, issue)
    ascribed = _position(form.ascribed) if form.ascribed else None
    if ascribed is not None and relation is not Relation.ASCRIBES_STANCE:
        raise InvalidInputError(
            f"Only a claim that “{label_of(Relation.ASCRIBES_STANCE)}” ascribes a position. "
            "Choose that relation, or leave the position out.",
        )
    claim = Claim(
        key=desk.key("c"),
        claimant=claimant.key,
        about=about.key,
        issue=issue.key,
        relation=relation,
        evidence=evidence,
        ascribed=ascribed,
        certainty=code(Certainty, form.certainty, "certainty")
        if form.certainty
        else Certainty.CERTAIN,
    )
    twin = _twin(desk, claim)
    return Plan(
        new=(*((source,) if new else ()), claim),
        source=source,
        notes=(
            f"{label_of(relation)}: {term(relation).test}",
            *_dates(evidence, source),
            *((f"The same words are recorded already, as {twin}.",) if twin else ()),
        ),
        twin=twin,
    )


def _position(typed: str) -> Position:
    if not typed:
        raise InvalidInputError("The position is missing. Choose one from the list.")
    return code(Position, typed, "position")


def _commitment(typed: str) -> Commitment:
    return code(Commitment, typed, "commitment") if typed else Commitment.STATED


def _evidence(
    form: StanceForm | ClaimForm,
    desk: Desk,
    holder: Actor,
    issue: Issue,
    *,
    said: When | None = None,
) -> tuple[Evidence, Source, bool]:
    voice = desk.actor(form.voice, "voice") if form.voice else holder
    when = said or desk.past("said", form.said, "said")
    source, new = desk.source(form.source, form.url, form.published, since=when)
    evidence = Evidence(
        speaker=voice.key,
        said=when,
        words=words(form.quote),
        directness=code(Directness, form.wording, "wording")
        if form.wording
        else Directness.DIRECT_QUOTE,
        basis=_basis(form.basis, desk, holder, voice, issue, on=when.first_day),
        source=source.key,
    )
    return evidence, source, new


def _basis(
    typed: str,
    desk: Desk,
    holder: Actor,
    voice: Actor,
    issue: Issue,
    *,
    on: date,
) -> Basis:
    """How we know: the holder's own words, an authorised voice's, or what the editor says."""
    mandated = any(
        mandate.principal == holder.key
        for mandate in desk.directory.mandates_of(voice.key, issue=issue.key, on=on)
    )
    chosen = code(Basis, typed, "basis") if typed else None
    if chosen is Basis.INFERRED:
        raise InvalidInputError(
            "What an editor infers needs a second editor's review. Choose the basis that the "
            "source itself gives.",
        )
    if chosen is Basis.OWN_WORDS and voice != holder:
        raise InvalidInputError(
            f"{voice.name}'s words are not {holder.name}'s own. Choose another basis, or leave it "
            "out.",
        )
    if chosen not in {None, Basis.AUTHORISED_VOICE}:
        return chosen
    if voice == holder and chosen is None:
        return Basis.OWN_WORDS
    if not mandated:
        raise InvalidInputError(
            f"{voice.name} has no mandate here to speak for {holder.name} on this issue and day. "
            "Record one with /admin actor mandate, or choose another basis with “Edit evidence”.",
        )
    return Basis.AUTHORISED_VOICE


def _before(desk: Desk, stance: Stance) -> Recorded[Stance] | None:
    found = stances.history(desk.unit, desk.scope, stance.issue, [stance.holder], limit=1)
    return found[0] if found else None


def _twin(desk: Desk, claim: Claim) -> str:
    """The key of a standing claim of the same actor about the same one in the same words."""
    found = claims.claims(desk.unit, desk.scope, claim.issue, about=[claim.about])
    same = (claim.claimant, claim.relation, claim.evidence.words)
    known = (each.record for each in found)
    return next(
        (c.key for c in known if (c.claimant, c.relation, c.evidence.words) == same),
        "",
    )


def _order(stance: Stance, before: Recorded[Stance] | None) -> tuple[str, ...]:
    if before is None:
        return ()
    old = before.record
    if old.evidence.words == stance.evidence.words and old.position is stance.position:
        return (_SAME,)
    if old.evidence.said.lower > stance.evidence.said.lower:
        return ("A later statement is recorded, and stays the current one.",)
    return ()


def _dates(evidence: Evidence, source: Source) -> tuple[str, ...]:
    """What is said appears afterwards; live pages and early reports are why this is no refusal."""
    end = source.published.upper
    if end is None or source.published.precision is Precision.UNDATED or end > evidence.said.lower:
        return ()
    return ("The source appeared before this was said. Look at both dates again.",)


def _guidance(stance: Stance) -> tuple[str, ...]:
    """What the method's written tests ask of this coding."""
    label = label_of(stance.position)
    notes = [f"{label}: {term(stance.position).test}"]
    terms: tuple[Condition, ...] = tuple(
        each for each in stance.conditions if each.kind is not ConditionKind.RECIPROCITY
    )
    if stance.position in _WITH_TERMS and not terms:
        notes.append(f"“{label}” names terms, and none are given under conditions.")
    if stance.position in _WITHOUT_TERMS and terms:
        notes.append(f"“{label}” names no terms, and some are given under conditions.")
    return tuple(notes)
