"""All that is kept of one person as a JSON file, for them alone."""

import json
from datetime import UTC, datetime
from typing import Any

from bot.services.privacy import PersonalData
from bot.ui.attachment import Attachment, zipped

# Discord takes ten mebibytes from everybody; a longer file is packed.
_MOST = 8 * 1024 * 1024
_PEOPLE = frozenset({"user_id", "recorded_by", "drafted_by", "settled_by"})
_OTHER = "somebody else"
NAMES = {
    "reminders": "reminders that you asked for",
    "follows": "what you follow",
    "posts": "messages that were sent or are owed to you",
    "shown": "which records those messages showed",
    "drafts": "drafts that you have not published",
    "uploads": "files that you gave and have not let in",
    "reports": "reports that you made",
    "settled": "reports that you settled",
    "acts": "what you did as an editor",
    "drafted": "what you drafted and somebody else published",
    "versions": "which versions your acts wrote into the record",
}


def personal_file(found: PersonalData) -> Attachment:
    """Write it all, Discord’s ids as text, times in UTC; zipped where it is too long for Discord.

    Other people whom its rows name are not named: their ids are theirs.
    """
    whole: dict[str, Any] = {
        "user": str(found.user_id),
        "server": "all" if found.guild_id is None else str(found.guild_id),
        "as_of": _plain("", found.at),
    }
    for name, rows in found.rows.items():
        whole[NAMES[name]] = [
            {
                column: _OTHER if _is_other(column, value, found) else _plain(column, value)
                for column, value in row.items()
                if value is not None and (column != "guild_id" or found.guild_id is None)
            }
            for row in rows
        ]
    data = json.dumps(whole, ensure_ascii=False, indent=2).encode()
    where = "on all servers" if found.guild_id is None else "on this server"
    text = f"All that is kept of you {where}. Nobody else sees this message."
    file = Attachment(text=text, filename="what-is-kept-of-you.json", data=data)
    return file if len(data) <= _MOST else zipped(file)


def _is_other(column: str, value: Any, found: PersonalData) -> bool:
    return column in _PEOPLE and value != found.user_id


def _plain(column: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    # Numbers beyond 53 bits lose digits in most programs that read JSON.
    if isinstance(value, int) and (column.endswith("_id") or column in _PEOPLE):
        return str(value)
    if column == "body":
        return _read(value)
    return value


def _read(body: str) -> Any:
    """A text that is JSON as what it says; any other as it is."""
    try:
        return json.loads(body)
    except ValueError:
        return body
