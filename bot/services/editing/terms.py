"""Finding conditions: by their place in a stance, by their actor, by their words."""

import re
from collections import Counter
from dataclasses import dataclass

from bot.db import log, stances
from bot.db.engine import Unit
from bot.domain.directory import Directory
from bot.domain.names import NameIndex, normal
from bot.domain.records import Condition, Recorded, Stance
from bot.domain.scope import Scope
from bot.domain.vocabulary import ConditionState
from bot.errors import InvalidInputError, UnknownNameError
from bot.services.editing.reading import label_of

_SHOWN = 3
_LABEL = 90
# Shorter words are in everything.
_TELLING = 3
_REF = re.compile(r"([a-z0-9][a-z0-9-]{0,31})\s*[/#]\s*([1-9][0-9]?)")


@dataclass(frozen=True, slots=True)
class Term:
    """A condition in its place, from 0, in a version of a stance."""

    stance: Recorded[Stance]
    at: int

    @property
    def condition(self) -> Condition:
        """The condition itself."""
        return self.stance.record.conditions[self.at]

    @property
    def ref(self) -> str:
        """What it goes by: the stance's key and the place, counted from 1, such as `s-putin/2`."""
        return f"{self.stance.record.key}/{self.at + 1}"

    def label(self, directory: Directory) -> str:
        """Whose it is and what: “Putin: open question, verification: who controls …”."""
        return f"{_holder(self, directory)}: {_kind(self.condition)}: {self.condition.text}"


def place_of(ref: str) -> tuple[str, int]:
    """The stance's key and the place, from 0, in what a condition goes by."""
    key, _, number = ref.rpartition("/")
    return key, int(number) - 1


def standing(unit: Unit, scope: Scope) -> list[Term]:
    """The conditions of all current stances: first the open ones, each lot the last said first."""
    found = stances.current(unit, Scope(guild_id=scope.guild_id))
    found.sort(key=lambda each: each.record.evidence.said.lower, reverse=True)
    terms = [Term(each, at) for each in found for at in range(len(each.record.conditions))]
    return sorted(terms, key=lambda each: each.condition.state is not ConditionState.OPEN)


def fitting(typed: str, terms: list[Term], directory: Directory) -> list[Term]:
    """Those of the conditions that what is being typed may mean; all of them for nothing."""
    if not normal(typed):
        return terms
    return _worded(typed, terms, directory) or _near(typed, terms, directory)


def find(typed: str, unit: Unit, scope: Scope, directory: Directory) -> Term:
    """The condition that was typed: its place, its stance's key, or words that only it has.

    Raises UnknownNameError with those that come near. A place in a stance may be one that the
    newest version lacks.
    """
    if not normal(typed):
        raise InvalidInputError(
            "The condition is missing. Type an actor’s name, and choose its condition from the "
            "list.",
        )
    named = _REF.fullmatch(typed.strip())
    key = named[1] if named else typed.strip()
    if log.kind_of(unit, scope.guild_id, key) is Stance:
        newest = log.versions(unit, Stance, scope.guild_id, key)[-1]
        if named:
            return Term(newest, int(named[2]) - 1)
        if len(newest.record.conditions) == 1:
            return Term(newest, 0)
        raise ask(typed, newest, directory)
    terms = standing(unit, scope)
    exact = [each for each in terms if normal(typed) in _names(each, directory)]
    meant = exact or _worded(typed, terms, directory)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise _several(typed, meant, directory)
    near = _near(typed, terms, directory)[:_SHOWN]
    did_you = f" Did you mean {_listed(near, directory)}?" if near else ""
    raise UnknownNameError(
        f"No condition of a current stance goes by “{typed[:100]}”.{did_you} Type an actor’s name, "
        "and choose from the list; terms that are not recorded yet are added with /admin stance "
        "correct.",
        typed=typed,
        suggestions=tuple(each.ref for each in near),
    )


def ask(typed: str, stance: Recorded[Stance], directory: Directory) -> UnknownNameError:
    """Why a stance alone, or a place that it does not have, names no condition."""
    terms = [Term(stance, at) for at in range(len(stance.record.conditions))]
    if terms:
        return _several(typed, terms, directory)
    return UnknownNameError(
        "This stance names no condition. If its source does, add it with /admin stance correct.",
        typed=typed,
    )


def _several(typed: str, terms: list[Term], directory: Directory) -> UnknownNameError:
    shown = terms[:_SHOWN]
    more = f", or {len(terms) - _SHOWN} more" if len(terms) > _SHOWN else ""
    return UnknownNameError(
        f"“{typed[:100]}” can mean {_listed(shown, directory)}{more}. Choose one from the list "
        "while you type.",
        typed=typed,
        suggestions=tuple(each.ref for each in shown),
    )


def _listed(terms: list[Term], directory: Directory) -> str:
    return " or ".join(f"“{_short(each.label(directory))}” ({each.ref})" for each in terms)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LABEL else f"{line[: _LABEL - 1].rstrip()}…"


def _holder(found: Term, directory: Directory) -> str:
    holder = directory.actors.get(found.stance.record.holder)
    return holder.name if holder else found.stance.record.holder


def _kind(condition: Condition) -> str:
    state, form = label_of(condition.state), label_of(condition.form).lower()
    return f"{state} {form}, {label_of(condition.kind).lower()}"


def _names(found: Term, directory: Directory) -> set[str]:
    """What only it should go by: its words, and the whole of its label."""
    label = found.label(directory)
    return {normal(found.condition.text), normal(label), normal(_short(label))}


def _worded(typed: str, terms: list[Term], directory: Directory) -> list[Term]:
    """The conditions in whose words, names and issue each typed word begins one."""
    wanted = normal(typed).split()
    found = []
    for each in terms:
        words = _words(each, directory).split()
        if all(any(word.startswith(typed_word) for word in words) for typed_word in wanted):
            found.append(each)
    return found


def _words(found: Term, directory: Directory) -> str:
    stance = found.stance.record
    holder, issue = directory.actors.get(stance.holder), directory.issues.get(stance.issue)
    names = (each.text for each in holder.names) if holder else ()
    title = issue.title if issue else ""
    return normal(" ".join((found.label(directory), stance.holder, *names, title)))


def _near(typed: str, terms: list[Term], directory: Directory) -> list[Term]:
    """The conditions that hold words like those typed, those with most of them first."""
    by_ref = {each.ref: each for each in terms}
    index = NameIndex(
        (ref, text)
        for ref, each in by_ref.items()
        for text in (_holder(each, directory), each.condition.text)
    )
    scores: Counter[str] = Counter()
    for word in normal(typed).split():
        for hit in index.search(word) if len(word) >= _TELLING else ():
            scores[hit.key] += round(hit.score)
    return [by_ref[ref] for ref, _ in scores.most_common()]
