"""One person's follows: which there may be, how they are found by name, and how they end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.db import posts, rules, sending
from bot.db.batches import owed_to
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.names import NameIndex
from bot.domain.posts import Post, PostKind, Reason
from bot.domain.records import Actor, Event, Issue
from bot.domain.rules import MOST_FOLLOWS, Follow, FollowKind, Pace
from bot.domain.scope import Scope
from bot.errors import InvalidInputError, UnknownNameError
from bot.services.news.answers import Followed, NewsAnswer
from bot.services.news.follows import reader_of

GONE = "You do not follow this any more, or it is not yours. /following shows what you follow."
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOffer:
    """What could be followed, and the ways in which the reader follows it already."""

    kind: FollowKind
    key: str
    title: str
    held: tuple[Follow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowKept:
    """A follow as it stands now.

    `repeated`: it stood so already. `before` is the pace that it had until now, where it had one.
    """

    followed: Followed
    repeated: bool = False
    before: Pace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingAnswer:
    """One page of what a person follows in a server; `page` counts from 0, `active` those not ended.

    What the bot has ended by itself comes last. `stopped` are those that were ended just now.
    """

    rows: tuple[Followed, ...]
    count: int
    active: int
    page: int
    has_more: bool
    stopped: tuple[Followed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowNews:
    """One page of all that a person's post told them."""

    post: Post
    answer: NewsAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowStopped:
    """A follow that was ended from a post; None: it had ended before."""

    followed: Followed | None


def target_of(
    directory: Directory,
    scope: Scope,
    kind: FollowKind,
    typed: str | None,
) -> Actor | Issue | Event:
    match kind:
        case FollowKind.ACTOR:
            return directory.actor(typed or "")
        case FollowKind.ISSUE:
            return directory.issue(typed, channel_id=scope.channel_id)
        case FollowKind.EVENT:
            return directory.event(typed or "")


def begun(unit: Unit, guild_id: int, follow: Follow, pace: Pace, now: datetime) -> Follow:
    """Keep a follow that tells what comes from now on."""
    fresh = replace(
        follow,
        pace=pace,
        mark=rules.revision(unit, guild_id),
        made_at=now,
        ended_at=None,
        ended=None,
    )
    rules.keep_follow(unit, guild_id, fresh)
    return fresh


def check_room(mine: Iterable[Follow]) -> None:
    if sum(each.ended_at is None for each in mine) >= MOST_FOLLOWS:
        raise InvalidInputError(
            f"You follow {MOST_FOLLOWS} things here, which is as many as one may. End one with "
            "/following first, or follow an issue: that tells of everybody on it.",
        )


def by_id(mine: Iterable[Follow], follow_id: str) -> Follow | None:
    return next((each for each in mine if each.id == follow_id), None)


def names_of(found: Iterable[Followed]) -> NameIndex:
    """What is followed, by key."""
    return NameIndex(
        (each.follow.target, text) for each in found for text in (each.title, each.follow.target)
    )


def named(found: Sequence[Followed], typed: str) -> list[Follow]:
    """The follows of the one thing that was typed; raises UnknownNameError for none or several."""
    targets = names_of(found).resolve(typed)
    if len(targets) == 1:
        return [each.follow for each in found if each.follow.target in targets]
    shown = [each for each in found if each.follow.target in targets] or found
    titles = list(dict.fromkeys(f"“{each.title}”" for each in shown))[:_SHOWN]
    if targets:
        text = f"“{typed[:100]}” can mean {' or '.join(titles)}. Choose one from the list."
    elif titles:
        text = (
            f"You follow nothing here that goes by “{typed[:100]}”. You follow {', '.join(titles)}; "
            "/following shows all."
        )
    else:
        text = "You follow nothing here yet. /follow begins, as does Follow on any card."
    raise UnknownNameError(text, typed=typed)


def stop(
    unit: Unit,
    guild_id: int,
    mine: Sequence[Follow],
    ending: Sequence[Follow],
) -> None:
    """Forget follows, and owe nothing more where none is left."""
    sending.alone(unit)
    for each in ending:
        rules.drop_follow(unit, guild_id, each.id, user_id=each.user_id)
    left = [each for each in mine if each not in ending]
    drop_unwanted(unit, guild_id, left=left, ended=ending)


def drop_unwanted(
    unit: Unit,
    guild_id: int,
    *,
    left: Iterable[Follow],
    ended: Sequence[Follow],
) -> None:
    """Owe nothing more for follows that ended, where no other is told the same way."""
    still = {reader_of(each) for each in left if each.ended_at is None}
    for post in owed(unit, guild_id, [f for f in ended if reader_of(f) not in still]):
        posts.drop(unit, post, Reason.UNWANTED)


def owed(unit: Unit, guild_id: int, found: Iterable[Follow]) -> list[Post]:
    return [
        post for each in found for post in owed_to(unit, guild_id, PostKind.FOLLOW, reader_of(each))
    ]


def own_post(unit: Unit, user_id: int, post_id: int) -> Post:
    """A person's own post of news; raises InvalidInputError for any other."""
    post = posts.of_user(unit, user_id, post_id)
    if post is None or post.kind is not PostKind.FOLLOW:
        raise InvalidInputError(GONE)
    return post
