"""The gateway of the fake Discord: sessions, which outlive their sockets and can be resumed."""

import json
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from tests.app.fake_discord import FakeDiscord

HEARTBEAT = 5_000
_WRONG_TOKEN = 4004


class Op(IntEnum):
    """The kinds of frames."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(slots=True)
class Session:
    """What was dispatched to one identified shard, kept for a RESUME."""

    id: str
    sent: list[dict[str, Any]] = field(default_factory=list)


class Socket:
    """One connection. `began` says how its session came: IDENTIFY or RESUME."""

    def __init__(self, world: "FakeDiscord") -> None:
        self._world = world
        self._socket = web.WebSocketResponse()
        self.session: Session | None = None
        self.began: Op | None = None
        self.identified: dict[str, Any] | None = None
        self.settled = False
        self.heartbeats = 0
        self.close_code: int | None = None

    @property
    def closed(self) -> bool:
        """Whether it is over."""
        return self._socket.closed or self.close_code is not None

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk until one side closes."""
        await self._socket.prepare(request)
        await self._send(Op.HELLO, {"heartbeat_interval": HEARTBEAT})
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                frame = json.loads(message.data)
                await self._receive(Op(frame["op"]), frame.get("d"))
                self._world.news()
        self.close_code = self._socket.close_code
        self._world.news()
        return self._socket

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event in the session's order."""
        if self.session is None:
            raise RuntimeError("nobody has identified here")
        frame = {"op": Op.DISPATCH, "t": event, "s": len(self.session.sent) + 1, "d": data}
        self.session.sent.append(frame)
        await self._socket.send_str(json.dumps(frame))

    async def drop(self, code: int = 4000) -> None:
        """Close it from Discord's side."""
        if not self._socket.closed and self._socket.prepared:
            await self._socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Send op 7, as Discord does when it moves a shard."""
        await self._send(Op.RECONNECT, None)

    async def _send(self, op: Op, data: Any) -> None:
        await self._socket.send_str(json.dumps({"op": op, "d": data}))

    async def _receive(self, op: Op, data: Any) -> None:
        if op is Op.HEARTBEAT:
            self.heartbeats += 1
            await self._send(Op.HEARTBEAT_ACK, None)
        elif op in (Op.IDENTIFY, Op.RESUME):
            if data["token"] != self._world.token:
                await self._socket.close(code=_WRONG_TOKEN)
            elif op is Op.IDENTIFY:
                await self._identify(data)
            else:
                await self._resume(data)

    async def _identify(self, data: dict[str, Any]) -> None:
        self.identified = data
        session = Session(f"session-{self._world.next_id()}")
        self._world.sessions[session.id] = session
        self.session, self.began = session, Op.IDENTIFY
        guilds = list(self._world.guilds.values())
        await self.dispatch(
            "READY",
            {
                "v": 10,
                "user": self._world.me,
                "guilds": [{"id": guild["id"], "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": self._world.gateway,
                "shard": data.get("shard", [0, 1]),
                "application": {"id": self._world.me["id"], "flags": 0},
            },
        )
        for guild in guilds:
            await self.dispatch("GUILD_CREATE", guild)
        self.settled = True

    async def _resume(self, data: dict[str, Any]) -> None:
        session = self._world.sessions.get(data["session_id"])
        if session is None:
            await self._send(Op.INVALID_SESSION, data=False)
            return
        self.session, self.began = session, Op.RESUME
        for frame in session.sent[data["seq"] or 0 :]:
            await self._socket.send_str(json.dumps(frame))
        await self.dispatch("RESUMED", {})
        self.settled = True
