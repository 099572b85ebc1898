"""The rows of a CSV file: its encoding, its separator, and each refusal with its line."""

import codecs
import csv
import io
from collections.abc import Iterator

from bot.packs.columns import MAX_COLUMNS, RECORD, meaning
from bot.packs.faults import PackError

MAX_CELL = 100_000
# What is more belongs into several acts, which can be undone one by one.
MAX_RECORDS = 50_000
TOO_MANY = f"There are more than {MAX_RECORDS:,} records here. Split the file."
_SEPARATORS = ",;\t"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "Save the file as “CSV UTF-8” and try again."
_SHOWN = 40


def text_of(data: bytes, filename: str) -> str:
    """The file as text: UTF-8, or UTF-16 where its first bytes say so."""
    encoding, name = ("utf-16", "UTF-16") if data.startswith(_UTF16) else ("utf-8-sig", "UTF-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "ignore")
        raise PackError(
            f"The text is not {name} here. {_SAVE_AS}",
            filename=filename,
            line=before.count("\n") + 1,
        ) from error
    at = text.find("\0")
    if at >= 0:
        raise PackError(
            f"A NUL character stands here. {_SAVE_AS}",
            filename=filename,
            line=text.count("\n", 0, at) + 1,
        )
    return text


def rows_of(text: str, filename: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that holds anything, with the line on which it begins, the header first."""
    lines = io.StringIO(text, newline="")
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines, delimiter=_separator(text), strict=True)
    begins, count = 1, 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise PackError(_broken(error), filename=filename, line=begins) from error
        if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
            raise PackError(
                f"This row has {len(row):,} columns. At most {MAX_COLUMNS:,} can be read.",
                filename=filename,
                line=begins,
            )
        if any(row):
            # The header is a row as well.
            if count > MAX_RECORDS:
                raise PackError(TOO_MANY, filename=filename, line=begins)
            count += 1
            yield begins, row
        begins = reader.line_num + 1


def _broken(error: csv.Error) -> str:
    said = str(error)
    if "field limit" in said:
        return f"A cell of this row has more than {MAX_CELL:,} characters. Shorten it."
    if "end of data" in said:
        return "A quotation mark opens in this row and is never closed. Close it."
    if "expected after" in said:
        return (
            "After a closing quotation mark comes more text in this row. Write each quotation mark "
            "inside a cell twice."
        )
    return f"This row cannot be read ({said}). {_SAVE_AS}"


def _separator(text: str) -> str:
    """The separator by which most names of the first line are known."""
    first = next((line for line in io.StringIO(text[:MAX_CELL]) if line.strip()), "")

    def known(separator: str) -> int:
        names = (name.strip().strip('"').lower() for name in first.split(separator)[:MAX_COLUMNS])
        return sum(name == RECORD or meaning("stance", name) is not None for name in names)

    return max(_SEPARATORS, key=lambda each: (known(each), first.count(each)))
