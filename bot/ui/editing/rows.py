"""A record as rows of a label and words, so that a preview can show it or what differs in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.method import term
from bot.domain.records import (
    Actor,
    Claim,
    Condition,
    Event,
    Evidence,
    Issue,
    Mandate,
    Record,
    Role,
    Source,
    Stance,
)
from bot.domain.shelf import stale_after_words
from bot.domain.vocabulary import Directness, RoleKind
from bot.domain.when import When
from bot.ui.dates import brief, full
from bot.ui.text import fold, hidden, link, name, safe

WORDS = 1200
_CONDITION = 200
_TEXT = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a preview; `text` is fit to be shown."""

    label: str
    text: str


Named: TypeAlias = Mapping[str, str]


def rows_of(
    record: Record,
    names: Named,
    source: Source | None,
    roles: tuple[Role, ...] = (),
) -> tuple[Row, ...]:
    """The record's rows, in one order for everybody; rows that hold nothing are left out.

    `roles` are the parts that actors play in an event.
    """
    write = _WRITERS.get(type(record))
    if write is None:
        return ()
    citation = getattr(record, "citation", None)
    cited = (Row("Words", quoted(citation.words)),) if citation else ()
    read_at = (Row("Source", source_line(source)),) if source else ()
    taking_part = (Row("Participants", _parts(roles, names)),) if roles else ()
    found = (*write(record, names), *taking_part, *cited, *read_at)
    return tuple(row for row in found if row.text)


def condition_rows(
    stance: Stance,
    at: int,
    names: Named,
    source: Source | None,
) -> tuple[Row, ...]:
    """One condition of a stance, by its place, and what is recorded of what became of it.

    The first three rows say which it is; rows that hold nothing are left out.
    """
    condition = stance.conditions[at]
    text, more = fold(condition.text, _TEXT)
    settled = condition.settled
    found = (
        Row("Actor", f"**{_called(names, stance.holder)}**"),
        Row("Issue", _called(names, stance.issue)),
        Row("Condition", f"{_kind(condition, names)}: {text}{hidden(more)}"),
        Row("State", f"**{term(condition.state).label}**"),
        Row("Since", full(condition.settled_on) if condition.settled_on else ""),
        Row("Words", quoted(settled.words) if settled else ""),
        Row("Source", source_line(source) if source else ""),
    )
    return tuple(row for row in found if row.text)


def quoted(words: str, limit: int = WORDS) -> str:
    """Words in quotation marks; a long text says how much more there is."""
    shown, more = fold(words, limit)
    return f"“{shown}{hidden(more)}”"


def source_line(source: Source) -> str:
    """Publisher, title and date of a source, linked where it can be."""
    title = f" — {name(source.title, 160)}" if source.title else ""
    shown = link(f"{name(source.publisher)}{title}", source.url)
    return f"{shown} · published: {full(source.published)}"


def _called(names: Named, key: str) -> str:
    return name(names.get(key, key))


def _stance(stance: Stance, names: Named) -> tuple[Row, ...]:
    code = term(stance.position)
    confirmed = full(stance.confirmed) if stance.confirmed else ""
    return (
        Row("Actor", f"**{_called(names, stance.holder)}**"),
        Row("Issue", _called(names, stance.issue)),
        Row("Position", f"`{code.sign}` **{code.label}**"),
        Row("Commitment", term(stance.commitment).label),
        *_evidence(stance.evidence, names),
        Row("Conditions", _conditions(stance.conditions, names)),
        Row("Confirmed", confirmed),
    )


def _claim(claim: Claim, names: Named) -> tuple[Row, ...]:
    ascribed = term(claim.ascribed) if claim.ascribed else None
    return (
        Row("Claimant", f"**{_called(names, claim.claimant)}**"),
        Row("About", f"**{_called(names, claim.about)}**"),
        Row("Issue", _called(names, claim.issue)),
        Row("Relation", term(claim.relation).label),
        Row("Ascribes", f"`{ascribed.sign}` {ascribed.label}" if ascribed else ""),
        Row("Certainty", term(claim.certainty).label),
        *_evidence(claim.evidence, names),
    )


def _evidence(evidence: Evidence, names: Named) -> tuple[Row, ...]:
    wording = term(evidence.directness).label
    words = quoted(evidence.words)
    if evidence.directness is Directness.PARAPHRASE:
        words = words.removeprefix("“").removesuffix("”")
    return (
        Row("Words", f"{words} ({wording})"),
        Row("Said by", f"{_called(names, evidence.speaker)} ({term(evidence.basis).label})"),
        Row("Said", full(evidence.said)),
    )


