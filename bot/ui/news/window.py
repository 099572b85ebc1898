"""Buttons that lead to the news between two acts: which, of what issue, and which page."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.errors import InvalidInputError
from bot.services.news.answers import NewsAnswer
from bot.ui.nav import short
from bot.ui.press import Press, custom_id

MORE = "news"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
# As many digits as the numbers that any button is written with can have.
_DIGITS = 12
_FIRST_YEAR, _LAST_YEAR = 2, 9998


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The news after one act and up to another, of one issue or of all, at a page from 0.

    `since` and `until` are when it was recorded, to the second, aware UTC; what has gone stale is
    counted between them.
    """

    after: int
    through: int
    issue: str | None = None
    page: int = 0
    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def of(cls, answer: NewsAnswer) -> "Window":
        """Where an answer stands."""
        return cls(
            after=answer.after,
            through=answer.through,
            issue=answer.issue.key if answer.issue else None,
            page=answer.page,
            since=answer.since,
            until=answer.until or answer.asked.at,
        )

    def at(self, page: int) -> "Window":
        """The same news at another page."""
        return replace(self, page=max(page, 0))

    def press(self, verb: str, mark: str | None = None) -> str:
        """The custom id of a button that leads here."""
        return custom_id(
            verb,
            short(self.after),
            short(self.through),
            self.issue,
            self.page or None,
            _seconds(self.since),
            _seconds(self.until),
            *((mark,) if mark else ()),
        )


def window(pressed: Press) -> Window:
    """Read where a button leads; raises InvalidInputError for an id that was never written."""
    try:
        return Window(
            after=_number(pressed.argument(0)),
            through=_number(pressed.argument(1)),
            issue=pressed.argument(2),
            page=max(int(pressed.argument(3) or 0), 0),
            since=_instant(pressed.argument(4)),
            until=_instant(pressed.argument(5)),
        )
    except (ValueError, OverflowError) as error:
        raise InvalidInputError("This button cannot be read. Ask /changes again.") from error


def _number(text: str | None) -> int:
    if text is None or len(text) > _DIGITS:
        raise ValueError(text)
    return max(int(text, 36), 0)


def _seconds(at: datetime | None) -> str | None:
    return None if at is None else short((at - _EPOCH) // _SECOND)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    at = _EPOCH + int(text[:_DIGITS], 36) * _SECOND
    # A day at the calendar's end has no midnight in every zone.
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError(text)
    return at
