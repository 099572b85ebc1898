"""A message that told what was wrong, with what is right put in its place.

The line that told of it is struck through, and below it stands a note; where the line cannot be
found, the note stands on top. The same corrections make the same message of the original and of
what earlier corrections made of it.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.domain.news import What
from bot.domain.records import Version
from bot.services.news.answers import (
    ClaimLine,
    ConditionLine,
    EventLine,
    IssueLine,
    Line,
    StanceLine,
    StatementLine,
)
from bot.services.posts.corrections import CorrectionContent, Righted
from bot.ui.card import MAX_TEXT
from bot.ui.dates import moment
from bot.ui.parts import small
from bot.ui.prose import facts
from bot.ui.prose.markdown import markdown
from bot.ui.prose.spans import Sentence
from bot.ui.prose.tell import tell
from bot.ui.text import fold, hidden

_TEXT = 10
# No card of ours begins a line with it, and what people type never begins one.
NOTE = "↳ "
_MARKS = {
    What.CORRECTED: "Corrected",
    What.RETRACTED: "Retracted",
    What.RESTORED: "Put back into the record",
}
# What the mark says already.
_TOLD = re.compile(r"^Correction(?: of|) ?(?:— )?")
_WORDS = 160
_SHORT = 80
_CUT = "-# This was too long to be shown whole."
_BEGINS = re.compile(r"^((?:- |-# |> |#{1,3} )*)(.*)$")


class _Form(Enum):
    """How much of a correction there is room for, longest first."""

    WHOLE = "whole notes"
    SHORT = "notes in few words"
    HEADS = "only the beginnings of the old lines are struck through, the rest stands"
    GONE = "the old lines give way, and the notes stand on top"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What becomes of one line of a message; `line` None stands for the message as a whole.

    `short` are the notes in few words. Without notes the line is as it was at first.
    """

    line: str | None
    notes: tuple[str, ...]
    short: tuple[str, ...]


def edits_of(content: CorrectionContent) -> tuple[Edit, ...]:
    """What becomes of each line of a message."""
    return tuple(
        Edit(
            line=each.line,
            notes=tuple(_note(found) for found in each.righted),
            short=tuple(_short(found) for found in each.righted),
        )
        for each in content.passages
    )


