"""News as lines of a card, so that digests, alerts, follows and /changes look the same.

Each line has four forms: with a short quotation, without it, with names cut short, and with no more
small print than where it was read. What there is room for decides, and the heaviest lines keep
their quotations longest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.domain.news import What
from bot.services.answers import Asked
from bot.services.news.answers import (
    ClaimLine,
    Line,
    NewsAnswer,
    StanceLine,
    StatementLine,
)
from bot.ui import parts
from bot.ui.card import Button
from bot.ui.fit import Listed, Part
from bot.ui.news.window import MORE, Window
from bot.ui.parts import quoted, small
from bot.ui.prose.markdown import markdown
from bot.ui.prose.spans import Copy, Read, Sentence, Span, Told, Typed
from bot.ui.prose.tell import tell

# Of the 4,000 characters of a message, what its news may take; the rest is for the other parts.
ROOM = 3000
_WORDS = 120
_CUT = 32

_HEADINGS = {
    **dict.fromkeys((What.FLIPPED, What.MOVED, What.FIRST), "What changed"),
    **dict.fromkeys((What.RETRACTED, What.RESTORED, What.CORRECTED), "Corrections"),
    What.SETTLED: "Conditions",
    What.PROPOSAL: "The proposal itself",
    **dict.fromkeys(
        (
            What.HELD,
            What.NOT_HELD,
            What.CANCELLED,
            What.POSTPONED,
            What.REDATED,
            What.ANNOUNCED,
        ),
        "Events",
    ),
    What.CLAIMED: "Claims",
    **dict.fromkeys((What.LEFT_OUT, What.STATED), "Statements"),
    **dict.fromkeys((What.EARLIER, What.REPEATED), "Recorded, without a change"),
    What.CONFIRMED: "Confirmed",
    What.STALE: "Gone stale",
}


@dataclass(frozen=True, slots=True)
class _Forms:
    """One line of news, longest first."""

    heading: str
    texts: tuple[str, ...]


def news_parts(
    lines: Sequence[Line],
    *,
    language: str = "en-GB",
    limit: int = ROOM,
    on: bool = True,
    every: bool = False,
) -> tuple[Part, ...]:
    """A list for each sort of news, heaviest first, of at most `limit` characters in all.

    The first line is always there; of the others as many as there is room for, and with `every` all
    of them, in shorter forms. Count those that are shown with `shown_in`. `on` says with each line
    on which issue it is, where the card does not.
    """
    forms = [_forms(tell(line, on=on), line.what, language) for line in lines]
    chosen = _shortened(forms, limit) if every else _as_many_as_fit(forms, limit)
    return tuple(
        Listed(head=f"### {heading}", items=tuple(text for _, text in group))
        for heading, group in groupby(chosen, key=lambda each: each[0])
    )


def shown_in(shown: Sequence[Part]) -> int:
    """How many lines of news some parts hold."""
    return sum(len(part.items) for part in shown if isinstance(part, Listed))


def more_button(
    answer: NewsAnswer,
    mark: str | None = None,
    *,
    shown: int | None = None,
) -> Button | None:
    """The button that opens all of the news of a post; None where the post shows it all.

    `shown` is how many lines the post shows, if not all that the answer holds; `mark` is the post's
    marker.
    """
    left = answer.count - (len(answer.lines) if shown is None else shown)
    if left <= 0:
        return None
    return Button(label=f"and {left:,} more", press=Window.of(answer).at(0).press(MORE, mark))


def whole_words(lines: Sequence[Line], asked: Asked) -> tuple[Button, ...]:
    """Buttons that show folded words whole, at most five."""
    return parts.whole(
        [
            (parts.voice_of(line.view).name, parts.record_of(line.view).key, asked)
            for line in lines
            if isinstance(line, StanceLine | ClaimLine | StatementLine)
            and parts.folded(parts.record_of(line.view).evidence, _WORDS)
            and tell(line).evidence is not None
        ],
    )


def _as_many_as_fit(forms: list[_Forms], limit: int) -> list[tuple[str, str]]:
    chosen: list[tuple[str, str]] = []
    for each in forms:
        room = limit - _size(chosen)
        fitting = [text for text in each.texts if _size_of(each.heading, text, chosen) <= room]
        if fitting:
            chosen.append((each.heading, fitting[0]))
        elif not chosen:
            chosen.append((each.heading, each.texts[-1]))
        else:
            break
    return chosen


def _shortened(forms: list[_Forms], limit: int) -> list[tuple[str, str]]:
    """All lines, the lightest shortened first."""
    chosen = [(each.heading, each.texts[0]) for each in forms]
    for form in range(1, max((len(each.texts) for each in forms), default=0)):
        for at in range(len(forms) - 1, -1, -1):
            if _size(chosen) <= limit:
                return chosen
            chosen[at] = (forms[at].heading, forms[at].texts[form])
    return chosen


def _size(chosen: list[tuple[str, str]]) -> int:
    """The characters of some lines with their headings."""
    headings = {heading for heading, _ in chosen}
    return sum(len(text) + 1 for _, text in chosen) + sum(len(each) + 5 for each in headings)


def _size_of(heading: str, text: str, chosen: list[tuple[str, str]]) -> int:
    """The characters that a further line adds."""
    return _size([*chosen, (heading, text)]) - _size(chosen)


def _forms(told: Told, what: What, language: str) -> _Forms:
    def written(headline: Sentence, notes: Iterable[Sentence], *, quotes: bool = False) -> str:
        small_print = [markdown(each, language=language) for each in notes]
        head = f"- {markdown(headline, language=language)}"
        if quotes and told.evidence:
            return f"{head}\n{small(quoted(told.evidence, _WORDS), *small_print)}"
        return f"{head}\n-# {small(*small_print)}" if any(small_print) else head

    short = tuple(_cut(each) for each in told.notes if not _has(each, Copy))
    source = tuple(_cut(each) for each in told.notes if _has(each, Read))
    return _Forms(
        _HEADINGS[what],
        (
            written(told.headline, told.notes, quotes=True),
            written(told.headline, told.notes),
            written(_cut(told.headline), short),
            written(_cut(told.headline), source),
        ),
    )


def _has(sentence: Sentence, kind: type[Read | Copy]) -> bool:
    return any(isinstance(span, kind) for span in sentence)


def _cut(sentence: Sentence) -> Sentence:
    return tuple(_cut_span(span) for span in sentence)


def _cut_span(span: Span) -> Span:
    """A span of a bounded length: names are cut short, and long addresses go without their link."""
    match span:
        case Typed(limit=limit) if limit is None or limit > _CUT:
            return replace(span, limit=_CUT)
        case Read(source=source):
            return Typed(source.publisher, limit=_CUT)
        case _:
            return span
