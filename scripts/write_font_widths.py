"""Write how wide the pictures' characters are: python -m scripts.write_font_widths."""

import json
from typing import Any

from fontTools.ttLib import TTFont

from bot.ui.pictures.faces import FACES, FOLDER, WIDTHS


def measured() -> list[dict[str, Any]]:
    """Each font's em, and runs of characters of one width: their distance, number and width.

    A run's distance is counted from the end of the run before it.
    """
    return [_one(face.file) for face in FACES]


def _one(file: str) -> dict[str, Any]:
    with TTFont(FOLDER / file, lazy=True) as font:
        advances, glyphs = font["hmtx"].metrics, font.getBestCmap()
        em = font["head"].unitsPerEm
    widths = [(code, advances[glyph][0]) for code, glyph in sorted(glyphs.items())]
    runs: list[list[int]] = []
    end = 0
    for code, width in widths:
        if runs and code == end and width == runs[-1][2]:
            runs[-1][1] += 1
        else:
            runs.append([code - end, 1, width])
        end = code + 1
    return {"file": file, "em": em, "runs": runs}


if __name__ == "__main__":
    WIDTHS.write_text(
        json.dumps(measured(), separators=(",", ":")).replace("},{", "},\n{") + "\n",
        encoding="utf-8",
    )
    print(f"Wrote {WIDTHS.name}: {WIDTHS.stat().st_size:,} bytes.")
