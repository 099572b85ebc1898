"""Keys that the program makes: short, readable, permanent, and hard to mistake for one another."""

import re

from bot.db import acts
from bot.db.engine import Database, Unit
from bot.domain.names import check_key
from tests.db.samples import NOON


async def test_a_new_key_is_a_prefix_and_six_letters_that_are_not_confused(
    sqlite: Database,
) -> None:
    """No 0, 1, i, l or o: a key may be read aloud."""

    def work(unit: Unit) -> list[str]:
        act = acts.begin(unit, 1, what="x", at=NOON)
        return [act.new_key("s") for _ in range(2_000)]

    keys = await sqlite.write(work)
    assert all(re.fullmatch(r"s-[2-9a-hjkmnp-z]{6}", key) and check_key(key) for key in keys)
    assert len(set(keys)) == len(keys)


async def test_servers_and_acts_do_not_share_keys(sqlite: Database) -> None:
    def work(unit: Unit) -> list[str]:
        begun = [acts.begin(unit, guild, what="x", at=NOON) for guild in (1, 2, 1, 2)]
        return [act.new_key("s") for act in begun for _ in range(250)]

    keys = await sqlite.write(work)
    assert len(set(keys)) == 1_000
