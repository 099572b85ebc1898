"""What is wrong with a pack, and where: every refusal names its line and path."""

from dataclasses import dataclass

from bot.errors import InvalidInputError
from bot.packs.positions import Path, line_of, shown

_SHOWN = 200


class PackError(InvalidInputError):
    """A pack that cannot be used as it stands.

    `line` counts from 1 and is None where no line is at fault; `path` is empty for the whole file.
    """

    def __init__(
        self,
        sentence: str,
        *,
        filename: str,
        line: int | None = None,
        path: str = "",
    ) -> None:
        """Put the place before the sentence."""
        path = path if len(path) <= _SHOWN else f"{path[: _SHOWN - 1]}…"
        place = filename if line is None else f"{filename}, line {line}"
        super().__init__(f"{place}{f', {path}' if path else ''}: {sentence}")
        self.filename = filename
        self.sentence = sentence
        self.line = line
        self.path = path


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a pack was read from, kept so that later faults can name their line."""

    filename: str
    data: bytes

    def fault(self, path: Path, sentence: str) -> PackError:
        """An error at a path of the file."""
        line = line_of(self.data, path)
        return PackError(sentence, filename=self.filename, line=line, path=shown(path))
