"""Whatever goes wrong on the way of a post, it arrives once, in the words that were stored."""

from datetime import timedelta

import pytest
from aiohttp import web

from bot.delivery.payload import body_of
from bot.domain.posts import Post, PostState, Reason
from bot.services.posts.outbox import GIVE_UP_AFTER, LEASE, LONGEST_PAUSE
from tests.app import fake_faults as faults
from tests.app.fake_answers import refusal, reply
from tests.app.fake_discord import CHANNEL, GUILD, READER, Request
from tests.app.fake_faults import Fault, scripted
from tests.delivery.office import ROLE, Office, stored

FAULTS = [
    faults.RESET_BEFORE,
    faults.RESET_AFTER,
    faults.CLOSED_BEFORE,
    faults.CLOSED_AFTER,
    faults.ERROR_BEFORE,
    faults.ERROR_AFTER,
    faults.UNAVAILABLE,
    faults.limited(0.01),
    faults.BANNED,
    faults.MALFORMED,
    faults.hang_before(),
    faults.hang_after(),
]
BROKEN_OFF = [faults.RESET_BEFORE, faults.RESET_AFTER, faults.UNAVAILABLE, faults.MALFORMED]


def named(fault: object) -> str | None:
    return fault.name.replace(" ", "-") if isinstance(fault, Fault) else None


@pytest.mark.parametrize("fault", FAULTS, ids=named)
async def test_after_any_fault_it_has_arrived_once(office: Office, fault: Fault) -> None:
    office.discord.channels.faults.policy = scripted(fault)
    began = office.clock.now()
    await office.owe()
    await office.finish(office.process(patience=0.2 if "hang" in fault.name else 10.0))
    office.discord.channels.faults.release()
    # What hung is kept by Discord only now.
    await office.discord.until(lambda: not office.discord.channels.faults.held)
    post = await office.post()
    assert office.copies == {f"~{post.token}": 1}
    assert office.discord.channels.faults.made == {fault.name: 1}
    assert (post.state, post.message_id) == (PostState.SENT, office.discord.messages()[0].id)
    assert post.first_attempt_at == began
    assert all(arrival.body == stored(post) for arrival in office.arrivals)


@pytest.mark.parametrize("fault", BROKEN_OFF, ids=named)
async def test_what_befalls_every_channel_befalls_each_post_once(
    office: Office,
    fault: Fault,
) -> None:
    channels = [*range(1, 9)]
    for channel in channels:
        office.discord.channels.add(channel, GUILD)
    office.discord.channels.faults.policy = scripted(*([fault, None, None] * 8))
    await office.owe(24, channels=channels)
    await office.finish(office.process())
    assert await office.states() == {"sent": 24}
    await office.all_arrived_once()
    for channel in channels:
        said = [message.text.partition("\n")[0] for message in office.discord.messages(channel)]
        assert said == [f"### Call e{at}" for at in range(channel - 1, 24, 8)]


async def test_a_post_is_sent_with_its_nonce_and_calls_only_whom_it_may(office: Office) -> None:
    await office.set_up(channel_id=CHANNEL, role_id=ROLE)
    await office.owe()
    await office.owe_post("e0/1/u1", channel_id=CHANNEL, user_id=READER, subject="1")
    await office.finish(office.process())
    public, personal = (arrival.body for arrival in office.arrivals)
    assert public["allowed_mentions"] == {"parse": [], "users": [], "roles": [str(ROLE)]}
    assert personal["allowed_mentions"] == {"parse": [], "users": [str(READER)], "roles": []}
    assert public["enforce_nonce"] is personal["enforce_nonce"] is True
    assert len(public["nonce"]) == len(personal["nonce"]) == 24
    assert public["nonce"] != personal["nonce"]


