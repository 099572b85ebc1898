"""The written method, a page for each question that a coder asks."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from bot.domain.method import Term, method
from bot.ui.card import Card, Rule, Text
from bot.ui.fit import Listed, Part, fit
from bot.ui.nav import Place, pager


class Chapter(StrEnum):
    """A page of the method."""

    RULES = "rules"
    POSITIONS = "positions"
    COMMITMENT = "commitment"
    CONDITIONS = "conditions"
    EVIDENCE = "evidence"
    CLAIMS = "claims"


CHAPTERS = tuple(Chapter)


def _groups(chapter: Chapter) -> tuple[tuple[str, Iterable[Term]], ...]:
    known = method()
    return {
        Chapter.RULES: (),
        Chapter.POSITIONS: (("Positions", known.position.values()),),
        Chapter.COMMITMENT: (("Commitment", known.commitment.values()),),
        Chapter.CONDITIONS: (
            ("What a condition asks for", known.condition_kind.values()),
            ("How it was put", known.condition_form.values()),
            ("What has become of it", known.condition_state.values()),
        ),
        Chapter.EVIDENCE: (
            ("How we know", known.basis.values()),
            ("Whose words", known.directness.values()),
        ),
        Chapter.CLAIMS: (
            ("What a claim does", known.relation.values()),
            ("How certain the claimant sounds", known.certainty.values()),
        ),
    }[chapter]


def method_card(page: int) -> Card:
    """One chapter of the method, by its place; the last one for any place after it."""
    at = min(page, len(CHAPTERS) - 1)
    chapter = CHAPTERS[at]
    head = Text(
        f"## Method: {chapter.value}\n"
        f"-# Version {method().version} · page {at + 1} of {len(CHAPTERS)} · "
        "the same tests hold for every actor",
    )
    groups = _groups(chapter)
    body: list[Part] = [
        Listed(head=f"**{title}**", items=tuple(map(_term, terms))) for title, terms in groups
    ]
    return Card(
        blocks=fit((head, Rule(), *(body or (_rules(),)))),
        buttons=pager("method", replace(Place(), page=at), has_more=at + 1 < len(CHAPTERS)),
    )


def _term(term: Term) -> str:
    sign = f"`{term.sign}` " if term.sign else ""
    group = f"\n-# in short: {term.group}" if term.group else ""
    return f"{sign}**{term.label}** — {term.test}{group}"


def _rules() -> Text:
    known = method()
    rows = (
        ("Which code", known.order),
        ("One step or two", known.rule),
        ("What is current", known.current),
        ("A state’s line", known.line),
        ("What is stale", known.stale),
        ("Signs", "`+` for, `-` against, three steps each; the other signs are off the scale."),
    )
    return Text("\n\n".join(f"**{title}**\n{text}" for title, text in rows))
