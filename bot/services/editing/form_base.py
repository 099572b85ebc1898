"""What every form has: fields of text, and the groups of which it needs one each."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseForm:
    """What an editor has typed; every field is text."""

    # Each group needs one of its fields: a form without them asks before it is previewed.
    needs: ClassVar[tuple[tuple[str, ...], ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited(BaseForm):
    """A form that names the words and the source that a record rests on."""

    quote: str = ""
    source: str = ""
    url: str = ""
    published: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("quote",), ("source", "url"))
