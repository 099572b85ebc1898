"""How digests are set up: the list, one of them, a preview, and what was changed, with Undo."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.days import NAMES, days_words, time_words
from bot.domain.edges import Edge
from bot.domain.rules import Digest, WhenEmpty
from bot.domain.schedules import Occurrence
from bot.domain.when import zone_named
from bot.services.news.digest_answers import (
    DigestOutcome,
    DigestPreview,
    DigestRefused,
    DigestSet,
    DigestView,
)
from bot.services.news.digest_drafts import DigestTyped
from bot.ui.calendar.post_parts import why
from bot.ui.card import MAX_TEXT, Button, Card, Menu, Option, Rule, Style, Text
from bot.ui.dates import day, moment
from bot.ui.fit import Listed, Part, fit
from bot.ui.news.digest_card import ALL_ISSUES, DIGESTS, digest_parts, shown_in_news
from bot.ui.news.digest_modal import WHEN_EMPTY
from bot.ui.press import custom_id
from bot.ui.prose.languages import LANGUAGES
from bot.ui.text import clean, escape, fold, hidden, label, name

_WHOLE = 5
_SHOWN = 200
_LABELS = ("Channel", "Issue", "Days", "Time", "Zone", "Language of dates", "With nothing new")
_SENT = "sent all the same, and says so"
_LEFT_OUT = "left out; the editors’ desk hears once a week that it lives"
_UNHEARD = (
    "left out; the editors would hear once a week that it lives if /setup desk named a channel"
)
_BRIEFLY = {
    WhenEmpty.SKIP: "left out when nothing is new",
    WhenEmpty.SEND: "sent also when nothing is new",
}
_FIELDS = {
    "issue": "Issue",
    "days": "Days",
    "at": "Time",
    "zone": "Zone",
    "language": "Language of dates",
    "empty": "With nothing new",
}


def list_card(found: Sequence[DigestView], names: Mapping[int, str]) -> Card:
    """All digests, each with when it comes; `names` are the channels' for the menu."""
    if not found:
        return Card(
            blocks=(
                Text(
                    "### Digests\nThere is none yet. A digest tells a channel at set times what has "
                    "changed, such as:\n/setup digest channel:#news days:weekdays at:09:00",
                ),
            ),
        )
    runs = 5 if len(found) <= _WHOLE else 1
    listed = Listed(
        head="### Digests",
        items=tuple("\n".join(_short(view, runs)) for view in found),
        more="the menu below has them all",
    )
    options = tuple(
        Option(
            label=label(f"#{names.get(each.digest.channel_id, '?')}: {_plain_issue(each)}", 100),
            value=each.digest.id,
            note=f"{days_words(each.digest.days)} at {time_words(each.digest.at)}"[:100],
        )
        for each in found
    )
    menu = Menu(hint="Change, pause or remove one", press=custom_id("digest-open"), options=options)
    return Card(blocks=fit((listed,)), menu=menu)


def one_card(view: DigestView, notes: Sequence[str] = ()) -> Card:
    """One digest with all its settings and its next runs."""
    digest = view.digest
    rows = "\n".join(
        f"**{each}:** {text}" for each, text in zip(_LABELS, _values(view), strict=True)
    )
    parts = (
        Text(f"### Digest\n{rows}"),
        Text(_coming(view)),
        *_noted([*_state(view), *notes, f"It tells what came after {moment(digest.marked_at)}."]),
    )
    pause = (
        Button(label="Resume", press=custom_id("digest-go", digest.id), style=Style.SUCCESS)
        if digest.paused
        else Button(label="Pause", press=custom_id("digest-pause", digest.id))
    )
    return Card(
        blocks=fit(parts),
        buttons=(
            Button(label="Preview", press=custom_id("digest-look", digest.id)),
            Button(label="Change", press=custom_id("digest-change", digest.id)),
            pause,
            Button(
                label="Remove",
                press=custom_id("digest-end", digest.id),
                style=Style.DANGER,
            ),
            Button(label="All digests", press=custom_id(DIGESTS)),
        ),
    )


def outcome_card(outcome: DigestOutcome, notes: Sequence[str] = ()) -> Card:
    """What a draft came to: its preview, or what keeps it from being saved."""
    if isinstance(outcome, DigestRefused):
        return _refused(outcome)
    return _preview(outcome, notes)


