"""Controlled words about referrals, providers, releases and what a provider may report."""

from typing import Final

from django.db import models


class ReferralKind(models.TextChoices):
    """What the employer asks by a referral. Whoever seeks help of their own accord is in no record at all."""

    MANDATORY = "mandatory", "Required after a finding"
    FORMAL = "formal_management", "Recommended by the organisation"


class ReferralState(models.TextChoices):
    """Where a referral stands, on the model of the return-to-duty process of 49 CFR Part 40 Subpart O."""

    CONSIDERED = "considered", "Being prepared"
    GATED = "gated", "Approved, not offered yet"
    OFFERED = "offered", "Offered to the employee"
    DECLINED = "declined", "Declined by the employee"
    LAPSED = "lapsed", "Not answered in time"
    ACCEPTED = "accepted", "Accepted, no release signed yet"
    AUTHORIZED = "authorized", "Release signed, not sent yet"
    SENT = "sent", "Sent to the provider"
    RECEIVED = "received_by_provider", "Taken on by the provider"
    EVALUATED = "evaluated", "First evaluation held"
    PLANNED = "plan_recommended", "Plan recommended"
    IN_SERVICE = "in_service", "Under way"
    FOLLOWED_UP = "follow_up_evaluated", "Follow-up evaluation held"
    COMPLIED = "complied", "Complied"
    NOT_COMPLIED = "not_complied", "Not complied"
    CLOSED = "closed", "Closed"
    VOIDED = "voided", "Ended: the decision behind it no longer holds"


WITH_PROVIDER: Final = (  # the provider has it, and may report
    ReferralState.SENT,
    ReferralState.RECEIVED,
    ReferralState.EVALUATED,
    ReferralState.PLANNED,
    ReferralState.IN_SERVICE,
    ReferralState.FOLLOWED_UP,
)
OVER: Final = (ReferralState.CLOSED, ReferralState.VOIDED)
UNTOLD: Final = (ReferralState.CONSIDERED, ReferralState.GATED)  # the employee does not know of it yet


class Compliance(models.TextChoices):
    """All that a monitor or a decision maker learns of how a referral goes, beside limits on work."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Unknown"


class EndedAs(models.TextChoices):
    """How a referral ended."""

    COMPLIED = "complied", "Complied"
    NOT_COMPLIED = "not_complied", "Not complied"
    DECLINED = "declined", "Declined"
    UNAUTHORIZED = "no_release", "No release, or it was revoked"
    PROVIDER = "provider_ended", "Ended by the provider"
    NOT_NEEDED = "not_needed", "No longer asked for"


class Modality(models.TextChoices):
    """The form in which a provider works."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    GROUP = "group", "In a group"
    RESIDENTIAL = "residential", "Residential"
    SELF_PACED = "self_paced", "In one’s own time"


class ProviderState(models.TextChoices):
    """Whether a provider can be offered."""

    LISTED = "listed", "Listed"
    SUSPENDED = "suspended", "Not offered for now"
    REMOVED = "removed", "No longer listed"


class ProviderPart(models.TextChoices):
    """What a provider is asked to do in one referral; one with a financial tie to the other never does both."""

    EVALUATES = "evaluates", "Evaluates"
    TREATS = "treats", "Gives the service"


class Certainty(models.TextChoices):
    """How sure it is what an intervention does, by GRADE; none found means that no study was found at all."""

    HIGH = "high", "High"
    MODERATE = "moderate", "Moderate"
    LOW = "low", "Low"
    VERY_LOW = "very_low", "Very low"
    NONE_FOUND = "none_found", "No evidence found"


WEAK: Final = frozenset({Certainty.LOW, Certainty.VERY_LOW, Certainty.NONE_FOUND})


class Direction(models.TextChoices):
    """Which way the effect points, as far as it is known."""

    HELPS = "helps", "Helps"
    NO_CLEAR_EFFECT = "no_clear_effect", "No clear effect"
    HARMS = "harms", "Harms"
    UNKNOWN = "unknown", "Unknown"


class InterventionKind(models.TextChoices):
    """What sort of service an intervention is."""

    TREATMENT = "psychological_treatment", "Psychological treatment"
    COUNSELLING = "counselling", "Counselling"
    RESIDENTIAL = "residential", "Residential treatment"
    MUTUAL_HELP = "mutual_help", "Mutual help"
    TRAINING = "training", "Training"
    COACHING = "coaching", "Coaching"
    SELF_MANAGEMENT = "self_management", "Self-management"
    MANAGEMENT = "management", "A step of the organisation"


class ReleaseState(models.TextChoices):
    """Where the employee's permission for a provider to report stands."""

    OFFERED = "offered", "Not answered yet"
    ACTIVE = "active", "In force"
    NOT_SIGNED = "not_signed", "Not signed"
    REVOKED = "revoked", "Revoked"
    EXPIRED = "expired", "Expired"
    ENDED = "ended", "Ended with its referral"


