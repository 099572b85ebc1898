"""Recording from a message: a draft with what the message gives, and what may be meant in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from bot.clock import Clock
from bot.db import precedents
from bot.db.engine import Database, Unit
from bot.db.guilds import Directories
from bot.domain.access import Person
from bot.domain.directory import Directory
from bot.domain.names import normal
from bot.domain.records import Actor, Issue
from bot.domain.scope import Scope
from bot.domain.vocabulary import IssueStatus
from bot.domain.when import days, zone_named
from bot.errors import InvalidInputError
from bot.services.access import check
from bot.services.editing import calendar, drafts, messages, said
from bot.services.editing.desk import Desk, Plan
from bot.services.editing.drafts import Draft
from bot.services.editing.event_fields import MAX_PARTICIPANTS, actors_typed
from bot.services.editing.forms import (
    CaptureForm,
    ClaimCaptureForm,
    EventCaptureForm,
    StanceCaptureForm,
    cleaned,
)
from bot.services.editing.messages import Message, Without
from bot.services.editing.reading import MAX_URL, cited
from bot.services.editing.register import MAX_NAME
from bot.services.editing.rights import level_for

CHOICES = 24
_READ = 200
_RECENT = 60
# Words of an issue's title that are in every second message tell nothing.
_TELLING = 5

C = TypeVar("C", StanceCaptureForm, ClaimCaptureForm, EventCaptureForm)


class Kind(StrEnum):
    """What is recorded from a message."""

    STANCE = "stance"
    CLAIM = "claim"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An actor or issue that may be meant; `is_named` where it stands in the message itself."""

    key: str
    label: str
    is_named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A draft begun from a message, and what its dialogue offers.

    `issues` is empty where only one can be meant; `without` says what a message without words is.
    """

    draft_id: str
    form: CaptureForm
    actors: tuple[Offer, ...]
    issues: tuple[Offer, ...] = ()
    without: Without | None = None


class Capture:
    """Begins drafts from messages; from there they are edited and published like any other."""

    def __init__(self, database: Database, clock: Clock, directories: Directories) -> None:
        """Write to this database, by this clock."""
        self._database = database
        self._clock = clock
        self._directories = directories

    async def start(self, scope: Scope, kind: Kind, message: Message, *, by: Person) -> Captured:
        """Keep what a message gives as a draft, with all that may be meant in it.

        Raises InvalidInputError, with what would help, where there is nobody or nothing to record
        about.
        """

        def work(unit: Unit) -> Captured:
            form = _BLANK[kind]
            check(unit, self._directories, scope.guild_id, by, level_for(form))
            directory = self._directories.get(unit, scope.guild_id)
            now = self._clock.now()
            reader = _Reader(unit, scope, directory, message, now)
            found = reader.captured(kind)
            found = replace(found, form=cleaned(found.form))
            draft = Draft(id=found.draft_id, user_id=by.id, form=found.form, saved_at=now)
            drafts.keep(unit, scope.guild_id, draft)
            return found

        return await self._database.write(work)


_BLANK: dict[Kind, CaptureForm] = {
    Kind.STANCE: StanceCaptureForm(),
    Kind.CLAIM: ClaimCaptureForm(),
    Kind.EVENT: EventCaptureForm(),
}


@dataclass(frozen=True, slots=True)
class _Reader:
    """A message, read with the names and sources of a server."""

    unit: Unit
    scope: Scope
    directory: Directory
    message: Message
    now: datetime

    def captured(self, kind: Kind) -> Captured:
        quote = messages.quotation(self.message, self.directory.zone)
        named = [
            self.directory.actors[each.key]
            for each in self.directory.mentions.find(f"{self.message.author}\n{quote}")
        ]
        issues, issue = ((), "") if kind is Kind.EVENT else self._issues(quote)
        if kind is not Kind.EVENT and not self.directory.actors:
            raise InvalidInputError(
                "No actor is recorded here yet. Add one with /admin actor add, then use this menu "
                "again.",
            )
        url, source, published = self._cited()
        line = "\n".join(filter(None, (source, url)))
        form: CaptureForm
        if kind is Kind.STANCE:
            actor = named[0].key if len(named) == 1 else ""
            form = StanceCaptureForm(actor=actor, issue=issue, said=self._day())
        elif kind is Kind.CLAIM:
            # Who speaks is read first, and whom it is about after that.
            claimant, about = (each.key for each in named) if len(named) == 2 else ("", "")  # noqa: PLR2004 -- two
            form = ClaimCaptureForm(
                claimant=claimant,
                about=about,
                issue=issue,
                said=self._day(),
            )
        else:
            form = EventCaptureForm(
                title=self._title(),
                participants=actors_typed(named[:MAX_PARTICIPANTS], self.directory),
            )
        return Captured(
            draft_id=drafts.new_id(),
            form=replace(form, quote=quote, cited=line, published=published),
            actors=() if kind is Kind.EVENT else tuple(self._actors(named)),
            issues=issues,
            without=None if normal(quote) else self.message.without,
        )

    def _actors(self, named: list[Actor]) -> Iterable[Offer]:
        """Those who are named, then those used last, then the others by name; at most 24."""
        recent = precedents.recent_stances(self.unit, self.scope, holders=None, limit=_RECENT)
        others = sorted(self.directory.actors.values(), key=lambda each: normal(each.name))
        keys = dict.fromkeys(
            (
                *(each.key for each in named),
                *(each.record.holder for each in recent),
                *(each.key for each in others),
            ),
        )
        mentioned = {each.key for each in named}
        found = [key for key in keys if key in self.directory.actors][:CHOICES]
        return [
            Offer(key=k, label=self.directory.actors[k].name, is_named=k in mentioned)
            for k in found
        ]

    def _issues(self, quote: str) -> tuple[tuple[Offer, ...], str]:
        """The issues to choose from and the one that is likely meant; raises where none is open."""
        directory = self.directory
        # Without any issue, this says how one is opened.
        usual = directory.usual_issue(self.scope.channel_id)
        opened = [each for each in directory.issues.values() if each.status is IssueStatus.OPEN]
        if not opened:
            raise InvalidInputError(
                "No issue is open here. Open one with /admin issue open, then use this menu again.",
            )
        if len(opened) == 1:
            return (), opened[0].key
        words = set(normal(quote).split())
        shared = {each.key: _shared(each, words) for each in opened}
        named = [key for key, share in shared.items() if share == 1]
        if usual in shared and not set(named) - {usual}:
            return (), usual or ""
        meant = named[0] if len(named) == 1 else ("" if named else usual or "")
        opened.sort(key=lambda each: (each.key != meant, -shared[each.key], normal(each.title)))
        offers = (Offer(key=e.key, label=e.title, is_named=e.key in named) for e in opened)
        return tuple(offers)[:CHOICES], meant

    def _cited(self) -> tuple[str, str, str]:
        """The link, the source in words, and when it was published, as far as the message says."""
        message = self.message
        url = next(messages.articles(message), "")
        if not url:
            own = message.link if len(message.link) <= MAX_URL else ""
            return own, messages.source_itself(message), self._day()
        same = precedents.sources_like(self.unit, self.scope, publisher="", url=url)
        if same:
            title = f" — {same[0].title}" if same[0].title else ""
            return url, f"{same[0].publisher}{title}", ""
        recent = precedents.recent_sources(self.unit, self.scope, limit=_READ)
        known = {
            messages.host_of(each.url): each.publisher for each in reversed(recent) if each.url
        }
        known.pop(messages.host_of(message.link), None)
        source = messages.source_of(message, url, known)
        return url, source, self._published(url)

    def _published(self, url: str) -> str:
        """The day that a page's preview gives, unless it has not come yet."""
        for each in self.message.previews:
            if each.published and messages.same_page(each.url, url) and each.published <= self.now:
                return self._phrase(each.published)
        return ""

    def _day(self) -> str:
        return self._phrase(min(self.message.sent_at, self.now))

    def _phrase(self, at: datetime) -> str:
        return days(at.astimezone(zone_named(self.directory.zone)).date()).phrase

    def _title(self) -> str:
        """The title of the page, where it is short enough for an event's."""
        titles = (
            " ".join(messages.without_marks(each.title, {}, self.directory.zone).split())
            for each in self.message.previews
        )
        return next((each for each in titles if 0 < len(each) <= MAX_NAME), "")


def _shared(issue: Issue, words: set[str]) -> float:
    """The share of the telling words of an issue's title that stand among others."""
    telling = {word for word in normal(issue.title).split() if len(word) >= _TELLING}
    return len(telling & words) / len(telling) if telling else 0.0


def plan_stance(form: StanceCaptureForm, desk: Desk) -> Plan:
    """A new stance from a message, read as one that was typed."""
    return said.plan_stance(_read(form), desk)


def plan_claim(form: ClaimCaptureForm, desk: Desk) -> Plan:
    """A new claim from a message, read as one that was typed."""
    return said.plan_claim(_read(form), desk)


def plan_event(form: EventCaptureForm, desk: Desk) -> Plan:
    """A new event from a message, read as one that was typed."""
    return calendar.plan_event(_read(form), desk)


def _read(form: C) -> C:
    source, url = cited(form.cited)
    return replace(form, source=source, url=url)
