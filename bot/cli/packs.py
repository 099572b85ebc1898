"""The commands that carry records in and out of a server as pack files."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer
from rich.text import Text

from bot.app import open_app
from bot.cli.console import configured, err, go, out
from bot.clock import SystemClock
from bot.errors import InvalidInputError
from bot.packs.format import MAX_BYTES, Pack, decode, encode
from bot.packs.starter import load_starter
from bot.services.packs import ImportAction, ImportReport

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
        typer.Argument(metavar="FILE|starter", help="A pack file, or the pack that comes along."),
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
    pack = load_starter() if file == STARTER else _read(Path(file))

    async def work() -> ImportReport:
        async with open_app(settings.database_url, SystemClock()) as app:
            if dry_run:
                return await app.services.packs.preview(guild, pack)
            return await app.services.packs.apply(guild, pack, by=None)

    report = go(work(), f"Reading “{pack.name}” into the server {guild} …")
    _tell(report, dry_run=dry_run)


def export_pack(
    guild: Guild,
    file: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write here; without it, to standard output."),
    ] = None,
) -> None:
    """Export all that is published on a server as a pack."""
    settings = configured()

    async def work() -> Pack:
        async with open_app(settings.database_url, SystemClock()) as app:
            return await app.services.packs.export(guild)

    pack = go(work(), f"Reading the server {guild} …")
    if not any(pack.records()):
        raise InvalidInputError(f"The server {guild} has no records to export.")
    data = encode(pack)
    if file is None:
        typer.get_binary_stream("stdout").write(data)
        return
    try:
        file.write_bytes(data)
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be written: {error.strerror}.") from error
    err().print(f"Wrote {sum(1 for _ in pack.records())} records to {file}.", markup=False)


def _read(path: Path) -> Pack:
    try:
        with path.open("rb") as stream:
            # One byte over the limit is enough for `decode` to refuse it.
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be read: {error.strerror}.") from error
    return decode(data, filename=path.name)


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
