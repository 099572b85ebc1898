"""The desk that a form is read on: one unit of work, its names, its dates and its sources."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from bot.db import log, precedents
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.names import key_from, normal
from bot.domain.phrases import AmbiguousWhenError, read_when
from bot.domain.records import Actor, Citation, Issue, Record, Recorded, Role, Source, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import IssueStatus, RecordState, Verb
from bot.domain.when import Direction, Precision, Qualifier, When, days, instant, zone_named
from bot.errors import ConflictError, InvalidInputError, UnknownNameError
from bot.services.desk.moves import Moves, Parting
from bot.services.editing.drafts import AskedDate, ReadDate
from bot.services.editing.forms import Cited
from bot.services.editing.reading import link, publisher_and_title, words

MAX_SOURCE = 300
# Where nothing is known of when a source appeared, it was at least after the first newspapers.
_EARLIEST = datetime(1600, 1, 1, tzinfo=UTC)


class ChangedSinceError(ConflictError):
    """Somebody else wrote a further version since the record was looked at."""

    def __init__(self, newest: Recorded[Any]) -> None:
        """Keep what they wrote."""
        super().__init__(
            "Somebody else changed this record since you looked at it. What you typed is kept: "
            "look again to see it on top of that change, then publish or cancel.",
        )
        self.newest = newest


class UnclearDateError(InvalidInputError):
    """A date can mean several things; the editor must choose one."""

    def __init__(self, asked: AskedDate) -> None:
        """Keep what must be asked."""
        super().__init__(f"“{asked.text[:100]}” can mean several things. Choose one.")
        self.asked = asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A further version of a record that stands."""

    was: Recorded[Any]
    record: Record
    verb: Verb
    reason: str | None = None
    state: RecordState = RecordState.PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What publishing a form writes: new records, or one amendment and the records it brings.

    The last new record, or the amended one, is the one that the form is about. `also` are
    amendments that follow from it. `roles` are an event's after publishing, `roles_before` before.
    `condition` is the place, from 0, of the one condition of a stance that the form is about, and
    `source_before` where its state was read until now. `what` names an act that the form's kind does
    not, `moves` and `parting` are what it does to actors, and `lacking` is why it cannot be published yet.
    `twin` is the key of a claim that says the same already.
    """

    new: tuple[Record, ...] = ()
    amendment: Amendment | None = None
    also: tuple[Amendment, ...] = ()
    roles: tuple[Role, ...] = ()
    roles_before: tuple[Role, ...] = ()
    source: Source | None = None
    notes: tuple[str, ...] = ()
    before: Recorded[Stance] | None = None
    condition: int | None = None
    source_before: Source | None = None
    twin: str = ""
    what: str | None = None
    moves: Moves | None = None
    parting: Parting | None = None
    lacking: str = ""

    @property
    def written(self) -> tuple[Record, ...]:
        """Every record that is written."""
        amendments = () if self.amendment is None else (self.amendment,)
        return (*self.new, *(change.record for change in (*amendments, *self.also)))

    @property
    def record(self) -> Record:
        """The record that the form is about."""
        return self.amendment.record if self.amendment else self.new[-1]


@dataclass(slots=True, kw_only=True)
class Desk:
    """What a form is read with. `read` collects what each date was taken to mean.

    `new_key` makes keys for records without a name; a preview's are only placeholders.
    """

    unit: Unit
    scope: Scope
    directory: Directory
    now: datetime
    dates: dict[str, ReadDate]
    new_key: Callable[[str], str] | None = None
    read: dict[str, ReadDate] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def key(self, prefix: str) -> str:
        """A key for a new record of this kind."""
        return self.new_key(prefix) if self.new_key else f"{prefix}-new{next(self._numbers)}"

    def named_key(self, name: str) -> str:
        """A readable key for a new record, unlike every key that this server has ever used."""
        wanted = key_from(name)
        taken = precedents.keys_like(self.unit, self.scope.guild_id, wanted[:28])
        if wanted not in taken:
            return wanted
        stem = wanted[:28].rstrip("-")
        return next(key for n in count(2) if (key := f"{stem}-{n}") not in taken)

    def actor(self, typed: str, noun: str) -> Actor:
        """The actor that was typed; raises InvalidInputError for nothing."""
        if not typed:
            raise InvalidInputError(f"The {noun} is missing. Name an actor of this server.")
        return self.directory.actor(typed)

    def kept_actor(self, typed: str, noun: str, *, seen: str) -> Actor:
        """The actor that was typed; where it is one of the keys `seen` before, no other.

        Raises InvalidInputError where that one was merged or taken out since.
        """
        if typed in seen.split() and typed not in self.directory.actors:
            into = self.directory.actors.get(self.directory.meant(typed))
            became = f"merged into {into.name}" if into else "taken out"
            raise InvalidInputError(
                f"The actor “{typed}” was {became} meanwhile, so this cannot be written of it. "
                "Cancel, and begin anew with another actor.",
            )
        return self.actor(typed, noun)

    def open_issue(self, typed: str) -> Issue:
        """The issue that was typed or is usual; raises InvalidInputError unless it is open."""
        issue = self.issue(typed)
        if issue.status is not IssueStatus.OPEN:
            raise InvalidInputError(
                f"“{issue.title}” is {issue.status.value} and takes no new records. "
                "Set its status to open with /admin issue edit first.",
            )
        return issue

    def issue(self, typed: str) -> Issue:
        """The issue that was typed, else the usual one where the command was given."""
        return self.directory.issue(typed or None, channel_id=self.scope.channel_id)

    def when(self, name: str, typed: str, *, direction: Direction = Direction.PAST) -> When:
        """What a typed date means; what it was taken to mean before, as long as it is the same.

        Raises UnclearDateError when it can mean several things.
        """
        kept = self.dates.get(name)
        if kept is None or kept.text != typed:
            try:
                when = read_when(
                    typed,
                    now=self.now,
                    zone=self.directory.zone,
                    direction=direction,
                )
            except AmbiguousWhenError as error:
                asked = AskedDate(field=name, text=typed, choices=error.choices)
                raise UnclearDateError(asked) from error
            kept = ReadDate(text=typed, when=_settled(when))
        self.read[name] = kept
        return kept.when

    def past(self, name: str, typed: str, noun: str) -> When:
        """A typed date that has come; raises InvalidInputError for nothing and for the future."""
        if not typed:
            raise InvalidInputError(
                f"The date is missing. Say when it was {noun}, such as “13 March 2025”.",
            )
        when = self.when(name, typed)
        if when.lower > self.now:
            raise InvalidInputError(
                f"“{typed[:100]}” has not come yet. Give the day on which it was {noun}.",
            )
        return when

    def source(
        self,
        typed: str,
        typed_url: str,
        typed_published: str,
        *,
        since: When | None = None,
    ) -> tuple[Source, bool]:
        """The source that was typed, and whether it is new to the server.

        A key of a known source, its address, or its publisher with its title find it again.
        `since` is when its contents were said: it cannot have appeared before.
        """
        known = log.by_keys(self.unit, Source, self.scope, [typed]) if typed else {}
        if typed in known and not typed_url:
            return known[typed].record, False
        url = link(typed_url)
        if typed in known:
            publisher, title = known[typed].record.publisher, known[typed].record.title
        else:
            publisher, title = publisher_and_title(typed, url)
        if not normal(publisher):
            raise InvalidInputError(
                "The source is missing. Give “publisher — title”, or the link it was read at.",
            )
        if len(publisher) + len(title or "") > MAX_SOURCE:
            raise InvalidInputError(
                f"The source is too long. Keep “publisher — title” below {MAX_SOURCE} characters.",
            )
        published = self._published(typed_published, since)
        like = precedents.sources_like(self.unit, self.scope, publisher=publisher, url=url)
        for each in like:
            if url:
                _check_named(each, typed, title)
            if url or _is_same(each, title, published, dated=bool(typed_published)):
                return each, False
        made = Source(
            key=self.key("src"),
            publisher=publisher,
            title=title,
            url=url,
            published=published,
        )
        return made, True

    def citation(self, form: Cited) -> tuple[Citation, Source, bool]:
        """The words and the source that a fact rests on, and whether the source is new."""
        source, is_new = self.source(form.source, form.url, form.published)
        return Citation(source=source.key, words=words(form.quote)), source, is_new

    def recited(
        self,
        form: Cited,
        stood: Cited,
        old: Citation,
    ) -> tuple[Citation, Source, bool]:
        """The words and source of a corrected fact; what was not touched stays as it is."""
        same = (form.source, form.url, form.published) == (stood.source, stood.url, stood.published)
        typed = (old.source, "", "") if same else (form.source, form.url, form.published)
        source, new = self.source(*typed)
        kept = old.words if form.quote == stood.quote else words(form.quote)
        return Citation(source=source.key, words=kept), source, new

    def source_typed(self, key: str) -> dict[str, str]:
        """The fields of a known source as an editor would have typed them."""
        source = self.known_source(key)
        title = f" — {source.title}" if source.title else ""
        is_undated = source.published.precision is Precision.UNDATED
        return {
            "source": f"{source.publisher}{title}",
            "url": source.url or "",
            "published": "" if is_undated else source.published.phrase,
        }

    def known_source(self, key: str) -> Source:
        """The source that a standing record names."""
        found: Source = self.versions(Source, key)[-1].record
        return found

    def _published(self, typed: str, since: When | None) -> When:
        if typed:
            return self.past("published", typed, "published")
        zone = self.directory.zone
        today = self.now.astimezone(zone_named(zone)).date()
        return When(
            phrase=f"not given; read on {days(today).phrase}",
            lower=_EARLIEST if since is None else min(since.lower, self.now),
            upper=self.now,
            precision=Precision.UNDATED,
            zone=zone,
            direction=Direction.PAST,
            anchor=today,
        )

    def newest(self, typed: str, *kinds: type[Any]) -> Recorded[Any]:
        """The newest version of the record with this key; raises UnknownNameError for others."""
        kind = log.kind_of(self.unit, self.scope.guild_id, typed) if typed else None
        if kinds == (Stance,) and typed and kind in {None, Actor}:
            return self._only_stance(typed)
        if kind not in kinds:
            raise UnknownNameError(
                f"No record here has the key “{typed[:100]}”. Choose one from the list that "
                "comes up while you type a name in the record option.",
                typed=typed,
            )
        found: Recorded[Any] = self.versions(kind, typed)[-1]
        return found

    def _only_stance(self, typed: str) -> Recorded[Stance]:
        """The stance of the actor that was typed; raises UnknownNameError unless it has one."""
        holder = self.actor(typed, "record")
        found = precedents.recent_stances(self.unit, self.scope, holders=(holder.key,), limit=2)
        if len(found) == 1:
            return found[0]
        raise UnknownNameError(
            f"{holder.name} has several stances here. Choose one from the list that comes up while "
            "you type the name in the record option."
            if found
            else f"No stance of {holder.name} is recorded here. Record one with /admin stance set.",
            typed=typed,
        )

    def versions(self, kind: type[Any], key: str) -> list[Recorded[Any]]:
        """Every version of a record, oldest first."""
        return log.versions(self.unit, kind, self.scope.guild_id, key)

    def unchanged(self, typed: str, seen: str, *kinds: type[Any]) -> Recorded[Any]:
        """The newest version of a record that still is the one that was looked at.

        Raises ConflictError that says what somebody else did to it since.
        """
        newest = self.newest(typed, *kinds)
        version = newest.version
        if seen and int(seen) != version.number:
            raise ChangedSinceError(newest)
        if version.state is RecordState.RETRACTED:
            raise InvalidInputError(
                f"This record was retracted: “{version.reason}”. Set a new one, or undo the "
                "retraction.",
            )
        return newest


def _is_same(known: Source, title: str | None, published: When, *, dated: bool) -> bool:
    """Whether a source of the same publisher is the one that was typed."""
    if normal(known.title or "") != normal(title or ""):
        return False
    if dated:
        return known.published.first_day == published.first_day
    return title is not None or known.published.phrase == published.phrase


def _check_named(known: Source, typed: str, title: str | None) -> None:
    """Refuse another publisher or title for an address that is known under its own."""
    if not typed or typed == known.key:
        return
    publisher, _ = publisher_and_title(typed, None)
    same_title = title is None or normal(title) == normal(known.title or "")
    if normal(publisher) != normal(known.publisher) or not same_title:
        name = f"{known.publisher} — {known.title}" if known.title else known.publisher
        raise InvalidInputError(
            f"This link is recorded here as “{name}”. Leave the source out to use it, or give the "
            "other page's own link.",
        )


def _settled(when: When) -> When:
    """A date that is exact is written out: “yesterday” was the editor's word, not the source's.

    What is vague keeps its words, its anchor and its window.
    """
    if when.qualifier is not Qualifier.EXACT:
        return when
    if when.has_clock_time:
        return instant(when.lower, zone=when.zone)
    if when.precision is Precision.DAY and when.first_day == when.last_day:
        return days(when.first_day, zone=when.zone)
    return when
