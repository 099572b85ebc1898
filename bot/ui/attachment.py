"""A file that answers somebody, with the sentence that goes with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file's name, in ASCII, and its bytes; `text` is what the message says."""

    text: str
    filename: str
    data: bytes
