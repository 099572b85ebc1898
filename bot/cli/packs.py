"""The commands that carry records in and out of a server as files."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer
from rich.text import Text

from bot.app import open_app
from bot.cli.console import configured, err, go, out
from bot.clock import SystemClock
from bot.domain.scope import Scope
from bot.errors import InvalidInputError
from bot.packs.format import MAX_BYTES
from bot.packs.reading import read_whole
from bot.packs.starter import load_starter
from bot.services.packs import ImportAction, ImportReport
from bot.services.transfer.answers import Exported, Form

STARTER = "starter"
# The largest whole number that a database's column takes; every id of Discord's is below.
_LARGEST = 2**63 - 1
_COUNTED = (ImportAction.NEW, ImportAction.CHANGED, ImportAction.UNCHANGED)

Guild: TypeAlias = Annotated[
    int,
    typer.Option(
        min=1,
        max=_LARGEST,
        metavar="ID",
        help="The server's id: right-click its name, Copy Server ID.",
    ),
]


def import_pack(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|starter",
            help="A pack as JSON or CSV, or the pack that comes along.",
        ),
    ],
    guild: Guild,
    *,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Only say what would be done."),
    ] = False,
) -> None:
    """Import a pack into a server, as one act that can be looked up in its log."""
    settings = configured()
    data = None if file == STARTER else _read(Path(file))

    async def work() -> ImportReport:
        async with open_app(settings.database_url, SystemClock()) as app:
            packs = app.services.packs
            if data is None:
                pack = load_starter()
            else:
                # A table's days are the server's.
                zone = await packs.zone(guild)
                pack = read_whole(data, filename=Path(file).name, zone=zone)
            if dry_run:
                return await packs.preview(guild, pack)
            return await packs.apply(guild, pack, by=None)

    report = go(work(), f"Reading {file} into the server {guild} …")
    _tell(report, dry_run=dry_run)


def export_pack(
    guild: Guild,
    file: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write here; without it, to standard output."),
    ] = None,
    form: Annotated[
        Form,
        typer.Option("--format", help="CSV opens in any spreadsheet; both can be imported."),
    ] = Form.JSON,
    *,
    history: Annotated[
        bool,
        typer.Option("--history", help="Every version, with its verb, its reason and its act."),
    ] = False,
) -> None:
    """Export all that is published on a server, as a pack or as a table."""
    settings = configured()

    async def work() -> Exported:
        async with open_app(settings.database_url, SystemClock()) as app:
            scope = Scope(guild_id=guild)
            return await app.services.carrier.export(scope, form, history=history, by=None)

    made = go(work(), f"Reading the server {guild} …")
    if file is None:
        typer.get_binary_stream("stdout").write(made.data)
        return
    try:
        file.write_bytes(made.data)
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be written: {error.strerror}.") from error
    versions = "" if made.versions is None else f" in {made.versions} versions"
    err().print(f"Wrote {made.records} records{versions} to {file}.", markup=False)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            # One byte over the limit is enough to be refused.
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be read: {error.strerror}.") from error


def _tell(report: ImportReport, *, dry_run: bool) -> None:
    console = out()
    for line in report.lines:
        if line.action is not ImportAction.UNCHANGED:
            about = line.reason or ", ".join(line.fields)
            text = f"{line.action:>12}  {line.kind} {line.key}: {line.title}"
            console.print(Text(f"{text} ({about})" if about else text))
    counts = ", ".join(f"{report.count(action)} {action}" for action in _COUNTED)
    rest = f", {report.kept} kept as they are, {report.left_out} left out"
    done = "Nothing was written: a dry run." if dry_run else _done(report)
    console.print(Text(f"“{report.pack}”: {counts}{rest}. {done}"))


def _done(report: ImportReport) -> str:
    if report.act is None:
        return "The server has all of it already."
    return f"Written as act {report.act} of the server's log."
