"""Imports and exports, on both databases: one plan, one act, nothing overwritten."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.clock import ManualClock
from bot.db import acts, log
from bot.db.engine import Database
from bot.db.guilds import Directories, change_settings
from bot.domain.records import Actor, Citation, Claim, Event, Source, Stance, Statement
from bot.domain.vocabulary import ActorKind, Position, RecordState, Verb
from bot.packs.faults import PackError
from bot.packs.format import Pack, decode, encode
from bot.packs.references import closed
from bot.packs.starter import load_starter
from bot.services.packs import ImportAction, ImportReport, PackService
from tests.packs.samples import packs, small, small_pack, text_of
from tests.people import owner

GUILD = 1
EDITOR = 77
_guilds = count(1000)


@pytest.fixture
def service(database: Database, clock: ManualClock) -> PackService:
    return PackService(database, clock, Directories())


async def _revision(database: Database, guild: int = GUILD) -> int:
    return (await database.read(lambda unit: Directories().get(unit, guild))).revision


async def _retract(database: Database, clock: ManualClock, kind: type[Any], key: str) -> None:
    def work(unit: Any) -> None:
        was = log.versions(unit, kind, GUILD, key)[-1]
        act = acts.begin(unit, GUILD, what="retract", at=clock.now(), by=EDITOR)
        acts.amend(
            act,
            was,
            was.record,
            verb=Verb.RETRACT,
            reason="a hoax",
            state=RecordState.RETRACTED,
        )

    await database.write(work)


def _actions(report: ImportReport) -> dict[str, ImportAction]:
    return {line.key: line.action for line in report.lines}


async def test_a_preview_says_what_the_import_then_does_and_writes_nothing(
    service: PackService,
    database: Database,
) -> None:
    foreseen = await service.preview(GUILD, small_pack())
    assert await _revision(database) == 0
    done = await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    assert replace(done, act=None) == foreseen
    assert done.new == len(done.lines) == 10
    assert (done.zone, done.default_issue, done.act) == ("Europe/Kyiv", "bridge", 1)


async def test_an_import_is_one_act_by_the_one_who_asked(
    service: PackService,
    database: Database,
    clock: ManualClock,
) -> None:
    report = await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    written = await database.read(lambda unit: log.act_changes(unit, GUILD, report.act or 0))
    assert len(written) == 10
    assert {each.version.recorded_by for each in written} == {EDITOR}
    assert {each.version.recorded_at for each in written} == {clock.now()}


async def test_the_same_pack_twice_changes_nothing(
    service: PackService,
    database: Database,
) -> None:
    await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    again = await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    assert again.act is None
    assert not again.writes
    assert again.unchanged == len(again.lines)
    assert await _revision(database) == 1


async def test_a_changed_record_is_a_correction_and_keeps_its_past(
    service: PackService,
    database: Database,
) -> None:
    await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    content = small()
    content["stances"][0]["position"] = "rejects"
    content["stances"][0]["note"] = "Read again."
    report = await service.apply(GUILD, decode(text_of(content)), by=None)
    assert report.changed == 1
    assert report.unchanged == 9
    line = next(line for line in report.lines if line.action is ImportAction.CHANGED)
    assert (line.kind, line.key, line.fields) == ("stance", "mayor-on-bridge", ("position", "note"))
    first, second = await database.read(
        lambda unit: log.versions(unit, Stance, GUILD, "mayor-on-bridge"),
    )
    assert first.record.position is Position.ACCEPTS
    assert second.record.position is Position.REJECTS
    assert second.version.verb is Verb.CORRECT
    assert second.version.reason == "imported from pack “small”"


async def test_what_the_server_retracted_stays_retracted(
    service: PackService,
    database: Database,
    clock: ManualClock,
) -> None:
    await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    await _retract(database, clock, Claim, "mayor-on-county")
    report = await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    assert _actions(report)["mayor-on-county"] is ImportAction.KEPT_RETRACTED
    assert (report.kept, report.act) == (1, None)
    content = small()
    content["claims"][0]["relation"] = "predicts"
    assert (await service.apply(GUILD, decode(text_of(content)), by=owner(EDITOR))).act is None


async def test_nothing_new_comes_in_that_names_what_was_retracted(
    service: PackService,
    database: Database,
    clock: ManualClock,
) -> None:
    await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    await _retract(database, clock, Statement, "mayor-readout")
    await _retract(database, clock, Event, "vote")
    content = small()
    content["claims"].append({**content["claims"][0], "key": "another"})
    content["claims"].append(
        {**content["claims"][0], "key": "third", "about_record": None, "within": "another"},
    )
    report = await service.apply(GUILD, decode(text_of(content)), by=owner(EDITOR))
    actions = _actions(report)
    assert actions["another"] is actions["third"] is ImportAction.LEFT_OUT
    assert actions["mayor-on-county"] is ImportAction.UNCHANGED
    assert (report.left_out, report.kept, report.act) == (2, 2, None)
    reasons = {line.key: line.reason for line in report.lines if line.reason}
    assert reasons["third"] == "It names “another”, which does not stand on this server."


async def test_what_is_only_on_the_server_can_be_named(service: PackService) -> None:
    await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    content = {
        "format": "stancebot.pack",
        "version": 1,
        "name": "more",
        "stances": [{**small()["stances"][0], "key": "mayor-again"}],
    }
    report = await service.apply(GUILD, decode(text_of(content)), by=owner(EDITOR))
    assert (report.new, report.zone, report.default_issue) == (1, None, None)


@pytest.mark.parametrize(
    ("where", "key", "words"),
    [
        (("stances", 0, "holder"), "nobody", "neither in the pack nor on the server"),
        (("stances", 0, "conditions", 0, "addressee"), "nobody", "neither in the pack"),
        (("statements", 0, "silent_on", 0), "nothing", "neither in the pack"),
        (("default_issue",), "nothing", "neither in the pack"),
        (("stances", 0, "holder"), "other-issue", "is an issue. Name an actor here."),
        (("default_issue",), "other-actor", "is an actor. Name an issue here."),
        (("actors", 1, "key"), "other-issue", "is an issue. Name an actor here."),
    ],
)
async def test_a_name_that_leads_nowhere_is_refused_whole_with_its_line(
    service: PackService,
    database: Database,
    where: tuple[str | int, ...],
    key: str,
    words: str,
) -> None:
    other = {
        "format": "stancebot.pack",
        "version": 1,
        "name": "other",
        "actors": [{"key": "other-actor", "name": "Other", "kind": "person"}],
        "issues": [{"key": "other-issue", "title": "Other", "question": "Or not?"}],
    }
    await service.apply(GUILD, decode(text_of(other)), by=owner(EDITOR))
    content: Any = small()
    part = content
    for step in where[:-1]:
        part = part[step]
    part[where[-1]] = key
    if where[0] == "actors":
        content["stances"][0]["conditions"] = []
        content["mandates"], content["claims"] = [], []
    data = text_of(content)
    for ask in (
        service.preview(GUILD, decode(data)),
        service.apply(GUILD, decode(data), by=owner(EDITOR)),
    ):
        with pytest.raises(PackError, match=words) as refused:
            await ask
        assert refused.value.line is not None
        assert f"“{key}”" in refused.value.text
        assert f'"{key}"' in data.decode().splitlines()[refused.value.line - 1]
    assert await _revision(database) == 1


async def test_a_name_that_was_retracted_is_refused(
    service: PackService,
    database: Database,
    clock: ManualClock,
) -> None:
    await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    await _retract(database, clock, Actor, "county")
    content = small()
    content["actors"].pop()
    with pytest.raises(PackError, match="does not stand on this server any more"):
        await service.preview(GUILD, decode(text_of(content)))


async def test_a_servers_own_settings_are_kept(service: PackService, database: Database) -> None:
    def settle(unit: Any) -> None:
        acts.begin(unit, GUILD, what="setup", at=ManualClock().now())
        change_settings(unit, GUILD, zone="Asia/Tokyo")

    await database.write(settle)
    report = await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    assert (report.zone, report.default_issue) == (None, "bridge")
    content = small()
    content["issues"].append({"key": "tunnel", "title": "Tunnel", "question": "Dig it?"})
    content["default_issue"] = "tunnel"
    report = await service.apply(GUILD, decode(text_of(content)), by=owner(EDITOR))
    assert report.default_issue is None
    exported = await service.export(GUILD)
    assert (exported.zone, exported.default_issue) == ("Asia/Tokyo", "bridge")


async def test_servers_do_not_see_each_others_records(service: PackService) -> None:
    await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    assert (await service.preview(2, small_pack())).new == 10
    assert list((await service.export(2)).records()) == []


async def test_the_starter_pack_comes_out_as_it_went_in(service: PackService) -> None:
    starter = load_starter()
    await service.apply(GUILD, starter, by=None)
    exported = await service.export(GUILD, name=starter.name)
    assert encode(exported) == encode(starter)


@given(pack=packs())
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_an_export_goes_into_an_empty_server_and_comes_out_the_same(
    service: PackService,
    pack: Pack,
) -> None:
    first, second = next(_guilds), next(_guilds)
    await service.apply(first, pack, by=owner(EDITOR))
    exported = encode(await service.export(first, name=pack.name))
    assert exported == encode(pack)
    await service.apply(second, decode(exported), by=None)
    assert encode(await service.export(second, name=pack.name)) == exported
    assert (await service.apply(second, decode(exported), by=None)).act is None


async def test_an_export_holds_nothing_that_was_retracted_and_can_be_imported(
    service: PackService,
    database: Database,
    clock: ManualClock,
) -> None:
    await service.apply(GUILD, small_pack(), by=owner(EDITOR))
    await _retract(database, clock, Event, "vote")
    await _retract(database, clock, Actor, "county")
    exported = await service.export(GUILD)
    keys = {record.key for _, record in exported.records()}
    assert keys == {"gazette", "mayor", "bridge", "mayor-on-bridge", "mayor-readout"}
    assert exported.stances[0].conditions[0].addressee is None
    assert exported.statements[0].event is None
    again = decode(encode(exported))
    assert encode(await service.export(GUILD)) == encode(again)
    assert (await service.apply(2, again, by=owner(EDITOR))).new == 5


def test_a_citation_goes_with_its_source_and_what_needs_it_goes_too() -> None:
    pack = load_starter()
    kept = closed(record for _, record in pack.records() if not isinstance(record, Source))
    assert {type(record).__name__ for record in kept} == {"Actor", "Issue"}
    assert all(getattr(record, "citation", None) is None for record in kept)


async def test_ten_thousand_records_come_in_with_few_statements(
    sqlite: Database,
    clock: ManualClock,
) -> None:
    many = tuple(
        Actor(
            key=f"actor-{number}",
            name=f"Actor {number}",
            kind=ActorKind.PERSON,
            citation=Citation(source="gazette", words="All of them."),
        )
        for number in range(10_000)
    )
    pack = Pack(name="many", sources=small_pack().sources, actors=many)
    statements = 0

    def counted(*_: Any) -> None:
        nonlocal statements
        statements += 1

    import sqlalchemy as sa  # noqa: PLC0415 -- only this test counts statements

    sa.event.listen(sqlite._engine, "before_cursor_execute", counted)  # type: ignore[attr-defined]
    service = PackService(sqlite, clock, Directories())
    assert (await service.apply(GUILD, pack, by=None)).new == 10_001
    assert (await service.apply(GUILD, pack, by=None)).unchanged == 10_001
    assert statements < 60
    assert (await service.export(GUILD, name="many")).actors == many
