"""Pictures look as those in the folder `pictures`, which somebody has looked at."""

from pathlib import Path
from tempfile import gettempdir

import pytest
from PIL import Image

from bot.domain.pictures import PictureKind
from bot.ui.pictures.themes import Theme
from tests.ui.picture_references import (
    FOLDER,
    MEAN,
    WORST,
    difference,
    references,
    rendered,
)

REFERENCES = list(references())
# A few megabytes, so that everybody can have them.
MOST_BYTES = 3_000_000


@pytest.mark.parametrize(
    ("name", "kind", "count", "theme"),
    REFERENCES,
    ids=[name for name, *_ in REFERENCES],
)
def test_a_picture_looks_as_its_reference(
    name: str,
    kind: PictureKind,
    count: int,
    theme: Theme,
) -> None:
    now = rendered(kind, count, theme)
    with Image.open(FOLDER / f"{name}.png") as kept:
        reference = kept.convert("RGB")
    same_size = now.size == reference.size
    mean, worst = difference(now, reference) if same_size else (255.0, 255.0)
    if mean > MEAN or worst > WORST:
        shown = Path(gettempdir()) / f"stancebot-{name}.png"
        now.save(shown)
        pytest.fail(
            f"{name} is {now.size}, its reference {reference.size}; they differ by {mean:.2f}, at "
            f"most {worst:.0f}. Look at {shown}; if it is right, run "
            "python -m scripts.write_reference_pictures.",
        )


def test_the_comparison_sees_a_moved_mark() -> None:
    """Were it blind, no reference would help."""
    picture = rendered(PictureKind.BOARD, 2, Theme.LIGHT)
    moved = picture.copy()
    moved.paste((0, 0, 0), (300, 200, 318, 218))
    mean, worst = difference(picture, moved)
    assert worst > WORST
    assert mean < MEAN


def test_the_folder_holds_these_and_is_small() -> None:
    files = list(FOLDER.glob("*.png"))
    assert {file.stem for file in files} == {name for name, *_ in REFERENCES}
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
