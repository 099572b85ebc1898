"""Who holds which role in the fake Discord's servers."""

from collections import defaultdict
from typing import TYPE_CHECKING

from aiohttp import web

from tests.app.fake_answers import refuse, reply
from tests.app.fake_objects import member_object, role_object, user_object

if TYPE_CHECKING:
    from tests.app.fake_discord import FakeDiscord

_UNKNOWN, _NO_ACCESS, _NO_PERMISSION = 10011, 50001, 50013


class Roles:
    """The roles people hold; `changes` are (method, server, user, role) as they were made.

    Those in `refused` stand above the bot, which may not give or take them.
    """

    def __init__(self, world: "FakeDiscord") -> None:
        self.changes: list[tuple[str, int, int, int]] = []
        self.refused: set[int] = set()
        self._world = world
        self._held: defaultdict[tuple[int, int], set[int]] = defaultdict(set)

    def route(self, router: web.UrlDispatcher, api: str) -> None:
        """Serve the members below this path."""
        member = f"{api}/guilds/{{guild}}/members/{{user}}"
        router.add_get(member, self._member)
        router.add_put(f"{member}/roles/{{role}}", self._change)
        router.add_delete(f"{member}/roles/{{role}}", self._change)

    def add(self, ident: int, guild: int, name: str = "Reminders") -> None:
        """Add a role to a server; who is connected is not told."""
        self._world.guilds[guild]["roles"].append(role_object(ident, name))

    async def delete(self, ident: int, guild: int) -> None:
        """Delete a role, and tell who is connected."""
        roles = self._world.guilds[guild]["roles"]
        roles.remove(next(role for role in roles if role["id"] == str(ident)))
        for (where, _), held in self._held.items():
            if where == guild:
                held.discard(ident)
        gone = {"guild_id": str(guild), "role_id": str(ident)}
        await self._world.announce("GUILD_ROLE_DELETE", gone)

    def held(self, guild: int, user: int) -> set[int]:
        """The roles that somebody holds."""
        return self._held[guild, user]

    async def _member(self, request: web.Request) -> web.Response:
        guild, user = int(request.match_info["guild"]), int(request.match_info["user"])
        if guild not in self._world.guilds:
            return refuse(_NO_ACCESS)
        return reply(member_object(user_object(user, "rita"), self.held(guild, user)))

    async def _change(self, request: web.Request) -> web.Response:
        guild, user, role = (int(request.match_info[key]) for key in ("guild", "user", "role"))
        if guild not in self._world.guilds:
            return refuse(_NO_ACCESS)
        if all(each["id"] != str(role) for each in self._world.guilds[guild]["roles"]):
            return refuse(_UNKNOWN)
        if role in self.refused:
            return refuse(_NO_PERMISSION)
        if request.method == "PUT":
            self.held(guild, user).add(role)
        else:
            self.held(guild, user).discard(role)
        self.changes.append((request.method, guild, user, role))
        return web.Response(status=204)
