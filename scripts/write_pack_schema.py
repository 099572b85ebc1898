"""Write docs/pack.schema.json anew from the records: python -m scripts.write_pack_schema."""

from pathlib import Path

from bot.packs.format import schema

SCHEMA = Path(__file__).resolve().parents[1] / "docs" / "pack.schema.json"

if __name__ == "__main__":
    SCHEMA.write_bytes(schema())
    print(f"Wrote {SCHEMA.relative_to(Path.cwd())}.")
