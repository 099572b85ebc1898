"""Reading the fields of events: dates ahead, who takes part, which issues, what kind."""

import re
from collections.abc import Iterable
from datetime import timedelta

from bot.domain.directory import Directory
from bot.domain.names import normal
from bot.domain.phrases.refusals import absolute
from bot.domain.records import Actor, Citation, Event, Issue, Role
from bot.domain.vocabulary import EventKind, EventStatus, IssueStatus, RoleKind
from bot.domain.when import Direction, When
from bot.errors import InvalidInputError
from bot.services.editing.desk import Desk
from bot.services.editing.reading import code, label_of

MAX_PARTICIPANTS = 20
NO_ISSUE = "none"
_NEAR = timedelta(days=7)
_FAR = timedelta(days=300)
_BETWEEN = re.compile(r"[\n,;]")
_BETWEEN_ISSUES = re.compile(r"[\n;]")
_AND = re.compile(r"((?:^|\s+)(?:and|&|та|і|й|и)\s+)", re.IGNORECASE)


def ahead(desk: Desk, typed: str) -> When:
    """A typed date that has not passed; raises InvalidInputError for nothing and for the past."""
    if not typed:
        raise InvalidInputError(
            "The date is missing. Say when it is expected, such as “18 March 15:00 Kyiv” or “this "
            "week”.",
        )
    when = desk.when("when", typed, direction=Direction.FUTURE)
    # A draft keeps what its date was taken to mean, and may be published days later.
    if not (when.upper is None or when.upper > desk.now or when.lower >= desk.now):
        raise InvalidInputError(
            f"That has passed by now: “{typed[:100]}” was {absolute(when)}. Give a later date.",
        )
    return when


def participants(typed: str, directory: Directory) -> tuple[Actor, ...]:
    """The actors that were typed, with commas, semicolons, new lines or “and” between them.

    Raises UnknownNameError with near names for the first that nobody here goes by.
    """
    names = [name for piece in _BETWEEN.split(typed) for name in _names_in(piece, directory)]
    found = {actor.key: actor for actor in map(directory.actor, names)}
    if len(found) > MAX_PARTICIPANTS:
        raise InvalidInputError(
            f"These are {len(found)} participants. Keep the {MAX_PARTICIPANTS} that matter.",
        )
    return tuple(found.values())


def participants_typed(roles: Iterable[Role], directory: Directory) -> str:
    """Who takes part as an editor would type it, so that it reads back as the same actors."""
    actors = (directory.actors.get(role.actor) for role in roles if _is_plain(role))
    return actors_typed((actor for actor in actors if actor), directory)


def actors_typed(actors: Iterable[Actor], directory: Directory) -> str:
    """Some actors as an editor would type them, so that they read back as the same."""
    return "; ".join(_readable(actor, directory) for actor in actors)


def _readable(actor: Actor, directory: Directory) -> str:
    alone = not _BETWEEN.search(actor.name)
    return (
        actor.name
        if alone and directory.actor_names.exact(actor.name) == (actor.key,)
        else actor.key
    )


def _names_in(piece: str, directory: Directory) -> list[str]:
    """The names in a piece with “and” in it; an “and” that belongs to a known name stays."""
    tokens = _AND.split(piece)
    names, at = [], 0
    while at < len(tokens):
        runs = ("".join(tokens[at:end]) for end in range(len(tokens), at, -2))
        run = next((each for each in runs if directory.actor_names.exact(each)), tokens[at])
        at += 2 * len(_AND.findall(run)) + 2 if run != tokens[at] else 2
        names.append(run.strip())
    return [name for name in names if name]


def _is_plain(role: Role) -> bool:
    """Whether it is taking part and no more; hosts and mediators are not listed by name alone."""
    return role.role is RoleKind.PARTICIPANT


