"""What some say about others, apart from where those stand."""

from dataclasses import replace

from bot.domain.pictures import PictureKind
from bot.domain.rules import FollowKind
from bot.services.answers import ClaimsAnswer
from bot.ui import parts
from bot.ui.card import Card, Rule
from bot.ui.desk.report_button import report_menu
from bot.ui.fit import Listed, fit
from bot.ui.nav import Place, button, pager
from bot.ui.news.follow_button import follow_button
from bot.ui.parts import SHORT_WORDS, who
from bot.ui.picture_card import picture_button
from bot.ui.shows import shows
from bot.ui.stance_card import claim
from bot.ui.text import name


def claims_card(answer: ClaimsAnswer) -> Card:
    """One page of the claims about an actor, or about anybody, newest first."""
    actor = answer.actor
    here = Place.of(answer.asked, actor=actor.key if actor else None, issue=answer.issue.key)
    here = replace(here, page=answer.page)
    claims = [(each.claim, claim(each, limit=SHORT_WORDS)) for each in answer.claims]
    blocks = fit(
        (
            parts.heading(
                f"What others say about {who(actor)}" if actor else "What they say of each other",
                f"-# On: {name(answer.issue.title, 120)} · newest first · page {answer.page + 1}",
                "-# A claim never moves the position of the one it is about.",
                asked=answer.asked,
            ),
            Rule(),
            Listed(
                head="",
                items=tuple(text for _, text in claims),
                empty="No claim is recorded here."
                if not answer.page
                else "No further claim is recorded.",
                more="too long for one page, see “Whole words”",
                gap="\n\n",
            ),
        ),
    )
    return Card(
        blocks=blocks,
        shows=shows(blocks, claims, asked=answer.asked),
        buttons=(
            *pager("claims", here, has_more=answer.has_more),
            picture_button(PictureKind.CLAIMS, here),
            *((button("Card", "card", replace(here, page=0)),) if actor else ()),
            follow_button(FollowKind.ACTOR, actor.key)
            if actor
            else follow_button(FollowKind.ISSUE, answer.issue.key),
            *parts.whole(
                [
                    (each.speaker.name, each.claim.record.key, answer.asked)
                    for each in answer.claims
                    if parts.folded(each.claim.record.evidence, SHORT_WORDS)
                ],
            ),
        ),
        menu=report_menu(answer.claims),
    )
