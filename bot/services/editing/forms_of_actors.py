"""What an editor has typed about actors, their names and for whom they speak."""

from dataclasses import dataclass
from typing import ClassVar

from bot.services.editing.form_base import BaseForm, Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorForm(BaseForm):
    """A new actor; `aliases` has one name per line or comma.

    `shared` are the names, one a line, that another actor may have as well.
    """

    name: str = ""
    kind: str = ""
    title: str = ""
    aliases: str = ""
    shared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEditForm(ActorForm):
    """An actor as it should have been described."""

    actor: str = ""
    seen: str = ""
    reason: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("reason",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasForm(BaseForm):
    """A further name of an actor; `shared` is as in `ActorForm`."""

    actor: str = ""
    seen: str = ""
    name: str = ""
    shared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMergeForm(BaseForm):
    """Two actors that are one: `actor` goes, `into` stays; `seen` are their keys, once looked at."""

    actor: str = ""
    into: str = ""
    seen: str = ""
    reason: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("reason",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSplitForm(ActorForm):
    """One actor that is two: the new one takes the records of these keys; `seen` is the one's key."""

    actor: str = ""
    seen: str = ""
    records: str = ""
    reason: str = ""

    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("reason",), ("name",))


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateForm(Cited):
    """Who speaks for whom, in what office; `authority` 1 is highest."""

    voice: str = ""
    principal: str = ""
    office: str = ""
    authority: str = ""
    issue: str = ""
