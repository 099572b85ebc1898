"""How a server is set up, and what was changed in it, with Undo."""

from bot.services.guild_settings import GuildSettings, UsualIssue, ZoneSet
from bot.ui.card import Card, Text
from bot.ui.fit import Listed, fit
from bot.ui.nav import undo_button
from bot.ui.text import name


def zone_card(done: ZoneSet) -> Card:
    """Say in which zone days are counted now."""
    text = (
        f"Days are counted in **{done.zone}** from now on (before: {done.before}). "
        "Dates that are recorded already keep theirs."
    )
    changed = done.zone != done.before
    return Card(blocks=(Text(text),), buttons=(undo_button(done.seq),) if changed else ())


def issue_card(done: UsualIssue) -> Card:
    """Say which issue is meant now where none is named."""
    where = f"<#{done.channel_id}>" if done.channel_id else "this server"
    before = f" (before: {name(done.before.title)})" if done.before else ""
    text = (
        f"In {where}, **{name(done.issue.title)}** is meant from now on where no issue is "
        f"named{before}."
    )
    undo = () if done.before == done.issue else (undo_button(done.seq),)
    return Card(blocks=(Text(text),), buttons=undo)


def settings_card(found: GuildSettings) -> Card:
    """Show how a server is set up."""
    issue = name(found.issue.title) if found.issue else "none; set one with the issue option"
    channels = Listed(
        head="Channels with an issue of their own:",
        items=tuple(f"<#{channel}>: {name(issue.title)}" for channel, issue in found.channels),
    )
    head = f"### How this server is set up\nTime zone: **{found.zone}**\nUsual issue: {issue}"
    return Card(blocks=fit([Text(head), channels]))
