"""Reading forms about conditions: what has become of a term of a stance that stands."""

from dataclasses import fields, replace

from bot.db import stances
from bot.domain.method import term
from bot.domain.records import Condition, Recorded, Source, Stance
from bot.domain.vocabulary import ConditionState, Verb
from bot.domain.when import Precision, When
from bot.errors import InvalidInputError
from bot.services.editing.desk import Amendment, Desk, Plan
from bot.services.editing.forms import ConditionCorrectForm, ConditionSettleForm
from bot.services.editing.reading import code, label_of
from bot.services.editing.terms import Term, ask, find, place_of

_AGAIN = " again"
_SINCE = "since "


def plan_settlement(form: ConditionSettleForm, desk: Desk) -> Plan:
    """A further version of a stance with one condition in another state: the world moved."""
    was, at = _standing(form, desk)
    old = was.record.conditions[at]
    state = _state(form.state)
    _check_new(old, state)
    since = desk.past("since", _bare(form.since), label_of(state))
    citation, source, new = desk.citation(form)
    condition = replace(old, state=state, settled=citation, settled_on=since)
    stance = _with(was.record, at, condition)
    return Plan(
        new=(source,) if new else (),
        amendment=Amendment(was=was, record=stance, verb=Verb.SET),
        source=source,
        notes=_notes(stance, at, source, desk),
        condition=at,
        source_before=_read_in(old, desk),
    )


def plan_correction(form: ConditionCorrectForm, desk: Desk) -> Plan:
    """A further version of a stance: what had become of a condition was recorded wrongly."""
    was, at = _standing(form, desk)
    old = was.record.conditions[at]
    if old.settled is None and old.state is ConditionState.OPEN:
        raise InvalidInputError(
            "Nothing is recorded of what became of this condition. Record it with /admin condition "
            "settle; if its own words are wrong, use /admin stance correct.",
        )
    condition, source, new = _corrected(form, old, desk)
    if condition == old:
        raise InvalidInputError(
            "Nothing differs from the record yet. Edit what is wrong; if the condition is in "
            "another state by now, use /admin condition settle.",
        )
    return Plan(
        new=(source,) if source and new else (),
        amendment=Amendment(
            was=was,
            record=_with(was.record, at, condition),
            verb=Verb.CORRECT,
            reason=form.reason,
        ),
        source=source,
        notes=(
            _meaning(condition.state),
            *(_dates(source, condition.settled_on) if source else ()),
        ),
        condition=at,
        source_before=_read_in(old, desk),
    )


def _corrected(
    form: ConditionCorrectForm,
    old: Condition,
    desk: Desk,
) -> tuple[Condition, Source | None, bool]:
    """A condition as it should have been recorded, its source, and whether that is new."""
    state = _state(form.state)
    if state is ConditionState.OPEN and old.state is not ConditionState.OPEN:
        # It never was in another state, so nothing is left to date or to prove.
        return replace(old, state=state, settled=None, settled_on=None), None, False
    stood = as_typed(form, old, desk)
    is_same = old.settled_on is not None and form.since == stood.since
    since = old.settled_on if is_same else desk.past("since", _bare(form.since), label_of(state))
    citation, source, new = (
        desk.recited(form, stood, old.settled) if old.settled else desk.citation(form)
    )
    return replace(old, state=state, settled=citation, settled_on=since), source, new


def filled(form: ConditionSettleForm, desk: Desk) -> ConditionSettleForm:
    """The form with its condition's place and version, and, for a correction, all left empty.

    When another condition is named than was looked at, its own fields are taken instead.
    """
    found = find(form.condition, desk.unit, desk.scope, desk.directory)
    form = replace(form, condition=found.ref)
    number, ref = _seen(form)
    if ref == found.ref:
        return form
    if found.at >= len(found.stance.record.conditions):
        raise ask(found.ref, found.stance, desk.directory)
    marked = replace(form, seen=_mark(found))
    if not isinstance(form, ConditionCorrectForm) or not isinstance(marked, ConditionCorrectForm):
        return marked
    if number:
        return _moved(form, looked_at(form, desk), found, desk)
    typed = {item.name for item in fields(form) if getattr(marked, item.name)}
    moved = {"url", "published"} - typed if "source" in typed else set()
    stood = as_typed(marked, found.condition, desk)
    return replace(stood, **{name: getattr(marked, name) for name in typed | moved})


def rebased(form: ConditionSettleForm, desk: Desk) -> ConditionSettleForm:
    """The form on top of what somebody else wrote since: their changes, then the editor's own.

    A condition is known again by its words; where they have changed, by its place.
    """
    old = looked_at(form, desk)
    newest = desk.versions(Stance, old.stance.record.key)[-1]
    texts = [each.text for each in newest.record.conditions]
    text = old.condition.text
    now = Term(newest, texts.index(text) if text in texts else old.at)
    form = replace(form, condition=now.ref)
    if now.at >= len(texts) or not isinstance(form, ConditionCorrectForm):
        return replace(form, seen=_mark(now))
    return _moved(form, old, now, desk)


