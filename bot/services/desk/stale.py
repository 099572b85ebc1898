"""Stances that nobody has looked at for too long, and saying with one press that they still hold."""

from dataclasses import dataclass
from datetime import date

from bot.db import precedents, stances
from bot.db.engine import Database, Unit
from bot.domain.access import Person
from bot.domain.directory import Directory
from bot.domain.records import Issue
from bot.domain.scope import Scope
from bot.domain.shelf import looked_on, stale_on
from bot.domain.vocabulary import Verb
from bot.services.answers import StanceView
from bot.services.editing.answers import Outcome, Preview, Published
from bot.services.editing.forms import ConfirmForm, kind_of
from bot.services.editing.service import Editing
from bot.services.views import Views


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleItem:
    """A holder's current stance on an open issue that nobody has looked at for too long.

    `since` is the civil day from which it counts as stale, in the server's zone; `looked_on` the last
    day on which it was said, or looked at again. `view.stance.version.number` is the version that
    `Shelf.confirm` is given.
    """

    view: StanceView
    issue: Issue
    since: date
    looked_on: date


def stale_items(
    unit: Unit,
    guild_id: int,
    directory: Directory,
    today: date,
) -> tuple[StaleItem, ...]:
    """Every stance of a server that is stale by that day of its zone, the longest first."""
    views = Views(directory, day=today)
    found = []
    for stance in stances.current(unit, Scope(guild_id=guild_id)):
        issue = directory.issues.get(stance.record.issue)
        since = stale_on(stance.record, issue) if issue else None
        looked = looked_on(stance.record)
        if issue is None or since is None or looked is None or since > today:
            continue
        item = StaleItem(view=views.stance(stance), issue=issue, since=since, looked_on=looked)
        found.append(item)
    return tuple(sorted(found, key=_order))


def _order(item: StaleItem) -> tuple[object, ...]:
    return item.since, item.issue.key, item.view.holder.key


class Shelf:
    """Confirms stances."""

    def __init__(self, database: Database, editing: Editing) -> None:
        """Confirm by the same machine as every other edit."""
        self._database = database
        self._editing = editing

    async def confirm(
        self,
        scope: Scope,
        record: str,
        number: int,
        *,
        by: Person,
        origin: str = "",
    ) -> Published | Outcome:
        """Record that a stance was looked at again today and still holds, as one act.

        `number` is the version that was looked at: where somebody has written another since, nothing
        is published and a preview comes back with what they wrote beside it. Confirming the same
        version twice is confirming it once. Where confirmations await a second person, it is
        submitted. `origin` is the item of the queue that it comes from. Raises NotAllowedError.
        """
        form = ConfirmForm(record=record, seen=str(number))
        shown = await self._editing.start(scope, form, by=by, origin=origin)
        done: Published | Outcome = shown
        if isinstance(shown, Preview) and shown.meanwhile is None:
            done = await self._editing.publish(scope, shown.draft_id, by=by)
        if not isinstance(done, Preview) or not _is_confirmed(done):
            return done
        # Somebody has pressed it twice, or two have at once: it is confirmed, and once is enough.
        await self._editing.cancel(scope, done.draft_id, by=by)
        seq = await self._database.read(
            lambda unit: precedents.act_of_stance(unit, scope.guild_id, record, number + 1),
        )
        return Published(seq=seq or 0, what=kind_of(form), key=record, repeated=True)


def _is_confirmed(shown: Preview) -> bool:
    """Whether all that came in between is one confirmation."""
    between = shown.meanwhile.versions if shown.meanwhile else ()
    return [each.verb for each in between] == [Verb.CONFIRM]
