"""Short words of pictures: signs, dates and days without Discord's own marks."""

from datetime import UTC, date

from bot.domain.method import term
from bot.domain.pictures import Seen
from bot.domain.records import Actor, Evidence, Mandate
from bot.domain.vocabulary import Directness, Position
from bot.domain.when import When
from bot.ui import parts
from bot.ui.dates import day
from bot.ui.pictures.lettering import drawable, isolated
from bot.ui.prose import facts
from bot.ui.prose.plain import plain
from bot.ui.prose.spans import Dated

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def sign(position: Position) -> str:
    """The method's sign, with dashes as wide as its plus signs."""
    return term(position).sign.replace("-", "–")


def bare_sign(position: Position) -> str:
    """The sign without its brackets, for the head of a column."""
    return sign(position).strip("[]").strip()


def label(position: Position) -> str:
    """The method's label."""
    return term(position).label


def standing(position: Position) -> str:
    """A position as sign and label."""
    return f"{sign(position)} {label(position)}"


def dated(when: When) -> str:
    """A date as vague as its source, in days; a clock time in UTC, for a picture has no reader."""
    return plain((Dated(when),))


def unlooked(on: date) -> str:
    """That nobody has looked at a position since a day, which is too long ago."""
    return plain(facts.unlooked(on))


def short_day(on: date, *, year: bool = False) -> str:
    """A day for an axis: “13 Mar”, or “13 Mar 2025”."""
    return f"{on.day} {_MONTHS[on.month - 1]}{f' {on.year}' if year else ''}"


def month(on: date, *, year: bool = False) -> str:
    """A month for an axis: “Mar”, or “Mar 2025”."""
    return f"{_MONTHS[on.month - 1]}{f' {on.year}' if year else ''}"


def as_of(seen: Seen) -> tuple[str, ...]:
    """Of which day it is and, where that was asked for, of which state of the record."""
    lines = [f"As of {day(seen.on)}"]
    if seen.known_at is not None:
        at = seen.known_at.astimezone(UTC)
        lines.append(f"as recorded by {day(at.date())}, {at:%H:%M} UTC")
    return tuple(lines)


def who(actor: Actor) -> str:
    """An actor's name, as it can be drawn."""
    return drawable(actor.name)


def office(mandate: Mandate, principal: Actor) -> str:
    """For whom one speaks, and in what office: “for Russia (head)”."""
    return f"for {isolated(who(principal))} ({parts.office(mandate)})"


def quotation(evidence: Evidence) -> str:
    """The words in the language read here; only a direct quotation wears quotation marks."""
    words = drawable(evidence.translation or evidence.words)
    direct = evidence.directness is Directness.DIRECT_QUOTE
    return f"“{words}”" if direct else words
