"""The closed vocabularies. What each word means, in writing, stands in `method.toml`."""

from enum import StrEnum


class Position(StrEnum):
    """Where a holder stands on one target; seven mirrored steps and five codes off the scale."""

    ACCEPTS = "accepts"
    ACCEPTS_WITH_CONDITIONS = "accepts_with_conditions"
    AGREES_IN_PRINCIPLE = "agrees_in_principle"
    NEUTRAL = "neutral"
    OBJECTS_IN_PRINCIPLE = "objects_in_principle"
    REJECTS_AS_DRAFTED = "rejects_as_drafted"
    REJECTS = "rejects"
    CONSIDERING = "considering"
    DECLINED_TO_SAY = "declined_to_say"
    MIXED_SIGNALS = "mixed_signals"
    WITHDRAWN = "withdrawn"
    NO_RECORD = "no_record"

    @property
    def value_on_scale(self) -> int | None:
        """+3 to −3 for sorting and lossy export only, never averaged; None off the scale."""
        return _SCALE.get(self)

    @property
    def binding(self) -> bool | None:
        """Whether what was said binds its holder once every named term is met; None off the scale.

        That is the method's rule between one step from the middle and two.
        """
        value = self.value_on_scale
        return abs(value) >= _BINDING if value else None

    @property
    def recordable(self) -> bool:
        """Whether a statement can be coded so; `no_record` says only that we found nothing."""
        return self is not Position.NO_RECORD


_BINDING = 2
_SCALE = {
    Position.ACCEPTS: 3,
    Position.ACCEPTS_WITH_CONDITIONS: 2,
    Position.AGREES_IN_PRINCIPLE: 1,
    Position.NEUTRAL: 0,
    Position.OBJECTS_IN_PRINCIPLE: -1,
    Position.REJECTS_AS_DRAFTED: -2,
    Position.REJECTS: -3,
}


class Commitment(StrEnum):
    """The form of the act that carries the position, weakest first."""

    SIGNALLED = "signalled"
    STATED = "stated"
    FORMALLY_NOTIFIED = "formally_notified"
    SIGNED = "signed"
    IN_FORCE = "in_force"


class Basis(StrEnum):
    """How we know what was said."""

    OWN_WORDS = "own_words"
    AUTHORISED_VOICE = "authorised_voice"
    VOTE_OR_SIGNATURE = "vote_or_signature"
    ACT = "act"
    OWN_READOUT = "own_readout"
    OTHER_SIDES_READOUT = "other_sides_readout"
    REPORTED = "reported"
    INFERRED = "inferred"


class Directness(StrEnum):
    """Whose words the recorded words are."""

    DIRECT_QUOTE = "direct_quote"
    INDIRECT_SPEECH = "indirect_speech"
    PARAPHRASE = "paraphrase"


class Confidence(StrEnum):
    """How sure the coder is of the code, not of the actor."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ConditionKind(StrEnum):
    """What a condition asks for."""

    RECIPROCITY = "reciprocity"
    GUARANTEE = "guarantee"
    VERIFICATION = "verification"
    SEQUENCE = "sequence"
    SCOPE = "scope"
    RESTRAINT_ON_OTHER = "restraint_on_other"
    POLITICAL_SETTLEMENT = "political_settlement"
    OTHER = "other"


class ConditionForm(StrEnum):
    """How a condition was put."""

    DEMAND = "demand"
    QUESTION = "question"
    EXPECTATION = "expectation"


class ConditionState(StrEnum):
    """What has become of a condition."""

    OPEN = "open"
    MET = "met"
    PARTLY_MET = "partly_met"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"


class Relation(StrEnum):
    """What a claim does to the one it is about."""

    ASCRIBES_STANCE = "ascribes_stance"
    ASCRIBES_MOTIVE = "ascribes_motive"
    DISPUTES_TRUTH = "disputes_truth"
    CONFIRMS = "confirms"
    DENIES = "denies"
    ACCUSES_CONDUCT = "accuses_conduct"
    PRAISES = "praises"
    PREDICTS = "predicts"


class Certainty(StrEnum):
    """How certain the claimant sounds (FactBank)."""

    CERTAIN = "CT"
    PROBABLE = "PR"
    POSSIBLE = "PS"
    UNCOMMITTED = "U"


class Polarity(StrEnum):
    """Whether the claim says that it is so or that it is not so (FactBank)."""

    POSITIVE = "+"
    NEGATIVE = "-"
    UNKNOWN = "u"


class ActorKind(StrEnum):
    """What sort of actor."""

    PERSON = "person"
    STATE = "state"
    GOVERNMENT = "government"
    BODY = "body"
    BLOC = "bloc"
    ARMED_GROUP = "armed_group"
    OTHER = "other"


class NameKind(StrEnum):
    """How a further name relates to the actor's main name."""

    ALIAS = "alias"
    TRANSLITERATION = "transliteration"
    FORMER = "former"


class MandateKind(StrEnum):
    """In what office a voice speaks for its principal."""

    HEAD = "head"
    MINISTER = "minister"
    ENVOY = "envoy"
    SPOKESPERSON = "spokesperson"
    DELEGATE = "delegate"
    MINISTRY = "ministry"


class RoleKind(StrEnum):
    """An actor's part in an issue or an event."""

    PROPOSER = "proposer"
    CO_PROPOSER = "co_proposer"
    PARTY = "party"
    ADDRESSEE = "addressee"
    MEDIATOR = "mediator"
    FACILITATOR = "facilitator"
    HOST = "host"
    GUARANTOR = "guarantor"
    WITNESS = "witness"
    OBSERVER = "observer"
    PARTICIPANT = "participant"


class IssueStatus(StrEnum):
    """Whether an issue takes new stances."""

    OPEN = "open"
    SETTLED = "settled"
    RETIRED = "retired"


class ProposalStatus(StrEnum):
    """How far a proposal has come; a property of the proposal, never of an actor."""

    IDEA = "idea"
    PROPOSED = "proposed"
    UNDER_NEGOTIATION = "under_negotiation"
    ACCEPTED_BY_SOME = "accepted_by_some"
    ACCEPTED_BY_ALL = "accepted_by_all"
    DECLARED = "declared"
    IN_EFFECT = "in_effect"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    VIOLATED = "violated"
    ENDED = "ended"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class SourceKind(StrEnum):
    """What sort of document a source is."""

    ARTICLE = "article"
    TRANSCRIPT = "transcript"
    READOUT = "readout"
    POST = "post"
    VIDEO = "video"
    DOCUMENT = "document"
    VOTE_RECORD = "vote_record"


class EventKind(StrEnum):
    """What sort of event."""

    CALL = "call"
    TALKS = "talks"
    SUMMIT = "summit"
    VOTE = "vote"
    DEADLINE = "deadline"
    STATEMENT = "statement"
    OTHER = "other"


class EventMode(StrEnum):
    """How the participants meet."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class EventStatus(StrEnum):
    """What is known of an event's coming about."""

    EXPECTED = "expected"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"
    NOT_HELD = "not_held"


class AfterFound(StrEnum):
    """What an editor found of a participant's stance after an event."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOTHING_SAID = "nothing_said"


class Verb(StrEnum):
    """The four things an editor can do to a record; they never stand for one another."""

    SET = "set"
    CORRECT = "correct"
    CONFIRM = "confirm"
    RETRACT = "retract"


class RecordState(StrEnum):
    """Who may see a version of a record."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETRACTED = "retracted"