def _conditions(conditions: tuple[Condition, ...], names: Named) -> str:
    lines = []
    for at, each in enumerate(conditions, 1):
        text, more = fold(each.text, _CONDITION)
        since = f", {brief(each.settled_on)}" if each.settled_on else ""
        state = f"{term(each.state).label}{since}"
        lines.append(f"\n{at}\\. {_kind(each, names)}: {text}{hidden(more)} ({state})")
    return "".join(lines)


def _kind(condition: Condition, names: Named) -> str:
    to = f", to {_called(names, condition.addressee)}" if condition.addressee else ""
    return f"{term(condition.kind).label}, {term(condition.form).label.lower()}{to}"


def _actor(actor: Actor, _names: Named) -> tuple[Row, ...]:
    return (
        Row("Name", f"**{name(actor.name, 100)}**"),
        Row("Kind", _words(actor.kind)),
        Row("Title", name(actor.title or "", 200)),
        Row("Other names", ", ".join(name(each.text, 100) for each in actor.names)),
        Row("Key", f"`{actor.key}`"),
    )


def _mandate(mandate: Mandate, names: Named) -> tuple[Row, ...]:
    return (
        Row("Voice", f"**{_called(names, mandate.voice)}**"),
        Row("Speaks for", f"**{_called(names, mandate.principal)}**"),
        Row("Office", _words(mandate.kind)),
        Row("Authority", str(mandate.authority)),
        Row("On", _called(names, mandate.issue) if mandate.issue else "every issue"),
    )


def _issue(issue: Issue, _names: Named) -> tuple[Row, ...]:
    question, more = fold(issue.question, _TEXT)
    context, further = fold(issue.context or "", _TEXT)
    return (
        Row("Title", f"**{name(issue.title, 100)}**"),
        Row("Question", f"{question}{hidden(more)}"),
        Row("Context", f"{context}{hidden(further)}"),
        Row("Status", _words(issue.status)),
        Row("Stale after", f"{stale_after_words(issue)}{_usual(issue)}"),
        Row("Key", f"`{issue.key}`"),
    )


def _usual(issue: Issue) -> str:
    return ", the usual time" if issue.stale_after_days is None else ""


def _role(role: Role, names: Named) -> tuple[Row, ...]:
    return (
        Row("Actor", f"**{_called(names, role.actor)}**"),
        Row("Role", _words(role.role)),
        Row("Issue", _called(names, role.issue) if role.issue else ""),
        Row("Event", _called(names, role.event) if role.event else ""),
    )


def _event(event: Event, names: Named) -> tuple[Row, ...]:
    outcome, more = fold(event.outcome or "", _TEXT)
    return (
        Row("Title", f"**{name(event.title, 100)}**"),
        Row("Kind", _words(event.kind)),
        Row("When", _expected(event.when)),
        Row("Status", _words(event.status)),
        Row("Issues", ", ".join(_called(names, key) for key in event.issues)),
        Row("Place", name(event.place or "", 200)),
        Row("Outcome", f"{outcome}{hidden(more)}"),
        Row("Key", f"`{event.key}`"),
    )


def _expected(when: When) -> str:
    """A clock time with its weekday in the reader's own zone; days where no time is known."""
    return f"<t:{int(when.lower.timestamp())}:F>" if when.has_clock_time else full(when)


def _parts(roles: tuple[Role, ...], names: Named) -> str:
    return ", ".join(
        _called(names, role.actor)
        if role.role is RoleKind.PARTICIPANT
        else f"{_called(names, role.actor)} ({_words(role.role)})"
        for role in roles
    )


def _words(code: str) -> str:
    return safe(str(code).replace("_", " "))


def stance_line(stance: Stance) -> str:
    """A stance in one line: sign, label, date."""
    code = term(stance.position)
    return f"`{code.sign}` {code.label}, said {brief(stance.evidence.said)}"


_WRITERS: dict[type[Any], Callable[[Any, Named], tuple[Row, ...]]] = {
    Stance: _stance,
    Claim: _claim,
    Actor: _actor,
    Mandate: _mandate,
    Issue: _issue,
    Role: _role,
    Event: _event,
}
