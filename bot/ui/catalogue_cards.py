"""What a server keeps: its issues, its actors, and where a card's facts were read."""

from dataclasses import replace

from bot.domain.records import Actor, Issue
from bot.domain.rules import FollowKind
from bot.domain.shelf import stale_after_words
from bot.domain.vocabulary import IssueStatus, NameKind
from bot.services.answers import (
    ActorsAnswer,
    ActorSummary,
    IssuesAnswer,
    IssueSummary,
    SourcesAnswer,
    WordsAnswer,
)
from bot.ui import parts
from bot.ui.board_card import CHOICES, choose
from bot.ui.card import Card, Menu, Option, Rule, Text
from bot.ui.dates import full
from bot.ui.fit import Listed, fit
from bot.ui.nav import Place, pager
from bot.ui.news.follow_button import follow_button
from bot.ui.parts import who
from bot.ui.text import fold, hidden, label, name, pages, plural

_PAGE = 2400
_NAMES = 3


def issues_card(answer: IssuesAnswer) -> Card:
    """The issues that a server follows, with how many have a stance on each."""
    blocks = fit(
        (
            parts.heading("Issues", asked=answer.asked),
            Listed(
                head=f"-# {plural(len(answer.issues), 'issue')}",
                items=tuple(_issue(each) for each in answer.issues),
                empty="\nNo issue is open here yet. An editor can open one with /admin issue open.",
                more="name one in the issue option of /board",
                gap="\n\n",
            ),
        ),
    )
    options = tuple(
        Option(label=label(each.issue.title), value=each.issue.key)
        for each in answer.issues[:CHOICES]
    )
    here = Place.of(answer.asked)
    menu = Menu(hint="Open a board", press=here.press("board-of"), options=options)
    return Card(blocks=blocks, menu=menu if options else None)


def _issue(each: IssueSummary) -> str:
    question, more = fold(each.issue.question, 200)
    marks = parts.small(
        parts.spoken(each.issue.status),
        plural(each.holders, "holder"),
        _shelf(each.issue),
        "the usual one here" if each.usual else "",
    )
    return f"**{name(each.issue.title, 120)}**\n{question}{hidden(more)}\n-# {marks}"


def _shelf(issue: Issue) -> str:
    """After how long its stances go stale; on an issue that is closed none does."""
    if issue.status is not IssueStatus.OPEN:
        return ""
    after = stale_after_words(issue)
    return "never stale" if after == "never" else f"stale after {after}"


def actors_card(answer: ActorsAnswer) -> Card:
    """One page of the actors that a server knows, with their offices and further names."""
    here = replace(Place.of(answer.asked), page=answer.page)
    actors = [each.actor for each in answer.actors]
    blocks = fit(
        (
            parts.heading(f"Actors · page {answer.page + 1}", asked=answer.asked),
            Listed(
                head="-# by name",
                items=tuple(_actor(each) for each in answer.actors),
                empty="\nNo further actor is known here."
                if answer.page
                else "\nNo actor is known here. An editor can add one with /admin actor add.",
                more="type a name in /stance",
            ),
        ),
    )
    return Card(
        blocks=blocks,
        buttons=pager("actors", here, has_more=answer.has_more),
        menu=choose(
            "Open a card",
            "card",
            replace(here, page=0),
            [(each.key, each.name) for each in actors],
        ),
    )


def _actor(each: ActorSummary) -> str:
    offices = ", ".join(
        parts.speaks_for(office.mandate, office.principal) for office in each.offices[:3]
    )
    marks = [parts.title(each.actor)]
    marks += [f"for {offices}"] if offices else []
    marks += _further(each.actor)
    return f"**{who(each.actor)}**\n-# {' · '.join(marks)}"


def _further(actor: Actor) -> list[str]:
    names = [name(each.text, 40) for each in actor.names if each.kind is not NameKind.FORMER]
    if not names:
        return []
    more = f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
    return [f"also {', '.join(names[:_NAMES])}{more}"]


def sources_card(answer: SourcesAnswer) -> Card:
    """Where all that is recorded by and about an actor was read."""
    count = plural(len(answer.sources), "source")
    blocks = fit(
        (
            parts.heading(
                f"Sources: {who(answer.actor)}",
                f"-# On: {name(answer.issue.title, 120)} · {count}, "
                f"{answer.independent:,} independent",
                asked=answer.asked,
            ),
            Rule(),
            Listed(
                head="",
                items=tuple(
                    f"{parts.source(each.source)}\n"
                    f"-# {parts.spoken(each.source.kind)} · "
                    f"{plural(each.records, 'record rests', 'records rest')} on it"
                    for each in answer.sources
                ),
                empty="No source, because nothing is recorded.",
                more="each card names its own",
                gap="\n\n",
            ),
        ),
    )
    return Card(blocks=blocks, buttons=(follow_button(FollowKind.ACTOR, answer.actor.key),))


def words_card(answer: WordsAnswer, key: str, page: int) -> Card:
    """One page of the whole words of a record."""
    evidence = answer.evidence
    texts = [(term, text) for term in ("Words", "Translation") for text in _pages_of(answer, term)]
    at = min(page, len(texts) - 1)
    kind, text = texts[at]
    here = replace(Place.of(answer.asked, actor=key), page=at)
    return Card(
        blocks=fit(
            (
                parts.heading(
                    f"Whole words: {who(answer.speaker)}",
                    f"-# {full(evidence.said)} · {parts.source_short(answer.source)}"
                    f" · {kind.lower()} · page {at + 1} of {len(texts)}",
                    asked=answer.asked,
                ),
                Rule(),
                Text(text),
            ),
        ),
        buttons=pager("words", here, has_more=at + 1 < len(texts)),
    )


def _pages_of(answer: WordsAnswer, kind: str) -> list[str]:
    text = answer.evidence.words if kind == "Words" else answer.evidence.translation
    return list(pages(text, _PAGE)) if text else []
