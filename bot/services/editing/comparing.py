"""What others wrote since an editor looked, field by field beside what the editor typed."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from enum import StrEnum
from typing import Any

from bot.domain.records import Actor, Claim, Event, Issue, Recorded, Stance
from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Certainty,
    Commitment,
    ConditionState,
    Directness,
    EventKind,
    EventStatus,
    IssueStatus,
    Position,
    Relation,
)
from bot.errors import StancebotError
from bot.services.editing import calendar, conditions, register, said
from bot.services.editing.answers import Compared, Meanwhile
from bot.services.editing.desk import Desk, Plan
from bot.services.editing.forms import (
    ActorEditForm,
    AliasForm,
    ConditionCorrectForm,
    ConditionSettleForm,
    ConfirmForm,
    CorrectForm,
    EventCorrectForm,
    Form,
    IssueCloseForm,
    IssueEditForm,
    StanceCaptureForm,
    StanceForm,
)
from bot.services.editing.reading import cited, code, label_of
from bot.services.editing.terms import Term, place_of

# What names the record and tells why, but is no part of it.
_NO_PART = frozenset({"record", "seen", "shared", "reason", "event", "condition"})
# These come with the whole record in them, so what is empty was emptied.
_WHOLE = (CorrectForm, ActorEditForm, IssueEditForm, EventCorrectForm, ConditionCorrectForm)
# A form's own word for a field of the record.
_CALLED = {"result": "status", "when": "confirmed"}
_CODES: dict[str, type[StrEnum]] = {
    "position": Position,
    "commitment": Commitment,
    "wording": Directness,
    "basis": Basis,
    "relation": Relation,
    "ascribed": Position,
    "certainty": Certainty,
    "state": ConditionState,
}
_NAMED = frozenset({"actor", "voice", "claimant", "about"})
_NEW_STANCE = ("position", "commitment", "quote", "said", "source", "conditions")


def since(form: Form, newest: Recorded[Any], desk: Desk) -> Meanwhile:
    """What others did to the record of a form since the version that it was looked at with."""
    number = int(getattr(form, "seen", "").partition("@")[0] or newest.version.number)
    versions = desk.versions(type(newest.record), newest.record.key)
    was = _stood(form, versions[number - 1], desk)
    now = _stood(form, versions[-1], desk)
    return Meanwhile(
        versions=tuple(each.version for each in versions[number:]),
        fields=_beside(was, now, _typed(form, versions[-1].record, was, desk)),
    )


def before_mark(planned: Plan) -> str:
    """Names the stance that a new one follows, with its version, or a claim that says the same."""
    stance = planned.record
    if not isinstance(stance, Stance) or planned.amendment is not None:
        return planned.twin
    before = planned.before
    last = f"{before.record.key}@{before.version.number}" if before else ""
    return f"{stance.holder}/{stance.issue}:{last}"


def overtaken(form: Form, seen: str, planned: Plan, desk: Desk) -> Meanwhile | None:
    """What became of the stance that a new one follows since a preview showed it as `seen`.

    None where it is the same, and where another actor or issue is meant by now.
    """
    mark = before_mark(planned)
    if not isinstance(planned.record, Stance) or not seen or not mark or seen == mark:
        return None
    (whose, _, last), (now_whose, _, _) = seen.partition(":"), mark.partition(":")
    if whose != now_whose:
        return None
    key, _, number = last.partition("@")
    known = desk.versions(Stance, key) if key else []
    was = known[int(number) - 1] if known else None
    now = desk.versions(Stance, planned.before.record.key)[-1] if planned.before else None
    later = [each.version for each in known[int(number or 0) :]]
    if now and now.record.key != key and (was is None or _is_later(now, was)):
        later.append(now.version)
    return Meanwhile(
        versions=tuple(sorted(later, key=lambda each: each.recorded_at)),
        fields=_beside(
            _few(was, desk),
            _few(now, desk),
            {name: _word(name, text, None, desk) for name, text in _own(form) if text},
        ),
        is_other=True,
    )


def _is_later(one: Recorded[Stance], other: Recorded[Stance]) -> bool:
    return one.version.recorded_at >= other.version.recorded_at


def _few(found: Recorded[Stance] | None, desk: Desk) -> dict[str, str]:
    stood = _stood(StanceForm(), found, desk) if found else {}
    return {name: stood.get(name, "") for name in _NEW_STANCE}


def _own(form: Form) -> list[tuple[str, str]]:
    texts = {name: getattr(form, name, "") for name in _NEW_STANCE}
    if isinstance(form, StanceCaptureForm):
        texts["source"] = cited(form.cited)[0]
    return list(texts.items())


def _stood(form: Form, found: Recorded[Any], desk: Desk) -> dict[str, str]:
    """A version's fields in words, by the names that forms give them."""
    record = found.record
    texts: dict[str, str] = {}
    if isinstance(record, Stance):
        whole = said.as_typed(CorrectForm(), found, desk)
        texts = _texts(whole)
        texts["confirmed"] = record.confirmed.phrase if record.confirmed else ""
        if isinstance(form, ConditionSettleForm):
            texts = {**_about_stance(texts), **_condition(form, found, desk)}
    elif isinstance(record, Claim):
        texts = _claim(record, desk)
    elif isinstance(record, Event):
        texts = _texts(calendar.as_typed(EventCorrectForm(), found, desk))
        texts["status"] = record.status.value
    elif isinstance(record, Actor | Issue):
        edit = ActorEditForm() if isinstance(record, Actor) else IssueEditForm()
        texts = _texts(register.as_typed(edit, found))
    return {name: _word(name, text, record, desk) for name, text in texts.items()}