def part(desk: Desk, actor: Actor, event: str, citation: Citation) -> Role:
    """A new participant of an event."""
    return Role(
        key=desk.key("r"),
        actor=actor.key,
        role=RoleKind.PARTICIPANT,
        event=event,
        citation=citation,
    )


def parts_changed(
    desk: Desk,
    typed: str,
    event: str,
    citation: Citation,
) -> tuple[tuple[Role, ...], tuple[Role, ...], tuple[Role, ...]]:
    """An event's roles as they stand, those that go, and those that are new, by who is typed.

    Roles other than taking part stay as they are.
    """
    standing = desk.directory.roles_at(event)
    actors = {actor.key: actor for actor in participants(typed, desk.directory)}
    gone = tuple(role for role in standing if _is_plain(role) and role.actor not in actors)
    known = {role.actor for role in standing if _is_plain(role)}
    new = tuple(part(desk, a, event, citation) for key, a in actors.items() if key not in known)
    return standing, gone, new


def issues(typed: str, desk: Desk, *, held: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The keys of the issues that were typed; those that are not `held` already must be open."""
    directory = desk.directory
    if not typed or (normal(typed) == NO_ISSUE and not directory.issue_names.exact(typed)):
        return ()
    whole = typed in directory.issues or directory.issue_names.exact(typed)
    names = [typed] if whole else [each.strip() for each in _BETWEEN_ISSUES.split(typed)]
    found = (directory.issue(name) for name in names if name)
    return tuple(
        dict.fromkeys(i.key if i.key in held else desk.open_issue(i.key).key for i in found),
    )


def usual_issues(desk: Desk) -> tuple[str, ...]:
    """The issue that is meant where none is named, if it is open; an event may have none."""
    directory = desk.directory
    key = directory.usual_issue(desk.scope.channel_id)
    if key is None and len(directory.issues) == 1:
        key = next(iter(directory.issues))
    usual: Issue | None = directory.issues.get(key or "")
    return (usual.key,) if usual and usual.status is IssueStatus.OPEN else ()


def event_kind(typed: str, title: str) -> EventKind:
    """The kind that was typed, else the first whose word stands in the title."""
    if typed:
        return code(EventKind, typed, "kind of event")
    words = {
        form: kind
        for kind in EventKind
        if kind is not EventKind.OTHER
        for form in (kind.value, kind.value.removesuffix("s"), f"{kind.value}s")
    }
    return next((words[word] for word in normal(title).split() if word in words), EventKind.OTHER)


def status(typed: str, noun: str, *allowed: EventStatus) -> EventStatus:
    """The status that was typed; raises InvalidInputError unless it is one of those allowed."""
    listed = " or ".join(f"“{label_of(each)}”" for each in allowed)
    if not typed:
        raise InvalidInputError(f"The {noun} is missing. Choose {listed}.")
    found = code(EventStatus, typed, noun)
    if found not in allowed:
        raise InvalidInputError(f"“{label_of(found)}” is no {noun} here. Choose {listed}.")
    return found


def date_notes(desk: Desk, typed: str, when: When) -> tuple[str, ...]:
    """What to look at in a date ahead: a year that was left out may be the next one."""
    if when.lower - desk.now < _FAR or re.search(r"[0-9]{4}", typed):
        return ()
    return (f"That is in {when.first_day.year}. Add the year if another one is meant.",)


def twins(desk: Desk, title: str, when: When) -> tuple[str, ...]:
    """A note for each event of the same title about the same time."""
    return tuple(
        f"An event of this title stands here already: {absolute(each.when)}, "
        f"{label_of(each.status)} ({each.key}). If its date has changed, use /admin event move."
        for each in desk.directory.events.values()
        if normal(each.title) == normal(title) and _are_near(each, when)
    )


def _are_near(event: Event, when: When) -> bool:
    one, other = event.when, when
    return (one.upper is None or other.lower - one.upper <= _NEAR) and (
        other.upper is None or one.lower - other.upper <= _NEAR
    )
