"""Records that news is told of, about any cast of actors, and a date of every kind."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

from bot.domain.news import What
from bot.domain.records import (
    Actor,
    Citation,
    Claim,
    Event,
    Evidence,
    Issue,
    Mandate,
    Recorded,
    Source,
    Stance,
    Statement,
    Version,
)
from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Commitment,
    Directness,
    EventKind,
    EventStatus,
    MandateKind,
    Position,
    RecordState,
    Relation,
    Verb,
)
from bot.domain.when import Precision, Qualifier, When, days, instant
from bot.services.answers import ClaimView, EventView, StanceView, StatementView
from bot.services.news.answers import (
    EventLine,
)

NOW = datetime(2025, 3, 20, 12, tzinfo=UTC)
SAID = days(date(2025, 3, 13))
WEEK = days(
    date(2025, 3, 10),
    date(2025, 3, 16),
    phrase="earlier this week",
    precision=Precision.WEEK,
    anchor=date(2025, 3, 16),
)
POSITIONS = tuple(each for each in Position if each.recordable)
_VERBS = {
    What.CORRECTED: Verb.CORRECT,
    What.RETRACTED: Verb.RETRACT,
    What.CONFIRMED: Verb.CONFIRM,
    What.RESTORED: Verb.CORRECT,
}


def _of(precision: Precision) -> When:
    first = date(2025, 3, 10)
    match precision:
        case Precision.INSTANT | Precision.MINUTE:
            return replace(instant(datetime(2025, 3, 13, 15, 30, tzinfo=UTC)), precision=precision)
        case Precision.DAY:
            return SAID
        case Precision.WEEK:
            return WEEK
        case Precision.MONTH:
            return days(date(2025, 3, 1), date(2025, 3, 31), precision=precision)
        case Precision.YEAR:
            return days(date(2025, 1, 1), date(2025, 12, 31), precision=precision)
        case _:
            return days(first, date(2025, 4, 2), precision=precision)


WHENS = {
    **{
        f"{precision}, {qualifier}": replace(_of(precision), qualifier=qualifier)
        for precision, qualifier in product(Precision, Qualifier)
    },
    "open": replace(_of(Precision.INTERVAL), upper=None, phrase="from 10 March 2025"),
    "open and undated": replace(_of(Precision.UNDATED), upper=None),
    "no known beginning": When(
        phrase="some time",
        lower=datetime(1, 1, 1, tzinfo=UTC),
        upper=NOW,
        precision=Precision.INTERVAL,
    ),
}


def actor(key: str, name: str) -> Actor:
    return Actor(key=key, name=name, kind=ActorKind.STATE)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays the parts: the same sentences are told of any cast."""

    one: Actor
    other: Actor
    voice: Actor


CAST = Cast(actor("arden", "Arden"), actor("brey", "Brey"), actor("coll", "Coll"))
ISSUE = Issue(key="truce", title="30-day truce", question="Shall there be a truce of 30 days?")
SECOND = Issue(key="port", title="Port opening", question="Shall the port open?")
SOURCE = Source(
    key="herald",
    publisher="The Herald",
    published=days(date(2025, 3, 14)),
    url="https://herald.example/a",
    archive_url="https://archive.example/a",
)
OTHER_SOURCE = replace(SOURCE, key="post", publisher="The Post", url=None, archive_url=None)


def version(what: What | None = None) -> Version:
    verb = _VERBS.get(what, Verb.SET) if what else Verb.SET
    return Version(
        number=1 if verb is Verb.SET else 2,
        verb=verb,
        state=RecordState.RETRACTED if verb is Verb.RETRACT else RecordState.PUBLISHED,
        recorded_at=NOW,
        reason="the transcript says otherwise" if verb is not Verb.SET else None,
    )


def evidence(cast: Cast, **more: Any) -> Evidence:
    values: dict[str, Any] = {
        "speaker": cast.one.key,
        "said": SAID,
        "words": "We have heard the proposal.",
        "directness": Directness.DIRECT_QUOTE,
        "basis": Basis.OWN_WORDS,
        "source": SOURCE.key,
    }
    return Evidence(**(values | more))


def stance(
    cast: Cast,
    position: Position,
    what: What | None = None,
    *,
    said: When = SAID,
    spoken: str = "itself",
    **more: Any,
) -> StanceView:
    """A stance said by its holder, by a voice for it, or under an office for another."""
    voice = cast.voice if spoken == "a voice" else cast.one
    words = more.pop("evidence", None) or evidence(cast, speaker=voice.key, said=said)
    record = Stance(
        key="s1",
        holder=cast.one.key,
        issue=ISSUE.key,
        position=position,
        evidence=words,
        **({"commitment": Commitment.STATED} | more),
    )
    office = Mandate(
        key="m1",
        voice=cast.one.key,
        principal=cast.other.key,
        kind=MandateKind.HEAD,
        authority=1,
        citation=Citation(source=SOURCE.key, words="its head"),
    )
    in_office = spoken == "an office"
    return StanceView(
        stance=Recorded(record=record, version=version(what)),
        holder=cast.one,
        voice=voice,
        source=SOURCE,
        conditions=(),
        mandate=office if in_office else None,
        principal=cast.other if in_office else None,
    )


def claim(
    cast: Cast,
    relation: Relation,
    what: What = What.CLAIMED,
    *,
    voiced: bool = False,
    of: Actor | None = None,
    **more: Any,
) -> ClaimView:
    about = of or cast.other
    speaker = cast.voice if voiced else cast.one
    record = Claim(
        key="c1",
        claimant=cast.one.key,
        about=about.key,
        issue=ISSUE.key,
        relation=relation,
        evidence=evidence(cast, speaker=speaker.key),
        **more,
    )
    return ClaimView(
        claim=Recorded(record=record, version=version(what)),
        claimant=cast.one,
        about=about,
        speaker=speaker,
        source=SOURCE,
    )


def statement(
    cast: Cast,
    what: What,
    *,
    behalf: bool = False,
    silent: tuple[Issue, ...] = (),
    **more: Any,
) -> StatementView:
    speaker = cast.voice if behalf else cast.one
    record = Statement(
        key="t1",
        evidence=evidence(cast, speaker=speaker.key, **more),
        silent_on=tuple(each.key for each in silent),
    )
    return StatementView(
        statement=Recorded(record=record, version=version(what)),
        speaker=speaker,
        behalf=cast.one if behalf else None,
        source=SOURCE,
        silent_on=silent,
    )


def event(status: EventStatus, when: When = WEEK, **more: Any) -> Event:
    values: dict[str, Any] = {
        "key": "talks",
        "title": "Talks in Port Hale",
        "kind": EventKind.TALKS,
        "when": when,
        "status": status,
        "citation": Citation(source=SOURCE.key, words="talks are to be held this week"),
    }
    return Event(**(values | more))


def event_line(what: What, now: Event, before: Event | None = None) -> EventLine:
    shown = EventView(
        event=Recorded(record=now, version=version(what)),
        source=SOURCE,
        participants=(),
    )
    return EventLine(what=what, view=shown, before=before)
