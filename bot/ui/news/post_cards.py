"""News as the bot posts it by itself."""

from bot.services.news.answers import AlertContent, DigestContent, FollowContent, NewsContent
from bot.ui.card import Card
from bot.ui.news.alert_card import alert_card
from bot.ui.news.digest_card import alive_card, digest_card
from bot.ui.news.follow_cards import follow_card


def news_post(content: NewsContent) -> Card:
    """A post of news as it is sent."""
    match content:
        case DigestContent():
            return digest_card(content)
        case AlertContent():
            return alert_card(content)
        case FollowContent():
            return follow_card(content)
        case _:
            return alive_card(content)
