"""What editors are shown: previews, questions, refusals, and what was done with its Undo."""

from collections.abc import Mapping
from typing import Any

from bot.domain.phrases.refusals import absolute
from bot.domain.records import Recorded, Stance
from bot.domain.vocabulary import Verb
from bot.domain.when import Precision, When
from bot.services.editing.answers import (
    DraftSummary,
    Incomplete,
    Outcome,
    Preview,
    Published,
    Refused,
    Unclear,
    Undone,
)
from bot.services.editing.forms import Form, kind_of, typed
from bot.ui.card import Block, Button, Card, Rule, Style, Text
from bot.ui.dates import brief, moment
from bot.ui.editing.fields import FIELDS, HEADINGS, PAGES, field_of
from bot.ui.editing.rows import Row, condition_rows, rows_of, stance_line
from bot.ui.fit import fit
from bot.ui.press import custom_id
from bot.ui.text import clean, escape, fold, hidden, label, name

_SHOWN = 300
_INLINE = 3200
_IDENTITY = 2
_DONE = {
    Verb.SET: "changed",
    Verb.CORRECT: "corrected",
    Verb.CONFIRM: "confirmed",
    Verb.RETRACT: "retracted",
}


def outcome_card(outcome: Outcome) -> Card:
    """Show what a draft came to."""
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
        return _preview(done, "This is not what you saw before: look again, then publish.")
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


def drafts_card(found: tuple[DraftSummary, ...]) -> Card:
    """List an editor's own drafts, with a button to go on with each."""
    if not found:
        return Card(blocks=(Text("You have no drafts here. Every /admin command begins one."),))
    parts = [Text("### Your drafts\n-# Nobody else sees them. They are kept for seven days.")]
    buttons = []
    for at, draft in enumerate(found, 1):
        parts.append(Text(f"**{at}. {_heading(draft.form)}**\n{_typed(draft.form)}"))
        buttons.append(Button(label=f"Go on with {at}", press=_press("again", draft.draft_id)))
    return Card(blocks=fit(parts), buttons=tuple(buttons))


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


def _preview(seen: Preview, why: str = "Nothing is published yet.") -> Card:
    rows = _rows(seen)
    parts: list[Block] = [
        Text(f"### Preview: {_heading(seen.form).lower()}\n-# {why}"),
        Text(_table(rows) if seen.was is None else _changes(seen, rows)),
    ]
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
    return Card(blocks=fit(parts), buttons=(publish, *_edits(seen.draft_id, seen.form)))


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
    lines = ["### Not published yet", _lines(refusal.error.text)]
    if refusal.changed is not None:
        lines.append(_change(refusal.changed))
    typed_so_far = f"-# What you typed is kept:\n{_typed(refusal.form)}"
    buttons = list(_edits(refusal.draft_id, refusal.form))
    if refusal.changed is not None:
        again = Button(
            label="Look again",
            press=_press("again", refusal.draft_id),
            style=Style.PRIMARY,
        )
        buttons.insert(0, again)
    return Card(
        blocks=fit([Text("\n".join(lines)), Rule(), Text(typed_so_far)]),
        buttons=tuple(buttons),
    )


def _incomplete(lacking: Incomplete) -> Card:
    return Card(
        blocks=fit([Text(f"### Something is missing\n{_typed(lacking.form)}")]),
        buttons=_edits(lacking.draft_id, lacking.form),
    )


def _change(newest: Recorded[Any]) -> str:
    version = newest.version
    who = "somebody" if version.recorded_by is None else f"<@{version.recorded_by}>"
    why = f": “{name(version.reason, 200)}”" if version.reason else ""
    return f"{who} {_DONE[version.verb]} it on {moment(version.recorded_at)}{why}."


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
