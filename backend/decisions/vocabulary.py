"""Controlled words about findings, outcomes, remedies and appeals."""

from django.db import models


class Factual(models.TextChoices):
    """Whether it happened. Not substantiated means short of the standard; it does not mean that it did not happen."""

    SUBSTANTIATED = "substantiated", "Substantiated"
    PARTIALLY = "partially_substantiated", "Partially substantiated"
    NOT_SUBSTANTIATED = "not_substantiated", "Not substantiated"
    UNFOUNDED = "unfounded", "Unfounded"
    UNDETERMINED = "undetermined", "Could not be determined"


class PolicyResult(models.TextChoices):
    """Whether what happened broke a policy."""

    BREACH = "breach", "Breach of policy"
    NO_BREACH = "no_breach", "No breach of policy"
    OTHER_CONCERN = "other_concern", "Another concern"
    NOT_RECORDED = "not_recorded", "Not recorded"


STANDS = (Factual.SUBSTANTIATED, Factual.PARTIALLY)


class Severity(models.IntegerChoices):
    """How grave conduct of this kind is. It guides the range of outcomes and never decides one."""

    ISOLATED = 1, "1: isolated, without contact, no power gap"
    REPEATED = 2, "2: repeated, or targeted, or with a power gap"
    CONTACT = 3, "3: contact, continued after objection, several affected, or retaliatory in tone"
    GRAVE = 4, "4: assault, coercion or an exchange demanded, retaliation, or a vulnerable person"


class VersionOf(models.TextChoices):
    """At which point a finding stood so."""

    PROPOSED = "proposed", "As proposed"
    SENT_BACK = "sent_back", "As it was when it was sent back"
    ADOPTED = "adopted", "As it was before the appeal"
    REMITTED = "remitted", "As it was when the appeal sent it back"


class SimilarFactState(models.TextChoices):
    """Where a request to know of an earlier matter stands."""

    REQUESTED = "requested", "Waiting for intake"
    SUPPORTED = "supported", "Waiting for counsel"
    GRANTED = "granted", "Granted, the respondent not told yet"
    DISCLOSED = "disclosed", "Granted, and told to the respondent"
    SET_ASIDE = "set_aside", "Not relied on"
    REFUSED = "refused", "Refused"


class OutcomeKind(models.TextChoices):
    """What may follow, from the mildest to the gravest; then what the organisation itself owes."""

    NO_ACTION = "no_action", "No action"
    CLARIFICATION = "clarification", "Clarification"
    COACHING = "coaching", "Coaching"
    ACCOUNTABILITY_MEETING = "accountability_meeting", "Formal accountability meeting"
    EXPECTATIONS_MEMO = "expectations_memo", "Expectations memo"
    TRAINING = "training", "Training"
    WRITTEN_WARNING = "written_warning", "Written warning"
    FINAL_WARNING = "final_warning", "Final written warning"
    SUSPENSION = "suspension", "Suspension"
    DEMOTION = "demotion", "Demotion"
    TRANSFER = "transfer_respondent", "Transfer of the respondent"
    ACCOUNTABILITY_AGREEMENT = "accountability_agreement", "Accountability agreement"
    LAST_CHANCE = "last_chance_agreement", "Last-chance agreement"
    DISMISSAL = "dismissal", "Dismissal"
    RESIGNED = "resigned", "Resigned before the decision"
    ORG_REMEDY = "org_remedy", "Change in the organisation"
    UNKNOWN = "unknown", "Not recorded"


NEEDS_FINDING = frozenset(OutcomeKind.values) - {
    OutcomeKind.NO_ACTION,
    OutcomeKind.CLARIFICATION,
    OutcomeKind.ORG_REMEDY,
    OutcomeKind.UNKNOWN,
}
WARNINGS = frozenset({OutcomeKind.WRITTEN_WARNING, OutcomeKind.FINAL_WARNING})
GRAVEST = frozenset({OutcomeKind.LAST_CHANCE, OutcomeKind.DISMISSAL})  # approved by a decision maker or an executive

