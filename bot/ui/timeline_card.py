"""The timeline: what was said and what happened, newest first, each entry marked in words."""

from dataclasses import replace

from bot.domain.pictures import PictureKind
from bot.domain.rules import FollowKind
from bot.domain.when import When
from bot.services.answers import (
    EventView,
    StanceView,
    StatementView,
    TimelineAnswer,
    TimelineEntry,
)
from bot.ui import parts
from bot.ui.calendar.words import event_menu
from bot.ui.card import Button, Card, Rule
from bot.ui.dates import brief
from bot.ui.fit import Listed, fit
from bot.ui.nav import Place, button, pager
from bot.ui.news.follow_button import follow_button
from bot.ui.parts import SHORT_WORDS, quoted, who
from bot.ui.picture_card import picture_button
from bot.ui.prose import facts
from bot.ui.prose.markdown import markdown
from bot.ui.prose.templates import OMISSION
from bot.ui.shows import cited, recorded_of, shows
from bot.ui.stance_card import claim
from bot.ui.text import fold, hidden, name

_OUTCOME = 200
_SHOWN = 6


def timeline_card(answer: TimelineAnswer) -> Card:
    """One page of an issue's timeline, for everybody or for one actor."""
    actor = answer.actor
    here = Place.of(answer.asked, actor=actor.key if actor else None, issue=answer.issue.key)
    here = replace(here, page=answer.page)
    entries = [(each, _entry(each)) for each in answer.entries]
    blocks = fit(
        (
            parts.heading(
                f"Timeline: {who(actor)}" if actor else "Timeline",
                f"-# On: {name(answer.issue.title, 120)} · newest first · page {answer.page + 1}",
                asked=answer.asked,
            ),
            Rule(),
            Listed(
                head="",
                items=tuple(text for _, text in entries),
                empty="Nothing is recorded here."
                if not answer.page
                else "Nothing further is recorded.",
                more="too long for one page, see the cards and “Whole words”",
                gap="\n\n",
            ),
        ),
    )
    buttons = (
        *pager("line", here, has_more=answer.has_more),
        picture_button(PictureKind.TIMELINE, here),
        *((button("Card", "card", replace(here, page=0)),) if actor else ()),
        follow_button(FollowKind.ACTOR, actor.key)
        if actor
        else follow_button(FollowKind.ISSUE, answer.issue.key),
    )
    events = [each.event.record for each in answer.entries if isinstance(each, EventView)]
    return Card(
        blocks=blocks,
        buttons=(*buttons, *_whole(answer)),
        shows=shows(blocks, ((recorded_of(e), text) for e, text in entries), asked=answer.asked),
        # An event's card has its own history, and no other day's view.
        menu=event_menu(replace(here, actor=None, issue=None, as_of=None), events),
    )


def _entry(entry: TimelineEntry) -> str:
    if isinstance(entry, StanceView):
        return _stance(entry)
    if isinstance(entry, StatementView):
        return _statement(entry)
    if isinstance(entry, EventView):
        return _event(entry)
    record = entry.claim.record
    words = claim(entry, limit=SHORT_WORDS, date=parts.dated(record.evidence.said))
    return f"{_headline(record.evidence.said, 'claim')}\n{words}"


def _headline(when: When, kind: str) -> str:
    return f"**{brief(when)}** · {kind}"


def _stance(view: StanceView) -> str:
    stance = view.stance.record
    words = parts.small(
        quoted(stance.evidence, SHORT_WORDS),
        "" if view.voice.key == view.holder.key else f"said by {who(view.voice)}",
        parts.dated(stance.evidence.said),
        parts.source_short(view.source),
        cited(view.stance),
    )
    return (
        f"{_headline(stance.evidence.said, 'stance')}\n"
        f"{parts.position(stance.position)} — **{who(view.holder)}**\n{words}"
    )


def _statement(view: StatementView) -> str:
    evidence = view.statement.record.evidence
    silent = ", ".join(name(issue.title) for issue in view.silent_on)
    words = parts.small(
        quoted(evidence, SHORT_WORDS),
        f"leaves out: {silent} ({OMISSION})" if silent else "",
        parts.dated(evidence.said),
        parts.source_short(view.source),
        cited(view.statement),
    )
    speaker = markdown(facts.spoken_by(view, strong=True))
    return f"{_headline(evidence.said, 'statement')}\n{speaker}\n{words}"


def _event(view: EventView) -> str:
    event = view.event.record
    taking_part = ", ".join(
        f"{who(actor)} ({parts.spoken(role.role)})" for actor, role in view.participants[:_SHOWN]
    )
    others = len(view.participants) - _SHOWN
    small = parts.small(
        parts.spoken(event.kind),
        parts.spoken(event.mode) if event.mode else "",
        name(event.place) if event.place else "",
        f"{taking_part} and {others:,} more" if others > 0 else taking_part,
        parts.dated(event.when),
        parts.source_short(view.source),
        cited(view.event),
    )
    lines = [
        _headline(event.when, f"event, {parts.spoken(event.status)}"),
        f"**{name(event.title, 120)}**",
        f"-# {small}",
    ]
    if event.outcome:
        outcome, more = fold(event.outcome, _OUTCOME)
        lines.append(f"Outcome: {outcome}{hidden(more)}")
    return "\n".join(lines)


def _whole(answer: TimelineAnswer) -> tuple[Button, ...]:
    said = [entry for entry in answer.entries if not isinstance(entry, EventView)]
    return parts.whole(
        [
            (parts.voice_of(entry).name, parts.record_of(entry).key, answer.asked)
            for entry in said
            if parts.folded(parts.record_of(entry).evidence, SHORT_WORDS)
        ],
    )
