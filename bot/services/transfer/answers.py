"""What an editor is told of a file that comes in or goes out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.services.transfer.importing import ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file that waits to be let in, of so many bytes; `given_at` is aware UTC."""

    upload_id: str
    filename: str
    size: int
    given_at: datetime
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What letting a file in would do now.

    `digest` names exactly that. `moved` says that it is not what was seen before, and `second` that
    a second person has to let it in.
    """

    upload_id: str
    filename: str
    digest: str
    report: ImportReport
    moved: bool = False
    second: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """A file that was let in as act `act` of the server's log; `repeated` if that was before.

    `act` is None where nothing was to be written.
    """

    filename: str
    new: int = 0
    changed: int = 0
    refused: int = 0
    act: int | None = None
    repeated: bool = False


class Form(StrEnum):
    """What form an export has."""

    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that was made of `records` records, in `versions` versions where it has history."""

    filename: str
    data: bytes
    records: int
    versions: int | None = None
