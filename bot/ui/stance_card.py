"""The stance card: the same fields in the same order for every actor, with or without a record."""

from collections.abc import Iterator

from bot.domain.method import term
from bot.domain.pictures import PictureKind
from bot.domain.rules import FollowKind
from bot.domain.standing import Standing
from bot.domain.vocabulary import Position
from bot.services.answers import (
    ClaimView,
    StanceAnswer,
    StanceView,
    StandingView,
    StatementView,
    Voice,
)
from bot.ui import parts
from bot.ui.calendar.words import next_line
from bot.ui.card import Button, Card, Gap, Rule, Text
from bot.ui.dates import brief, full, since
from bot.ui.desk.report_button import report_button
from bot.ui.fit import Listed, Part, fit
from bot.ui.nav import Place, button
from bot.ui.news.follow_button import follow_button
from bot.ui.parts import SHORT_WORDS, quoted, who
from bot.ui.picture_card import picture_button
from bot.ui.prose import facts
from bot.ui.prose.markdown import markdown
from bot.ui.prose.templates import OMISSION
from bot.ui.shows import Told, cited, shows
from bot.ui.text import name, opened

ADD_STANCE = "An editor can add one with /admin stance set."
_NONE = "none recorded"


def stance_card(answer: StanceAnswer) -> Card:
    """Where an actor stands on an issue, and below a rule what others say about it."""
    leading = answer.standings[0] if answer.standings else None
    blocks: tuple[Part, ...] = (
        _head(answer),
        Rule(),
        _position(answer, leading),
        _words(leading),
        Gap(),
        _saying(leading),
        Listed(
            head="**Conditions**",
            items=tuple(parts.condition(each) for each in leading.view.conditions)
            if leading
            else (),
            empty="none named" if leading else _NONE,
            more="/conditions shows all",
        ),
        Gap(),
        _record(answer, leading),
        _voices(answer),
        Listed(
            head="**Left it out**",
            items=tuple(silence(each) for each in answer.silences),
            empty="nothing recorded",
            more="see the timeline",
        ),
        Rule(),
        Listed(
            head="### What others say about it",
            items=tuple(claim(each, limit=SHORT_WORDS) for each in answer.claims),
            empty="\nnothing recorded",
            more="see “Others’ claims”",
            gap="\n\n",
        ),
    )
    fitted = fit(blocks)
    return Card(
        blocks=fitted,
        buttons=(*_buttons(answer), *_whole(answer, leading)),
        shows=shows(fitted, _told(answer), asked=answer.asked),
    )


def _told(answer: StanceAnswer) -> Iterator[Told]:
    """The records of the card: those of where the actor stands are what all of it is about."""
    yield from ((each.view.stance, None) for each in answer.standings)
    yield from ((each.statement, silence(each)) for each in answer.silences)
    yield from ((each.claim, claim(each, limit=SHORT_WORDS)) for each in answer.claims)


def _head(answer: StanceAnswer) -> Text:
    actor, issue = answer.actor, answer.issue
    offices = ", ".join(
        parts.speaks_for(each.mandate, each.principal) for each in answer.offices[:3]
    )
    return parts.heading(
        who(actor),
        f"-# {parts.title(actor)} · speaks for {offices or 'itself'}",
        f"-# On: {name(issue.title, 120)}",
        asked=answer.asked,
    )


def _position(answer: StanceAnswer, leading: StandingView | None) -> Text:
    head, *below = _headline(answer)
    lines = [f"### {head}", *below]
    if answer.position in {Position.NO_RECORD, Position.MIXED_SIGNALS}:
        lines.append(f"-# {term(answer.position).test} {_advice(answer)}".rstrip())
    act = parts.commitment(leading.view.stance.record) if leading else _NONE
    lines.append(f"**Commitment** {act}")
    return Text("\n".join(lines))


def _headline(answer: StanceAnswer) -> tuple[str, ...]:
    """Where it stands; where nothing recent is known, that, and below it the last position."""
    if answer.unlooked is None:
        return (parts.position(answer.position),)
    return (
        opened(markdown(facts.unlooked(answer.unlooked))),
        opened(markdown(facts.last_recorded(answer.position))),
    )


def _advice(answer: StanceAnswer) -> str:
    if answer.standings:
        return "Each voice stands below."
    past = answer.asked.as_of is not None or answer.asked.known_at is not None
    return "" if past else ADD_STANCE


def _words(leading: StandingView | None) -> Text:
    if leading is None:
        return Text(f"**Words** {_NONE}")
    stance = leading.view.stance.record
    words = parts.small(
        quoted(stance.evidence),
        f"basis: {term(stance.evidence.basis).label}",
        f"coder’s confidence: {stance.confidence.value}",
    )
    return Text(f"**Words**\n{words}")


def _saying(leading: StandingView | None) -> Text:
    if leading is None:
        said_by = where = when = _NONE
    else:
        evidence = leading.view.stance.record.evidence
        said_by, when = speaker(leading.view), full(evidence.said)
        where = name(evidence.venue, 120) if evidence.venue else "not recorded"
    return Text(f"**Said by** {said_by}\n**Where** {where}\n**When** {when}")


