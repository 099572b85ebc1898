"""The zone that ends a phrase: a city, an IANA name or UTC, as in “Tuesday 15:00 Kyiv”."""

import re
from functools import cache
from zoneinfo import available_timezones

from bot.domain.when import zone_named

_CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_CAPITALS = {
    "America/New_York": ("washington", "washington dc", "washington d.c.", "d.c.", "et"),
    "America/Toronto": ("ottawa",),
    "America/Sao_Paulo": ("brasilia",),
    "Africa/Johannesburg": ("pretoria",),
    "Asia/Dubai": ("abu dhabi",),
    "Asia/Jerusalem": ("tel aviv",),
    "Asia/Karachi": ("islamabad",),
    "Asia/Kolkata": ("delhi", "new delhi"),
    "Asia/Qatar": ("doha",),
    "Asia/Riyadh": ("jeddah",),
    "Asia/Shanghai": ("beijing",),
    "Australia/Sydney": ("canberra",),
    "Europe/Amsterdam": ("the hague",),
    "Europe/Brussels": ("cet", "cest"),
    "Europe/Istanbul": ("ankara",),
    "Europe/Kyiv": (
        *("kiev", "kharkiv", "lviv", "odesa", "eet", "eest"),
        *("київ", "києвом", "київським часом", "киев", "киеву", "киевскому времени"),
    ),
    "Europe/Moscow": ("st petersburg", "msk", "мск", "москва", "москве", "московскому времени"),
    "Europe/Paris": ("strasbourg",),
    "Europe/Zurich": ("geneva",),
    "UTC": ("utc", "gmt"),
}
_NOT_PLACES = {"christmas", "easter"}
_FILLERS = {"in", "за", "по", "local"}
_IANA = re.compile(rf"(?:{'|'.join(_CONTINENTS).casefold()})(?:/[a-z_+\-0-9]+)+")


def split_zone(words: str) -> tuple[str, str | None]:
    """Split a place off the end and name its IANA zone; None when no place is named.

    Raises InvalidInputError for what is written like an IANA name and is none.
    """
    parts = words.replace("(", " ").replace(")", " ").split()
    if len(parts) > 1 and parts[-1] == "time":
        parts.pop()
    for length in (3, 2, 1):
        zone = _zones().get(" ".join(parts[-length:]).lstrip(","))
        if zone is None and length == 1 and parts and _IANA.fullmatch(parts[-1]):
            zone_named(parts[-1])
        if zone is not None and len(parts) > length:
            rest = parts[:-length]
            while len(rest) > 1 and rest[-1] in _FILLERS:
                rest.pop()
            return " ".join(rest).rstrip(" ,"), zone
    return words, None


@cache
def _zones() -> dict[str, str]:
    names = sorted(
        (name for name in available_timezones() if name.startswith(_CONTINENTS)),
        key=lambda name: (name.startswith("Europe/"), name),
    )
    zones = {name.rpartition("/")[2].replace("_", " ").casefold(): name for name in names}
    zones |= {name.casefold(): name for name in names}
    zones |= {city: zone for zone, cities in _CAPITALS.items() for city in cities}
    return {city: zone for city, zone in zones.items() if city not in _NOT_PLACES}