def _texts(form: Form) -> dict[str, str]:
    names = [item.name for item in fields(form) if item.name not in _NO_PART]
    return {name: getattr(form, name) for name in names}


def _about_stance(texts: Mapping[str, str]) -> dict[str, str]:
    """A stance beside one of its conditions, whose words and source are others."""
    return {name: texts[name] for name in ("actor", "issue", "position", "conditions")}


def _condition(
    form: ConditionSettleForm,
    found: Recorded[Stance],
    desk: Desk,
) -> dict[str, str]:
    ref = form.seen.partition("@")[2]
    at = place_of(ref)[1] if ref else 0
    text = conditions.looked_at(form, desk).condition.text if ref else ""
    texts = [each.text for each in found.record.conditions]
    term = Term(found, texts.index(text) if text in texts else at)
    if term.at >= len(texts):
        return {}
    typed = conditions.as_typed(ConditionCorrectForm(), term.condition, desk)
    return {name: getattr(typed, name) for name in ("state", "since", "quote", "source", "url")}


def _claim(claim: Claim, desk: Desk) -> dict[str, str]:
    evidence = claim.evidence
    return {
        "claimant": claim.claimant,
        "about": claim.about,
        "issue": claim.issue,
        "relation": claim.relation.value,
        "ascribed": claim.ascribed.value if claim.ascribed else "",
        "certainty": claim.certainty.value,
        "quote": evidence.words,
        **desk.source_typed(evidence.source),
        "said": evidence.said.phrase,
        "voice": evidence.speaker,
        "wording": evidence.directness.value,
        "basis": evidence.basis.value,
    }


def _typed(form: Form, record: Any, was: Mapping[str, str], desk: Desk) -> dict[str, str]:
    """What the editor typed in words, by the record's own names for the fields."""
    texts = {item.name: getattr(form, item.name) for item in fields(form)}
    if isinstance(form, ConfirmForm):
        return {"confirmed": form.when or "today"}
    if isinstance(form, AliasForm):
        return {"aliases": "\n".join(filter(None, (was.get("aliases", ""), form.name)))}
    named = {"actor"} if isinstance(form, ActorEditForm) else {"issue"}
    is_target = isinstance(form, ActorEditForm | IssueEditForm | IssueCloseForm)
    hidden = _NO_PART | (named if is_target else set())
    return {
        (name if name in was else _CALLED.get(name, name)): _word(name, text, record, desk)
        for name, text in texts.items()
        if name not in hidden and (text or isinstance(form, _WHOLE))
    }


def _word(name: str, text: str, record: Any, desk: Desk) -> str:
    """A field's text as people say it: the label of a code, the name of an actor."""
    vocabulary = _vocabulary(name, record)
    with suppress(StancebotError):
        if text and vocabulary:
            return label_of(code(vocabulary, text, name))
        if text and name in _NAMED:
            return desk.directory.actor(text).name
        if text and name == "issue" and not isinstance(record, Event):
            return desk.directory.issue(text).title
    return text


def _vocabulary(name: str, record: Any) -> type[StrEnum] | None:
    if name in {"status", "result"}:
        return IssueStatus if isinstance(record, Issue) else EventStatus
    if name == "kind":
        return EventKind if isinstance(record, Event) else ActorKind
    return _CODES.get(name)


def _beside(
    was: Mapping[str, str],
    now: Mapping[str, str],
    yours: Mapping[str, str],
) -> tuple[Compared, ...]:
    """Every field that others or the editor have otherwise than it was, in the record's order."""
    found = []
    for name in dict.fromkeys((*was, *now, *yours)):
        old = was.get(name, "")
        theirs, own = now.get(name, ""), yours.get(name, old)
        if old == theirs and old == own:
            continue
        found.append(
            Compared(
                field=name,
                was=old,
                theirs=None if theirs == old else theirs,
                yours=None if own == old else own,
            ),
        )
    return tuple(found)
