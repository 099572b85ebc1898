"""The actors' pages: the same fields in the same order for each of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from bot.domain.shelf import stale_on
from bot.domain.vocabulary import Position
from bot.services.answers import StanceView
from bot.services.site.answers import ActorOnIssue, ActorRecord, SiteData
from bot.ui import parts
from bot.ui.site import paths
from bot.ui.site.frame import Frame, Head, short
from bot.ui.site.page import Page
from bot.ui.site.sheets import lay

_LINES = 12


def actor_pages(frame: Frame, data: SiteData) -> Iterator[Page]:
    """The list of actors, and a page for each."""
    yield from _list(frame, data)
    for record in data.actors:
        yield from _pages(frame, record)


def _list(frame: Frame, data: SiteData) -> Iterator[Page]:
    pieces = [
        frame.piece(
            "actors_piece.html",
            paths.ACTORS,
            record=record,
            stands=sum(on.answer.position is not Position.NO_RECORD for on in record.on),
        )
        for record in data.actors
    ]
    for laid in lay(paths.ACTORS, pieces):
        head = Head(
            path=laid.path,
            title=laid.titled("Actors"),
            about="Everybody in this record, by name.",
            part=paths.ACTORS,
        )
        yield frame.page(
            "list.html",
            head,
            lead="Everybody in this record, by name. The order says nothing about them.",
            tag="ul",
            look="names",
            pieces=laid.pieces,
            empty="No actor is recorded.",
            sheets=laid.sheets,
        )


def _pages(frame: Frame, record: ActorRecord) -> Iterator[Page]:
    actor = record.actor.record
    path = paths.actor(actor.key)
    pieces = [_on(frame, path, found) for found in record.on]
    if not pieces:
        pieces.append(Markup("<p>No part in an issue and no stance is recorded.</p>\n"))
    pieces += _rest(frame, path, "Events", events=record.events)
    pieces += _rest(frame, path, "What it says of others", claims=record.claims)
    pieces += _rest(frame, path, "Statements on no issue", statements=record.statements)
    name = short(actor.name, 120)
    for laid in lay(path, pieces):
        head = Head(
            path=laid.path,
            title=laid.titled(name),
            about=f"Where {name} stands, by its own words and those who speak for it.",
            part=paths.ACTORS,
        )
        yield frame.page(
            "actor.html",
            head,
            record=record,
            pieces=laid.pieces,
            sheets=laid.sheets,
            first=laid.first,
        )


def _on(frame: Frame, path: str, found: ActorOnIssue) -> Markup:
    answer = found.answer
    leading = answer.standings[0] if answer.standings else None
    current = leading.view.stance if leading else None
    return frame.piece(
        "actor_on.html",
        path,
        found=found,
        leading=leading,
        stale=stale_on(current.record, answer.issue) if current else None,
        voices=_voices(found),
        earlier=[
            each
            for each in found.history
            if current is None or each.stance.record.key != current.record.key
        ],
    )


def _voices(found: ActorOnIssue) -> list[tuple[str, StanceView | None, Any]]:
    """Everyone who speaks for the actor, itself first where it has a record: office and stance."""
    answer = found.answer
    heard = {each.view.holder.key: each.view for each in answer.standings}
    own = heard.get(answer.actor.key)
    rows: list[tuple[str, StanceView | None, Any]] = []
    if own is not None and answer.voices:
        rows.append(("own record", own, answer.actor))
    for each in answer.voices:
        office = f"{parts.office(each.mandate)}, authority {each.mandate.authority}"
        rows.append((office, heard.get(each.actor.key), each.actor))
    return sorted(rows, key=lambda row: row[1] is None)


def _rest(
    frame: Frame,
    path: str,
    title: str,
    *,
    events: Sequence[Any] = (),
    claims: Sequence[Any] = (),
    statements: Sequence[Any] = (),
) -> list[Markup]:
    """Lists that may be long, in pieces, of which the first has the heading."""
    return [
        frame.piece(
            "actor_rest.html",
            path,
            title="" if at else title,
            name=title.split(maxsplit=1)[0].lower(),
            events=events[at : at + _LINES],
            claims=claims[at : at + _LINES],
            statements=statements[at : at + _LINES],
        )
        for at in range(0, len(events) + len(claims) + len(statements), _LINES)
    ]
