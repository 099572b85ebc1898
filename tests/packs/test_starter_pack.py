"""The starter pack holds what its article says, and nothing more."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.clock import ManualClock
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.domain.records import Evidence, Record
from bot.domain.scope import Scope
from bot.domain.vocabulary import (
    Basis,
    Commitment,
    ConditionForm,
    ConditionKind,
    ConditionState,
    Directness,
    EventStatus,
    Position,
    ProposalStatus,
    Relation,
    RoleKind,
)
from bot.domain.when import Convention, Direction, Precision, Qualifier, When
from bot.packs.format import Pack, encode
from bot.packs.references import references
from bot.packs.starter import load_starter
from bot.services.lookups import Lookups
from bot.services.packs import PackService

HERE = Path(__file__).parent
ARTICLE = (HERE / "article.txt").read_text()
FILE = Path(__file__).parents[2] / "bot" / "packs" / "starter.json"
SUNDAY = date(2025, 3, 16)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_starter()


def _records(pack: Pack) -> Iterator[Record]:
    return (record for _, record in pack.records())


def _whens(value: Any) -> Iterator[When]:
    if isinstance(value, When):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _whens(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _whens(getattr(value, name))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)


def _evidence(pack: Pack) -> Iterator[Evidence]:
    yield from (each.evidence for each in pack.stances)
    yield from (each.evidence for each in pack.statements)
    yield from (each.evidence for each in pack.claims)


def test_the_file_is_in_its_canonical_form(pack: Pack) -> None:
    assert encode(pack) == FILE.read_bytes()


def test_every_record_but_the_source_carries_words_that_stand_in_the_article(pack: Pack) -> None:
    for record in _records(pack):
        if record in pack.sources:
            continue
        part = getattr(record, "evidence", None) or getattr(record, "citation", None)
        assert part is not None, record.key
        assert part.words in ARTICLE, record.key
        assert part.source == "article"


def test_reported_speech_is_the_articles_own_sentence(pack: Pack) -> None:
    for evidence in _evidence(pack):
        assert evidence.directness is not Directness.PARAPHRASE
        quoted = re.search(rf"[“]{re.escape(evidence.words)}[,.]?”", ARTICLE)
        assert (evidence.directness is Directness.DIRECT_QUOTE) == (quoted is not None)


def test_whatever_is_in_quotation_marks_is_in_the_article(pack: Pack) -> None:
    for record in _records(pack):
        for text in _texts(msgspec.to_builtins(record)):
            for quoted in re.findall(r"“([^“”]+)”", text):
                assert quoted in ARTICLE, (record.key, quoted)


def test_every_name_and_title_of_an_actor_is_the_articles(pack: Pack) -> None:
    derived = {"Russian counterpart of the U.S. Secretary of State"}
    for actor in pack.actors:
        names = {actor.name, *(name.text for name in actor.names), actor.title or actor.name}
        for name in names - derived:
            assert name in ARTICLE, name
    named = {actor.key: actor for actor in pack.actors}
    assert [name.text for name in named["russia"].names] == ["Moscow", "Kremlin"]
    assert [name.text for name in named["us"].names] == ["U.S.", "Washington"]
    assert [name.text for name in named["ukraine"].names] == ["Kyiv"]


def test_every_phrase_of_a_date_is_the_articles_and_every_day_is_inferred(pack: Pack) -> None:
    for record in _records(pack):
        for when in _whens(record):
            assert when.phrase in ARTICLE, (record.key, when.phrase)
            assert when.qualifier is Qualifier.INFERRED
            assert when.zone == "UTC"
            if record not in pack.sources:
                assert when.anchor == SUNDAY


def test_nothing_was_said_or_held_after_the_articles_sunday(pack: Pack) -> None:
    held = [event.when for event in pack.events if event.status is EventStatus.HELD]
    for when in (*held, *(evidence.said for evidence in _evidence(pack))):
        assert when.last_day is not None
        assert when.last_day <= SUNDAY


def test_the_source_says_what_is_not_known_of_it(pack: Pack) -> None:
    (source,) = pack.sources
    assert source.title == ARTICLE.splitlines()[0]
    assert "not named" in source.publisher
    assert (source.url, source.archive_url, source.author, source.origin) == (None,) * 4
    assert source.published.first_day == source.published.last_day == SUNDAY
    assert "inferred" in (source.note or "")


def test_it_names_nothing_outside_itself(pack: Pack) -> None:
    keys = {record.key for record in _records(pack)}
    assert {each.key for record in _records(pack) for each in references(record)} <= keys
    assert pack.default_issue in keys


def test_the_issue_is_a_proposal_that_some_accept(pack: Pack) -> None:
    (issue,) = pack.issues
    assert (issue.key, issue.title) == ("ceasefire", "30-day ceasefire proposal")
    assert issue.question.endswith("?")
    assert issue.proposal is not None
    assert issue.proposal.status is ProposalStatus.ACCEPTED_BY_SOME
    assert issue.proposal.duration == "P30D"
    parts = {(role.actor, role.role) for role in pack.roles if role.issue == "ceasefire"}
    assert parts == {
        ("us", RoleKind.PROPOSER),
        ("us", RoleKind.MEDIATOR),
        ("russia", RoleKind.PARTY),
        ("ukraine", RoleKind.PARTY),
    }


def test_putin_agrees_in_principle_in_his_own_reported_words(pack: Pack) -> None:
    stance = next(each for each in pack.stances if each.holder == "putin")
    assert stance.position is Position.AGREES_IN_PRINCIPLE
    assert stance.commitment is Commitment.STATED
    assert stance.position.binding is False
    assert stance.evidence.basis is Basis.OWN_WORDS
    assert stance.evidence.directness is Directness.INDIRECT_SPEECH
    (condition,) = stance.conditions
    assert (condition.kind, condition.form) == (ConditionKind.OTHER, ConditionForm.QUESTION)
    assert condition.state is ConditionState.OPEN
    assert condition.text in ARTICLE
    said = stance.evidence.said
    assert (said.phrase, said.direction) == ("earlier this week", Direction.PAST)
    assert (said.first_day, said.last_day) == (date(2025, 3, 10), SUNDAY)
    assert said.convention is Convention.ISO_WEEK


def test_zelenskyy_accepts_without_a_condition_on_a_day_that_is_not_given(pack: Pack) -> None:
    stance = next(each for each in pack.stances if each.holder == "zelenskyy")
    assert stance.position is Position.ACCEPTS
    assert stance.commitment is Commitment.STATED
    assert stance.conditions == ()
    assert stance.evidence.basis is Basis.REPORTED
    assert stance.evidence.said.precision is Precision.UNDATED
    assert stance.evidence.said.last_day == SUNDAY


def test_nobody_else_has_a_stance(pack: Pack) -> None:
    assert {stance.holder for stance in pack.stances} == {"putin", "zelenskyy"}


def test_claims_keep_their_claimant_and_kind(pack: Pack) -> None:
    assert {(c.claimant, c.about, c.relation) for c in pack.claims} == {
        ("zelenskyy", "russia", Relation.ASCRIBES_MOTIVE),
        ("zelenskyy", "putin", Relation.ASCRIBES_STANCE),
        ("zelenskyy", "russia", Relation.ACCUSES_CONDUCT),
        ("zelenskyy", "putin", Relation.DISPUTES_TRUTH),
    }


def test_the_russian_readout_is_silent_on_the_ceasefire(pack: Pack) -> None:
    silent = [each for each in pack.statements if each.silent_on]
    assert [each.evidence.speaker for each in silent] == ["russian-mfa"]
    assert silent[0].silent_on == ("ceasefire",)


def test_the_call_is_expected_in_a_week_that_an_editor_must_confirm(pack: Pack) -> None:
    call = next(event for event in pack.events if event.key == "trump-putin-call")
    assert call.status is EventStatus.EXPECTED
    assert (call.when.phrase, call.when.direction) == ("this week", Direction.FUTURE)
    assert (call.when.first_day, call.when.last_day) == (SUNDAY, date(2025, 3, 22))
    assert "confirm" in (call.note or "")
    assert not call.when.has_clock_time


def test_last_month_is_february_2025(pack: Pack) -> None:
    summit = next(event for event in pack.events if event.key == "riyadh-summit")
    assert (summit.when.phrase, summit.when.edtf) == ("last month", "2025-02?")


def test_every_sentence_about_the_story_is_in_a_record(pack: Pack) -> None:
    """Left out are a heading and the article's own account of the front, which nobody in it says.

    Of the sentences around two quotations the records hold the parts instead.
    """
    held = (text for record in _records(pack) for text in _texts(msgspec.to_builtins(record)))
    told = " ".join(held)
    paragraphs = [line for line in ARTICLE.splitlines() if line]
    sentences = [s for line in paragraphs for s in re.split(r"(?<=[.”]) (?=[A-Z])", line)]
    left = [sentence for sentence in sentences if sentence.strip("“”., ") not in told]
    assert [" ".join(sentence.split()[:3]) for sentence in left] == [
        "Witkoff remarked in",
        "Zelenskyy Accuses Putin",
        "This proposal emerged",
        "It has succeeded",
        "He labeled Putin",
    ]


async def test_putins_card_says_it_in_full(sqlite: Database, clock: ManualClock) -> None:
    directories = Directories()
    await PackService(sqlite, clock, directories).apply(1, load_starter(), by=None)
    lookups = Lookups(sqlite, clock, directories)
    answer = await lookups.stance(Scope(guild_id=1), "Путін")
    assert answer.actor.key == "putin"
    assert answer.position is Position.AGREES_IN_PRINCIPLE
    (standing,) = answer.standings
    (condition,) = standing.view.conditions
    assert condition.condition.text.startswith("“serious questions”")
    assert standing.view.voice.key == "putin"
    assert {view.claimant.key for view in answer.claims} == {"zelenskyy"}
    russia = await lookups.stance(Scope(guild_id=1), "Kremlin")
    assert russia.position is Position.AGREES_IN_PRINCIPLE
    assert [each.speaker.key for each in russia.silences] == ["russian-mfa"]
    us = await lookups.stance(Scope(guild_id=1), "Washington")
    assert us.position is Position.NO_RECORD
