"""Counting what is recorded of each side: nothing twice, and no agency more than once."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.fairness import Said, same_texts, shares
from bot.domain.records import Source, Stance
from bot.domain.vocabulary import Directness
from tests.db.samples import THURSDAY, claim, evidence, stance

LONG = "The minister told reporters that the talks would go on in the coming week."


def source(key: str, publisher: str, **more: Any) -> Source:
    return Source(key=key, publisher=publisher, published=THURSDAY, **more)


def said(key: str, holder: str, at: str, **more: Any) -> Stance:
    return stance(key, holder=holder, evidence=evidence(holder, source=at, **more))


def test_each_actor_is_counted_alike() -> None:
    sources = {key: source(key, key.upper()) for key in ("s1", "s2", "s3")}
    first = said("a", "putin", "s1")
    records: list[Said] = [
        first,
        said("b", "putin", "s2", directness=Directness.PARAPHRASE),
        claim("c"),
        said("d", "us", "s3", directness=Directness.INDIRECT_SPEECH, words=LONG),
    ]
    putin, zelenskyy, us, nobody = shares(
        ("putin", "zelenskyy", "us", "eu"), records, sources, {"putin": first}
    )
    assert (putin.records, putin.quotations, putin.paraphrases, putin.reported) == (2, 1, 1, 0)
    assert (putin.sources, putin.independent, putin.claims_about) == (2, 2, 1)
    assert putin.looked == date(2025, 3, 13)
    assert (zelenskyy.records, zelenskyy.looked) == (1, None)
    assert (us.reported, us.independent) == (1, 1)
    assert nobody.records == nobody.sources == 0
    assert not nobody.rests_on_one


def test_the_text_of_one_agency_counts_once() -> None:
    sources = {
        "s1": source("s1", "Manila Bulletin", origin="AP"),
        "s2": source("s2", "Jakarta Globe", origin="A.P."),
        "s3": source("s3", "AP"),
        "s4": source("s4", "Kyiv Post"),
    }
    records = [said(key, "putin", key) for key in sources]
    assert same_texts(records, sources) == (("s1", "s2", "s3"),)
    (share,) = shares(("putin",), records, sources, {})
    assert (share.sources, share.independent) == (4, 2)
    (share,) = shares(("putin",), records[:3], sources, {})
    assert share.rests_on_one


def test_nearly_the_same_words_are_one_text_unless_they_are_the_speakers() -> None:
    sources = {key: source(key, key.upper()) for key in ("s1", "s2")}
    again = LONG.replace("coming", "next")
    reported = [
        said("a", "putin", "s1", directness=Directness.INDIRECT_SPEECH, words=LONG),
        said("b", "us", "s2", directness=Directness.INDIRECT_SPEECH, words=again),
    ]
    assert same_texts(reported, sources) == (("s1", "s2"),)
    quoted = [said("a", "putin", "s1", words=LONG), said("b", "us", "s2", words=LONG)]
    assert same_texts(quoted, sources) == ()
    titled = {key: replace(each, title=f"{LONG}!") for key, each in sources.items()}
    assert same_texts(quoted, titled) == (("s1", "s2"),)
