"""What the bot keeps of people."""

from bot.ui.card import Card, Rule, Text

_KEPT = (
    "**Of readers:** nothing. Which command you give, and what you type in it, is not kept.",
    "**Of editors:** the Discord user id beside each record they write, the time and the reason.",
    "**Of a server:** its id, its settings, and the ids of the channels named in them.",
    "**Of public figures and bodies:** what they said in public, with its source.",
)
_NOT = (
    "**Never:** messages of the server, members’ names or lists, private messages, presence.",
    "**Who sees it:** each server sees its own record only. Nothing is sold or shared.",
    "**Where:** in the database of the one who runs this bot. An admin here can reach them.",
)


def privacy_card() -> Card:
    """Say what is kept of whom, and who can see it."""
    return Card(
        blocks=(
            Text("## Privacy"),
            Text("\n\n".join(_KEPT)),
            Rule(),
            Text("\n\n".join(_NOT)),
        ),
    )
