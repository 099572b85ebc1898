"""What the log of acts answers: acts with what they changed, as it was before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.act_log import LogFilter, LoggedAct, SettingChange
from bot.domain.records import Recorded
from bot.domain.vocabulary import Verb
from bot.services.desk.freeze import Freeze


@dataclass(frozen=True, slots=True, kw_only=True)
class ActQuery:
    """What was typed to find acts; None is all."""

    person: int | None = None
    actor: str | None = None
    issue: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """A version that an act wrote, and the one before it; None where the act began the record."""

    now: Recorded[Any]
    before: Recorded[Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """An act with what it changed.

    `counts` are how many versions it wrote, by kind and verb; `changes` are some of them, or all.
    `undoable`: there is something to undo, and whoever asks may.
    """

    act: LoggedAct
    counts: tuple[tuple[str, Verb, int], ...]
    changes: tuple[RecordChange, ...]
    settings: tuple[SettingChange, ...]
    undoable: bool

    @property
    def count(self) -> int:
        """How many versions it wrote."""
        return sum(count for _, _, count in self.counts)

    @property
    def changed_anything(self) -> bool:
        """Whether it wrote a record or changed a setting."""
        return bool(self.count or self.settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """One page of the acts that were asked for, newest first; `page` counts from 0.

    `names` gives names and titles by key. `own` says that only one's own acts are shown.
    """

    asked: LogFilter
    acts: tuple[ActView, ...]
    page: int
    has_more: bool
    names: Mapping[str, str]
    zone: str
    freeze: Freeze
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """One act with a page of what it changed; `page` counts from 0."""

    view: ActView
    page: int
    has_more: bool
    names: Mapping[str, str]
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogExport:
    """All acts that were asked for, whole, newest first."""

    asked: LogFilter
    acts: tuple[ActView, ...]
    names: Mapping[str, str]
    zone: str
