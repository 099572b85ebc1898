"""Files that come in: seen first, then let in whole, once, by those who may."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.db import log
from bot.db.engine import Database
from bot.domain.access import Person, Review
from bot.domain.records import Actor
from bot.domain.scope import Scope
from bot.domain.vocabulary import ActorKind, Verb
from bot.errors import FrozenError, InvalidInputError, NotAllowedError
from bot.packs.faults import PackError
from bot.services.packs import ImportAction
from bot.services.transfer import carrier
from bot.services.transfer.answers import DryRun, Form, LetIn
from tests.people import owner
from tests.services.transfer_steps import ACTORS, HERE, Office

DUKE = Actor(key="duke", name="The Duke", kind=ActorKind.PERSON)


@pytest.fixture
def office(database: Database, clock: ManualClock) -> Office:
    return Office(database, clock)


@pytest.fixture
def lite(sqlite: Database, clock: ManualClock) -> Office:
    return Office(sqlite, clock)


def actions(dry: DryRun) -> dict[str, tuple[ImportAction, int | None]]:
    return {each.key: (each.action, each.line) for each in dry.report.lines}


async def actor(office: Office, key: str) -> Actor:
    return (
        await office.database.read(
            lambda unit: log.versions(unit, Actor, HERE.guild_id, key)[-1],
        )
    ).record


async def test_a_file_is_seen_then_let_in_as_one_act_that_can_be_undone(office: Office) -> None:
    dry = await office.give()
    assert dry.report.new == len(dry.report.lines)
    done = await office.let_in(dry)
    assert done == LetIn(filename="record.csv", new=dry.report.new, act=1)
    await office.services.editing.undo(HERE, 1, by=owner(1))
    again = await office.give()
    assert again.report.kept > 0
    assert again.report.new == 0


async def test_a_second_press_writes_nothing(office: Office) -> None:
    dry = await office.give()
    await office.let_in(dry)
    assert await office.let_in(dry) == LetIn(filename="", act=1, repeated=True)
    with pytest.raises(InvalidInputError, match="waits no more"):
        await office.services.carrier.look(HERE, dry.upload_id, by=owner(1))


async def test_what_is_new_changed_unchanged_and_refused_is_told_by_its_line(lite: Office) -> None:
    await lite.record(DUKE, Actor(key="earl", name="The Earl", kind=ActorKind.PERSON))
    rows = (
        "actor,duke,The Duke,person\nactor,earl,Earl,person\nactor,baron,The Baron,person\n"
        "actor,knight,The Knight,horse\n"
    )
    dry = await lite.give((ACTORS + rows).encode())
    assert actions(dry) == {
        "duke": (ImportAction.UNCHANGED, 2),
        "earl": (ImportAction.CHANGED, 3),
        "baron": (ImportAction.NEW, 4),
        "knight": (ImportAction.REFUSED, 5),
    }
    assert await lite.let_in(dry) == LetIn(
        filename="record.csv",
        new=1,
        changed=1,
        refused=1,
        act=2,
    )
    assert (await actor(lite, "earl")).name == "Earl"


async def test_what_names_a_refused_record_is_refused_with_it(lite: Office) -> None:
    rows = (
        "record,key,name,kind,voice,principal,authority,words,source,publisher,published\n"
        "source,gazette,,,,,,,,The Gazette,2025\n"
        "actor,duke,The Duke,horse,,,,,,,\n"
        "actor,earl,The Earl,person,,,,,,,\n"
        "mandate,m,,head,duke,earl,1,Speaks.,gazette,,\n"
    )
    dry = await lite.give(rows.encode())
    reasons = {each.key: each.reason for each in dry.report.lines if each.reason}
    assert reasons["m"] == "column voice: It names “duke”, which is refused in line 3."
    assert (dry.report.new, dry.report.refused) == (2, 2)


async def test_a_key_of_another_server_is_no_key_here(lite: Office) -> None:
    await lite.record(DUKE, guild=2)
    rows = (
        "record,key,holder,issue,title,question\nissue,bridge,,,Bridge,Build it?\n"
        "role,r,duke,bridge,,\n"
    ).replace("holder", "actor")
    content = rows.replace("question", "question,role,words,source,publisher,published")
    dry = await lite.give(
        content.replace("Build it?", "Build it?,,,,,")
        .replace("bridge,,\n", "bridge,,,party,Said.,gazette,,\nsource,gazette,,,,,,,,G,2025\n")
        .encode(),
    )
    (refused,) = (each for each in dry.report.lines if each.action is ImportAction.REFUSED)
    assert refused.reason == (
        "column actor: “duke” is neither in the pack nor on the server. Add it to the pack."
    )
    assert refused.line == 3


async def test_what_changed_meanwhile_is_shown_again_first(office: Office) -> None:
    await office.record(DUKE)
    dry = await office.give((ACTORS + "actor,duke,A Duke,person\n").encode())
    was = await office.database.read(lambda unit: log.versions(unit, Actor, 1, "duke")[-1])
    other = Actor(key="duke", name="Duke", kind=ActorKind.PERSON)
    await office.amend(was, other, Verb.CORRECT)
    again = await office.let_in(dry)
    assert isinstance(again, DryRun)
    assert again.moved
    assert again.digest != dry.digest
    assert (await actor(office, "duke")).name == "Duke"
    assert isinstance(await office.let_in(again), LetIn)
    assert (await actor(office, "duke")).name == "A Duke"


async def test_what_others_write_beside_it_changes_nothing(lite: Office) -> None:
    dry = await lite.give((ACTORS + "actor,earl,The Earl,person\n").encode())
    await lite.record(DUKE)
    assert isinstance(await lite.let_in(dry), LetIn)


async def test_a_file_waits_a_day_also_for_a_new_process_and_for_other_editors(
    lite: Office,
) -> None:
    dry = await lite.give()
    lite.clock.advance(timedelta(hours=23))
    later = Office(lite.database, lite.clock)
    (waits,) = await later.services.carrier.waiting(HERE, by=owner(2))
    assert (waits.upload_id, waits.own) == (dry.upload_id, False)
    assert await later.services.carrier.look(HERE, dry.upload_id, by=owner(2)) == dry
    assert await later.services.carrier.waiting(Scope(guild_id=2), by=owner(2)) == ()
    lite.clock.advance(timedelta(hours=2))
    assert await later.services.carrier.waiting(HERE, by=owner(2)) == ()
    with pytest.raises(InvalidInputError, match="older than a day"):
        await later.let_in(dry)


async def test_a_person_has_three_files_waiting_at_most(lite: Office) -> None:
    for at in range(4):
        await lite.give((ACTORS + f"actor,a-{at},A,person\n").encode(), filename=f"{at}.csv")
        lite.clock.advance(timedelta(minutes=1))
    await lite.give(by=2)
    found = await lite.services.carrier.waiting(HERE, by=owner(1))
    assert [each.filename for each in found] == ["record.csv", "3.csv", "2.csv", "1.csv"]


async def test_where_a_second_person_publishes_one_lets_the_file_in(lite: Office) -> None:
    await lite.set_guild(review=Review.EVERYBODY.value)
    dry = await lite.give()
    assert dry.second
    with pytest.raises(NotAllowedError, match="second person"):
        await lite.let_in(dry)
    other = await lite.services.carrier.look(HERE, dry.upload_id, by=owner(2))
    assert not other.second
    done = await lite.let_in(other, by=2)
    assert isinstance(done, LetIn)
    assert done.act == 2


async def test_while_the_record_is_frozen_nothing_comes_in(lite: Office) -> None:
    dry = await lite.give()
    await lite.set_guild(frozen_until=lite.clock.now() + timedelta(hours=1))
    with pytest.raises(FrozenError):
        await lite.let_in(dry)
    lite.clock.advance(timedelta(hours=2))
    assert isinstance(await lite.let_in(dry), LetIn)


@pytest.mark.parametrize("step", ["give", "waiting", "look", "let_in", "drop", "export"])
async def test_only_editors_carry_files(lite: Office, step: str) -> None:
    dry = await lite.give()
    reader, service = Person(id=5), lite.services.carrier

    async def load() -> bytes:
        raise AssertionError

    work: dict[str, Callable[[], Awaitable[object]]] = {
        "give": lambda: service.give(HERE, "a.csv", 1, load, by=reader),
        "waiting": lambda: service.waiting(HERE, by=reader),
        "look": lambda: service.look(HERE, dry.upload_id, by=reader, again=False),
        "let_in": lambda: service.let_in(HERE, dry.upload_id, dry.digest, by=reader),
        "drop": lambda: service.drop(HERE, dry.upload_id, by=reader),
        "export": lambda: service.export(HERE, Form.JSON, by=reader),
    }
    with pytest.raises(NotAllowedError):
        await work[step]()


async def test_nothing_is_loaded_of_what_is_too_large(lite: Office) -> None:
    async def load() -> bytes:
        raise AssertionError

    with pytest.raises(InvalidInputError, match=r"100,000,000 bytes\. Split it"):
        await lite.services.carrier.give(HERE, "a.csv", 100_000_000, load, by=owner(1))


async def test_what_is_no_record_at_all_is_not_kept(lite: Office) -> None:
    with pytest.raises(PackError, match=r"page\.csv, line 1: This is a web page"):
        await lite.give(b"<html>", filename="page.csv")
    assert await lite.services.carrier.waiting(HERE, by=owner(1)) == ()


async def test_a_large_file_is_let_in_by_a_process_of_its_own(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It tells of its progress, and posts that became due are looked for."""
    dry = await office.give()
    monkeypatch.setattr(carrier, "SMALL_FILE", 0)
    woken: list[None] = []
    office.database.on_write = lambda: woken.append(None)
    told: list[tuple[int, int]] = []
    done = await office.let_in(dry, told=lambda count, of: told.append((count, of)))
    assert done == LetIn(filename="record.csv", new=dry.report.new, act=1)
    assert told[-1] == (dry.report.new, dry.report.new)
    assert woken


