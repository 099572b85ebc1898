"""Files that nobody should give: what each is called, its bytes, and what is said of it.

`python -m tests.packs.hostile_files` prints the table.
"""

import gzip
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from bot.packs.faults import PackError
from bot.packs.format import MAX_BYTES
from bot.packs.reading import read
from tests.packs.samples import small

HEADER = "record,key,name,kind,note\r\n"
GOOD = "actor,mayor,The Mayor,person,\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """A file, and the beginning of the sentence that refuses it or one of its records."""

    what: str
    filename: str
    data: bytes
    says: str
    records: int = 0


def table() -> list[Hostile]:
    """All of them, the simplest first."""
    return [*_not_text(), *_tables(), *_packs()]


def answer(file: Hostile) -> tuple[str, int]:
    """What is said of a file, and how many of its records can still be used."""
    try:
        reading = read(file.data, filename=file.filename)
    except PackError as error:
        return error.text, 0
    said = [f"line {each.line}, {each.text}" for each in reading.refused]
    return " / ".join(said) or "(taken in)", sum(1 for _ in reading.pack.records())


def _csv(*rows: str, header: str = HEADER) -> bytes:
    return (header + "".join(rows)).encode()


def _not_text() -> list[Hostile]:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.json", b"0" * 10_000_000)
    return [
        Hostile(
            what="beyond the limit",
            filename="big.csv",
            data=b"x" * (MAX_BYTES + 1),
            says="big.csv: The file has 26,214,401 bytes. Split it",
        ),
        Hostile(
            what="empty",
            filename="empty.csv",
            data=b"\xef\xbb\xbf \r\n",
            says="empty.csv: The file is empty.",
        ),
        Hostile(
            what="a zip bomb",
            filename="pack.zip",
            data=bomb.getvalue(),
            says="pack.zip, line 1: This is a zip file or a spreadsheet.",
        ),
        Hostile(
            what="gzip",
            filename="pack.json.gz",
            data=gzip.compress(b"{}"),
            says="pack.json.gz, line 1: This is a compressed file.",
        ),
        Hostile(
            what="a web page instead of CSV",
            filename="export.csv",
            data=b"<!DOCTYPE html><html><body>Sign in</body></html>",
            says="export.csv, line 1: This is a web page or XML.",
        ),
        Hostile(
            what="UTF-16 that breaks off",
            filename="half.csv",
            data="\ufeffrecord,key\r\nactor,ж".encode("utf-16-le")[:-1],
            says="half.csv, line 2: The text is not UTF-16 here.",
        ),
        Hostile(
            what="UTF-16 garbage",
            filename="noise.csv",
            data=b"\xff\xfe" + b"\x00\xd8" * 8,
            says="noise.csv, line 1: The text is not UTF-16 here.",
        ),
        Hostile(
            what="UTF-16 without its mark",
            filename="bare.csv",
            data="record,key\r\n".encode("utf-16-le"),
            says="bare.csv, line 1: A NUL character stands here.",
        ),
        Hostile(
            what="an old encoding",
            filename="old.csv",
            data=HEADER.encode() + "actor,mayor,Bürgermeister,person,\r\n".encode("cp1252"),
            says="old.csv, line 2: The text is not UTF-8 here. Save the file as “CSV UTF-8”",
        ),
        Hostile(
            what="surrogates",
            filename="half.csv",
            data=_csv(GOOD) + b"actor,duke,\xed\xa0\x80,person,\r\n",
            says="half.csv, line 3: The text is not UTF-8 here.",
        ),
        Hostile(
            what="NUL bytes",
            filename="nul.csv",
            data=_csv(GOOD, "actor,duke,The\0Duke,person,\r\n"),
            says="nul.csv, line 3: A NUL character stands here.",
        ),
    ]


def _tables() -> list[Hostile]:
    return [
        Hostile(
            what="a cell of a million characters",
            filename="cell.csv",
            data=_csv(GOOD, f"actor,duke,{'x' * 1_000_000},person,\r\n"),
            says="cell.csv, line 3: A cell of this row has more than 100,000 characters.",
        ),
        Hostile(
            what="100,000 columns",
            filename="wide.csv",
            data=_csv(header="record,key," + ",".join(f"c{at}" for at in range(100_000)) + "\r\n"),
            says="wide.csv, line 1: This row has 100,002 columns. At most 2,000 can be read.",
        ),
        Hostile(
            what="too many rows",
            filename="rows.csv",
            data=_csv("x\r\n" * 50_001),
            says="rows.csv, line 50002: There are more than 50,000 records here. Split the file.",
        ),
        Hostile(
            what="a quotation mark that is never closed",
            filename="open.csv",
            data=_csv(GOOD, 'actor,duke,"The Duke,person,\r\n', GOOD),
            says="open.csv, line 3: A quotation mark opens in this row and is never closed.",
        ),
        Hostile(
            what="text after a closing quotation mark",
            filename="quote.csv",
            data=_csv('actor,duke,"The" Duke,person,\r\n'),
            says="quote.csv, line 2: After a closing quotation mark comes more text in this row.",
        ),
        Hostile(
            what="no names of columns",
            filename="bare.csv",
            data=b"actor,mayor,The Mayor,person\r\n",
            says="bare.csv, line 1: The first line must name the columns",
        ),
        Hostile(
            what="an unknown column",
            filename="column.csv",
            data=_csv(header="record,key,positon\r\n"),
            says="column.csv, line 1: There is no column “positon”. Did you mean “position”?",
        ),
        Hostile(
            what="a column twice",
            filename="twice.csv",
            data=_csv(header="record,key,name,name\r\n"),
            says="twice.csv, line 1: The column “name” stands there twice.",
        ),
        Hostile(
            what="more cells than columns",
            filename="cells.csv",
            data=_csv(GOOD, "actor,duke,The Duke,person,,oh\r\n"),
            says="line 3, Cell 6 of this row stands below no column’s name.",
            records=1,
        ),
        Hostile(
            what="a key twice",
            filename="keys.csv",
            data=_csv(GOOD, GOOD),
            says="line 3, column key: The key “mayor” is taken by line 2.",
            records=1,
        ),
        Hostile(
            what="an unknown kind",
            filename="kind.csv",
            data=_csv(GOOD, "webhook,duke,The Duke,person,\r\n"),
            says="line 3, column record: “webhook” is no kind of record.",
            records=1,
        ),
        Hostile(
            what="a cell of another kind",
            filename="misplaced.csv",
            data=_csv(
                GOOD + "actor,duke,The Duke,person,accepts\r\n",
                header="record,key,name,kind,position\r\n",
            ),
            says="line 3, column position: A row of kind “actor” has no such cell.",
            records=1,
        ),
        Hostile(
            what="a number of a billion digits",
            filename="digits.csv",
            data=_csv(
                f"issue,bridge,Bridge,Build it?,{'9' * 90_000}\r\n",
                header="record,key,title,question,stale_after_days\r\n",
            ),
            says="line 2, column stale_after_days: “9999",
        ),
        Hostile(
            what="a date in words",
            filename="dates.csv",
            data=_csv(
                "source,gazette,The Gazette,last Tuesday\r\n",
                header="record,key,publisher,published\r\n",
            ),
            says="line 2, column published: “last Tuesday” is no date as files have them.",
        ),
        Hostile(
            what="a formula for a name",
            filename="formula.csv",
            data=_csv('actor,duke,"=HYPERLINK(""https://x"",""y"")",person,\r\n'),
            says="(taken in)",
            records=1,
        ),
        Hostile(
            what="a key that is a path",
            filename="path.csv",
            data=_csv(GOOD, "actor,../../etc/passwd,Root,person,\r\n"),
            says="line 3, column key: A key is 1 to 32 lower-case letters",
            records=1,
        ),
    ]


def _pack(**changes: Any) -> bytes:
    return json.dumps({**small(), **changes}, indent=1).encode()


def _packs() -> list[Hostile]:
    whole = sum(len(each) for each in small().values() if isinstance(each, list))
    deep = b'{"format": "stancebot.pack",\n"version": 1, "name": ' + b"[" * 100_000
    closed = b'{"format": "stancebot.pack",\n"version": 1, "name": ' + b"[" * 500 + b"]" * 500
    actors = small()["actors"]
    return [
        Hostile(
            what="millions of brackets",
            filename="many.json",
            data=b'{"format": "stancebot.pack", "version": 1, "actors": [' + b"{}," * 1_100_000,
            says="many.json: There are more than 50,000 records here. Split the file.",
        ),
        Hostile(
            what="deep nesting",
            filename="deep.json",
            data=deep,
            says="deep.json, line 2: Lists and objects stand more than 32 deep here.",
        ),
        Hostile(
            what="deep nesting, closed",
            filename="deep.json",
            data=closed + b"}",
            says="deep.json, line 2: Lists and objects stand more than 32 deep here.",
        ),
        Hostile(
            what="a number of a million digits",
            filename="digits.json",
            data=_pack(issues=[{"key": "bridge", "title": "B", "question": "?"}]).replace(
                b'"?"', b'"?", "stale_after_days": ' + b"9" * 1_000_000
            ),
            says="digits.json, line 33, issues[0].stale_after_days: This number has too many digits.",
        ),
        Hostile(
            what="half a surrogate pair",
            filename="half.json",
            data=_pack().replace(b"The Mayor", b"The \\ud800 Mayor", 1),
            says="half.json, line 20: This cannot be read as JSON",
        ),
        Hostile(
            what="a NUL in a setting",
            filename="nul.json",
            data=_pack(default_issue="a\0"),
            says="nul.json, line 6, default_issue: The text holds a NUL character.",
        ),
        Hostile(
            what="a field twice",
            filename="twice.json",
            data=_pack().replace(b'"zone"', b'"name": "again",\n "zone"', 1),
            says="twice.json, line 5, name: This field stands twice in one object.",
        ),
        Hostile(
            what="a list instead of a pack",
            filename="list.json",
            data=b"[1, 2]",
            says="list.json, line 1: Here stands a list in [ ].",
        ),
        Hostile(
            what="JSON that breaks off",
            filename="half.json",
            data=_pack()[:400],
            says="half.json, line 25: This is not JSON from here on",
        ),
        Hostile(
            what="one record of the wrong form",
            filename="form.json",
            data=_pack(actors=[*actors, {"key": "duke", "name": "D", "kind": "persn"}]),
            says="line 31, actors[2].kind: “persn” is no code of this field.",
            records=whole,
        ),
    ]


if __name__ == "__main__":
    for each in table():
        said, records = answer(each)
        print(f"{each.what} | {each.filename} | {said[:200]} | {records}")  # noqa: T201 -- for the one who runs it
