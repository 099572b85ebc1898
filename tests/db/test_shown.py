"""Which messages showed what: kept apart by server, owed one correction each, and forgotten."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.db import acts, histories, log, posts, shown
from bot.db.engine import Database, Unit
from bot.domain.posts import Post, PostKind, PostState
from bot.domain.records import Stance
from bot.domain.shown import Showing, Shown
from bot.domain.vocabulary import Verb
from bot.domain.when import days
from bot.services.posts import corrections
from tests.db.samples import GUILD, NOON, OTHER, fill

KEY = "t1"
DAY = timedelta(days=1)


def showing(
    message_id: int, record: str = KEY, *, number: int = 1, user: int | None = None
) -> Showing:
    return Showing(
        message_id=message_id,
        channel_id=10,
        user_id=user,
        shown=Shown(record=record, number=number, line="- A line."),
        shown_at=NOON,
    )


def correct(
    unit: Unit,
    what: str = "stance-correct",
    verb: Verb = Verb.CORRECT,
    **more: Any,
) -> Stance:
    was = log.versions(unit, Stance, GUILD, KEY)[-1]
    act = acts.begin(unit, GUILD, what=what, at=NOON)
    record = replace(was.record, **more)
    acts.amend(act, was, record, verb=verb, reason="A reason.")
    return record


def owed(unit: Unit) -> list[Post]:
    found = posts.in_states(unit, GUILD, tuple(PostState), limit=100)
    return [post for post in found if post.kind is PostKind.CORRECTION]


async def test_each_message_that_showed_an_older_version_is_owed_one_correction(
    filled: Database,
) -> None:
    def work(unit: Unit) -> list[tuple[int | None, int | None, str | None]]:
        fill(unit, OTHER)
        shown.note(unit, GUILD, [showing(1), showing(2, user=7), showing(3, number=2)])
        shown.note(unit, OTHER, [showing(4)])
        record = correct(unit, note="Read again.")
        for _ in range(2):
            corrections.notice(unit, GUILD, [record], now=NOON)
        return sorted(
            ((p.channel_id, p.user_id, p.subject) for p in owed(unit)),
            key=lambda each: each[2] or "",
        )

    assert await filled.write(work) == [(10, None, "1"), (None, 7, "2")]


async def test_a_change_a_confirmation_and_a_merge_owe_nothing(filled: Database) -> None:
    def work(unit: Unit) -> list[Post]:
        shown.note(unit, GUILD, [showing(1)])
        correct(unit, verb=Verb.CONFIRM, confirmed=days(date(2025, 3, 16)))
        record = correct(unit, what="merge putin into zelenskyy", holder="zelenskyy")
        corrections.notice(unit, GUILD, [record], now=NOON)
        return owed(unit)

    assert await filled.write(work) == []


async def test_answers_and_private_messages_are_forgotten_and_posts_stay(
    filled: Database,
) -> None:
    def work(unit: Unit) -> list[int]:
        shown.note(unit, GUILD, [showing(1), showing(1), showing(2, user=7)])
        shown.forget_answers(unit, before=NOON)
        kept = [each.message_id for each in shown.of_records(unit, GUILD, [KEY])]
        shown.bring_up(unit, GUILD, 1, {KEY: 4})
        assert shown.of_message(unit, GUILD, 1)[0].known == 4
        shown.forget_answers(unit, before=NOON + DAY)
        assert shown.of_records(unit, GUILD, [KEY]) == []
        return kept

    assert await filled.write(work) == [1, 2]


async def test_a_history_holds_every_version_in_order(filled: Database) -> None:
    def work(unit: Unit) -> list[int]:
        correct(unit)
        found = histories.histories(unit, GUILD, {KEY, "nobody"})
        assert found.keys() == {KEY}
        return [each.recorded.version.number for each in found[KEY]]

    assert await filled.write(work) == [1, 2]
