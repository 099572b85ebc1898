"""The fonts that ship: their widths are those in the table, and they cover what they say."""

import json

import pytest
from fontTools.ttLib import TTFont

from bot.ui.pictures.faces import BOLD, FACES, FOLDER, REGULAR, WIDTHS, Face, face_of, width_in
from scripts.write_font_widths import measured


def test_the_table_of_widths_is_that_of_the_fonts() -> None:
    assert json.loads(WIDTHS.read_text(encoding="utf-8")) == measured(), (
        "run python -m scripts.write_font_widths"
    )


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_a_font_goes_by_the_name_it_is_asked_for(face: Face) -> None:
    with TTFont(FOLDER / face.file, lazy=True) as font:
        assert font["name"].getBestFamilyName() == face.family
        assert (font["OS/2"].usWeightClass >= 600) is face.bold


@pytest.mark.parametrize(
    "text",
    [
        "Volodymyr Łukasz Şahin Nguyễn Ísland",
        "Володимир Зеленський Ђорђе Қазақстан",
        "Ελληνική Δημοκρατία",
        "محمد بن سلمان ایران پاکستان",
        "בנימין נתניהו",
        "Հայաստան საქართველო",
        "नरेन्द्र मोदी ประเทศไทย",
        "中华人民共和国 中華民國 石破茂 ひらがな カタカナ",
        "대한민국",
        "– — … “ ” ‘ ’ · → ← ≠ € ₴ №",
    ],
)
def test_names_in_these_scripts_need_no_font_of_the_host(text: str) -> None:
    assert {letter for letter in text if face_of(letter) is None} == set()


def test_what_is_bold_has_the_same_letters_as_what_is_not() -> None:
    regular, bold = REGULAR[0], BOLD[0]
    for code in range(0x20, 0x2500):
        assert (width_in(regular, chr(code)) is None) == (width_in(bold, chr(code)) is None)


def test_every_font_comes_with_its_licence() -> None:
    texts = [(FOLDER / name).read_text(encoding="utf-8") for name in ("OFL-1.1.txt", "README.md")]
    for face in FACES:
        assert face.file in texts[1]
        assert face.file in texts[0] or face.family.startswith("Droid")
    assert "Apache License" in (FOLDER / "Apache-2.0.txt").read_text(encoding="utf-8")
    assert {f.name for f in FOLDER.glob("*.?tf")} == {face.file for face in FACES}
