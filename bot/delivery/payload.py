"""From what a post says to the bytes that Discord is sent, the first time and every time after."""

from hashlib import blake2s

import msgspec

from bot.delivery.correcting import correction_body
from bot.delivery.mirror import mirror_body
from bot.delivery.wire import COMPONENTS_V2, OURS
from bot.domain.posts import Post
from bot.services.posts.contents import Content, MirrorContent
from bot.services.posts.corrections import CorrectionContent
from bot.ui.calendar.post_card import mentions, post_card
from bot.ui.card import components


def nonce_of(post: Post) -> str:
    """24 characters, the same for each attempt, and others for each post and place.

    Discord compares nonces of one author in all channels, so the place is part of it.
    """
    return blake2s(f"{post.token}|{post.lane}".encode(), digest_size=12).hexdigest()


def body_of(content: Content) -> str:
    """The JSON that is stored with the post and sent as it is."""
    if isinstance(content, MirrorContent):
        return mirror_body(content)
    if isinstance(content, CorrectionContent):
        return correction_body(content)
    card = post_card(content)
    shows = [(each.record, each.number, each.line) for each in card.shows]
    users, roles = mentions(content)
    return msgspec.json.encode(
        {
            "components": components(card),
            "flags": COMPONENTS_V2,
            "allowed_mentions": {
                "parse": [],
                "users": [str(user) for user in users],
                "roles": [str(role) for role in roles],
            },
            "nonce": nonce_of(content.post),
            "enforce_nonce": True,
            **({OURS: shows} if shows else {}),
        },
    ).decode()
