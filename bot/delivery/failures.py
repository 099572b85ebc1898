"""What an attempt's failure means for its post: failures are data, and none of them loses it."""

from datetime import timedelta

import discord

from bot.domain.posts import Post, PostKind, Reason
from bot.services.posts.outbox import (
    LONGEST_PAUSE,
    Failed,
    Later,
    Result,
    Sent,
    Withdrawn,
)

_CHANNEL_GONE = 404
_FORBIDDEN = 403
_UNAUTHORISED = 401
_TOO_MANY = 429
_SERVER = 500
_TIMED_OUT = 408
# Discord's own codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes
_MESSAGE_GONE = 10008
_DM_CLOSED = {50007, 50278}
_INVALID = 50035
_ARCHIVED = 50083
_SLOW = {20016, 20028, 20029, 40003, 40062, 130000}
_A_WHILE = timedelta(seconds=30)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 2 s, 4 s, 8 s … and at most ten minutes."""
    return min(timedelta(seconds=2 ** min(max(attempts, 1), 12)), LONGEST_PAUSE)


def result_of(post: Post, error: Exception) -> Result:
    """Judge an attempt that ended in an error.

    Whatever leaves it open whether Discord has the message is tried again with the same nonce.
    """
    told = _told(error)
    if post.kind is PostKind.CORRECTION and isinstance(error, discord.NotFound):
        return Failed(post=post, reason=Reason.GONE, detail=told)
    if isinstance(error, discord.HTTPException) and error.code == _MESSAGE_GONE:
        # A nonce answers with the message that it made; this one was deleted since.
        return Sent(post=post)
    pause = _pause(post, error)
    if pause is None and isinstance(error, discord.HTTPException):
        if post.dropped is not None:
            # It was only looked for: nobody needs it, and there is nobody to be told.
            return Withdrawn(post=post)
        return Failed(post=post, reason=_reason(post, error), detail=told)
    return Later(post=post, pause=pause or pause_after(post.attempts), detail=told)


def _pause(post: Post, error: Exception) -> timedelta | None:
    """How long to wait before the next attempt; None when it would meet the same."""
    if isinstance(error, discord.RateLimited):
        return min(timedelta(seconds=error.retry_after), LONGEST_PAUSE)
    if isinstance(error, discord.HTTPException):
        if error.status == _TOO_MANY:
            return _asked_for(error)
        if error.code in _SLOW:
            return _A_WHILE
        if error.status < _SERVER and error.status not in {_TIMED_OUT, _UNAUTHORISED}:
            return None
    return pause_after(post.attempts)


def _reason(post: Post, error: discord.HTTPException) -> Reason:
    if post.kind is PostKind.MIRROR:
        return _reason_of_mirror(error)
    if error.code in _DM_CLOSED:
        return Reason.DM_CLOSED
    if error.status == _FORBIDDEN or error.code == _ARCHIVED:
        return Reason.NO_ACCESS
    return Reason.NO_CHANNEL if error.status == _CHANNEL_GONE else Reason.REFUSED


def _reason_of_mirror(error: discord.HTTPException) -> Reason:
    """Its place is the server: where that is not found, the bot is not let in."""
    if error.status in {_FORBIDDEN, _CHANNEL_GONE}:
        return Reason.NO_ACCESS
    began = error.code == _INVALID and "scheduled_start_time" in error.text
    return Reason.TOO_LATE if began else Reason.REFUSED


def _asked_for(error: discord.HTTPException) -> timedelta:
    try:
        seconds = float(error.response.headers.get("Retry-After", ""))
    except ValueError:
        return _A_WHILE
    return min(timedelta(seconds=max(seconds, 0.0)), LONGEST_PAUSE)


def _told(error: Exception) -> str:
    """What the log keeps: Discord's words and codes, or the kind of failure."""
    if isinstance(error, discord.HTTPException):
        return f"Discord answered {error.status} (code {error.code}): {error.text}"[:300]
    if isinstance(error, TimeoutError):
        return "Discord did not answer in time"
    return f"{type(error).__name__}: {error}"[:300]
