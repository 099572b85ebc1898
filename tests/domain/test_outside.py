"""What leaves Discord carries none of its ids."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.outside import without_ids


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("asked by <@123456789012345678>", "asked by @someone"),
        ("<@!123456789012345678>!", "@someone!"),
        ("<@&123456789012345678>", "@a-role"),
        ("in <#123456789012345678>.", "in #a-channel."),
        ("</stance set:123456789012345678>", "/stance set"),
        ("<:dove:123456789012345678><a:wave:1>", ":dove::wave:"),
        ("https://discord.com/channels/1/2/3", "https://discord.com/channels"),
        ("https://ptb.discord.com/channels/@me/2/3).", "https://ptb.discord.com/channels)."),
        ("(https://discordapp.com/channels/1/2)", "(https://discordapp.com/channels)"),
        (
            "https://cdn.discordapp.com/attachments/1/2/a.png?ex=3 and more",
            "https://cdn.discordapp.com/attachments and more",
        ),
        ("https://DISCORD.com/users/1", "https://DISCORD.com/users"),
        ("https://discord.com/blog/a-post-12", "https://discord.com/blog/a-post-12"),
        ("https://example.org/status/1900000000000000000", None),
        ("1 < 2 > 1, a@b, #1, @everyone, <t:1:R>", None),
    ],
)
def test_ids_are_taken_out_and_nothing_else(typed: str, left: str | None) -> None:
    assert without_ids(typed) == (typed if left is None else left)


@given(
    st.lists(
        st.sampled_from(["<", ">", "@", "#", "!", "&", "1234567890123456", "discord.com/channels/"])
        | st.text(max_size=5),
        max_size=12,
    ).map("".join),
)
def test_what_is_written_as_json_stays_json(typed: str) -> None:
    clean = json.loads(without_ids(json.dumps({"words": typed}, ensure_ascii=False)))
    assert clean == {"words": without_ids(typed)}
    assert not re.search(r"<[@#][!&]?\d+>", clean["words"])
