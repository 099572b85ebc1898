"""Draw the reference pictures anew, to be looked at: python -m scripts.write_reference_pictures."""

from tests.ui.picture_references import FOLDER, references, rendered, small

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, kind, count, theme in references():
        file = FOLDER / f"{name}.png"
        small(rendered(kind, count, theme)).save(file, optimize=True)
        print(f"{file.name}: {file.stat().st_size:,} bytes")
