"""What a draft's card says and offers where a second person looks at it, or has to."""

from collections.abc import Iterator
from dataclasses import replace

from bot.services.editing.answers import Submitted
from bot.services.editing.stands import Stand
from bot.ui.card import Button, Card, Link, Style, Text
from bot.ui.dates import moment
from bot.ui.editing.fields import HEADINGS
from bot.ui.fit import fit
from bot.ui.press import PREFIX, custom_id
from bot.ui.text import fold, hidden

BACK = "review-at"
SUBMIT = "Submit for review"
_REASON = 600


def standing(card: Card, draft_id: str, stand: Stand) -> Card:
    """The card of a draft as it stands for who looks: whose it is, and what can be done with it."""
    note = stand_line(stand)
    blocks = fit((card.blocks[0], Text(note), *card.blocks[1:])) if note else card.blocks
    return replace(
        card, blocks=blocks, buttons=(*_buttons(card, draft_id, stand), *_ways(draft_id, stand))
    )


def stand_line(stand: Stand) -> str:
    """Where a draft stands, in small print; empty for one that its author may publish alone."""
    lines = []
    if stand.author is not None:
        at = f", submitted {moment(stand.submitted_at)}" if stand.submitted_at else ""
        lines.append(f"-# Drafted by <@{stand.author}>{at}")
    elif stand.submitted_at is not None:
        lines.append(
            f"-# Submitted {moment(stand.submitted_at)}. It waits until somebody else publishes it; "
            "a change takes it back."
        )
    elif stand.awaits:
        lines.append("-# Here somebody else publishes what you record.")
    if stand.returned and stand.author is None:
        shown, more = fold(stand.returned, _REASON)
        lines.append(f"**Sent back:** “{shown}{hidden(more)}”")
    return "\n".join(lines)


def submitted_card(done: Submitted) -> Card:
    """Say that a draft waits for a second person, with the way to take it back."""
    text = (
        f"**Submitted for review**: {HEADINGS[done.what].lower()}. Nobody sees it until somebody else "
        "publishes it. /admin drafts shows what becomes of it."
    )
    withdraw = Button(
        label="Withdraw",
        press=custom_id("draft-cancel", done.draft_id),
        style=Style.DANGER,
    )
    return Card(blocks=(Text(text),), buttons=(withdraw,))


def _buttons(card: Card, draft_id: str, stand: Stand) -> Iterator[Button | Link]:
    for button in card.buttons:
        if isinstance(button, Link):
            yield button
            continue
        match button.press.removeprefix(f"{PREFIX}:").partition(":")[0]:
            case "draft-publish" if stand.author is not None:
                press = custom_id("draft-publish", draft_id, stand.mark)
                yield replace(button, press=press)
            case "draft-publish" if stand.awaits:
                # What waits already is not submitted again.
                if stand.submitted_at is None:
                    yield replace(button, label=SUBMIT, style=Style.PRIMARY)
            case "draft-cancel" if stand.author is not None:
                # It is not theirs to drop.
                pass
            case "draft-cancel" if stand.submitted_at is not None:
                yield replace(button, label="Withdraw")
            case _:
                yield button


def _ways(draft_id: str, stand: Stand) -> Iterator[Button]:
    if stand.author is not None:
        yield Button(
            label="Send back", press=custom_id("review-back", draft_id), style=Style.DANGER
        )
        yield back_button(f"draft/{draft_id}")
    elif stand.origin:
        yield back_button(stand.origin)


def back_button(ref: str) -> Button:
    """The button that leads back to an item of the queue."""
    return Button(label="Back to the queue", press=custom_id(BACK, ref))
