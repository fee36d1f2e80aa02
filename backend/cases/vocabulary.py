"""Controlled words about cases, parties and allegations."""

from django.db.models import TextChoices


class CaseState(TextChoices):
    """Where a case stands."""

    OPENED = "opened", "Opened"
    CONFLICT_CLEARED = "conflict_cleared", "Conflicts checked"
    ASSIGNED = "assigned", "Assigned"
    PLANNING = "planning", "Planning"
    INVESTIGATING = "investigating", "Investigating"
    STAYED = "stayed", "Stayed"
    EVIDENCE_REVIEW = "evidence_review", "Evidence review"
    LEGAL_REVIEW = "legal_review", "Legal review"
    REPORT_FINAL = "report_final", "Report final"
    FINDINGS_DECIDED = "findings_decided", "Findings decided"
    OUTCOME_DECIDED = "outcome_decided", "Outcome decided"
    IMPLEMENTING = "implementing", "Putting into effect"
    MONITORING = "monitoring", "Monitoring"
    REOPENED = "reopened", "Reopened"
    CLOSED = "closed", "Closed"
    ADMINISTRATIVELY_CLOSED = "administratively_closed", "Closed without a decision"


ENDED = (CaseState.CLOSED, CaseState.ADMINISTRATIVELY_CLOSED)
ONGOING = tuple(
    state for state in CaseState if state not in ENDED
)  # asked for by name, a database finds the few by their index


class CaseKind(TextChoices):
    """What a case is about."""

    HARASSMENT = "harassment", "Harassment"
    DISCRIMINATION = "discrimination", "Discrimination"
    RETALIATION = "retaliation", "Retaliation"
    BULLYING = "bullying", "Bullying"
    CONDUCT = "conduct", "Other conduct"
    AGREEMENT_BREACH = "agreement_breach", "Breach of an agreement"
    MGMT_FAILURE = "mgmt_failure_to_act", "A manager’s failure to act"


class Standard(TextChoices):
    """How sure a finding must be."""

    PREPONDERANCE = "preponderance", "More likely than not (balance of probabilities)"
    CLEAR = "clear_and_convincing", "Clear and convincing evidence"
    REASONABLE_BELIEF = "reasonable_belief", "Reasonable belief after a reasonable investigation"
    UNKNOWN = "unknown", "Not recorded"


class PartyRole(TextChoices):
    """What somebody is to a case."""

    REPORTER = "reporter", "Reporter"
    COMPLAINANT = "complainant", "Complainant"
    RESPONDENT = "respondent", "Respondent"
    WITNESS = "witness", "Witness"
    AFFECTED_OTHER = "affected_other", "Also affected"
    SUPPORT = "support", "Support person"
    REPRESENTATIVE = "representative", "Representative"


class CaseRole(TextChoices):
    """What somebody on the staff side does in one case."""

    INTAKE = "intake", "Intake coordinator"
    INVESTIGATOR = "investigator", "Investigator"
    DECISION_MAKER = "decision_maker", "Decision maker"
    APPROVER = "approver", "Approver"
    APPEAL_REVIEWER = "appeal_reviewer", "Appeal reviewer"
    HR_PARTNER = "hr_partner", "HR business partner"
    COUNSEL = "counsel", "Legal counsel"
    WATCHER = "watcher", "Watcher for retaliation"


class AllegationState(TextChoices):
    """Where an allegation stands."""

    FRAMED = "framed", "Framed"
    NOTICED = "noticed", "Put to the respondent"
    ANSWERED = "answered", "Answered"
    NO_ANSWER = "no_answer", "No answer given"
    EXAMINED = "examined", "Examined"
    PROPOSED = "proposed", "Finding proposed"
    ADOPTED = "adopted", "Finding adopted"
    APPEALED = "appealed", "Under appeal"
    AFFIRMED = "affirmed", "Affirmed on appeal"
    VARIED = "varied", "Varied on appeal"
    OVERTURNED = "overturned", "Overturned"
    FINAL = "final", "Final"
    HISTORIC = "historic", "Imported without a finding"


FOUND = (  # a finding was proposed or decided; after an appeal some are decided while others are looked into again
    AllegationState.PROPOSED,
    AllegationState.ADOPTED,
    AllegationState.AFFIRMED,
    AllegationState.VARIED,
    AllegationState.OVERTURNED,
    AllegationState.FINAL,
)


class Track(TextChoices):
    """Whether the conduct affected somebody: a track of conduct, not of people."""

    AFFECTS_OTHERS = "affects_others", "Affects others"
    SELF_DIRECTED = "self_directed", "Affects nobody else"


class Response(TextChoices):
    """How the respondent answered an allegation."""

    ADMIT = "admit", "It happened as described"
    PART = "part", "It happened in part, or differently"
    DENY = "deny", "It did not happen"
    NONE = "none", "No answer"


class ClosureReason(TextChoices):
    """Why a case ended."""

    DECIDED = "decided", "Decided"
    NO_NEXUS = "no_nexus", "No link to work"
    OUT_OF_POLICY = "out_of_policy", "Not covered by a policy"
    INSUFFICIENT = "insufficient_after_followup", "Not enough to go on"
    WITHDRAWN = "withdrawn_duty_reviewed", "Withdrawn, after the employer’s duty was weighed"
    INFORMALLY = "resolved_informally_by_consent", "Resolved informally, by consent of both"
    DUPLICATE = "duplicate_merged", "Merged with another matter"
    TRANSFERRED = "transferred_authority", "Handed to an authority"
    UNIDENTIFIED = "respondent_unidentified", "Respondent not identified"
    HISTORIC = "historic", "Closed before it was imported"


class WaiverState(TextChoices):
    """Where a request for a waiver of a conflict stands."""

    ASKED = "asked", "Asked for"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"


class ChallengeState(TextChoices):
    """Where a challenge of somebody who works on a case stands."""

    MADE = "made", "Waiting for an answer"
    UPHELD = "upheld", "Upheld"
    DISMISSED = "dismissed", "Not upheld"


class LeaveReason(TextChoices):
    """Why somebody left a case before their work was done."""

    RECUSED = "recused", "Stepped aside"
    SUSPENDED = "suspended", "A conflict of interest arose"
    CHALLENGED = "challenged", "A challenge was upheld"
    ROUTED = "routed", "The case went to the independent channel"


class Declared(TextChoices):
    """What everybody who is to work on a case is asked about; a yes is told in words."""

    FAMILY = "family", "Are you related to anybody in this case?"
    RELATIONSHIP = "relationship", "Have you, or had you, a close personal relationship with anybody in it?"
    FINANCIAL = "financial", "Do you share a financial interest with anybody in it?"
    TEAM = "team", "Have you been in the same team as anybody in it in the last 24 months?"
    ADVOCATE = "advocate", "Have you acted for anybody in it, or decided an appeal of theirs?"
    EARLIER = "earlier", "Have you had another part in an earlier matter of anybody in it?"
    OTHER = "other", "Is there anything else that could make others doubt that you are impartial?"
