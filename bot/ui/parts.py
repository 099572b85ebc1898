"""Pieces that several cards are made of, so that every actor is shown by the same words."""

from enum import StrEnum
from typing import Any

from bot.domain.identity import is_identity_reason
from bot.domain.method import term
from bot.domain.records import Actor, Claim, Evidence, Mandate, Recorded, Source, Stance, Statement
from bot.domain.vocabulary import (
    ConditionState,
    Directness,
    MandateKind,
    Position,
    Verb,
)
from bot.domain.when import Precision, When
from bot.services.answers import Asked, ClaimView, ConditionView, StanceView, StatementView
from bot.ui.card import Button, Text
from bot.ui.dates import brief, day, full, moment, source_words
from bot.ui.nav import Place, button
from bot.ui.text import fold, folds, hidden, label, link, name

WORDS = 300
SHORT_WORDS = 200
_TERM = 160
_LABEL = 40
_MOST = 5

_OFFICES = {
    MandateKind.HEAD: "head",
    MandateKind.MINISTER: "minister",
    MandateKind.ENVOY: "envoy",
    MandateKind.SPOKESPERSON: "spokesperson",
    MandateKind.DELEGATE: "delegate",
    MandateKind.MINISTRY: "ministry",
}


def spoken(code: StrEnum) -> str:
    """A code without a written test, in words: `under_negotiation` as “under negotiation”."""
    return code.value.replace("_", " ")


def position(code: Position) -> str:
    """A position as sign and words."""
    found = term(code)
    return f"`{found.sign}` {found.label}"


def commitment(stance: Stance) -> str:
    """The form of the act and, on the scale, whether what was said commits its holder."""
    act = term(stance.commitment).label
    match stance.position.binding:
        case None:
            return act
        case binding:
            return f"{act} — {'committed' if binding else 'not committed'}"


def office(mandate: Mandate) -> str:
    """In what office a voice speaks."""
    return _OFFICES[mandate.kind]


def speaks_for(mandate: Mandate, principal: Actor) -> str:
    """For whom a voice speaks, and in what office: “Russia (head)”."""
    return f"{name(principal.name)} ({office(mandate)})"


def folded(evidence: Evidence, limit: int = WORDS) -> bool:
    """Whether some of the words are not shown."""
    translation = evidence.translation
    return folds(evidence.words, limit) or (translation is not None and folds(translation, limit))


def quoted(evidence: Evidence, limit: int = WORDS) -> str:
    """The words, and below them whose they are; only a direct quotation wears quotation marks."""
    direct = evidence.directness is Directness.DIRECT_QUOTE
    open_, close = ("“", "”") if direct else ("", "")
    written, more = fold(evidence.words, limit)
    lines = [f"> {open_}{written}{hidden(more) or close}"]
    marks = [term(evidence.directness).label.capitalize()]
    if evidence.lang != "en":
        marks.append(f"original in “{name(evidence.lang, 12)}”")
    lines.append(f"-# {', '.join(marks)}")
    if evidence.translation:
        translated, rest = fold(evidence.translation, limit)
        by = f" by {name(evidence.translator)}" if evidence.translator else ""
        lines[1:] = [lines[1], f"> {open_}{translated}{hidden(rest) or close}"]
        lines.append(f"-# translation{by}")
    return "\n".join(lines)


def source(where: Source) -> str:
    """Publisher, title and date of a source, with its links."""
    headed = f": {name(where.title, 120)}" if where.title else ""
    parts = [link(f"{name(where.publisher)}{headed}", where.url), full(where.published)]
    if where.archive_url:
        parts.append(link("archived copy", where.archive_url))
    if where.url is None:
        parts.append("no link recorded")
    return ", ".join(parts)


def source_short(where: Source) -> str:
    """The publisher of a source, as a link where there is one."""
    return link(name(where.publisher), where.url)


