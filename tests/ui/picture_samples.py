"""Made-up records for pictures: any number of actors, in many scripts, moving about the scale."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from bot.domain.pictures import (
    BoardPicture,
    BoardRow,
    ClaimsPicture,
    HistoryPicture,
    Lane,
    Picture,
    PictureKind,
    Point,
    Said,
    Seen,
    TimelinePicture,
)
from bot.domain.records import Actor, Citation, Event, Evidence, Issue, Mandate, Stance
from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Commitment,
    Directness,
    EventKind,
    EventStatus,
    MandateKind,
    Position,
    Relation,
)
from bot.domain.when import Qualifier, When, days

SUNDAY = date(2025, 3, 16)
ISSUE = Issue(key="ceasefire", title="30-day ceasefire", question="Should a ceasefire begin?")
SEEN = Seen(on=SUNDAY)
CITED = Citation(source="article", words="They will speak.")
NAMES = (
    "Volodymyr Zelenskyy",
    "Владимир Путин",
    "محمد بن سلمان",
    "习近平",
    "Emmanuel Macron",
    "United Nations Secretary-General",
    "Ελληνική Δημοκρατία",
    "石破 茂",
    "בנימין נתניהו",
    "საქართველო",
    "Հայաստան",
    "नरेन्द्र मोदी",
    "ประเทศไทย",
    "이재명",
    "Recep Tayyip Erdoğan",
    "Україна",
    "جمهورية مصر العربية",
    "中华人民共和国外交部",
    "European Union",
    "Łukasz Żółć",
    "Ursula von der Leyen",
    "Narodna skupština Republike Srbije",
    "Nguyễn Phú Trọng",
    "ایران",
    "Ísland",
)
RECORDABLE = [position for position in Position if position.recordable]


def name_of(at: int) -> str:
    """Another name for every actor."""
    again, which = divmod(at, len(NAMES))
    return f"{NAMES[which]} {again + 1}" if again else NAMES[which]


def actor(at: int, name: str | None = None) -> Actor:
    return Actor(key=f"actor-{at}", name=name or name_of(at), kind=ActorKind.PERSON)


def said(at: date, until: date | None = None) -> When:
    return days(at, until, qualifier=Qualifier.EXACT)


def stance(
    who: Actor,
    position: Position,
    when: When,
    *,
    words: str = "We support the idea, and there are questions that must be discussed first.",
    key: str = "s",
    directness: Directness = Directness.DIRECT_QUOTE,
) -> Stance:
    return Stance(
        key=key,
        holder=who.key,
        issue=ISSUE.key,
        position=position,
        commitment=Commitment.STATED,
        evidence=Evidence(
            speaker=who.key,
            said=when,
            words=words,
            directness=directness,
            basis=Basis.OWN_WORDS,
            source="article",
        ),
    )


def _stances(who: Actor, count: int, draw: Random) -> tuple[Stance, ...]:
    """One actor's history up to the Sunday: some dates are vague, some positions off the scale."""
    found = []
    day = SUNDAY - timedelta(days=draw.randint(30, 75))
    for at in range(count):
        last = day + timedelta(days=draw.choice((0, 0, 0, 4, 6)))
        found.append(
            stance(who, draw.choice(RECORDABLE), said(day, min(last, SUNDAY)), key=f"s{at}"),
        )
        day = min(day + timedelta(days=draw.randint(4, 16)), SUNDAY)
    return tuple(found)


def _speaks(who: Actor, at: int) -> tuple[Mandate, Actor] | tuple[None, None]:
    if at % 3:
        return None, None
    principal = actor(1000 + at, NAMES[(at + 5) % len(NAMES)])
    mandate = Mandate(
        key=f"m{at}",
        voice=who.key,
        principal=principal.key,
        kind=MandateKind.HEAD,
        authority=1,
        citation=CITED,
    )
    return mandate, principal


def _order(position: Position) -> int:
    value = position.value_on_scale
    return 9 + RECORDABLE.index(position) if value is None else -value


