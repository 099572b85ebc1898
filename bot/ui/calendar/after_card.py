"""After an event: what each participant's stance was, and the buttons that say what became of it."""

from bot.domain.vocabulary import AfterFound
from bot.services.calendar.after import AfterAnswer, AfterGiven, AfterRow
from bot.ui import parts
from bot.ui.calendar.post_parts import opens
from bot.ui.calendar.words import dated
from bot.ui.card import Button, Card, Row, Rule, Style, Text
from bot.ui.dates import brief
from bot.ui.fit import Part, fit
from bot.ui.press import custom_id
from bot.ui.text import name, plural

PAGE = 6
_LAST_PAGE = 999
_FOUND = {
    AfterFound.CHANGED: "changed",
    AfterFound.UNCHANGED: "unchanged",
    AfterFound.NOTHING_SAID: "nothing said",
    None: "nobody has looked yet",
}


def after_card(answer: AfterAnswer, *, page: int = 0, mark: str | None = None) -> Card:
    """One page of an event's participants, each with three buttons; `mark` is its post's marker."""
    event = answer.view.event.record
    # One who takes part in two roles has one stance.
    rows = tuple({(row.actor.key, row.issue.key): row for row in reversed(answer.rows)}.values())
    rows = rows[::-1]
    page = max(0, min(page, (len(rows) - 1) // PAGE, _LAST_PAGE))
    open_ = sum(row.found is None for row in rows)
    left = plural(open_, "stance") + " not looked at yet" if open_ else "all looked at"
    blocks: list[Part] = [
        Text(
            f"### After “{name(event.title, 120)}”\n{dated(event)}\n"
            + (f"-# {left}" if rows else "No participant with an issue is recorded."),
        ),
    ]
    if rows:
        blocks.append(Rule())
    for row in rows[page * PAGE : (page + 1) * PAGE]:
        blocks += (_row(row), _buttons(row, page, mark))
    return Card(
        blocks=fit(blocks),
        buttons=(opens(event.key, mark), *_pager(event.key, page, len(rows), mark)),
    )


def confirmed_card(given: AfterGiven) -> Card:
    """Tell the editor who pressed “Unchanged” what that wrote, with Undo."""
    title = name(given.answer.view.event.record.title, 120)
    text = f"**Confirmed** after “{title}”: the stance still holds. Readers see it from now on."
    return Card(
        blocks=(Text(text),),
        buttons=(Button(label="Undo", press=custom_id("undo", given.seq)),),
    )


def _row(row: AfterRow) -> Text:
    lines = [f"**{parts.who(row.actor)}**", f"-# On: {name(row.issue.title, 120)}"]
    if row.stance is None:
        lines.append("No stance is recorded.")
    else:
        stance = row.stance.record
        looked = f"confirmed {brief(stance.confirmed)}" if stance.confirmed else "not confirmed yet"
        said = brief(stance.evidence.said)
        lines.append(f"{parts.position(stance.position)} · said {said} · {looked}")
    lines.append(f"After the event: {_FOUND[row.found]}")
    return Text("\n".join(lines))


def _buttons(row: AfterRow, page: int, mark: str | None) -> Row:
    part = (row.role, row.issue.key, page or None, mark)
    return Row(
        (
            Button(
                label="Changed",
                press=custom_id("after-changed", row.actor.key, row.issue.key, mark),
                style=_style(row, AfterFound.CHANGED),
            ),
            Button(
                label="Unchanged",
                press=custom_id("after-same", *part),
                style=_style(row, AfterFound.UNCHANGED),
                disabled=row.stance is None,
            ),
            Button(
                label="Nothing said",
                press=custom_id("after-silent", *part),
                style=_style(row, AfterFound.NOTHING_SAID),
            ),
        ),
    )


def _style(row: AfterRow, found: AfterFound) -> Style:
    return Style.PRIMARY if row.found is found else Style.SECONDARY


def _pager(event: str, page: int, rows: int, mark: str | None) -> tuple[Button, ...]:
    """Two buttons with an id each, so the last page leads on to the first."""
    if rows <= PAGE:
        return ()
    last = min((rows - 1) // PAGE, _LAST_PAGE)
    to = page + 1 if page < last else 0
    return (Button(label="More", press=custom_id("after-page", event, to, mark)),)
