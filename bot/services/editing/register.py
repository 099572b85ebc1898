"""Reading forms about the register: actors, their names and mandates, issues and roles in them."""

import re
from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.domain.names import normal
from bot.domain.records import Actor, Issue, Mandate, Name, Recorded, Role
from bot.domain.shelf import read_stale_after, stale_after_typed
from bot.domain.vocabulary import (
    ActorKind,
    IssueStatus,
    MandateKind,
    NameKind,
    RoleKind,
    Verb,
)
from bot.errors import ConflictError, InvalidInputError
from bot.services.editing.desk import Amendment, Desk, Plan
from bot.services.editing.forms import (
    ActorEditForm,
    ActorForm,
    AliasForm,
    IssueCloseForm,
    IssueEditForm,
    IssueForm,
    MandateForm,
    RoleForm,
    with_fields,
)
from bot.services.editing.reading import code

E = TypeVar("E", bound=ActorEditForm | IssueEditForm)
S = TypeVar("S", bound=AliasForm | IssueCloseForm)

MAX_NAME = 100
MAX_TITLE = 200
MAX_TEXT = 1000
MAX_NAMES = 20
_BETWEEN_NAMES = re.compile(r"[\n,;]")


def plan_actor(form: ActorForm, desk: Desk) -> Plan:
    """A new actor, under names that nobody here has."""
    name, names = named(form.name), names_of(form.aliases)
    notes = check_free(desk, name, *(each.text for each in names), shared=form.shared)
    return Plan(
        notes=notes,
        new=(
            Actor(
                key=desk.named_key(name),
                name=name,
                kind=code(ActorKind, form.kind, "kind of actor"),
                title=short(form.title, "title") or None,
                names=names,
            ),
        ),
    )


def plan_actor_edit(form: ActorEditForm, desk: Desk) -> Plan:
    """A further version of an actor; its key stays, so every record still names it."""
    was = desk.unchanged(_key(desk, form), form.seen, Actor)
    old: Actor = was.record
    names = names_of(form.aliases, old.names)
    known = "\n".join((old.name, *(each.text for each in old.names), form.shared))
    texts = (form.name, *(each.text for each in names))
    notes = check_free(desk, *texts, but=old.key, shared=known)
    record = replace(
        old,
        name=named(form.name),
        kind=code(ActorKind, form.kind, "kind of actor"),
        title=short(form.title, "title") or None,
        names=names,
    )
    return replace(_correction(was, record, form.reason), notes=notes)


def plan_alias(form: AliasForm, desk: Desk) -> Plan:
    """A further version of an actor with one more name."""
    actor = desk.actor(form.actor, "actor")
    was = desk.unchanged(actor.key, form.seen.partition("@")[0], Actor)
    if actor.key in desk.directory.actor_names.exact(form.name):
        raise InvalidInputError(
            f"{actor.name} is found by “{form.name[:100]}” already. Give a name that differs in "
            "more than capitals, accents and script, or leave it as it is.",
        )
    notes = check_free(desk, form.name, but=actor.key, shared=form.shared)
    old: Actor = was.record
    alias = Name(text=named(form.name), kind=_name_kind(form.name))
    return Plan(
        amendment=Amendment(
            was=was,
            record=replace(old, names=(*old.names, alias)),
            verb=Verb.CORRECT,
            reason=f"A further name: {alias.text}",
        ),
        notes=notes,
    )


def plan_mandate(form: MandateForm, desk: Desk) -> Plan:
    """A new mandate: who speaks for whom, with the source that says so."""
    voice = desk.actor(form.voice, "voice")
    principal = desk.actor(form.principal, "principal")
    if voice == principal:
        raise InvalidInputError(
            f"{voice.name} needs no mandate to speak for itself. Name two different actors.",
        )
    issue = desk.directory.issue(form.issue) if form.issue else None
    kind = code(MandateKind, form.office, "office")
    for held in desk.directory.mandates_of(voice.key):
        same = (held.principal, held.issue) == (principal.key, issue.key if issue else None)
        if same and held.kind is kind:
            raise ConflictError(
                f"{voice.name} has this mandate already. To record another office, choose it.",
            )
    citation, source, new = desk.citation(form)
    mandate = Mandate(
        key=desk.key("m"),
        voice=voice.key,
        principal=principal.key,
        kind=kind,
        authority=_authority(form.authority),
        issue=issue.key if issue else None,
        citation=citation,
    )
    return Plan(new=(*((source,) if new else ()), mandate), source=source)


