"""Write docs/method.md anew from the method in force: python -m scripts.write_method."""

from pathlib import Path

from bot.domain.method_page import method_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method.md"

if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(method_page(), encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(Path.cwd())}.")
