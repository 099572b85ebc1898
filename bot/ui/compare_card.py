"""Two actors on one issue, field by field in the same order."""

from collections.abc import Callable

from bot.domain.rules import FollowKind
from bot.services.answers import CompareAnswer, StanceAnswer, StandingView
from bot.ui import parts
from bot.ui.card import Card, Rule, Text
from bot.ui.dates import full
from bot.ui.fit import Listed, Part, fit
from bot.ui.nav import Place, button
from bot.ui.news.follow_button import follow_button
from bot.ui.parts import quoted, who
from bot.ui.prose import facts
from bot.ui.prose.markdown import markdown
from bot.ui.shows import shows
from bot.ui.stance_card import change, speaker
from bot.ui.text import label, name

_WORDS = 240
_NONE = "none recorded"


def compare_card(answer: CompareAnswer) -> Card:
    """What both said, side by side in words: neither is measured against the other."""
    first, second = answer.first, answer.second
    both = (first, second)
    blocks: tuple[Part, ...] = (
        parts.heading(
            f"{who(first.actor)} and {who(second.actor)}",
            f"-# On: {name(first.issue.title, 120)}",
            asked=first.asked,
        ),
        Rule(),
        _field("Position", both, lambda each, _: _position(each)),
        _field(
            "Commitment",
            both,
            _of(lambda view: parts.commitment(view.view.stance.record)),
        ),
        *(Text(_words(each)) for each in both),
        _field("Said by", both, _of(lambda view: speaker(view.view))),
        _field("When", both, _of(lambda view: full(view.view.stance.record.evidence.said))),
        *(_conditions(each) for each in both),
        _field("Since", both, _of(lambda view: full(view.standing.opening.record.evidence.said))),
        _field("Last confirmed", both, _of(_confirmed)),
        _field("Changed", both, _of(lambda view: change(view.standing))),
        _field("Source", both, _of(lambda view: parts.source_short(view.view.source))),
    )
    fitted = fit(blocks)
    told = [(view.view.stance, None) for each in both for view in each.standings[:1]]
    return Card(
        blocks=fitted,
        shows=shows(fitted, told, asked=first.asked),
        buttons=(
            *(
                button(f"Card: {label(each.actor.name, 60)}", "card", place)
                for each, place in ((each, _place(each)) for each in _apart(both))
            ),
            follow_button(FollowKind.ISSUE, first.issue.key),
            *parts.whole(
                [
                    (each.actor.name, view.view.stance.record.key, each.asked)
                    for each in _apart(both)
                    for view in each.standings[:1]
                    if parts.folded(view.view.stance.record.evidence, _WORDS)
                ],
            ),
        ),
    )


def _apart(both: tuple[StanceAnswer, StanceAnswer]) -> tuple[StanceAnswer, ...]:
    """Both, or one where an actor is compared with itself."""
    return both if both[0].actor.key != both[1].actor.key else both[:1]


def _place(each: StanceAnswer) -> Place:
    return Place.of(each.asked, actor=each.actor.key, issue=each.issue.key)


def _of(
    shown: Callable[[StandingView], str],
) -> Callable[[StanceAnswer, StandingView | None], str]:
    return lambda _, leading: _NONE if leading is None else shown(leading)


def _leading(each: StanceAnswer) -> StandingView | None:
    return each.standings[0] if each.standings else None


def _field(
    title: str,
    both: tuple[StanceAnswer, StanceAnswer],
    shown: Callable[[StanceAnswer, StandingView | None], str],
) -> Text:
    values = [shown(each, _leading(each)) for each in both]
    if values[0] == values[1]:
        return Text(f"**{title}**\n- both: {values[0]}")
    rows = (f"- {who(each.actor)}: {value}" for each, value in zip(both, values, strict=True))
    return Text("\n".join((f"**{title}**", *rows)))


def _position(each: StanceAnswer) -> str:
    if each.unlooked is None:
        return parts.position(each.position)
    known = (facts.unlooked(each.unlooked), facts.last_recorded(each.position))
    return ", ".join(markdown(sentence) for sentence in known)


def _words(each: StanceAnswer) -> str:
    leading = _leading(each)
    if leading is None:
        return f"**Words** of {who(each.actor)}: {_NONE}"
    return f"**Words** of {who(each.actor)}:\n{quoted(leading.view.stance.record.evidence, _WORDS)}"


def _conditions(each: StanceAnswer) -> Listed:
    leading = _leading(each)
    return Listed(
        head=f"**Conditions** of {who(each.actor)}:",
        items=tuple(parts.condition(view) for view in leading.view.conditions) if leading else (),
        empty="none named" if leading else _NONE,
        more="see the card",
    )


def _confirmed(view: StandingView) -> str:
    confirmed = view.view.stance.record.confirmed
    return full(confirmed) if confirmed else "not since it was recorded"
