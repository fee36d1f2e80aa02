"""Controlled words of plans, interviews, statements, requests for confidentiality, contested facts, stays and deferrals."""

from django.db.models import TextChoices


class PlanState(TextChoices):
    """Where the plan of an investigation stands."""

    DRAFT = "draft", "Being drafted"
    SUBMITTED = "submitted", "Waiting for approval"
    RETURNED = "returned", "Sent back"
    APPROVED = "approved", "Approved"


class InterviewState(TextChoices):
    """Where an interview stands; what became of its record is the state of the statement."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"
    NO_SHOW = "no_show", "Person did not come"


class StatementState(TextChoices):
    """Where the record of what somebody said stands."""

    DRAFT = "draft", "Being written"
    OFFERED = "offered", "Waiting to be checked"
    CORRECTED = "corrected", "Corrections received"
    SIGNED = "signed", "Signed"
    DECLINED = "declined", "Not signed"


class Medium(TextChoices):
    """How an interview is held."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video call"
    PHONE = "phone", "By telephone"
    WRITTEN = "written", "In writing"


class Recording(TextChoices):
    """How the words are kept; sound is recorded only with consent."""

    NOTES = "notes", "By notes only"
    CONSENTED = "consented", "Sound recorded, with consent"
    REFUSED = "refused", "Consent to a recording was asked and not given"


class Advisory(TextChoices):
    """What was said before the first question."""

    ROLE = "role", "The part that the person has, and that the investigator decides nothing"
    NO_RETALIATION = "no_retaliation", "Nobody may be treated worse for taking part in good faith"
    LIMITS = "confidentiality_limits", "What stays confidential, and that secrecy can’t be promised"
    COMPANION = "companion", "That a companion may be present"
    COUNSEL = "upjohn", "The lawyer acts for the organisation, not for the person"
    UNION = "weingarten", "The right to a union representative, where it holds"


class Bearing(TextChoices):
    """Which way what was weighed points, on one contested fact. It is no number and no verdict on a person."""

    SUPPORTS = "supports", "Speaks for the account"
    AGAINST = "against", "Speaks against the account"
    NEUTRAL = "neutral", "Points neither way"


class Factor(TextChoices):
    """On what an account of a contested fact is weighed. Demeanour alone is never enough."""

    PLAUSIBILITY = "plausibility", "Plausibility"
    CORROBORATION = "corroboration", "Corroboration"
    MOTIVE = "motive", "Reason to say something untrue"
    CONSISTENCY = "consistency", "Consistency over time"
    PAST_RECORD = "past_record", "Earlier findings"
    DEMEANOUR = "demeanour", "Manner of speaking"


class StayBasis(TextChoices):
    """Why an investigation has to wait."""

    POLICE = "police_request", "Request of the police or a prosecutor"
    AGENCY = "agency_request", "Request of another authority"
    INCAPACITY = "party_incapacity", "A party can’t take part for now"


class DeferralGround(TextChoices):
    """Why the respondent is given notice later."""

    EVIDENCE = "evidence_at_risk", "Evidence could be lost"
    SAFETY = "safety_at_risk", "Somebody’s safety is at risk"


class TaskSource(TextChoices):
    """Where a task comes from."""

    HAND = "hand", "Added by hand"
    TEMPLATE = "template", "From the template"
    SYSTEM = "system", "Set by the process"


class Confirmation(TextChoices):
    """What a signature under a statement means."""

    CONFIRM = "confirm", "I confirm that this is what I said, as far as I remember."
    AS_CORRECTED = "as_corrected", "I confirm it with the corrections that I asked for."