def lanes(count: int, *, records: int = 4) -> tuple[Lane, ...]:
    """So many holders' histories, in the order of the board."""
    draw = Random(count)  # noqa: S311 -- a picture is no secret
    found = [
        Lane(holder=who, stances=_stances(who, draw.randint(1, records), draw))
        for who in map(actor, range(count))
    ]
    return tuple(sorted(found, key=lambda lane: _order(lane.current.position)))


def board(count: int) -> BoardPicture:
    rows = []
    for at, lane in enumerate(lanes(count)):
        earlier = [s.position for s in lane.stances if s.position is not lane.current.position]
        mandate, principal = _speaks(lane.holder, at)
        rows.append(
            BoardRow(
                holder=lane.holder,
                stance=lane.current,
                before=earlier[-1] if earlier else None,
                mandate=mandate,
                principal=principal,
            ),
        )
    silent = tuple(actor(500 + at, f"{NAMES[at % len(NAMES)]} II") for at in range(count // 4))
    return BoardPicture(seen=SEEN, issue=ISSUE, rows=tuple(rows), silent=silent, sources=9)


def event(at: int, when: When, title: str, status: EventStatus = EventStatus.HELD) -> Event:
    return Event(
        key=f"e{at}",
        title=title,
        kind=EventKind.TALKS,
        when=when,
        status=status,
        citation=CITED,
        issues=(ISSUE.key,),
    )


EVENTS = (
    event(1, said(date(2025, 2, 18)), "Talks in Riyadh"),
    event(2, said(date(2025, 3, 11)), "Talks in Jeddah, where the United States put the proposal"),
    event(3, said(date(2025, 3, 10), date(2025, 3, 16)), "A visit of the special envoy to Moscow"),
    event(
        4,
        said(date(2025, 3, 17), date(2025, 3, 23)),
        "Phone call of the two presidents, on the ceasefire and on what is to follow it",
        EventStatus.EXPECTED,
    ),
)


def timeline(count: int) -> TimelinePicture:
    return TimelinePicture(seen=SEEN, issue=ISSUE, lanes=lanes(count), events=EVENTS)


def claims(count: int) -> ClaimsPicture:
    draw = Random(count)  # noqa: S311 -- a picture is no secret
    people = [actor(at) for at in range(count)]
    found = []
    for _ in range(count * 2 + 2):
        claimant, about = draw.sample(people, 2)
        when = said(SUNDAY - timedelta(days=draw.randint(0, 40)))
        relation = draw.choice(list(Relation))
        found.append(Said(claimant=claimant, about=about, relation=relation, said=when))
    return ClaimsPicture(seen=SEEN, issue=ISSUE, claims=tuple(found))


def history(count: int) -> HistoryPicture:
    """One actor with so many records."""
    draw = Random(count)  # noqa: S311 -- a picture is no secret
    who = actor(1)
    day = SUNDAY - timedelta(days=90)
    points = []
    for at in range(count):
        last = min(SUNDAY, day + timedelta(days=draw.choice((0, 0, 5))))
        record = stance(who, draw.choice(RECORDABLE), said(day, last), key=f"s{at}")
        points.append(
            Point(stance=record, line=record.position, holder=who, publisher="Al Jazeera"),
        )
        day = min(SUNDAY, day + timedelta(days=max(1, 90 // count)))
    others = tuple(
        Said(
            claimant=actor(at),
            about=who,
            relation=list(Relation)[at % len(Relation)],
            said=said(SUNDAY - timedelta(days=at * 5), SUNDAY - timedelta(days=at * 4)),
        )
        for at in range(2, 2 + min(count, 12))
    )
    return HistoryPicture(
        seen=SEEN,
        issue=ISSUE,
        actor=who,
        points=tuple(points),
        claims=others,
    )


_MAKERS: dict[PictureKind, Callable[[int], Picture]] = {
    PictureKind.BOARD: board,
    PictureKind.TIMELINE: timeline,
    PictureKind.CLAIMS: claims,
    PictureKind.HISTORY: history,
}


def sample(kind: PictureKind, count: int) -> Picture:
    """A picture with so many actors; of a history, so many records."""
    return _MAKERS[kind](count)
