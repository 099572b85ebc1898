"""What became of conditions, and how long stances count as looked at, in packs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.clock import ManualClock
from bot.db import acts, log
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.records import Condition, Source, Stance
from bot.domain.vocabulary import ConditionState, RecordState, Verb
from bot.packs.faults import PackError
from bot.packs.format import decode, encode, schema
from bot.packs.references import closed
from bot.packs.starter import load_starter
from bot.services.packs import ImportAction, PackService
from tests.packs.samples import small, small_pack, text_of

GUILD = 1
DOCS = Path(__file__).parents[2] / "docs"
SETTLED = {
    "kind": "other",
    "form": "demand",
    "text": "Money.",
    "state": "met",
    "addressee": "county",
    "settled": {"source": "gazette", "words": "The county has paid."},
    "settled_on": {"phrase": "last week", "days": "2025-03-10/2025-03-16"},
}


def settled(**more: Any) -> Any:
    """The small pack, with its one condition settled and its one issue stale after two weeks."""
    content = small()
    content["stances"][0]["conditions"] = [json.loads(json.dumps({**SETTLED, **more}))]
    content["issues"][0]["stale_after_days"] = 14
    return content


@pytest.fixture
def service(sqlite: Database, clock: ManualClock) -> PackService:
    return PackService(sqlite, clock, Directories())


async def test_what_became_of_a_condition_goes_in_and_comes_out_the_same(
    service: PackService,
) -> None:
    data = text_of(settled())
    pack = decode(data)
    (condition,) = pack.stances[0].conditions
    assert condition.settled is not None
    assert condition.settled_on is not None
    assert (condition.settled.source, condition.settled_on.phrase) == ("gazette", "last week")
    assert pack.issues[0].stale_after_days == 14
    await service.apply(GUILD, pack, by=None)
    exported = encode(await service.export(GUILD, name="small"))
    assert exported == encode(pack)
    await service.apply(2, decode(exported), by=None)
    assert encode(await service.export(2, name="small")) == exported


async def test_a_pack_of_before_goes_on_top_of_what_it_brought(service: PackService) -> None:
    """Without the new fields, and with a state that nothing proves."""
    old = small()
    old["stances"][0]["conditions"][0]["state"] = "met"
    assert (await service.apply(GUILD, decode(text_of(old)), by=None)).new == 10
    report = await service.apply(GUILD, decode(text_of(settled())), by=None)
    changed = {line.key: line.fields for line in report.lines if line.fields}
    assert changed == {"mayor-on-bridge": ("conditions",), "bridge": ("stale_after_days",)}
    assert (await service.apply(GUILD, decode(text_of(settled())), by=None)).act is None


def _set(*path: str | int, to: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        part = content["stances"][0]["conditions"][0]
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = to

    return change


def _without_evidence(content: Any) -> None:
    del content["stances"][0]["conditions"][0]["settled"]


def _shelf(to: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        content["issues"][0]["stale_after_days"] = to

    return change


WHERE = "stances[0].conditions[0]"
REFUSED: dict[str, tuple[Callable[[Any], None], str, str]] = {
    "no source of that key": (
        _set("settled", "source", to="nowhere"),
        f"{WHERE}.settled.source",
        "“nowhere” is neither in the pack nor on the server",
    ),
    "a source that is an actor": (
        _set("settled", "source", to="county"),
        f"{WHERE}.settled.source",
        "“county” is an actor. Name a source here.",
    ),
    "blank words": (_set("settled", "words", to=" \n"), f"{WHERE}.settled.words", "empty"),
    "words that show nothing": (
        _set("settled", "words", to="\u200b"),
        f"{WHERE}.settled.words",
        "needs words",
    ),
    "evidence without its words": (_set("settled", to={"source": "gazette"}), WHERE, "“words”"),
    "a date without evidence": (_without_evidence, f"{WHERE}.settled_on", "“settled”"),
    "a date that is none": (
        _set("settled_on", to={"phrase": "then", "days": "soon"}),
        f"{WHERE}.settled_on.days",
        "2025-03-16",
    ),
    "an unknown state": (_set("state", to="mett"), f"{WHERE}.state", "Did you mean “met”?"),
    "a field that is none": (
        _set("settled_by", to="x"),
        f"{WHERE}.settled_by",
        "Did you mean “settled”?",
    ),
    "less than nothing": (_shelf(-1), "issues[0].stale_after_days", "at least 0"),
    "beyond ten years": (_shelf(3651), "issues[0].stale_after_days", "at most 3650"),
    "days in words": (_shelf("2 weeks"), "issues[0].stale_after_days", "Give a whole number."),
    "half a day": (_shelf(0.5), "issues[0].stale_after_days", "Give a whole number."),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_stand_is_refused_with_its_line(service: PackService, name: str) -> None:
    change, path, words = REFUSED[name]
    content = settled()
    change(content)
    data = text_of(content)
    with pytest.raises(PackError) as refused:
        await service.preview(GUILD, decode(data, filename="my.json"))
    error = refused.value
    assert words in error.text
    assert error.path.startswith(path)
    assert error.line is not None
    line = data.decode().splitlines()[error.line - 1]
    field = error.path.rsplit(".", 1)[-1]
    assert f'"{field}"' in line or name in {"evidence without its words", "a date without evidence"}


async def test_where_it_was_settled_may_be_on_the_server_already(service: PackService) -> None:
    await service.apply(GUILD, small_pack(), by=None)
    content = settled()
    more = {key: content[key] for key in ("format", "version", "name", "stances")}
    more["stances"][0]["key"] = "mayor-again"
    assert (await service.apply(GUILD, decode(text_of(more)), by=None)).new == 1


async def test_what_names_a_retracted_source_is_left_out_and_exported_without_it(
    service: PackService, sqlite: Database, clock: ManualClock
) -> None:
    """As a condition's addressee is: the state stays, its evidence and its date go."""
    content = settled(settled={"source": "second", "words": "Paid."})
    content["sources"].append({**content["sources"][0], "key": "second"})
    await service.apply(GUILD, decode(text_of(content)), by=None)

    def retract(unit: Unit) -> None:
        was = log.versions(unit, Source, GUILD, "second")[-1]
        act = acts.begin(unit, GUILD, what="test", at=clock.now())
        acts.amend(
            act,
            was,
            was.record,
            verb=Verb.RETRACT,
            reason="a hoax",
            state=RecordState.RETRACTED,
        )

    await sqlite.write(retract)
    exported = await service.export(GUILD)
    (condition,) = exported.stances[0].conditions
    assert (condition.state, condition.addressee) == (ConditionState.MET, "county")
    assert (condition.settled, condition.settled_on) == (None, None)
    assert decode(encode(exported)) == exported
    content["stances"][0]["key"] = "mayor-again"
    report = await service.preview(GUILD, decode(text_of(content)))
    (line,) = (each for each in report.lines if each.action is ImportAction.LEFT_OUT)
    assert (line.key, line.reason) == (
        "mayor-again",
        "It names “second”, which does not stand on this server.",
    )


