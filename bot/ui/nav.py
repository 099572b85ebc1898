"""Buttons that lead from one answer to another: what to show, of which time, and which page.

A custom id has room for two keys, two times and a verb of ten letters at most; everything else is
asked anew when it is pressed.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.services.answers import Asked
from bot.ui.card import Button
from bot.ui.press import Press, custom_id

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LAST_PAGE = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a button shows: an actor (or a record), an issue, two times and a page from 0."""

    actor: str | None = None
    issue: str | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    page: int = 0

    @classmethod
    def of(cls, asked: Asked, *, actor: str | None = None, issue: str | None = None) -> "Place":
        """The first page, of the times that were asked for."""
        return cls(actor=actor, issue=issue, as_of=asked.as_of, known_at=asked.known_at)

    def press(self, verb: str) -> str:
        """The custom id of a button that leads here."""
        return custom_id(
            verb,
            self.actor,
            self.issue,
            self.page or None,
            None if self.as_of is None else short(self.as_of.toordinal()),
            None if self.known_at is None else short(_micros(self.known_at)),
        )

    def scope(self, guild_id: int | None, channel_id: int | None) -> Scope:
        """This place's times in the server where the button was pressed."""
        return Scope(
            guild_id=guild_id or 0,
            channel_id=channel_id,
            as_of=self.as_of,
            known_at=self.known_at,
        )


def place(pressed: Press) -> Place:
    """Read where a button leads; raises InvalidInputError for an id that was never written."""
    try:
        page = int(pressed.argument(2) or 0)
        as_of, known_at = pressed.argument(3), pressed.argument(4)
        return Place(
            actor=pressed.argument(0),
            issue=pressed.argument(1),
            page=min(max(page, 0), _LAST_PAGE),
            as_of=date.fromordinal(int(as_of, 36)) if as_of else None,
            known_at=_EPOCH + timedelta(microseconds=int(known_at, 36)) if known_at else None,
        )
    except (ValueError, OverflowError) as error:
        raise InvalidInputError("This button cannot be read. Ask the command again.") from error


def button(label: str, verb: str, to: Place) -> Button:
    """A button that leads to a place."""
    return Button(label=label, press=to.press(verb))


def pager(verb: str, here: Place, *, has_more: bool) -> tuple[Button, ...]:
    """The buttons to the pages before and after; none where there is one page only."""
    if not here.page and not has_more:
        return ()
    back, on = replace(here, page=max(here.page - 1, 0)), replace(here, page=here.page + 1)
    # Two buttons of one message may not share an id, so the idle one leads nowhere else.
    return (
        Button(label="‹ Previous page", press=back.press(f"{verb}-b"), disabled=not here.page),
        Button(label="Next page ›", press=on.press(f"{verb}-n"), disabled=not has_more),
    )


def turns(verb: str) -> tuple[str, str]:
    """The verbs of a pager's two buttons."""
    return f"{verb}-b", f"{verb}-n"


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def short(number: int) -> str:
    """A whole number as a custom id holds it, read back with `int(…, 36)`."""
    digits = ""
    rest = abs(number)
    while rest or not digits:
        rest, at = divmod(rest, 36)
        digits = _DIGITS[at] + digits
    return digits if number >= 0 else f"-{digits}"


def undo_button(seq: int) -> Button:
    """The button that takes an act back, by its number: whatever it set, where that still stands."""
    return Button(label="Undo", press=custom_id("undo", seq))