async def test_pauses_grow_to_ten_minutes_and_the_first_attempt_is_remembered(
    office: Office,
) -> None:
    office.discord.channels.faults.policy = lambda _: faults.UNAVAILABLE
    began = office.clock.now()
    await office.owe()
    process, pauses, tried = office.process(), [], []
    for attempt in range(1, 13):
        await process.drain()
        tried.append(await office.post())
        assert len(office.arrivals) == attempt
        pauses.append(tried[-1].next_at - office.clock.now())
        # A moment before it is time nothing is asked of Discord.
        office.clock.at = tried[-1].next_at - timedelta(milliseconds=1)
        await process.drain()
        assert len(office.arrivals) == attempt
        office.clock.at = tried[-1].next_at
    assert [pause.total_seconds() for pause in pauses] == [
        *(2**n for n in range(1, 10)),
        *[LONGEST_PAUSE.total_seconds()] * 3,
    ]
    assert {post.first_attempt_at for post in tried} == {began}
    assert len({post.body for post in tried}) == 1
    assert "Discord answered 503" in (tried[-1].detail or "")


async def test_the_pause_that_discord_asks_for_is_kept(office: Office) -> None:
    async def busy(request: Request) -> web.Response | None:
        if request.method == "POST" and len(office.discord.requests) < before + 2:
            return web.Response(status=429, text="error code: 1015", headers={"Retry-After": "77"})
        return None

    await office.owe()
    before = len(office.discord.requests)
    office.discord.hook = busy
    process = office.process()
    await process.drain()
    post = await office.post()
    assert post.next_at - office.clock.now() == timedelta(seconds=77)
    await office.finish(process)
    await office.all_arrived_once()


async def test_a_limit_longer_than_one_waits_for_is_waited_for_by_the_clock(
    office: Office,
) -> None:
    """discord.py would sleep for an hour, and hold a place among those that are sent."""
    office.discord.channels.faults.policy = scripted(faults.limited(3600.0), None)
    await office.owe()
    process = office.process()
    await process.drain()
    assert (await office.post()).next_at - office.clock.now() == LONGEST_PAUSE
    await office.finish(process)
    await office.all_arrived_once()


@pytest.mark.parametrize("code", [20016, 20028, 20029])
async def test_a_channel_in_slow_mode_is_no_broken_channel(office: Office, code: int) -> None:
    async def slow(request: Request) -> web.Response | None:
        office.discord.hook = None
        return refusal(403, "Slow down.", code)

    office.discord.hook = slow
    await office.owe()
    await office.finish(office.process())
    assert await office.states() == {"sent": 1}


async def test_who_waits_for_all_limits_to_end_does_not_end_all_sending(office: Office) -> None:
    """A limit over everything lasts longer than a request may: it is waited out, not broken off."""

    async def limited(request: Request) -> web.Response | None:
        office.discord.hook = None
        said = {"message": "Slow down.", "retry_after": 0.6, "global": True}
        return reply(said, 429, {"Via": "1.1 google"})

    office.discord.hook = limited
    await office.owe(2)
    await office.finish(office.process(patience=0.3))
    await office.all_arrived_once()
    assert await office.states() == {"sent": 2}


# Beyond the time for which Discord knows a nonce.


@pytest.fixture
def forgetful(office: Office) -> Office:
    office.discord.channels.nonce_window = 0.0
    return office


async def test_what_another_process_sent_and_died_with_is_found(forgetful: Office) -> None:
    await forgetful.owe()
    await forgetful.die_sending()
    await forgetful.process().drain()
    assert await forgetful.states() == {"claimed": 1}
    forgetful.pass_by(LEASE)
    await forgetful.process().drain()
    post = await forgetful.post()
    assert (post.state, post.message_id) == (PostState.SENT, forgetful.discord.messages()[0].id)
    assert len(forgetful.arrivals) == 1


async def test_it_is_found_behind_whatever_was_said_since(forgetful: Office) -> None:
    await forgetful.owe()
    await forgetful.die_sending()
    chatter(forgetful, 250)
    forgetful.pass_by(timedelta(hours=5))
    await forgetful.process().drain()
    assert await forgetful.states() == {"sent": 1}
    assert len(forgetful.arrivals) == 1
    assert len(forgetful.discord.made("GET", f"/channels/{CHANNEL}/messages")) == 3