def speaker(view: StanceView) -> str:
    """Who said it and, where that is another, for whom."""
    return markdown(facts.said_by(view))


def _record(answer: StanceAnswer, leading: StandingView | None) -> Text:
    if leading is None:
        rows = (_NONE,) * 5
    else:
        standing, now = leading.standing, answer.asked.at
        stance = standing.current.record
        ago = since(standing.opening.record.evidence.said, now)
        rows = (
            parts.source(leading.view.source),
            f"{brief(standing.opening.record.evidence.said)}{f' · {ago}' if ago else ''}",
            full(stance.confirmed) if stance.confirmed else "not since it was recorded",
            parts.recorded(standing.current),
            change(standing),
        )
    labels = ("Source", "Since", "Last confirmed", "Recorded", "Changed")
    lines = [f"**{label}** {row}" for label, row in zip(labels, rows, strict=True)]
    id_ = cited(leading.view.stance) if leading else _NONE
    return Text("\n".join((*lines, next_line(answer.next_event), f"-# {id_}")))


def change(standing: Standing) -> str:
    """What the position was before, and how far it moved."""
    return markdown(facts.change(standing))


def _voices(answer: StanceAnswer) -> Listed:
    heard = {each.view.holder.key: each.view for each in answer.standings}
    mixed = answer.position is Position.MIXED_SIGNALS
    own = heard.get(answer.actor.key)
    rows = [_voice("own record", own, quote=mixed)] if own and answer.voices else []
    silent = [each for each in answer.voices if each.actor.key not in heard]
    rows += [
        _voice(f"{parts.office(each.mandate)}, {_rank(each)}", heard[each.actor.key], quote=mixed)
        for each in answer.voices
        if each.actor.key in heard
    ]
    if silent:
        listed = ", ".join(f"{who(each.actor)} ({parts.office(each.mandate)})" for each in silent)
        rows.append(f"- {parts.position(Position.NO_RECORD)}: {listed}")
    return Listed(
        head="**Voices**",
        items=tuple(rows),
        empty="nobody else speaks for this actor here",
        more="see the timeline",
    )


def _rank(voice: Voice) -> str:
    return f"authority {voice.mandate.authority}"


def _voice(kind: str, view: StanceView, *, quote: bool) -> str:
    stance = view.stance.record
    line = f"- {stood(view)}: {who(view.holder)} ({kind}), {brief(stance.evidence.said)}"
    return f"{line}\n{quoted(stance.evidence, SHORT_WORDS)}" if quote else line


def stood(view: StanceView) -> str:
    """A current position; where nobody has looked at it for too long, as the last one recorded."""
    position = view.stance.record.position
    if view.unlooked is None:
        return parts.position(position)
    known = (facts.last_recorded(position), facts.unlooked(view.unlooked))
    return ", ".join(markdown(each) for each in known)


def silence(view: StatementView) -> str:
    """A statement that says nothing of the issue, with its words and its source."""
    evidence = view.statement.record.evidence
    words = parts.small(
        quoted(evidence, SHORT_WORDS),
        full(evidence.said),
        parts.source_short(view.source),
        OMISSION,
    )
    return f"{markdown(facts.spoken_by(view))}:\n{words}"


def claim(view: ClaimView, *, limit: int, date: str | None = None) -> str:
    """What one actor says about another: never that one's own position.

    `date` stands in the small print in place of the whole date.
    """
    record = view.claim.record
    words = parts.small(
        quoted(record.evidence, limit),
        full(record.evidence.said) if date is None else date,
        parts.source_short(view.source),
        cited(view.claim),
    )
    return f"{markdown(facts.claim(view))}\n{words}"


def _buttons(answer: StanceAnswer) -> tuple[Button, ...]:
    here = Place.of(answer.asked, actor=answer.actor.key, issue=answer.issue.key)
    leading = answer.standings[:1]
    claims = "Others’ claims (more)" if answer.more_claims else "Others’ claims"
    return (
        button("Timeline", "line", here),
        picture_button(PictureKind.HISTORY, here),
        button("Compare", "versus", here),
        button("Sources", "sources", here),
        button(claims, "claims", here),
        follow_button(FollowKind.ACTOR, answer.actor.key),
        *(report_button(each.view.stance, each.view.stance.record.key) for each in leading),
    )


def _whole(answer: StanceAnswer, leading: StandingView | None) -> tuple[Button, ...]:
    mixed = answer.standings if answer.position is Position.MIXED_SIGNALS else ()
    shown: dict[str, tuple[StanceView | ClaimView | StatementView, int]] = {}
    if leading:
        shown[leading.view.stance.record.key] = (leading.view, parts.WORDS)
    below: list[StanceView | ClaimView | StatementView] = [
        *(each.view for each in mixed),
        *answer.claims,
        *answer.silences,
    ]
    for view in below:
        shown.setdefault(parts.record_of(view).key, (view, SHORT_WORDS))
    return parts.whole(
        [
            (parts.voice_of(view).name, key, answer.asked)
            for key, (view, limit) in shown.items()
            if parts.folded(parts.record_of(view).evidence, limit)
        ],
    )
