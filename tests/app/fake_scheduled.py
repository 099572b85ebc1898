"""A server's scheduled events in the fake Discord, the external ones alone."""

from collections import defaultdict
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.app.fake_answers import invalid, refuse, reply
from tests.app.fake_checks import wrong_event
from tests.app.fake_faults import Arrival, Faults
from tests.app.fake_objects import scheduled_event_object

if TYPE_CHECKING:
    from tests.app.fake_discord import FakeDiscord

MOST = 100
_UNKNOWN, _TOO_MANY, _NO_ACCESS, _NO_PERMISSION, _OVER = 10070, 30038, 50001, 50013, 180000


class Status(IntEnum):
    """How an event stands."""

    SCHEDULED = 1
    ACTIVE = 2
    COMPLETED = 3
    CANCELED = 4


OPEN = frozenset({Status.SCHEDULED, Status.ACTIVE})
_STEPS = {
    (Status.SCHEDULED, Status.ACTIVE),
    (Status.SCHEDULED, Status.CANCELED),
    (Status.ACTIVE, Status.COMPLETED),
}


class Scheduled:
    """The events by server. In the servers of `refused` the bot may not make or change any."""

    def __init__(self, world: "FakeDiscord") -> None:
        self.faults = Faults(world.news)
        self.arrivals: list[Arrival] = []
        self.refused: set[int] = set()
        self._world = world
        self._events: defaultdict[int, dict[int, dict[str, Any]]] = defaultdict(dict)

    def route(self, router: web.UrlDispatcher, api: str) -> None:
        """Serve the events below this path."""
        every = f"{api}/guilds/{{guild}}/scheduled-events"
        router.add_get(every, self._list)
        router.add_post(every, self._create)
        router.add_get(f"{every}/{{event}}", self._one)
        router.add_patch(f"{every}/{{event}}", self._change)
        router.add_delete(f"{every}/{{event}}", self._delete)

    def events(self, guild: int) -> list[dict[str, Any]]:
        """All events of a server that were not deleted, oldest first."""
        return [self._aged(event) for event in self._events[guild].values()]

    def remove(self, guild: int, ident: int) -> None:
        """Delete an event, as somebody in the server does."""
        del self._events[guild][ident]

    def _aged(self, event: dict[str, Any]) -> dict[str, Any]:
        """Start and end an event by itself, as its time comes."""
        now = self._world.clock.now()
        if event["status"] == Status.SCHEDULED and _at(event, "scheduled_start_time") <= now:
            event["status"] = Status.ACTIVE
        if event["status"] == Status.ACTIVE and _at(event, "scheduled_end_time") <= now:
            event["status"] = Status.COMPLETED
        return event

    def _find(self, request: web.Request, *, change: bool) -> dict[str, Any] | web.Response:
        guild = int(request.match_info["guild"])
        if guild not in self._world.guilds:
            return refuse(_NO_ACCESS)
        event = self._events[guild].get(int(request.match_info["event"]))
        if event is None:
            return refuse(_UNKNOWN)
        if change and guild in self.refused:
            return refuse(_NO_PERMISSION)
        return self._aged(event)

    async def _list(self, request: web.Request) -> web.Response:
        guild = int(request.match_info["guild"])
        if guild not in self._world.guilds:
            return refuse(_NO_ACCESS)
        return reply([event for event in self.events(guild) if event["status"] in OPEN])

    async def _one(self, request: web.Request) -> web.Response:
        event = self._find(request, change=False)
        return event if isinstance(event, web.Response) else reply(event)

    async def _create(self, request: web.Request) -> web.Response:
        body = await request.json()
        arrival = Arrival(
            place=int(request.match_info["guild"]),
            marks=(body.get("name") or "",),
            at=self._world.monotonic(),
            body=body,
        )
        self.arrivals.append(arrival)
        return await self.faults.serve(request, arrival, lambda: self._store(arrival))

    def _store(self, arrival: Arrival) -> web.Response:
        guild = arrival.place
        if guild not in self._world.guilds:
            return refuse(_NO_ACCESS)
        if guild in self.refused:
            return refuse(_NO_PERMISSION)
        if wrong := wrong_event(arrival.body, self._world.clock.now(), starts_anew=True):
            return invalid(wrong)
        if sum(event["status"] in OPEN for event in self.events(guild)) >= MOST:
            return refuse(_TOO_MANY)
        ident = self._world.snowflake()
        event = scheduled_event_object(ident, guild, self._world.me, arrival.body)
        self._events[guild][ident] = event
        arrival.stored = True
        return reply(event)

    async def _change(self, request: web.Request) -> web.Response:
        event = self._find(request, change=True)
        if isinstance(event, web.Response):
            return event
        if event["status"] not in OPEN:
            return refuse(_OVER)
        body = await request.json()
        changed = event | body
        moved = changed["scheduled_start_time"] != event["scheduled_start_time"]
        wrong = wrong_event(changed, self._world.clock.now(), starts_anew=moved)
        step = (event["status"], changed["status"])
        if step[0] != step[1] and step not in _STEPS:
            wrong["status"] = "Invalid Guild Scheduled Event Status Update."
        if wrong:
            return invalid(wrong)
        event |= body
        return reply(event)

    async def _delete(self, request: web.Request) -> web.Response:
        event = self._find(request, change=True)
        if isinstance(event, web.Response):
            return event
        self.remove(int(event["guild_id"]), int(event["id"]))
        return web.Response(status=204)


def _at(event: dict[str, Any], field: str) -> datetime:
    return datetime.fromisoformat(event[field])
