"""The written method: the label, sign and test of every code, read once from `method.toml`."""

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec

from bot.domain.vocabulary import (
    Basis,
    Certainty,
    Commitment,
    ConditionForm,
    ConditionKind,
    ConditionState,
    Directness,
    Position,
    Relation,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One code: its label, its written test and, for a position, its sign and its simple group."""

    label: str
    test: str
    sign: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """All codes of one version of the method."""

    version: int
    rule: str
    order: str
    current: str
    line: str
    line_window_days: int
    stale: str
    position: dict[Position, Term]
    commitment: dict[Commitment, Term]
    condition_kind: dict[ConditionKind, Term]
    condition_form: dict[ConditionForm, Term]
    condition_state: dict[ConditionState, Term]
    basis: dict[Basis, Term]
    directness: dict[Directness, Term]
    relation: dict[Relation, Term]
    certainty: dict[Certainty, Term]


@cache
def method() -> Method:
    """The method in force."""
    text = files(__package__).joinpath("method.toml").read_bytes()
    return msgspec.toml.decode(text, type=Method)


@cache
def _terms() -> dict[tuple[type[StrEnum], StrEnum], Term]:
    families = (getattr(method(), item.name) for item in fields(Method))
    return {
        (type(code), code): term
        for family in families
        if isinstance(family, dict)
        for code, term in family.items()
    }


def term(code: StrEnum) -> Term:
    """Look up what a code means; raises KeyError for a vocabulary without written tests."""
    return _terms()[type(code), code]
