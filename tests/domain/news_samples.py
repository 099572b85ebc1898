"""A record that grows act by act, as news is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain import records as r
from bot.domain import vocabulary as v
from bot.domain.news import Entry, News, What, news_since
from bot.domain.vocabulary import EventStatus as S
from bot.domain.vocabulary import Position
from bot.domain.when import When, days
from tests.domain.samples import CITED, evidence

NOON = datetime(2025, 3, 16, 12, tzinfo=UTC)


def march(day: int) -> When:
    return days(date(2025, 3, day))


def stance(key: str, position: Position = Position.ACCEPTS, day: int = 10, **more: Any) -> r.Stance:
    values: dict[str, Any] = {
        "key": key,
        "holder": "putin",
        "issue": "ceasefire",
        "position": position,
        "commitment": v.Commitment.STATED,
        "evidence": evidence(day),
    }
    return r.Stance(**(values | more))


def claim(key: str = "c1", **more: Any) -> r.Claim:
    values: dict[str, Any] = {
        "key": key,
        "claimant": "zelenskyy",
        "about": "putin",
        "issue": "ceasefire",
        "relation": v.Relation.DISPUTES_TRUTH,
        "evidence": evidence(12),
    }
    return r.Claim(**(values | more))


def statement(key: str = "u1", **more: Any) -> r.Statement:
    values: dict[str, Any] = {"key": key, "evidence": evidence(12), "issue": "ceasefire"}
    return r.Statement(**(values | more))


def event(key: str = "e1", day: int = 20, **more: Any) -> r.Event:
    values: dict[str, Any] = {
        "key": key,
        "title": "The call",
        "kind": v.EventKind.CALL,
        "when": march(day),
        "status": S.EXPECTED,
        "citation": CITED,
        "issues": ("ceasefire",),
    }
    return r.Event(**(values | more))


def issue(key: str = "ceasefire", **more: Any) -> r.Issue:
    return r.Issue(**({"key": key, "title": "A truce", "question": "Should it begin?"} | more))


def condition(text: str = "inspectors", **more: Any) -> r.Condition:
    values: dict[str, Any] = {
        "kind": v.ConditionKind.VERIFICATION,
        "form": v.ConditionForm.DEMAND,
        "text": text,
    }
    return r.Condition(**(values | more))


@dataclass(slots=True)
class Log:
    """A server's versions; each call of a verb is an act of its own, and returns its number."""

    entries: list[Entry] = field(default_factory=list)
    seq: int = 0

    def add(self, *records: r.Record) -> int:
        """New records, published by one act."""
        self.seq += 1
        for place, record in enumerate(records):
            self._write(record, v.Verb.SET, 1, self.seq * 1000 + place)
        return self.seq

    def set(self, record: r.Record) -> int:
        """A newer version, because the world moved."""
        return self._amend(record, v.Verb.SET)

    def correct(self, record: r.Record, reason: str = "a slip") -> int:
        """A newer version, because the record was wrong."""
        return self._amend(record, v.Verb.CORRECT, reason)

    def confirm(self, record: r.Record) -> int:
        """A newer version that says when somebody looked again."""
        return self._amend(record, v.Verb.CONFIRM)

    def retract(self, key: str, reason: str = "not theirs") -> int:
        """Take a record out."""
        return self._amend(self.newest(key).recorded.record, v.Verb.RETRACT, reason)

    def undo(self, key: str) -> int:
        """Take the newest version back, as the desk does."""
        before = self.of(key)[:-1]
        if before and before[-1].recorded.version.state is v.RecordState.PUBLISHED:
            return self.correct(before[-1].recorded.record, "undone")
        return self.retract(key, "undone")

    def of(self, key: str) -> list[Entry]:
        """The versions of a record, in order."""
        return [each for each in self.entries if each.recorded.record.key == key]

    def newest(self, key: str) -> Entry:
        """The last of them."""
        return self.of(key)[-1]

    def _amend(self, record: r.Record, verb: v.Verb, reason: str | None = None) -> int:
        self.seq += 1
        known = self.of(record.key)
        self._write(record, verb, len(known) + 1, known[0].entered, reason)
        return self.seq

    def _write(
        self,
        record: r.Record,
        verb: v.Verb,
        number: int,
        entered: int,
        reason: str | None = None,
    ) -> None:
        gone = verb is v.Verb.RETRACT
        version = r.Version(
            number=number,
            verb=verb,
            state=v.RecordState.RETRACTED if gone else v.RecordState.PUBLISHED,
            recorded_at=NOON,
            reason=reason,
        )
        recorded = r.Recorded(record=record, version=version)
        self.entries.append(Entry(act=self.seq, entered=entered, recorded=recorded))

    def news(self, after: int, through: int | None = None) -> list[News]:
        """What became of the record between two acts, read as the store reads it."""
        last = self.seq if through is None else through
        known = [each for each in self.entries if each.act <= last]
        touched = {each.recorded.record.key for each in known if each.act > after}
        lines = {line(each) for each in known if each.act > after}
        beside = {each.recorded.record.key for each in known if line(each) and line(each) in lines}
        kept = [each for each in known if each.recorded.record.key in touched | beside]
        return news_since(kept, after)

    def told(self, after: int, through: int | None = None) -> list[tuple[What, str]]:
        """The same as what and key."""
        return [(each.what, each.recorded.record.key) for each in self.news(after, through)]


def line(entry: Entry) -> tuple[str, str] | None:
    """Whose stance on what a version is; None for other records."""
    record = entry.recorded.record
    return (record.issue, record.holder) if isinstance(record, r.Stance) else None


def at_other_times(entries: Sequence[Entry], times: Sequence[datetime]) -> list[Entry]:
    """The same acts, recorded at other times."""
    return [
        replace(
            each,
            recorded=replace(
                each.recorded,
                version=replace(each.recorded.version, recorded_at=times[each.act % len(times)]),
            ),
        )
        for each in entries
    ]
