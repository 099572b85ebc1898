"""Settings in words, as they were before an act and after it."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from bot.domain.act_log import Area, SettingChange, Value
from bot.domain.days import days_words, time_words
from bot.domain.vocabulary import AfterFound
from bot.ui.calendar.settings_card import leads_words
from bot.ui.desk.record_words import Differs, Names
from bot.ui.prose.spans import Instant, Own, Sentence, Typed, joined

_NONE: Sentence = (Own("none"),)
_NAMES: Mapping[Area, str] = {
    Area.SERVER: "",
    Area.FREEZE: "",
    Area.CHANNEL: "usual issue",
    Area.CALENDAR: "reminders",
    Area.EVENT: "reminders of",
    Area.DIGEST: "digest",
    Area.ALERT: "alert",
    Area.ROLE: "role",
    Area.AFTER: "after",
}
_LABELS = {
    "answer": "what was found",
    "at": "time",
    "channel_id": "channel",
    "days": "days",
    "default_issue": "usual issue",
    "desk_id": "editors’ channel",
    "empty": "when nothing is new",
    "frozen_until": "frozen until",
    "issue": "issue",
    "leads": "how long before",
    "level": "level",
    "mirror": "shown among Discord’s own events",
    "retention_days": "days kept after the bot leaves",
    "review": "review",
    "role_id": "role that is mentioned",
    "weight": "from which weight",
    "zone": "time zone",
}
# An act’s number says nothing to a reader; its own line does.
_LEFT_OUT = frozenset({"act"})


def setting_differs(change: SettingChange, names: Names) -> tuple[Differs, ...]:
    """Every value of a setting that an act changed, with which setting it is."""
    head = _head(change, names)
    return tuple(
        Differs(
            name=(*head, Own(_LABELS.get(name, name))),
            was=_words(name, was, names) if change.before is not None else None,
            now=_words(name, now, names) if change.after is not None else None,
        )
        for name, was, now in change.changed
        if name not in _LEFT_OUT
    )


def _head(change: SettingChange, names: Names) -> Sentence:
    """Which setting it is, and which of several: a channel, a role, or records by their names."""
    row = change.after or change.before or {}
    area = _NAMES[change.area]
    match change.area:
        case Area.SERVER | Area.FREEZE:
            return ()
        case Area.CHANNEL:
            return (Own(f"{area} of <#{change.subject}>: "),)
        case Area.ROLE:
            return (Own(f"{area} <@&{change.subject}>: "),)
        case Area.DIGEST | Area.ALERT:
            return (Own(f"{area} in <#{row.get('channel_id')}>: "),)
        case Area.EVENT | Area.AFTER:
            named = (((Typed(names.get(word, word)),)) for word in change.subject.split(" "))
            return (Own(f"{area} "), *joined(named, ", "), Own(": "))
        case _:
            return (Own(f"{area}: "),)


def _words(name: str, value: Value, names: Names) -> Sentence:
    if value is None:
        return _NONE
    write = _WRITERS.get(name)
    if write is not None:
        return (write(value),)
    if isinstance(value, bool):
        return (Own("yes" if value else "no"),)
    if name in {"issue", "default_issue"}:
        return (Typed(names.get(str(value), str(value)), limit=120),)
    return (Typed(str(value).replace("_", " "), limit=120),)


def _leads(value: Value) -> Own:
    found = [timedelta(seconds=int(word)) for word in str(value).split()]
    return Own(leads_words(found))


def _found(value: Value) -> Own:
    return Own(AfterFound(str(value)).value.replace("_", " "))


_WRITERS: Mapping[str, Callable[[Value], Own | Instant]] = {
    "answer": _found,
    "at": lambda value: Own(time_words(time.fromisoformat(str(value)))),
    "channel_id": lambda value: Own(f"<#{value}>"),
    "days": lambda value: Own(days_words(frozenset(int(day) for day in str(value).split()))),
    "desk_id": lambda value: Own(f"<#{value}>"),
    "frozen_until": lambda value: Instant(datetime.fromisoformat(str(value))),
    "leads": _leads,
    "role_id": lambda value: Own(f"<@&{value}>"),
}
