"""One file of a site."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A file: its path from the site's root, with slashes, and its bytes."""

    path: str
    data: bytes