def corrected(components: list[dict[str, Any]], edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """The components of a message with these edits, whatever was made of it before.

    At most 4,000 characters, and as many components as there were.
    """
    found = deepcopy(components)
    texts = list(_texts(found))
    if not texts:
        # A message without a word: its note is all that it says.
        texts = [{"type": _TEXT, "content": ""}]
    first = [_original(each["content"], edits, top=not at) for at, each in enumerate(texts)]
    for form in _Form:
        made = _with_notes(first, edits, form)
        if sum(map(len, made)) <= MAX_TEXT:
            break
    for each, text in zip(texts, _within(made), strict=True):
        each["content"] = text
    if not any(True for _ in _texts(found)) and texts[0]["content"]:
        found.insert(0, texts[0])
    return found


def _texts(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in components:
        if each.get("type") == _TEXT:
            yield each
        yield from _texts(each.get("components", []))


def _original(text: str, edits: Sequence[Edit], *, top: bool) -> str:
    """A text as it was before any correction."""
    lines = text.split("\n")
    while top and lines and lines[0].startswith(NOTE):
        lines.pop(0)
    text = "\n".join(lines)
    for line in dict.fromkeys(each.line for each in edits if each.line):
        for struck in (_struck(line, whole=True), _struck(line, whole=False)):
            text = _replaced(text, rf"{re.escape(struck)}(?:\n{NOTE}[^\n]*)*", line)
    return text


def _with_notes(
    texts: Sequence[str],
    edits: Sequence[Edit],
    form: "_Form",
) -> list[str]:
    made, above = list(texts), list[str]()
    for each in edits:
        notes = each.notes if form is _Form.WHOLE else each.short
        if not notes:
            continue
        place = _place(made, each.line)
        if place is None or each.line is None:
            above += notes
            continue
        if form is _Form.GONE:
            above += notes
            left = _replaced(made[place], re.escape(each.line), "")
            made[place] = re.sub(r"\n{2,}", "\n", left).strip("\n") or "-"
            continue
        old = _struck(each.line, whole=form is not _Form.HEADS)
        made[place] = _replaced(made[place], re.escape(each.line), "\n".join((old, *notes)))
    made[0] = "\n".join(filter(None, (*dict.fromkeys(above), made[0])))
    return made


def _replaced(text: str, pattern: str, by: str) -> str:
    """The text with other lines in place of the first that are of a pattern."""
    found = re.search(rf"(?m)^{pattern}$", text)
    return text if found is None else f"{text[: found.start()]}{by}{text[found.end() :]}"


def _place(texts: Sequence[str], line: str | None) -> int | None:
    if line is None:
        return None
    pattern = re.compile(rf"(?m)^{re.escape(line)}$")
    return next((at for at, text in enumerate(texts) if pattern.search(text)), None)


def _struck(line: str, *, whole: bool) -> str:
    """The line struck through, or with `whole` False only what it begins with."""
    first, *others = line.split("\n")
    return "\n".join(
        (_strike(first), *(_strike(each) if whole else each for each in others)),
    )


def _strike(line: str) -> str:
    begins, rest = _BEGINS.fullmatch(line).groups()  # type: ignore[union-attr]  # fits any line
    return f"{begins}~~{rest}~~" if rest.strip() else line


def _within(texts: list[str]) -> list[str]:
    """The texts without as many of their last lines as are too much; notes give way last."""
    if sum(map(len, texts)) <= MAX_TEXT:
        return texts
    made = [[line for line in text.split("\n") if line != _CUT] for text in texts]
    made[-1].append(_CUT)
    over = sum(len("\n".join(each)) for each in made) - MAX_TEXT
    lines = [(at, line) for at, each in enumerate(made) for line in each if line != _CUT]
    notes = [each for each in lines if each[1].startswith(NOTE)]
    others = [each for each in lines if each not in notes]
    for at, line in (*reversed(others), *reversed(notes)):
        if over <= 0:
            break
        made[at].remove(line)
        over -= len(line) + 1
    # Discord takes no empty paragraph.
    return ["\n".join(each) or "-" for each in made]


def _note(found: Righted) -> str:
    line = found.line
    if line.what is What.CORRECTED:
        told = tell(line, on=False)
        head = _TOLD.sub("", markdown(told.headline))
        said = small(head, _words(line), *map(markdown, told.notes))
    else:
        said = small(markdown(_told(line)), _reason(line, _WORDS))
    return f"{_mark(found)}: {said}".replace("\n", " ")


def _short(found: Righted) -> str:
    why = _reason(found.line, _SHORT)
    return f"{_mark(found)}{f': {why}' if why else ''}"


def _mark(found: Righted) -> str:
    return f"{NOTE}**{_MARKS[found.line.what]}** {moment(found.at, 'D')}"


def _reason(line: Line, limit: int) -> str:
    written, more = fold(_version(line).reason or "", limit)
    return f"reason: {written}{hidden(more)}" if written else ""


def _words(line: Line) -> str:
    """The words as they are now, where those are what was corrected."""
    if not isinstance(line, StanceLine | ClaimLine | StatementLine) or line.before is None:
        return ""
    now, was = _evidence(line.view), _evidence(line.before)
    if now.words == was.words:
        return ""
    written, more = fold(now.words, _WORDS)
    return f"the words now: {written}{hidden(more)}"


def _evidence(view: Any) -> Any:
    for name in ("stance", "claim", "statement"):
        if hasattr(view, name):
            return getattr(view, name).record.evidence
    raise ValueError("this is nothing that was said")


def _version(line: Line) -> Version:
    match line:
        case StanceLine(view=view):
            return view.stance.version
        case ConditionLine(stance=stance):
            return stance.stance.version
        case ClaimLine(view=claim):
            return claim.claim.version
        case StatementLine(view=statement):
            return statement.statement.version
        case EventLine(view=event):
            return event.event.version
        case IssueLine(issue=issue):
            return issue.version


def _told(line: Line) -> Sentence:
    """The record itself, in words."""
    match line:
        case StanceLine(view=view):
            return facts.stance(view)
        case ConditionLine(stance=stance):
            return facts.stance(stance)
        case ClaimLine(view=claim):
            return facts.claim(claim)
        case StatementLine(view=statement):
            return facts.statement(statement)
        case EventLine(view=event):
            return facts.event(event.event.record)
        case IssueLine(issue=issue):
            return facts.issue(issue.record)
