"""Packs for tests: a small one to break, and a strategy for any."""

import json
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

from bot.domain import records as r
from bot.domain import vocabulary as v
from bot.packs.format import Pack, decode
from tests.packs.test_pack_moments import whens

_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12).map(
    lambda text: f"w{text}"
)
_MAYBE = st.none() | _WORDS
_CODES = {
    kind: st.sampled_from(kind)
    for kind in vars(v).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
}
_POSITIONS = st.sampled_from([p for p in v.Position if p.recordable])


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """Any pack whose records name one another in every way that they may."""
    sources = _keys(draw, "src", 1)
    actors = _keys(draw, "act", 2)
    issues = _keys(draw, "iss", 1)
    events = _keys(draw, "eve", 1)
    stances = _keys(draw, "sta", 0)
    claims = _keys(draw, "cla", 0)
    actor, issue = st.sampled_from(actors), st.sampled_from(issues)
    source, event = st.sampled_from(sources), st.sampled_from(events)
    citation = st.builds(r.Citation, source=source, words=_WORDS)
    evidence = st.builds(
        r.Evidence,
        speaker=actor,
        said=whens(open_ended=False),
        words=_WORDS,
        directness=_CODES[v.Directness],
        basis=_CODES[v.Basis],
        source=source,
        venue=_MAYBE,
        lang=_WORDS,
        translation=_MAYBE,
    )
    name = st.builds(r.Name, text=_WORDS, kind=_CODES[v.NameKind], lang=_MAYBE)
    asked = {
        "kind": _CODES[v.ConditionKind],
        "form": _CODES[v.ConditionForm],
        "text": _WORDS,
        "state": _CODES[v.ConditionState],
        "addressee": st.none() | actor,
    }
    condition = st.builds(r.Condition, **asked) | st.builds(
        r.Condition,
        **asked,
        settled=citation,
        settled_on=st.none() | whens(),
    )
    proposal = st.builds(
        r.Proposal,
        status=_CODES[v.ProposalStatus],
        terms=_WORDS,
        proposed=st.none() | whens(),
        duration=_MAYBE,
    )

    def each(made: Any, keys: list[str], /, **parts: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.builds(made, key=st.just(key), **parts)) for key in keys)

    return Pack(
        name=draw(_WORDS),
        zone=draw(st.sampled_from(["UTC", "Europe/Kyiv"])),
        default_issue=draw(st.none() | issue),
        sources=each(
            r.Source,
            sources,
            publisher=_WORDS,
            published=whens(),
            url=st.none() | _WORDS.map(lambda text: f"https://{text}"),
            kind=_CODES[v.SourceKind],
            note=_MAYBE,
        ),
        actors=each(
            r.Actor,
            actors,
            name=_WORDS,
            kind=_CODES[v.ActorKind],
            names=st.lists(name, max_size=2).map(tuple),
            citation=st.none() | citation,
        ),
        issues=each(
            r.Issue,
            issues,
            title=_WORDS,
            question=_WORDS,
            status=_CODES[v.IssueStatus],
            proposal=st.none() | proposal,
            citation=st.none() | citation,
            stale_after_days=st.none() | st.integers(0, 3650),
        ),
        mandates=each(
            r.Mandate,
            _keys(draw, "man", 0),
            voice=actor,
            principal=actor,
            kind=_CODES[v.MandateKind],
            authority=st.integers(1, 9),
            citation=citation,
            issue=st.none() | issue,
            held=st.none() | whens(),
        ),
        events=each(
            r.Event,
            events,
            title=_WORDS,
            kind=_CODES[v.EventKind],
            when=whens(),
            status=_CODES[v.EventStatus],
            citation=citation,
            issues=st.lists(issue, max_size=2, unique=True).map(tuple),
            mode=st.none() | _CODES[v.EventMode],
            announced_by=st.none() | actor,
        ),
        roles=each(
            r.Role,
            _keys(draw, "rol", 0),
            actor=actor,
            role=_CODES[v.RoleKind],
            citation=citation,
            **({"issue": issue} if draw(st.booleans()) else {"event": event}),
        ),
        stances=each(
            r.Stance,
            stances,
            holder=actor,
            issue=issue,
            position=_POSITIONS,
            commitment=_CODES[v.Commitment],
            evidence=evidence,
            conditions=st.lists(condition, max_size=2).map(tuple),
            confidence=_CODES[v.Confidence],
            confirmed=st.none() | whens(),
            note=_MAYBE,
        ),
        statements=each(
            r.Statement,
            _keys(draw, "ment", 0),
            evidence=evidence,
            on_behalf_of=st.none() | actor,
            issue=st.none() | issue,
            event=st.none() | event,
            silent_on=st.lists(issue, max_size=2, unique=True).map(tuple),
        ),
        claims=each(
            r.Claim,
            claims,
            claimant=st.just(actors[0]),
            about=st.sampled_from(actors[1:]),
            issue=issue,
            relation=_CODES[v.Relation],
            evidence=evidence,
            ascribed=st.none() | _POSITIONS,
            certainty=_CODES[v.Certainty],
            polarity=_CODES[v.Polarity],
            about_record=st.none() | (st.sampled_from(stances) if stances else event),
        ),
    )


