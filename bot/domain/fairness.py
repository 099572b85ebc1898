"""Whether all sides of an issue are recorded alike: counts side by side, for editors to weigh.

Nothing here judges. Who says less in public has fewer records; what is counted shows where to look.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from bot.domain.loaded_words import loaded_words, own_words
from bot.domain.names import normal
from bot.domain.records import Claim, Record, Recorded, Source, Stance, Statement
from bot.domain.shelf import looked_on
from bot.domain.vocabulary import Directness

Said = Stance | Claim | Statement

# Measured on agency reports as several outlets print them: above it, only a word or two differs.
_SAME_TEXT = 92.0
_MIN_TEXT = 40
_MOST_TEXTS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What is recorded of one actor, by its key.

    `records` are its stances, claims and statements: `quotations` in its own words, `reported` in the
    source's, and `paraphrases` in ours. `independent` counts the sources of one agency's text once.
    `claims_about` are others' claims about it. `looked` is the last day on which anybody looked at
    where it stands; None where no stance is recorded.
    """

    actor: str
    records: int = 0
    quotations: int = 0
    reported: int = 0
    paraphrases: int = 0
    sources: int = 0
    independent: int = 0
    claims_about: int = 0
    looked: date | None = None

    @property
    def rests_on_one(self) -> bool:
        """Whether several records come from one source, or from one agency's text."""
        return self.records > 1 and self.independent == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A loaded word in what a server writes itself: in which record, where in it, what instead."""

    key: str
    where: str
    word: str
    instead: str


def shares(
    actors: Iterable[str],
    said: Sequence[Said],
    sources: Mapping[str, Source],
    current: Mapping[str, Stance],
) -> tuple[Share, ...]:
    """One share for each of these actors, in their order; `current` are their stances now."""
    group = {key: at for at, keys in enumerate(same_texts(said, sources)) for key in keys}
    own: dict[str, list[Said]] = defaultdict(list)
    about: Counter[str] = Counter()
    for record in said:
        own[_whose(record)].append(record)
        if isinstance(record, Claim) and record.about != record.claimant:
            about[record.about] += 1
    return tuple(
        _share(actor, own[actor], about[actor], group, current.get(actor)) for actor in actors
    )


def _share(
    actor: str,
    records: Sequence[Said],
    claims_about: int,
    group: Mapping[str, int],
    current: Stance | None,
) -> Share:
    wording = Counter(each.evidence.directness for each in records)
    sources = {each.evidence.source for each in records}
    return Share(
        actor=actor,
        records=len(records),
        quotations=wording[Directness.DIRECT_QUOTE],
        reported=wording[Directness.INDIRECT_SPEECH],
        paraphrases=wording[Directness.PARAPHRASE],
        sources=len(sources),
        independent=len({group.get(key, key) for key in sources}),
        claims_about=claims_about,
        looked=None if current is None else looked_on(current),
    )


def _whose(record: Said) -> str:
    match record:
        case Stance():
            return record.holder
        case Claim():
            return record.claimant
        case Statement():
            return record.on_behalf_of or record.evidence.speaker


def same_texts(
    said: Iterable[Said],
    sources: Mapping[str, Source],
) -> tuple[tuple[str, ...], ...]:
    """The keys of sources that carry one text, in groups of two or more.

    They name the same agency as their origin, are that agency, have the same title, or tell the same
    in nearly the same words. The words of a speaker prove nothing: everybody may quote them.
    """
    parent = {key: key for key in sources}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for one, other in _alike(said, sources):
        parent[root(other)] = root(one)
    found: dict[str, list[str]] = defaultdict(list)
    for key in sources:
        found[root(key)].append(key)
    return tuple(tuple(keys) for keys in found.values() if len(keys) > 1)


def _alike(said: Iterable[Said], sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    agencies: dict[str, str] = {}
    for key, source in sources.items():
        if source.origin:
            agency = normal(source.origin)
            yield agencies.setdefault(agency, key), key
    for key, source in sources.items():
        first = agencies.get(normal(source.publisher))
        if first is not None and not source.origin:
            yield first, key
    texts = [(key, normal(each.title)) for key, each in sources.items() if each.title]
    texts += [
        (each.evidence.source, normal(each.evidence.words))
        for each in said
        if each.evidence.directness is Directness.INDIRECT_SPEECH
        and each.evidence.source in sources
    ]
    long = [(key, text) for key, text in texts if len(text) >= _MIN_TEXT][-_MOST_TEXTS:]
    for at, (one, text) in enumerate(long):
        for other, again in long[at + 1 :]:
            if one != other and fuzz.ratio(text, again, score_cutoff=_SAME_TEXT):
                yield one, other


def wordings(found: Iterable[Recorded[Record]], names: Sequence[str] = ()) -> Iterator[Wording]:
    """The loaded words outside quotations and names in what a server writes, record by record."""
    for recorded in found:
        texts = [*own_words(recorded.record)]
        if recorded.version.reason:
            texts.append(("reason", recorded.version.reason))
        for where, text in texts:
            for each in loaded_words(text, names):
                yield Wording(
                    key=recorded.record.key,
                    where=where,
                    word=each.word,
                    instead=each.instead,
                )
