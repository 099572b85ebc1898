"""A small record of who stands where on a ceasefire, kept apart from any pack's contents."""

from dataclasses import replace
from datetime import date

from bot.domain.records import (
    Actor,
    Citation,
    Claim,
    Condition,
    Event,
    Evidence,
    Issue,
    Mandate,
    Name,
    Proposal,
    Record,
    Role,
    Source,
    Stance,
    Statement,
)
from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Commitment,
    ConditionForm,
    ConditionKind,
    Directness,
    EventKind,
    EventMode,
    EventStatus,
    MandateKind,
    NameKind,
    Position,
    ProposalStatus,
    Relation,
    RoleKind,
)
from bot.domain.when import Direction, When, days

CEASEFIRE = "ceasefire-30-day"
SUNDAY = date(2025, 3, 16)
CITED = Citation(source="article", words="U.S. President Donald Trump and Russian President …")
EARLIER = days(
    date(2025, 3, 10),
    SUNDAY,
    phrase="earlier this week",
    direction=Direction.PAST,
    anchor=SUNDAY,
)


def evidence(
    speaker: str,
    words: str,
    said: When,
    *,
    directness: Directness = Directness.INDIRECT_SPEECH,
    basis: Basis = Basis.REPORTED,
    venue: str | None = None,
) -> Evidence:
    return Evidence(
        speaker=speaker,
        said=said,
        words=words,
        directness=directness,
        basis=basis,
        source="article",
        venue=venue,
    )


def person(key: str, name: str, *names: Name, title: str) -> Actor:
    return Actor(key=key, name=name, kind=ActorKind.PERSON, names=names, title=title)


def speaks(voice: str, principal: str, kind: MandateKind, authority: int) -> Mandate:
    return Mandate(
        key=f"m-{voice}",
        voice=voice,
        principal=principal,
        kind=kind,
        authority=authority,
        citation=CITED,
    )


SOURCE = Source(
    key="article",
    publisher="The Paper",
    title="Trump and Putin to Meet This Week",
    url="https://example.org/ceasefire",
    published=days(SUNDAY),
)

PUTIN = Stance(
    key="s-putin",
    holder="putin",
    issue=CEASEFIRE,
    position=Position.AGREES_IN_PRINCIPLE,
    commitment=Commitment.STATED,
    evidence=evidence(
        "putin",
        "Although he expressed agreement in principle, he mentioned there are “serious questions” "
        "that need to be addressed by Russia.",
        EARLIER,
        basis=Basis.OWN_WORDS,
    ),
    conditions=(
        Condition(
            kind=ConditionKind.OTHER,
            form=ConditionForm.QUESTION,
            text="“serious questions” that need to be addressed by Russia",
        ),
    ),
)

ZELENSKYY = Stance(
    key="s-zelenskyy",
    holder="zelenskyy",
    issue=CEASEFIRE,
    position=Position.ACCEPTS,
    commitment=Commitment.STATED,
    evidence=evidence(
        "zelenskyy",
        "Ukrainian President Volodymyr Zelenskyy has accepted the plan",
        days(SUNDAY),
    ),
)

LYING = Claim(
    key="c-lying",
    claimant="zelenskyy",
    about="putin",
    issue=CEASEFIRE,
    relation=Relation.DISPUTES_TRUTH,
    evidence=evidence(
        "zelenskyy",
        "lying about how a ceasefire is allegedly too complicated.",
        days(SUNDAY),
        directness=Directness.DIRECT_QUOTE,
        basis=Basis.OWN_WORDS,
    ),
)

RECORDS: tuple[Record, ...] = (
    SOURCE,
    Actor(key="us", name="United States", kind=ActorKind.STATE, names=(Name(text="USA"),)),
    Actor(key="russia", name="Russia", kind=ActorKind.STATE, names=(Name(text="Moscow"),)),
    Actor(key="ukraine", name="Ukraine", kind=ActorKind.STATE),
    person(
        "putin",
        "Vladimir Putin",
        Name(text="Путин", kind=NameKind.TRANSLITERATION, lang="ru"),
        title="President of Russia",
    ),
    person(
        "zelenskyy",
        "Volodymyr Zelenskyy",
        Name(text="Zelensky"),
        Name(text="Зеленський", kind=NameKind.TRANSLITERATION, lang="uk"),
        title="President of Ukraine",
    ),
    person("witkoff", "Steve Witkoff", title="Special envoy of the United States"),
    Actor(key="russian-mfa", name="Russian Foreign Ministry", kind=ActorKind.BODY),
    Issue(
        key=CEASEFIRE,
        title="30-day ceasefire proposal",
        question="Should a 30-day ceasefire begin in Ukraine?",
        proposal=Proposal(
            status=ProposalStatus.ACCEPTED_BY_SOME,
            terms="a 30-day immediate ceasefire",
            duration="P30D",
        ),
    ),
    speaks("putin", "russia", MandateKind.HEAD, 1),
    speaks("zelenskyy", "ukraine", MandateKind.HEAD, 1),
    speaks("witkoff", "us", MandateKind.ENVOY, 2),
    speaks("russian-mfa", "russia", MandateKind.MINISTRY, 3),
    Role(key="r-us", actor="us", role=RoleKind.PROPOSER, citation=CITED, issue=CEASEFIRE),
    Role(key="r-ru", actor="russia", role=RoleKind.PARTY, citation=CITED, issue=CEASEFIRE),
    Role(key="r-ua", actor="ukraine", role=RoleKind.PARTY, citation=CITED, issue=CEASEFIRE),
    PUTIN,
    ZELENSKYY,
    LYING,
    replace(
        LYING,
        key="c-motive",
        about="russia",
        relation=Relation.ASCRIBES_MOTIVE,
        evidence=evidence(
            "zelenskyy",
            "Zelenskyy has accused the Kremlin of not genuinely wanting to end the conflict",
            days(SUNDAY),
        ),
    ),
    Statement(
        key="u-mfa",
        issue=CEASEFIRE,
        on_behalf_of="russia",
        silent_on=(CEASEFIRE,),
        evidence=evidence(
            "russian-mfa",
            "Sergey Lavrov and Marco Rubio agreed to stay in touch",
            days(date(2025, 3, 15)),
            directness=Directness.DIRECT_QUOTE,
            basis=Basis.OWN_READOUT,
        ),
    ),
    Event(
        key="e-call",
        title="Call between Trump and Putin",
        kind=EventKind.CALL,
        mode=EventMode.PHONE,
        when=days(
            SUNDAY,
            date(2025, 3, 23),
            phrase="this week",
            direction=Direction.FUTURE,
            anchor=SUNDAY,
        ),
        status=EventStatus.EXPECTED,
        citation=CITED,
        issues=(CEASEFIRE,),
        announced_by="witkoff",
    ),
    Role(
        key="r-call",
        actor="putin",
        role=RoleKind.PARTICIPANT,
        citation=CITED,
        event="e-call",
    ),
)
