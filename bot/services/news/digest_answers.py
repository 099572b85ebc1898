"""Digests as editors are shown them while they set them up."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.edges import Edge
from bot.domain.posts import Reason
from bot.domain.records import Issue
from bot.domain.rules import Digest
from bot.domain.schedules import Occurrence
from bot.errors import StancebotError
from bot.services.news.answers import NewsAnswer
from bot.services.news.digest_drafts import DigestTyped
from bot.services.setting_up import SetUp


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """A digest with what a reader of its settings wants to know.

    `issue` None is all issues; `gone`: it was taken out of the record. `runs` are the next five
    times, were it not paused, each with what the clocks do on its day. `broken` says why nothing is
    sent to its channel. `has_desk`: there is a desk to hear of a digest with nothing new.
    """

    digest: Digest
    issue: Issue | None
    gone: bool
    runs: tuple[tuple[Occurrence, Edge | None], ...]
    broken: Reason | None
    has_desk: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPreview:
    """A digest as it would be, and what it would say now.

    Without `draft_id` it only shows one that stands. `before` None: it would be new, and `answer`
    is an example of the last seven days. `seen` goes back with `save`. `usual`: the issue was not
    named. `elsewhere` tells of the same issue in another channel, and could come here instead.
    `changed`: this is not what was shown before.
    """

    view: DigestView
    answer: NewsAnswer
    before: Digest | None
    draft_id: str | None = None
    seen: str = ""
    usual: bool = False
    elsewhere: Digest | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRefused:
    """What was typed cannot be read or used; it is kept."""

    draft_id: str
    typed: DigestTyped
    error: StancebotError


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSet(SetUp):
    """A digest before a change and after it; None: there was, or is, none.

    `undo_id` is what `undo` takes.
    """

    before: Digest | None
    view: DigestView | None
    issue: Issue | None
    undo_id: str


DigestOutcome: TypeAlias = DigestPreview | DigestRefused
