"""What others wrote meanwhile beside what the editor typed: who, when, why, field by field."""

from itertools import takewhile

from bot.domain.records import Version
from bot.domain.vocabulary import Verb
from bot.services.editing.answers import Compared, Meanwhile
from bot.ui.dates import moment
from bot.ui.desk.people import who_did
from bot.ui.editing.fields import field_of
from bot.ui.text import fold, hidden, name

_TEXT = 240
_REASON = 200
_WRITERS = 3
_LEAD = 40
_AS_IT_WAS = "as it was"
_DONE = {
    Verb.SET: "changed",
    Verb.CORRECT: "corrected",
    Verb.CONFIRM: "confirmed",
    Verb.RETRACT: "retracted",
}


def meanwhile_text(kind: str, found: Meanwhile) -> str:
    """Show both beside each other; `kind` is the kind of the form that the editor fills."""
    lines = ["**Others were here meanwhile**"]
    left = len(found.versions) - _WRITERS
    if left > 0:
        lines.append(f"-# {left} earlier change{'s' if left > 1 else ''} by others")
    lines += [_writer(version, found) for version in found.versions[-_WRITERS:]]
    lines += [_field(kind, each) for each in found.fields]
    if not found.fields:
        lines.append("-# No field differs by it; the record was looked at again.")
    return "\n".join(lines)


def _writer(version: Version, found: Meanwhile) -> str:
    who = who_did(version.recorded_by, erased=version.erased)
    done = _done(version, is_other=found.is_other)
    why = f": “{name(version.reason, _REASON)}”" if version.reason else ""
    return f"{who[0].upper()}{who[1:]} {done} on {moment(version.recorded_at)}{why}."


def _done(version: Version, *, is_other: bool) -> str:
    if is_other and version.number == 1:
        return "recorded another stance of this actor"
    return f"{_DONE[version.verb]} {'the stance recorded so far' if is_other else 'it'}"


def _field(kind: str, each: Compared) -> str:
    texts = [text for text in (each.was, each.theirs, each.yours) if text]
    # Long texts often begin alike: what is shown begins shortly before they part.
    start = max(0, _alike(texts) - _LEAD) if max(map(len, texts), default=0) > _TEXT else 0
    theirs = _AS_IT_WAS if each.theirs is None else _shown(each.theirs, start)
    yours = _AS_IT_WAS if each.yours is None else _shown(each.yours, start)
    return (
        f"**{field_of(kind, each.field).label}**\n"
        f"- when you looked: {_shown(each.was, start)}\n- theirs now: {theirs}\n- yours: {yours}"
    )


def _alike(texts: list[str]) -> int:
    """How many characters several texts begin with alike; 0 of one text."""
    if len(texts) == 1:
        return 0
    pairs = zip(*texts, strict=False)
    return sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, pairs))


def _shown(text: str, start: int) -> str:
    if not text:
        return "none"
    shown, more = fold(text[start:], _TEXT)
    return f"{'… ' if start else ''}{shown}{hidden(more)}"
