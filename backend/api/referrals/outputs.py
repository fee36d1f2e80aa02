"""What leaves of a referral, for whom: the gate to those who decide, the course to its coordinator, one's own to the employee."""

from typing import Any

from rest_framework import serializers

from backend.api.fields import Moment, PersonOut
from backend.api.outputs import Output
from backend.api.resources import MoveOut
from backend.referrals.models import (
    DisclosureLine,
    EvidenceReading,
    OfferedProvider,
    Referral,
    ReleaseAuthorization,
    Safeguard,
)
from backend.referrals.queries.gate import conditions_of
from backend.referrals.queries.told import told_state
from backend.referrals.vocabulary import (
    Certainty,
    Compliance,
    Direction,
    ReferralKind,
    ReferralState,
    ReleaseState,
    Restriction,
    ToldState,
)


class ProviderNamed(serializers.Serializer[Any]):
    """A provider, as a referral names it."""

    reference = serializers.CharField()
    name = serializers.CharField()


class ReferralOut(Output[Referral]):
    """A referral as those who stand at its gate know it: nothing of its course."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    person = PersonOut()
    kind = serializers.ChoiceField(choices=ReferralKind.choices)
    intervention = serializers.CharField(source="intervention.code")
    certainty = serializers.ChoiceField(source="grade.certainty", choices=Certainty.choices)
    state = serializers.SerializerMethodField(
        help_text="Where it stands, in the words of those who must not know more."
    )
    ends_on = serializers.DateField()
    begun_at = Moment()

    def get_state(self, referral: Referral) -> ToldState:
        """Say where it stands."""
        return told_state(referral)


class ConditionOut(serializers.Serializer[Any]):
    """One thing that must stand at the gate."""

    code = serializers.CharField()
    words = serializers.CharField()
    met = serializers.BooleanField()
    missing = serializers.CharField()


class EvidenceOut(serializers.Serializer[Any]):
    """What is known of the service."""

    certainty = serializers.ChoiceField(choices=Certainty.choices)
    direction = serializers.ChoiceField(choices=Direction.choices)
    summary = serializers.CharField()
    applicability = serializers.CharField()
    citations = serializers.JSONField()
    reviewed_on = serializers.DateField()
    review_due = serializers.DateField()


class ReadingOut(serializers.Serializer[EvidenceReading]):
    """That somebody read the evidence, and what they said to it."""

    read_by = serializers.CharField(source="read_by.name")
    read_at = Moment()
    why = serializers.CharField()


class SafeguardOut(serializers.Serializer[Safeguard]):
    """A change in the setting."""

    uid = serializers.CharField()
    setting = serializers.CharField()
    control = serializers.CharField()
    owner = PersonOut()
    review_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)


class OfferedOut(serializers.Serializer[OfferedProvider]):
    """A provider in the choice."""

    provider = ProviderNamed()
    part = serializers.CharField()


class ReferralDetail(ReferralOut):
    """A referral at its gate: what must stand there, and which moves are open to you."""

    evidence = EvidenceOut(source="grade")
    conditions = serializers.SerializerMethodField()
    readings = ReadingOut(many=True, source="readings.all")
    safeguards = SafeguardOut(many=True, source="safeguards.all")
    offered = OfferedOut(many=True, source="offered.all")
    moves = MoveOut(many=True)

    def get_conditions(self, referral: Referral) -> list[dict[str, Any]]:
        """Tell what must stand at the gate; afterwards it is nobody's question any more."""
        if referral.state not in {ReferralState.CONSIDERED, ReferralState.GATED}:
            return []
        return [dict(ConditionOut(condition).data) for condition in conditions_of(referral)]


class ReasonToldOut(serializers.Serializer[Any]):
    """Why, in one line of conduct and the rule it broke, as a provider is told."""

    conduct = serializers.CharField()
    policy_clause = serializers.CharField()


class ReasonLineOut(ReasonToldOut):
    """Why, in one line of conduct, with the allegation behind it."""

    reference = serializers.CharField()


