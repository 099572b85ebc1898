"""The real process is told to stop while a post is on its way."""

from pathlib import Path

from bot.clock import SystemClock
from bot.db.engine import open_database
from bot.db.migrate import migrate
from tests.app.fake_discord import CHANNEL, TOKEN, FakeDiscord
from tests.app.fake_faults import hang_before, scripted
from tests.app.owed import owe_reminders
from tests.app.processes import program
from tests.app.test_kills import posts_by_state


async def test_what_is_on_its_way_is_finished_and_the_rest_is_left_to_the_next(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    async with FakeDiscord() as world, open_database(url) as database:
        settings = {
            "DISCORD_TOKEN": TOKEN,
            "STANCEBOT_DISCORD_API": world.api,
            "STANCEBOT_GATEWAY": world.gateway,
            "STANCEBOT_DATABASE_URL": url,
        }
        await migrate(database)
        await owe_reminders(database, [CHANNEL], 2, now=SystemClock().now())
        world.channels.faults.policy = scripted(hang_before())
        async with program("run", cwd=tmp_path, settings=settings) as process:
            await world.until(lambda: world.channels.faults.held)
            process.tell()
            await process.says("stopping")
            assert process.alive
            world.channels.faults.release()
            assert await process.ended() == 0, process.errors
            assert "Traceback" not in process.errors
        assert await database.read(posts_by_state) == {"sent": 1, "due": 1}
        assert len(world.arrivals) == len(world.messages()) == 1