def saved_card(done: DigestSet | DigestOutcome, notes: Sequence[str] = ()) -> Card:
    """What is set now and was before, with Undo; or why nothing was set."""
    if not isinstance(done, DigestSet):
        return outcome_card(done, notes)
    view, before = done.view, done.before
    undo = Button(label="Undo", press=custom_id("digest-undo", done.undo_id))
    if view is None:
        where = f"<#{before.channel_id}>" if before else "its channel"
        of = f"**{name(done.issue.title)}**" if done.issue else ALL_ISSUES
        text = f"### Removed\nThe digest of {of} in {where} is no more. It owes nothing now."
        return Card(blocks=(Text(text),), buttons=(undo,))
    if before == view.digest:
        known = [*_state(view), *notes]
        return Card(blocks=(Text("It was set so already."), Text(_coming(view)), *_noted(known)))
    head = "Paused" if view.digest.paused else "Saved"
    parts = (
        Text("\n".join((f"### {head}", *_rows(view, before)))),
        Text(_coming(view)),
        *_noted([*_state(view), *notes]),
    )
    open_ = Button(label="Set-up", press=custom_id("digest-open", view.digest.id))
    return Card(blocks=fit(parts), buttons=(undo, open_))


def typed_text(typed: DigestTyped) -> str:
    """All that was typed, as plain text."""
    return "\n".join(f"{shown}: {text}" for shown, text in _typed(typed))


def _typed(typed: DigestTyped) -> Iterator[tuple[str, str]]:
    """Each field that is not empty; what was chosen is shown as it was offered."""
    offered = {
        "language": LANGUAGES,
        "empty": {code.value: shown for code, shown in WHEN_EMPTY.items()},
    }
    for field, shown in _FIELDS.items():
        text: str = getattr(typed, field)
        if text:
            yield shown, offered.get(field, {}).get(text, text)


def _preview(seen: DigestPreview, notes: Sequence[str]) -> Card:
    view, answer = seen.view, seen.answer
    # Where nothing is sent now, to save it as it is tries the channel again.
    standing = seen.draft_id is None or (seen.before == view.digest and view.broken is None)
    lines = [
        f"### Preview: digest for <#{view.digest.channel_id}>",
        f"-# {_why(seen, standing=standing)}",
        *(_rows(view, seen.before) if not standing else ()),
    ]
    known = [*_state(view), *notes, *_hints(seen)]
    own: tuple[Part, ...] = (Text("\n".join(lines)), Text(_coming(view)), *_noted(known))
    taken = sum(len(part.text) for part in own if isinstance(part, Text))
    example = (
        "-# Below is an example: what it would say of the last seven days."
        if seen.before is None
        else "-# Below is what it would say now."
    )
    room = MAX_TEXT - taken - len(example)
    said = digest_parts(view.digest, answer, gone=view.gone, room=room)
    left = answer.count - shown_in_news(said)
    rest = (Text(f"-# And {left:,} more, which a button of the post opens."),) if left > 0 else ()
    return Card(
        blocks=fit((*own, Text(example), Rule(), *said, *rest)),
        buttons=_preview_buttons(seen, standing=standing),
    )


def _why(seen: DigestPreview, *, standing: bool) -> str:
    if seen.draft_id is None:
        return "So it is set up."
    if standing:
        return "So it is set up already: nothing would change."
    if seen.changed:
        return "This is not what you saw before: look again, then save."
    return "Nothing is saved yet, and nobody else sees this."


def _hints(seen: DigestPreview) -> Iterator[str]:
    if seen.usual and seen.before is None and seen.view.issue is not None:
        yield "The issue is the usual one here; give “all” in the issue option for every issue."
    if seen.elsewhere is not None:
        yield (
            f"<#{seen.elsewhere.channel_id}> is told of this already. “Save” adds a second digest; "
            "“Move that one here” takes it along, with what it has not told yet."
        )


def _preview_buttons(seen: DigestPreview, *, standing: bool) -> tuple[Button, ...]:
    draft, digest = seen.draft_id, seen.view.digest
    if draft is None:
        return (Button(label="Set-up", press=custom_id("digest-open", digest.id)),)
    save = Button(
        label="Save",
        press=custom_id("digest-save", draft, seen.seen),
        style=Style.SUCCESS,
    )
    move = (
        Button(
            label="Move that one here",
            press=custom_id("digest-move", draft, seen.elsewhere.id),
        )
        if seen.elsewhere
        else None
    )
    found = (None if standing else save, move, *_edits(draft))
    return tuple(each for each in found if each is not None)


def _edits(draft: str, *, issue: bool = False) -> tuple[Button, ...]:
    change = Button(label="Change", press=custom_id("digest-edit", draft))
    other = Button(label="Change the issue", press=custom_id("digest-edit", draft, "issue"))
    cancel = Button(
        label="Cancel",
        press=custom_id("digest-cancel", draft),
        style=Style.DANGER,
    )
    return (change, *((other,) if issue else ()), cancel)


