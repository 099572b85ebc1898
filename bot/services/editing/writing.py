"""Writing what a form came to, within its act."""

from bot.db import acts
from bot.domain.records import Record
from bot.services.editing.desk import Plan


def write(act: acts.Act, planned: Plan) -> Record:
    """Write all of a plan; returns the record that its form is about."""
    # An event and its participants name each other, so they are written at once.
    if planned.new:
        acts.add_many(act, planned.new)
    change = planned.amendment
    if change is not None:
        acts.amend(
            act,
            change.was,
            change.record,
            verb=change.verb,
            reason=change.reason,
            state=change.state,
        )
    also = [
        acts.Amendment(
            was=each.was,
            record=each.record,
            verb=each.verb,
            reason=each.reason or "",
            state=each.state,
        )
        for each in planned.also
    ]
    acts.amend_many(act, also)
    return planned.record
