"""The log of acts: what each did, and what may be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | bool | None


class Area(StrEnum):
    """Where a setting stands: a table, or the columns of a server's own row."""

    SERVER = "guild"
    FREEZE = "freeze"
    CHANNEL = "channel_issue"
    CALENDAR = "calendar_settings"
    EVENT = "event_reminder"
    DIGEST = "digest"
    ALERT = "alert"
    ROLE = "role_grant"
    AFTER = "after_answer"

    @property
    def owners_only(self) -> bool:
        """Whether only an owner may change it."""
        return self not in {Area.FREEZE, Area.EVENT, Area.AFTER}


# How far one has been told is no setting: it never goes back.
MARKS = frozenset({"mark", "marked_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One row of the settings before and after an act; None is no row.

    `subject` is the row's key within the server, words parted by a blank; empty for the server's
    own row.
    """

    area: Area
    subject: str
    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None

    @property
    def changed(self) -> tuple[tuple[str, Value, Value], ...]:
        """Each value that differs: its name, what it was and what it is; None is none."""
        was, now = self.before or {}, self.after or {}
        return tuple(
            (name, was.get(name), now.get(name))
            for name in dict.fromkeys((*was, *now))
            if was.get(name) != now.get(name) and name not in MARKS
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedAct:
    """An act: who did what, when and why. `undone_by` is the act that took it back.

    `by` is a Discord user id; None is the program itself or, where `erased`, somebody who has asked
    to be forgotten. `drafted_by` wrote the draft that `by` published.
    """

    seq: int
    what: str
    at: datetime
    by: int | None
    drafted_by: int | None = None
    why: str | None = None
    erased: bool = False
    undone_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which acts are asked for: by whom, about which actor or issue (by key), on which days."""

    person: int | None = None
    actor: str | None = None
    issue: str | None = None
    since: date | None = None
    until: date | None = None
