"""What stands between the parties: every condition of the current stances."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from bot.domain.rules import FollowKind
from bot.domain.vocabulary import ConditionState
from bot.services.answers import ConditionsAnswer, ConditionView
from bot.ui import parts
from bot.ui.card import Card, Rule, Text
from bot.ui.fit import Listed, Part, fit
from bot.ui.nav import Place, button, pager
from bot.ui.news.follow_button import follow_button
from bot.ui.parts import who
from bot.ui.shows import shows
from bot.ui.text import name, plural


def conditions_card(answer: ConditionsAnswer) -> Card:
    """One page of conditions, first the open ones, by the one who set them."""
    here = Place.of(answer.asked, issue=answer.issue.key)
    count = f"{plural(answer.count, 'condition')}, {answer.open_count:,} open"
    heading = parts.heading(
        "Conditions",
        f"-# On: {name(answer.issue.title, 120)} · {count}",
        asked=answer.asked,
    )
    blocks = fit((heading, Rule(), *_listed(answer)))
    told = ((each.stance, _holder(each)) for each in answer.conditions)
    return Card(
        blocks=blocks,
        shows=shows(blocks, told, asked=answer.asked),
        buttons=(
            *pager("conditions", replace(here, page=answer.page), has_more=answer.has_more),
            button("Board", "board", here),
            follow_button(FollowKind.ISSUE, answer.issue.key),
        ),
    )


def _listed(answer: ConditionsAnswer) -> Iterator[Part]:
    if not answer.conditions:
        empty = "No further condition is recorded."
        yield Text(empty if answer.count else "Nobody’s current stance names a condition.")
    for is_open, section in groupby(answer.conditions, key=_is_open):
        if not is_open:
            yield Text("### No longer open")
        for _, found in groupby(section, key=lambda view: view.stance.record.key):
            views = list(found)
            yield Listed(
                head=_holder(views[0]),
                items=tuple(parts.condition(each) for each in views),
                more="see the card",
            )


def _is_open(view: ConditionView) -> bool:
    return view.condition.state is ConditionState.OPEN


def _holder(view: ConditionView) -> str:
    stance = view.stance.record
    return f"**{who(view.holder)}** · {parts.position(stance.position)} · {parts.said(stance.evidence)}"
