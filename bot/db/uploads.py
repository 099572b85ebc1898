"""Files that editors gave and have not yet let in; they are kept for a day."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.db.engine import Unit
from bot.db.schema_desk import UploadRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that waits: who gave it, when (aware UTC), and how many bytes it has."""

    id: str
    user_id: int
    filename: str
    made_at: datetime
    size: int


_FIND = sa.select(
    UploadRow.id,
    UploadRow.user_id,
    UploadRow.filename,
    UploadRow.made_at,
    sa.func.length(UploadRow.data).label("size"),
)


def keep(unit: Unit, guild_id: int, upload: Upload, data: bytes) -> None:
    """Keep a file; an upload's id is new."""
    unit.execute(
        sa.insert(UploadRow).values(
            guild_id=guild_id,
            id=upload.id,
            user_id=upload.user_id,
            filename=upload.filename,
            data=data,
            made_at=upload.made_at,
        ),
    )


def waiting(unit: Unit, guild_id: int, *, since: datetime) -> list[Upload]:
    """The files of a server that were given since, the last first."""
    rows = unit.execute(
        _FIND.where(UploadRow.guild_id == guild_id, UploadRow.made_at >= since).order_by(
            UploadRow.made_at.desc(),
            UploadRow.id,
        ),
    )
    return [Upload(**row._asdict()) for row in rows]


def find(unit: Unit, guild_id: int, upload_id: str, *, since: datetime) -> Upload | None:
    """One file without its bytes; None where it was dropped or is older."""
    row = unit.execute(
        _FIND.where(
            UploadRow.guild_id == guild_id,
            UploadRow.id == upload_id,
            UploadRow.made_at >= since,
        ),
    ).one_or_none()
    return None if row is None else Upload(**row._asdict())


def data_of(unit: Unit, guild_id: int, upload_id: str) -> bytes:
    """The bytes of a file that is there."""
    return unit.execute(
        sa.select(UploadRow.data).where(UploadRow.guild_id == guild_id, UploadRow.id == upload_id),
    ).scalar_one()


def drop(unit: Unit, guild_id: int, upload_id: str) -> None:
    """Forget a file."""
    unit.execute(
        sa.delete(UploadRow).where(UploadRow.guild_id == guild_id, UploadRow.id == upload_id),
    )


def drop_before(unit: Unit, instant: datetime) -> None:
    """Forget the files, of whatever server, that were given before an instant."""
    unit.execute(sa.delete(UploadRow).where(UploadRow.made_at < instant))
