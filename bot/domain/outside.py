"""What leaves Discord carries none of its ids: no people, channels, roles or messages of a server."""

import re

# What Discord's own clients write for a person, a role, a channel, a command or an emoji.
_MENTIONS = (
    (re.compile(r"<@!?\d+>"), "@someone"),
    (re.compile(r"<@&\d+>"), "@a-role"),
    (re.compile(r"<#\d+>"), "#a-channel"),
    (re.compile(r"<(/[^:<>]{1,100}):\d+>"), r"\1"),
    (re.compile(r"<a?(:\w{1,64}:)\d+>"), r"\1"),
)
# Links to messages and to what hangs on them; the ids in them name servers and channels.
_LINKS = re.compile(
    r"(https?://(?:[\w-]+\.)?discord(?:app)?\.(?:com|net)/"
    r"(?:channels|attachments|ephemeral-attachments|users|guilds|events|avatars|icons))"
    r"/[^\s\"\\<>()\[\]]*",
    re.IGNORECASE,
)


def without_ids(text: str) -> str:
    """The text with Discord's ids taken out; also of text that is written as JSON.

    A mention becomes a word such as “@someone”, a link to Discord ends before its first id.
    """
    if "<" in text:
        for found, put in _MENTIONS:
            text = found.sub(put, text)
    return _LINKS.sub(r"\1", text) if "discord" in text.casefold() else text
