"""Write docs/method.md from the method in force."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.domain.method_page import method_page  # noqa: E402 -- found by the line above

PAGE = ROOT / "docs" / "method.md"

if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(method_page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
