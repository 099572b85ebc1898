"""Help: what the commands are, from the commands themselves."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.ui.card import Card, Rule, Text
from bot.ui.fit import Listed, fit

# Each step names the commands that it needs; where one of them is missing, so is the step.
_READERS = (
    (("board",), "`/board` shows where everybody stands on this channel’s issue."),
    (("stance",), "`/stance` and a name shows one of them: position, words, source, conditions."),
    (("method",), "`/method` says what each sign means."),
    (("changes",), "`/changes` tells what was recorded since a day: `/changes since:Monday`."),
    (("follow actor",), "`/follow` tells you what changes, as does Follow on any card."),
    (("report",), "`/report`, or Report on a card, tells the editors what is wrong."),
    (("cite",), "`/cite` gives a record as one line to quote, and checks such a line."),
)
_EDITORS = (
    (("admin issue open",), "`/admin issue open` opens an issue."),
    (("admin actor add",), "`/admin actor add` adds who takes part in it."),
    (
        ("admin stance set",),
        "`/admin stance set` records what somebody said; a preview comes first.",
    ),
    (
        ("admin drafts",),
        "On any message, *Apps → Record a stance*, *a claim* or *an event* fills that in for you.",
    ),
    (
        ("admin review",),
        "`/admin review` is the queue: drafts, reports, what went stale or failed.",
    ),
    (
        ("setup digest", "setup alerts"),
        "`/setup digest` tells a channel on set days what changed, `/setup alerts` at once.",
    ),
    (("admin publish",), "`/admin publish` gives the record as web pages."),
    (("admin log",), "`/admin log` says who did what and why, each with Undo."),
    (
        ("admin import", "admin export"),
        "`/admin import` takes a pack or a CSV table, `/admin export` gives either.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of a command."""

    name: str
    text: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command as its reader may give it: `name` is whole, such as `admin stance set`."""

    name: str
    text: str
    detail: str
    options: tuple[Option, ...]
    editors: bool

    @property
    def usage(self) -> str:
        """The command with its options; those that may be left out are in brackets."""
        options = (each.name if each.required else f"[{each.name}]" for each in self.options)
        return " ".join((f"/{self.name}", *options))


def help_card(commands: Sequence[Command], *, editor: bool) -> Card:
    """All commands that the reader may give, with first steps."""
    readers = [each for each in commands if not each.editors]
    editors = [each for each in commands if each.editors]
    known = {each.name for each in commands}
    first = [_steps("First steps", _READERS, known)]
    if editor:
        first.append(_steps("First steps for editors", _EDITORS, known))
    lists = [Listed(head="**Commands**", items=tuple(map(_line, readers)), more=_MORE)]
    if editor and editors:
        lists.append(Listed(head="**For editors**", items=tuple(map(_line, editors)), more=_MORE))
    head = Text("## Help\nWho stands where on a question, since when, and who says so.")
    return Card(
        blocks=fit(
            (head, *first, Rule(), *lists, Text("-# `/help command:` explains one with examples.")),
        ),
    )


_MORE = "type / to see them all"


def _steps(
    title: str,
    steps: Sequence[tuple[tuple[str, ...], str]],
    known: AbstractSet[str],
) -> Text:
    texts = (text for needed, text in steps if set(needed) <= known)
    listed = (f"{at}. {text}" for at, text in enumerate(texts, start=1))
    return Text("\n".join((f"**{title}**", *listed)))


def _line(command: Command) -> str:
    return f"`/{command.name}` — {command.text}"


def command_card(command: Command) -> Card:
    """One command with its options and an example."""
    options = tuple(
        f"- `{each.name}`{'' if each.required else ' (may be left out)'}: {each.text}"
        for each in command.options
    )
    return Card(
        blocks=fit(
            (
                Text(f"## /{command.name}\n{command.detail}\n`{command.usage}`"),
                Listed(head="**Options**", items=options),
            ),
        ),
    )
