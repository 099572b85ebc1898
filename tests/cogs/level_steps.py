"""Giving any command and pressing any button as anybody, and seeing who is refused.

An interaction is made of the payload that Discord sends, and its answers are kept instead of sent.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import discord
from discord import app_commands

from bot.client import StanceClient
from bot.domain.access import Level
from bot.errors import NotAllowedError
from bot.ui.press import Press
from tests.cogs.conftest import World

_IDS = count(1 << 60)
_REFUSED = ("This is for contributors", "This is for editors", "This is for owners")
_MANAGE = str(discord.Permissions(manage_guild=True, send_messages=True, view_channel=True).value)
_NONE = str(discord.Permissions(send_messages=True, view_channel=True).value)
_ALL = str(discord.Permissions.all().value)


@dataclass(slots=True)
class Kept:
    """Stands for what answers an interaction, and keeps all that it is given."""

    said: list[str] = field(default_factory=list)
    type: Any = None

    def is_done(self) -> bool:
        return self.type is not None

    async def send_message(self, *args: object, **options: Any) -> Any:
        self.type = discord.InteractionResponseType.channel_message
        view = options.get("view")
        self.said.append(f"{args}{view.to_components() if view else ''}")
        return self

    edit_message = send = edit = send_message
    message_id = None
    id = None

    async def send_modal(self, _: object) -> None:
        self.type = discord.InteractionResponseType.modal

    async def defer(self, **_: object) -> None:
        self.type = discord.InteractionResponseType.deferred_channel_message


class _Asked(discord.Interaction[StanceClient]):
    """An interaction whose first answer is edited where it is kept."""

    async def edit_original_response(self, **options: Any) -> Any:
        return await self.response.send_message(**options)


@dataclass(frozen=True, slots=True)
class People:
    """A server with somebody of each level."""

    world: World
    roles: Mapping[Level, int]

    def interaction(self, level: Level, kind: int, data: dict[str, Any]) -> Any:
        """An interaction as Discord sends it for somebody of a level, whose answers are kept."""
        world, client = self.world, self.world.client
        user = {"id": str(9000 + level), "username": level.noun, "discriminator": "0"}
        roles = [str(self.roles[level])] if level in self.roles else []
        member = {
            "user": {**user, "avatar": None, "global_name": None},
            "roles": roles,
            "permissions": _MANAGE if level is Level.OWNER else _NONE,
            "joined_at": "2025-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
        payload = {
            "id": str(next(_IDS)),
            "application_id": str(client.application_id or 1),
            "type": kind,
            "token": "token",
            "version": 1,
            "guild_id": str(world.guild.id),
            "guild": {"id": str(world.guild.id), "features": [], "locale": "en-US"},
            "channel_id": str(world.channel.id),
            "channel": {"id": str(world.channel.id), "type": 0, "name": "general"},
            "member": member,
            "locale": "en-US",
            "guild_locale": "en-US",
            "app_permissions": _ALL,
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 0,
            "attachment_size_limit": 10_000_000,
            "data": data,
        }
        made: Any = _Asked(data=payload, state=client._connection)  # type: ignore[arg-type]
        made._cs_response = made._cs_followup = Kept()
        return made

    async def gives(self, level: Level, command: Any) -> bool:
        """Whether somebody of a level is let in when giving a command, whatever comes of it."""
        made = self.interaction(level, 2, {"id": "1", "name": command.name, "type": 1})
        if isinstance(command, app_commands.ContextMenu):
            return await _let_in(made, command.callback(made, self._message()))
        options = {each.name: self._value(each) for each in command.parameters if each.required}
        binding = (command.binding,) if command.binding is not None else ()
        return await _let_in(made, command.callback(*binding, made, **options))

    async def presses(self, level: Level, verb: str, args: tuple[str, ...]) -> bool:
        """Whether somebody of a level is let in when pressing a button of this verb."""
        data = {"custom_id": "x", "component_type": 2, "components": []}
        made = self.interaction(level, 3, data)
        return await _let_in(made, self.world.client.pressed(made, Press(verb, args)))

    def _message(self) -> Any:
        """Something that a reader has written in the channel."""
        data: Any = {
            "id": str(next(_IDS)),
            "channel_id": str(self.world.channel.id),
            "author": {"id": "9100", "username": "r", "discriminator": "0", "avatar": None},
            "content": "Putin: “Yes.” https://example.org/yes",
            "timestamp": "2025-03-16T12:00:00+00:00",
            "edited_timestamp": None,
            "type": 0,
            **dict.fromkeys(("tts", "pinned", "mention_everyone"), False),
            **{name: [] for name in ("attachments", "embeds", "mentions", "mention_roles")},
        }
        channel: Any = self.world.client.get_channel(self.world.channel.id)
        return discord.Message(state=self.world.client._connection, channel=channel, data=data)

    def _value(self, parameter: app_commands.Parameter) -> Any:
        """Something that an option takes."""
        if parameter.choices:
            return parameter.choices[0].value
        if parameter.name == "zone":
            return "Europe/Kyiv"
        state: Any = self.world.client._connection
        file: Any = {"id": "1", "filename": "x.json", "size": 2, "url": "x", "proxy_url": "x"}
        of = discord.AppCommandOptionType
        return {
            of.string: "x",
            of.integer: int(parameter.min_value or 1),
            of.boolean: True,
            of.channel: self.world.client.get_channel(self.world.channel.id),
            of.attachment: discord.Attachment(data=file, state=state),
        }[parameter.type]


async def _let_in(made: Any, work: Any) -> bool:
    try:
        await work
    except NotAllowedError as error:
        # Who is let in may still find that a draft is somebody else's.
        return not error.text.startswith(_REFUSED)
    except Exception:  # noqa: BLE001 -- what was typed made no sense, but they were let in
        return True
    return not any(refused in said for said in made.response.said for refused in _REFUSED)


def commands_of(client: StanceClient) -> Iterator[Any]:
    """Every command that can be given, in the order of their names."""
    tree = client.tree
    found: list[Any] = [
        each for each in tree.walk_commands() if isinstance(each, app_commands.Command)
    ]
    found += tree.get_commands(type=discord.AppCommandType.message)
    found.sort(key=_name)
    return iter(found)


def _name(command: Any) -> str:
    return str(command.qualified_name)


def table(found: Mapping[str, Level]) -> str:
    """Who reaches what, a line for each level: only what those below it do not reach."""
    lines = []
    for level in Level:
        names = [name for name, least in found.items() if least is level]
        lines.append(f"{level.noun} ({len(names)} more): {_joined(names)}")
    return "\n".join(lines)


def _joined(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing more"
