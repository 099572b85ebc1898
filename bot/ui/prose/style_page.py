"""The style page: the rules by which sentences are written, and every template there is."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import msgspec

from bot.domain.method import term
from bot.domain.news import What
from bot.domain.vocabulary import Certainty, EventStatus, Polarity, Relation
from bot.ui.parts import spoken
from bot.ui.prose import templates
from bot.ui.prose.templates import (
    CERTAINTY,
    CLAIMS,
    DENIALS,
    FORMS,
    HEADLINES,
    MOVES,
    PLACES,
    STANDINGS,
    Case,
    Course,
    Kind,
    Note,
    Template,
)


class Rule(msgspec.Struct, frozen=True):
    """One rule, by name."""

    name: str
    text: str


class Style(msgspec.Struct, frozen=True):
    """The rules, what is not written with what stands in its place, and how to add a sentence."""

    rule: tuple[Rule, ...]
    avoided: dict[str, str]
    adding: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are not written, one by one."""
        return tuple(word for group in self.avoided for word in group.split(", "))


@cache
def style() -> Style:
    """The style in force."""
    text = files(__package__).joinpath("style.toml").read_bytes()
    return msgspec.toml.decode(text, type=Style)


def style_page() -> str:
    """Render the style in force, and the templates, as Markdown."""
    return "\n\n".join([*_opening(), *_sentences(), *_codes(), *_adding()]) + "\n"


def _opening() -> Iterator[str]:
    yield "# Style"
    yield (
        "How stancebot writes. One place turns facts into words, `bot/ui/prose`: cards, posts, "
        "pictures and published pages take their sentences from there. This page is written from "
        "its code and from `style.toml` beside it."
    )
    yield "\n".join(f"- **{each.name}.** {each.text}" for each in style().rule)
    yield "## Not written"
    yield _table(("Not", "But"), style().avoided.items())


def _sentences() -> Iterator[str]:
    yield "## News"
    yield "What became of a record, heaviest first, and the sentence that says so."
    yield _table(("Sentence", "What became of what"), _headlines())
    yield "Clauses that others are made of:"
    clauses = [each.text for each in vars(templates).values() if isinstance(each, Template)]
    courses = [each.value for each in Course]
    yield _code(dict.fromkeys((*clauses, *courses)))
    yield "The small print, in this order for every record:"
    yield _code(note.value for note in Note)
    yield "What stands in the places:"
    yield "; ".join(f"`{name}`: {text}" for name, text in PLACES.items()) + "."


def _headlines() -> Iterator[tuple[str, ...]]:
    """Each sentence once, with all that it is said of."""
    grouped: dict[str, dict[str, list[str]]] = {}
    for (kind, what, case), template in sorted(HEADLINES.items(), key=_weight):
        became = f"{spoken(what)}, {case}" if case else spoken(what)
        grouped.setdefault(template.text, {}).setdefault(became, []).append(kind.value)
    for text, of in grouped.items():
        yield f"`{text}`", "; ".join(f"{what}: {', '.join(kinds)}" for what, kinds in of.items())


def _weight(each: tuple[tuple[Kind, What, Case], Template]) -> int:
    return each[0][1].weight


def _codes() -> Iterator[str]:
    yield "## Codes in words"
    yield _table(
        ("Claim", "that it is so", "that it is not so", "left open"),
        (
            *(
                (term(relation).label, *(f"`{CLAIMS[relation, each].text}`" for each in Polarity))
                for relation in Relation
            ),
            ("denies, of itself", *(f"`{DENIALS[each].text}`" for each in Polarity)),
        ),
    )
    yield _table(
        ("Event", "with its date", "where no day, month or year is named"),
        (
            (
                status.value.replace("_", " "),
                *(f"`{STANDINGS[status, at].text}`" for at in (True, False)),
            )
            for status in EventStatus
        ),
    )
    moves = (f"“{text}”" for text in MOVES.values())
    forms = (f"“{text}”" for text in FORMS.values())
    certainty = (f"“{CERTAINTY[each]}”" for each in Certainty if each in CERTAINTY)
    yield (
        f"How far a position moved: {', '.join(moves)}. How a condition was put: "
        f"{', '.join(forms)}. How certain a claimant sounds, where not certain: "
        f"{', '.join(certainty)}. All other codes stand by their labels in [the method](method.md)."
    )


def _adding() -> Iterator[str]:
    yield "## To add a template"
    yield "\n".join(f"{at}. {step}" for at, step in enumerate(style().adding, 1))


def _code(texts: Iterable[str]) -> str:
    return " · ".join(f"`{text}`" for text in texts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)
