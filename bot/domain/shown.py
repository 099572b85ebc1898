"""Which messages showed which version of a record, so that a correction reaches their readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.news import Entry, News, What, news_since
from bot.domain.vocabulary import Verb

# What is told of a message by editing it: what was wrong with what it showed, and nothing else.
RIGHTED = frozenset({What.CORRECTED, What.RETRACTED, What.RESTORED})
_RIGHTING = frozenset({Verb.CORRECT, Verb.RETRACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A version of a record that a message shows.

    `line` is the Markdown that tells of it, word for word as it stands in the message; None where
    all of the message does. `number` 0 is the version that stands when it is shown.
    """

    record: str
    number: int
    line: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """The same as it is kept, with the message; `user_id` is whose direct messages it is in.

    `corrected` is the version that the message was last brought up to, and `shown_at` aware UTC.
    """

    message_id: int
    channel_id: int
    user_id: int | None
    shown: Shown
    shown_at: datetime
    corrected: int | None = None

    @property
    def known(self) -> int:
        """The number of the version that the message's readers know."""
        return self.shown.number if self.corrected is None else self.corrected


def is_outdated(showing: Showing, versions: Sequence[Entry]) -> bool:
    """Whether the message must be edited, seen from all versions of the record in order.

    Only a correction, a retraction, or the undoing of one makes it so; what the world changes, what
    is confirmed, and whom a merge gave another name never does.
    """
    later = (e for e in versions if e.recorded.version.number > showing.known and not e.merged)
    if not any(each.recorded.version.verb in _RIGHTING for each in later):
        return False
    return showing.corrected is not None or righted(showing, versions) is not None


def righted(showing: Showing, versions: Sequence[Entry]) -> News | None:
    """What was put right since the version that a message showed; None where nothing was."""
    acts = [e.act for e in versions if e.recorded.version.number == showing.shown.number]
    if not acts:
        return None
    found = (each for each in news_since(versions, acts[0]) if each.what in RIGHTED)
    return next(found, None)