def condition(view: ConditionView) -> str:
    """A condition with its state and form, such as “open question”, its kind, and to whom.

    What has become of it follows: since when, and where that was read.
    """
    each = view.condition
    written, more = fold(each.text, _TERM)
    what = f"{term(each.state).label} {term(each.form).label.lower()}"
    strong = f"**{what}**" if each.state is ConditionState.OPEN else what
    to = f", to {name(view.addressee.name)}" if view.addressee else ""
    line = f"- {strong} ({term(each.kind).label.lower()}{to}): {written}{hidden(more)}"
    return small(line, *_settled(view))


def _settled(view: ConditionView) -> tuple[str, ...]:
    each = view.condition
    again = "open again" if each.settled and each.state is ConditionState.OPEN else ""
    return (
        f"{again} {since(each.settled_on)}".strip() if each.settled_on else again,
        source_short(view.settled_by) if view.settled_by else "",
    )


def since(when: When) -> str:
    """Since when something is so: “since 13 March 2025”, or the days as they are known."""
    known = when.upper is not None and when.precision is not Precision.UNDATED
    return f"since {brief(when)}" if known else brief(when)


def recorded(what: Recorded[Any]) -> str:
    """When this version was written down and, for a later one, by which verb and why."""
    version = what.version
    text = moment(version.recorded_at)
    if version.verb is Verb.SET and version.number > 1 and isinstance(what.record, Stance):
        return f"{text}, what became of a condition"
    if version.verb in {Verb.SET, Verb.RETRACT}:
        return text
    why, more = fold(version.reason or "", _TERM)
    if is_identity_reason(version.reason):
        # Who is meant was put in order; nothing that was said.
        return f"{text}, {why}{hidden(more)}"
    verb = "corrected" if version.verb is Verb.CORRECT else "confirmed"
    return f"{text}, {verb}{f': {why}{hidden(more)}' if why else ''}"


def times(asked: Asked) -> tuple[str, ...]:
    """One line for each other time that an answer is of."""
    lines = []
    if asked.as_of is not None:
        lines.append(f"**As of {day(asked.as_of)}:** what had been said by then.")
    if asked.known_at is not None:
        lines.append(f"**As this server knew it on** {moment(asked.known_at)}.")
    return tuple(lines)


def heading(text: str, *lines: str, asked: Asked) -> Text:
    """The first paragraph: a title, its lines, and the time that was asked for."""
    return Text("\n".join((f"## {text}", *(line for line in lines if line), *times(asked))))


def who(actor: Actor) -> str:
    """An actor's name, to be shown."""
    return name(actor.name)


def title(actor: Actor) -> str:
    """An actor's title, else what sort of actor it is."""
    return name(actor.title or spoken(actor.kind).capitalize(), 120)


def said(evidence: Evidence) -> str:
    """When it was said, briefly."""
    return brief(evidence.said)


def dated(when: When) -> str:
    """How the source dates it, for a line of small print; empty where it only says the day."""
    words = source_words(when)
    return f"dated “{words}” by the source" if words else ""


def small(*marks: str) -> str:
    """Small print: the marks that say something, in one line."""
    return " · ".join(filter(None, marks))


def voice_of(view: StanceView | ClaimView | StatementView) -> Actor:
    """Who said what is shown."""
    return view.voice if isinstance(view, StanceView) else view.speaker


def record_of(view: StanceView | ClaimView | StatementView) -> Stance | Claim | Statement:
    """The record that is shown."""
    if isinstance(view, StanceView):
        return view.stance.record
    return view.claim.record if isinstance(view, ClaimView) else view.statement.record


def whole(found: list[tuple[str, str, Asked]]) -> tuple[Button, ...]:
    """Buttons that show folded words whole: of (whose, record key, times), at most five."""
    once = {key: (whose, asked) for whose, key, asked in found}
    labels = [label(f"Whole words: {whose}", _LABEL) for whose, _ in once.values()]
    return tuple(
        button(
            text if labels.count(text) == 1 else f"{text} ({at})",
            "words",
            Place.of(asked, actor=key),
        )
        for at, (text, (key, (_, asked))) in enumerate(zip(labels, once.items(), strict=True), 1)
    )[:_MOST]
