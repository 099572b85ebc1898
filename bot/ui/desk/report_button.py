"""The button, and the menu, that lead from a card to saying what is wrong with what it shows."""

from collections.abc import Sequence
from typing import Any

from bot.domain.records import Recorded
from bot.services.answers import ClaimView
from bot.ui.card import Button, Menu, Option
from bot.ui.press import custom_id
from bot.ui.prose import facts
from bot.ui.prose.plain import plain
from bot.ui.text import label

REPORT = "report"
_LABEL = 100
_MOST = 25


def report_button(shown: Recorded[Any], key: str) -> Button:
    """Offer to report a record, in the version that is shown."""
    return Button(label="Report", press=custom_id(REPORT, key, shown.version.number))


def report_menu(claims: Sequence[ClaimView]) -> Menu | None:
    """Offer to report one of the claims that are shown; None where none is."""
    told = {
        f"{each.claim.record.key}:{each.claim.version.number}": plain(facts.claim(each))
        for each in claims[:_MOST]
    }
    if not told:
        return None
    options = tuple(
        Option(label=label(words, _LABEL), value=value) for value, words in told.items()
    )
    return Menu(hint="Report a claim", press=custom_id(REPORT), options=options)