def _keys(draw: st.DrawFn, prefix: str, least: int) -> list[str]:
    """A few keys in an order of their own, so that order of entry is not order of keys."""
    numbers = st.lists(st.integers(0, 99), min_size=least, max_size=least + 2, unique=True)
    return [f"{prefix}-{number}" for number in draw(numbers)]


WHEN = {"phrase": "16 March 2025", "days": "2025-03-16"}
EVIDENCE = {
    "speaker": "mayor",
    "said": WHEN,
    "words": "Yes.",
    "directness": "direct_quote",
    "basis": "own_words",
    "source": "gazette",
}


def small() -> dict[str, Any]:
    """The JSON of a small pack with one record of most kinds."""
    content: dict[str, Any] = {
        "format": "stancebot.pack",
        "version": 1,
        "name": "small",
        "zone": "Europe/Kyiv",
        "default_issue": "bridge",
        "sources": [{"key": "gazette", "publisher": "The Gazette", "published": WHEN}],
        "actors": [
            {"key": "mayor", "name": "The Mayor", "kind": "person"},
            {"key": "county", "name": "The County", "kind": "body"},
        ],
        "issues": [{"key": "bridge", "title": "Bridge", "question": "Build it?"}],
        "mandates": [
            {
                "key": "mayor-for-county",
                "voice": "mayor",
                "principal": "county",
                "kind": "head",
                "authority": 1,
                "citation": {"source": "gazette", "words": "The Mayor of the County"},
            },
        ],
        "events": [
            {
                "key": "vote",
                "title": "The vote",
                "kind": "vote",
                "when": WHEN,
                "status": "expected",
                "citation": {"source": "gazette", "words": "They vote on Sunday."},
                "issues": ["bridge"],
            },
        ],
        "roles": [
            {
                "key": "mayor-votes",
                "actor": "mayor",
                "role": "participant",
                "citation": {"source": "gazette", "words": "The Mayor votes."},
                "event": "vote",
            },
        ],
        "stances": [
            {
                "key": "mayor-on-bridge",
                "holder": "mayor",
                "issue": "bridge",
                "position": "accepts",
                "commitment": "stated",
                "evidence": EVIDENCE,
                "conditions": [
                    {"kind": "other", "form": "demand", "text": "Money.", "addressee": "county"},
                ],
            },
        ],
        "statements": [
            {
                "key": "mayor-readout",
                "evidence": EVIDENCE,
                "event": "vote",
                "silent_on": ["bridge"],
            },
        ],
        "claims": [
            {
                "key": "mayor-on-county",
                "claimant": "mayor",
                "about": "county",
                "issue": "bridge",
                "relation": "praises",
                "evidence": EVIDENCE,
                "about_record": "mayor-readout",
            },
        ],
    }
    copied: dict[str, Any] = json.loads(json.dumps(content))
    return copied


def text_of(content: Any) -> bytes:
    """The file of such JSON, each value on a line of its own."""
    return json.dumps(content, indent=2, ensure_ascii=False).encode()


def small_pack() -> Pack:
    """The small pack as it is read."""
    return decode(text_of(small()), filename="small.json")
