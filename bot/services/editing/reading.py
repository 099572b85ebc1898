"""Reading single fields of a form: codes, links, sources, conditions. Pure text in, values out."""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import cache
from typing import TypeVar

from bot.domain.method import term
from bot.domain.names import NameIndex, normal
from bot.domain.records import Condition
from bot.domain.vocabulary import ConditionForm, ConditionKind, ConditionState
from bot.errors import InvalidInputError, UnknownNameError

S = TypeVar("S", bound=StrEnum)

MAX_URL = 512
MAX_CONDITIONS = 12
MAX_CONDITION = 500
_SHOWN = 3
_DASHES = (" — ", " – ", " - ", "\n")
_NO_WEB_ADDRESS = re.compile(r"[\s<>\"\\^`{|}]|[^\x21-\x7e]")
_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])(?::\d{1,5})?",
    re.IGNORECASE,
)
_LINKED = re.compile(r"<?[a-z][a-z0-9+.-]*://\S*", re.IGNORECASE)
_PAIRS = {"“": "”", '"': '"', "«": "»", "„": "“"}


def label_of(code: StrEnum) -> str:
    """A code in words: its label in the method, else its own words."""
    try:
        return term(code).label
    except KeyError:
        return code.value.replace("_", " ")


@cache
def _index(vocabulary: type[StrEnum]) -> NameIndex:
    return NameIndex(
        (code.value, text) for code in vocabulary for text in (code.value, label_of(code))
    )


def suggest_codes(vocabulary: type[S], typed: str) -> tuple[S, ...]:
    """The codes that what is being typed may become; all of them, in order, for nothing."""
    return tuple(vocabulary(hit.key) for hit in _index(vocabulary).search(typed))


def code(vocabulary: type[S], typed: str, noun: str) -> S:
    """The code that was typed, by its code or its label; never by a guess.

    Raises UnknownNameError with the codes that come near.
    """
    found = _index(vocabulary).exact(typed)
    if len(found) == 1:
        return vocabulary(found[0])
    near = suggest_codes(vocabulary, typed)[:_SHOWN] or tuple(vocabulary)[:_SHOWN]
    listed = " or ".join(f"“{label_of(each)}”" for each in near)
    raise UnknownNameError(
        f"“{typed[:100]}” is no {noun} here. Did you mean {listed}?",
        typed=typed,
        suggestions=tuple(each.value for each in near),
    )


def link(typed: str) -> str | None:
    """The https address that was typed; None for nothing. Raises InvalidInputError for others."""
    url = typed.strip().removeprefix("<").removesuffix(">")
    if not url:
        return None
    scheme, mark, rest = url.partition("://")
    if scheme.casefold() != "https" or not mark:
        raise InvalidInputError(
            f"“{url[:100]}” is no link that can be kept. Give one that begins with https://.",
        )
    if _NO_WEB_ADDRESS.search(url):
        raise InvalidInputError(
            f"“{url[:100]}” holds a blank or a letter that no https:// link has. Copy the link from "
            "the browser’s address bar, where such letters are written with “%”.",
        )
    if not _HOST.fullmatch(re.split(r"[/?#]", rest, maxsplit=1)[0]):
        raise InvalidInputError(
            f"“{url[:100]}” names no public site. Give a link such as https://example.org/page, "
            "without a name or password in it.",
        )
    url = f"https://{rest}"
    if len(url) > MAX_URL:
        raise InvalidInputError(
            f"The link has {len(url):,} characters. Give one of at most {MAX_URL}.",
        )
    return url


def publisher_and_title(typed: str, url: str | None) -> tuple[str, str | None]:
    """The publisher and the title of “publisher — title”; the link's host where none is named."""
    text = typed.strip()
    if not text:
        host = (url or "").removeprefix("https://").split("/")[0].split(":")[0]
        return host.removeprefix("www."), None
    for dash in _DASHES:
        if dash in text:
            publisher, title = text.split(dash, 1)
            if publisher.strip():
                return publisher.strip(), title.strip() or None
    return text, None


def cited(typed: str) -> tuple[str, str]:
    """The source and the link of “publisher — title https://…”, on one line or on several.

    Raises InvalidInputError for two links.
    """
    found = _LINKED.findall(typed)
    if len(found) > 1:
        raise InvalidInputError(
            f"These are {len(found)} links. Keep the one at which the words were read.",
        )
    rest = " ".join(_LINKED.sub(" ", typed).split())
    return rest.rstrip("—–-|:,").strip(), found[0] if found else ""


def words(typed: str) -> str:
    """A quotation without the one pair of quotation marks around all of it."""
    text = typed.strip()
    closing = _PAIRS.get(text[:1])
    inner = text[1:-1]
    if closing and text.endswith(closing) and not set(inner) & {text[0], closing}:
        return inner.strip()
    return text


def conditions(typed: str, was: tuple[Condition, ...] = ()) -> tuple[Condition, ...]:
    """One condition per line: “kind/form: text”, or the text alone.

    A line in the words of a condition of `was` is that condition, with its addressee and what has
    become of it, whatever its kind and form are now; of several alike each is taken once.
    """
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MAX_CONDITIONS:
        raise InvalidInputError(
            f"These are {len(lines)} conditions. Keep the {MAX_CONDITIONS} that matter, one a line.",
        )
    left = list(was)
    found = [_taken(line, left, condition_line) for line in lines]
    return tuple(kept or _reread(line, left) for kept, line in zip(found, lines, strict=True))


def _taken(
    text: str,
    left: list[Condition],
    written: Callable[[Condition], str],
) -> Condition | None:
    """The first condition that is written so, taken from the list."""
    at = next((at for at, each in enumerate(left) if written(each) == text), None)
    return None if at is None else left.pop(at)


def _reread(line: str, left: list[Condition]) -> Condition:
    read = _condition(line)
    kept = _taken(normal(read.text), left, lambda each: normal(each.text))
    return replace(kept, kind=read.kind, form=read.form, text=read.text) if kept else read


def condition_line(condition: Condition) -> str:
    """A condition as a line that reads back as it."""
    text = " ".join(condition.text.split())
    return f"{label_of(condition.kind)}/{label_of(condition.form)}: {text}"


def _condition(line: str) -> Condition:
    kind, form, text = None, None, line
    head, colon, rest = line.partition(":")
    if colon:
        marks = [normal(mark) for mark in head.split("/")]
        kinds = [_coded(ConditionKind, mark) for mark in marks]
        forms = [_coded(ConditionForm, mark) for mark in marks]
        # Only a head that is nothing but codes is one: “Kyiv: no troops” is a condition's text.
        if all(k or f for k, f in zip(kinds, forms, strict=True)):
            kind = next((k for k in kinds if k), None)
            form = next((f for f in forms if f), None)
            text = rest.strip()
    if not any(letter.isalnum() for letter in text):
        raise InvalidInputError(
            f"The condition “{text[:100]}” says nothing. Put its terms in words, or leave it out.",
        )
    if len(text) > MAX_CONDITION:
        raise InvalidInputError(
            f"A condition has {len(text):,} characters. Keep each to {MAX_CONDITION}.",
        )
    return Condition(
        kind=kind or ConditionKind.OTHER,
        form=form or (ConditionForm.QUESTION if text.endswith("?") else ConditionForm.DEMAND),
        text=text,
        state=ConditionState.OPEN,
    )


def _coded(vocabulary: type[S], mark: str) -> S | None:
    found = _index(vocabulary).exact(mark)
    return vocabulary(found[0]) if len(found) == 1 else None