def plan_issue(form: IssueForm, desk: Desk) -> Plan:
    """A new issue, under a title that no other has."""
    title = named(form.title, "title")
    _check_title(desk, title)
    return Plan(
        new=(
            Issue(
                key=desk.named_key(title),
                title=title,
                question=_question(form.question),
                context=short(form.context, "context", MAX_TEXT) or None,
                stale_after_days=read_stale_after(form.stale_after),
            ),
        ),
    )


def plan_issue_edit(form: IssueEditForm, desk: Desk) -> Plan:
    """A further version of an issue; its key stays."""
    was = desk.unchanged(_key(desk, form), form.seen, Issue)
    old: Issue = was.record
    _check_title(desk, form.title, but=old.key)
    record = replace(
        old,
        title=named(form.title, "title"),
        question=_question(form.question),
        context=short(form.context, "context", MAX_TEXT) or None,
        status=code(IssueStatus, form.status, "status"),
        stale_after_days=read_stale_after(form.stale_after),
    )
    return _correction(was, record, form.reason)


def plan_issue_close(form: IssueCloseForm, desk: Desk) -> Plan:
    """A further version of an issue that takes no new stances: the world moved."""
    issue = desk.issue(form.issue)
    was = desk.unchanged(issue.key, form.seen.partition("@")[0], Issue)
    status = code(IssueStatus, form.status or IssueStatus.SETTLED.value, "status")
    if status is issue.status:
        raise InvalidInputError(
            f"“{issue.title}” is {status.value} already. To open it again, use /admin issue edit.",
        )
    if status is IssueStatus.OPEN:
        raise InvalidInputError(
            "An issue closes as settled or as retired. To open it again, use /admin issue edit.",
        )
    return Plan(
        amendment=Amendment(was=was, record=replace(was.record, status=status), verb=Verb.SET),
        notes=("Its records stay; it takes no new ones.",),
    )


def plan_role(form: RoleForm, desk: Desk) -> Plan:
    """A new part of an actor in an issue, with the source that says so."""
    issue = desk.open_issue(form.issue)
    actor = desk.actor(form.actor, "actor")
    kind = code(RoleKind, form.role, "role")
    if any((r.actor, r.role) == (actor.key, kind) for r in desk.directory.roles_in(issue.key)):
        raise ConflictError(f"{actor.name} has this role in “{issue.title}” already.")
    citation, source, new = desk.citation(form)
    role = Role(
        key=desk.key("r"),
        actor=actor.key,
        role=kind,
        issue=issue.key,
        citation=citation,
    )
    return Plan(new=(*((source,) if new else ()), role), source=source)


def as_typed(form: E, was: Recorded[Actor | Issue]) -> E:
    """An edit's fields as the record stands."""
    record = was.record
    if isinstance(record, Actor):
        stood = {
            "name": record.name,
            "kind": record.kind.value,
            "title": record.title or "",
            "aliases": "\n".join(each.text for each in record.names),
        }
    else:
        stood = {
            "title": record.title,
            "question": record.question,
            "context": record.context or "",
            "status": record.status.value,
            "stale_after": stale_after_typed(record.stale_after_days),
        }
    return with_fields(form, stood)


def filled(form: E, desk: Desk) -> E:
    """The form with everything that was left empty as the record stands."""
    if form.seen:
        return form
    key = _key(desk, form)
    was = desk.newest(key, Actor, Issue)
    own = {item.name: getattr(form, item.name) for item in fields(form)}
    kept = {name: text for name, text in own.items() if text}
    stood: E = as_typed(form, was)
    return with_fields(stood, {**kept, _TARGET[type(form)]: key}, seen=_number(was))


def looked_at(form: S, desk: Desk, *, again: bool = False) -> S:
    """The form with the version of its record that is looked at, the first time or again.

    The form keeps what was typed, so the mark holds the key: another record is looked at anew.
    """
    key = _key(desk, form)
    number, _, seen = form.seen.partition("@")
    if seen == key and number and not again:
        return form
    newest = desk.newest(key, Actor, Issue)
    return with_fields(form, {}, seen=f"{_number(newest)}@{key}")


def rebased(form: E, desk: Desk) -> E:
    """The form on top of what somebody else wrote since: their changes, then the editor's own."""
    key = _key(desk, form)
    kind = Actor if isinstance(form, ActorEditForm) else Issue
    versions = desk.versions(kind, key)
    looked_at = next(each for each in versions if _number(each) == form.seen)
    base, now = as_typed(form, looked_at), as_typed(form, versions[-1])
    own = {
        item.name: getattr(form, item.name)
        for item in fields(form)
        if getattr(form, item.name) != getattr(base, item.name)
    }
    return replace(now, **own, seen=_number(versions[-1]))


_TARGET: dict[type[Any], str] = {ActorEditForm: "actor", IssueEditForm: "issue"}


