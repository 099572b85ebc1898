"""The hash of a record's content, which anybody can compute again from an export."""

import json
from hashlib import sha256

import msgspec

from bot.domain.citing import HASH
from bot.domain.records import Record
from bot.packs.shape import to_file


def content_hash(record: Record) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a record as packs hold it.

    The text that is hashed is the record's JSON with its defaults left out, keys sorted, nothing
    between the tokens, and every character that JSON need not escape as it is, in UTF-8.
    """
    packed = json.loads(msgspec.json.encode(to_file(record)))
    text = json.dumps(packed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:HASH]
