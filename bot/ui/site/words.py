"""A site's fields in words: the same sentence for every actor, and the same as on cards."""

from collections.abc import Iterator
from dataclasses import fields

from markupsafe import Markup

from bot.domain.identity import is_identity_reason
from bot.domain.method import term
from bot.domain.records import (
    Claim,
    Event,
    Evidence,
    Issue,
    Stance,
    Statement,
)
from bot.domain.vocabulary import ConditionState, Directness, Verb
from bot.services.answers import ConditionView, StanceView
from bot.services.site.answers import Note
from bot.ui import parts
from bot.ui.prose import facts
from bot.ui.prose.corrections import difference
from bot.ui.prose.differ import differences
from bot.ui.prose.spans import (
    Dated,
    Instant,
    Own,
    Read,
    Sentence,
    Span,
    Typed,
    joined,
    listed,
)
from bot.ui.site.languages import attribute
from bot.ui.site.languages import named as language

_TOLD = (Stance, Claim, Statement, Event, Issue)
TERM = 300
REASON = 500


claim = facts.claim
statement = facts.statement
standing = facts.standing
said_by = facts.said_by
change = facts.change


def commitment(stance: Stance) -> str:
    """The form of the act, and whether what was said commits its holder."""
    return parts.commitment(stance)


def recorded(view: StanceView) -> Sentence:
    """When it was written down, by which verb, and why."""
    version = view.stance.version
    at = Instant(version.recorded_at)
    if version.verb is Verb.SET:
        return (at,)
    if is_identity_reason(version.reason):
        return at, Own(", "), Typed(version.reason or "", limit=REASON)
    verb = "corrected" if version.verb is Verb.CORRECT else "confirmed"
    if not (version.reason or "").strip():
        return at, Own(f", {verb}")
    return at, Own(f", {verb}: "), Typed(version.reason or "", limit=REASON)


def whose(evidence: Evidence) -> str:
    """Whose words they are, and in which language they were said."""
    marks = [term(evidence.directness).label.capitalize()]
    if evidence.lang != "en":
        marks.append(f"original in {language(evidence.lang)}")
    return ", ".join(marks)


def basis(stance: Stance) -> str:
    """How we know, and how sure the coder is of the code."""
    known = term(stance.evidence.basis).label
    return f"{known}; coder’s confidence: {stance.confidence.value}"


def condition(view: ConditionView) -> Sentence:
    """A condition with its state and form, its kind, to whom, and what has become of it."""
    each = view.condition
    what = f"{term(each.state).label} {term(each.form).label.lower()}"
    kind = term(each.kind).label.lower()
    to: Sentence = (Own(", to "), facts.named(view.addressee)) if view.addressee else ()
    return (
        Own(f"{what[:1].upper()}{what[1:]} ({kind}"),
        *to,
        Own("): "),
        Typed(each.text, limit=TERM),
        *_settled(view),
    )


def _settled(view: ConditionView) -> Iterator[Span]:
    each = view.condition
    if each.settled is None:
        return
    again = " again" if each.state is ConditionState.OPEN else ""
    if each.settled_on:
        known = each.settled_on.upper is not None
        yield Own(f" ·{again and ' open again'} since " if known else " · ")
        yield Dated(each.settled_on)
    elif again:
        yield Own(" · open again")
    if view.settled_by:
        yield Own(" · source: ")
        yield Read(view.settled_by)


def direct(evidence: Evidence) -> bool:
    """Whether the words wear quotation marks."""
    return evidence.directness is Directness.DIRECT_QUOTE


def what(note: Note) -> Sentence:
    """What was corrected or taken out."""
    kind = f"{'an' if note.kind[0] in 'aei' else 'a'} {note.kind}"
    about: list[Sentence] = []
    if note.actors:
        about.append((Own(" of "), *listed((facts.named(each),) for each in note.actors)))
    if note.issue:
        about.append((Own(" on "), facts.title(note.issue.title)))
    head: Sentence = (Own(f"{kind[0].upper()}{kind[1:]}"),)
    return (*head, *joined(about, ""), Own(" was taken out of the record"))


def tongue(evidence: Evidence) -> Markup:
    """The `lang` attribute of the words, where they are not in the page's own."""
    return attribute(evidence.lang)


def corrected(note: Note) -> tuple[Sentence, ...]:
    """What a correction changed, by the names that readers know it by, each in a line."""
    was, now = note.before, note.after
    if isinstance(was, _TOLD) and isinstance(now, _TOLD):
        found = differences(was, now)
        return tuple(difference(each) for each in found)
    if was is None or now is None:
        return ()
    differing = (at.name for at in fields(now) if getattr(was, at.name) != getattr(now, at.name))
    return tuple((Own(f"the {name.replace('_', ' ')}"),) for name in differing)