class SaidOut(serializers.Serializer[Any]):
    """What the referral says to the employee and the provider."""

    reasons = ReasonLineOut(many=True)
    service = serializers.CharField()
    expectations = serializers.ListField(child=serializers.CharField())
    payer = serializers.CharField()
    in_working_time = serializers.BooleanField()
    alternatives = serializers.ListField(child=serializers.CharField())
    only_one_because = serializers.CharField()
    leave = serializers.CharField()
    without = serializers.CharField()


class MemoOut(serializers.Serializer[Any]):
    """Why the referral is related to the job and needed."""

    facts = serializers.ListField(child=serializers.CharField())
    job_relation = serializers.CharField()
    necessity = serializers.CharField()
    milder = serializers.CharField()


class CourseOut(serializers.Serializer[Referral]):
    """How a referral goes, for its coordinator."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ReferralState.choices)
    provider = ProviderNamed(allow_null=True)
    offered_at = Moment(allow_null=True)
    answer_by = Moment(allow_null=True)
    sent_at = Moment(allow_null=True)
    next_report_on = serializers.DateField(allow_null=True)
    compliance = serializers.ChoiceField(choices=Compliance.choices)
    compliance_on = serializers.DateField(allow_null=True)
    ended_at = Moment(allow_null=True)
    ended_as = serializers.CharField()
    said = SaidOut()


class OwnReferralOut(Output[Referral]):
    """A referral as the employee knows it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ReferralState.choices)
    kind = serializers.ChoiceField(choices=ReferralKind.choices)
    provider = ProviderNamed(allow_null=True)
    answer_by = Moment(allow_null=True)
    ends_on = serializers.DateField()
    compliance = serializers.ChoiceField(choices=Compliance.choices)


class OwnReferralDetail(OwnReferralOut):
    """One's own referral: what it says, whom one may choose, and which moves are open."""

    said = SaidOut()
    evidence = EvidenceOut(source="grade")
    offered = OfferedOut(many=True, source="choice")
    moves = MoveOut(many=True)


class DisclosureLineOut(serializers.Serializer[DisclosureLine]):
    """One line of the accounting of disclosures."""

    at = Moment()
    by = serializers.CharField()
    to = serializers.CharField()
    what = serializers.CharField()
    purpose = serializers.CharField()
    authority = serializers.CharField()
    beyond = serializers.BooleanField()


class LimitOut(serializers.Serializer[Any]):
    """A limit on tasks at work, without its cause, and the last day on which it holds."""

    restriction = serializers.ChoiceField(choices=Restriction.choices)
    until = serializers.DateField()


class StandingOut(serializers.Serializer[Any]):
    """How a referral of the case is kept to: yes, no or unknown, the limits on tasks, and nothing else."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ToldState.choices)
    complying = serializers.ChoiceField(choices=Compliance.choices)
    as_of = serializers.DateField(allow_null=True)
    is_revoked = serializers.BooleanField()
    limits = LimitOut(many=True)


class ReleaseOut(Output[ReleaseAuthorization]):
    """A release as a list shows it. `offered_sha256` is the digest of the very document that a signature stands under."""

    reference = serializers.CharField()
    referral = serializers.CharField(source="referral.reference")
    provider = ProviderNamed()
    receiver = serializers.CharField(source="receiver.name")
    state = serializers.ChoiceField(choices=ReleaseState.choices)
    document = serializers.CharField(source="document.reference")
    offered_sha256 = serializers.CharField()
    offered_at = Moment()
    signed_at = Moment(allow_null=True)
    expires_on = serializers.DateField()
    ended_at = Moment(allow_null=True)


class TermsOut(serializers.Serializer[Any]):
    """What is released to whom, for what, and what follows without it."""

    discloser = serializers.CharField()
    receivers = serializers.ListField(child=serializers.CharField())
    information = serializers.ListField(child=serializers.CharField())
    purposes = serializers.ListField(child=serializers.CharField())
    uses = serializers.ListField(child=serializers.CharField())
    ends_earlier = serializers.CharField()
    without = serializers.CharField()
    revocable = serializers.CharField()
    redisclosure = serializers.CharField()


class ReleaseDetail(ReleaseOut):
    """A release with every element, and the moves that are open to you."""

    terms = TermsOut()
    moves = MoveOut(many=True)
