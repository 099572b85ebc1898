"""The readers of whole days, in the order in which they are asked."""

from bot.domain.phrases.notation import figures
from bot.domain.phrases.periods import period
from bot.domain.phrases.said import Said, Span
from bot.domain.phrases.spoken import spoken_days


def day_spans(said: Said) -> tuple[Span, ...] | None:
    """Every meaning in whole days; None when the words mean none."""
    return figures(said) or period(said) or spoken_days(said)
