"""Writing a site into a folder, so that whoever looks in meanwhile sees whole pages.

What is new is put aside first, so that a full disk changes nothing. Then new pages come to their
places, then changed ones, and what no page names any more goes last: at every moment whatever leads
on from the first page is there. A run that was killed leaves pages of both sites, each whole; the
next one mends.
"""

import errno
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from uuid import UUID

from bot.errors import ConflictError, InvalidInputError, UnavailableError
from bot.ui.site.page import Page

_OURS = ".stancebot"
_LIST = "site.json"
_FORMAT = "stancebot.site"
_FIRST = "index.html"
# Zip files know no zone; this is the first moment that they can name.
_STAMP = (1980, 1, 1, 0, 0, 0)
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many files a site has and how many bytes; how many of them were written and removed."""

    pages: int
    size: int
    written: int
    removed: int


def write_site(pages: Sequence[Page], folder: Path, *, site: UUID) -> Written:
    """Make a folder hold exactly these pages, beside what nobody here has written.

    Files that hold the same bytes already are not touched. Raises InvalidInputError for a folder
    that holds anything else, ConflictError while another run writes, and UnavailableError for what
    the disk refuses; the site is then as it was, or as far as the disk let it come.
    """
    try:
        with _held(folder):
            return _Writer(folder, site).write(pages)
    except OSError as error:
        raise _refused(folder, error) from error


def zipped(pages: Sequence[Page]) -> bytes:
    """The pages as a zip file: the same bytes for the same pages."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for page in pages:
            archive.writestr(_entry(page.path), page.data)
    return made.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # A plain file that its owner may write and all may read, whoever unpacks it.
    entry.external_attr = 0o100644 << 16
    entry.create_system = 3
    return entry


class _Writer:
    """One run over a folder that is held."""

    def __init__(self, folder: Path, site: UUID) -> None:
        self._folder = folder
        self._ours = folder / _OURS
        self._new = folder / _OURS / "new"
        self._site = str(site)

    def write(self, pages: Sequence[Page]) -> Written:
        """Bring the folder to these pages."""
        known = self._known()
        wanted = {page.path: page for page in pages}
        self._check(known, wanted)
        fresh = [page for page in pages if not self._same(page)]
        with self._put_aside(fresh):
            # Whatever happens from here on, all that is in the folder stands in the list.
            self._keep({*known, *wanted})
            there = {page.path for page in fresh if self._at(page.path).exists()}
            for page in sorted(fresh, key=lambda page: (page.path in there, page.path == _FIRST)):
                os.replace(self._aside(page.path), self._place(page.path))  # noqa: PTH105 -- the pair reads better
        gone = sorted(known - wanted.keys())
        for path in gone:
            self._remove(path)
        self._keep(set(wanted))
        return Written(
            pages=len(pages),
            size=sum(len(page.data) for page in pages),
            written=len(fresh),
            removed=len(gone),
        )

    def _at(self, path: str) -> Path:
        return self._folder / PurePosixPath(path)

    def _place(self, path: str) -> Path:
        at = self._at(path)
        at.parent.mkdir(parents=True, exist_ok=True)
        return at

    def _aside(self, path: str) -> Path:
        return self._new / PurePosixPath(path)

    def _known(self) -> set[str]:
        """The files that earlier runs wrote here; raises InvalidInputError where it is not ours."""
        try:
            told = json.loads((self._ours / _LIST).read_bytes())
            site, files = told["site"], told["files"]
            ours = told["format"] == _FORMAT and all(map(_inside, files))
        except FileNotFoundError:
            # A run that ended before it had put any page here leaves no list.
            if any(each.name != _OURS for each in self._folder.iterdir()):
                raise _not_ours(self._folder) from None
            return set()
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _not_ours(self._folder) from None
        if not ours:
            raise _not_ours(self._folder)
        if site != self._site:
            raise InvalidInputError(
                f"{self._folder} holds the site of another server. Name another folder.",
            )
        return set(files)

    def _check(self, known: set[str], wanted: dict[str, Page]) -> None:
        """Refuse to write over what somebody else has put into the folder."""
        for path in wanted.keys() - known:
            if os.path.lexists(self._at(path)):
                raise InvalidInputError(
                    f"{self._at(path)} was not written by this program. Move it away, or name "
                    "another folder.",
                )

    def _same(self, page: Page) -> bool:
        at = self._at(page.path)
        try:
            return at.stat().st_size == len(page.data) and at.read_bytes() == page.data
        except OSError:
            return False

    @contextmanager
    def _put_aside(self, pages: Sequence[Page]) -> Iterator[None]:
        """Write the pages where nobody looks, so that only renaming is left to do."""
        shutil.rmtree(self._new, ignore_errors=True)
        try:
            for page in pages:
                aside = self._aside(page.path)
                aside.parent.mkdir(parents=True, exist_ok=True)
                aside.write_bytes(page.data)
            yield
        finally:
            shutil.rmtree(self._new, ignore_errors=True)

    def _keep(self, files: set[str]) -> None:
        """Note which files are ours, whole or not at all."""
        told = {"format": _FORMAT, "site": self._site, "files": sorted(files)}
        data = json.dumps(told, indent=1).encode()
        at = self._ours / _LIST
        with suppress(OSError):
            if at.read_bytes() == data:
                return
        aside = self._ours / f"{_LIST}.new"
        aside.write_bytes(data)
        aside.replace(at)

    def _remove(self, path: str) -> None:
        at = self._at(path)
        at.unlink(missing_ok=True)
        for parent in at.parents:
            if parent == self._folder:
                return
            try:
                parent.rmdir()
            except OSError:
                # Something else is in it.
                return


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Make the folder, and keep other runs out of it for the length of a block.

    The lock ends with the process, however that ends. Raises ConflictError when it is taken.
    """
    if folder.exists() and not folder.is_dir():
        raise InvalidInputError(f"{folder} is a file. Name a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / _OURS).exists() and any(folder.iterdir()):
        raise _not_ours(folder)
    (folder / _OURS).mkdir(exist_ok=True)
    with (folder / _OURS / "lock").open("wb") as lock:
        try:
            # Where there are no such locks, two runs at once leave a mixture that the next mends.
            import fcntl  # noqa: PLC0415 -- not on every system
        except ImportError:
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConflictError(
                f"Another run is writing into {folder} now. Try again in a minute.",
            ) from None
        yield


def _inside(path: str) -> bool:
    """Whether a path of the list lies in the folder, whoever wrote the list."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path


def _not_ours(folder: Path) -> InvalidInputError:
    return InvalidInputError(
        f"{folder} holds files that this program has not written. Name an empty folder, or one "
        "that it wrote before.",
    )


def _refused(folder: Path, error: OSError) -> UnavailableError:
    if error.errno in _FULL:
        return UnavailableError(
            f"The disk of {folder} is full. Make room for the site, and publish it again.",
        )
    reason = error.strerror or type(error).__name__
    return UnavailableError(
        f"The site cannot be written to {folder}: {reason}. Name a folder that the program may "
        "write to.",
    )
