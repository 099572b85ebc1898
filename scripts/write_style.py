"""Write docs/style.md anew from the sentences in force: python -m scripts.write_style."""

from pathlib import Path

from bot.ui.prose.style_page import style_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "style.md"

if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(style_page(), encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(Path.cwd())}.")
