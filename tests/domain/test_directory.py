"""Finding what was meant: one clear answer, a question where two fit, never a guess."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.directory import Directory
from bot.domain.vocabulary import ActorKind
from bot.domain.when import days
from bot.errors import InvalidInputError, UnknownNameError
from tests.domain.samples import CEASEFIRE, MANDATES, SUMMIT, actor, directory

TWO_ISSUES = {CEASEFIRE.key: CEASEFIRE, SUMMIT.key: SUMMIT}


def test_a_name_of_two_actors_is_asked_back_with_both() -> None:
    bushes = [
        actor("bush-41", "George Bush", ActorKind.PERSON),
        actor("bush-43", "George Bush", ActorKind.PERSON),
    ]
    both = directory(actors={each.key: each for each in bushes})
    with pytest.raises(UnknownNameError, match="can mean") as caught:
        both.actor("george bush")
    assert set(caught.value.suggestions) == {"bush-41", "bush-43"}
    assert "George Bush (bush-41) or George Bush (bush-43)" in caught.value.text
    assert both.actor("bush-43").key == "bush-43", "the key is always clear"


def test_a_beginning_that_two_share_is_asked_back() -> None:
    with pytest.raises(UnknownNameError, match="can mean"):
        directory().actor("Ru")


def test_a_near_miss_is_offered_and_nothing_is_chosen() -> None:
    with pytest.raises(UnknownNameError) as caught:
        directory().actor("Lavrenti")
    assert "Did you mean" not in caught.value.text or caught.value.suggestions


def test_a_key_beats_a_name() -> None:
    """What autocomplete sends is the key, even where it is another's name."""
    two = [actor("us", "United States", ActorKind.STATE), actor("x", "us", ActorKind.BLOC)]
    assert directory(actors={each.key: each for each in two}).actor("us").key == "us"


@pytest.mark.parametrize(
    ("default", "channels", "channel", "expected"),
    [
        (None, {5: "summit"}, 5, "summit"),
        ("ceasefire", {5: "summit"}, 5, "summit"),
        ("ceasefire", {5: "summit"}, 6, "ceasefire"),
        ("ceasefire", {}, None, "ceasefire"),
        ("summit", {5: "gone"}, 6, "summit"),
    ],
)
def test_the_issue_defaults_to_the_channels_then_to_the_servers(
    default: str | None,
    channels: dict[int, str],
    channel: int | None,
    expected: str,
) -> None:
    known = directory(issues=TWO_ISSUES, default_issue=default, channel_issues=channels)
    assert known.issue(None, channel_id=channel).key == expected


def test_the_only_issue_is_meant_when_none_is_named() -> None:
    assert directory().issue(None).key == "ceasefire"
    assert directory(default_issue="gone").issue(None).key == "ceasefire"


@pytest.mark.parametrize("default", [None, "gone"])
def test_of_several_issues_none_is_guessed(default: str | None) -> None:
    with pytest.raises(InvalidInputError, match="several issues"):
        directory(issues=TWO_ISSUES, default_issue=default).issue(None)


def test_without_an_issue_the_way_to_one_is_told() -> None:
    with pytest.raises(InvalidInputError, match="/admin issue open"):
        directory(issues={}).issue(None)


def test_an_issue_is_found_by_title_and_words_of_it() -> None:
    known = directory(issues=TWO_ISSUES)
    assert known.issue("ceasefire proposal").key == "ceasefire"
    assert known.issue("saudi").key == "summit"
    with pytest.raises(UnknownNameError, match="issue"):
        known.issue("tariffs")


def keys(known: Directory, principal: str, issue: str | None) -> list[str]:
    return [mandate.voice for mandate in known.voices_of(principal, issue=issue)]


def test_voices_come_in_order_of_authority_and_then_by_name() -> None:
    assert keys(directory(), "us", "ceasefire") == ["trump", "rubio", "witkoff", "bruce"]


def test_a_mandate_for_one_issue_says_nothing_of_another() -> None:
    assert keys(directory(), "us", "summit") == ["trump", "rubio", "bruce"]
    assert keys(directory(), "us", None) == ["trump", "rubio", "witkoff", "bruce"]
    assert directory().mandates_of("witkoff", issue="summit") == ()
    assert [m.principal for m in directory().mandates_of("witkoff")] == ["us"]


def test_roles_are_those_of_the_issue_alone() -> None:
    assert [role.actor for role in directory().roles_in("ceasefire")] == ["us"]
    assert directory().roles_in("summit") == ()


@pytest.mark.parametrize("typed", ["", "  ", "\u200b\u200b", "```", "—"])
def test_what_cannot_be_read_is_said_so_and_nobody_is_offered(typed: str) -> None:
    with pytest.raises(UnknownNameError, match="no letter or digit") as caught:
        directory().actor(typed)
    assert not caught.value.suggestions


def test_a_channels_issue_that_is_gone_gives_way_to_the_servers() -> None:
    here = directory(
        issues=TWO_ISSUES,
        default_issue=SUMMIT.key,
        channel_issues={1: "retracted", 2: CEASEFIRE.key},
    )
    assert here.issue(None, channel_id=1) == SUMMIT
    assert here.issue(None, channel_id=2) == CEASEFIRE


def test_a_mandate_counts_on_the_days_on_which_it_was_held() -> None:
    spring = days(date(2025, 3, 1), date(2025, 3, 31))
    found = directory(mandates=tuple(replace(each, held=spring) for each in MANDATES))
    for day, count in ((date(2025, 2, 28), 0), (date(2025, 3, 1), 1), (date(2025, 4, 1), 0)):
        assert len(found.mandates_of("putin", on=day)) == count
        assert len(found.voices_of("ukraine", on=day)) == count
    assert found.mandates_of("putin"), "without a day, all of them"
