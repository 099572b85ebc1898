"""Text in a picture: what can be shown of it, how wide it is, and where it is broken or cut."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from bot.ui.pictures.faces import FACES, REGULAR, face_of, width_in
from bot.ui.text import clean

ELLIPSIS = "…"
# A sequence that reads from right to left stays apart from what follows it, such as a number.
ISOLATE, END = "\u2068", "\u2069"
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
# Symbols, modifiers, private characters and those that mean nothing: drawn only if we have them.
_DISPENSABLE = frozenset({"So", "Sk", "Co", "Cn", "Cs"})
_TAGS = range(0xE0000, 0xE1000)
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_WIDE = frozenset("WF")
# As wide as a system font may draw what ours have not.
_UNKNOWN_EMS = 1.0


@lru_cache(maxsize=4096)
def drawable(text: str) -> str:
    """The text as one clean line, without the emoji and symbols that no font of ours has.

    Letters stay, for the fonts of the host may have them; so does a text of emoji alone.
    """
    line = clean(text)
    if line.isascii():
        return line or "?"
    kept: list[str] = []
    dropped = False
    for letter in line:
        if dropped and letter in _JOINERS:
            continue
        dropped = ord(letter) in _TAGS or (
            unicodedata.category(letter) in _DISPENSABLE and face_of(letter) is None
        )
        if not dropped:
            kept.append(letter)
    found = clean("".join(kept))
    if found:
        return found
    # Emoji alone are left to the fonts of the host.
    return clean("".join(c for c in line if unicodedata.category(c) not in {"Cn", "Cs"})) or "?"


def runs(text: str, *, bold: bool = False) -> Iterator[tuple[int | None, str]]:
    """Pieces of a text that one font sets, by its place in FACES; None is left to the host's."""
    face: int | None = REGULAR[0]
    piece = ""
    for letter in text:
        # A space, a digit or a mark stays in the font of the word before it.
        stays = bool(piece) and face is not None and width_in(face, letter) is not None
        found = face if stays else face_of(letter, bold=bold)
        if piece and found != face:
            yield face, piece
            piece = ""
        face, piece = found, piece + letter
    if piece:
        yield face, piece


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a drawable text is at most, without kerning and joining."""
    return _ems(text, bold=bold) * size


@lru_cache(maxsize=8192)
def _ems(text: str, *, bold: bool) -> float:
    return sum(_advance(face, letter) for face, piece in runs(text, bold=bold) for letter in piece)


def _advance(face: int | None, letter: str) -> float:
    if unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0.0
    return _UNKNOWN_EMS if face is None else width_in(face, letter) or 0.0


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits, ending in “…”."""
    if width(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(_shortened(text, middle), size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return _shortened(text, low)


def _shortened(text: str, length: int) -> str:
    while 0 < length < len(text) and unicodedata.combining(text[length]):
        length -= 1
    kept = text[:length].rstrip()
    return kept + ELLIPSIS


def wrapped(
    text: str,
    size: float,
    room: float,
    *,
    most: int,
    bold: bool = False,
) -> tuple[str, ...]:
    """The text in at most so many lines of that width; the last one ends in “…” if there is more."""
    lines: list[str] = []
    line = ""
    words = [part for word in _words(text) for part in _pieces(word, size, room, bold=bold)]
    for at, word in enumerate(words):
        if width((line + word).rstrip(), size, bold=bold) <= room or not line:
            line += word
            continue
        if len(lines) == most - 1:
            rest = line + "".join(words[at:])
            return (*lines, cut(rest, size, room, bold=bold))
        lines.append(line.rstrip())
        line = word
    return (*lines, cut(line.rstrip(), size, room, bold=bold)) if line.strip() else tuple(lines)


def _pieces(word: str, size: float, room: float, *, bold: bool) -> Iterator[str]:
    """A word, or parts of one that is too long for a whole line."""
    piece = ""
    for letter in word if width(word.rstrip(), size, bold=bold) > room else ():
        if piece and width(piece + letter, size, bold=bold) > room:
            yield piece
            piece = ""
        piece += letter
    yield piece or word


def _words(text: str) -> Iterator[str]:
    """Pieces between which a line may be broken: after spaces, and around Chinese characters."""
    for word in re.findall(r"\S+\s*|\s+", text):
        piece = ""
        for letter in word:
            wide = unicodedata.east_asian_width(letter) in _WIDE
            if piece and wide and unicodedata.category(letter)[0] in "LS":
                yield piece
                piece = ""
            piece += letter
        if piece:
            yield piece


@lru_cache(maxsize=4096)
def from_right(text: str) -> bool:
    """Whether a text begins in a script that is read from right to left."""
    return next(
        (
            direction in _RIGHT_TO_LEFT
            for letter in text
            if (direction := unicodedata.bidirectional(letter)) in {"L", *_RIGHT_TO_LEFT}
        ),
        False,
    )


def isolated(text: str) -> str:
    """The text so that its direction of reading ends with it."""
    if text.isascii() or not any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text
    ):
        return text
    return f"{ISOLATE}{text}{END}"


def family(face: int | None) -> str:
    """The font family of a piece, with the host's as the last resort."""
    return "sans-serif" if face is None else f"{FACES[face].family}, sans-serif"
