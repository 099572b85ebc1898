"""Write the table of columns in docs/csv.md."""

import re
from pathlib import Path

from bot.packs.columns_page import listing

PAGE = Path(__file__).resolve().parents[1] / "docs" / "csv.md"

if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    table = f"<!-- columns -->\n\n{listing()}\n<!-- /columns -->"
    PAGE.write_text(
        re.sub(r"<!-- columns -->.*<!-- /columns -->", lambda _: table, text, flags=re.DOTALL),
        encoding="utf-8",
    )
    print(f"Wrote {PAGE.name}.")
