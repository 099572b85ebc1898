"""What carrying a whole record in and out costs, and what others notice of it meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from bot.app import open_app
from bot.bench.posts_tasks import watching
from bot.clock import Clock
from bot.domain.access import Person
from bot.domain.records import Actor, Evidence, Issue, Record, Source, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import ActorKind, Basis, Commitment, Directness, Position
from bot.domain.when import days
from bot.errors import UnavailableError
from bot.packs.format import packed
from bot.packs.sheet_write import encode_sheet
from bot.services.transfer.answers import DryRun, Form, LetIn
from bot.services.wired import Services

_HERE = Scope(guild_id=1)
_EDITOR = Person(id=1, manages=True)
_ACTORS = 50
_ISSUE = "ceasefire"
_POSITIONS = [position for position in Position if position.recordable]
_WORDS = "There are questions that need to be discussed before anything of the kind is signed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One step: how long it took, how long it held the event loop, and what a look-up waited at most."""

    name: str
    seconds: float
    held_ms: float
    waited_ms: float


@dataclass(slots=True)
class _Waited:
    ms: float = field(default=0.0)


def table_of(records: int, clock: Clock) -> bytes:
    """So many records as a CSV file: an issue, a source, actors, and what they said on it."""
    day = clock.now().date()
    made: list[Record] = [
        Source(key="source", publisher="An agency", published=days(day)),
        Issue(key=_ISSUE, title="30-day ceasefire", question="Should a ceasefire begin?"),
        *(
            Actor(key=f"actor-{at}", name=f"Actor Number {at}", kind=ActorKind.PERSON)
            for at in range(_ACTORS)
        ),
    ]
    made += [
        Stance(
            key=f"s-{at}",
            holder=f"actor-{at % _ACTORS}",
            issue=_ISSUE,
            position=_POSITIONS[at % len(_POSITIONS)],
            commitment=Commitment.STATED,
            evidence=Evidence(
                speaker=f"actor-{at % _ACTORS}",
                said=days(day - timedelta(days=at % 700)),
                words=f"{_WORDS} ({at})",
                directness=Directness.DIRECT_QUOTE,
                basis=Basis.OWN_WORDS,
                source="source",
            ),
        )
        for at in range(records - len(made))
    ]
    return encode_sheet(packed("bench", made, "UTC", _ISSUE))


async def measure(
    folder: Path,
    clock: Clock,
    records: int,
    advance: Callable[[], None],
) -> list[Figure]:
    """Take so many records in and out of a database below `folder`; `advance` is called per step."""
    data = table_of(records, clock)
    figures: list[Figure] = []
    async with open_app(f"sqlite:///{folder / 'bench.db'}", clock) as app:
        services = app.services

        async def load() -> bytes:
            return data

        async def step(name: str, work: Awaitable[object]) -> object:
            async with watching() as held, _asking(services) as waited:
                begin = perf_counter()
                found = await work
                seconds = perf_counter() - begin
            figures.append(
                Figure(name=name, seconds=seconds, held_ms=held.ms, waited_ms=waited.ms),
            )
            advance()
            return found

        give = services.carrier.give(_HERE, "bench.csv", len(data), load, by=_EDITOR)
        dry = await step("dry run of the CSV file", give)
        if not isinstance(dry, DryRun):
            raise UnavailableError("The file was not understood.")
        let = services.carrier.let_in(_HERE, dry.upload_id, dry.digest, by=_EDITOR)
        done = await step("letting it in", let)
        if not isinstance(done, LetIn) or done.act is None:
            raise UnavailableError("The file was not let in.")
        for form in Form:
            for history in (False, True):
                name = f"export as {form.value}{', with history' if history else ''}"
                made = services.carrier.export(_HERE, form, history=history, by=_EDITOR)
                await step(name, made)
        await step("undoing all of it", services.editing.undo(_HERE, done.act, by=_EDITOR))
    return figures


STEPS = 3 + 2 * len(Form)


@asynccontextmanager
async def _asking(services: Services) -> AsyncIterator[_Waited]:
    """Ask for a server's names again and again, and keep the longest wait."""
    waited = _Waited()

    async def ask() -> None:
        while True:
            begin = perf_counter()
            await services.lookups.actors(_HERE)
            waited.ms = max(waited.ms, (perf_counter() - begin) * 1000)
            await asyncio.sleep(0.01)

    asking = asyncio.create_task(ask())
    try:
        yield waited
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
