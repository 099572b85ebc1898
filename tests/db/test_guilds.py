"""A server's directory: read once per revision, kept for the servers asked about last."""

from datetime import timedelta

from bot.db import acts, guilds, synced
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories, load_directory
from bot.domain.scope import Scope
from tests.db.samples import GUILD, NOON, OTHER, actor, issue


async def test_a_directory_is_read_again_only_when_the_server_has_changed(filled: Database) -> None:
    directories = Directories()
    first = await filled.read(lambda unit: directories.get(unit, GUILD))
    assert await filled.read(lambda unit: directories.get(unit, GUILD)) is first

    def more(unit: Unit) -> None:
        acts.add(acts.begin(unit, GUILD, what="add", at=NOON), actor("macron"))

    await filled.write(more)
    second = await filled.read(lambda unit: directories.get(unit, GUILD))
    assert set(second.actors) == {*first.actors, "macron"}
    assert second.revision == first.revision + 1


async def test_only_the_servers_asked_about_last_are_kept(sqlite: Database) -> None:
    directories = Directories(keep=2)

    async def get(guild_id: int) -> object:
        return await sqlite.read(lambda unit: directories.get(unit, guild_id))

    one, two = await get(1), await get(2)
    assert await get(1) is one
    await get(3)
    assert await get(1) is one
    assert await get(2) is not two


async def test_a_server_that_nobody_has_written_to_has_no_names(database: Database) -> None:
    found = await database.read(lambda unit: load_directory(unit, Scope(guild_id=GUILD)))
    assert (found.revision, found.zone, found.default_issue) == (0, "UTC", None)
    assert (found.actors, found.issues, found.channel_issues) == ({}, {}, {})


async def test_settings_are_set_one_by_one_and_anew(database: Database) -> None:
    """What is not given stays; a channel's second issue takes the place of the first."""

    def work(unit: Unit) -> None:
        act = acts.begin(unit, GUILD, what="setup", at=NOON)
        acts.add_many(act, [issue("ceasefire"), issue("summit")])
        guilds.change_settings(unit, GUILD, zone="Europe/Kyiv")
        guilds.change_settings(unit, GUILD, default_issue="ceasefire")
        guilds.change_settings(unit, GUILD)
        for key in ("ceasefire", "summit"):
            guilds.set_channel_issue(unit, GUILD, 5, key)
        acts.begin(unit, OTHER, what="another server", at=NOON)

    await database.write(work)
    found = await database.read(lambda unit: load_directory(unit, Scope(guild_id=GUILD)))
    assert (found.zone, found.default_issue) == ("Europe/Kyiv", "ceasefire")
    assert found.channel_issues == {5: "summit"}
    other = await database.read(lambda unit: load_directory(unit, Scope(guild_id=OTHER)))
    assert (other.zone, other.default_issue, other.channel_issues) == ("UTC", None, {})


async def test_names_can_be_read_as_they_were_known(filled: Database) -> None:
    def later(unit: Unit) -> None:
        act = acts.begin(unit, GUILD, what="add", at=NOON + timedelta(hours=1))
        acts.add(act, actor("macron"))

    await filled.write(later)
    scope = Scope(guild_id=GUILD, known_at=NOON)
    then = await filled.read(lambda unit: load_directory(unit, scope))
    assert set(then.actors) == {"putin", "lavrov", "zelenskyy"}


async def test_the_hash_of_what_was_synced_is_kept_per_application_and_scope(
    database: Database,
) -> None:
    def work(unit: Unit) -> list[str | None]:
        for digest in ("first", "second"):
            synced.keep_synced_hash(unit, 1, synced.EVERYWHERE, digest)
        synced.keep_synced_hash(unit, 1, GUILD, "third")
        places = [(1, synced.EVERYWHERE), (1, GUILD), (2, synced.EVERYWHERE)]
        return [synced.synced_hash(unit, *place) for place in places]

    assert await database.write(work) == ["second", "third", None]
