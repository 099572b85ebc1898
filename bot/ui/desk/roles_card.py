"""Who may do what on a server, and whose records a second person publishes, with Undo."""

from collections.abc import Collection

from bot.domain.access import Level, Review
from bot.services.desk.roles import ReviewSet, Rights, RoleSet
from bot.ui.card import Button, Card, Text
from bot.ui.fit import Listed, fit
from bot.ui.nav import undo_button
from bot.ui.press import custom_id
from bot.ui.text import plural

NONE = "none"
FORGET = "setup-roles"
_MOST = 5
_REVIEW = {
    Review.OFF: "What is recorded is published at once.",
    Review.CONTRIBUTORS: "What contributors record waits until an editor publishes it.",
    Review.EVERYBODY: "Whatever is recorded waits until a second person, an editor, publishes it.",
}
_MAY = (
    "Members with Manage Server are owners: they may do everything. Contributors record what is said "
    "and what happens; editors also keep the names and issues, undo, and work /admin review."
)
_HIDDEN = (
    "-# Discord itself still hides the commands from these roles. Open Server Settings → Integrations "
    "→ this bot → /admin, and add the role there; the same for the commands in a message’s menu. "
    "/setup stays with the owners."
)


def rights_card(rights: Rights, known: Collection[int]) -> Card:
    """Show who may do what; `known` are the roles that this server still has."""
    return Card(blocks=fit(_rights(rights, known)), buttons=_forget(rights, known))


def role_card(done: RoleSet, known: Collection[int]) -> Card:
    """Say how far a role reaches now, with Undo, and show who may do what."""
    before = f" (before: {_level(done.before)})" if done.before != done.level else ""
    head = Text(f"<@&{done.role_id}>: **{_level(done.level)}** from now on{before}.")
    undo: tuple[Button, ...] = ()
    if done.before != done.level:
        undo = (undo_button(done.seq),)
    return Card(
        blocks=fit((head, *_rights(done.rights, known))),
        buttons=(*undo, *_forget(done.rights, known, but=done.role_id)),
    )


def review_card(done: ReviewSet) -> Card:
    """Say whose records wait for a second person now, with Undo."""
    changed = done.before is not done.review
    before = f" Before: {done.before.value}." if changed else ""
    text = f"Review: **{done.review.value}**. {_REVIEW[done.review]}{before}"
    return Card(
        blocks=(Text("\n".join((text, *_notes(done.rights)))),),
        buttons=(undo_button(done.seq),) if changed else (),
    )


def mode_card(rights: Rights) -> Card:
    """Show whose records wait for a second person."""
    text = f"### Review: {rights.review.value}\n{_REVIEW[rights.review]}"
    return Card(blocks=(Text("\n".join((text, *_notes(rights)))),))


def _rights(rights: Rights, known: Collection[int]) -> tuple[Text | Listed, ...]:
    items = tuple(
        f"<@&{role}>: {level.noun}{'' if role in known else ' (the role is gone)'}"
        for role, level in rights.grants
    )
    listed = Listed(head="### Roles", items=items, empty="\nNo role has a say of its own.")
    return (listed, Text(f"{_MAY}\n{_HIDDEN}\n-# Review: {rights.review.value}."))


def _notes(rights: Rights) -> tuple[str, ...]:
    notes = []
    if rights.review is Review.CONTRIBUTORS and not any(
        level is Level.CONTRIBUTOR for _, level in rights.grants
    ):
        notes.append("-# No role makes contributors yet: name one with /setup roles.")
    if rights.review is Review.EVERYBODY:
        notes.append("-# It takes two people who may publish: owners, or editors by /setup roles.")
    if rights.waiting:
        waits = plural(rights.waiting, "draft waits", "drafts wait")
        notes.append(f"-# {waits} now, and goes on waiting: /admin review shows what.")
    return tuple(notes)


def _forget(rights: Rights, known: Collection[int], but: int = 0) -> tuple[Button, ...]:
    gone = [role for role, _ in rights.grants if role not in known and role != but]
    return tuple(
        Button(label=f"Forget role {at}", press=custom_id(FORGET, role))
        for at, role in enumerate(gone[:_MOST], 1)
    )


def _level(level: Level | None) -> str:
    return NONE if level is None else level.noun
