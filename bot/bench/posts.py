"""What reminders cost: how late they leave, what a stop loses, and what a start over many takes.

Every figure comes of real processes: one sends through discord.py's client, another stands where
Discord does and notes what arrives. Any sender can be measured so that has a module of workers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from math import nan
from pathlib import Path
from statistics import median, quantiles

from bot.bench.posts_receiver import Arrival, Receiver, receiving
from bot.bench.posts_tasks import ARMED, OPENED, Do, Task, Told, run
from bot.delivery.wire import PER_SECOND
from bot.errors import UnavailableError

_BARE, _OWN = f"{__package__}.posts_bare", f"{__package__}.posts_worker"
# So long before the first post is due a sender must be running.
_READY = timedelta(seconds=0.5)
_TRIES = 4
_DOWN = 600.0
_EACH = 0.1


class Part(StrEnum):
    """What is measured of a sender."""

    BURST = "burst"
    SINGLES = "singles"
    DOWN = "down"
    START = "start"
    ADD = "add"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who is measured: a module of workers, how it is set up there, and of what there are figures.

    With `per_second` it keeps to Discord's limits.
    """

    name: str
    module: str = _OWN
    variant: str = ""
    parts: frozenset[Part] = frozenset(Part)
    per_second: float | None = None


SENDERS = (
    Sender(
        name="bare timers",
        module=_BARE,
        parts=frozenset({Part.BURST, Part.SINGLES, Part.START}),
    ),
    Sender(name="stancebot"),
    Sender(
        name=f"stancebot, {PER_SECOND}/s",
        parts=frozenset({Part.BURST}),
        per_second=PER_SECOND,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much to measure: `posts` at once in `channels`, `singles` apart, `few` and `many` pending.

    Each start is the median of `starts`.
    """

    posts: int = 1000
    channels: int = 200
    singles: int = 50
    few: int = 100
    many: int = 100_000
    starts: int = 3
    adds: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of posts that were due; lags in ms from due to arrival, NaN when nothing arrived."""

    name: str
    sent: int
    lost: int
    doubled: int
    median_ms: float
    p99_ms: float
    last_ms: float
    held_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A start over so many pending posts: until the store is open, and until the alarm is set."""

    name: str
    pending: int
    opened_ms: float
    armed_ms: float
    peak_mb: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What it takes to add something."""

    name: str
    what: str
    median_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All figures, in the order of the senders."""

    bursts: tuple[Sent, ...]
    singles: tuple[Sent, ...]
    down: tuple[Sent, ...]
    starts: tuple[Started, ...]
    adds: tuple[Added, ...]


def steps(plan: Plan, senders: Sequence[Sender]) -> int:
    """How often `measure` calls `advance`."""
    starts = sum(Part.START in each.parts for each in senders)
    return sum(len(each.parts) for each in senders) + starts * (2 * plan.starts - 1)


def measure(
    folder: Path,
    plan: Plan,
    advance: Callable[[], None],
    senders: Sequence[Sender] = SENDERS,
) -> Report:
    """Measure all senders in one run, with their databases below `folder`, which is empty.

    Raises UnavailableError when a process fails, or cannot be ready before its posts are due.
    """
    with receiving() as receiver:
        bench = _Bench(folder, plan, advance, receiver)
        return Report(
            bursts=tuple(bench.burst(each) for each in _with(Part.BURST, senders)),
            singles=tuple(bench.singles(each) for each in _with(Part.SINGLES, senders)),
            down=tuple(bench.down(each) for each in _with(Part.DOWN, senders)),
            starts=tuple(
                bench.start(each, pending)
                for each in _with(Part.START, senders)
                for pending in (plan.few, plan.many)
            ),
            adds=tuple(row for each in _with(Part.ADD, senders) for row in bench.add(each)),
        )


def _with(part: Part, senders: Sequence[Sender]) -> list[Sender]:
    return [each for each in senders if part in each.parts]


class _Bench:
    def __init__(
        self,
        folder: Path,
        plan: Plan,
        advance: Callable[[], None],
        receiver: Receiver,
    ) -> None:
        self._folder = folder
        self._plan = plan
        self._advance = advance
        self._receiver = receiver
        self._files = count(1)

    def burst(self, sender: Sender) -> Sent:
        plan = self._plan
        task = Task(do=Do.SEND, file="", posts=plan.posts, channels=plan.channels)
        if sender.per_second is not None:
            task = replace(task, per_second=sender.per_second)
        return self._sent(sender, replace(task, due_in=2 + plan.posts / 250))

    def singles(self, sender: Sender) -> Sent:
        posts, channels = self._plan.singles, self._plan.channels
        task = Task(do=Do.SEND, file="", posts=posts, channels=channels, due_in=2.0)
        return self._sent(sender, replace(task, spread=posts * _EACH))

    def down(self, sender: Sender) -> Sent:
        plan = self._plan
        task = Task(do=Do.SEND, file="", posts=plan.posts, channels=plan.channels)
        return self._sent(sender, replace(task, due_in=-_DOWN))

    def start(self, sender: Sender, pending: int) -> Started:
        task = self._task(sender, Task(do=Do.FILL, file="", posts=pending))
        run(sender.module, task)
        told = [self._started(sender, task) for _ in range(self._plan.starts)]
        return Started(
            name=sender.name,
            pending=pending,
            opened_ms=_middle(time for each in told for time in each.times_ms.get(OPENED, [])),
            armed_ms=_middle(time for each in told for time in each.times_ms.get(ARMED, [])),
            peak_mb=max((each.peak_mb for each in told if each.peak_mb is not None), default=None),
        )

    def add(self, sender: Sender) -> list[Added]:
        told = run(
            sender.module, self._task(sender, Task(do=Do.ADD, file="", posts=self._plan.adds))
        )
        self._advance()
        return [
            Added(name=sender.name, what=what, median_ms=_middle(times), p99_ms=_p99(times))
            for what, times in told.times_ms.items()
        ]

    def _task(self, sender: Sender, task: Task) -> Task:
        """The task over a new database."""
        return replace(
            task,
            file=str(self._folder / f"bench-{next(self._files)}.db"),
            variant=sender.variant,
            api=self._receiver.api(limited=sender.per_second is not None),
        )

    def _started(self, sender: Sender, filled: Task) -> Told:
        told = run(sender.module, replace(filled, do=Do.START))
        self._advance()
        return told

    def _sent(self, sender: Sender, task: Task) -> Sent:
        for _ in range(_TRIES):
            told = run(sender.module, self._task(sender, task))
            arrived = self._receiver.take()
            first = min(told.due.values())
            if task.due_in < 0 or (told.ready_at is not None and told.ready_at + _READY <= first):
                self._advance()
                return figures(sender, told, arrived, late=task.due_in < 0)
            # This machine is too slow to be ready by then, or too busy.
            task = replace(task, due_in=2 * task.due_in)
        raise UnavailableError(
            "The machine is too busy to measure: no sender was ready before its posts were due.",
        )


def figures(sender: Sender, told: Told, arrived: list[Arrival], *, late: bool) -> Sent:
    """Lags run from when posts were due, or, if they were due before, from the sender's start."""
    firsts: dict[str, datetime] = {}
    copies = Counter(each.nonce for each in arrived)
    for each in arrived:
        firsts.setdefault(each.nonce, each.at)
    lags = [
        (at - (told.ready_at if late and told.ready_at else told.due[nonce])).total_seconds() * 1000
        for nonce, at in firsts.items()
    ]
    return Sent(
        name=sender.name,
        sent=len(firsts),
        lost=len(told.due.keys() - firsts.keys()),
        doubled=sum(copies.values()) - len(firsts),
        median_ms=_middle(lags),
        p99_ms=_p99(lags),
        last_ms=max(lags, default=nan),
        held_ms=told.held_ms,
    )


def _middle(times: Iterable[float]) -> float:
    found = list(times)
    return median(found) if found else nan


def _p99(times: list[float]) -> float:
    # Inclusive: no figure is above the longest that was seen.
    return quantiles(times, n=100, method="inclusive")[-1] if len(times) > 1 else _middle(times)
