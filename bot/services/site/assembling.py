"""From everything that stands to the pages' contents: boards, timelines, actors, sources, events."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.domain.records import (
    Actor,
    Claim,
    Event,
    Issue,
    Record,
    Recorded,
    Role,
    Source,
    Stance,
    Statement,
)
from bot.domain.standing import VoiceStanding, line_of
from bot.domain.vocabulary import Position
from bot.domain.when import zone_named
from bot.packs.format import packed
from bot.packs.references import references
from bot.services.answers import Asked, Office, StanceAnswer, TimelineEntry, Voice
from bot.services.lookups import board_order
from bot.services.site.answers import ActorOnIssue, ActorRecord, IssueRecord, SiteData, SourceRecord
from bot.services.site.ledger import Ledger, merged, newest_first, said
from bot.services.site.news import Newsroom
from bot.services.site.notes import notes_of

PACK = "record"


def identity(guild_id: int) -> UUID:
    """A server's site by a name that stays, and from which nobody reads the server's id."""
    return uuid5(NAMESPACE_URL, f"https://stancebot.invalid/site/{guild_id}")


def assemble(ledger: Ledger, guild_id: int, title: str | None = None) -> SiteData:
    """Everything that a site shows; `title` names the pack. The ledger holds at least one record."""
    return _Assembly(ledger, identity(guild_id)).site(title or PACK)


class _Assembly:
    """One site under way."""

    def __init__(self, ledger: Ledger, site: UUID) -> None:
        self.ledger = ledger
        self.id = site
        self.views = ledger.views
        self.directory = ledger.directory
        self.as_of = max(
            version.recorded.version.recorded_at
            for versions in ledger.versions.values()
            for version in versions
        )
        self.asked = Asked(at=self.as_of, zone=ledger.zone)

    @property
    def day(self) -> date:
        """The civil day of the record's last change: who speaks for whom is seen from there."""
        return self.as_of.astimezone(zone_named(self.ledger.zone)).date()

    def site(self, title: str) -> SiteData:
        """Put it all together."""
        ledger = self.ledger
        notes = notes_of(ledger)
        return SiteData(
            id=self.id,
            zone=ledger.zone,
            as_of=self.as_of,
            issues=tuple(self._issue(each) for each in ledger.all(Issue)),
            actors=tuple(
                self._actor(each)
                for each in sorted(
                    ledger.all(Actor),
                    key=lambda each: (each.record.name.casefold(), each.record.key),
                )
            ),
            events=tuple(self.views.event(each) for each in ledger.all(Event)),
            sources=tuple(
                SourceRecord(source=each, uses=tuple(self._uses[each.record.key]))
                for each in ledger.all(Source)
            ),
            notes=notes,
            news=Newsroom(ledger, self.id, notes).newest(),
            directory=self.directory,
            pack=packed(
                title,
                (each.record for each in ledger.live.values()),
                ledger.zone,
                ledger.default_issue,
            ),
        )

    @cached_property
    def _uses(self) -> dict[str, list[Recorded[Any]]]:
        """What rests on each source, by its key; what names it twice stands once."""
        found: dict[str, list[Recorded[Any]]] = defaultdict(list)
        for each in self.ledger.live.values():
            for key in dict.fromkeys(_named(each.record, Source)):
                found[key].append(each)
        return found

    @cached_property
    def _touched(self) -> dict[str, datetime]:
        """When anything that names an actor or an issue was last written, by their keys."""
        found: dict[str, datetime] = {}
        for versions in self.ledger.versions.values():
            last = versions[-1].recorded
            at = last.version.recorded_at
            for key in {last.record.key, *_named(last.record, Actor, Issue)}:
                found[key] = max(at, found.get(key, at))
        return found

    def _issue(self, issue: Recorded[Issue]) -> IssueRecord:
        key = issue.record.key
        latest = [self.ledger.history(key, holder)[0] for holder in self.ledger.holders(key)]
        rows = sorted((self.ledger.stance(each) for each in latest), key=board_order)
        heard = {row.holder.key for row in rows}
        heard |= {row.principal.key for row in rows if row.principal}
        roles = tuple((self.views.actor(r.actor), r) for r in self.directory.roles_in(key))
        return IssueRecord(
            issue=issue,
            rows=tuple(rows),
            roles=roles,
            silent=tuple(dict.fromkeys(who for who, _ in roles if who.key not in heard)),
            coming=tuple(each for each in self.directory.active_events if key in each.issues),
            timeline=tuple(self._timeline(key)),
            updated=self._touched[key],
        )

    def _timeline(self, issue: str) -> list[TimelineEntry]:
        """What was said and what happened, newest first, in the order of the timeline's card."""
        views, ledger = self.views, self.ledger
        found: list[tuple[datetime, TimelineEntry]] = [
            *((said(each), ledger.stance(each)) for each in ledger.on_issue(Stance, issue)),
            *((said(each), views.claim(each)) for each in ledger.on_issue(Claim, issue)),
            *((said(each), views.statement(each)) for each in ledger.on_issue(Statement, issue)),
            *(
                (each.record.when.lower, views.event(each))
                for each in ledger.all(Event)
                if issue in each.record.issues
            ),
        ]
        found.sort(key=lambda entry: entry[0], reverse=True)
        return [entry for _, entry in found]

    def _actor(self, actor: Recorded[Actor]) -> ActorRecord:
        who = actor.record
        claims = [each for each in self.ledger.all(Claim) if each.record.claimant == who.key]
        parts = [role for role in self.directory.roles if role.actor == who.key]
        held = ((self.ledger.live[role.event], role) for role in parts if role.event)
        events = sorted(held, key=lambda each: each[0].record.when.lower, reverse=True)
        return ActorRecord(
            actor=actor,
            offices=self._offices(who),
            voices=tuple(
                Voice(mandate=mandate, actor=self.views.actor(mandate.voice))
                for mandate in self.directory.voices_of(who.key, on=self.day)
            ),
            on=tuple(self._on_issues(who)),
            claims=self.views.claims(newest_first(claims)),
            statements=tuple(
                self.views.statement(each) for each in self.ledger.statements_by(None, who.key)
            ),
            events=tuple((self.views.event(event), role) for event, role in events),
            updated=self._touched[who.key],
        )

    def _on_issues(self, actor: Actor) -> Iterator[ActorOnIssue]:
        """Every issue in which it has a part, or on which anything is recorded of or by it."""
        for issue in self.directory.issues.values():
            if not self.ledger.concerns(issue.key, actor.key):
                continue
            roles = tuple(r for r in self.directory.roles_in(issue.key) if r.actor == actor.key)
            found = self._on(actor, issue, roles)
            answer = found.answer
            if roles or answer.standings or answer.claims or answer.silences or found.statements:
                yield found

    def _on(self, actor: Actor, issue: Issue, roles: tuple[Role, ...]) -> ActorOnIssue:
        ledger, views, key = self.ledger, self.views, issue.key
        mandates = self.directory.voices_of(actor.key, issue=key, on=self.day)
        group = list(dict.fromkeys((actor.key, *(mandate.voice for mandate in mandates))))
        highest = {mandate.voice: mandate for mandate in reversed(mandates)}
        standings = ((who, ledger.standing(key, who)) for who in group)
        line = line_of(
            [
                VoiceStanding(standing=standing, mandate=highest.get(who))
                for who, standing in standings
                if standing is not None
            ],
        )
        spoken = merged(ledger.statements_by(key, who) for who in group)
        silent = [each for each in spoken if key in each.record.silent_on]
        answer = StanceAnswer(
            asked=self.asked,
            actor=actor,
            issue=issue,
            position=line.position if line else Position.NO_RECORD,
            standings=tuple(views.standing(v.standing) for v in line.voices) if line else (),
            offices=self._offices(actor),
            voices=tuple(Voice(mandate=m, actor=views.actor(m.voice)) for m in mandates),
            silences=tuple(views.statement(each) for each in silent),
            claims=views.claims(
                merged(ledger.claims_about(key, who) for who in group),
            ),
            more_claims=False,
        )
        history = merged(ledger.history(key, who) for who in group)
        return ActorOnIssue(
            answer=answer,
            roles=roles,
            history=tuple(ledger.stance(each) for each in history),
            statements=tuple(views.statement(each) for each in spoken),
        )

    def _offices(self, actor: Actor) -> tuple[Office, ...]:
        return tuple(
            Office(mandate=mandate, principal=self.views.actor(mandate.principal))
            for mandate in self.directory.mandates_of(actor.key, on=self.day)
        )


def _named(record: Record, *kinds: type[Any]) -> list[str]:
    """The keys of these kinds of record that a record names."""
    return [each.key for each in references(record) if set(each.kinds) & set(kinds)]
