"""Letting a file in, as editors see it: the dry run line by line, how far it is, what was done."""

from collections.abc import Iterator

from bot.services.packs import ImportAction, ImportLine, ImportReport
from bot.services.transfer.answers import DryRun, Exported, LetIn, Waiting
from bot.ui.card import Button, Card, Row, Rule, Style, Text
from bot.ui.dates import moment
from bot.ui.fit import Listed, Part, fit
from bot.ui.nav import Place, pager
from bot.ui.press import custom_id
from bot.ui.text import clean, name, plural, shorten

TURNS = "import"
_PAGE = 10
_SHOWN = 80
_WHY = 300
_LISTED = 5
_KB = 1024
# What needs an editor's eye stands first; what stands as it is, is only counted.
_ORDER = (
    ImportAction.REFUSED,
    ImportAction.LEFT_OUT,
    ImportAction.KEPT_RETRACTED,
    ImportAction.KEPT_DRAFT,
    ImportAction.CHANGED,
    ImportAction.NEW,
)


def dry_card(dry: DryRun, page: int = 0) -> Card:
    """Show one page of what letting a file in would do, with the button that does it."""
    report = dry.report
    lines = sorted(
        (each for each in report.lines if each.action in _ORDER),
        key=lambda each: _ORDER.index(each.action),
    )
    last = max(len(lines) - 1, 0) // _PAGE
    page = min(page, last)
    shown = lines[page * _PAGE : (page + 1) * _PAGE]
    moved = "The server’s record has changed since you looked: look again. " if dry.moved else ""
    head = (
        f"### Dry run: {name(dry.filename)}\n{moved}{_counts(report)}.{_settings(report)}\n"
        f"-# {moved and ''}Nothing is written yet. The file waits for a day."
    )
    parts: list[Part] = [Text(head)]
    if shown:
        pages = f"-# Page {page + 1:,} of {last + 1:,}" if last else ""
        parts += [Rule(), Listed(head=pages, items=tuple(map(_line, shown)), more="in the file")]
    if dry.second and report.writes:
        parts.append(
            Text("-# Here a second person lets it in: another editor gives /admin import."),
        )
    here = Place(actor=dry.upload_id, page=page)
    return Card(
        blocks=fit(parts),
        buttons=(*_doing(dry), *pager(TURNS, here, has_more=page < last)),
    )


def _doing(dry: DryRun) -> Iterator[Button]:
    report = dry.report
    if report.writes:
        count = report.new + report.changed
        yield Button(
            label=f"Import {plural(count, 'record')}" if count else "Take the settings",
            press=custom_id("import-do", dry.upload_id, dry.digest),
            style=Style.SUCCESS,
            disabled=dry.second,
        )
    yield Button(label="All of it as a file", press=custom_id("import-list", dry.upload_id))
    yield Button(label="Cancel", press=custom_id("import-drop", dry.upload_id))


def _counts(report: ImportReport) -> str:
    counts = [
        f"**{report.new:,}** new",
        f"**{report.changed:,}** changed",
        f"**{report.unchanged:,}** unchanged",
        f"**{report.refused:,}** refused",
    ]
    if report.left_out:
        counts.append(f"**{report.left_out:,}** left out")
    if report.kept:
        counts.append(f"**{report.kept:,}** kept as they are")
    return ", ".join(counts)


def _settings(report: ImportReport) -> str:
    taken = []
    if report.zone:
        taken.append(f"the zone {name(report.zone)}")
    if report.default_issue:
        taken.append(f"the usual issue “{name(report.default_issue)}”")
    return f" The server takes {' and '.join(taken)} from it." if taken else ""


def _line(line: ImportLine) -> str:
    at = f"Line {line.line:,}: " if line.line else ""
    what = f"**{line.action}** {name(line.kind)}"
    key = f" `{name(line.key)}`" if line.key else ""
    titled = f" {name(line.title, _SHOWN)}" if line.title else ""
    about = line.reason or ", ".join(line.fields)
    return f"{at}{what}{key}{titled}{f' — {name(about, _WHY)}' if about else ''}"


def dry_text(dry: DryRun) -> str:
    """The whole dry run as plain text, a line for each record in the order of its file."""
    report = dry.report
    lines = [f"{clean(dry.filename)}: {_counts(report)}".replace("**", "")]
    for each in report.lines:
        at = f"line {each.line}: " if each.line else ""
        about = each.reason or ", ".join(each.fields)
        words = (str(each.action), *map(_brief, (each.kind, each.key, each.title)))
        lines.append(
            f"{at}{' '.join(filter(None, words))}{f' ({clean(about)})' if about else ''}",
        )
    return "\n".join(lines) + "\n"


def _brief(text: str) -> str:
    """A word of a file on one line: what was refused may hold anything."""
    return shorten(clean(text), _SHOWN)


def progress_card(done: int, of: int) -> Card:
    """Say how far an import is."""
    return Card(blocks=(Text(f"Importing: {done:,} of {of:,} records are written …"),))


def let_in_card(done: LetIn | DryRun) -> Card:
    """Say what was written, with Undo; or show the dry run again where it has changed."""
    if isinstance(done, DryRun):
        return dry_card(done)
    if done.repeated:
        text = "This file was let in before; nothing was written a second time."
    elif done.act is None:
        text = "The server has all of it already; nothing was written."
    else:
        text = (
            f"**Imported**: {name(done.filename)} — {done.new:,} new, {done.changed:,} changed. "
            "Readers see it from now on."
        )
        if done.refused:
            text += (
                f"\n{plural(done.refused, 'record')} of it did not come in, as the dry run said."
            )
    undo = () if done.act is None else (Button(label="Undo", press=custom_id("undo", done.act)),)
    return Card(blocks=(Text(text),), buttons=undo)


def dropped_card() -> Card:
    """Say that nothing was let in."""
    return Card(blocks=(Text("Cancelled. Nothing was written, and the file is gone."),))


def waiting_card(found: tuple[Waiting, ...]) -> Card:
    """List the files that wait, with a button to look through each."""
    if not found:
        text = (
            "No file waits here. Give /admin import with a pack (JSON) or a table (CSV); "
            "/admin export writes either."
        )
        return Card(blocks=(Text(text),))
    parts: list[Part] = [Text("### Files that wait\n-# Each is dropped a day after it was given.")]
    for each in found[:_LISTED]:
        whose = "yours" if each.own else "another editor’s"
        size = max(1, each.size // _KB)
        parts.append(
            Text(f"{name(each.filename)} · {size:,} KB · {whose} · {moment(each.given_at)}")
        )
        parts.append(Row((Button(label="Look", press=custom_id("import-look", each.upload_id)),)))
    return Card(blocks=fit(parts))


def exported_text(made: Exported) -> str:
    """What stands beside an exported file."""
    count = plural(made.records, "record")
    if made.versions is None:
        return f"All that is published here: {count}. /admin import takes it in again."
    return (
        f"{count} in {plural(made.versions, 'version')}, with what was corrected and retracted. "
        "Editors are numbered, not named."
    )
