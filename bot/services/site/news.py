"""What each act did, as it was told then: the newest of it, for a feed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from bot.domain.news import Entry, News, What, issues_of, news_since, without_merges
from bot.domain.records import Recorded, Stance
from bot.domain.vocabulary import Verb
from bot.packs.references import references
from bot.services.news.reading import Liner
from bot.services.site.answers import NewsItem, Note
from bot.services.site.ledger import Ledger

MOST = 50


class Newsroom:
    """Tells act by act, newest first; what was taken out since is told as nothing but that."""

    def __init__(self, ledger: Ledger, site: UUID, notes: tuple[Note, ...]) -> None:
        """Take what stands, the site's id, and all corrections and retractions."""
        self._ledger = ledger
        self._liner = Liner(ledger.directory, ledger.views)
        self._site = site
        self._taken_out = [note for note in notes if note.verb is Verb.RETRACT]
        self._acts: dict[int, set[str]] = defaultdict(set)
        self._of_holder: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._stands: dict[str, list[Entry]] = {}
        for key, versions in ledger.versions.items():
            if key not in ledger.live:
                continue
            self._stands[key] = [
                each
                for each in without_merges(versions)
                if each.recorded.version.verb is not Verb.RETRACT
            ]
            for entry in self._stands[key]:
                self._acts[entry.act].add(key)
                record = entry.recorded.record
                if isinstance(record, Stance):
                    self._of_holder[record.issue, record.holder].add(key)

    def newest(self, most: int = MOST) -> tuple[NewsItem, ...]:
        """At most so many things, the newest first; of one act, the heaviest first."""
        told: list[tuple[int, NewsItem]] = [
            (self._act_of(note), self._note(note)) for note in self._taken_out[:most]
        ]
        for act in sorted(self._acts, reverse=True):
            if sum(at >= act for at, _ in told) >= most:
                break
            told += ((act, item) for item in self._of_act(act, most))
        told.sort(key=lambda each: -each[0])
        return tuple(item for _, item in told[:most])

    def _act_of(self, note: Note) -> int:
        return self._ledger.versions[note.key][-1].act

    def _note(self, note: Note) -> NewsItem:
        return NewsItem(
            id=uuid5(self._site, f"{note.key}/{note.number}/{What.RETRACTED}"),
            key=note.key,
            at=note.at,
            about=frozenset({note.issue.key} if note.issue else ()),
            note=note,
        )

    def _of_act(self, act: int, most: int) -> Iterator[NewsItem]:
        """What one act did, to readers who knew all that came before."""
        touched = self._acts[act]
        stances = (
            (each.recorded.record.issue, each.recorded.record.holder)
            for key in touched
            for each in self._stands[key]
            if isinstance(each.recorded.record, Stance)
        )
        keys = touched.union(*(self._of_holder[pair] for pair in set(stances)))
        entries = [each for key in keys for each in self._stands[key] if each.act <= act]
        entries.sort(key=lambda each: (each.entered, each.recorded.version.number))
        for news in news_since(entries, act - 1)[:most]:
            seen = (news.recorded, news.before, news.stands)
            if not all(self._whole(each) for each in seen if each is not None):
                continue
            recorded, part = news.recorded, "" if news.condition is None else news.condition
            version, key = recorded.version, recorded.record.key
            yield NewsItem(
                id=uuid5(self._site, f"{key}/{version.number}/{news.what}{part}"),
                key=key,
                at=version.recorded_at,
                about=frozenset(issues_of(news)),
                line=self._liner.line(self._with_sources(news)),
            )

    def _whole(self, recorded: Recorded[Any]) -> bool:
        """Whether all that a version names still stands."""
        return all(each.key in self._ledger.live for each in references(recorded.record))

    def _with_sources(self, news: News) -> News:
        found = self._ledger.with_source
        return replace(
            news,
            recorded=found(news.recorded),
            before=found(news.before) if news.before else None,
            stands=found(news.stands) if news.stands else None,
        )
