"""The log of acts as cards: who did what, when and why, with what it changed and Undo."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.services.desk.log_answers import ActPage, ActView, LogPage, RecordChange
from bot.ui.card import Button, Card, Row, Rule, Text
from bot.ui.dates import day, moment
from bot.ui.desk.act_words import act_title, done, tally, who
from bot.ui.desk.freeze_card import freeze_line
from bot.ui.desk.log_place import LogPlace
from bot.ui.desk.record_words import Differs, Names, differs, identity
from bot.ui.desk.setting_words import setting_differs
from bot.ui.fit import Listed, Part, fit
from bot.ui.nav import turns
from bot.ui.press import custom_id
from bot.ui.prose.markdown import markdown
from bot.ui.prose.spans import Sentence, Typed
from bot.ui.text import escape, name, plural

TURN = "al"
CSV, JSON = "al-csv", "al-json"
UNDO, OPEN = "log-undo", "log-act"
OPEN_TURN = "log-act"
_ROOM = 3700
_REASON = 300
# So many values that differ, of so many records, each of so many letters: the first that fits.
_FORMS = ((3, 3, 80), (3, 2, 50), (2, 1, 40), (0, 0, 0))
_WHOLE = 400
_EXPORT = "the export shows it whole"


def log_card(found: LogPage) -> Card:
    """One page of acts, newest first, each with Undo where there is something to undo."""
    blocks: list[Part] = [Text("\n".join(_heading(found))), Rule()]
    room = _ROOM - sum(len(block.text) for block in blocks if isinstance(block, Text))
    texts = _fitting(found, room)
    for view, text in zip(found.acts, texts, strict=True):
        blocks.append(Text(text))
        buttons = tuple(_buttons(view))
        if buttons:
            blocks.append(Row(buttons))
    if not found.acts:
        blocks.append(Text("Nothing further." if found.page else "Nothing was done that fits."))
    return Card(blocks=fit(blocks), buttons=(*_pager(found), *_exports(found)))


def act_card(found: ActPage) -> Card:
    """One act with a page of what it changed, whole."""
    view, names = found.view, found.names
    blocks: list[Part] = [Text("\n".join(_head(view, names))), Rule()]
    for setting in () if found.page else view.settings:
        items = tuple(_line(each, _WHOLE) for each in setting_differs(setting, names))
        blocks.append(Listed(head="Setting", items=items, empty="came or went", more=_EXPORT))
    for change in view.changes:
        items = tuple(_line(each, _WHOLE) for each in differs(change, names))
        blocks.append(
            Listed(head=_record(change, names), items=items, empty="as it was", more=_EXPORT)
        )
    buttons = []
    if found.page or found.has_more:
        back, on = turns(OPEN_TURN)
        seq = view.act.seq
        buttons += [
            Button(
                label="‹ Previous page",
                press=custom_id(back, seq, max(found.page - 1, 0)),
                disabled=not found.page,
            ),
            Button(
                label="Next page ›",
                press=custom_id(on, seq, found.page + 1),
                disabled=not found.has_more,
            ),
        ]
    return Card(blocks=fit(blocks), buttons=(*buttons, *_undo(view)))


def _heading(found: LogPage) -> Iterator[str]:
    yield "### What was done"
    if frozen := freeze_line(found.freeze):
        yield frozen
    asked, names = found.asked, found.names
    filters = (
        "your own acts" if found.own else f"by <@{asked.person}>" if asked.person else "",
        f"about {name(names.get(asked.actor, asked.actor))}" if asked.actor else "",
        f"on {name(names.get(asked.issue, asked.issue))}" if asked.issue else "",
        f"since {day(asked.since)}" if asked.since else "",
        f"until {day(asked.until)}" if asked.until else "",
    )
    shown = " · ".join(filter(None, filters)) or "every act"
    yield f"-# {shown}, newest first · page {found.page + 1}"


def _fitting(found: LogPage, room: int) -> list[str]:
    """The acts of a page in the longest form in which all of them fit."""
    texts: list[str] = []
    for records, lines, limit in _FORMS:
        texts = [
            "\n".join(_act(view, found.names, records=records, lines=lines, limit=limit))
            for view in found.acts
        ]
        if sum(len(text) for text in texts) <= room:
            break
    return texts


def _act(view: ActView, names: Names, *, records: int, lines: int, limit: int) -> Iterator[str]:
    yield from _head(view, names)
    for setting in view.settings[: max(records, 1)]:
        yield from (f"-# {_line(each, limit or 40)}" for each in setting_differs(setting, names))
    for change in view.changes[:records]:
        yield _record(change, names)
        told = differs(change, names) if change.before is not None else ()
        yield from (f"-# {_line(each, limit)}" for each in told[:lines])
        if len(told) > lines:
            yield f"-# and {plural(len(told) - lines, 'further value')} changed"
    left = view.count - min(records, len(view.changes))
    if left > 0:
        yield f"-# and {plural(left, 'further record')}"


def _head(view: ActView, names: Names) -> Iterator[str]:
    act = view.act
    yield f"**{act.seq}. {escape(act_title(act, names))}** · {moment(act.at)}"
    wrote = tally(view)
    yield f"By {who(act)}{f' · {wrote}' if wrote else ''}"
    reasons = dict.fromkeys(
        filter(None, (act.why, *(each.now.version.reason for each in view.changes[:1]))),
    )
    for reason in reasons:
        yield f"Why: {name(reason, _REASON)}"
    if act.undone_by is not None:
        yield f"-# Taken back by act {act.undone_by}."
    elif not view.changed_anything:
        yield "-# Nothing to undo: it changed no record and no setting."


def _record(change: RecordChange, names: Names) -> str:
    kind = type(change.now.record).__name__
    words = markdown(_cut(identity(change.now.record, names), 60))
    return f"{kind}, {done(change)}: {words} · `{change.now.record.key}`"


def _line(each: Differs, limit: int) -> str:
    named = markdown(_cut(each.name, 60))
    label = named[:1].upper() + named[1:]
    was, now = (None if s is None else markdown(_cut(s, limit)) for s in (each.was, each.now))
    if was is None:
        return f"{label}: {now}"
    return f"{label}: {was} → {'none' if now is None else now}"


def _cut(sentence: Sentence, limit: int) -> Sentence:
    return tuple(
        replace(span, limit=min(span.limit or limit, limit)) if isinstance(span, Typed) else span
        for span in sentence
    )


def _buttons(view: ActView) -> Iterator[Button]:
    yield from _undo(view)
    if view.changed_anything:
        yield Button(label=f"Whole act {view.act.seq}", press=custom_id(OPEN, view.act.seq))


def _undo(view: ActView) -> Sequence[Button]:
    if not view.undoable:
        return ()
    return (Button(label=f"Undo {view.act.seq}", press=custom_id(UNDO, view.act.seq)),)


def _pager(found: LogPage) -> tuple[Button, ...]:
    if not found.page and not found.has_more:
        return ()
    back, on = turns(TURN)
    here = LogPlace(asked=found.asked, page=found.page)
    before, after = replace(here, page=max(found.page - 1, 0)), replace(here, page=found.page + 1)
    return (
        Button(label="‹ Previous page", press=before.press(back), disabled=not found.page),
        Button(label="Next page ›", press=after.press(on), disabled=not found.has_more),
    )


def _exports(found: LogPage) -> tuple[Button, ...]:
    if not found.acts:
        return ()
    here = LogPlace(asked=found.asked)
    return (
        Button(label="Export CSV", press=here.press(CSV)),
        Button(label="Export JSON", press=here.press(JSON)),
    )
