"""The record as packs, which another server can read in."""

from collections.abc import Iterator, Sequence

from bot.domain.records import Record
from bot.packs.format import MAX_BYTES, Pack, encode, packed
from bot.ui.site.page import Page


def data_files(pack: Pack, *, limit: int = MAX_BYTES) -> tuple[Page, ...]:
    """One file, or as many as it takes for each to be read again; to be read in this order."""
    found = list(_split(pack, [record for _, record in pack.records()], limit))
    if len(found) == 1:
        return (Page("data/record.json", found[0]),)
    return tuple(Page(f"data/record-{number}.json", data) for number, data in enumerate(found, 1))


def _split(pack: Pack, records: Sequence[Record], limit: int) -> Iterator[bytes]:
    data = encode(packed(pack.name, records, pack.zone or "UTC", pack.default_issue))
    if len(data) <= limit or len(records) == 1:
        yield data
        return
    half = len(records) // 2
    yield from _split(pack, records[:half], limit)
    yield from _split(pack, records[half:], limit)
