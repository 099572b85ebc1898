"""A freeze in words: until when nothing changes, by whom and why, with the way to end it."""

from bot.services.desk.freeze import Freeze, FreezeDone
from bot.ui.card import Button, Card, Style, Text
from bot.ui.dates import moment
from bot.ui.desk.people import who_did
from bot.ui.press import custom_id
from bot.ui.text import name

END = "freeze-end"
_REASON = 300


def freeze_line(freeze: Freeze) -> str:
    """Until when nothing changes, by whom and why; empty where it may."""
    if freeze.until is None:
        return ""
    head = f"**Frozen until {moment(freeze.until)}** ({moment(freeze.until, 'R')})"
    act = freeze.act
    if act is None:
        return f"{head}."
    why = f": {name(act.why, _REASON)}" if act.why else ""
    return f"{head}, by {who_did(act.by, erased=act.erased)}{why}."


def freeze_card(freeze: Freeze) -> Card:
    """Say whether nothing may change now."""
    if freeze.until is None:
        text = (
            "Nothing is frozen here: editors may record and change. /admin freeze with a time and a "
            "reason stops all changes until then."
        )
        return Card(blocks=(Text(text),))
    text = (
        f"{freeze_line(freeze)}\nUntil then nothing changes: no record, no setting, no import, no "
        "undoing. Drafts can be written, and readers can ask. It ends by itself."
    )
    return Card(blocks=(Text(text),), buttons=(_end(),))


def frozen_card(done: FreezeDone) -> Card:
    """Say what holds now, after it was set or ended."""
    if done.now.until is not None:
        before = f"\n-# Before: until {moment(done.before)}." if done.before else ""
        shown = freeze_card(done.now)
        return Card(
            blocks=(*shown.blocks, *((Text(before.strip()),) if before else ())),
            buttons=shown.buttons,
        )
    undo = Button(label="Undo", press=custom_id("undo", done.seq))
    return Card(
        blocks=(Text("The freeze has ended: editors may record and change again."),),
        buttons=(undo,),
    )


def _end() -> Button:
    return Button(label="End it now", press=custom_id(END), style=Style.DANGER)
