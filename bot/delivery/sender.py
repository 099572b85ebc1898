"""The sender: takes what is due, sends it, and tells the outbox what came of it."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.clock import Clock
from bot.db.engine import Database
from bot.delivery.payload import body_of
from bot.delivery.wakeup import Wakeup
from bot.domain.posts import Post
from bot.errors import StancebotError
from bot.services.posts.outbox import Outbox, Result, Turn

log = logging.getLogger(__name__)

# How many posts are under way at a time, each in a place of its own.
AT_ONCE = 50
# The safety net: what a lost alarm or another process's writing would leave lying. It is also how
# often leases are renewed, several times before they end.
TICK = 3.0
_MEND_EVERY = 60.0
_AFTER_A_FAILURE = 2.0


class Trier(Protocol):
    """Sends one post, and says what came of it."""

    async def try_to_send(self, post: Post, *, fresh: bool) -> Result:
        """Send the post, or find that it was sent; never raises."""
        ...


class Delivery:
    """Sends what is owed for as long as it runs; any number of processes may share the work."""

    def __init__(self, database: Database, outbox: Outbox, attempt: Trier, clock: Clock) -> None:
        """Take posts from the outbox and send them by `attempt`; nothing runs yet."""
        self._database = database
        self._outbox = outbox
        self._attempt = attempt
        self._clock = clock
        self._name = secrets.token_hex(4)
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._results: list[Result] = []
        self._news = asyncio.Event()
        self._due = True
        self._stopping = False
        self._main: asyncio.Task[None] | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._wakeup = Wakeup(clock, self._look)

    def start(self) -> None:
        """Send from now on, on the running event loop."""
        self._database.on_write = self._written
        self._wakeup.start()
        self._main = asyncio.create_task(self._run(), name="delivery")
        self._ticking = asyncio.create_task(self._tick(), name="delivery-tick")

    async def stop(self, within: float = 5.0) -> None:
        """Begin nothing more, and finish what is under way; what takes too long keeps its lease."""
        if self._main is None or self._ticking is None:
            return
        self._database.on_write = None
        self._stopping = True
        tasks = (self._main, self._ticking)
        self._main = self._ticking = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._wakeup.stop()
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=within)
        for task in self._flying.values():
            task.cancel()
        if self._results:
            await _unless_it_fails(lambda: self._turn(0))

    async def drain(self) -> None:
        """Send all that is due now and wait for it."""
        while True:
            turn = await self._turn(AT_ONCE - len(self._flying))
            if self._flying:
                await asyncio.wait(self._flying.values(), return_when=asyncio.FIRST_COMPLETED)
            elif not (self._results or turn.more or turn.fresh or turn.tried):
                return

    def _look(self) -> None:
        """Something may be due."""
        self._due = True
        self._news.set()

    def _written(self) -> None:
        """Something was written: perhaps a post that is due before all others."""
        if asyncio.current_task() is not self._main:
            self._news.set()

    async def _tick(self) -> None:
        # A plain task by the monotonic clock: APScheduler counts by the machine's, and stands
        # still for an hour when that is set back by one.
        loop = asyncio.get_running_loop()
        mended = loop.time() - _MEND_EVERY
        while True:
            if loop.time() - mended >= _MEND_EVERY:
                mended = loop.time()
                await _unless_it_fails(self._outbox.mend)
            if self._flying:
                await _unless_it_fails(self._renew)
            await asyncio.sleep(TICK)
            self._news.set()

    async def _renew(self) -> None:
        await self._outbox.renew(tuple(self._flying), by=self._name)

    async def _run(self) -> None:
        while True:
            try:
                await self._round()
            except StancebotError as error:
                log.warning("posts wait: %s", error.text)
                await asyncio.sleep(_AFTER_A_FAILURE)
                continue
            except Exception:
                log.exception("posts wait for what nobody expected")
                await asyncio.sleep(_AFTER_A_FAILURE)
                continue
            await self._news.wait()
            self._news.clear()

    async def _round(self) -> None:
        """Take turns for as long as there is something to account for or to take."""
        if not (self._due or self._results):
            earliest = await self._outbox.next_at()
            if earliest is None or earliest > self._clock.now():
                self._wakeup.arm(earliest)
                return
        while (free := AT_ONCE - len(self._flying)) or self._results:
            self._due = False
            turn = await self._turn(free)
            self._wakeup.arm(turn.next_at)
            empty = not (turn.fresh or turn.tried or turn.more)
            if empty and free and not self._results:
                return

    async def _turn(self, limit: int) -> Turn:
        results, self._results = self._results, []
        try:
            turn = await self._outbox.turn(
                results,
                by=self._name,
                limit=0 if self._stopping else limit,
                render=body_of,
            )
        except BaseException:
            # Nothing was accounted for, so it will be next time.
            self._results[:0] = results
            raise
        for fresh, posts in ((True, turn.fresh), (False, turn.tried)):
            for post in posts:
                if post.id in self._flying:
                    # The clock has leapt past its lease, which is longer now.
                    continue
                task = asyncio.create_task(self._fly(post, fresh=fresh), name=f"post-{post.id}")
                self._flying[post.id] = task
        return turn

    async def _fly(self, post: Post, *, fresh: bool) -> None:
        try:
            result = await self._attempt.try_to_send(post, fresh=fresh)
            # The list is looked up only now: each turn takes it away and leaves an empty one.
            self._results.append(result)
        finally:
            # Before it is looked whether there is room for another.
            self._flying.pop(post.id, None)
            self._look()


async def _unless_it_fails(work: Callable[[], Awaitable[object]]) -> None:
    try:
        await work()
    except StancebotError as error:
        log.warning("posts wait: %s", error.text)
    except Exception:
        # The safety net itself must go on.
        log.exception("posts met what nobody expected")
