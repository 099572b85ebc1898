"""What a picture costs: from its question to its PNG, with the record, the drawing and the process.

Each row has a process of its own, so that its first picture is a cold one and its peak its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.app import open_app
from bot.bench.posts_tasks import peak_mb, watching
from bot.clock import Clock
from bot.db import acts
from bot.db.engine import Database, Unit
from bot.domain.pictures import PictureKind
from bot.domain.records import (
    Actor,
    Citation,
    Claim,
    Event,
    Evidence,
    Issue,
    Record,
    Source,
    Stance,
)
from bot.domain.scope import Scope
from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Commitment,
    Directness,
    EventKind,
    EventStatus,
    Position,
    Relation,
)
from bot.domain.when import When, days
from bot.pictures import Pictures, zoom_of
from bot.services.pictures import Gallery
from bot.ui.pictures.drawing import draw
from bot.ui.pictures.themes import Theme

_ISSUE = "ceasefire"
_STANCES, _CLAIMS, _EVENTS = 4, 2, 6
_POSITIONS = [position for position in Position if position.recordable]
_WORDS = "There are questions that need to be discussed before anything of the kind is signed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much to measure: pictures of so many actors, and runs of each once it is warm."""

    runs: int = 5
    actors: tuple[int, ...] = (2, 12, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One picture of so many actors; times in ms from the question to the PNG, warm as medians.

    `svg_ms` is what drawing the SVG takes of it. `peak_mb` is the process's, None where it cannot
    be known. `held_ms` is the longest that the event loop was held.
    """

    kind: PictureKind
    actors: int
    cold_ms: float
    warm_ms: float
    svg_ms: float
    peak_mb: float | None
    held_ms: float
    kilobytes: float
    pixels: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All figures, and the most memory that the bot's own process has had."""

    figures: tuple[Figure, ...]
    peak_mb: float | None


def steps(plan: Plan) -> int:
    """How often `measure` calls `advance`."""
    return len(PictureKind) * len(plan.actors)


async def measure(
    folder: Path,
    clock: Clock,
    plan: Plan,
    advance: Callable[[], None],
) -> Report:
    """Fill a server for each number of actors in a database below `folder`, and draw of each."""
    figures = []
    async with open_app(f"sqlite:///{folder / 'bench.db'}", clock) as app:
        for actors in plan.actors:
            await _fill(app.database, clock, actors)
        for kind, actors in product(PictureKind, plan.actors):
            figures.append(await _measured(app.services.gallery, kind, actors, plan))
            advance()
    return Report(figures=tuple(figures), peak_mb=peak_mb())


async def _measured(gallery: Gallery, kind: PictureKind, actors: int, plan: Plan) -> Figure:
    # Nothing is kept, so that each run makes it anew.
    pictures = Pictures(kept=0)
    scope = Scope(guild_id=actors)
    actor = _key(0) if kind is PictureKind.HISTORY else None

    async def run() -> tuple[float, bytes]:
        begin = perf_counter()
        png = await pictures.drawn(await gallery.picture(scope, kind, actor), Theme.DARK)
        return (perf_counter() - begin) * 1000, png

    try:
        async with watching() as held:
            cold, png = await run()
            warm = [(await run())[0] for _ in range(plan.runs)]
        peak = peak_mb(pictures.process_id)
    finally:
        await pictures.aclose()
    picture = await gallery.picture(scope, kind, actor)
    begin = perf_counter()
    drawing = draw(picture, Theme.DARK)
    svg_ms = (perf_counter() - begin) * 1000
    zoom = zoom_of(drawing.height)
    return Figure(
        kind=kind,
        actors=actors,
        cold_ms=cold,
        warm_ms=median(warm),
        svg_ms=svg_ms,
        peak_mb=peak,
        held_ms=held.ms,
        kilobytes=len(png) / 1000,
        pixels=(round(drawing.width * zoom), round(drawing.height * zoom)),
    )


async def _fill(database: Database, clock: Clock, actors: int) -> None:
    """A server of that number, with so many actors."""
    day = clock.now().date() - timedelta(days=120)
    records = list(_records(actors, day))

    def work(unit: Unit) -> None:
        acts.add_many(acts.begin(unit, actors, what="bench", at=clock.now()), records)

    await database.write(work)


def _key(at: int) -> str:
    return f"actor-{at}"


def _said(who: str, when: When) -> Evidence:
    return Evidence(
        speaker=who,
        said=when,
        words=_WORDS,
        directness=Directness.DIRECT_QUOTE,
        basis=Basis.OWN_WORDS,
        source="source",
    )


def _records(actors: int, day: date) -> Iterator[Record]:
    """Actors who change their minds, speak of each other, and meet."""
    yield Source(key="source", publisher="An agency", published=days(day))
    yield Issue(key=_ISSUE, title="30-day ceasefire", question="Should a ceasefire begin?")
    for at in range(actors):
        yield Actor(key=_key(at), name=f"Actor Number {at}", kind=ActorKind.PERSON)
    for at, turn in product(range(actors), range(_STANCES)):
        first = day + timedelta(days=turn * 25 + at % 20)
        yield Stance(
            key=f"s-{at}-{turn}",
            holder=_key(at),
            issue=_ISSUE,
            position=_POSITIONS[(at * 5 + turn * 3) % len(_POSITIONS)],
            commitment=Commitment.STATED,
            evidence=_said(_key(at), days(first, first + timedelta(days=turn % 2 * 5))),
        )
    for at, turn in product(range(actors), range(_CLAIMS)):
        yield Claim(
            key=f"c-{at}-{turn}",
            claimant=_key(at),
            about=_key((at + 1 + turn * 7) % actors if actors > _EVENTS else 1 - at),
            issue=_ISSUE,
            relation=list(Relation)[(at + turn * 3) % len(Relation)],
            evidence=_said(_key(at), days(day + timedelta(days=at + turn * 30))),
        )
    for at in range(_EVENTS):
        yield Event(
            key=f"e-{at}",
            title=f"Talks, round {at + 1}",
            kind=EventKind.TALKS,
            when=days(day + timedelta(days=20 * at + 10), day + timedelta(days=20 * at + 10 + at)),
            status=EventStatus.HELD,
            citation=Citation(source="source", words="They will speak."),
            issues=(_ISSUE,),
        )
