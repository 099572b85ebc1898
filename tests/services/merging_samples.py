"""A server with four actors, for tests of merges and splits, and what readers are told there."""

from datetime import date
from itertools import count
from typing import Any

from bot.db import acts, log
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.db.mapping import ROWS
from bot.db.rules import revision
from bot.domain.records import Actor, Issue, Name, Record, Source
from bot.domain.scope import Scope
from bot.domain.vocabulary import ActorKind, Position
from bot.domain.when import days
from bot.services.editing.answers import Preview, Published, Refused
from bot.services.editing.forms import (
    ActorMergeForm,
    Form,
    StanceForm,
)
from bot.services.news.reading import read_news
from bot.services.wired import Services
from tests.people import owner
from tests.services.following_samples import START, stance
from tests.services.news_samples import Desk

GUILDS = count(7000)
CITED = {"quote": "So it is.", "source": "The Paper — Yes"}
SAID = {**CITED, "said": "15 March 2025"}
MERGE = ActorMergeForm(actor="Bo", into="Ada", reason="Two spellings")
ACCEPTS = StanceForm(position="accepts", issue="Swap", **SAID)


async def publish(services: Services, scope: Scope, form: Form) -> Published:
    seen = await services.editing.start(scope, form, by=owner())
    assert isinstance(seen, Preview), seen
    done = await services.editing.publish(scope, seen.draft_id, by=owner())
    assert isinstance(done, Published), done
    return done


async def refused(services: Services, scope: Scope, form: Form) -> str:
    seen = await services.editing.start(scope, form, by=owner())
    assert isinstance(seen, Refused), seen
    return seen.error.text


def actor(name: str, *names: str, kind: ActorKind = ActorKind.PERSON) -> Actor:
    others = tuple(Name(text=each) for each in names)
    return Actor(key=name.lower(), name=name, kind=kind, names=others)


async def begun(database: Database) -> Scope:
    """A new server with four actors, an issue, and a stance of Bo's."""
    scope = Scope(guild_id=next(GUILDS))
    records = (
        actor("Ada", "Ада"),
        actor("Bo", "Бо", "Bow"),
        actor("Cy"),
        actor("Dalia", kind=ActorKind.STATE),
        Issue(key="swap", title="Swap", question="Should it be?"),
        Source(key="s1", publisher="The Paper", title="Yes", published=days(date(2025, 3, 15))),
        stance("s-bo", "bo", Position.ACCEPTS, 1, issue="swap"),
    )

    def work(unit: Any) -> None:
        act = acts.begin(unit, scope.guild_id, what="test", at=START)
        acts.add_many(act, records)

    await database.write(work)
    return scope


async def standing(database: Database, scope: Scope) -> dict[str, Record]:
    """Every record that stands, but sources, by key."""

    def work(unit: Any) -> dict[str, Record]:
        return {
            each.record.key: each.record
            for kind in ROWS
            if kind is not Source
            for each in log.all_live(unit, kind, scope)
        }

    return await database.read(work)


async def newest(database: Database, scope: Scope) -> int:
    return await database.read(lambda unit: revision(unit, scope.guild_id))


async def told(desk: Desk, scope: Scope, after: int) -> list[str]:
    through = await newest(desk.database, scope)

    def work(unit: Any) -> list[str]:
        directory = Directories().get(unit, scope.guild_id)
        lines = read_news(unit, scope.guild_id, directory, after=after, through=through)
        return [line.what.value for line in lines]

    return await desk.database.read(work)
