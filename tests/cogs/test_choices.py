"""What autocomplete offers."""

import pytest

from bot.domain.records import Actor, Issue
from bot.domain.vocabulary import ActorKind
from tests.cogs.conftest import World


async def offered(world: World, typed: str, option: str = "actor") -> list[tuple[str, str]]:
    found = await world.reader.autocomplete(world.channel, "stance", option, typed)
    return [(each["name"], each["value"]) for each in found]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("put", "putin"),
        ("путин", "putin"),
        ("Pution", "putin"),
        ("zelenski", "zelenskyy"),
        ("Зеленський", "zelenskyy"),
        ("moscow", "russia"),
        ("usa", "us"),
    ],
)
async def test_any_spelling_finds_its_actor(world: World, typed: str, key: str) -> None:
    assert (await offered(world, typed))[0][1] == key


async def test_nothing_typed_offers_all(world: World) -> None:
    assert len(await offered(world, "")) == 7
    assert await offered(world, "", "issue") == [("30-day ceasefire proposal", "ceasefire-30-day")]


async def test_at_most_25_names_of_at_most_100_characters_are_offered(world: World) -> None:
    await world.record(
        *(
            Actor(key=f"long-{number}", name="Long " * 60, kind=ActorKind.OTHER)
            for number in range(40)
        ),
        Issue(key="long", title="Long " * 60, question="Long?"),
    )
    found = await offered(world, "long")
    assert len(found) == 25
    assert all(1 <= len(name) <= 100 for name, _ in found)
    assert len({name for name, _ in found}) == 25
    assert len((await offered(world, "long", "issue"))[0][0]) <= 100


@pytest.mark.parametrize("typed", ["@everyone", "\u202e", "x" * 5000, "```", "%", "\\"])
async def test_anything_can_be_typed(world: World, typed: str) -> None:
    assert len(await offered(world, typed)) <= 25


async def test_a_failure_offers_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr(type(world.client.services.lookups), "suggest_actors", broken)
    assert await offered(world, "put") == []
