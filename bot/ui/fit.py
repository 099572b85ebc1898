"""Fitting what there is into one message: what does not fit is counted, never lost in silence."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ui.card import MAX_TEXT, Block, Text

_CUT = "\n-# This was too long to be shown whole."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A heading and its items; of those, as many as fit. `rest` counts what is left out already.

    `more` names what is counted and where the others are, as in “3 more: {more}”. `empty` stands
    for no item at all.
    """

    head: str
    items: tuple[str, ...]
    empty: str = "none"
    more: str = ""
    rest: int = 0
    gap: str = "\n"

    def text(self, shown: int) -> str:
        """The heading with its first `shown` items."""
        if not self.items and not self.rest:
            between = "" if self.empty.startswith("\n") else " "
            return f"{self.head}{between}{self.empty}".strip()
        left = len(self.items) - shown + self.rest
        parts = list(self.items[:shown])
        if left:
            parts.append(f"-# {left:,} more{': ' + self.more if self.more else ''}")
        return "\n".join(filter(None, (self.head, self.gap.join(parts))))


Part = Block | Listed


def fit(parts: Sequence[Part], *, limit: int = MAX_TEXT) -> tuple[Block, ...]:
    """Turn parts into blocks of at most `limit` characters in all.

    Lists grow one item at a time, in turn, so that a long one takes no room from a short one.
    """
    whole = tuple(
        Text(part.text(len(part.items))) if isinstance(part, Listed) else part for part in parts
    )
    if sum(len(block.text) for block in whole if isinstance(block, Text)) <= limit:
        return whole
    lists = [part for part in parts if isinstance(part, Listed)]
    used = sum(len(part.text) for part in parts if isinstance(part, Text))
    shown = [0] * len(lists)
    sizes = [len(each.text(0)) for each in lists]
    used += sum(sizes)
    growing = [at for at, each in enumerate(lists) if each.items]
    while growing:
        still = []
        for at in growing:
            size = len(lists[at].text(shown[at] + 1))
            if used - sizes[at] + size <= limit:
                used += size - sizes[at]
                sizes[at] = size
                shown[at] += 1
                if shown[at] < len(lists[at].items):
                    still.append(at)
        growing = still
    counts = iter(shown)
    blocks = (part.text(next(counts)) if isinstance(part, Listed) else part for part in parts)
    return _within([Text(b) if isinstance(b, str) else b for b in blocks], limit)


def _within(blocks: list[Block], limit: int) -> tuple[Block, ...]:
    """Cut the longest paragraphs, saying so, where even the shortest form is too long."""
    over = sum(len(block.text) for block in blocks if isinstance(block, Text)) - limit
    while over > 0:
        at, text = max(
            ((at, block.text) for at, block in enumerate(blocks) if isinstance(block, Text)),
            key=lambda found: len(found[1]),
        )
        kept = text[: max(0, len(text) - over - len(_CUT))]
        blocks[at] = Text(kept + _CUT)
        over -= len(text) - len(kept + _CUT)
    return tuple(blocks)
