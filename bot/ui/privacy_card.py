"""What the bot keeps of people."""

from bot.ui.card import Card, Rule, Text

_KEPT = (
    "**Of readers:** nothing. Which command you give, and what you type in it, is not kept.",
    (
        "**Of those who ask to be reminded:** the Discord user id, the event, how long before and "
        "where, and what was sent to them for it. That is forgotten 30 days after it was due, once "
        "the event is over; where nobody records that, after 13 months. What Discord refused to "
        "deliver stays in the log. "
        "/reminders shows and ends what is yours."
    ),
    (
        "**Of those who follow something:** the Discord user id, what, where and how soon, since when, "
        "and up to which change they were told. /following and /unfollow forget it at once; what the "
        "bot ends, because it cannot reach somebody, goes 30 days later. The messages that came of it "
        "are forgotten 30 days after they were due; what Discord refused stays in the log."
    ),
    (
        "**Of editors:** the Discord user id, the time and the reason, with everything they publish, "
        "undo or set up; with a setting, the id of Discord’s interaction too. The log keeps them."
    ),
    (
        "**Of drafts:** what an editor typed, with the user id, until it is published or cancelled. "
        "What nobody touches for seven days goes when the next draft is saved here. So does what undoes "
        "a change of a digest."
    ),
    (
        "**Of a server:** its id, its settings, and the ids of the channels and the role named in them. It all "
        "stays when the bot is removed, for when it returns."
    ),
    "**Of public figures and bodies:** what they said in public, with its source.",
)
_NOT = (
    "**Never:** messages of the server, members’ names or lists, private messages, presence.",
    (
        "**In the program’s log:** failures, without who met them. An error’s own text can repeat a "
        "word that was typed."
    ),
    (
        "**Who sees it:** each server sees its own record only; a draft is seen by its editor, and who "
        "changed a record by the editors here. Published pages hold no Discord account, channel or "
        "draft. Pictures are made where the bot runs. The bot sends nothing to anybody but Discord."
    ),
    (
        "**Where:** in the database of the one who runs this bot, who can read and delete it. An admin "
        "here can reach them."
    ),
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
