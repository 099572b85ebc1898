"""Answers made of the worst that people type, for cards that must stand whatever comes."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from bot.domain.records import (
    Actor,
    Citation,
    Claim,
    Condition,
    Evidence,
    Issue,
    Mandate,
    Proposal,
    Recorded,
    Source,
    Stance,
    Statement,
    Version,
)
from bot.domain.standing import Standing
from bot.domain.vocabulary import (
    ActorKind,
    Basis,
    Certainty,
    Commitment,
    ConditionForm,
    ConditionKind,
    ConditionState,
    Directness,
    MandateKind,
    Polarity,
    Position,
    ProposalStatus,
    RecordState,
    Relation,
    Verb,
)
from bot.domain.when import When, days, instant
from bot.services.answers import (
    Asked,
    ClaimView,
    ConditionView,
    Office,
    StanceAnswer,
    StanceView,
    StandingView,
    StatementView,
    Voice,
)

NOW = datetime(2025, 3, 16, 12, tzinfo=UTC)
SNIPPETS = (
    "@everyone",
    "@here",
    "<@123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "<t:1:R>",
    "</stance:123456789012345678>",
    "<:evil:123456789012345678>",
    "[click](https://evil.example)",
    "[a](https://a.example) [b](https://b.example)",
    "https://evil.example/x_y_z",
    "http://plain.example",
    "```py\ncode",
    "`",
    "**bold",
    "__under",
    "~~",
    "||spoiler||",
    "\n# heading",
    "\n> quote",
    "\n-# small",
    "\n- list",
    "1. list",
    "\u202egnirts",
    "\u2067עברית\u2069",
    "\u200f",
    "e\u0301",
    "\x00\x07",
    "\u2028",
    "👩‍👩‍👧‍👦",
    "\\",
    "\ud800",
)
words = st.one_of(
    st.sampled_from(SNIPPETS),
    st.text(st.characters(exclude_categories=()), min_size=1, max_size=40),
    st.builds(
        str.__mul__, st.sampled_from(("x", "*", "word ", "[", "\u0301")), st.integers(1, 6000)
    ),
)
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
quotes = lines.map(lambda text: f"q{text}"[:6000])
names = lines.map(lambda text: f"n{text}")
urls = st.one_of(
    st.none(),
    st.sampled_from(("https://example.org/a", "https://example.org/" + "a" * 600)),
    st.text(max_size=30).map(lambda tail: f"https://example.org/{tail}"),
)
keys = st.integers(0, 9999).map(lambda number: f"k{number}".ljust(32, "k"))
whens: st.SearchStrategy[When] = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(days),
    st.builds(
        lambda day, more, phrase: days(day, day + timedelta(days=more), phrase=f"p{phrase}"),
        st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        st.integers(0, 400),
        names,
    ),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 -- made aware at once
        lambda at: instant(at.replace(tzinfo=UTC)),
    ),
)
actors = st.builds(
    Actor,
    key=keys,
    name=names,
    kind=st.sampled_from(ActorKind),
    title=st.none() | names,
)
sources = st.builds(
    Source,
    key=keys,
    publisher=names,
    published=whens,
    title=st.none() | names,
    url=urls,
    archive_url=urls,
)
evidences = st.builds(
    Evidence,
    speaker=keys,
    said=whens,
    words=quotes,
    directness=st.sampled_from(Directness),
    basis=st.sampled_from(Basis),
    source=keys,
    venue=st.none() | names,
    lang=st.sampled_from(("en", "ru", "x" * 60)),
    translation=st.none() | quotes,
    translator=st.none() | names,
)
conditions = st.builds(
    Condition,
    kind=st.sampled_from(ConditionKind),
    form=st.sampled_from(ConditionForm),
    text=names,
    state=st.sampled_from(ConditionState),
    settled=st.just(Citation(source="s", words="w")),
    settled_on=st.none() | whens,
)
versions = st.builds(
    Version,
    number=st.integers(1, 9),
    verb=st.sampled_from(Verb),
    state=st.just(RecordState.PUBLISHED),
    recorded_at=st.just(NOW),
    reason=st.none() | names,
)
positions = st.sampled_from([code for code in Position if code.recordable])
stances = st.builds(
    Recorded,
    record=st.builds(
        Stance,
        key=keys,
        holder=keys,
        issue=keys,
        position=positions,
        commitment=st.sampled_from(Commitment),
        evidence=evidences,
        confirmed=st.none() | whens,
    ),
    version=versions,
)
mandates = st.builds(
    Mandate,
    key=keys,
    voice=keys,
    principal=keys,
    kind=st.sampled_from(MandateKind),
    authority=st.integers(1, 9),
    citation=st.just(Citation(source="s", words="w")),
)


@st.composite
def stance_views(draw: st.DrawFn) -> StanceView:
    stance, holder = draw(stances), draw(actors)
    found = draw(st.lists(conditions, max_size=4)) * draw(st.sampled_from((1, 30)))
    return StanceView(
        stance=stance,
        holder=holder,
        voice=draw(st.just(holder) | actors),
        source=draw(sources),
        conditions=tuple(
            ConditionView(
                condition=each,
                holder=holder,
                addressee=draw(actors) if at == 0 else None,
                stance=stance,
                settled_by=draw(st.none() | sources) if at == 0 else None,
            )
            for at, each in enumerate(found)
        ),
        mandate=draw(mandates),
        principal=draw(st.none() | actors),
        unlooked=draw(st.none() | st.dates()),
    )


@st.composite
def standing_views(draw: st.DrawFn) -> StandingView:
    view = draw(stance_views())
    return StandingView(
        view=view,
        standing=Standing(
            current=view.stance,
            opening=draw(stances),
            before=draw(st.none() | stances),
        ),
    )


claim_views = st.builds(
    ClaimView,
    claim=st.builds(
        Recorded,
        record=st.builds(
            Claim,
            key=keys,
            claimant=st.just("a"),
            about=st.just("b"),
            issue=keys,
            relation=st.sampled_from(Relation),
            evidence=evidences,
            ascribed=st.none() | positions,
            certainty=st.sampled_from(Certainty),
            polarity=st.sampled_from(Polarity),
        ),
        version=versions,
    ),
    claimant=actors,
    about=actors,
    speaker=actors,
    source=sources,
)
statement_views = st.builds(
    StatementView,
    statement=st.builds(
        Recorded,
        record=st.builds(Statement, key=keys, evidence=evidences),
        version=versions,
    ),
    speaker=actors,
    behalf=st.none() | actors,
    source=sources,
    silent_on=st.just(()),
)
issues = st.builds(
    Issue,
    key=keys,
    title=names,
    question=names,
    proposal=st.none() | st.builds(Proposal, status=st.sampled_from(ProposalStatus), terms=names),
)
asked = st.builds(
    Asked,
    at=st.just(NOW),
    zone=st.just("UTC"),
    as_of=st.none() | st.dates(),
    known_at=st.none() | st.just(NOW),
)
stance_answers = st.builds(
    StanceAnswer,
    asked=asked,
    actor=actors,
    issue=issues,
    position=st.sampled_from(Position),
    standings=st.lists(standing_views(), max_size=3).map(tuple),
    offices=st.lists(st.builds(Office, mandate=mandates, principal=actors), max_size=5).map(tuple),
    voices=st.lists(st.builds(Voice, mandate=mandates, actor=actors), max_size=12).map(tuple),
    silences=st.lists(statement_views, max_size=3).map(tuple),
    claims=st.lists(claim_views, max_size=3).map(tuple),
    more_claims=st.booleans(),
)
