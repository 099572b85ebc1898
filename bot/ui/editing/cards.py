"""What editors are shown: previews, questions, refusals, and what was done with its Undo."""

from collections.abc import Mapping

from bot.domain.phrases.refusals import absolute
from bot.domain.records import Stance
from bot.domain.when import Precision, When
from bot.services.editing.answers import (
    Drafts,
    DraftSummary,
    Incomplete,
    Outcome,
    Preview,
    Published,
    Refused,
    Submitted,
    Unclear,
    Undone,
)
from bot.services.editing.forms import Form, kind_of, typed
from bot.ui.card import Block, Button, Card, Rule, Style, Text
from bot.ui.dates import brief
from bot.ui.desk.merge_card import choosing, clash_buttons, moving, parting
from bot.ui.editing.compare import meanwhile_text
from bot.ui.editing.fields import FIELDS, HEADINGS, PAGES, field_of
from bot.ui.editing.rows import Row, condition_rows, rows_of, stance_line
from bot.ui.editing.standing import stand_line, standing, submitted_card
from bot.ui.fit import Part, fit
from bot.ui.nav import Place, pager
from bot.ui.press import custom_id
from bot.ui.text import clean, escape, fold, hidden, label, name

_SHOWN = 300
_INLINE = 3200
_IDENTITY = 2
_UNPUBLISHED = "Nothing is published yet."
_ANOTHER = "This is not what you saw before: look again, then publish."
_ON_TOP = (
    "Nothing is published yet, and nothing you typed is lost. Publish puts yours on top of theirs; "
    "Cancel leaves theirs."
)


def outcome_card(outcome: Outcome) -> Card:
    """Show what a draft came to."""
    if isinstance(outcome, Submitted):
        return submitted_card(outcome)
    return standing(_outcome(outcome), outcome.draft_id, outcome.stand)


def _outcome(outcome: Preview | Unclear | Refused | Incomplete) -> Card:
    if isinstance(outcome, Preview):
        return _preview(outcome)
    if isinstance(outcome, Unclear):
        return _unclear(outcome)
    if isinstance(outcome, Refused):
        return _refused(outcome)
    return _incomplete(outcome)


def published_card(done: Published | Outcome) -> Card:
    """Say what was written, with Undo; or why nothing was."""
    if isinstance(done, Preview):
        shown = _preview(done, "" if done.meanwhile else _ANOTHER)
        return standing(shown, done.draft_id, done.stand)
    if not isinstance(done, Published):
        return outcome_card(done)
    if done.repeated:
        head = "This draft was published before; nothing was written a second time."
    else:
        key = f" · `{done.key}`" if done.key else ""
        head = f"**Published**: {HEADINGS[done.what].lower()}{key}. Readers see it from now on."
    return Card(
        blocks=(Text(head),),
        buttons=(Button(label="Undo", press=custom_id("undo", done.seq)),),
    )


def undone_card(done: Undone) -> Card:
    """Say that an act was taken back, with the way to bring it again."""
    again = " before; nothing was written a second time" if done.repeated else ""
    return Card(
        blocks=(Text(f"**Undone**{again}. The log keeps both."),),
        buttons=(Button(label="Bring it back", press=custom_id("undo", done.seq)),),
    )


def drafts_card(found: Drafts) -> Card:
    """List an editor's own drafts, with a button to go on with each."""
    if not found.rows and not found.page:
        return Card(blocks=(Text("You have no drafts here. Every /admin command begins one."),))
    head = (
        "### Your drafts\n-# Nobody else sees them, unless they are submitted. They are kept for "
        "seven days; what is submitted, until somebody has looked at it."
    )
    parts = [Text(head)]
    buttons = []
    for at, draft in enumerate(found.rows, 1):
        parts.append(Text(_draft(at, draft)))
        buttons.append(Button(label=f"Go on with {at}", press=_press("again", draft.draft_id)))
    here = Place(page=found.page)
    pages = pager("drafts", here, has_more=found.has_more)
    return Card(blocks=fit(parts), buttons=(*buttons, *pages))


def _draft(at: int, draft: DraftSummary) -> str:
    heading = f"**{at}. {_heading(draft.form)}**"
    return "\n".join(filter(None, (heading, stand_line(draft.stand), _typed(draft.form))))


def kept_card(why: str, text: str) -> tuple[Card, str | None]:
    """Give everything typed back, word for word: on the card, or as a file's text when long."""
    head = Text(_lines(why))
    if not text:
        return Card(blocks=(head,)), None
    if len(text) + len(head.text) > _INLINE or "```" in text:
        below = Text("-# Everything you typed is in the file below.")
        return Card(blocks=(head, below)), text
    return Card(blocks=(head, Text(f"What you typed:\n```\n{text}\n```"))), None


def typed_text(form: Form) -> str:
    """All that was typed, as plain text: each field under its label."""
    return sent_text(typed(form), kind_of(form))


def sent_text(values: Mapping[str, str], kind: str = "") -> str:
    """Fields as plain text, each under its label; empty ones are left out."""
    return "\n".join(
        f"{field_of(kind, key).label}: {text}"
        for key, text in values.items()
        if text and key in FIELDS
    )


