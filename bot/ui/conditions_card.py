"""What stands between the parties: every condition of the current stances."""

from dataclasses import replace
from itertools import groupby

from bot.services.answers import ConditionsAnswer
from bot.ui import parts
from bot.ui.card import Card, Rule
from bot.ui.fit import Listed, fit
from bot.ui.nav import Place, button, pager
from bot.ui.parts import who
from bot.ui.text import name, plural


def conditions_card(answer: ConditionsAnswer) -> Card:
    """One page of conditions by the one who set them, with their states."""
    here = Place.of(answer.asked, issue=answer.issue.key)
    count = f"{plural(answer.count, 'condition')}, {answer.open_count:,} open"
    blocks = fit(
        (
            parts.heading(
                "Conditions",
                f"-# On: {name(answer.issue.title, 120)} · {count}",
                asked=answer.asked,
            ),
            Rule(),
            *(
                Listed(
                    head=f"**{who(views[0].holder)}** · "
                    f"{parts.position(views[0].stance.record.position)} · "
                    f"{parts.said(views[0].stance.record.evidence)}",
                    items=tuple(parts.condition(each) for each in views),
                    more="see the card",
                )
                for _, found in groupby(answer.conditions, key=lambda view: view.holder.key)
                for views in (list(found),)
            ),
            *(
                ()
                if answer.conditions
                else (
                    Listed(
                        head="Nobody’s current stance names a condition."
                        if not answer.count
                        else "No further condition is recorded.",
                        items=(),
                        empty="",
                    ),
                )
            ),
        ),
    )
    return Card(
        blocks=blocks,
        buttons=(
            *pager("conditions", replace(here, page=answer.page), has_more=answer.has_more),
            button("Board", "board", here),
        ),
    )
