"""Changes of stances, told at once: from what to what, and in which words."""

from collections.abc import Iterator, Sequence

from bot.domain.news import What
from bot.domain.rules import FollowKind
from bot.services.news.answers import AlertContent, Line, StanceLine
from bot.ui.calendar.post_parts import marker, spell
from bot.ui.card import Button, Card, Text
from bot.ui.fit import Listed, fit
from bot.ui.news.follow_button import follow_button
from bot.ui.news.lines import more_button
from bot.ui.parts import quoted, small
from bot.ui.press import custom_id
from bot.ui.prose.markdown import markdown
from bot.ui.prose.tell import tell
from bot.ui.shows import news_told, shows
from bot.ui.text import label, name, plural

# How many of each quotation's characters are shown: as many as there is room for.
_WORDS = (300, 120, 0)
_ROOM = 3300
_CARDS = 2
_NAME = 40
_HEADS = {
    What.FLIPPED: "A flip",
    What.MOVED: "A shift",
    What.FIRST: "A first position on record",
    **dict.fromkeys((What.CORRECTED, What.RETRACTED, What.RESTORED), "A correction of the record"),
}


def alert_card(content: AlertContent) -> Card:
    """What has changed, heaviest first, each with before, after and the words behind it."""
    answer, on = content.answer, content.alert.issue is None
    items = _fitting(answer.lines, on=on)
    blocks = fit((Text("\n".join(_heading(content))), Text("\n\n".join(items))))
    listed = (Listed(head="", items=tuple(items)),)
    return Card(
        blocks=blocks,
        buttons=tuple(_buttons(content, len(items))),
        shows=shows(blocks, news_told(answer.lines, listed)),
    )


def _heading(content: AlertContent) -> Iterator[str]:
    answer = content.answer
    flips = sum(line.what is What.FLIPPED for line in answer.lines)
    if answer.count == 1:
        yield f"### {_HEADS.get(answer.lines[0].what, 'A further record')}"
        counted = ""
    else:
        among = {0: "", 1: ", a flip among them"}.get(flips, ", flips among them")
        yield "### News of positions"
        counted = f"{plural(answer.count, 'entry', 'entries')}{among}"
    on = f"On: {name(answer.issue.title, 120)}" if answer.issue else ""
    if on or counted:
        yield f"-# {small(on, counted)}"
    if content.late is not None:
        yield f"This alert is {spell(content.late)} late."


def _fitting(lines: Sequence[Line], *, on: bool) -> list[str]:
    """The lines with as much of their words as there is room for; at least the first."""
    items: list[str] = []
    for words in _WORDS:
        items = [_item(line, words, on=on) for line in lines]
        if sum(map(len, items)) <= _ROOM:
            return items
    while len(items) > 1 and sum(map(len, items)) > _ROOM:
        items.pop()
    return items


def _item(line: Line, words: int, *, on: bool) -> str:
    told = tell(line, on=on)
    notes = [markdown(each) for each in told.notes]
    head = markdown(told.headline)
    if words and told.evidence:
        return f"{head}\n{small(quoted(told.evidence, words), *notes)}"
    return f"{head}\n-# {small(*notes)}" if any(notes) else head


def _buttons(content: AlertContent, shown: int) -> Iterator[Button]:
    """A card for each holder, the rest, the board, and a way to be told oneself."""
    answer, mark = content.answer, marker(content.post)
    told = [line for line in answer.lines[:shown] if isinstance(line, StanceLine)]
    firsts: dict[str, StanceLine] = {}
    for line in told:
        firsts.setdefault(line.view.holder.key, line)
    issues = dict.fromkeys(line.issue.key for line in told)
    for at, line in enumerate(list(firsts.values())[:_CARDS]):
        holder = line.view.holder
        marked = (None, None, None, None, mark) if not at else ()
        press = custom_id("card", holder.key, line.issue.key, *marked)
        yield Button(label=label(f"Card: {label(holder.name, _NAME)}"), press=press)
    more = more_button(answer, shown=shown)
    if more is not None:
        yield more
    for issue in list(issues)[:1]:
        if len(issues) == 1:
            yield Button(label="Board", press=custom_id("board", None, issue))
            yield follow_button(FollowKind.ISSUE, issue)
