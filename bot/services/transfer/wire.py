"""What the bot and the process that carries files tell each other: frames of msgpack."""

from datetime import datetime

import msgspec

from bot.domain.access import Person
from bot.services.transfer.answers import DryRun, Exported, Form, LetIn

# Each frame begins with its length in so many bytes.
HEAD = 4


class Look(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """Look through a file, or let it in where `seen` names a dry run; `now` is aware UTC."""

    database_url: str
    now: datetime
    guild_id: int
    upload_id: str
    by: Person
    seen: str | None = None


class Export(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """Make a file of what a server has stored; whoever asks was found to be an editor."""

    database_url: str
    guild_id: int
    form: Form
    history: bool
    name: str


class Progressed(msgspec.Struct, tag=True, frozen=True):
    """So many records of so many are written."""

    done: int
    of: int


class Failed(msgspec.Struct, tag=True, frozen=True):
    """It did not work: an error by its name, and its sentence."""

    error: str
    text: str


class Looked(msgspec.Struct, tag=True, frozen=True):
    """What letting the file in would do."""

    dry: DryRun


class Came(msgspec.Struct, tag=True, frozen=True):
    """The file was let in."""

    done: LetIn


class Made(msgspec.Struct, tag=True, frozen=True):
    """The file that was made."""

    made: Exported


Task = Look | Export
Reply = Progressed | Failed | Looked | Came | Made
_TASKS: msgspec.msgpack.Decoder[Task] = msgspec.msgpack.Decoder(Task)
_REPLIES: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def framed(message: Task | Reply) -> bytes:
    """A message as a frame."""
    data = msgspec.msgpack.encode(message)
    return len(data).to_bytes(HEAD) + data


def task_of(frame: bytes) -> Task:
    """Read what is asked for."""
    return _TASKS.decode(frame[HEAD:])


def reply_of(data: bytes) -> Reply:
    """Read what came of it, without its head."""
    return _REPLIES.decode(data)