def _moved(
    form: ConditionCorrectForm,
    old: Term,
    now: Term,
    desk: Desk,
) -> ConditionCorrectForm:
    """A correction of one condition put on another, or on a newer version: what was typed stays."""
    base, stood = as_typed(form, old.condition, desk), as_typed(form, now.condition, desk)
    own = {
        item.name: getattr(form, item.name)
        for item in fields(form)
        if getattr(form, item.name) != getattr(base, item.name)
    }
    return replace(stood, **{**own, "condition": now.ref, "seen": _mark(now)})


def looked_at(form: ConditionSettleForm, desk: Desk) -> Term:
    number, ref = _seen(form)
    key, at = place_of(ref)
    versions = desk.versions(Stance, key)
    return Term(next(each for each in versions if str(each.version.number) == number), at)


def as_typed(form: ConditionCorrectForm, old: Condition, desk: Desk) -> ConditionCorrectForm:
    """A correction's fields as the condition stands: what an editor would have typed for it."""
    cited = desk.source_typed(old.settled.source) if old.settled else {}
    return replace(
        form,
        state=old.state.value,
        since=old.settled_on.phrase if old.settled_on else "",
        quote=old.settled.words if old.settled else "",
        **{"source": "", "url": "", "published": "", **cited},
    )


def _with(stance: Stance, at: int, condition: Condition) -> Stance:
    every = stance.conditions
    return replace(stance, conditions=(*every[:at], condition, *every[at + 1 :]))


def _read_in(condition: Condition, desk: Desk) -> Source | None:
    return desk.known_source(condition.settled.source) if condition.settled else None


def _standing(form: ConditionSettleForm, desk: Desk) -> tuple[Recorded[Stance], int]:
    """The stance as it was looked at, and the place of its condition.

    Raises ConflictError for what was changed since.
    """
    found = find(form.condition, desk.unit, desk.scope, desk.directory)
    number, ref = _seen(form)
    was = desk.unchanged(found.stance.record.key, number if ref == found.ref else "", Stance)
    if found.at >= len(was.record.conditions):
        raise ask(found.ref, was, desk.directory)
    return was, found.at


def _seen(form: ConditionSettleForm) -> tuple[str, str]:
    """The number of the version and the condition that a form was looked at with, if it was."""
    number, _, ref = form.seen.partition("@")
    return number, ref


def _mark(found: Term) -> str:
    return f"{found.stance.version.number}@{found.ref}"


def _state(typed: str) -> ConditionState:
    if not typed:
        raise InvalidInputError("What became of it is missing. Choose it from the list.")
    return code(ConditionState, typed.casefold().removesuffix(_AGAIN), "state of a condition")


def _bare(typed: str) -> str:
    """A date without the word of its own question: “since 13 March” began on 13 March."""
    return typed[len(_SINCE) :].strip() if typed.casefold().startswith(_SINCE) else typed


def _check_new(old: Condition, state: ConditionState) -> None:
    """Refuse the state that is recorded already, with what would work."""
    if state is not old.state:
        return
    if old.settled is None and state is not ConditionState.OPEN:
        # It came without a word of where that was read, which can be given now.
        return
    since = f", since {old.settled_on.phrase}" if old.settled_on else ""
    correct = (
        "; if the date, the words or the source are wrong, use /admin condition correct"
        if old.settled
        else ""
    )
    raise InvalidInputError(
        f"It is recorded as {label_of(state)} already{since}. Choose what has become of it "
        f"since{correct}.",
    )


def _notes(stance: Stance, at: int, source: Source, desk: Desk) -> tuple[str, ...]:
    """What to look at before it is published; `stance` is as it would be."""
    condition = stance.conditions[at]
    since = condition.settled_on
    notes = [_meaning(condition.state), *_dates(source, since)]
    if since and since.upper and since.upper <= stance.evidence.said.lower:
        notes.append("That is before the stance was said. Look at both dates again.")
    newest = stances.history(desk.unit, desk.scope, stance.issue, [stance.holder], limit=1)
    if newest and newest[0].record.key != stance.key:
        notes.append("A later stance of this actor is recorded, and stays the current one.")
    if all(each.state is ConditionState.MET for each in stance.conditions):
        notes.append(
            "With this, every condition of the stance is met. That moves no position: if its "
            "holder has said more, record it with /admin stance set.",
        )
    return tuple(notes)


def _meaning(state: ConditionState) -> str:
    return f"{label_of(state).capitalize()}: {term(state).test}"


def _dates(source: Source, since: When | None) -> tuple[str, ...]:
    end = source.published.upper
    if source.published.precision is Precision.UNDATED or end is None:
        return ()
    if since is None or end > since.lower:
        return ()
    return ("The source appeared before that. Look at both dates again.",)