async def test_history_is_read_no_further_back_than_the_first_attempt(forgetful: Office) -> None:
    chatter(forgetful, 450)
    forgetful.pass_by(timedelta(days=1))
    chatter(forgetful, 120)
    await forgetful.owe()
    await take_and_die(forgetful)
    forgetful.pass_by(LEASE)
    await forgetful.process().drain()
    assert await forgetful.states() == {"sent": 1}
    assert len(forgetful.discord.made("GET", f"/channels/{CHANNEL}/messages")) == 2


async def test_what_never_arrived_is_sent_by_the_next_in_the_same_words(forgetful: Office) -> None:
    await forgetful.owe()
    await take_and_die(forgetful)
    before = await forgetful.post()
    forgetful.pass_by(LEASE)
    await forgetful.process().drain()
    after = await forgetful.post()
    assert (after.body, after.first_attempt_at) == (before.body, before.first_attempt_at)
    assert [arrival.body for arrival in forgetful.arrivals] == [stored(before)]
    await forgetful.all_arrived_once()


async def test_where_history_may_not_be_read_a_reminder_is_sent_again(forgetful: Office) -> None:
    """The policy: twice is better than never. Within the nonce's time it would still be once."""
    await forgetful.discord.channels.permit(CHANNEL, history=False)
    await forgetful.owe()
    await forgetful.die_sending()
    forgetful.pass_by(LEASE)
    await forgetful.process().drain()
    post = await forgetful.post()
    assert (post.state, forgetful.copies) == (PostState.SENT, {f"~{post.token}": 2})


async def test_words_of_others_are_not_taken_for_the_bots_own(forgetful: Office) -> None:
    """Whoever knows a marker can put it on a button too."""
    await forgetful.owe()
    await forgetful.die_sending()
    (message,) = forgetful.discord.messages()
    message.shown["author"] = {"id": str(READER), "username": "rita", "discriminator": "0"}
    forgetful.pass_by(LEASE)
    await forgetful.process().drain()
    assert len(forgetful.arrivals) == 2


async def test_a_post_that_a_moderator_deleted_is_not_sent_again(office: Office) -> None:
    office.discord.channels.faults.policy = scripted(faults.RESET_AFTER)
    await office.owe()
    process = office.process()
    await process.drain()
    office.discord.channels.remove(office.discord.messages()[0])
    await office.finish(process)
    assert await office.states() == {"sent": 1}
    assert office.discord.messages() == []
    assert office.discord.statuses[404] == 1


async def test_after_a_day_it_is_given_up_unless_the_last_attempt_arrived(
    forgetful: Office,
) -> None:
    forgetful.discord.channels.add(1, GUILD)
    forgetful.discord.channels.faults.policy = lambda _: faults.UNAVAILABLE
    await forgetful.owe(2, channels=[CHANNEL, 1], lead=timedelta(days=3))
    process = forgetful.process()
    await process.drain()
    forgetful.discord.channels.faults.policy = lambda arrival: (
        faults.RESET_AFTER if arrival.place == 1 else faults.UNAVAILABLE
    )
    forgetful.pass_by(GIVE_UP_AFTER + timedelta(minutes=1))
    await forgetful.finish(process)
    lost, found = await forgetful.posts()
    assert (lost.state, lost.reason) == (PostState.FAILED, Reason.GAVE_UP)
    assert "503" in (lost.detail or "")
    assert found.state is PostState.SENT
    assert len(forgetful.discord.messages(1)) == 1
    assert len(forgetful.arrivals) == 4


async def take_and_die(office: Office) -> Post:
    """Take the post that is due, and die before it is sent."""
    turn = await office.services.outbox.turn([], by="dead", limit=1, render=body_of)
    return turn.fresh[0]


def chatter(office: Office, count: int) -> None:
    """Let people say so many things in the channel."""
    channels = office.discord.channels
    for _ in range(count):
        message = channels._new(channels[CHANNEL], {"content": "Hello."}, {}, 0.0)
        message.shown["author"] = {"id": str(READER), "username": "rita", "discriminator": "0"}
