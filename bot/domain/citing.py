"""Citations: what somebody gives to name a record, a version of it, and its content.

A citation ends in “record s-4x7kq2, version 2, recorded 14 March 2025, sha256:…”; the id alone, or
with its version as `s-4x7kq2@2`, names the same.
"""

import re
from dataclasses import dataclass
from unicodedata import category

from bot.errors import InvalidInputError

HASH = 16
_KEY = r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?"
_NUMBER = r"[0-9]{1,15}"
# What surrounds an id that was copied with its line, in brackets, quotation marks or Markdown.
_AROUND = "`*_~ .,;:()[]{}<>“”„‟‘’\"'«»‹›|#·-–—"
_SHORT = re.compile(rf"({_KEY})(?:(?:\s*@\s*|[\s·,]+(?:version|v)\.?\s*)({_NUMBER}))?")
_WHOLE = re.compile(rf"record ({_KEY}), version ({_NUMBER}),")
_HASH = re.compile(rf"sha256:([0-9a-f]{{{HASH}}})(?![0-9a-f])")
_MOST = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A record by its id; `number` None is the version that stands, `digest` its hash as given."""

    key: str
    number: int | None = None
    digest: str | None = None


def read_reference(typed: str) -> Reference:
    """Read an id, an id with a version, or a whole citation; raises InvalidInputError for others."""
    seen = "".join(each for each in typed[:_MOST] if category(each) != "Cf")
    text = " ".join(seen.lower().split()).strip(_AROUND)
    short = _SHORT.fullmatch(text)
    if short is not None:
        return Reference(key=short[1], number=int(short[2]) if short[2] else None)
    # A title may read like a citation itself; ours stands last.
    found, digests = _WHOLE.findall(text), _HASH.findall(text)
    if not found:
        raise InvalidInputError(
            f"“{typed.strip()[:60]}” names no record. Give an id as it stands in small print on each "
            "card, such as s-4x7kq2, one with its version, such as s-4x7kq2@2, or a whole citation.",
        )
    key, number = found[-1]
    return Reference(key=key, number=int(number), digest=digests[-1] if digests else None)
