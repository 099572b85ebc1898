"""Laws 3, 4 and 5 in the domain: what a line is, and what can never enter one."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.method import method
from bot.domain.records import Claim, Mandate, Recorded, Stance, Version
from bot.domain.standing import Line, Move, Standing, VoiceStanding, line_of, move_between
from bot.domain.vocabulary import MandateKind, Position, RecordState, Verb
from tests.domain.samples import CITED, mirror, stance

P = Position
VERSION = Version(
    number=1,
    verb=Verb.SET,
    state=RecordState.PUBLISHED,
    recorded_at=datetime(2025, 3, 16, tzinfo=UTC),
)


def voice(holder: str, position: Position, *, day: int, authority: int | None) -> VoiceStanding:
    current = Recorded(record=stance(position, day=day, holder=holder), version=VERSION)
    mandate = None
    if authority is not None:
        mandate = Mandate(
            key=f"m-{holder}",
            voice=holder,
            principal="russia",
            kind=MandateKind.HEAD,
            authority=authority,
            citation=CITED,
        )
    standing = Standing(current=current, opening=current, before=None)
    return VoiceStanding(standing=standing, mandate=mandate)


def line(*voices: VoiceStanding) -> Line:
    found = line_of(voices)
    assert found is not None
    return found


def test_law_5_nobody_heard_is_no_line_at_all() -> None:
    assert line_of([]) is None


def test_law_3_the_newest_voice_decides_whatever_the_others_said_before() -> None:
    found = line(
        voice("putin", P.REJECTS, day=1, authority=1),
        voice("lavrov", P.ACCEPTS, day=13, authority=2),
    )
    assert (found.position, found.leading.standing.current.record.holder) == (P.ACCEPTS, "lavrov")


def test_law_3_on_the_same_day_the_higher_authority_decides() -> None:
    found = line(
        voice("lavrov", P.ACCEPTS, day=13, authority=2),
        voice("putin", P.REJECTS, day=13, authority=1),
    )
    assert (found.position, found.leading.standing.current.record.holder) == (P.REJECTS, "putin")


def test_law_5_equals_that_contradict_each_other_show_as_mixed_signals() -> None:
    found = line(
        voice("rubio", P.ACCEPTS, day=13, authority=2),
        voice("lavrov", P.REJECTS, day=10, authority=2),
    )
    assert found.position is P.MIXED_SIGNALS
    assert len(found.voices) == 2, "both quotations are shown"


@pytest.mark.parametrize(
    ("older", "position", "authority", "why"),
    [
        (13 - method().line_window_days - 1, P.REJECTS, 2, "it is older than the window"),
        (12, P.ACCEPTS, 2, "it says the same"),
        (12, P.REJECTS, 3, "it has less authority"),
        (12, P.REJECTS, 1, "it is of another rank, and newer words decide"),
        (12, P.WITHDRAWN, 2, "what was taken back contradicts nobody"),
    ],
)
def test_no_mixed_signals_where(older: int, position: P, authority: int, why: str) -> None:
    found = line(
        voice("rubio", P.ACCEPTS, day=13, authority=2),
        voice("lavrov", position, day=older, authority=authority),
    )
    assert found.position is P.ACCEPTS, why


def test_the_windows_last_day_still_counts() -> None:
    found = line(
        voice("rubio", P.ACCEPTS, day=13, authority=2),
        voice("lavrov", P.REJECTS, day=13 - method().line_window_days, authority=2),
    )
    assert found.position is P.MIXED_SIGNALS


def test_one_who_speaks_for_itself_ranks_with_the_head() -> None:
    found = line(
        voice("russia", P.ACCEPTS, day=13, authority=None),
        voice("putin", P.REJECTS, day=13, authority=1),
    )
    assert found.position is P.MIXED_SIGNALS


VOICES = st.lists(
    st.builds(
        voice,
        st.sampled_from(["putin", "lavrov", "rubio"]),
        st.sampled_from([p for p in P if p.recordable]),
        day=st.integers(1, 28),
        authority=st.none() | st.integers(1, 3),
    ),
    min_size=1,
    max_size=6,
)


@given(voices=VOICES)
def test_law_3_a_line_is_the_newest_position_or_mixed_and_never_a_middle(
    voices: list[VoiceStanding],
) -> None:
    found = line(*voices)
    newest = max(v.standing.current.record.evidence.said.lower for v in voices)
    leading = found.leading.standing.current.record
    assert leading.evidence.said.lower == newest
    assert found.position in {leading.position, P.MIXED_SIGNALS}
    assert sorted(map(id, found.voices)) == sorted(map(id, voices)), "nobody is left out"


@given(voices=VOICES, seed=st.randoms())
def test_law_3_the_order_in_which_voices_are_found_does_not_matter(
    voices: list[VoiceStanding],
    seed: Any,
) -> None:
    """Unless two of the same day and rank differ: then it is mixed either way, or withdrawn."""
    shuffled = list(voices)
    seed.shuffle(shuffled)
    one, other = line(*voices), line(*shuffled)
    first, second = one.leading, other.leading
    same_instant = (
        first.standing.current.record.evidence.said.lower
        == second.standing.current.record.evidence.said.lower
    )
    assert same_instant
    assert first.authority == second.authority
    if P.WITHDRAWN not in {one.position, other.position}:
        assert one.position is other.position


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (P.ACCEPTS, P.ACCEPTS, Move.NONE),
        (P.ACCEPTS, P.AGREES_IN_PRINCIPLE, Move.SHIFT),
        (P.AGREES_IN_PRINCIPLE, P.OBJECTS_IN_PRINCIPLE, Move.FLIP),
        (P.REJECTS, P.ACCEPTS_WITH_CONDITIONS, Move.FLIP),
        (P.NEUTRAL, P.REJECTS, Move.SHIFT),
        (P.ACCEPTS, P.NEUTRAL, Move.SHIFT),
        (P.CONSIDERING, P.ACCEPTS, Move.SHIFT),
        (P.ACCEPTS, P.WITHDRAWN, Move.SHIFT),
    ],
)
def test_a_flip_crosses_the_middle_and_a_shift_does_not(
    before: Position,
    after: Position,
    move: Move,
) -> None:
    assert move_between(before, after) is move


@given(st.sampled_from(P), st.sampled_from(P))
def test_moves_are_judged_alike_in_both_directions_and_on_both_sides(a: P, b: P) -> None:
    assert move_between(a, b) is move_between(b, a)
    other_a, other_b = mirror(a), mirror(b)
    if other_a and other_b:
        assert move_between(other_a, other_b) is move_between(a, b)


def test_the_first_record_of_a_holder_is_no_move() -> None:
    current = Recorded(record=stance(P.ACCEPTS), version=VERSION)
    assert Standing(current=current, opening=current, before=None).move is Move.NONE


def test_law_4_no_type_lets_a_claim_into_a_line() -> None:
    """What a line is made of is stances all the way down; mypy --strict holds callers to it."""
    for owner in (Standing, VoiceStanding, Line):
        hints = get_type_hints(owner)
        assert not any("Claim" in str(hints[item.name]) for item in fields(owner))
    assert get_type_hints(Standing)["current"] == Recorded[Stance]
    shared = {item.name for item in fields(Claim)} & {item.name for item in fields(Stance)}
    assert "position" not in {item.name for item in fields(Claim)}
    assert shared == {"key", "issue", "evidence"}


def test_the_window_is_counted_in_whole_days() -> None:
    assert timedelta(days=method().line_window_days) == timedelta(days=7)
