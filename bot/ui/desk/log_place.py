"""Where a button of the log leads: which acts, and which page of them.

Two keys of 32 characters and a person's id leave little room in a custom id, so numbers are written
to the base of 36, days are counted from Discord's first, and verbs are short.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.act_log import LogFilter
from bot.errors import InvalidInputError
from bot.ui.nav import short
from bot.ui.press import Press, custom_id

_FIRST_DAY = date(2015, 1, 1)
_MOST_PAGES = 999
_MOST_ID = 2**63 - 1
_UNREADABLE = "This button cannot be read. Give /admin log again."


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPlace:
    """A page, counted from 0, of the acts that a filter lets through."""

    asked: LogFilter
    page: int = 0

    def press(self, verb: str) -> str:
        """The custom id of a button that leads here."""
        asked = self.asked
        return custom_id(
            verb,
            asked.actor,
            asked.issue,
            self.page or None,
            None if asked.person is None else short(asked.person),
            _counted(asked.since),
            _counted(asked.until),
        )


def log_place(pressed: Press) -> LogPlace:
    """Read where a button leads; raises InvalidInputError for an id that was never written."""
    try:
        typed = pressed.argument(3)
        person = int(typed, 36) if typed else None
        if person is not None and not 0 < person <= _MOST_ID:
            raise InvalidInputError(_UNREADABLE)
        return LogPlace(
            asked=LogFilter(
                person=person,
                actor=pressed.argument(0),
                issue=pressed.argument(1),
                since=_day(pressed.argument(4)),
                until=_day(pressed.argument(5)),
            ),
            page=min(max(int(pressed.argument(2) or 0), 0), _MOST_PAGES),
        )
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(_UNREADABLE) from error


def _counted(on: date | None) -> str | None:
    return None if on is None else short((on - _FIRST_DAY).days)


def _day(text: str | None) -> date | None:
    return _FIRST_DAY + timedelta(days=int(text, 36)) if text else None
