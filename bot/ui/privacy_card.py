"""What the bot keeps of people, and what goes when they ask to be forgotten."""

from collections.abc import Iterator

from bot.services.privacy import Kept
from bot.ui.card import Button, Card, Rule, Style, Text
from bot.ui.press import custom_id

_KEPT = (
    "**Of readers:** nothing. Which command you give, and what you type in it, is not kept.",
    (
        "**Of those who ask to be reminded or follow something:** the Discord user id, what, where "
        "and how soon, and what was sent to them for it. /reminders, /following and /unfollow end it "
        "at once; the messages go 30 days after they were due, for an event once it is over, or after "
        "13 months; what Discord refused stays in the log."
    ),
    (
        "**Of those who report something:** the Discord user id and the text, so that they can be "
        "answered; both stay with the record, the id until it is erased."
    ),
    (
        "**Of messages that showed a record:** their ids, so that a correction reaches them: of "
        "answers and private messages for 90 days, of posts as long as the record stands."
    ),
    (
        "**Of editors:** the Discord user id, the time and the reason, with everything they draft, "
        "publish, undo, settle or set up; with a command, the id of Discord’s interaction too. The log "
        "keeps what was done; who did it until they erase that."
    ),
    (
        "**Of drafts and files:** what an editor typed, with the user id, until it is published or "
        "cancelled, or nobody has touched it for seven days; what waits for review until it is "
        "reviewed. A file to import goes when it is let in, or a day later."
    ),
    (
        "**Of a message recorded from here:** its words, its author’s name and its link become part "
        "of the record, as its source."
    ),
    (
        "**Of a server:** its id, its settings, and the ids of the channels and roles named in them. "
        "Once the bot is removed, all of it is kept for 30 days, or as many as /setup retention says, "
        "for when it returns. Then it is deleted."
    ),
    "**Of public figures and bodies:** what they said in public, with its source.",
)
_NOT = (
    (
        "**Never:** other messages of the server, members’ names or lists, presence. In the program’s "
        "log stand failures, without who met them; an error’s own text can repeat a word that was typed."
    ),
    (
        "**Who sees it:** each server sees its own record only; who did what, what waits for review "
        "and who reported something is seen by the editors here, another draft by its author. Published "
        "pages and exported records name no Discord account; the log does, to editors. The bot sends "
        "nothing to anybody but Discord."
    ),
    (
        "**Where:** in the database of the one who runs this bot, who can read and delete it. An admin "
        "here can reach them."
    ),
    (
        "**Yours:** /privacy export gives you all that is kept of you, /privacy erase deletes it. Both "
        "also work in a private message to the bot, for all servers at once."
    ),
)
_GOES = {
    "reminders": ("reminder", "reminders"),
    "follows": ("follow", "follows"),
    "posts": ("message to you, sent or owed", "messages to you, sent or owed"),
    "shown": ("note of what a message showed you", "notes of what messages showed you"),
    "drafts": ("draft", "drafts"),
    "uploads": ("file that was not let in", "files that were not let in"),
}
_STAYS = {
    "reports": ("report that you made", "reports that you made"),
    "settled": ("report that you settled", "reports that you settled"),
    "acts": ("entry of the log", "entries of the log"),
    "drafted": ("entry that somebody published for you", "entries that somebody published for you"),
}


def privacy_card() -> Card:
    """Say what is kept of whom, and who can see it."""
    return Card(
        blocks=(
            Text("## Privacy"),
            Text("\n\n".join(_KEPT)),
            Rule(),
            Text("\n\n".join(_NOT)),
        ),
        buttons=_ways(),
    )


def erase_card(found: Kept) -> Card:
    """Ask whether it may be forgotten: what goes, what stays, and that it cannot be undone."""
    where = _where(found)
    if found.nothing:
        return Card(blocks=(Text(f"Nothing is kept of you {where}."),))
    lines = [f"### Erase what is kept of you {where}?"]
    if goes := list(_counted(found, _GOES)):
        lines.append(f"**Goes for good:** {', '.join(goes)}.")
    if found.waiting:
        lines.append(f"-# Of the drafts, {found.waiting:,} wait for review; they go too.")
    if stays := list(_counted(found, _STAYS)):
        lines.append(f"**Stays without your name:** {', '.join(stays)}.")
        lines.append(
            "-# The log says “a former editor” for you, and what you published stays published."
        )
    lines.append(
        "-# Messages that Discord shows already stay there; delete them in Discord. This cannot be "
        "undone."
    )
    erase = Button(label="Erase", press=custom_id("privacy-erase"), style=Style.DANGER)
    return Card(blocks=(Text("\n".join(lines)),), buttons=(erase, _EXPORT))


def erased_card(gone: Kept) -> Card:
    """Say what was forgotten."""
    where = _where(gone)
    if gone.nothing:
        return Card(blocks=(Text(f"Nothing is kept of you {where}."),))
    lines = [f"**Erased.** Nothing {where} names you any more."]
    if goes := list(_counted(gone, _GOES)):
        lines.append(f"Gone: {', '.join(goes)}.")
    if stays := list(_counted(gone, _STAYS)):
        lines.append(f"Kept without your name: {', '.join(stays)}.")
    return Card(blocks=(Text("\n".join(lines)),))


_EXPORT = Button(label="Export", press=custom_id("privacy-export"))


def _ways() -> tuple[Button, ...]:
    return (_EXPORT, Button(label="Erase …", press=custom_id("privacy-ask")))


def _where(found: Kept) -> str:
    return "on any server" if found.everywhere else "on this server"


def _counted(found: Kept, words: dict[str, tuple[str, str]]) -> Iterator[str]:
    for field, (one, many) in words.items():
        count = getattr(found, field)
        if count:
            yield f"{count:,} {one if count == 1 else many}"
