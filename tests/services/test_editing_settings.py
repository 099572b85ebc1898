"""How a server is set up: zones by any spelling, one act per cause, names of this server only."""

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.scope import Scope
from bot.errors import InvalidInputError, UnknownNameError
from bot.services.guild_settings import read_zone, suggest_zones
from bot.services.wired import Services, wire
from tests.people import owner

HERE = Scope(guild_id=1)


@pytest.fixture
def services(database: Database, clock: ManualClock) -> Services:
    return wire(database, clock)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("America/New York", "America/New_York"),
        ("Etc/GMT+1", "Etc/GMT+1"),
        ("Etc/GMT-1", "Etc/GMT-1"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_goes_by_its_name(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


@pytest.mark.parametrize("typed", ["", "Kiev time", "UTC+2", "../etc/passwd", "\x00", "ы" * 300])
def test_what_is_no_zone_is_refused_with_what_would_work(typed: str) -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean|Use a name"):
        read_zone(typed)


def test_zones_are_suggested_by_any_of_their_words() -> None:
    assert suggest_zones("new yo")[0] == "America/New_York"
    assert len(suggest_zones("")) == 25


async def test_the_same_cause_sets_once(services: Services) -> None:
    await services.settings.set_zone(HERE, "Europe/Kyiv", by=owner(1), cause="7")
    with pytest.raises(InvalidInputError):
        await services.settings.set_zone(HERE, "UTC", by=owner(1), cause="7")
    assert (await services.settings.shown(HERE, by=owner())).zone == "Europe/Kyiv"


async def test_an_unknown_issue_changes_nothing(services: Services) -> None:
    with pytest.raises(UnknownNameError):
        await services.settings.set_issue(HERE, "nothing", channel_id=None, by=owner(1), cause="8")
    found = await services.settings.shown(HERE, by=owner())
    assert (found.zone, found.issue, found.channels) == ("UTC", None, ())
