"""A name that two actors have: the editor says whether they are one, or both go by it."""

from dataclasses import replace

from bot.domain.names import normal
from bot.errors import InvalidInputError
from bot.services.editing.desk import Desk
from bot.services.editing.forms import (
    ActorEditForm,
    ActorForm,
    ActorMergeForm,
    AliasForm,
    Form,
)
from bot.services.editing.plans import plan
from bot.services.editing.register import NameTakenError, names_of

_NO_CLASH = "No other actor has this name any more. Look at the draft again with /admin drafts."


def shared(form: Form, desk: Desk) -> Form:
    """The form with the name that is taken as one that both may have.

    Raises InvalidInputError where none is taken.
    """
    clash = _clash(form, desk)
    if not isinstance(form, ActorForm | AliasForm) or clash is None:
        raise InvalidInputError(_NO_CLASH)
    return replace(form, shared=f"{form.shared}\n{clash.name}".strip())


def instead(form: Form, desk: Desk) -> Form:
    """What to give where the two are one: a merge, or for a new actor its names to the known one.

    Raises InvalidInputError where no name is taken.
    """
    clash = _clash(form, desk)
    if clash is None:
        raise InvalidInputError(_NO_CLASH)
    if clash.by is not None:
        return ActorMergeForm(actor=clash.taken, into=clash.by)
    known = desk.directory.actors[clash.taken]
    if not isinstance(form, ActorForm):
        raise InvalidInputError(_NO_CLASH)
    names = [each.text for each in known.names]
    had = {normal(each) for each in (known.name, *names)}
    typed = (form.name, *(each.text for each in names_of(form.aliases)))
    added = [each for each in typed if normal(each) not in had]
    if not added:
        raise InvalidInputError(
            f"{known.name} goes by all of these names already, so nothing needs to be added. "
            "Cancel this draft.",
        )
    return ActorEditForm(actor=known.key, aliases="\n".join((*names, *added)))


def _clash(form: Form, desk: Desk) -> NameTakenError | None:
    try:
        plan(form, desk)
    except NameTakenError as clash:
        return clash
    return None
