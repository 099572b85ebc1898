"""The channels of the fake Discord, people's direct messages among them, and what is in them."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.app.fake_answers import body_of, invalid, refuse, reply
from tests.app.fake_checks import parts, wrong_message
from tests.app.fake_faults import Arrival, Faults
from tests.app.fake_objects import channel_object, dm_object, message_object

if TYPE_CHECKING:
    from tests.app.fake_discord import FakeDiscord

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE = 10003, 10008
NO_ACCESS, NO_PERMISSION, NO_DM = 50001, 50013, 50007
_VIEW, _SEND, _HISTORY = 1 << 10, 1 << 11, 1 << 16


@dataclass(slots=True, kw_only=True)
class Message:
    """A message that stands: `sent` is the body that made it, `shown` what a reader is given."""

    id: int
    channel: int
    at: float
    sent: dict[str, Any]
    shown: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def custom_ids(self) -> list[str]:
        """The custom ids of its buttons and menus, from top to bottom."""
        return custom_ids(self.shown)

    @property
    def text(self) -> str:
        """All its text, from top to bottom."""
        found = [part["content"] for part in parts(self.shown["components"]) if "content" in part]
        return "\n".join([self.shown["content"], *found]).strip()


@dataclass(slots=True, kw_only=True)
class Channel:
    """A channel of a server, or with a person. `refuses` is the code that a post to it meets.

    Without the right to read its history (`readable`) that looks empty, as it does at Discord's.
    """

    id: int
    guild: int | None = None
    user: int | None = None
    refuses: int | None = None
    readable: bool = True
    ids: list[int] = field(default_factory=list)


class Channels:
    """All channels. `copies` counts the messages ever stored by each last argument of a custom id.

    A nonce holds for `nonce_window` seconds over all channels, for one author.
    """

    def __init__(self, world: "FakeDiscord") -> None:
        self.nonce_window = 120.0
        self.faults = Faults(world.news)
        self.arrivals: list[Arrival] = []
        self.copies: Counter[str] = Counter()
        self.closed_dms: set[int] = set()
        self._world = world
        self._channels: dict[int, Channel] = {}
        self._direct: dict[int, Channel] = {}
        self._messages: dict[int, Message] = {}
        self._nonces: dict[str, tuple[float, int]] = {}
        self._attempts: Counter[str] = Counter()

    def route(self, router: web.UrlDispatcher, api: str) -> None:
        """Serve the channels below this path."""
        one = f"{api}/channels/{{channel}}"
        router.add_post(f"{api}/users/@me/channels", self._open_dm)
        router.add_get(one, self._channel)
        router.add_post(f"{one}/messages", self._create)
        router.add_get(f"{one}/messages", self._history)
        router.add_get(f"{one}/messages/{{message}}", self._message)
        router.add_patch(f"{one}/messages/{{message}}", self._edit)
        router.add_delete(f"{one}/messages/{{message}}", self._delete)

    # What a test asks and does.

    def __getitem__(self, ident: int) -> Channel:
        return self._channels[ident]

    def add(self, ident: int, guild: int) -> Channel:
        """Add a channel to a server; who is connected is not told."""
        known = self._world.guilds[guild]["channels"]
        if all(each["id"] != str(ident) for each in known):
            known.append(channel_object(ident, guild))
        self._channels[ident] = Channel(id=ident, guild=guild)
        return self._channels[ident]

    async def delete(self, ident: int) -> None:
        """Delete a channel of a server, and tell who is connected."""
        guild = self._channels.pop(ident).guild
        known = self._world.guilds[guild or 0]["channels"]
        gone = next(each for each in known if each["id"] == str(ident))
        known.remove(gone)
        await self._world.announce("CHANNEL_DELETE", gone)

    async def permit(
        self,
        ident: int,
        *,
        view: bool = True,
        send: bool = True,
        history: bool = True,
    ) -> None:
        """Set what the bot may in a channel of a server, and tell who is connected."""
        channel = self._channels[ident]
        channel.refuses = None if view and send else NO_PERMISSION if view else NO_ACCESS
        channel.readable = history
        rights = {_VIEW: view, _SEND: send, _HISTORY: history}
        denied = sum(right for right, given in rights.items() if not given)
        known = self._world.guilds[channel.guild or 0]["channels"]
        changed = next(each for each in known if each["id"] == str(ident))
        changed["permission_overwrites"] = [
            {"id": str(channel.guild), "type": 0, "allow": "0", "deny": str(denied)},
        ]
        await self._world.announce("CHANNEL_UPDATE", changed)

    def direct(self, user: int) -> Channel:
        """The direct messages with a person, opened if they were not."""
        if user not in self._direct:
            channel = Channel(id=self._world.snowflake(), user=user)
            self._direct[user] = self._channels[channel.id] = channel
        return self._direct[user]

    def messages(self, ident: int) -> list[Message]:
        """What stands in a channel, oldest first."""
        return [self._messages[message] for message in self._channels[ident].ids]

    def remove(self, message: Message) -> None:
        """Delete a message, as a moderator does."""
        del self._messages[message.id]
        ids = self._channels[message.channel].ids
        ids.pop(bisect_left(ids, message.id))

    # What the bot asks.

    def _find(self, request: web.Request) -> Channel | web.Response:
        channel = self._channels.get(int(request.match_info["channel"]))
        if channel is None:
            return refuse(UNKNOWN_CHANNEL)
        if channel.guild is not None and channel.guild not in self._world.guilds:
            return refuse(NO_ACCESS)
        if channel.refuses in {NO_ACCESS, UNKNOWN_CHANNEL}:
            return refuse(channel.refuses)
        return channel

    def _find_message(self, request: web.Request) -> Message | web.Response:
        channel = self._find(request)
        if isinstance(channel, web.Response):
            return channel
        message = self._messages.get(int(request.match_info["message"]))
        return message if message and message.channel == channel.id else refuse(UNKNOWN_MESSAGE)

    async def _open_dm(self, request: web.Request) -> web.Response:
        body = await request.json()
        return reply(self._shown(self.direct(int(body["recipient_id"]))))

    async def _channel(self, request: web.Request) -> web.Response:
        channel = self._find(request)
        return channel if isinstance(channel, web.Response) else reply(self._shown(channel))

    def _shown(self, channel: Channel) -> dict[str, Any]:
        if channel.user is not None:
            return dm_object(channel.id, channel.user)
        known = self._world.guilds[channel.guild or 0]["channels"]
        return next(each for each in known if each["id"] == str(channel.id))

    async def _create(self, request: web.Request) -> web.Response:
        body, files = await body_of(request)
        place = int(request.match_info["channel"])
        nonce = str(body.get("nonce") or "")
        self._attempts[nonce] += 1
        arrival = Arrival(
            place=place,
            marks=marks(body) or (body.get("content") or "",),
            at=self._world.monotonic(),
            attempt=self._attempts[nonce] if nonce else 1,
            body=body,
        )
        self.arrivals.append(arrival)
        return await self.faults.serve(
            request,
            arrival,
            lambda: self._store(self._find(request), arrival, files),
        )

    def _store(
        self,
        channel: Channel | web.Response,
        arrival: Arrival,
        files: dict[str, bytes],
    ) -> web.Response:
        if isinstance(channel, web.Response):
            return channel
        body = arrival.body
        refused = self._refusal(channel, body, files)
        if refused is not None:
            return refused
        now = self._world.monotonic()
        nonce = str(body["nonce"]) if body.get("nonce") and body.get("enforce_nonce") else None
        if nonce in self._nonces:
            at, ident = self._nonces[nonce]
            if now - at < self.nonce_window:
                known = self._messages.get(ident)
                return reply(known.shown | {"nonce": nonce}) if known else refuse(UNKNOWN_MESSAGE)
        message = self._new(channel, body, files, now)
        arrival.stored = True
        if nonce is not None:
            self._nonces[nonce] = (now, message.id)
        return reply(message.shown | {key: body[key] for key in ("nonce",) if key in body})

    def _refusal(
        self,
        channel: Channel,
        body: dict[str, Any],
        files: dict[str, bytes],
    ) -> web.Response | None:
        if channel.user in self.closed_dms:
            return refuse(NO_DM)
        if channel.refuses is not None:
            return refuse(channel.refuses)
        if wrong := wrong_message(body):
            return invalid(wrong)
        if not (files or any(body.get(each) for each in ("content", "embeds", "components"))):
            return refuse(50006)
        return None

    def _new(
        self,
        channel: Channel,
        body: dict[str, Any],
        files: dict[str, bytes],
        now: float,
    ) -> Message:
        ident = self._world.snowflake()
        shown = message_object(ident, channel.id, int(self._world.me["id"]), body)
        shown["timestamp"] = self._world.clock.now().isoformat()
        message = Message(id=ident, channel=channel.id, at=now, sent=body, shown=shown, files=files)
        self._messages[ident] = message
        channel.ids.append(ident)
        self.copies.update(marks(body))
        return message

    async def _history(self, request: web.Request) -> web.Response:
        channel = self._find(request)
        if isinstance(channel, web.Response):
            return channel
        limit = int(request.query.get("limit", 50))
        if not 1 <= limit <= 100:
            return invalid({"limit": "Must be 1 to 100."})
        ids = channel.ids if channel.readable else []
        if "after" in request.query:
            first = bisect_right(ids, int(request.query["after"]))
            found = ids[first : first + limit]
        else:
            end = bisect_left(ids, int(request.query.get("before", 1 << 63)))
            found = ids[max(end - limit, 0) : end]
        return reply([self._messages[ident].shown for ident in reversed(found)])

    async def _message(self, request: web.Request) -> web.Response:
        message = self._find_message(request)
        return message if isinstance(message, web.Response) else reply(message.shown)

    async def _edit(self, request: web.Request) -> web.Response:
        message = self._find_message(request)
        if isinstance(message, web.Response):
            return message
        body, _ = await body_of(request)
        if wrong := wrong_message(body):
            return invalid(wrong)
        kept = {key: body[key] for key in ("content", "components", "flags") if key in body}
        message.shown |= kept | {"edited_timestamp": self._world.clock.now().isoformat()}
        return reply(message.shown)

    async def _delete(self, request: web.Request) -> web.Response:
        message = self._find_message(request)
        if isinstance(message, web.Response):
            return message
        self.remove(message)
        return web.Response(status=204)


def custom_ids(message: dict[str, Any]) -> list[str]:
    """The custom ids of a message as it is sent or shown."""
    found = parts(message.get("components") or [])
    return [part["custom_id"] for part in found if "custom_id" in part]


def marks(message: dict[str, Any]) -> tuple[str, ...]:
    """The last arguments of its custom ids, each once."""
    return tuple(dict.fromkeys(each.rpartition(":")[2] for each in custom_ids(message)))
