"""What was corrected and taken out, and what changed last: a page, and feeds (RFC 4287)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from markupsafe import Markup

from bot.domain.news import What
from bot.domain.records import Evidence
from bot.domain.vocabulary import Verb
from bot.services.site.answers import NewsItem, Note, SiteData
from bot.ui.prose.spans import Sentence
from bot.ui.prose.tell import tell
from bot.ui.site import paths, words
from bot.ui.site.frame import Frame, Head, cut, short
from bot.ui.site.page import Page
from bot.ui.site.records import Told
from bot.ui.site.sheets import numbered_from_oldest, ranges

HOME_NEWS = 5
_QUOTED = 400
# Before it is escaped once more for XML.
_FEED = 20_000
# What XML 1.0 does not take, however it is written.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that changed, in words. `link` is its place on the site; None where it has none."""

    id: str
    at: datetime
    what: str
    title: str
    headline: Markup
    content: Markup
    about: frozenset[str]
    link: str | None


_LINE = Markup("<p>{}</p>")
_SMALL = Markup("<p><small>{}</small></p>")
_QUOTE = Markup('<blockquote{} dir="auto">{}{}{}</blockquote>')


def items(frame: Frame, data: SiteData) -> list[Item]:
    """The newest changes, told by the same words as everywhere."""
    return [_item(frame, each) for each in data.news]


def _item(frame: Frame, news: NewsItem) -> Item:
    place = frame.places.of.get(news.key)
    if news.line is None:
        note = news.note
        headline: Sentence = words.what(note) if note else ()
        reason = short(note.reason, words.REASON) if note else ""
        content = _LINE.format(frame.say(headline)) + _LINE.format(f"Reason: {reason}")
        what = What.RETRACTED
    else:
        told = tell(news.line)
        headline, what = told.headline, news.line.what
        small = Markup(" · ").join(frame.say(each) for each in told.notes)
        content = _LINE.format(frame.say(headline))
        content += _quoted(told.evidence) if told.evidence else Markup()
        content += _SMALL.format(small) if small else Markup()
    return Item(
        id=news.id.urn,
        at=news.at,
        what=what.value,
        title=frame.text(headline),
        headline=frame.say(headline),
        content=content,
        about=news.about,
        link=place,
    )


def _quoted(evidence: Evidence) -> Markup:
    found = cut(evidence.words, _QUOTED)
    open_, close = ("“", "”") if words.direct(evidence) else ("", "")
    ending = "…" if found.more else close
    return _QUOTE.format(words.tongue(evidence), open_, found.text, ending)


def feed(
    frame: Frame,
    data: SiteData,
    found: list[Item],
    *,
    issue: str | None = None,
) -> Page:
    """What changed on the site, or on one issue: newest first, each by an id that it keeps."""
    path = paths.FEED if issue is None else paths.issue_feed(issue)
    root = f"{frame.base}/" if frame.base else paths.root_of(path)
    about = _fitting([each for each in found if issue is None or issue in each.about])
    home = paths.HOME if issue is None else paths.board(issue)
    title = frame.title
    updated = data.as_of
    name: UUID = data.id
    if issue is not None:
        record = next(each for each in data.issues if each.issue.record.key == issue)
        title = f"{short(record.issue.record.title, 120)} – {frame.title}"
        updated, name = record.updated, uuid5(data.id, f"issue/{issue}")
    entries = [
        {
            "id": each.id,
            "title": each.title,
            "at": each.at,
            "what": each.what,
            "label": each.what.replace("_", " "),
            "content": each.content,
            "link": f"{root}{each.link or paths.CORRECTIONS}",
        }
        for each in about
    ]
    made = frame.piece(
        "feed.atom",
        path,
        id=name.urn,
        title=title,
        updated=updated,
        own=f"{root}{path}",
        home=f"{root}{home}",
        entries=entries,
    )
    return Page(path, _NOT_XML.sub("", made).encode())


def _fitting(found: list[Item]) -> list[Item]:
    """The newest, as many as fit into a feed of a page's size."""
    sizes = [each.content + each.headline for each in found]
    return found[: next(iter(ranges(sizes, budget=_FEED)), range(0)).stop]


def correction_pages(frame: Frame, data: SiteData, told: Told) -> Iterator[Page]:
    """Everything that was corrected or taken out, newest first; older pages stay as they are."""
    pieces = [_note(frame, note, told) for note in data.notes]
    for laid in numbered_from_oldest(paths.CORRECTIONS, pieces):
        head = Head(
            path=laid.path,
            title=laid.titled("Corrections"),
            about="What was corrected or taken out of this record, with the reasons.",
            part=paths.CORRECTIONS,
        )
        yield frame.page(
            "list.html",
            head,
            lead="What was corrected or taken out of this record, with the reasons, newest first. "
            "A correction says that the record was wrong, not that anybody moved.",
            tag="ul",
            look="timeline",
            pieces=laid.pieces,
            empty="Nothing has been corrected or taken out.",
            sheets=laid.sheets,
        )


def _note(frame: Frame, note: Note, told: Told) -> Markup:
    stands = note.record if note.verb is Verb.CORRECT else None
    return frame.piece(
        "note.html",
        paths.CORRECTIONS,
        note=note,
        told=told.of(stands) if stands else None,
        link=frame.places.of.get(note.key),
        changed=words.corrected(note),
    )
