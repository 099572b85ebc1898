"""For how long a server's record is kept once the bot has left, with Undo."""

from bot.services.retention import RetentionSet
from bot.ui.card import Card, Text
from bot.ui.nav import undo_button


def retention_card(days: int) -> Card:
    """Say how long it is."""
    text = (
        f"Once the bot has left this server, all that is kept of it stays for **{_days(days)}**, for "
        "when it returns. Then it is deleted: records, log, settings and what people asked for."
    )
    return Card(blocks=(Text(text),))


def retention_set_card(done: RetentionSet) -> Card:
    """Say how long it is from now on."""
    text = (
        f"Once the bot has left this server, all that is kept of it is deleted after "
        f"**{_days(done.days)}** (before: {_days(done.before)}). Take a copy with /admin export "
        "before you remove the bot."
    )
    if done.days == done.before:
        return Card(blocks=(Text(text),))
    return Card(blocks=(Text(text),), buttons=(undo_button(done.seq),))


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"
