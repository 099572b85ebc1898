"""Law 1 in the domain: a record that lacks its evidence cannot even be built."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import records as r
from bot.domain import vocabulary as v
from bot.domain.when import Precision, When
from bot.errors import InvalidInputError
from tests.domain.samples import CITED, evidence, stance

UNSEEN = ["", " ", "\n\t", "\u200b\u200f", "\u00a0\u2003", "\x00", "\ufeff"]
OPEN = When(
    phrase="since March",
    lower=datetime(2025, 3, 1, tzinfo=UTC),
    upper=None,
    precision=Precision.INTERVAL,
)


@pytest.mark.parametrize("words", [*UNSEEN, "x" * 6001])
def test_law_1_words_that_show_nothing_or_have_no_end_are_refused(words: str) -> None:
    makers: list[Callable[[], object]] = [
        lambda: evidence(words=words),
        lambda: r.Citation(source="s1", words=words),
        lambda: replace(CITED, words=words),
    ]
    for make in makers:
        with pytest.raises(InvalidInputError):
            make()


@pytest.mark.parametrize("words", ["x", "x" * 6000, "\u202eمرحبا", "👍", "@everyone", " …"])
def test_words_in_any_script_are_kept_as_they_are(words: str) -> None:
    assert evidence(words=words).words == words


@pytest.mark.parametrize("kind", [r.Stance, r.Claim, r.Statement])
def test_law_1_what_was_said_cannot_be_recorded_without_evidence(kind: type[Any]) -> None:
    assert next(f for f in fields(kind) if f.name == "evidence").type in {"Evidence", r.Evidence}
    with pytest.raises(TypeError, match="evidence"):
        kind(key="x")
    for name in ("speaker", "said", "words", "directness", "basis", "source"):
        part = {f.name: getattr(evidence(), f.name) for f in fields(r.Evidence) if f.name != name}
        with pytest.raises(TypeError, match=name):
            r.Evidence(**part)


def test_law_1_a_saying_has_a_last_day() -> None:
    with pytest.raises(InvalidInputError, match="no end"):
        evidence(said=OPEN)


def test_law_5_no_record_cannot_be_recorded() -> None:
    with pytest.raises(InvalidInputError, match="Silence"):
        stance(v.Position.NO_RECORD)


def test_law_2_a_record_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        stance(v.Position.ACCEPTS).position = v.Position.REJECTS  # type: ignore[misc]


def test_a_claim_about_oneself_is_only_a_denial() -> None:
    def claim(relation: v.Relation) -> r.Claim:
        return r.Claim(
            key="c",
            claimant="putin",
            about="putin",
            issue="ceasefire",
            relation=relation,
            evidence=evidence(),
        )

    assert claim(v.Relation.DENIES).about == "putin"
    for relation in set(v.Relation) - {v.Relation.DENIES}:
        with pytest.raises(InvalidInputError, match="another"):
            claim(relation)


@pytest.mark.parametrize("link", ["http://x.org", "javascript:x", "HTTPS://x", "", "x" * 6000])
def test_links_are_https_or_refused(link: str) -> None:
    read = r.Source(key="s", publisher="AP", published=evidence().said)
    for name in ("url", "archive_url"):
        changes: dict[str, Any] = {name: link}
        with pytest.raises(InvalidInputError, match="https"):
            replace(read, **changes)
    with pytest.raises(InvalidInputError, match="publisher"):
        r.Source(key="s", publisher=" ", published=evidence().said)


def test_a_role_is_in_exactly_one_thing() -> None:
    for issue, event in ((None, None), ("i", "e")):
        with pytest.raises(InvalidInputError, match="exactly one"):
            r.Role(
                key="r",
                actor="us",
                role=v.RoleKind.HOST,
                citation=CITED,
                issue=issue,
                event=event,
            )


def test_authority_counts_from_one() -> None:
    with pytest.raises(InvalidInputError, match="from 1"):
        r.Mandate(
            key="m",
            voice="lavrov",
            principal="russia",
            kind=v.MandateKind.MINISTER,
            authority=0,
            citation=CITED,
        )


@given(words=st.text(min_size=1, max_size=200), position=st.sampled_from(v.Position))
def test_records_survive_json_letter_for_letter(words: str, position: v.Position) -> None:
    try:
        made = replace(stance(position), evidence=evidence(words=words))
        text = msgspec.json.encode(made)
    except (InvalidInputError, UnicodeEncodeError):
        return
    assert msgspec.json.decode(text, type=r.Stance) == made


def test_a_record_read_from_json_is_held_to_the_same_rules() -> None:
    good = msgspec.json.encode(stance(v.Position.ACCEPTS))
    for bad in (good.replace(b"The idea itself is correct.", b" "), good.replace(b"UTC", b"Mars")):
        assert bad != good
        with pytest.raises(InvalidInputError):
            msgspec.json.decode(bad, type=r.Stance)
