"""A citation on one line, and whether what it cites still stands."""

from collections.abc import Iterator
from typing import Any

from bot.domain.records import Actor, Issue, Mandate, Recorded, Role, Source
from bot.domain.vocabulary import RecordState, Verb
from bot.domain.when import zone_named
from bot.services.answers import ClaimView, EventView, StanceView, StatementView
from bot.services.cite import CiteAnswer
from bot.ui import parts
from bot.ui.card import Card, Rule, Text
from bot.ui.dates import moment
from bot.ui.fit import Listed, fit
from bot.ui.prose import facts
from bot.ui.prose.dates import day
from bot.ui.prose.differ import differences
from bot.ui.prose.plain import plain
from bot.ui.prose.spans import Dated, Own, Sentence, joined
from bot.ui.shows import shows
from bot.ui.text import clean, fold, hidden, label

_TITLE = 200
_REASON = 160


def cite_card(answer: CiteAnswer, server: str) -> Card:
    """The citation to be copied, and below it what became of its text since."""
    line = citation(answer, server)
    blocks = fit(
        (
            Text(f"### Citation\n```\n{line.replace('`', 'ˋ')}\n```"),
            Rule(),
            Text("\n".join(_checked(answer))),
            Listed(
                head="**Since then**" if answer.later else "",
                items=tuple(_later(answer)),
                empty="",
                more="see the card",
            ),
            Text("-# docs/cite.md of the project says how the hash is computed from an export."),
        ),
    )
    # A version that stood no more when it was cited is cited as what it was.
    told = () if answer.later else ((answer.recorded, None),)
    return Card(
        blocks=tuple(each for each in blocks if each != Text("")), shows=shows(blocks, told)
    )


def citation(answer: CiteAnswer, server: str) -> str:
    """One line: who, what, when, where it was read, the record, its version and its hash."""
    recorded, source = answer.recorded, answer.source
    version = recorded.version
    on = day(version.recorded_at.astimezone(zone_named(answer.asked.zone)).date())
    cited = [f"{_what(answer)}."]
    if source is not None:
        title = f"“{label(source.title, _TITLE)}”" if source.title else ""
        url = clean(source.url) if source.url else ""
        where = (label(source.publisher), title, plain((Dated(source.published),)), url)
        cited.append(f"{', '.join(filter(None, where))}.")
    cited.append(
        f"{label(server)}, record {recorded.record.key}, version {version.number}, "
        f"recorded {plain((on,))}, sha256:{answer.digest}",
    )
    return " ".join(cited)


def _what(answer: CiteAnswer) -> str:
    told = plain(_sentence(answer))
    on = f", on “{label(answer.issue.title, _TITLE)}”" if answer.issue and answer.view else ""
    view = answer.view
    if view is None or isinstance(view, EventView):
        return f"{told}{on}"
    return f"{told}{on}, said {plain((Dated(parts.record_of(view).evidence.said),))}"


def _sentence(answer: CiteAnswer) -> Sentence:
    """The record in words."""
    match answer.view:
        case StanceView() as stance:
            return facts.stance(stance)
        case ClaimView() as claim:
            return facts.claim(claim)
        case StatementView() as statement:
            return facts.statement(statement)
        case EventView() as event:
            return facts.event(event.event.record)
        case _:
            return _register(answer.recorded.record)


def _register(record: Any) -> Sentence:
    match record:
        case Issue():
            return facts.issue(record)
        case Actor():
            return (facts.named(record), Own(f" ({parts.title(record)})"))
        case Source():
            published = (Own(", "), Dated(record.published))
            return (Own(label(record.publisher)), *published)
        case Mandate():
            return joined(((Own(record.voice),), (Own(record.principal),)), " speaks for ")
        case Role():
            return joined(((Own(record.actor),), (Own(parts.spoken(record.role)),)), ": ")
        case _:
            return (Own(record.key),)


def _checked(answer: CiteAnswer) -> Iterator[str]:
    """Whether the text has changed since, and whether a given citation is right."""
    number = answer.recorded.version.number
    if answer.given is not None and answer.given != answer.digest:
        other = (
            f"It is that of version {answer.given_is:,}."
            if answer.given_is
            else "Its text was altered, or it is of another server."
        )
        yield (
            f"**The hash in this citation is not that of version {number:,} as it is recorded "
            f"here.** {other}"
        )
    elif answer.given is not None:
        yield f"The hash is that of version {number:,}: the citation is of this record."
    yield _standing(answer)


def _standing(answer: CiteAnswer) -> str:
    version = answer.recorded.version
    newest = answer.later[-1] if answer.later else answer.recorded
    if newest.version.state is RecordState.RETRACTED:
        why, more = fold(newest.version.reason or "", _REASON)
        because = f" Reason: {why}{hidden(more)}" if why else ""
        return f"**Retracted** {moment(newest.version.recorded_at, 'D')}.{because}"
    if not answer.later:
        return (
            f"Version {version.number:,} is the newest: the text stands as cited "
            f"({moment(answer.asked.at)})."
        )
    if answer.now == answer.digest:
        return f"The text stands as it was in version {version.number:,}."
    return f"**The text has changed since version {version.number:,}.**"


def _later(answer: CiteAnswer) -> Iterator[str]:
    before = answer.recorded
    for each in answer.later:
        why, more = fold(each.version.reason or "", _REASON)
        done = _done(before, each)
        yield (
            f"- version {each.version.number:,}, {moment(each.version.recorded_at, 'D')}: {done}"
            f"{f': {why}{hidden(more)}' if why else ''}"
        )
        before = each


def _done(before: Recorded[Any], now: Recorded[Any]) -> str:
    gone = before.version.state is RecordState.RETRACTED
    if now.version.state is RecordState.RETRACTED:
        return "retracted"
    if gone:
        return "put back into the record"
    done = {Verb.SET: "changed", Verb.CONFIRM: "confirmed"}.get(now.version.verb, "corrected")
    try:
        named = [each.name for each in differences(before.record, now.record)]
    except KeyError:
        named = []
    return f"{done} ({', '.join(named)})" if named else done