def _number(was: Recorded[Actor | Issue]) -> str:
    return str(was.version.number)


def _key(desk: Desk, form: E | S) -> str:
    """The key of what a form is about; of one that came with it filled in, no other's."""
    if isinstance(form, ActorEditForm) and form.seen:
        return desk.kept_actor(form.actor, "actor", seen=form.actor).key
    if isinstance(form, IssueEditForm) and form.seen and form.issue not in desk.directory.issues:
        raise InvalidInputError(
            f"The issue “{form.issue}” was taken out meanwhile. Cancel, and begin anew with another.",
        )
    if isinstance(form, ActorEditForm | AliasForm):
        return desk.actor(form.actor, "actor").key
    return desk.issue(form.issue).key


def _correction(was: Recorded[Actor] | Recorded[Issue], record: Actor | Issue, why: str) -> Plan:
    if record == was.record:
        raise InvalidInputError("Nothing differs from the record yet. Edit what is wrong.")
    return Plan(amendment=Amendment(was=was, record=record, verb=Verb.CORRECT, reason=why))


def named(typed: str, noun: str = "name") -> str:
    """A name on one line; raises InvalidInputError unless it can be typed and found."""
    name = short(" ".join(typed.split()), noun, MAX_NAME)
    if not name:
        raise InvalidInputError(f"The {noun} is missing. Give one with letters or digits.")
    if not normal(name):
        raise InvalidInputError(
            f"The {noun} “{name}” holds no letter or digit. Give one that can be typed and found.",
        )
    return name


def short(typed: str, noun: str, limit: int = MAX_TITLE) -> str:
    """What was typed; raises InvalidInputError beyond `limit` characters."""
    if len(typed) > limit:
        raise InvalidInputError(
            f"The {noun} has {len(typed):,} characters. Keep it to {limit:,}.",
        )
    return typed


def _question(typed: str) -> str:
    if not normal(typed):
        raise InvalidInputError(
            "The question is missing. Put one that every side could answer, such as “Should a "
            "30-day ceasefire begin?”",
        )
    return short(typed, "question", MAX_TEXT)


def names_of(typed: str, was: tuple[Name, ...] = ()) -> tuple[Name, ...]:
    known = {name.text: name for name in was}
    texts = dict.fromkeys(each.strip() for each in _BETWEEN_NAMES.split(typed) if each.strip())
    # Two actors made one may have more names, and none of them must go for another change.
    if len(texts) > max(MAX_NAMES, len(was)):
        raise InvalidInputError(f"These are {len(texts)} names. Keep the {MAX_NAMES} in use.")
    return tuple(known.get(text) or Name(text=named(text), kind=_name_kind(text)) for text in texts)


def _name_kind(text: str) -> NameKind:
    return NameKind.ALIAS if text.isascii() else NameKind.TRANSLITERATION


class NameTakenError(ConflictError):
    """A name is another actor's as well; the editor says what is meant."""

    def __init__(self, name: str, taken: Actor, *, by: str | None) -> None:
        """Keep the name, whose it is, and the key of the actor that was to have it, if any."""
        super().__init__(
            f"“{name[:100]}” is already a name of {taken.name}. Use a name that tells the two "
            "apart, such as one with the first name or the office; or, if both go by it, keep it "
            "for both: readers who type it are asked which one they mean.",
        )
        self.name = name
        self.taken = taken.key
        self.by = by


def check_free(
    desk: Desk,
    *names: str,
    but: str | None = None,
    shared: str = "",
) -> tuple[str, ...]:
    """What to note of names that two actors will share; raises NameTakenError for all others' names.

    `but` is the actor that is to have the names, `shared` the names that it may share, one a line.
    """
    both = {normal(each) for each in shared.splitlines()}
    notes = []
    for name in names:
        for key in desk.directory.actor_names.exact(name):
            if key == but:
                continue
            other = desk.directory.actors[key]
            if normal(name) not in both:
                raise NameTakenError(name, other, by=but)
            notes.append(
                f"“{name[:100]}” is a name of {other.name} as well: readers who type it are asked "
                "which one they mean.",
            )
    return tuple(notes)


def _check_title(desk: Desk, title: str, *, but: str | None = None) -> None:
    for key in desk.directory.issue_names.exact(title):
        if key != but:
            taken = desk.directory.issues[key].title
            raise ConflictError(
                f"“{taken}” is an issue here already. Use a title that tells the two apart.",
            )


def _authority(typed: str) -> int:
    text = typed or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 2):  # noqa: PLR2004 -- two digits
        raise InvalidInputError("Authority is a number from 1, the highest, to 99.")
    return int(text)
