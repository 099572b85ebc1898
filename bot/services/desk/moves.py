"""What a merge or a split of actors would move, for its preview."""

from dataclasses import dataclass

from bot.domain.records import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """A merge: `gone` becomes `kept`. `counts` are the records that move, by the name of their kind.

    `names` are those that `kept` is found by besides its own from then on.
    """

    gone: Actor
    kept: Actor
    counts: tuple[tuple[str, int], ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """A record that can go to the new actor of a split, in one line."""

    key: str
    kind: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """A split: some of the records and names of `was` go to `new`.

    `chosen` are the records that go, `left` those that stay, both in order of entry.
    """

    was: Actor
    new: Actor
    chosen: tuple[Movable, ...]
    left: tuple[Movable, ...]
    names: tuple[str, ...]
