"""What posts say: whom they call, what stays true of them, and what can be done with them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.occasions import lateness
from bot.domain.posts import PostKind, PostState, Reason
from bot.domain.vocabulary import (
    EventStatus,
)
from bot.services.posts.contents import (
    MirrorContent,
    TroubleContent,
)
from bot.ui.calendar.post_card import mentions, post_card
from bot.ui.card import plain
from tests.ui.calendar_samples import CALL, CLOCK, NOW, WINDOW
from tests.ui.post_samples import PLACES, PUBLIC, ROLE, content, post

AT_CLOCK = replace(CALL, when=CLOCK)
START = CLOCK.lower
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "status", "words"),
    [
        (START - HOUR, EventStatus.EXPECTED, "It is expected <t:1742310000:F> (<t:1742310000:R>)."),
        (
            START - HOUR,
            EventStatus.CONFIRMED,
            "It is confirmed for <t:1742310000:F> (<t:1742310000:R>).",
        ),
        (START, EventStatus.EXPECTED, "By its recorded date it starts now: expected <t:1742310000"),
        (START + HOUR, EventStatus.CONFIRMED, "It was due to start <t:1742310000:F>"),
    ],
)
def test_a_reminder_says_what_stays_true(now: datetime, status: EventStatus, words: str) -> None:
    shown = content(PostKind.REMINDER, replace(AT_CLOCK, status=status), now=now)
    text = plain(post_card(shown))
    assert words in text
    assert "hours" not in text


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(minutes=2, seconds=40), "This reminder is 2 minutes late."),
        (timedelta(minutes=90), "This reminder is 90 minutes late."),
        (timedelta(hours=6, minutes=10), "This reminder is 6 hours late."),
        (timedelta(days=3, hours=5), "This reminder is 3 days late."),
    ],
)
def test_a_late_reminder_says_how_late_it_is(late: timedelta, words: str) -> None:
    due = START - 24 * HOUR
    assert lateness(due, due + late) == late
    assert words in plain(
        post_card(content(PostKind.REMINDER, AT_CLOCK, now=due + late, late=late))
    )


def test_a_window_opens_and_closes_in_the_sources_words() -> None:
    opens = plain(post_card(content(PostKind.OPENS, now=WINDOW.lower)))
    said = "expected 16–22 March 2025 (the source says “this week”)"
    assert f"From now on it may take place: {said}." in opens
    closes = plain(post_card(content(PostKind.CLOSES, now=WINDOW.upper)))
    assert f"Its window has closed: it was {said}." in closes
    assert "Nothing is recorded of whether it took place." in closes


def test_what_opened_before_it_was_told_of_is_not_said_to_open_now() -> None:
    shown = plain(post_card(content(PostKind.OPENS, now=WINDOW.lower + 9 * HOUR)))
    assert "Its window is open, so it may take place: expected 16–22 March 2025" in shown
    assert "From now on" not in shown


def test_a_personal_word_before_a_window_names_the_day_it_opens_on() -> None:
    own = post(PostKind.OPENS, user_id=22, lead=86_400)
    shown = plain(
        post_card(content(PostKind.OPENS, post=own, now=WINDOW.lower - timedelta(days=1)))
    )
    assert "Its window opens on 16 March 2025: expected 16–22 March 2025" in shown


def test_a_move_shows_both_dates() -> None:
    shown = plain(post_card(content(PostKind.MOVED, AT_CLOCK, before=WINDOW)))
    assert "**Before** 16–22 March 2025 (the source says “this week”)" in shown
    assert "**Now** expected <t:1742310000:F>" in shown


def test_what_was_called_off_and_stands_again_is_not_said_to_be_moved() -> None:
    shown = plain(post_card(content(PostKind.MOVED, before=WINDOW)))
    assert "It stands again, at the date that it had: expected 16–22 March 2025" in shown


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (EventStatus.CANCELLED, "It is cancelled, last dated 16–22 March 2025"),
        (EventStatus.POSTPONED, "It is postponed, last dated 16–22 March 2025"),
        (EventStatus.POSTPONED, "No new date is recorded."),
    ],
)
def test_what_will_not_be_is_told(status: EventStatus, words: str) -> None:
    assert words in plain(post_card(content(PostKind.CANCELLED, replace(CALL, status=status))))


def test_what_should_never_have_been_recorded_is_told_with_its_reason() -> None:
    shown = content(PostKind.CANCELLED, retracted=True, reason="never announced")
    text = plain(post_card(shown))
    assert "It was taken out of the record: never announced" in text
    assert "expected" not in text


@pytest.mark.parametrize("kind", PUBLIC)
def test_a_role_is_called_in_public_and_never_at_the_desk(kind: PostKind) -> None:
    shown = content(kind, role_id=ROLE)
    first = plain(post_card(shown)).splitlines()[0]
    assert (first == f"<@&{ROLE}>") is (kind is not PostKind.QUESTION)
    assert mentions(shown) == ((), (ROLE,) if kind is not PostKind.QUESTION else ())


@pytest.mark.parametrize("place", PLACES)
def test_a_person_is_called_in_a_channel_only(place: str) -> None:
    shown = content(PostKind.REMINDER, AT_CLOCK, post=post(**PLACES[place]))
    assert ("<@22>" in plain(post_card(shown))) is (place == "named")
    assert mentions(shown) == ((22,) if place == "named" else (), ())


@pytest.mark.parametrize(
    ("kind", "place", "labels"),
    [
        (PostKind.REMINDER, "channel", ["Event", "Remind me", "Ping me: on/off", "Follow"]),
        (PostKind.CLOSES, "channel", ["Event", "Ping me: on/off", "Follow"]),
        (PostKind.QUESTION, "channel", ["Held", "Not held", "New date", "Event"]),
        (
            PostKind.OPENS,
            "named",
            ["Snooze 10 min", "Snooze 1 hour", "Snooze 1 day", "Event", "Stop"],
        ),
        (PostKind.REMINDER, "direct", ["Snooze 10 min", "Snooze 1 hour", "Snooze 1 day", "Stop"]),
        (PostKind.CANCELLED, "direct", ["Stop"]),
    ],
)
def test_a_post_offers_what_can_be_done_where_it_is(
    kind: PostKind, place: str, labels: list[str]
) -> None:
    now = WINDOW.upper if kind is PostKind.CLOSES else NOW
    event = AT_CLOCK if kind is PostKind.REMINDER else CALL
    shown = content(kind, event, post=post(kind, **PLACES[place]), now=now, role_id=ROLE)
    if kind is PostKind.QUESTION:
        shown = replace(shown, role_id=None)
    assert [button.label for button in post_card(shown).buttons] == labels


def test_a_mirrored_event_is_no_message() -> None:
    view = content(PostKind.MIRROR).view
    with pytest.raises(ValueError, match="no message"):
        post_card(MirrorContent(post=post(PostKind.MIRROR), view=view, wanted=True, shown=None))


def test_the_desk_is_told_why_and_what_to_do() -> None:
    failed = post(
        state=PostState.FAILED, reason=Reason.NO_ACCESS, detail="Missing Access (error code: 50001)"
    )
    trouble = TroubleContent(post=post(PostKind.TROUBLE), failed=failed, title=CALL.title, others=2)
    shown = plain(post_card(trouble))
    assert "The reminder for **Trump–Putin call** did not reach <#11>: the bot has no per" in shown
    assert "Discord’s own words: “Missing Access (error code: 50001)”" in shown
    assert "Let the bot view <#11> and send messages there" in shown
    assert "2 other posts wait or failed there." in shown
