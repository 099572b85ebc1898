"""What is said when a site has been written."""

from typing import Protocol

from bot.ui.card import Card, Text
from bot.ui.text import plural

_KIB = 1024


class Site(Protocol):
    """How many files a site has, and how many bytes."""

    @property
    def pages(self) -> int:
        """How many files."""

    @property
    def size(self) -> int:
        """How many bytes they have together."""


class Written(Site, Protocol):
    """A site in a folder: how many of its files were written, and how many removed."""

    @property
    def written(self) -> int:
        """How many files were new or have changed."""

    @property
    def removed(self) -> int:
        """How many files no page needs any more."""


def extent(site: Site) -> str:
    """“31 files, 205 KB”."""
    return f"{plural(site.pages, 'file')}, {kilobytes(site.size)}"


def kilobytes(size: int) -> str:
    """A size in whole kilobytes, at least one."""
    return f"{max(1, round(size / _KIB)):,} KB"


def told(done: Written) -> str:
    """What was written, in one sentence for a terminal or a card."""
    if not done.written and not done.removed:
        return f"{extent(done)}. All of it stood there as it is."
    return f"{extent(done)}; {done.written:,} written, {done.removed:,} removed."


def written_card(done: Written) -> Card:
    """Say that a server's site stands in the host's folder."""
    return Card(
        blocks=(
            Text(
                f"### Published\nThe site stands in the host’s folder: {told(done)}\n"
                "-# It holds what is published here, and neither drafts nor anybody’s Discord "
                "account. Publish again after a change: what is unchanged is left as it is.",
            ),
        ),
    )
