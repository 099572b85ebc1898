"""What editors are advised about their own words before they publish; it is never a block."""

from collections.abc import Iterable, Sequence
from itertools import islice

from bot.domain.loaded_words import loaded_words, own_words
from bot.domain.records import Record

_MOST = 3


def advice(
    record: Record,
    was: Record | None = None,
    reason: str | None = None,
    *,
    names: Sequence[str] = (),
) -> tuple[str, ...]:
    """At most three notes on loaded words that a record brings, or the reason of its change.

    What stood in it before is not the editor's doing now, and `names` are nobody's words.
    """
    old = set() if was is None else set(own_words(was))
    texts = [each for each in own_words(record) if each not in old]
    if reason:
        texts.append(("reason", reason))
    return tuple(islice(_notes(texts, names), _MOST))


def _notes(texts: Iterable[tuple[str, str]], names: Sequence[str]) -> Iterable[str]:
    for what, text in texts:
        for each in loaded_words(text, names):
            yield (
                f"Advice: “{each.word}” in the {what} takes a side for many readers. "
                f"Perhaps rather: {each.instead}."
            )
