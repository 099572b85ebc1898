"""Judging a draft: what it lacks, what is unclear in it, why it cannot stand, or what it writes."""

from dataclasses import dataclass, replace

from bot.domain.directory import Directory
from bot.domain.loaded_words import names_in_texts
from bot.errors import ConflictError, InvalidInputError, StancebotError, UnavailableError
from bot.services.desk.advice import advice
from bot.services.editing import drafts as desk_drafts
from bot.services.editing.answers import Incomplete, Meanwhile, Outcome, Preview, Refused, Unclear
from bot.services.editing.comparing import before_mark, overtaken, since
from bot.services.editing.desk import ChangedSinceError, Desk, Plan, UnclearDateError
from bot.services.editing.drafts import Draft
from bot.services.editing.forms import asks
from bot.services.editing.plans import filled, plan, rebased


@dataclass(frozen=True, slots=True)
class Judged:
    """What looking at a draft came to, with the draft as it must be kept."""

    outcome: Outcome
    draft: Draft


def judged(draft: Draft, desk: Desk, *, asking: bool) -> Judged:
    """Look at a draft. What others changed since stands beside it, and the draft on top of that.

    `asking` lets a draft that lacks something ask before it is judged.
    """
    meanwhile = None
    try:
        must_ask = asking and asks(draft.form)
        draft = replace(draft, form=filled(draft.form, desk))
        if must_ask:
            return Judged(Incomplete(draft_id=draft.id, form=draft.form), draft)
        form = draft.form
        try:
            planned = plan(form, desk)
        except ChangedSinceError as changed:
            meanwhile = since(form, changed.newest, desk)
            # Only a preview moves the draft: until then the change is found, and shown, again.
            form = rebased(form, desk)
            planned = plan(form, desk)
    except UnclearDateError as error:
        return _asked(draft, desk, error)
    except UnavailableError:
        raise
    except StancebotError as error:
        refused = Refused(
            draft_id=draft.id,
            form=draft.form,
            error=error,
            meanwhile=meanwhile,
        )
        return Judged(refused, replace(draft, dates={**draft.dates, **desk.read}))
    meanwhile = meanwhile or overtaken(form, draft.before, planned, desk)
    seen = replace(
        draft,
        form=form,
        dates=desk.read,
        shown=_digest(planned),
        before=before_mark(planned),
    )
    return Judged(_preview(seen, planned, desk, meanwhile), seen)


def check_shown(draft: Draft, planned: Plan, seen: str = "") -> None:
    """Refuse to write what no preview has shown: a name or a usual issue may mean another now.

    The stance that a new one follows is part of what was shown. `seen` is the mark of the preview
    that a second person looked at; without it, the draft's last one counts.
    """
    now = (_digest(planned), before_mark(planned))
    if now != (draft.shown, draft.before) if not seen else desk_drafts.mark(*now) != seen:
        raise ConflictError("What this would write has changed since you saw it. Look again.")
    if planned.lacking:
        raise InvalidInputError(planned.lacking)


def _asked(draft: Draft, desk: Desk, error: UnclearDateError) -> Judged:
    asked = error.asked
    unclear = Unclear(
        draft_id=draft.id,
        form=draft.form,
        field=asked.field,
        text=asked.text,
        choices=asked.choices,
    )
    return Judged(unclear, replace(draft, dates={**draft.dates, **desk.read}, asked=asked))


def _digest(planned: Plan) -> str:
    also = (each.record for each in planned.also)
    return desk_drafts.digest(planned.record, *planned.roles, *planned.roles_before, *also)


def _advice(planned: Plan, directory: Directory) -> tuple[str, ...]:
    change, names = planned.amendment, names_in_texts(directory.actors.values())
    if change is None:
        return advice(planned.record, names=names)
    return advice(planned.record, change.was.record, change.reason, names=names)


def _preview(
    draft: Draft,
    planned: Plan,
    desk: Desk,
    meanwhile: Meanwhile | None,
) -> Preview:
    directory = desk.directory
    amendment = planned.amendment
    return Preview(
        draft_id=draft.id,
        form=draft.form,
        record=planned.record,
        was=amendment.was if amendment else None,
        source=planned.source,
        source_is_new=planned.source in planned.new,
        names={
            **{key: actor.name for key, actor in directory.actors.items()},
            **{key: issue.title for key, issue in directory.issues.items()},
            **{key: event.title for key, event in directory.events.items()},
        },
        notes=(*planned.notes, *_advice(planned, directory)),
        before=planned.before,
        reason=amendment.reason if amendment else None,
        dates=tuple((name, read.when) for name, read in desk.read.items()),
        roles=planned.roles,
        roles_before=planned.roles_before,
        condition=planned.condition,
        source_before=planned.source_before,
        moves=planned.moves,
        parting=planned.parting,
        lacking=planned.lacking,
        meanwhile=meanwhile,
    )
