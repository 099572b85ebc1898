"""A server with the real client on an offline Discord, over a migrated database."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import discord
import pytest
import simcord
from simcord.results import InteractionResult

from bot.client import StanceClient
from bot.clock import ManualClock
from bot.db import acts
from bot.db.engine import Database, Unit
from bot.domain.records import Record
from bot.packs.starter import load_starter
from bot.services.wired import Services, wire
from tests.cogs.samples import RECORDS
from tests.cogs.slowness import SlowDatabase
from tests.people import owner

NewClient = Callable[[], StanceClient]


def inner(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component of a message, with those inside others, from top to bottom."""
    for component in components:
        yield component
        yield from inner(component.get("components") or [])


def texts(shown: Any) -> str:
    """All words of an answer, as its reader sees them now, from top to bottom.

    Takes what an actor's verb returned, or one of its messages; a followup wins over the response.
    """
    message = newest(shown)
    return "\n".join(c["content"] for c in inner(message.components) if c["type"] == 10)


def buttons(shown: Any) -> dict[str, str]:
    """The custom id, or the address, of every button of an answer, by its label."""
    return {
        component["label"]: component.get("custom_id") or component["url"]
        for component in inner(newest(shown).components)
        if component["type"] == 2
    }


def newest(shown: Any) -> Any:
    """The message that an actor's verb led to."""
    if isinstance(shown, InteractionResult):
        message = shown.followups[-1] if shown.followups else shown.response
        assert message is not None, "it was not answered"
        return message
    return shown


@dataclass(slots=True)
class World:
    """One server: `editor` has Manage Server, `reader` has nothing; nothing is recorded yet."""

    env: simcord.Env
    guild: Any
    channel: Any
    editor: Any
    reader: Any
    database: Database
    clock: ManualClock

    async def record(self, *records: Record) -> None:
        """Publish records in this server, as one act by the editor."""

        def work(unit: Unit) -> None:
            act = acts.begin(
                unit,
                self.guild.id,
                what="test",
                at=self.clock.now(),
                by=self.editor.id,
            )
            for record in records:
                acts.add(act, record)

        await self.database.write(work)

    @property
    def client(self) -> StanceClient:
        """The client that runs now."""
        running = self.env.bot
        assert isinstance(running, StanceClient)
        return running

    async def ask(self, command: str, /, **options: Any) -> InteractionResult:
        """Let the reader give a slash command in the server's channel."""
        shown: InteractionResult = await self.reader.slash(self.channel, command, **options)
        return shown

    async def read(self, command: str, /, **options: Any) -> str:
        """The words that answer the reader's slash command."""
        return texts(await self.ask(command, **options))

    async def press(self, shown: Any, label: str) -> InteractionResult:
        """Let the reader press a button of an answer."""
        pressed: InteractionResult = await self.reader.click(newest(shown), label=label)
        return pressed

    async def choose(self, shown: Any, value: str) -> InteractionResult:
        """Let the reader choose from the one menu of an answer."""
        message = newest(shown)
        (menu,) = [c["custom_id"] for c in inner(message.components) if c["type"] == 3]
        chosen: InteractionResult = await self.reader.select(message, [value], custom_id=menu)
        return chosen


@pytest.fixture
def services(sqlite: Database, clock: ManualClock) -> Services:
    """Every service over the migrated database."""
    return wire(sqlite, clock)


@pytest.fixture
def new_client(services: Services, clock: ManualClock) -> NewClient:
    """Make a fresh client, as a start of the process does."""
    return lambda: StanceClient(services, clock)


@pytest.fixture
def slow_client(sqlite: Database, clock: ManualClock) -> NewClient:
    """Make a client whose every read takes ten seconds of the environment's clock."""
    return lambda: StanceClient(wire(SlowDatabase(sqlite), clock), clock)


@pytest.fixture
async def env(
    new_client: NewClient,
    request: pytest.FixtureRequest,
) -> AsyncIterator[simcord.Env]:
    """The client on an offline Discord. What fails unseen in it fails the test: read `env.errors`."""
    marker = request.node.get_closest_marker("simcord")
    options = {"strict_sync": False, "shard_count": 1, **(marker.kwargs if marker else {})}
    running = simcord.Env(new_client(), **options)
    await running.start()
    try:
        yield running
    finally:
        await running.shutdown()
    if running.check_errors:
        running._raise_errors_since(running._errors_acknowledged)


@pytest.fixture
def new_world(env: simcord.Env, sqlite: Database, clock: ManualClock) -> Callable[[], World]:
    """Make a further server with people of its own."""
    numbers = count(1)

    def make() -> World:
        number = next(numbers)
        guild = env.create_guild(f"Server {number}")
        editors = guild.create_role(
            "Editors",
            permissions=discord.Permissions(manage_guild=True, send_messages=True),
        )
        return World(
            env=env,
            guild=guild,
            channel=guild.create_text_channel("general"),
            editor=guild.add_member(env.create_user(f"editor{number}"), roles=[editors]),
            reader=guild.add_member(env.create_user(f"reader{number}")),
            database=sqlite,
            clock=clock,
        )

    return make


@pytest.fixture
def bare(new_world: Callable[[], World]) -> World:
    """A server without any record."""
    return new_world()


@pytest.fixture
async def world(bare: World) -> World:
    """A server with the sample record."""
    await bare.record(*RECORDS)
    return bare


@pytest.fixture
async def starter(bare: World, services: Services) -> World:
    """A server that took in the starter pack and nothing else."""
    await services.packs.apply(bare.guild.id, load_starter(), by=owner(bare.editor.id))
    return bare
