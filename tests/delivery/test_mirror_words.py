"""What Discord's own event says of ours."""

from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.mirror import mirror_body
from bot.domain.posts import Post, PostKind, PostState
from bot.domain.records import (
    Citation,
    Event,
    Recorded,
    Source,
    Version,
)
from bot.domain.vocabulary import RecordState, Verb
from bot.domain.when import Qualifier, instant
from bot.services.answers import EventView
from bot.services.posts.contents import MirrorContent
from tests.app.fake_checks import wrong_event
from tests.app.fake_discord import GUILD
from tests.delivery.mirror_world import CALL, PART, PUTIN, SOURCE, TUESDAY
from tests.ui import nasty


def view_of(event: Event, source: Source = SOURCE, names: tuple[str, ...] = ()) -> EventView:
    version = Version(number=1, verb=Verb.SET, state=RecordState.PUBLISHED, recorded_at=nasty.NOW)
    return EventView(
        event=Recorded(record=event, version=version),
        source=source,
        participants=tuple((replace(PUTIN, name=name), PART) for name in names),
    )


def payload_of(view: EventView) -> Any:
    post = Post(
        id=1,
        guild_id=GUILD,
        key="call/1/mirror-on.0",
        kind=PostKind.MIRROR,
        state=PostState.CLAIMED,
        due_at=nasty.NOW,
        next_at=nasty.NOW,
        token="ab",  # noqa: S106 -- a marker
        attempts=1,
        event="call",
    )
    body = mirror_body(MirrorContent(post=post, view=view, wanted=True, shown=None))
    return msgspec.json.decode(body)["payload"]


def test_participants_and_doubts_are_named() -> None:
    when = replace(
        CALL.when, qualifier=Qualifier.APPROXIMATE, phrase="about 3 pm", anchor=date(2025, 3, 16)
    )
    description = payload_of(view_of(replace(CALL, when=when), names=("Putin", "Trump")))[
        "description"
    ]
    assert "Participants: Putin (participant), Trump (participant)" in description
    assert "Status: expected, the time is approximate (the source says “about 3 pm”)" in description


sources = st.builds(
    lambda publisher, title, url: replace(SOURCE, publisher=publisher, title=title, url=url),
    nasty.names,
    st.none() | nasty.names,
    nasty.urls,
)
hostile = st.builds(
    lambda title, words, place, phrase, key: replace(
        CALL,
        key=key,
        title=title,
        place=place,
        when=replace(instant(TUESDAY, phrase=phrase), anchor=date(2025, 3, 16)),
        citation=Citation(source="s1", words=words),
    ),
    nasty.names,
    nasty.quotes,
    st.none() | nasty.names,
    nasty.names,
    nasty.keys,
)


@given(event=hostile, source=sources, actors=st.lists(nasty.names, max_size=12).map(tuple))
def test_whatever_was_typed_discord_takes_it_and_finds_the_marker(
    event: Event,
    source: Source,
    actors: tuple[str, ...],
) -> None:
    payload = payload_of(view_of(event, source, actors))
    assert wrong_event(payload, nasty.NOW, starts_anew=True) == {}
    assert payload["description"].split()[-1] == f"stancebot:{event.key}"
    assert "The source’s words: “" in payload["description"]
    assert "@everyone" not in payload["name"]
