"""The log of posts: what was, is and was not posted, and why not."""

from bot.domain.posts import Post, PostState
from bot.services.posts.log import Again, LogAnswer, LogRow, Show
from bot.ui.calendar.post_parts import advice, again, quoted_detail, what, where, why
from bot.ui.card import Card, Menu, Option, Row, Rule, Text
from bot.ui.dates import moment
from bot.ui.fit import Part, fit
from bot.ui.nav import Place, pager
from bot.ui.press import custom_id
from bot.ui.text import name, plural

_HEADS = {
    Show.PROBLEMS: "What could not be sent",
    Show.WAITING: "What waits to be sent",
    Show.SENT: "What was sent",
    Show.SKIPPED: "What was left out, for a reason",
    Show.ALL: "Everything: sent, waiting and not sent",
}
_STATES = {
    PostState.DUE: "waits",
    PostState.CLAIMED: "is being sent",
    PostState.SENT: "sent",
    PostState.FAILED: "not sent",
    PostState.SKIPPED: "left out",
}


def log_card(answer: LogAnswer) -> Card:
    """One page of the log, newest first, with a button to try again on each that failed."""
    head = f"### Posts\n{_HEADS[answer.show]}, newest first\n-# Page {answer.page + 1}"
    blocks: list[Part] = [Text(head), Rule()]
    for row in answer.rows:
        blocks.append(Text(_row(row)))
        if row.post.state is PostState.FAILED:
            blocks.append(Row((again(row.post),)))
    if not answer.rows:
        blocks.append(Text("Nothing further." if answer.page else "There is none."))
    here = Place(actor=answer.show.value, page=answer.page)
    options = tuple(Option(label=text, value=show.value) for show, text in _HEADS.items())
    return Card(
        blocks=fit(blocks),
        buttons=pager("log", here, has_more=answer.has_more),
        menu=Menu(hint="Show others", press=custom_id("log-show"), options=options),
    )


def again_card(done: Again) -> Card:
    """Say what is owed again, or what became of the post meanwhile."""
    if done.owed:
        others = f", and with it {plural(done.owed - 1, 'other')}" if done.owed > 1 else ""
        text = (
            f"The {what(done.post.kind)} for {where(done.post)} is tried again{others}. What is "
            "not worth sending any more is left out. /admin posts shows what comes of it."
        )
    else:
        text = f"The {what(done.post.kind)} has not failed any more: {_state(done.post)}."
    return Card(blocks=(Text(text),))


def _row(row: LogRow) -> str:
    post = row.post
    about = f" · **{name(row.title, 120)}**" if row.title else ""
    personal = ", asked for by one person" if post.user_id is not None else ""
    lines = [
        f"{what(post.kind).capitalize()}{about}",
        f"{where(post)}{personal} · due {moment(post.due_at)}",
        f"{_state(post).capitalize()}.",
        quoted_detail(post.detail),
    ]
    if post.state is PostState.FAILED and post.reason is not None:
        lines.append(advice(post, post.reason))
    return "\n".join(filter(None, lines))


def _state(post: Post) -> str:
    text = _STATES[post.state]
    if post.state is PostState.SENT and post.sent_at is not None:
        return f"{text} {moment(post.sent_at)}"
    if post.state in {PostState.FAILED, PostState.SKIPPED} and post.reason is not None:
        return f"{text}: {why(post.reason)}"
    if post.attempts and post.detail:
        return f"{text}, after {plural(post.attempts, 'attempt')}"
    return text
