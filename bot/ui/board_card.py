"""The board: everybody's current stance on one issue, in the order of the scale."""

from dataclasses import replace

from bot.domain.pictures import PictureKind
from bot.domain.records import Issue
from bot.domain.rules import FollowKind
from bot.domain.vocabulary import ConditionState, RoleKind
from bot.services.answers import BoardAnswer, OthersAnswer, StanceView
from bot.ui import parts
from bot.ui.calendar.words import next_line
from bot.ui.card import Card, Gap, Menu, Option, Rule, Text
from bot.ui.fit import Listed, fit
from bot.ui.nav import Place, button, pager
from bot.ui.news.follow_button import follow_button
from bot.ui.parts import who
from bot.ui.picture_card import picture_button
from bot.ui.prose import facts
from bot.ui.prose.markdown import markdown
from bot.ui.shows import shows
from bot.ui.stance_card import ADD_STANCE
from bot.ui.text import fold, hidden, label, name, opened, plural

CHOICES = 25


def board_card(answer: BoardAnswer) -> Card:
    """One page of the holders of an issue, each with position, office and date."""
    here = Place.of(answer.asked, issue=answer.issue.key)
    blocks = fit(
        (
            parts.heading(
                name(answer.issue.title, 120),
                *issue_lines(answer.issue),
                _roles(answer),
                next_line(answer.next_event),
                asked=answer.asked,
            ),
            Rule(),
            Listed(
                head=_counted(answer),
                items=tuple(_row(each) for each in answer.rows),
                empty=f"\nNo stance is recorded. {ADD_STANCE}"
                if not answer.holders
                else "\nNothing on this page.",
                more="see their cards",
                gap="\n\n",
            ),
            Gap(),
            Listed(
                head="**No record** (this says nothing about them)",
                items=(", ".join(who(each) for each in answer.silent[:CHOICES]),)
                if answer.silent
                else (),
                rest=max(0, len(answer.silent) - CHOICES),
                empty="nobody with a part in it",
            ),
        ),
    )
    return Card(
        blocks=blocks,
        shows=shows(blocks, ((e.stance, _row(e)) for e in answer.rows), asked=answer.asked),
        buttons=(
            picture_button(PictureKind.BOARD, here),
            button("Timeline", "line", here),
            button("Conditions", "conditions", here),
            button("Claims", "claims", here),
            *pager("board", replace(here, page=answer.page), has_more=answer.has_more),
            follow_button(FollowKind.ISSUE, answer.issue.key),
        ),
        menu=_menu(answer, here),
    )


def issue_lines(issue: Issue) -> tuple[str, ...]:
    """What is asked, and how far the proposal has come."""
    question, more = fold(issue.question, 300)
    lines = [f"{question}{hidden(more)}"]
    if issue.proposal:
        terms, rest = fold(issue.proposal.terms, 200)
        lines.append(f"-# Terms: {terms}{hidden(rest)} · {parts.spoken(issue.proposal.status)}")
    return tuple(lines)


def _counted(answer: BoardAnswer) -> str:
    late = f", {answer.unlooked:,} not looked at lately" if answer.unlooked else ""
    return f"**Where they stand** · {plural(answer.holders, 'holder')}{late}"


def _roles(answer: BoardAnswer) -> str:
    by_role: dict[RoleKind, list[str]] = {}
    for actor, role in answer.roles:
        by_role.setdefault(role.role, []).append(who(actor))
    listed = (
        f"{parts.spoken(kind)}: {', '.join(names[:6])}{_others(names)}"
        for kind, names in by_role.items()
    )
    return f"-# {' · '.join(listed)}" if by_role else ""


def _others(names: list[str]) -> str:
    return f" and {len(names) - 6:,} more" if len(names) > 6 else ""  # noqa: PLR2004 -- as many are shown


def _row(view: StanceView) -> str:
    stance = view.stance.record
    open_ones = sum(each.condition.state is ConditionState.OPEN for each in view.conditions)
    office = (
        f"for {parts.speaks_for(view.mandate, view.principal)} · "
        if view.mandate and view.principal
        else ""
    )
    position, last = parts.position(stance.position), ""
    if view.unlooked is not None:
        position = opened(markdown(facts.unlooked(view.unlooked)))
        last = f"{markdown(facts.last_recorded(stance.position))} · "
    return (
        f"{position} — **{who(view.holder)}**\n"
        f"-# {last}{office}{parts.commitment(stance).lower()} · "
        f"{plural(open_ones, 'open condition')} · {parts.said(stance.evidence)}"
    )


def _menu(answer: BoardAnswer, here: Place) -> Menu | None:
    actors = list(
        {
            actor.key: actor
            for row in answer.rows
            for actor in (row.holder, row.principal)
            if actor is not None
        }.values(),
    )
    return choose("Open a card", "card", here, [(each.key, each.name) for each in actors])


def choose(hint: str, verb: str, here: Place, actors: list[tuple[str, str]]) -> Menu | None:
    """A menu of actors, by key and name; None without any."""
    if not actors:
        return None
    return Menu(
        hint=hint,
        press=here.press(verb),
        options=tuple(Option(label=label(shown), value=key) for key, shown in actors[:CHOICES]),
    )


def versus_card(answer: OthersAnswer) -> Card:
    """Ask with whom to compare an actor."""
    here = Place.of(answer.asked, actor=answer.actor.key, issue=answer.issue.key)
    others = [(each.key, each.name) for each in answer.others]
    lines = [f"Compare {who(answer.actor)} with whom?"]
    if not others:
        lines = [f"Nobody else has a record on {name(answer.issue.title, 120)} yet. {ADD_STANCE}"]
    elif len(others) > CHOICES:
        lines.append("-# For others, use /compare and type their names.")
    return Card(
        blocks=(Text("\n".join(lines)),),
        menu=choose("Choose an actor", "compare", here, others),
    )
