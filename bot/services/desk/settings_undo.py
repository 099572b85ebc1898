"""Settings as they were before an act, and what is owed made to agree with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.db import posts, rules, sending, series, setting_log
from bot.db.act_log import UNDO
from bot.db.acts import Act
from bot.db.batches import owed_to
from bot.db.guilds import role_grants
from bot.domain.act_log import MARKS, Area, SettingChange, Value
from bot.domain.posts import Post, PostKind, Reason
from bot.domain.rules import MOST_ALERTS, MOST_DIGESTS, Alert
from bot.errors import ConflictError, InvalidInputError
from bot.services.calendar.settings import plan_anew
from bot.services.desk.roles import MAX_ROLES
from bot.services.news.alerts import owe, reader_of
from bot.services.news.digests import plan_next
from bot.services.posts.log import retry
from bot.services.posts.planning import reconcile

_CHANGED_SINCE = (
    "What this act set was changed since, so it was not undone. /admin log shows by whom: undo that "
    "first, or set it anew."
)


def put_back(act: Act, changes: Sequence[SettingChange], *, undone: int) -> None:
    """Write these rows as they were, where they still are as the act `undone` left them.

    What somebody has set to the same value since is theirs, and stays. How far digests and alerts
    have told does not go back. Raises ConflictError where a row was changed since, and
    InvalidInputError for more digests, alerts or roles than a server may have.
    """
    # Whoever sends may raise a mark until then, which must not be written back as it was.
    sending.alone(act.unit)
    for change in changes:
        standing = setting_log.stands(act.unit, act.guild_id, change.area, change.subject)
        if not _still_stands(change, standing) or _set_since(act, change, undone):
            raise ConflictError(_CHANGED_SINCE)
        if change.area is Area.ALERT and change.before is None:
            _drop_owed(act, change.subject)
        row = _as_it_was(act, change, standing)
        setting_log.write(act.unit, act.guild_id, change.area, change.subject, row)
    _check_room(act)
    _plan(act, changes)


def _still_stands(change: SettingChange, standing: Mapping[str, Value] | None) -> bool:
    if standing is None or change.after is None:
        return standing is None and change.after is None
    names = (
        {name for name, _, _ in change.changed}
        if change.before is not None
        else change.after.keys() - MARKS
    )
    return all(standing.get(name) == change.after.get(name) for name in names)


def _set_since(act: Act, change: SettingChange, undone: int) -> bool:
    """Whether a later act set the same, other than one that was taken back and what did that."""
    back: set[int] = set()
    for seq, what in setting_log.changed_later(act.unit, act.guild_id, change, after=undone):
        if seq in back:
            continue
        verb, _, number = what.partition(" ")
        taken = int(number) if verb == UNDO and number.isdecimal() else 0
        if taken <= undone:
            return True
        back.add(taken)
    return False


def _as_it_was(
    act: Act,
    change: SettingChange,
    standing: Mapping[str, Value] | None,
) -> Mapping[str, Value] | None:
    if change.before is None:
        return None
    if standing is not None:
        return {**standing, **{name: was for name, was, _ in change.changed}}
    kinds = {Area.DIGEST: PostKind.DIGEST, Area.ALERT: PostKind.ALERT}
    if change.area not in kinds:
        return change.before
    # What arrived while it was taken away is not told again.
    last = series.last_told(act.unit, act.guild_id, kinds[change.area], change.subject)
    told = 0 if last is None else last.through or 0
    if last is None or told < int(change.before["mark"] or 0):
        return change.before
    at = last.first_attempt_at or act.at
    return {
        **change.before,
        "mark": told,
        "marked_at": max(datetime.fromisoformat(str(change.before["marked_at"])), at).isoformat(),
    }


def _check_room(act: Act) -> None:
    unit, guild = act.unit, act.guild_id
    for found, most, noun in (
        (len(rules.digests(unit, guild)), MOST_DIGESTS, "digests"),
        (len(rules.alerts(unit, guild)), MOST_ALERTS, "alerts"),
        (len(role_grants(unit, guild)), MAX_ROLES, "roles with a say"),
    ):
        if found > most:
            raise InvalidInputError(
                f"This server has {most} {noun} by now, which is as many as one may have, so it "
                "was not undone. Take one away first.",
            )


def _plan(act: Act, changes: Sequence[SettingChange]) -> None:
    """Owe what the settings make due now, and no more of what they do not."""
    unit, guild, now = act.unit, act.guild_id, act.at
    server = setting_log.stands(unit, guild, Area.SERVER, "") or {}
    zone = str(server.get("zone"))
    for change in changes:
        named = {name for name, _, _ in change.changed}
        match change.area:
            case Area.SERVER if "zone" in named:
                reconcile(unit, guild, (), zone=zone, now=now)
            case Area.CALENDAR:
                _try_again(act, change, "channel_id", "desk_id")
                plan_anew(unit, guild, zone=zone, now=now, mirror="mirror" in named)
            case Area.EVENT:
                _try_again(act, change, "channel_id")
                reconcile(unit, guild, [change.subject], zone=zone, now=now)
            case Area.DIGEST:
                _try_again(act, change, "channel_id")
                plan_next(unit, guild, change.subject, now=now)
            case Area.ALERT if change.before is not None:
                _try_again(act, change, "channel_id")
                _tell(act, change)
            case _:
                pass


def _try_again(act: Act, change: SettingChange, *names: str) -> None:
    """Try the channels that a row names again, as when they are named in a command."""
    row = change.before or {}
    channels = [value for name in names if isinstance(value := row.get(name), int)]
    retry(act.unit, act.guild_id, channels)


def _tell(act: Act, change: SettingChange) -> None:
    """Let an alert that came back tell what it has missed; what was too light before is no news."""
    unit, guild = act.unit, act.guild_id
    alert = rules.alert(unit, guild, change.subject)
    if alert is None:
        return
    if change.after is None:
        owe(unit, guild, [alert], now=act.at)
    elif not _owed(act, alert):
        rules.keep_alert(unit, guild, replace(alert, mark=rules.revision(unit, guild)))


def _drop_owed(act: Act, alert_id: str) -> None:
    alert = rules.alert(act.unit, act.guild_id, alert_id)
    for post in _owed(act, alert) if alert else ():
        posts.drop(act.unit, post, Reason.SETTINGS)


def _owed(act: Act, alert: Alert) -> list[Post]:
    return owed_to(act.unit, act.guild_id, PostKind.ALERT, reader_of(alert))
