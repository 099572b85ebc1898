"""The article's actors and issue as a directory, with the spellings that people type."""

from datetime import date
from typing import Any

from bot.domain import records as r
from bot.domain import vocabulary as v
from bot.domain.directory import Directory
from bot.domain.when import days

CITED = r.Citation(source="s1", words="Lavrov, the foreign minister, said")
CEASEFIRE = r.Issue(key="ceasefire", title="30-day ceasefire proposal", question="Accept it?")
SUMMIT = r.Issue(key="summit", title="Summit in Saudi Arabia", question="Hold it?")


def actor(key: str, name: str, kind: v.ActorKind, *names: str) -> r.Actor:
    return r.Actor(key=key, name=name, kind=kind, names=tuple(r.Name(text=text) for text in names))


def mirror(position: v.Position) -> v.Position | None:
    """The same step on the other side of the scale; None off the scale."""
    value = position.value_on_scale
    if value is None:
        return None
    return next(other for other in v.Position if other.value_on_scale == -value)


_PERSON, _STATE, _BODY = v.ActorKind.PERSON, v.ActorKind.STATE, v.ActorKind.BODY
ACTORS = (
    actor("us", "United States", _STATE, "US", "USA", "America", "Washington", "США"),
    actor("russia", "Russia", _STATE, "Moscow", "Kremlin", "Росія", "Россия"),
    actor("ukraine", "Ukraine", _STATE, "Kyiv", "Україна", "Украина"),
    actor("saudi-arabia", "Saudi Arabia", _STATE, "Riyadh", "KSA"),
    actor("trump", "Donald Trump", _PERSON, "Трамп"),
    actor("putin", "Vladimir Putin", _PERSON, "Путін", "Путин"),
    actor("zelenskyy", "Volodymyr Zelenskyy", _PERSON, "Zelensky", "Zelenskiy", "Зеленський"),
    actor("rubio", "Marco Rubio", _PERSON, "Рубіо"),
    actor("lavrov", "Sergey Lavrov", _PERSON, "Sergei Lavrov", "Лавров"),
    actor("witkoff", "Steve Witkoff", _PERSON, "Віткофф"),
    actor("bruce", "Tammy Bruce", _PERSON),
    actor("russian-mfa", "Russian Foreign Ministry", _BODY, "MFA", "МИД"),
)
MANDATES = tuple(
    r.Mandate(
        key=f"m-{voice}-{number}",
        voice=voice,
        principal=principal,
        kind=v.MandateKind.HEAD,
        authority=authority,
        citation=CITED,
        issue=issue,
    )
    for number, (voice, principal, authority, issue) in enumerate(
        (
            ("witkoff", "us", 2, "ceasefire"),
            ("bruce", "us", 3, None),
            ("rubio", "us", 2, None),
            ("trump", "us", 1, None),
            ("lavrov", "russia", 2, None),
            ("putin", "russia", 1, None),
            ("zelenskyy", "ukraine", 1, None),
        ),
    )
)


def directory(**more: Any) -> Directory:
    values: dict[str, Any] = {
        "revision": 1,
        "zone": "UTC",
        "default_issue": None,
        "actors": {each.key: each for each in ACTORS},
        "issues": {CEASEFIRE.key: CEASEFIRE},
        "mandates": MANDATES,
        "roles": (
            r.Role(
                key="r1", actor="us", role=v.RoleKind.MEDIATOR, citation=CITED, issue="ceasefire"
            ),
            r.Role(key="r2", actor="trump", role=v.RoleKind.PARTICIPANT, citation=CITED, event="e"),
        ),
    }
    return Directory(**(values | more))


def evidence(day: int = 13, **more: Any) -> r.Evidence:
    values: dict[str, Any] = {
        "speaker": "putin",
        "said": days(date(2025, 3, day)),
        "words": "The idea itself is correct.",
        "directness": v.Directness.DIRECT_QUOTE,
        "basis": v.Basis.OWN_WORDS,
        "source": "s1",
    }
    return r.Evidence(**(values | more))


def stance(position: v.Position, *, day: int = 13, holder: str = "putin") -> r.Stance:
    return r.Stance(
        key=f"t-{holder}-{day}",
        holder=holder,
        issue="ceasefire",
        position=position,
        commitment=v.Commitment.STATED,
        evidence=evidence(day),
    )
