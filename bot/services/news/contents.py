"""What a post about news says: read from the record at the moment when the post is first tried."""

from datetime import datetime

from bot.db import rules
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.posts import Post, PostKind, Reason
from bot.domain.rules import Alert, Digest
from bot.services.news.alerts import alert_content
from bot.services.news.answers import AliveContent, NewsContent
from bot.services.news.digests import alive_content, digest_content, plan_next
from bot.services.news.follows import follow_content

NEWS = frozenset({PostKind.DIGEST, PostKind.ALERT, PostKind.FOLLOW, PostKind.ALIVE})


def followed_on(unit: Unit, post: Post, now: datetime) -> None:
    """Owe what follows a post that is about to be tried, whatever becomes of this one."""
    if post.kind is PostKind.DIGEST:
        plan_next(unit, post.guild_id, post.subject or "", now=now)


def news_content(
    unit: Unit,
    post: Post,
    directory: Directory,
    now: datetime,
) -> NewsContent | Reason:
    """What the post says now; a reason when it is not to be sent."""
    match post.kind:
        case PostKind.DIGEST:
            return digest_content(unit, post, directory, now)
        case PostKind.ALERT:
            return alert_content(unit, post, directory, now)
        case PostKind.FOLLOW:
            return follow_content(unit, post, directory, now)
        case _:
            return alive_content(unit, post, directory, now)


def through_of(content: object) -> int | None:
    """The number of the act up to which a content tells; None for what is no news."""
    if isinstance(content, NewsContent) and not isinstance(content, AliveContent):
        return content.answer.through
    return None


def title_of_post(unit: Unit, directory: Directory, post: Post) -> str | None:
    """The title of the event or the issue that a post is about; None where there is no one such."""
    rule: Digest | Alert | None = None
    if post.kind is PostKind.DIGEST:
        rule = rules.digest(unit, post.guild_id, post.subject or "")
    elif post.kind is PostKind.ALERT:
        rule = rules.alert(unit, post.guild_id, post.subject or "")
    named = (
        directory.issues.get(rule.issue or "") if rule else directory.events.get(post.event or "")
    )
    return named.title if named else None