def _refused(refusal: DigestRefused) -> Card:
    lines = [
        "### Not saved yet",
        *(escape(clean(line)) for line in refusal.error.text.splitlines()),
    ]
    typed = refusal.typed
    kept = [f"Channel: <#{typed.channel_id}>"]
    for shown, text in _typed(typed):
        written, more = fold(text, _SHOWN)
        kept.append(f"{shown}: {written}{hidden(more)}")
    return Card(
        blocks=fit(
            (
                Text("\n".join(lines)),
                Rule(),
                Text("\n".join(("-# What you typed is kept:", *kept))),
            ),
        ),
        buttons=_edits(refusal.draft_id, issue=bool(typed.issue)),
    )


def _short(view: DigestView, runs: int) -> Iterator[str]:
    digest = view.digest
    yield f"**<#{digest.channel_id}>** · {_issue(view)}"
    yield (
        f"{_days(digest)} at {time_words(digest.at)} by the clock of {digest.zone} · dates in "
        f"{_language(digest)} · {_BRIEFLY[digest.empty]}"
    )
    if digest.paused:
        yield "Paused: nothing is sent."
    else:
        yield f"Next: {', '.join(moment(run.at, 'F') for run, _ in view.runs[:runs])}"
    yield from (f"-# {note}" for note in _broken(view))


def _rows(view: DigestView, before: Digest | None) -> Iterator[str]:
    """Each setting, with what it was where it was another."""
    was = view if before is None else replace(view, digest=before)
    for shown, text, old in zip(_LABELS, _values(view), _values(was), strict=True):
        yield f"**{shown}:** {text}{f' (before: {old})' if text != old else ''}"


def _values(view: DigestView) -> tuple[str, ...]:
    digest = view.digest
    return (
        f"<#{digest.channel_id}>",
        _issue(view),
        _days(digest),
        time_words(digest.at),
        digest.zone,
        _language(digest),
        _empty(view),
    )


def _empty(view: DigestView) -> str:
    if view.digest.empty is WhenEmpty.SEND:
        return _SENT
    return _LEFT_OUT if view.has_desk else _UNHEARD


def _state(view: DigestView) -> Iterator[str]:
    if view.digest.paused:
        yield "It is paused: nothing is sent until it is resumed."
    yield from _broken(view)


def _broken(view: DigestView) -> Iterator[str]:
    if view.gone:
        yield "Its issue was taken out of the record, so it has nothing more to tell."
    if view.broken is not None:
        yield f"Nothing is sent there now: {why(view.broken)}. Name the channel again when it is mended."


def _coming(view: DigestView) -> str:
    """The next runs, in the reader's own zone and by the digest's clock, and what clocks do then."""
    head = "**When resumed, it would come**" if view.digest.paused else "**It comes**"
    return "\n".join((head, *(_run(view.digest, run, edge) for run, edge in view.runs)))


def _run(digest: Digest, run: Occurrence, edge: Edge | None) -> str:
    local = run.at.astimezone(zone_named(digest.zone))
    clock = f"{NAMES[local.weekday()]} {day(local.date())}, {local:%H:%M} in {digest.zone}"
    line = f"- {moment(run.at, 'F')} – {clock}"
    return f"{line}\n-# {_edge(digest, local, edge)}" if edge else line


def _edge(digest: Digest, local: datetime, edge: Edge) -> str:
    at = time_words(digest.at)
    match edge:
        case Edge.SKIPPED:
            return f"The clocks go forward that day and skip {at}, so it comes at {local:%H:%M}."
        case Edge.REPEATED:
            return f"The clocks go back that day and pass {at} twice: it comes the first time."
        case Edge.FORWARD:
            return f"The clocks go forward that day; it stays at {at} by them."
        case Edge.BACK:
            return f"The clocks go back that day; it stays at {at} by them."


def _issue(view: DigestView) -> str:
    return f"**{name(view.issue.title)}**" if view.issue else ALL_ISSUES


def _plain_issue(view: DigestView) -> str:
    return view.issue.title if view.issue else ALL_ISSUES


def _days(digest: Digest) -> str:
    return days_words(digest.days)


def _language(digest: Digest) -> str:
    return LANGUAGES.get(digest.language, digest.language)


def _noted(notes: Sequence[str]) -> tuple[Text, ...]:
    return (Text("\n".join(f"-# {note}" for note in notes)),) if notes else ()
