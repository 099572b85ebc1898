"""A correction reaches every message that showed what was wrong, over the real outbox and Discord."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.db import shown
from bot.db.engine import Database
from bot.delivery.attempt import Attempt
from bot.delivery.correcting import attached
from bot.delivery.payload import body_of
from bot.delivery.wire import Wire
from bot.domain.posts import PostKind, PostState, Reason
from bot.domain.records import Stance
from bot.domain.rules import AlertWeight, FollowKind
from bot.domain.scope import Scope
from bot.domain.shown import Showing, Shown
from bot.domain.vocabulary import Verb
from bot.services.news.digest_answers import DigestPreview
from bot.services.news.digest_drafts import DigestTyped
from bot.services.posts.outbox import ANSWERS_KEPT, Result
from bot.ui.corrected import NOTE
from tests.app.fake_discord import CHANNEL, GUILD, READER
from tests.app.fake_messages import NO_ACCESS, Message
from tests.delivery.office import DESK, Office
from tests.people import owner
from tests.services.following_samples import MAYBE, NO, YES, Newsroom, stance

HERE = Scope(guild_id=GUILD, channel_id=CHANNEL)
NEWS = 77_700
DAY = timedelta(days=1)
WRONG = stance("s-x", "putin", YES, 1)
RIGHT = replace(WRONG, position=NO)


@dataclass
class Told:
    """A server that was told of a stance by a digest, an alert and a follow."""

    office: Office
    room: Newsroom

    def messages(self) -> list[Message]:
        """The digest, the alert and the follow, in that order."""
        world = self.office.discord
        private = world.channels.direct(READER).id
        return [world.messages(place)[0] for place in (NEWS, CHANNEL, private)]

    def texts(self) -> list[str]:
        return [message.text for message in self.messages()]

    async def amend(self, record: Stance = RIGHT, verb: Verb = Verb.CORRECT) -> None:
        """Let an editor change the record a day later, and send all that comes of it."""
        self.office.pass_by(DAY)
        await self.room.amend(record, verb, GUILD)
        await self.office.finish_due()

    async def corrections(self) -> list[tuple[PostState, Reason | None]]:
        found = await self.office.posts()
        return [(p.state, p.reason) for p in found if p.kind is PostKind.CORRECTION]


@pytest.fixture
async def told(office: Office, sqlite: Database, clock: ManualClock) -> Told:
    room = Newsroom(sqlite, clock)
    await room.start(guild=GUILD)
    await office.set_up(desk_id=DESK)
    office.discord.channels.add(NEWS, GUILD)
    digests = office.services.digests
    typed = DigestTyped(channel_id=NEWS, days="every day", at="9:00")
    seen = await digests.prepare(HERE, typed, by=owner())
    assert isinstance(seen, DigestPreview)
    assert seen.draft_id is not None
    await digests.save(HERE, seen.draft_id, seen.seen, by=owner())
    await room.services.alert_settings.keep(
        HERE, channel_id=CHANNEL, issue=None, weight=AlertWeight.RECORDS, by=owner(), cause="a"
    )
    await room.follow(FollowKind.ACTOR, "putin", READER, guild=GUILD)
    await room.publish(WRONG, guild=GUILD)
    office.pass_by(DAY)
    made = Told(office, room)
    await office.finish_due()
    return made


async def test_a_correction_is_followed_to_three_old_posts(told: Told) -> None:
    """The line is struck through, and below it stands what is right, when and why."""
    before = told.texts()
    ids = [message.custom_ids for message in told.messages()]
    pings = len(told.office.arrivals)
    await told.amend()
    for was, now in zip(before, told.texts(), strict=True):
        line = next(each for each in was.splitlines() if "Accepts" in each)
        assert line not in now.splitlines()
        struck = next(each for each in now.splitlines() if each.startswith(("~~", "- ~~")))
        assert struck.replace("~~", "") == line
        note = next(each for each in now.splitlines() if each.startswith("↳ "))
        assert note.startswith("↳ **Corrected** <t:")
        assert "recorded before as `[+++]` Accepts, corrected to `[---]` Rejects" in note
        assert "reason: Because." in note
    assert [message.custom_ids for message in told.messages()] == ids
    assert await told.corrections() == [(PostState.SENT, None)] * 3
    # Those who are told at once hear of it as a correction; nobody else gets a new message.
    fresh = told.office.arrivals[pings:]
    assert {arrival.place for arrival in fresh} <= {
        CHANNEL,
        NEWS,
        told.office.discord.channels.direct(READER).id,
    }
    (alert,) = [m.text for m in told.office.discord.messages(CHANNEL)[1:]]
    assert "A correction of the record" in alert
    assert "flip" not in alert.casefold()


async def test_a_change_and_a_confirmation_edit_nothing(told: Told) -> None:
    before = told.texts()
    await told.amend(replace(WRONG, confirmed=WRONG.evidence.said), Verb.CONFIRM)
    await told.room.say("putin", NO, guild=GUILD)
    await told.office.finish_due()
    assert told.texts() == before
    assert await told.corrections() == []


async def test_a_retraction_says_so_and_undone_it_leaves_the_words_as_they_were(
    told: Told,
) -> None:
    before = told.texts()
    await told.amend(WRONG, Verb.RETRACT)
    assert all("↳ **Retracted** <t:" in text for text in told.texts())
    assert all("~~" in text for text in told.texts())
    await told.amend(WRONG)
    assert told.texts() == before


async def test_a_later_correction_of_the_same_record_replaces_the_note(told: Told) -> None:
    await told.amend()
    await told.amend(replace(WRONG, position=MAYBE))
    for text in told.texts():
        assert text.count("↳ ") == 1
        assert "corrected to `[+  ]` Agrees in principle" in text
        assert "Rejects" not in text


async def test_a_crash_between_the_edit_and_its_mark_corrects_once(told: Told) -> None:
    """Whoever comes after finds what was edited, and marks it."""
    office = told.office
    office.pass_by(DAY)
    await told.room.amend(RIGHT, Verb.CORRECT, GUILD)
    attempt = Attempt(Wire(office.client, per_second=1000.0))
    results: list[Result] = []
    for _ in range(4):
        turn = await office.services.outbox.turn(results, by="dead", limit=50, render=body_of)
        made = [await attempt.try_to_send(post, fresh=True) for post in turn.fresh]
        # It dies before it has written down what came of the corrections.
        results = [each for each in made if each.post.kind is not PostKind.CORRECTION]
    edited = told.texts()
    assert all(text.count("↳ **Corrected**") == 1 for text in edited)
    await office.finish_due()
    assert told.texts() == edited
    assert await told.corrections() == [(PostState.SENT, None)] * 3
    await told.amend(replace(WRONG, position=MAYBE))
    assert all(text.count("↳ ") == 1 for text in told.texts())


async def test_a_deleted_message_is_passed_over_and_a_closed_channel_is_told_to_the_desk(
    told: Told,
) -> None:
    digest, alert, _ = told.messages()
    told.office.discord.channels.remove(digest)
    told.office.discord.channels[CHANNEL].refuses = NO_ACCESS
    await told.amend()
    found = await told.corrections()
    assert sorted(found, key=str) == sorted(
        [
            (PostState.SKIPPED, Reason.GONE),
            (PostState.FAILED, Reason.NO_ACCESS),
            (PostState.SENT, None),
        ],
        key=str,
    )
    assert "~~" not in alert.text
    left = await told.office.database.read(
        lambda unit: shown.of_records(unit, GUILD, ["s-x"]),
    )
    assert digest.id not in {each.message_id for each in left}
    assert len(told.office.texts(DESK)) == 1


async def test_what_was_put_right_while_a_post_was_under_way_is_owed_at_once(told: Told) -> None:
    office = told.office
    other = stance("s-y", "trump", YES, 2)
    await told.room.publish(other, guild=GUILD)
    office.pass_by(DAY)
    await office.die_sending()
    await told.room.amend(replace(other, position=NO), Verb.CORRECT, GUILD)
    office.pass_by(DAY)
    await office.finish_due()
    shown_ = [m.text for m in office.discord.messages(CHANNEL) if "Trump" in m.text]
    assert "↳ **Corrected**" in shown_[0]


async def test_what_a_change_was_measured_by_is_corrected_in_its_line_too(told: Told) -> None:
    """The flip that it told of was none; the record of the change itself stays as it was."""
    await told.room.publish(stance("s-z", "putin", NO, 9), guild=GUILD)
    told.office.pass_by(DAY)
    await told.office.finish_due()
    flip = told.office.discord.messages(CHANNEL)[1]
    assert "from `[+++]` Accepts to `[---]` Rejects; a flip" in flip.text
    await told.amend()
    line, note = (each for each in flip.text.splitlines() if each.startswith(("~~**", NOTE)))
    assert "a flip" in line
    assert "recorded before as `[+++]` Accepts, corrected to `[---]` Rejects" in note


def test_the_picture_of_a_message_stays_when_its_words_are_edited() -> None:
    """Discord names it by an address that runs out; it is named by its file instead."""
    url = "https://cdn.discordapp.com/attachments/1/2/board.png?ex=1&is=2"
    gallery = {"type": 12, "items": [{"media": {"url": url}, "description": "A board."}]}
    found = [{"type": 17, "components": [gallery, {"type": 10, "content": "Words."}]}]
    files = [{"id": "2", "filename": "board.png"}]
    (container,) = attached(found, files)
    kept = container["components"][0]["items"][0]
    assert kept == {"media": {"url": "attachment://board.png"}, "description": "A board."}


async def test_a_public_answer_is_corrected_like_a_post_until_it_is_forgotten(
    told: Told,
) -> None:
    office = told.office
    answers = office.services.shown
    digest = told.messages()[0]
    note = Shown(record="s-x", number=1)
    await answers.note(GUILD, NEWS, digest.id, [note], anew=True)
    await told.amend()
    assert digest.text.startswith("↳ **Corrected** <t:")
    await answers.note(GUILD, NEWS, 5, [Shown(record="s-x", number=2)])
    office.pass_by(ANSWERS_KEPT + DAY)
    await office.services.outbox.mend()
    left = await office.database.read(lambda unit: shown.of_records(unit, GUILD, ["s-x"]))
    assert told.messages()[1].id in {each.message_id for each in left}
    assert all(each.user_id is None for each in left)
    assert {5}.isdisjoint(each.message_id for each in left)


async def test_a_reminder_waits_behind_no_correction_of_hundreds_of_old_messages(
    told: Told,
) -> None:
    office = told.office
    old = [
        Showing(
            message_id=10_000 + at,
            channel_id=CHANNEL,
            user_id=None,
            shown=Shown(record="s-x", number=1),
            shown_at=office.clock.now(),
        )
        for at in range(300)
    ]
    await office.database.write(lambda unit: shown.note(unit, GUILD, old))
    await told.room.amend(RIGHT, Verb.CORRECT, GUILD)
    office.pass_by(timedelta(seconds=1))
    await office.owe()
    turn = await office.services.outbox.turn([], by="one", limit=20, render=body_of)
    kinds = [post.kind for post in turn.fresh]
    assert PostKind.REMINDER in kinds
    # Those of one channel go one after the other.
    assert kinds.count(PostKind.CORRECTION) == 3


async def test_what_an_answer_showed_is_put_right_though_it_was_noted_late(told: Told) -> None:
    """Its message was edited for the same act before, when it showed another page."""
    await told.amend()
    digest = told.messages()[0]
    late = [Shown(record="s-x", number=1)]
    await told.office.services.shown.note(GUILD, NEWS, digest.id, late, anew=True)
    await told.office.finish_due()
    assert digest.text.startswith("↳ **Corrected** <t:")


async def test_a_sender_that_stood_still_takes_nobody_back_to_an_earlier_correction(
    told: Told,
) -> None:
    office = told.office
    await told.room.amend(RIGHT, Verb.CORRECT, GUILD)
    turn = await office.services.outbox.turn([], by="slow", limit=50, render=body_of)
    await told.amend(replace(WRONG, position=MAYBE))
    now = told.texts()
    attempt = Attempt(Wire(office.client, per_second=1000.0))
    late = [await attempt.try_to_send(post, fresh=True) for post in turn.fresh]
    assert told.texts() != now
    await office.services.outbox.turn(late, by="slow", limit=1, render=body_of)
    await office.finish_due()
    assert told.texts() == now


async def test_what_could_not_be_corrected_is_once_the_channel_opens(told: Told) -> None:
    """Where the bot may not edit, nothing else breaks, and yet it is tried again."""
    digest, place = told.messages()[0], told.office.discord.channels[NEWS]
    place.refuses = NO_ACCESS
    # No digest is due, which would break the channel by itself.
    await told.room.amend(RIGHT, Verb.CORRECT, GUILD)
    await told.office.finish_due()
    assert (PostState.FAILED, Reason.NO_ACCESS) in await told.corrections()
    place.refuses = None
    assert await told.office.services.post_log.mended(GUILD, CHANNEL) == 0
    assert await told.office.services.post_log.mended(GUILD, NEWS) == 1
    await told.office.finish_due()
    assert "↳ **Corrected** <t:" in digest.text
