"""The queue as one message: what was done last, the item that is next, and its buttons."""

from bot.services.desk.items import Done, DoneWhat, DraftItem, Entry, ItemKind, QueuePage
from bot.services.editing.answers import Outcome, Published
from bot.ui.card import Block, Button, Card, Link, Row, Rule, Text
from bot.ui.desk.queue_items import buttons, words
from bot.ui.editing.cards import outcome_card, published_card
from bot.ui.editing.fields import HEADINGS
from bot.ui.editing.standing import BACK
from bot.ui.fit import fit
from bot.ui.press import PREFIX, custom_id
from bot.ui.text import plural

_COUNTED = {
    ItemKind.DRAFT: ("draft", None),
    ItemKind.REPORT: ("report", None),
    ItemKind.STALE: ("stale stance", None),
    ItemKind.AFTER: ("question after an event", "questions after events"),
    ItemKind.OUTCOME: ("event without an outcome", "events without an outcome"),
    ItemKind.DATE: ("event without a date", "events without a date"),
    ItemKind.FAILED: ("failed post", None),
}
_DONE = {
    DoneWhat.REPEATED: "This was done before; nothing was written a second time.",
    DoneWhat.SUBMITTED: "**Submitted for review**: {form}. Somebody else publishes it.",
    DoneWhat.RETURNED: "**Sent back** to its author, with your reason.",
    DoneWhat.WAITS_AGAIN: "**Undone**: it waits for review again.",
    DoneWhat.CONFIRMED: "**Confirmed**: the stance still holds. Readers see it from now on.",
    DoneWhat.NOTED: "**Noted**: nothing was said.",
    DoneWhat.UNDONE: "**Undone**. The log keeps both.",
}


def queue_card(page: QueuePage) -> Card:
    """One item of the queue, or that nothing is left, below what was done with the one before."""
    top = _top(page)
    if page.entry is None:
        return Card(blocks=(*top, Text(_end(page))), buttons=_over(page))
    head = Text(f"### Review · {page.at + 1:,} of {page.total:,}\n-# {_counts(page)}")
    item = page.entry.item
    if isinstance(item, DraftItem) and item.outcome is not None:
        draft = outcome_card(item.outcome)
        found = tuple(each for each in draft.buttons if not _leads_back(each))
        blocks: tuple[Block, ...] = draft.blocks
    else:
        found = buttons(item, page.entry)
        blocks = (Text(words(item)),)
    return Card(
        blocks=fit((*top, head, Rule(), *blocks)),
        buttons=(*found, _skip(page.entry, page.at)),
    )


def worked_card(done: QueuePage | Published | Outcome) -> Card:
    """What came of working an item: the one that is next, or what must be mended first."""
    return queue_card(done) if isinstance(done, QueuePage) else published_card(done)


def _top(page: QueuePage) -> tuple[Block, ...]:
    if page.done is None:
        return ()
    undo = _undo(page.done, page.at)
    return (Text(done_text(page.done)), *((Row((undo,)),) if undo else ()), Rule())


def done_text(done: Done) -> str:
    """What was done last, in a line."""
    form = HEADINGS.get(done.form, "it").lower()
    match done.what:
        case DoneWhat.PUBLISHED:
            key = f" · `{done.key}`" if done.key else ""
            return f"**Published**: {form}{key}. Readers see it from now on."
        case DoneWhat.SETTLED:
            told = "Its reader is told" if done.answered else "Nobody is left to be told"
            return f"**Settled**. {told} what came of it."
        case DoneWhat.RETRIED:
            count = plural(done.count, "post is", "posts are")
            return f"**{count} tried again.** /admin posts shows what comes of it."
        case _:
            return _DONE[done.what].format(form=form)


def _undo(done: Done, at: int) -> Button | None:
    if done.what is DoneWhat.RETURNED:
        return Button(label="Undo", press=custom_id("review-wait", done.draft_id, done.mark))
    if done.what is DoneWhat.SUBMITTED:
        return Button(label="Withdraw", press=custom_id("draft-cancel", done.draft_id))
    if done.seq is None:
        return None
    label = "Bring it back" if done.what is DoneWhat.UNDONE else "Undo"
    return Button(label=label, press=custom_id("review-undo", done.seq, at))


def _skip(entry: Entry, at: int) -> Button:
    return Button(label="Skip", press=custom_id("review-skip", at, entry.ref))


def _counts(page: QueuePage) -> str:
    counts = ((count, _COUNTED[kind]) for kind, count in page.counts)
    return " · ".join(plural(count, one, many) for count, (one, many) in counts)


def _end(page: QueuePage) -> str:
    if page.total:
        text = f"### Review\nThat was the last. Still there: {_counts(page)}."
    else:
        text = "### Review\nNothing waits."
    if page.own:
        waits = plural(page.own, "draft of yours waits", "drafts of yours wait")
        text += f"\n-# {waits} for somebody else; /admin drafts shows them."
    return text


def _over(page: QueuePage) -> tuple[Button, ...]:
    if not page.total:
        return ()
    return (Button(label="From the top", press=custom_id(BACK)),)


def _leads_back(button: Button | Link) -> bool:
    return isinstance(button, Button) and button.press.startswith(f"{PREFIX}:{BACK}:")
