"""The fonts that pictures are set in, and how wide their characters are.

They ship with the program, so that a picture looks the same on every host. What none of them has is
left to the fonts of the host.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import msgspec

FOLDER = Path(__file__).with_name("fonts")
WIDTHS = FOLDER / "widths.json"
SANS = "Noto Sans"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file and the family that it calls itself."""

    file: str
    family: str
    bold: bool = False


# Those that come first are tried first. Only the first family has a bold face: names of actors are
# never set in it, for it would make some of them look heavier than others.
FACES = (
    Face("NotoSans-Regular.ttf", SANS),
    Face("NotoSans-Bold.ttf", SANS, bold=True),
    Face("NotoSansMath-Arrows-Regular.ttf", "Noto Sans Math"),
    Face("NotoSansArabic-Regular.ttf", "Noto Sans Arabic"),
    Face("NotoSansHebrew-Regular.ttf", "Noto Sans Hebrew"),
    Face("NotoSansArmenian-Regular.ttf", "Noto Sans Armenian"),
    Face("NotoSansGeorgian-Regular.ttf", "Noto Sans Georgian"),
    Face("NotoSansDevanagari-Regular.ttf", "Noto Sans Devanagari"),
    Face("NotoSansThai-Regular.ttf", "Noto Sans Thai"),
    Face("DroidSansFallbackFull.ttf", "Droid Sans Fallback"),
    Face("NotoSansCJKkr-Hangul-Regular.otf", "Noto Sans CJK KR"),
)
REGULAR = tuple(at for at, face in enumerate(FACES) if not face.bold)
BOLD = (1, *REGULAR[1:])


class _Measured(msgspec.Struct, frozen=True):
    file: str
    em: int
    runs: tuple[tuple[int, int, int], ...]


class _Widths:
    """One font's characters: from each start, so many of one width in ems."""

    def __init__(self, measured: _Measured) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._ems: list[float] = []
        end = 0
        for distance, count, width in measured.runs:
            self._starts.append(end + distance)
            end += distance + count
            self._ends.append(end)
            self._ems.append(width / measured.em)

    def of(self, code: int) -> float | None:
        at = bisect_right(self._starts, code) - 1
        return self._ems[at] if at >= 0 and code < self._ends[at] else None


@cache
def _widths() -> tuple[_Widths, ...]:
    found = msgspec.json.decode(WIDTHS.read_bytes(), type=tuple[_Measured, ...])
    return tuple(_Widths(each) for each in found)


@lru_cache(maxsize=8192)
def width_in(face: int, letter: str) -> float | None:
    """How wide a character is in a font, in ems; None where the font does not have it."""
    return _widths()[face].of(ord(letter))


@lru_cache(maxsize=8192)
def face_of(letter: str, *, bold: bool = False) -> int | None:
    """The first font that has a character, by its place in FACES; None where none has."""
    return next(
        (at for at in (BOLD if bold else REGULAR) if width_in(at, letter) is not None),
        None,
    )


def font_files() -> tuple[str, ...]:
    """The paths of all font files, in order."""
    return tuple(str(FOLDER / face.file) for face in FACES)
