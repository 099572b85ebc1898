"""Records as sentences: who stands where, who says what of whom, what is ahead."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from bot.domain.method import term
from bot.domain.records import Actor, Event, Issue, Mandate
from bot.domain.standing import Standing
from bot.domain.vocabulary import Polarity, Position, Relation
from bot.services.answers import ClaimView, StanceView, StatementView
from bot.ui.prose.dates import ends_named
from bot.ui.prose.spans import Dated, Day, Own, Sentence, Stand, Typed, listed
from bot.ui.prose.templates import (
    ASCRIBED,
    ASCRIBES,
    CERTAINTY,
    CHANGE,
    CLAIMS,
    CLAUSE,
    DENIALS,
    EVENT,
    HEDGED,
    ISSUE,
    LAST_RECORDED,
    LEFT_OUT,
    MOVES,
    NO_CHANGE,
    OFFICE,
    SAYS,
    SPEAKS_FOR,
    STANCE,
    STANDINGS,
    STATEMENT,
    UNLOOKED,
)

_TITLE = 120
# Of the issues that a statement leaves out, so many are named.
_MOST = 5


def named(actor: Actor, *, strong: bool = False) -> Typed:
    """An actor by its name."""
    return Typed(actor.name, strong)


def title(text: str, *, strong: bool = False) -> Typed:
    """The title of an issue or an event."""
    return Typed(text, strong, _TITLE)


def holder(view: StanceView) -> Sentence:
    """Who holds a position, marked: “Putin, for Russia” where one speaks for another."""
    who = named(view.holder, strong=True)
    if view.voice.key != view.holder.key:
        return SPEAKS_FOR.fill(voice=named(view.voice), principal=who)
    if view.mandate and view.principal:
        return SPEAKS_FOR.fill(voice=who, principal=named(view.principal))
    return (who,)


def position(view: StanceView) -> Stand:
    """The position that a stance records."""
    return Stand(view.stance.record.position)


def stance(view: StanceView) -> Sentence:
    """Who stands where."""
    return STANCE.fill(holder=holder(view), position=position(view))


def said_by(view: StanceView) -> Sentence:
    """Who said it and, where that is another, for whom and in what office."""
    if view.voice.key != view.holder.key:
        return SPEAKS_FOR.fill(voice=named(view.voice), principal=named(view.holder))
    if view.mandate and view.principal:
        principal = speaks_for(view.mandate, view.principal)
        return SPEAKS_FOR.fill(voice=named(view.voice), principal=principal)
    return (named(view.voice),)


def speaks_for(mandate: Mandate, principal: Actor) -> Sentence:
    """For whom a voice speaks, and in what office: “Russia (head)”."""
    return OFFICE.fill(principal=named(principal), code=code(mandate.kind))


def change(standing: Standing) -> Sentence:
    """What the position was before, when that was said, and how far it moved."""
    before = standing.before
    if before is None:
        return NO_CHANGE.fill()
    return CHANGE.fill(
        before=Stand(before.record.position),
        when=Dated(before.record.evidence.said),
        position=Stand(standing.current.record.position),
        move=Own(MOVES[standing.move]),
    )


def unlooked(on: date) -> Sentence:
    """That nobody has looked at a position since a day, which is too long ago."""
    return UNLOOKED.fill(day=Day(on))


def last_recorded(found: Position) -> Sentence:
    """A position as the last that was recorded: whether it still holds is not known."""
    return LAST_RECORDED.fill(position=Stand(found))


def claim(view: ClaimView) -> Sentence:
    """What one actor says about another, which is never that one's own position."""
    record = view.claim.record
    who: Sentence = (named(view.claimant, strong=True),)
    if view.speaker.key != view.claimant.key:
        who = CLAUSE.fill(voice=named(view.speaker), principal=who)
    own = record.claimant == record.about
    template = DENIALS[record.polarity] if own else CLAIMS[record.relation, record.polarity]
    told = template.fill(claimant=who, about=named(view.about))
    if record.ascribed:
        as_stance = record.relation is Relation.ASCRIBES_STANCE
        told = (ASCRIBED if as_stance else ASCRIBES).fill(
            told=told, position=Stand(record.ascribed)
        )
    certainty = CERTAINTY.get(record.certainty)
    return HEDGED.fill(told=told, certainty=Own(certainty)) if certainty else told


def spoken_by(view: StatementView, *, strong: bool = False) -> Sentence:
    """Who made a statement and, where that is another, for whom."""
    who = named(view.speaker, strong=strong)
    if view.behalf is None or view.behalf.key == view.speaker.key:
        return (who,)
    return SPEAKS_FOR.fill(voice=named(view.speaker), principal=named(view.behalf, strong=strong))


def statement(view: StatementView) -> Sentence:
    """That somebody made a statement without a position, and what it leaves out."""
    who = spoken_by(view, strong=True)
    if not view.silent_on:
        return STATEMENT.fill(speaker=who)
    return LEFT_OUT.fill(
        speaker=who,
        issues=listed(_titles(view.silent_on)),
    )


def _titles(issues: Sequence[Issue]) -> Iterator[Sentence]:
    """The first of many titles, and how many more there are."""
    left = len(issues) - _MOST
    # One that would be left over is named: to count it takes no less room.
    shown = issues if left <= 1 else issues[:_MOST]
    yield from ((title(each.title),) for each in shown)
    if len(shown) < len(issues):
        yield (Own(f"{left:,} other issues"),)


def standing(event: Event) -> Sentence:
    """An event's status with its date."""
    return STANDINGS[event.status, ends_named(event.when)].fill(when=Dated(event.when))


def event(record: Event) -> Sentence:
    """An event with its status and date."""
    return EVENT.fill(event=title(record.title, strong=True), standing=standing(record))


def issue(record: Issue) -> Sentence:
    """An issue by its title."""
    return ISSUE.fill(issue=title(record.title, strong=True))


def code(found: StrEnum) -> Own:
    """A code in words, in small letters: its label in the method, else its own name."""
    if isinstance(found, Polarity):
        return Own(SAYS[found])
    try:
        return Own(term(found).label.lower())
    except KeyError:
        return Own(found.value.replace("_", " "))
