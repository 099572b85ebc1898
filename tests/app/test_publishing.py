"""Sites in folders: only our files, whole at every moment, mended by the next run."""

import errno
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bot.errors import ConflictError, InvalidInputError, UnavailableError
from bot.publishing import Written, write_site, zipped
from bot.ui.site.build import build
from bot.ui.site.page import Page
from tests.cogs.samples import RECORDS
from tests.ui.site_samples import read, site_of, starter_site

SITE = UUID(int=1)
OLD = build(site_of(RECORDS), title="Old")
NEW = build(starter_site(), title="New")


def write(pages: tuple[Page, ...], folder: Path, site: UUID = SITE) -> Written:
    return write_site(pages, folder, site=site)


def held(folder: Path) -> dict[str, bytes]:
    """Every file that is for readers, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".stancebot" not in path.parts
    }


def files(pages: tuple[Page, ...]) -> dict[str, bytes]:
    return {page.path: page.data for page in pages}


def test_a_folder_holds_the_site_and_nothing_else(tmp_path: Path) -> None:
    done = write(OLD, tmp_path / "a" / "b")
    assert held(tmp_path / "a" / "b") == files(OLD)
    assert (done.pages, done.written, done.removed) == (len(OLD), len(OLD), 0)
    assert done.size == sum(len(page.data) for page in OLD)


def test_what_has_not_changed_is_not_touched(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    stamp = 1_000_000_000
    for path in tmp_path.rglob("*"):
        os.utime(path, (stamp, stamp))
    changed = tuple(
        Page(page.path, page.data + b" ") if page.path == "index.html" else page for page in OLD
    )
    done = write(changed, tmp_path)
    assert (done.written, done.removed) == (1, 0)
    newer = {path.name for path in tmp_path.rglob("*.*") if path.stat().st_mtime != stamp}
    assert newer <= {"index.html", ".stancebot"}
    assert sum(path.stat().st_mtime != stamp for path in tmp_path.rglob("*.html")) == 1


def test_what_no_page_names_any_more_goes_and_what_others_put_there_stays(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    (tmp_path / "CNAME").write_text("example.org")
    (tmp_path / "actor" / "mine.txt").write_text("mine")
    done = write(NEW, tmp_path)
    assert done.removed > 0
    others = {"CNAME": b"example.org", "actor/mine.txt": b"mine"}
    assert held(tmp_path) == files(NEW) | others
    empty = [path for path in tmp_path.rglob("*") if path.is_dir() and not any(path.iterdir())]
    assert empty == []


@pytest.mark.parametrize("name", ["notes.txt", ".git", "index.html"])
def test_a_folder_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(InvalidInputError, match="files that this program has not written"):
        write(OLD, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(InvalidInputError, match="is a file"):
        write(OLD, tmp_path / "site")


def test_the_site_of_another_server_is_refused(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    with pytest.raises(InvalidInputError, match="site of another server"):
        write(NEW, tmp_path, UUID(int=2))
    assert held(tmp_path) == files(OLD)


def test_a_file_that_somebody_put_in_a_pages_place_is_not_written_over(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    theirs = next(page.path for page in NEW if page.path not in files(OLD))
    (tmp_path / theirs).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / theirs).write_text("mine")
    with pytest.raises(InvalidInputError, match="was not written by this program"):
        write(NEW, tmp_path)
    assert held(tmp_path) == files(OLD) | {theirs: b"mine"}


def test_a_page_that_somebody_edited_is_written_again(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    (tmp_path / "index.html").write_text("defaced")
    (tmp_path / "style.css").unlink()
    assert write(OLD, tmp_path).written == 2
    assert held(tmp_path) == files(OLD)


@pytest.mark.parametrize(
    "path", ["../outside.txt", "/etc/passwd", "a/../../outside.txt", "", "a\\b"]
)
def test_a_forged_list_removes_nothing_outside(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "site"
    write(OLD, folder)
    (tmp_path / "outside.txt").write_text("mine")
    told = folder / ".stancebot" / "site.json"
    told.write_text(json.dumps(json.loads(told.read_text()) | {"files": [path]}))
    with pytest.raises(InvalidInputError, match="has not written"):
        write(NEW, folder)
    assert (tmp_path / "outside.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": "other", "site": "", "files": []}']
)
def test_a_list_that_cannot_be_read_is_not_ours(tmp_path: Path, text: str) -> None:
    write(OLD, tmp_path)
    (tmp_path / ".stancebot" / "site.json").write_text(text)
    with pytest.raises(InvalidInputError, match="has not written"):
        write(NEW, tmp_path)
    assert held(tmp_path) == files(OLD)


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    write(OLD, tmp_path)
    with (tmp_path / ".stancebot" / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ConflictError, match="Another run is writing"):
            write(NEW, tmp_path)
    assert held(tmp_path) == files(OLD)
    write(NEW, tmp_path)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk of .* is full"),
        (errno.EDQUOT, "The disk of .* is full"),
        (errno.EACCES, "cannot be written .*Permission denied"),
        (errno.EROFS, "cannot be written .*Read-only file system"),
    ],
)
def test_what_the_disk_refuses_is_a_sentence_and_changes_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    words: str,
) -> None:
    write(OLD, tmp_path)
    room = [12]
    whole = Path.write_bytes

    def refuse(path: Path, data: bytes) -> int:
        room[0] -= 1
        if not room[0]:
            whole(path, data[: len(data) // 2])
            raise OSError(number, os.strerror(number))
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(UnavailableError, match=words):
        write(NEW, tmp_path)
    assert held(tmp_path) == files(OLD)
    monkeypatch.undo()
    write(NEW, tmp_path)
    assert held(tmp_path) == files(NEW)


# What a run asks of the file system that changes anything; it is killed before each of these.
_STEPS = ((os, "replace"), (os, "rename"), (os, "unlink"), (os, "rmdir"), (os, "mkdir"))


@contextmanager
def dying(after: int) -> Iterator[None]:
    """Let this process end, without another word, before its n-th change of the file system."""
    left = [after]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)
            return real(*args, **kwargs)

        return step

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in _STEPS:
            patch.setattr(owner, name, counted(getattr(owner, name)))
        patch.setattr(Path, "write_bytes", counted(Path.write_bytes))
        yield


def killed(folder: Path, pages: tuple[Page, ...], after: int) -> bool:
    """Run in a child that dies on the way; whether it did."""
    child = os.fork()
    if not child:
        try:
            with dying(after):
                write(pages, folder)
        except BaseException:  # noqa: BLE001 -- the child must end here, whatever happens
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, 9}
    return code == 9


def linked(version: str, *names: str) -> tuple[Page, ...]:
    """A small site whose pages all link to each other."""
    paths = [f"{name}/index.html" for name in names]
    links = "".join(f'<a href="{{root}}{path}">x</a>' for path in (*paths, "index.html"))
    return tuple(
        Page(path, f"{version}{links.format(root='../' * path.count('/'))}".encode())
        for path in (*paths, "index.html")
    )


def reached(now: dict[str, bytes]) -> set[str]:
    """Every file that a reader comes to from the first page, there or not."""
    found, ahead = set[str](), ["index.html"]
    while ahead:
        path = ahead.pop()
        if path in found:
            continue
        found.add(path)
        if path in now:
            page = read(Page(path, now[path]))
            ahead += [page.target(link)[0] for link in page.links]
    return found


BEFORE = linked("old", "a", "b", "c", "d/e")
AFTER = linked("new", "b", "c", "d/f", "g")


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked child")
@pytest.mark.parametrize("before", [BEFORE, ()], ids=["over a site", "first"])
def test_killed_at_any_moment_a_reader_finds_whole_pages_and_the_next_run_mends(
    tmp_path: Path,
    before: tuple[Page, ...],
) -> None:
    """Each file is the old or the new one, and what leads from the first page is there."""
    old, new = files(before), files(AFTER)
    deaths = 0
    while True:
        folder = tmp_path / str(deaths)
        if before:
            write(before, folder)
        died = killed(folder, AFTER, deaths)
        now = held(folder) if folder.exists() else {}
        assert all(data in {old.get(path), new.get(path)} for path, data in now.items())
        if "index.html" in now:
            assert reached(now) <= set(now)
        assert "index.html" in now or not before
        write(AFTER, folder)
        assert held(folder) == new
        if not died:
            break
        deaths += 1
    assert deaths > 20


def test_a_zip_file_holds_the_site_and_is_the_same_each_time(tmp_path: Path) -> None:
    data = zipped(OLD)
    assert data == zipped(OLD)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files(OLD)
        archive.extractall(tmp_path)
    assert held(tmp_path) == files(OLD)
    assert len(data) < sum(len(page.data) for page in OLD) / 2
