"""The log of acts as a file: one line for each record and setting that an act wrote."""

import csv
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import msgspec

from bot.domain.act_log import LoggedAct
from bot.domain.records import KIND_NAMES, Recorded
from bot.errors import InvalidInputError
from bot.services.desk.log_answers import ActView, LogExport
from bot.services.transfer.cells import neutral
from bot.ui.attachment import Attachment
from bot.ui.desk.act_words import act_title, done
from bot.ui.desk.people import FORMER, PROGRAM
from bot.ui.desk.record_words import Differs, Names, differs
from bot.ui.desk.setting_words import setting_differs
from bot.ui.prose.plain import plain
from bot.ui.prose.spans import Own
from bot.ui.text import plural

# Discord takes ten million bytes of everybody; some are for the message itself.
MOST_BYTES = 9_500_000
_COLUMNS = (
    "act",
    "at",
    "by",
    "drafted by",
    "what",
    "why",
    "undone by act",
    "kind",
    "key",
    "version",
    "done",
    "reason",
    "before",
    "after",
)


def log_csv(found: LogExport) -> Attachment:
    """The log as a CSV file that no spreadsheet computes anything of."""
    sheet = StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for line in _lines(found):
        writer.writerow([neutral(cell) for cell in line])
    # Spreadsheets know by the mark at its beginning that a file is UTF-8.
    return _attached(found, "log.csv", ("\ufeff" + sheet.getvalue()).encode())


def log_json(found: LogExport) -> Attachment:
    """The log as a JSON file: each act with every record whole, as it was before and after."""
    acts = [
        {
            **_act(view.act, found.names),
            "records": [
                {
                    "kind": KIND_NAMES[type(change.now.record)],
                    "version": change.now.version.number,
                    "verb": change.now.version.verb.value,
                    "reason": change.now.version.reason,
                    "before": _whole(change.before),
                    "after": _whole(change.now),
                }
                for change in view.changes
            ],
            "settings": [
                {
                    "area": each.area.value,
                    "subject": each.subject,
                    "before": _textual(each.before),
                    "after": _textual(each.after),
                }
                for each in view.settings
            ],
        }
        for view in found.acts
    ]
    data = json.dumps({"zone": found.zone, "acts": acts}, ensure_ascii=False, indent=1)
    return _attached(found, "log.json", data.encode())


def _lines(found: LogExport) -> Iterator[Sequence[str]]:
    for view in found.acts:
        head = tuple(
            "" if value is None else str(value) for value in _act(view.act, found.names).values()
        )
        lines = tuple(_changes(view, found.names, found.zone))
        for line in lines or (("",) * (len(_COLUMNS) - len(head)),):
            yield (*head, *line)


def _changes(view: ActView, names: Names, zone: str) -> Iterator[Sequence[str]]:
    for change in view.changes:
        version, record = change.now.version, change.now.record
        before, after = _sides(differs(change, names), zone)
        yield (
            KIND_NAMES[type(record)],
            record.key,
            str(version.number),
            done(change),
            version.reason or "",
            before,
            after,
        )
    for setting in view.settings:
        before, after = _sides(setting_differs(setting, names), zone)
        yield (
            "setting",
            f"{setting.area.value} {setting.subject}".strip(),
            "",
            "set",
            "",
            before,
            after,
        )


def _sides(found: Sequence[Differs], zone: str) -> tuple[str, str]:
    """What differs as two cells: as it was, and as it is."""
    was = (plain((*e.name, Own(": "), *e.was), zone=zone) for e in found if e.was is not None)
    now = (plain((*e.name, Own(": "), *e.now), zone=zone) for e in found if e.now is not None)
    return "\n".join(was), "\n".join(now)


def _act(act: LoggedAct, names: Names) -> dict[str, Any]:
    return {
        "act": act.seq,
        "at": _instant(act.at),
        "by": _person(act.by, erased=act.erased),
        "drafted_by": None if act.drafted_by is None else str(act.drafted_by),
        "what": act_title(act, names),
        "why": act.why,
        "undone_by": act.undone_by,
    }


def _person(user_id: int | None, *, erased: bool) -> str:
    """A Discord id as text, for no spreadsheet keeps so many digits."""
    return str(user_id) if user_id is not None else FORMER if erased else PROGRAM


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _whole(version: Recorded[Any] | None) -> Any:
    return None if version is None else msgspec.to_builtins(version.record)


def _textual(row: Any) -> Any:
    """A row of the settings; Discord's ids as text, for no reader of JSON need keep the digits."""
    if row is None:
        return None
    return {
        name: str(value) if name.endswith("_id") and value is not None else value
        for name, value in row.items()
    }


def _attached(found: LogExport, filename: str, data: bytes) -> Attachment:
    text = f"The log, as asked for: {plural(len(found.acts), 'act')}."
    if len(data) > MOST_BYTES:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(filename), data, zipfile.ZIP_DEFLATED)
        filename, data = f"{filename}.zip", packed.getvalue()
    if len(data) > MOST_BYTES:
        raise InvalidInputError(
            "This is larger than Discord takes, also when it is zipped. Narrow it with the options "
            "since and until.",
        )
    return Attachment(text=text, filename=filename, data=data)
