"""The real program as a subprocess, with nothing of the caller's settings in its environment."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0


class Process:
    """`python -m bot …` under way; `lines` is what it has written to standard error."""

    def __init__(self, running: asyncio.subprocess.Process) -> None:
        self._running = running
        self.lines: list[str] = []
        self.out: list[str] = []
        self._news = asyncio.Event()
        self._readers = [
            asyncio.create_task(self._read(running.stderr, self.lines)),
            asyncio.create_task(self._read(running.stdout, self.out)),
        ]

    async def _read(self, stream: asyncio.StreamReader | None, into: list[str]) -> None:
        if stream is None:
            return
        async for line in stream:
            into.append(line.decode().rstrip())
            self._news.set()

    @property
    def errors(self) -> str:
        """All of standard error so far."""
        return "\n".join(self.lines)

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._running.returncode is None

    async def says(self, word: str) -> str:
        """Wait for a line of either stream that has the word, and give it."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    for line in (*self.out, *self.lines):
                        if word in line:
                            return line
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError as error:
            raise AssertionError(f"{word!r} was not said in:\n{self.errors}") from error

    def tell(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send it a signal."""
        self._running.send_signal(number)

    async def ended(self, within: float = PATIENCE) -> int:
        """Wait for its end; its exit code."""
        async with asyncio.timeout(within):
            code = await self._running.wait()
            await asyncio.gather(*self._readers)
        return code

    def kill_now(self) -> None:
        """SIGKILL it, between two steps of the caller."""
        self._running.kill()

    async def kill(self) -> None:
        """End it whatever it does."""
        if self.alive:
            self._running.kill()
        await self._running.wait()
        await asyncio.gather(*self._readers)


def clean_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """What a process needs to run at all, and these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **settings}


@asynccontextmanager
async def program(
    *arguments: str,
    cwd: Path,
    settings: Mapping[str, str],
) -> AsyncIterator[Process]:
    """Run `python -m bot` with arguments, in an empty folder of its own."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=cwd,
        env=clean_environment(settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    process = Process(running)
    try:
        yield process
    finally:
        await process.kill()


async def run_to_end(
    *arguments: str,
    cwd: Path,
    settings: Mapping[str, str],
) -> tuple[int, str, str]:
    """Run it and wait: the exit code, standard output and standard error."""
    async with program(*arguments, cwd=cwd, settings=settings) as process:
        code = await process.ended()
        return code, "\n".join(process.out), process.errors
