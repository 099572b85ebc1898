"""Corrections: what was recorded before, what is recorded now, by the names of what differs."""

from collections.abc import Collection, Sequence

from bot.domain.news import What
from bot.ui.prose.differ import Difference
from bot.ui.prose.spans import Own, Sentence, Span, listed
from bot.ui.prose.templates import HEADLINES, Case, Kind, Note

_NAMED = 4


def headline(
    kind: Kind,
    found: Sequence[Difference],
    *,
    case: Case = Case.ANY,
    **places: Span | Sentence,
) -> Sentence:
    """What was corrected, by name, and the record as it stands now."""
    if not found:
        return HEADLINES[kind, What.CORRECTED, Case.UNNAMED].fill(**places)
    return HEADLINES[kind, What.CORRECTED, case].fill(fields=names(found[:_NAMED]), **places)


def notes(found: Sequence[Difference], *, but: str = "") -> tuple[Sentence, ...]:
    """What was recorded before and what now, where that takes few words.

    `but` names the field that the headline has told already.
    """
    told = [difference(each) for each in found if each.was is not None and each.name != but]
    rest = found[_NAMED:]
    return (*told, *((Note.ALSO.template.fill(fields=names(rest)),) if rest else ()))


def changes(found: Sequence[Difference], *, but: Collection[str] = ()) -> tuple[Sentence, ...]:
    """What the world made another than before, where that takes few words; `but` names fields."""
    return tuple(
        Note.FROM_TO.template.fill(fields=Own(each.name), was=each.was, now=each.now)
        for each in found
        if each.was is not None and each.now is not None and each.field not in but
    )


def difference(each: Difference) -> Sentence:
    """What was recorded before and what it was corrected to; only its name where it is long."""
    name = Own(each.name)
    if each.was is None:
        return (name,)
    if each.now is None:
        return Note.RECORDED.template.fill(fields=name, was=each.was)
    return Note.CORRECTED.template.fill(fields=name, was=each.was, now=each.now)


def names(found: Sequence[Difference]) -> Sentence:
    """What differs, by name."""
    return listed((Own(each.name),) for each in found)
