"""The small print of news: one short sentence each, in one order for every record."""

from collections.abc import Iterator

from bot.domain.news import What
from bot.domain.records import Citation, Evidence, Issue, Source, Version
from bot.domain.vocabulary import Basis, Directness
from bot.domain.when import When
from bot.ui.prose.dates import source_words
from bot.ui.prose.facts import code, title
from bot.ui.prose.spans import Copy, Dated, Own, Read, Sentence, Typed
from bot.ui.prose.templates import Note

TEXT = 160
_EXPECTED = {Basis.OWN_WORDS, Basis.AUTHORISED_VOICE}
_REASONED = {What.RETRACTED, What.RESTORED, What.CORRECTED, What.CONFIRMED}


def on(issue: Issue | None) -> Iterator[Sentence]:
    """On which issue it is."""
    if issue is not None:
        yield Note.ON.template.fill(issue=title(issue.title))


def said(evidence: Evidence) -> Iterator[Sentence]:
    """When it was said, and how we know, where that is not by the speaker's own quoted words."""
    yield Note.SAID.template.fill(when=Dated(evidence.said, whole=True))
    direct = evidence.directness is Directness.DIRECT_QUOTE
    if not direct or evidence.basis not in _EXPECTED:
        yield Note.BASIS.template.fill(code=code(evidence.basis))


def dated(when: When) -> Iterator[Sentence]:
    """How the source dates it, where it does so in other words."""
    words = source_words(when)
    if words:
        yield Note.DATED.template.fill(words=Typed(words))


def quoted(citation: Citation | None) -> Iterator[Sentence]:
    """The sentence of a source that a fact rests on, word for word."""
    if citation is not None:
        yield Note.WORDS.template.fill(words=Typed(citation.words, limit=TEXT))


def reason(what: What, version: Version) -> Iterator[Sentence]:
    """The editor's reason for what was done to the record, where one was given."""
    if what in _REASONED and version.reason:
        yield Note.REASON.template.fill(text=Typed(version.reason, limit=TEXT))


def read(source: Source | None) -> Iterator[Sentence]:
    """Where it was read."""
    if source is None:
        return
    yield Note.SOURCE.template.fill(source=Read(source))
    if source.archive_url:
        yield Note.COPY.template.fill(copy=Copy(source.archive_url))


def from_to(name: str, was: Sentence, now: Sentence) -> Sentence:
    """What else is another than before."""
    return Note.FROM_TO.template.fill(fields=Own(name), was=was, now=now)