class WrittenBy(models.TextChoices):
    """How somebody revoked a release in writing, beside the page: any words will do, and no reason is asked."""

    SLIP = "slip", "On the slip of the release"
    LETTER = "letter", "By letter or e-mail"
    PROVIDER = "provider", "To the provider, who told us"


class ReportKind(models.TextChoices):
    """What a provider reports; none of them has room for what was said in a session."""

    RECEIPT = "receipt", "Referral received"
    INITIAL = "initial", "First evaluation"
    STATUS = "status", "Attendance"
    NON_PARTICIPATION = "non_participation", "Not taking part"
    FOLLOW_UP = "follow_up_evaluation", "Follow-up evaluation"
    COMPLETION = "completion", "Completion"
    SAFETY = "safety_notice", "Imminent danger"


class Recommended(models.TextChoices):
    """The category of what an evaluator recommends; the plan itself stays between the two."""

    NO_SERVICE = "no_service", "No service"
    EDUCATION = "education", "Education"
    SESSIONS = "sessions", "Individual sessions"
    GROUP = "group", "A group"
    PROGRAMME = "programme", "A programme"


class Complying(models.TextChoices):
    """Whether somebody keeps to what was arranged, as the provider reports it."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class Barrier(models.TextChoices):
    """What stood in the way, as a provider codes it, without its cause."""

    NO_SHOW = "no_show", "Did not come"
    DECLINED = "declined", "Declined to go on"
    ACCESS = "access", "Could not be reached"
    COST = "cost", "Cost"
    MEDICAL_ABSENCE = "medical_absence", "Absent for health reasons"
    PROVIDER_ENDED = "provider_ended", "The provider ended it"


class Restriction(models.TextChoices):
    """A limit on work tasks in functional words, without its cause (29 CFR 1630.14)."""

    NO_NIGHT_WORK = "no_night_work", "No night work"
    NO_TRAVEL = "no_travel", "No travel"
    NO_LONE_WORK = "no_lone_work", "No lone work"
    SHORTER_HOURS = "shorter_hours", "Shorter hours"
    TIME_OFF = "time_for_appointments", "Time for appointments"


class FileState(models.TextChoices):
    """Where a file that a provider handed in stands; until it is found clean, the custodian alone opens it."""

    QUARANTINED = "quarantined", "In quarantine"
    CLEAN = "clean", "Nothing beyond the list"
    OVER_DISCLOSURE = "over_disclosure", "Sealed: it tells more than it may"
    WRONG_PERSON = "wrong_person", "Sealed: about somebody else"


class QueryState(models.TextChoices):
    """Where the question to an employee stands what kept them from an appointment."""

    ASKED = "asked", "Not answered yet"
    ANSWERED = "answered", "Answered, not weighed yet"
    EXCUSED = "excused", "Excused"
    NOT_EXCUSED = "not_excused", "Not excused"
    UNANSWERED = "unanswered", "Not answered in time"
    DROPPED = "dropped", "No longer asked"


class Excuse(models.TextChoices):
    """Why an absence is no breach; what lies behind it stays in the compartment."""

    LEAVE = "approved_leave", "Approved leave"
    SICKNESS = "sickness", "Sickness"
    PROVIDER = "provider_failure", "The provider’s failure"
    ACCESS_OR_COST = "access_or_cost", "Access or cost"
    ORGANISATION = "organisation_failure", "The organisation’s failure"
    ACCOMMODATION = "accommodation_pending", "An adjustment that was still open"
    STAY = "legal_stay", "A stay"
    FORCE_MAJEURE = "force_majeure", "Beyond anybody’s control"


class Fitness(models.TextChoices):
    """What an examination of fitness for duty may answer: function, never its cause."""

    ABLE = "able", "Able to do the job"
    WITH_RESTRICTIONS = "able_with_restrictions", "Able, with limits on tasks"
    NOT_NOW = "not_now", "Not able for now"


class FitnessState(models.TextChoices):
    """Where an examination of fitness for duty stands: a record of its own, never part of a referral."""

    ASKED = "asked", "Waits for counsel"
    REFUSED = "refused", "Refused by counsel"
    APPROVED = "approved", "Approved, not offered yet"
    OFFERED = "offered", "Told to the employee"
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ToldState(models.TextChoices):
    """What those who decide the case are told of where a referral stands; its course is nobody's but the coordinator's."""

    PREPARED = "prepared", "Being prepared"
    APPROVED = "approved", "Approved"
    OFFERED = "offered", "Offered to the employee"
    NOT_TAKEN_UP = "not_taken_up", "Not taken up"
    UNDER_WAY = "under_way", "Under way"
    CLOSED = "closed", "Closed"


TOLD: Final = {
    ReferralState.CONSIDERED: ToldState.PREPARED,
    ReferralState.GATED: ToldState.APPROVED,
    ReferralState.OFFERED: ToldState.OFFERED,
    ReferralState.DECLINED: ToldState.NOT_TAKEN_UP,
    ReferralState.LAPSED: ToldState.NOT_TAKEN_UP,
    ReferralState.CLOSED: ToldState.CLOSED,
    ReferralState.VOIDED: ToldState.CLOSED,
}
