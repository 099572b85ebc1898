"""Weeks, months and years as they are spoken of: “earlier this week”, “late March”."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.phrases.lexicon import EARLIER, LATER, PARTS, SMALL, STEPS, UNITS, Part, Unit
from bot.domain.phrases.notation import figures, month
from bot.domain.phrases.said import Said, Span, chosen
from bot.domain.phrases.spoken import spoken_days, weekday
from bot.domain.when import Convention, Precision, Qualifier

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_SATURDAY = 5
_EDGES = frozenset({_SATURDAY, 6, 0})


def period(said: Said) -> tuple[Span, ...] | None:
    """Read a week, weekend, month or year, or a part of one; None when the words name none."""
    tokens = [token for token in said.words.replace("mid-", "mid ").split() if token not in SMALL]
    try:
        return _read(tokens, said)
    except (OverflowError, ValueError):
        return None


def _read(tokens: list[str], said: Said) -> tuple[Span, ...] | None:
    found: tuple[Span, ...] | None = None
    match tokens:
        case ["weekend"]:
            near = chosen((_weekend(said.anchor, step) for step in (-1, 0, 1)), said)
            found = (near,) if near else None
        case [step, unit] if step in STEPS and unit in UNITS:
            found = _stepped(UNITS[unit], STEPS[step], said.anchor)
        case [edge, step, unit] if edge in EARLIER | LATER and step in STEPS and unit in UNITS:
            if STEPS[step] == 0:
                whole = _stepped(UNITS[unit], 0, said.anchor, always_both=True)
                found = _so_far(whole, said.anchor, ahead=edge in LATER)
        case [edge, name] if edge in EARLIER | LATER:
            same = spoken_days(replace(said, words=name)) or ()
            found = tuple(span for span in same if span.first == span.last) or None
        case [part, *rest] if part in PARTS and rest:
            found = _part(PARTS[part], rest, said)
        case [_, _, *_]:
            found = _weekday_of_week(tokens, said)
    return found


def weeks(anchor: date, step: int, *, always_both: bool = False) -> tuple[Span, ...]:
    """The week that is `step` weeks from the anchor's, by one convention or by both.

    ISO weeks begin on Monday, the United States' on Sunday. On the first and last day of either
    (Saturday, Sunday, Monday) which is meant is not plain, so both are given.
    """
    iso = anchor - anchor.weekday() * _DAY + step * _WEEK
    other = anchor - anchor.isoweekday() % 7 * _DAY + step * _WEEK
    by_iso = Span(
        first=iso,
        last=iso + 6 * _DAY,
        precision=Precision.WEEK,
        convention=Convention.ISO_WEEK,
        anchored=True,
    )
    if not always_both and anchor.weekday() not in _EDGES:
        return (by_iso,)
    from_sunday = replace(
        by_iso,
        first=other,
        last=other + 6 * _DAY,
        convention=Convention.SUNDAY_WEEK,
    )
    return tuple(sorted((by_iso, from_sunday), key=lambda span: span.first))


def _stepped(
    unit: Unit,
    step: int,
    anchor: date,
    *,
    always_both: bool = False,
) -> tuple[Span, ...]:
    match unit:
        case Unit.WEEK:
            return weeks(anchor, step, always_both=always_both)
        case Unit.WEEKEND:
            return (_weekend(anchor, step),)
        case Unit.MONTH:
            count = anchor.year * 12 + anchor.month - 1 + step
            return (replace(month(count // 12, count % 12 + 1), anchored=True),)
        case Unit.YEAR:
            year = anchor.year + step
            return (
                Span(
                    first=date(year, 1, 1),
                    last=date(year, 12, 31),
                    precision=Precision.YEAR,
                    anchored=True,
                ),
            )


def _weekend(anchor: date, step: int) -> Span:
    saturday = anchor + (_SATURDAY - anchor.weekday()) * _DAY + step * _WEEK
    return Span(
        first=saturday,
        last=saturday + _DAY,
        precision=Precision.INTERVAL,
        anchored=True,
    )


def _so_far(whole: tuple[Span, ...], anchor: date, *, ahead: bool) -> tuple[Span, ...] | None:
    """The part up to the anchor, or from it, of each reading that has another day there.

    In the midst of a week, where “this week” is not asked, ISO's is taken here too.
    """
    if len(whole) > 1 and anchor.weekday() not in _EDGES:
        whole = tuple(span for span in whole if span.convention is Convention.ISO_WEEK)
    kept = (span for span in whole if (span.last != anchor if ahead else span.first != anchor))
    return tuple(
        replace(
            span,
            first=anchor if ahead else span.first,
            last=span.last if ahead else anchor,
            precision=Precision.INTERVAL,
        )
        for span in kept
    )


def _part(part: Part, tokens: list[str], said: Said) -> tuple[Span, ...] | None:
    if len(tokens) == 1 and tokens[0] in UNITS:
        wholes: tuple[Span, ...] | None = _stepped(UNITS[tokens[0]], 0, said.anchor)
    else:
        inner = replace(said, words=" ".join(tokens))
        wholes = figures(inner) or period(inner) or spoken_days(inner)
    parts = [_part_of(part, whole) for whole in wholes or ()]
    return tuple(found for found in parts if found is not None) or None


def _part_of(part: Part, whole: Span) -> Span | None:
    """An end as a day, a third as a window; both are approximate."""
    near = replace(whole, qualifier=Qualifier.APPROXIMATE, convention=None)
    first, last = whole.first, whole.last
    if last is None or whole.precision is Precision.DAY:
        return None
    if part is Part.START:
        return replace(near, last=first, precision=Precision.DAY)
    if part is Part.END:
        return replace(near, first=last, precision=Precision.DAY)
    if whole.precision is Precision.MONTH:
        thirds = (first, first.replace(day=11), first.replace(day=21), last + _DAY)
    elif whole.precision is Precision.YEAR:
        thirds = (first, first.replace(month=5), first.replace(month=9), last + _DAY)
    else:
        return None
    at = (Part.EARLY, Part.MIDDLE, Part.LATE).index(part)
    return replace(
        near,
        first=thirds[at],
        last=thirds[at + 1] - _DAY,
        precision=Precision.INTERVAL,
    )


def _weekday_of_week(tokens: list[str], said: Said) -> tuple[Span, ...] | None:
    """Read “Tuesday next week”, and “next Friday”, which may be this week's or the next's."""
    match tokens:
        case [name, step, unit] | [step, unit, name] if UNITS.get(unit) is Unit.WEEK:
            number = weekday(name)
            if step not in STEPS or number is None:
                return None
            both = weeks(said.anchor, STEPS[step], always_both=True)
            found = {_on(number, span) for span in both}
        case [step, name] if STEPS.get(step):
            number = weekday(name)
            if number is None:
                return None
            found = set(_beside(number, STEPS[step], said.anchor))
        case _:
            return None
    return tuple(Span(first=one, last=one, anchored=True) for one in sorted(found))


def _on(number: int, week: Span) -> date:
    return week.first + (number - week.first.weekday()) % 7 * _DAY


def _beside(number: int, step: int, anchor: date) -> Iterator[date]:
    """The weekday nearest before or after the anchor; ahead, the next week's too."""
    if step < 0:
        yield anchor - ((anchor.weekday() - number - 1) % 7 + 1) * _DAY
        return
    nearest = anchor + ((number - anchor.weekday() - 1) % 7 + 1) * _DAY
    yield nearest
    if nearest.isocalendar()[:2] == anchor.isocalendar()[:2]:
        yield nearest + _WEEK
