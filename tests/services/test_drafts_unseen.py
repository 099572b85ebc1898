"""Drafts are seen by nobody but their author and who looks twice: not a word of them anywhere."""

from dataclasses import replace
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.domain.access import Review
from bot.domain.pictures import PictureKind
from bot.domain.scope import Scope
from bot.packs.format import encode
from bot.services.editing.forms import (
    ActorForm,
    ClaimForm,
    CorrectForm,
    EventForm,
    Form,
    StanceForm,
)
from tests.services.news_samples import GUILD, ISSUE, PUTIN, Desk, starter
from tests.services.record_steps import everything, whole
from tests.services.review_steps import FORM, OWNER, SECOND, WORDS, submitted, with_roles

CITED = {"source": "The Unseen Gazette — Moscow says yes", "quote": WORDS}
FORMS: tuple[Form, ...] = (
    FORM,
    replace(FORM, actor="putin"),
    CorrectForm(record=PUTIN, reason="An unseen reason", quote=WORDS),
    ClaimForm(
        claimant="putin",
        about="zelenskyy",
        relation="disputes_truth",
        said="15 March 2025",
        **CITED,
    ),
    ActorForm(name="Unseen Person", kind="person"),
    EventForm(title="Unseen summit", when="20 March 2025 15:00", **CITED),
)
SECRETS = (WORDS, "Unseen Person", "Unseen summit", "Unseen Gazette")


@pytest.fixture
async def desk(sqlite: Database, clock: ManualClock) -> Desk:
    return await with_roles(await starter(sqlite, clock), Review.EVERYBODY)


async def all_answers(desk: Desk) -> dict[str, Any]:
    """Everything that this server says to anybody."""
    services, scope = desk.services, desk.scope
    lookups, choices = services.lookups, services.choices
    known = Scope(guild_id=GUILD, known_at=desk.clock.now())
    return {
        "card": await lookups.stance(scope, "putin", ISSUE),
        "other card": await lookups.stance(scope, "lavrov", ISSUE),
        "card as known": await lookups.stance(known, "putin", ISSUE),
        "compare": await lookups.compare(scope, "putin", "zelenskyy", ISSUE),
        "board": await lookups.board(scope, ISSUE),
        "timeline": await lookups.timeline(scope, issue=ISSUE),
        "claims": await lookups.claims(scope, "zelenskyy", ISSUE),
        "conditions": await lookups.conditions(scope, ISSUE),
        "sources": await lookups.sources(scope, "putin", ISSUE),
        "issues": await lookups.issues(scope),
        "actors": await lookups.actors(scope),
        "directory": await lookups.directory(GUILD),
        "actor choices": [await lookups.suggest_actors(GUILD, each) for each in ("", "unseen")],
        "stance choices": [await choices.stances(GUILD, each) for each in ("", "lavrov")],
        "claim choices": await choices.claims(GUILD, "putin"),
        "event choices": await choices.events(GUILD, "unseen"),
        "source choices": await choices.sources(GUILD, "gazette"),
        "events": await services.calendar.events(scope, when="all"),
        "event names": await services.calendar.suggest(GUILD, ""),
        "news": await services.news.changes(scope, "10 March 2025"),
        "picture": await services.gallery.picture(scope, PictureKind.BOARD, issue=ISSUE),
        "export": encode(await services.packs.export(GUILD)),
        "site": everything(await whole(desk)),
    }


async def test_no_answer_changes_by_a_draft_or_by_one_that_waits(desk: Desk) -> None:
    before = await all_answers(desk)
    for at, form in enumerate(FORMS):
        await submitted(desk, form, by=OWNER if at % 2 else SECOND)
        await desk.services.editing.start(desk.scope, form, by=OWNER)
    after = await all_answers(desk)
    for name, found in after.items():
        assert found == before[name], name
        said = repr(found).casefold()
        assert not any(secret.casefold() in said for secret in SECRETS), name


async def test_a_draft_is_found_by_what_it_names_once_it_is_published(desk: Desk) -> None:
    """The law above would hold of a draft that says nothing; these say what they should."""
    await desk.services.roles.set_review(desk.scope, Review.OFF, by=OWNER, cause="off")
    for form in FORMS:
        if not isinstance(form, CorrectForm | StanceForm):
            await desk.publish(form)
    await desk.publish(FORMS[0])
    after = await all_answers(desk)
    said = {name: repr(found).casefold() for name, found in after.items()}
    for name in ("other card", "actor choices", "event choices", "export", "site", "news"):
        assert any(secret.casefold() in said[name] for secret in SECRETS), name