async def test_a_process_says_what_would_be_said_here(
    lite: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = await lite.give()
    monkeypatch.setattr(carrier, "SMALL_FILE", 0)
    assert await lite.services.carrier.look(HERE, here.upload_id, by=owner(1)) == here
    with pytest.raises(InvalidInputError, match=r"broken\.csv, line 1: There is no column"):
        await lite.give(b"record,key,what\n", filename="broken.csv")


async def test_other_days_than_were_seen_are_shown_again_first(lite: Office) -> None:
    """The server counts its days in another zone since the dry run."""
    await lite.record(DUKE)
    dry = await lite.give(b"record,key,publisher,published\nsource,a,A,2025-03-16\n")
    await lite.set_guild(zone="Asia/Tokyo")
    again = await lite.let_in(dry)
    assert isinstance(again, DryRun)
    assert again.moved
    assert isinstance(await lite.let_in(again), LetIn)


async def test_a_cancelled_file_that_was_let_in_before_is_not_said_to_be_gone(lite: Office) -> None:
    """Two editors, or two presses, at once: nobody is told that nothing was written."""
    dry = await lite.give((ACTORS + "actor,earl,The Earl,person\n").encode())
    done = await lite.let_in(dry)
    assert isinstance(done, LetIn)
    carrier = lite.services.carrier
    found = await carrier.drop(HERE, dry.upload_id, by=owner(2))
    assert found == LetIn(filename="", act=done.act, repeated=True)
    dry = await lite.give((ACTORS + "actor,king,The King,person\n").encode())
    assert await carrier.drop(HERE, dry.upload_id, by=owner(2)) is None
