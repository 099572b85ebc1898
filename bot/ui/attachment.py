"""A file that answers somebody, with the words that go with it."""

import io
import zipfile
from dataclasses import dataclass, replace

from bot.ui.card import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file's name, in ASCII, and its bytes; `text` is what the message says."""

    text: str
    filename: str
    data: bytes


def zipped(file: Attachment) -> Attachment:
    """The same file in a zip archive, dated the same whenever it is made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(file.filename), file.data, zipfile.ZIP_DEFLATED)
    return replace(file, filename=f"{file.filename}.zip", data=packed.getvalue())


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustrated:
    """A card with the picture that it shows by its `filename`; `alt` says what is in it."""

    card: Card
    filename: str
    data: bytes
    alt: str
