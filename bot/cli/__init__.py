"""The command line. Each command's exit code: 0 done, 1 it failed, 2 the call or a setting is wrong.

After 2, starting again does not help; after 1 it may, so that a supervisor should.
"""

import typer

from bot.cli.bench import bench
from bot.cli.console import Commands
from bot.cli.packs import export_pack, import_pack
from bot.cli.publish import publish
from bot.cli.running import doctor, migrate, playground, run, sync

app = typer.Typer(
    name="stancebot",
    cls=Commands,
    help="A Discord bot that tells who stands where on a question, since when, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Settings come from the environment and .env; .env.example lists them.",
)
app.command()(run)
app.command()(playground)
app.command()(migrate)
app.command()(sync)
app.command("import")(import_pack)
app.command("export")(export_pack)
app.command()(publish)
app.command()(doctor)
app.command()(bench)


def main() -> None:
    """Run the command that the arguments name."""
    app(prog_name="stancebot")