def _preview(seen: Preview, why: str = "") -> Card:
    why = why or (_ON_TOP if seen.meanwhile else _UNPUBLISHED)
    rows = _rows(seen)
    parts: list[Part] = [Text(f"### Preview: {_heading(seen.form).lower()}\n-# {why}")]
    if seen.meanwhile is not None:
        parts += [Text(meanwhile_text(kind_of(seen.form), seen.meanwhile)), Rule()]
    if seen.moves is not None:
        parts.append(moving(seen.moves))
    if seen.parting is not None:
        parts.append(parting(seen.parting))
    parts.append(Text(_table(rows) if seen.was is None else _changes(seen, rows)))
    notes = [f"-# {name(note, 500)}" for note in seen.notes]
    if seen.before is not None:
        notes.insert(0, f"Recorded so far: {stance_line(seen.before.record)}")
    for key, when in seen.dates:
        text = getattr(seen.form, key)
        if text and text != when.phrase:
            notes.append(
                f"-# “{name(text)}” was read as {brief(when)}, days counted in {when.zone}."
            )
    if seen.source is not None and seen.source_is_new:
        notes.append("-# The source is new here and is recorded with it.")
        if seen.source.published.precision is Precision.UNDATED:
            notes.append(f"-# When it was published is {name(seen.source.published.phrase)}.")
    if notes:
        parts += [Rule(), Text("\n".join(notes))]
    publish = Button(
        label="Publish",
        press=_press("publish", seen.draft_id),
        style=Style.SUCCESS,
    )
    card = Card(blocks=fit(parts), buttons=(publish, *_edits(seen.draft_id, seen.form)))
    return choosing(card, seen)


def _rows(seen: Preview) -> tuple[Row, ...]:
    if isinstance(seen.record, Stance) and seen.condition is not None:
        return condition_rows(seen.record, seen.condition, seen.names, seen.source)
    return rows_of(seen.record, seen.names, seen.source, seen.roles)


def _rows_before(seen: Preview) -> tuple[Row, ...]:
    if seen.was is None:
        return ()
    if seen.condition is not None:
        return condition_rows(seen.was.record, seen.condition, seen.names, seen.source_before)
    source = seen.was.source or (None if seen.source_is_new else seen.source)
    return rows_of(seen.was.record, seen.names, source, seen.roles_before)


def _changes(seen: Preview, rows: tuple[Row, ...]) -> str:
    """The record that changes, then each row that differs, as it was and as it will be."""
    was = {row.label: row.text for row in _rows_before(seen)}
    now = {row.label: row.text for row in rows}
    identity = _IDENTITY if seen.condition is None else _IDENTITY + 1
    lines = [_table(rows[:identity])]
    for key in dict.fromkeys((*was, *now)):
        before, after = was.get(key, "none"), now.get(key, "none")
        if before != after:
            lines.append(f"**{key}** was: {before}\n**{key}** will be: {after}")
    if len(lines) == 1:
        lines.append(_table(rows[identity:]))
    if seen.reason:
        shown, more = fold(seen.reason, _SHOWN)
        lines.append(f"Reason: {shown}{hidden(more)}")
    return "\n".join(lines)


def _unclear(asked: Unclear) -> Card:
    timed = any(when.has_clock_time for when in asked.choices)
    choices = "\n".join(f"{at}\\. {_meaning(when)}" for at, when in enumerate(asked.choices, 1))
    asked_for = field_of(kind_of(asked.form), asked.field).label
    head = (
        f"### Which {'time' if timed else 'days'}?\n{asked_for}: “{name(asked.text)}” can mean:\n"
        f"{choices}\n-# Everything you typed is kept."
    )
    buttons = tuple(
        Button(
            label=label(absolute(when) if when.has_clock_time else brief(when)),
            press=_press("when", asked.draft_id, at),
            style=Style.PRIMARY,
        )
        for at, when in enumerate(asked.choices)
    )
    return Card(blocks=(Text(head),), buttons=(*buttons, *_edits(asked.draft_id, asked.form)))


def _meaning(when: When) -> str:
    """A choice; where clocks go back, the reader's own zone may show two of them alike."""
    return f"{brief(when)} ({absolute(when)})" if when.has_clock_time else brief(when)


def _refused(refusal: Refused) -> Card:
    head = Text(f"### Not published yet\n{_lines(refusal.error.text)}")
    parts: list[Block] = [head, Rule()]
    if refusal.meanwhile is not None:
        parts += [Text(meanwhile_text(kind_of(refusal.form), refusal.meanwhile)), Rule()]
    parts.append(Text(f"-# What you typed is kept:\n{_typed(refusal.form)}"))
    buttons = (*clash_buttons(refusal), *_edits(refusal.draft_id, refusal.form))
    return Card(blocks=fit(parts), buttons=buttons)


def _incomplete(lacking: Incomplete) -> Card:
    return Card(
        blocks=fit([Text(f"### Something is missing\n{_typed(lacking.form)}")]),
        buttons=_edits(lacking.draft_id, lacking.form),
    )


def _edits(draft_id: str, form: Form) -> tuple[Button, ...]:
    pages = PAGES[kind_of(form)]
    return (
        *(
            Button(label=page.button, press=_press("edit", draft_id, at))
            for at, page in enumerate(pages)
        ),
        Button(label="Cancel", press=_press("cancel", draft_id), style=Style.DANGER),
    )


def _press(verb: str, draft_id: str, *more: int) -> str:
    return custom_id(f"draft-{verb}", draft_id, *more)


def _heading(form: Form) -> str:
    return HEADINGS[kind_of(form)]


def _table(rows: tuple[Row, ...]) -> str:
    return "\n".join(f"{row.label}: {row.text}" for row in rows)


def _typed(form: Form) -> str:
    kind = kind_of(form)
    lines = []
    for key, text in typed(form).items():
        shown, more = fold(text, _SHOWN)
        lines.append(f"{field_of(kind, key).label}: {shown}{hidden(more)}")
    return "\n".join(lines)


def _lines(text: str) -> str:
    return "\n".join(escape(clean(line)) for line in text.splitlines())