def test_a_stance_whose_own_source_is_gone_is_left_out_whole() -> None:
    pack = decode(text_of(settled()))
    kept = closed(record for _, record in pack.records() if not isinstance(record, Source))
    assert not any(isinstance(record, Stance) for record in kept)


def test_bodies_written_before_read_as_open_and_usual() -> None:
    """The database keeps records as JSON, of whatever version wrote them."""
    starter = load_starter()
    for record in (*starter.stances, *starter.issues):
        body = json.loads(msgspec.json.encode(record))
        body.pop("stale_after_days", None)
        for condition in body.get("conditions", ()):
            del condition["settled"], condition["settled_on"]
        assert msgspec.convert(body, type(record)) == record


def test_the_guides_example_of_a_condition_is_one() -> None:
    example = (DOCS / "packs.md").read_text().split("```json\n")[2].split("```")[0]
    content = settled(**json.loads(example))
    content["stances"][0]["conditions"][0]["settled"]["source"] = "gazette"
    (condition,) = decode(text_of(content)).stances[0].conditions
    assert isinstance(condition, Condition)
    assert (condition.state, condition.settled is None) == (ConditionState.MET, False)


def test_the_schema_says_what_a_date_needs() -> None:
    definitions = json.loads(schema())["$defs"]
    assert definitions["Condition"]["dependentRequired"] == {"settled_on": ["settled"]}
    shelf = definitions["Issue"]["properties"]["stale_after_days"]["anyOf"][0]
    assert (shelf["minimum"], shelf["maximum"]) == (0, 3650)