# The rungs, from the mildest to the gravest. What stands on none (training, a change in the organisation) skips none.
LADDER: tuple[frozenset[str], ...] = (
    frozenset({OutcomeKind.CLARIFICATION}),
    frozenset({OutcomeKind.COACHING}),
    frozenset({OutcomeKind.ACCOUNTABILITY_MEETING}),
    frozenset({OutcomeKind.EXPECTATIONS_MEMO}),
    frozenset({OutcomeKind.WRITTEN_WARNING}),
    frozenset({OutcomeKind.FINAL_WARNING}),
    frozenset(
        {
            OutcomeKind.ACCOUNTABILITY_AGREEMENT,
            OutcomeKind.DEMOTION,
            OutcomeKind.TRANSFER,
            OutcomeKind.SUSPENSION,
        }
    ),
    frozenset({OutcomeKind.LAST_CHANCE}),
    frozenset({OutcomeKind.DISMISSAL}),
)


class Factor(models.TextChoices):
    """The twelve points that an outcome is weighed by, for and against."""

    NATURE = "nature", "Nature and seriousness of the conduct"
    POSITION = "position", "Position, and contact with others at work"
    PAST_DISCIPLINE = "past_discipline", "Earlier discipline that still counts"
    WORK_RECORD = "work_record", "Length of service and work record"
    TRUST = "trust", "Effect on trust in the person’s work"
    CONSISTENCY = "consistency", "Consistency with what followed for others"
    TABLE = "table_of_penalties", "Consistency with the policy’s range"
    NOTORIETY = "notoriety", "Effect on the organisation’s standing"
    CLARITY = "clarity_of_notice", "How clearly the rule was known"
    CHANGE = "potential_for_change", "Prospect of change"
    MITIGATING = "mitigating", "Mitigating circumstances"
    ALTERNATIVES = "alternatives", "Whether something milder would do"


class RemedyKind(models.TextChoices):
    """What the organisation puts right for somebody who was affected."""

    RESTORE_LEAVE = "restore_leave", "Leave given back"
    CORRECT_REVIEW = "correct_review", "Appraisal corrected"
    RESTORE_PAY = "restore_pay", "Pay made good"
    SCHEDULE = "schedule", "Working hours or place"
    TRANSFER = "transfer_by_own_wish", "Transfer by their own wish"
    SUPPORT = "support", "Support"
    APOLOGY = "apology_by_organisation", "Apology by the organisation"
    OTHER = "other", "Other"


class RemedyState(models.TextChoices):
    """Where a remedy stands."""

    OWED = "owed", "To be done"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer due"


class DisclosureState(models.TextChoices):
    """Where a decision to tell the complainant more stands."""

    PROPOSED = "proposed", "Waits for approval"
    APPROVED = "approved", "Approved, not told yet"
    REFUSED = "refused", "Refused"
    TOLD = "told", "Told by letter"


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    FILED = "filed", "Filed"
    ADMISSIBLE = "admissible", "Admitted"
    INADMISSIBLE = "inadmissible", "Not admitted"
    UNDER_REVIEW = "under_review", "Under review"
    DISMISSED = "dismissed", "Dismissed"
    VARIED = "varied", "Decision changed"
    OVERTURNED = "overturned", "Decision set aside"
    REMITTED = "remitted", "Sent back"
    COMMUNICATED = "communicated", "Told to both sides"
    FINAL = "final", "Final"


DECIDED_APPEALS = frozenset({AppealState.DISMISSED, AppealState.VARIED, AppealState.OVERTURNED, AppealState.REMITTED})


class AppealGround(models.TextChoices):
    """On what an appeal can rest."""

    PROCEDURAL = "procedural_irregularity", "The procedure was not followed, and that mattered."
    NEW_EVIDENCE = "new_evidence", "There is new evidence."
    BIAS = "bias_conflict", "Someone who decided was not impartial."
    UNREASONABLE = "unreasonable_on_evidence", "The finding does not follow from the evidence."
    DISPROPORTIONATE = "disproportionate", "The outcome is out of proportion."


class AppealSide(models.TextChoices):
    """Which side appeals."""

    COMPLAINANT = "complainant", "Complainant"
    RESPONDENT = "respondent", "Respondent"
