"""A large made-up record: servers with actors, one issue each, and long histories of stances."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.clock import Clock
from bot.db import acts
from bot.db.engine import Database, Unit
from bot.domain import when
from bot.domain.records import Actor, Claim, Condition, Evidence, Issue, Record, Source, Stance
from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Commitment,
    ConditionForm,
    ConditionKind,
    Directness,
    Position,
    Relation,
)

ACTORS = 50
FIRST_GUILD = 1_000
ISSUE = "ceasefire"
_DAY = date(2024, 1, 1)
_POSITIONS = [position for position in Position if position.recordable]
_WORDS = "There are questions that need to be discussed before anything of the kind is signed. " * 3


def actor_key(at: int) -> str:
    """The key of one of a server's actors."""
    return f"actor-{at % ACTORS}"


def _evidence(speaker: str, day: int) -> Evidence:
    return Evidence(
        speaker=speaker,
        said=when.days(_DAY + timedelta(days=day)),
        words=_WORDS,
        directness=Directness.DIRECT_QUOTE,
        basis=Basis.OWN_WORDS,
        source="source",
    )


def _records(count: int) -> list[Record]:
    """One server's world: `count` stances and a tenth as many claims."""
    found: list[Record] = [
        Source(
            key="source",
            publisher="An agency",
            published=when.days(_DAY),
            url="https://example.org/article",
        ),
        Issue(key=ISSUE, title="30-day ceasefire", question="Should a ceasefire begin?"),
    ]
    found.extend(
        Actor(key=actor_key(at), name=f"Actor Number {at}", kind=ActorKind.PERSON)
        for at in range(ACTORS)
    )
    question = Condition(
        kind=ConditionKind.VERIFICATION,
        form=ConditionForm.QUESTION,
        text="Who judges breaches?",
    )
    found.extend(
        Stance(
            key=f"s-{at}",
            holder=actor_key(at),
            issue=ISSUE,
            position=_POSITIONS[(at // ACTORS) % len(_POSITIONS)],
            commitment=Commitment.STATED,
            evidence=_evidence(actor_key(at), at // ACTORS),
            conditions=(question,),
        )
        for at in range(count)
    )
    found.extend(
        Claim(
            key=f"c-{at}",
            claimant=actor_key(at),
            about=actor_key(at + 1),
            issue=ISSUE,
            relation=Relation.ASCRIBES_STANCE,
            ascribed=Position.REJECTS,
            evidence=_evidence(actor_key(at), at // ACTORS),
        )
        for at in range(count // 10)
    )
    return found


async def fill(
    database: Database,
    clock: Clock,
    *,
    guilds: int,
    stances: int,
    advance: Callable[[], None],
) -> None:
    """Write `guilds` servers of `stances` stances each; calls `advance` after each server."""
    records = _records(stances)

    for guild in range(FIRST_GUILD, FIRST_GUILD + guilds):

        def work(unit: Unit, guild: int = guild) -> None:
            acts.add_many(acts.begin(unit, guild, what="bench", at=clock.now()), records)

        await database.write(work)
        advance()
