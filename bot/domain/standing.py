"""Rules over stances: how one moved from another, and what a state's line is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.method import method
from bot.domain.records import Mandate, Recorded, Stance
from bot.domain.vocabulary import Position


class Move(StrEnum):
    """How far a position is from the one before it."""

    NONE = "none"
    SHIFT = "shift"
    FLIP = "flip"


def move_between(before: Position, after: Position) -> Move:
    """Tell a shift from a flip; a flip crosses the middle of the scale."""
    if before is after:
        return Move.NONE
    was, now = before.value_on_scale, after.value_on_scale
    return Move.FLIP if was and now and was * now < 0 else Move.SHIFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A holder's current stance: since when it has held, and the different one before it.

    `opening` is the first record of the unbroken run that ends in `current`; `before` is the last
    record with another position, None where there is none.
    """

    current: Recorded[Stance]
    opening: Recorded[Stance]
    before: Recorded[Stance] | None

    @property
    def move(self) -> Move:
        """How the position moved when this run began."""
        if self.before is None:
            return Move.NONE
        return move_between(self.before.record.position, self.current.record.position)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceStanding:
    """A voice's standing, with the mandate it speaks under; None when it speaks for itself."""

    standing: Standing
    mandate: Mandate | None

    @property
    def authority(self) -> int:
        """1 is highest; one who speaks for itself ranks with the head."""
        return 1 if self.mandate is None else self.mandate.authority


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where a principal stands by its own records and its voices': newest first in `voices`."""

    position: Position
    voices: tuple[VoiceStanding, ...]

    @property
    def leading(self) -> VoiceStanding:
        """The voice whose words stand for the line."""
        return self.voices[0]


def line_of(voices: Sequence[VoiceStanding]) -> Line | None:
    """Find the line of a principal; None without any voice.

    The newest statement decides, then the higher authority. Where voices of the same authority as
    the newest contradict it within the method's window, the line is mixed signals. A stance that
    was taken back stands as withdrawn and contradicts nobody.
    """
    if not voices:
        return None
    ranked = sorted(
        voices,
        key=lambda v: (-v.standing.current.record.evidence.said.lower.timestamp(), v.authority),
    )
    first = ranked[0]
    newest = first.standing.current.record
    window = timedelta(days=method().line_window_days)
    contradicted = any(
        other.authority == first.authority
        and other.standing.current.record.position is not newest.position
        and Position.WITHDRAWN not in {other.standing.current.record.position, newest.position}
        and newest.evidence.said.lower - other.standing.current.record.evidence.said.lower <= window
        for other in ranked[1:]
    )
    position = Position.MIXED_SIGNALS if contradicted else newest.position
    return Line(position=position, voices=tuple(ranked))
