"""What merges and splits of actors would do, for their previews; and whose a name is."""

from dataclasses import replace

from bot.services.desk.moves import Movable, Moves, Parting
from bot.services.editing.answers import Preview, Refused
from bot.services.editing.forms import ActorEditForm, ActorForm, AliasForm
from bot.services.editing.register import NameTakenError
from bot.ui.card import Button, Card, Menu, Option, Style
from bot.ui.fit import Listed
from bot.ui.press import custom_id
from bot.ui.text import label, name, plural, shorten

PAGE = 25
_LABEL = 100
_LISTED = 15


def moving(moves: Moves) -> Listed:
    """Which records and names go over to the actor that stays."""
    total = sum(count for _, count in moves.counts)
    counted = ", ".join(plural(count, kind) for kind, count in moves.counts)
    names = ", ".join(f"“{name(each, 100)}”" for each in moves.names)
    head = (
        f"**{name(moves.gone.name, 100)}** (`{moves.gone.key}`) becomes "
        f"**{name(moves.kept.name, 100)}** (`{moves.kept.key}`).\n"
        f"{plural(total, 'standing record')} will name it{f': {counted}' if counted else ''}."
    )
    also = (f"It is found by these names as well: {names}.",) if names else ()
    return Listed(
        head=head,
        items=(*also, "Follows, reminders and answers after events go on with it."),
    )


def parting(seen: Parting) -> Listed:
    """Which records go to the new actor."""
    names = ", ".join(f"“{name(each, 100)}”" for each in seen.names)
    gone = f" It takes from {name(seen.was.name, 100)} these names: {names}." if names else ""
    head = (
        f"**{name(seen.new.name, 100)}** (`{seen.new.key}`) is told apart from "
        f"**{name(seen.was.name, 100)}** (`{seen.was.key}`).{gone}\n"
        f"{plural(len(seen.chosen), 'record')} chosen, {len(seen.left):,} stay."
    )
    lines = tuple(f"- `{each.key}` {name(each.line, 120)}" for each in seen.chosen[:_LISTED])
    return Listed(head=head, items=lines, empty="", rest=max(0, len(seen.chosen) - _LISTED))


def choosing(card: Card, seen: Preview, page: int = 0) -> Card:
    """The card with a menu of the records that can still go to the new actor, 25 at a time."""
    if seen.parting is None:
        return card
    left = seen.parting.left
    last = max(0, (len(left) - 1) // PAGE)
    page = min(page, last)
    # The same card may be turned to another page.
    without = ["split-none", "split-page", *(["draft-publish"] if seen.lacking else [])]
    gone = tuple(custom_id(verb, seen.draft_id) for verb in without)
    kept = (
        each
        for each in card.buttons
        if not (isinstance(each, Button) and each.press.startswith(gone))
    )
    turns = _turns(seen.draft_id, page, last)
    anew = Button(label="Choose anew", press=custom_id("split-none", seen.draft_id))
    return replace(
        card,
        buttons=(*kept, *turns, *((anew,) if seen.parting.chosen else ())),
        menu=_menu(seen.draft_id, left[page * PAGE : (page + 1) * PAGE]),
    )


def _menu(draft_id: str, some: tuple[Movable, ...]) -> Menu | None:
    if not some:
        return None
    return Menu(
        hint="Records that the new actor takes",
        press=custom_id("split-take", draft_id),
        options=tuple(
            Option(
                label=shorten(label(each.line, _LABEL), _LABEL),
                value=each.key,
                note=f"{each.kind} {each.key}",
            )
            for each in some
        ),
        most=len(some),
    )


def _turns(draft_id: str, page: int, last: int) -> tuple[Button, ...]:
    if not last:
        return ()
    back, on = max(page - 1, 0), min(page + 1, last)
    # Two buttons of one message may not share an id, so each says which way it leads.
    return (
        Button(
            label="‹ Other records",
            press=custom_id("split-page", draft_id, back, "b"),
            disabled=not page,
        ),
        Button(
            label="More records ›",
            press=custom_id("split-page", draft_id, on, "n"),
            disabled=page == last,
        ),
    )


def clash_buttons(refusal: Refused) -> tuple[Button, ...]:
    """What to do about a name that is another actor's."""
    error = refusal.error
    if not isinstance(error, NameTakenError):
        return ()
    both = Button(label="Keep it for both", press=custom_id("name-both", refusal.draft_id))
    form = refusal.form
    if isinstance(form, AliasForm | ActorEditForm):
        one = "They are one: merge them"
    elif type(form) is ActorForm:
        one = "It is that one: add the names"
    else:
        return (both,)
    same = Button(
        label=one,
        press=custom_id("name-same", refusal.draft_id),
        style=Style.PRIMARY,
    )
    return (same, both)
