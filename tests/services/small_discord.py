"""A sender over a Discord of a few lines: it compares nonces, keeps its history, and may not answer.

It decides as the real sender does: what this process began a moment ago is sent again with its
nonce; for anything else that was tried, the history is asked first.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.posts import Post
from bot.services.posts.contents import Content
from bot.services.posts.outbox import Later, Result, Sent, Withdrawn
from tests.services.post_samples import HOUR, SECOND

# Discord compares nonces for longer than the sender relies on.
COMPARED, TRUSTED, CLOCK_TRUST = 120 * SECOND, 60 * SECOND, 2 * HOUR


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Discord stores it: when by Discord's clock and by the bot's, and what it says."""

    post: Post
    stored_at: datetime
    bot_at: datetime
    content: Content

    @property
    def place(self) -> tuple[int | None, int | None]:
        return self.post.channel_id, self.post.user_id


class SmallDiscord:
    """`now` is Discord's time, of which the bot's clock may be up to an hour behind."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.messages: list[Message] = []
        self._began: dict[str, datetime] = {}

    def forget(self) -> None:
        """The sender dies: nobody knows what it began."""
        self._began.clear()

    def attempt(
        self,
        post: Post,
        content: Content,
        answer: str,
        *,
        fresh: bool,
        bot_at: datetime,
    ) -> Result:
        """One attempt, which meets an answer: `lost` and `crash` come before or after storing."""
        later = Later(post=post, pause=2 * SECOND, detail=answer)
        began = self._began.get(post.token)
        just_began = began is not None and self.now - began < TRUSTED
        before = answer in {"lost before", "crash"}
        if not fresh and (post.dropped is not None or not just_began):
            if before:
                return later
            if self._found(post):
                return Sent(post=post, message_id=1)
            if post.dropped is not None:
                return Withdrawn(post=post)
        self._began.setdefault(post.token, self.now)
        if before:
            return later
        self._store(post, content, bot_at)
        return Sent(post=post, message_id=1) if answer == "sent" else later

    def _found(self, post: Post) -> bool:
        assert post.first_attempt_at is not None
        since = post.first_attempt_at - CLOCK_TRUST
        return any(
            each.post.token == post.token and each.stored_at >= since for each in self.messages
        )

    def _store(self, post: Post, content: Content, bot_at: datetime) -> None:
        assert post.body == f"words of {post.token}"
        if not any(
            each.post.token == post.token and self.now - each.stored_at < COMPARED
            for each in self.messages
        ):
            self.messages.append(
                Message(post=post, stored_at=self.now, bot_at=bot_at, content=content)
            )
