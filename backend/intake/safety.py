"""Questions about the situation, never about a person. Each is called like the flag of triage that a “yes” suggests."""

from django.db.models import TextChoices

from backend.intake.vocabulary import TriageFlag


class SafetyQuestion(TextChoices):
    """What a reporter is asked about safety; no answer is needed, and “not sure” is one."""

    IMMEDIATE_DANGER = TriageFlag.IMMEDIATE_DANGER.value, "Is anybody in danger now?"
    WEAPON_THREAT = TriageFlag.WEAPON_THREAT.value, "Was there a weapon, or a threat of violence?"
    ONGOING_CONTACT = TriageFlag.ONGOING_CONTACT.value, "Do the people still meet at work?"
    SELF_HARM = TriageFlag.SELF_HARM.value, "Do you fear that somebody may harm themselves?"
    EVIDENCE_LOSS = TriageFlag.EVIDENCE_LOSS.value, "May messages, recordings or other traces be lost soon?"
    MINOR_OR_VULNERABLE = TriageFlag.MINOR_OR_VULNERABLE.value, "Is anybody under 18, or in need of special protection?"
    SUSPECTED_CRIME = TriageFlag.SUSPECTED_CRIME.value, "Could it be a crime?"
    RETALIATION_STARTED = TriageFlag.RETALIATION_STARTED.value, "Has anybody been treated worse for speaking up?"


class Answer(TextChoices):
    """An answer about the situation."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_SURE = "not_sure", "Not sure"


class ReportPart(TextChoices):
    """The parts of a report, which may be told in any order; only the first is required."""

    WHAT = "what", "What happened"
    WHEN = "when", "When and where"
    WHO = "who", "Who"
    FILES = "files", "Files"
    WISHES = "wishes", "What you want to happen"
    SAFETY = "safety", "Safety"
    KNOWN = "known", "What the employer knew"
    NAME = "name", "How your name is handled"
