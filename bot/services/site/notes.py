"""What was corrected and what was taken out, with the reasons: all that readers may know of it."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from bot.domain.records import (
    KIND_NAMES,
    Claim,
    Mandate,
    Record,
    Recorded,
    Role,
    Stance,
    Statement,
)
from bot.domain.vocabulary import RecordState, Verb
from bot.services.site.answers import Note
from bot.services.site.ledger import Ledger


def notes_of(ledger: Ledger) -> tuple[Note, ...]:
    """Every correction of what stands and every retraction, newest first."""
    found = [
        (versions[at].act, versions[at].entered, note)
        for versions in ledger.versions.values()
        for at, note in _of_record(ledger, [each.recorded for each in versions])
        # Who is meant was put in order; nothing that was said.
        if not versions[at].merged
    ]
    found.sort(key=lambda each: each[:2], reverse=True)
    return tuple(note for _, _, note in found)


def _of_record(ledger: Ledger, versions: list[Recorded[Any]]) -> list[tuple[int, Note]]:
    newest = versions[-1]
    if newest.version.state is RecordState.RETRACTED:
        # Its corrections went with it: what they were about is shown no more.
        return [(len(versions) - 1, _taken_out(ledger, newest))]
    live = ledger.live.get(newest.record.key)
    if live is None:
        return []
    return [
        (at, _corrected(live, before.record, after))
        for at, (before, after) in enumerate(pairwise(versions), 1)
        if after.version.verb is Verb.CORRECT
    ]


def _corrected(live: Recorded[Any], before: Record, after: Recorded[Any]) -> Note:
    return Note(
        kind=KIND_NAMES[type(after.record)],
        key=after.record.key,
        number=after.version.number,
        verb=Verb.CORRECT,
        at=after.version.recorded_at,
        reason=after.version.reason or "",
        record=live,
        before=before,
        after=after.record,
    )


# Whom a record is about, by keys; what it is itself the name of is told only where it stands.
_ABOUT: dict[type[Any], Callable[[Any], tuple[str, ...]]] = {
    Stance: lambda stance: (stance.holder,),
    Claim: lambda claim: (claim.claimant, claim.about),
    Statement: lambda said: (said.on_behalf_of or said.evidence.speaker,),
    Role: lambda role: (role.actor,),
    Mandate: lambda mandate: (mandate.voice, mandate.principal),
}


def _taken_out(ledger: Ledger, recorded: Recorded[Any]) -> Note:
    record = recorded.record
    directory = ledger.directory
    about = _ABOUT.get(type(record), lambda _: ())
    issue = getattr(record, "issue", None)
    return Note(
        kind=KIND_NAMES[type(record)],
        key=record.key,
        number=recorded.version.number,
        verb=Verb.RETRACT,
        at=recorded.version.recorded_at,
        reason=recorded.version.reason or "",
        actors=tuple(directory.actors[key] for key in about(record) if key in directory.actors),
        issue=directory.issues.get(issue or ""),
    )
