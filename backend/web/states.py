"""How states and kinds of entries look: one tone for each state, one sign for each kind, beside the words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# “info” is under way, “ok” is settled, “warn” waits for somebody, “bad” needs attention; every other state is “mute”.
TONES = {
    "info": (
        "acknowledged in_triage accepted assigned conflict_cleared planning investigating evidence_review report_draft "
        "legal_review report_final noticed answered examined proposed under_review in_force active implementing "
        "monitoring sent running in_progress legal_reviewed approved submitted countersigned live issued in_service "
        "follow_up handed_in under_way reviewed opened determined consequence_decided preconditions_check in_place"
    ),
    "ok": (
        "adopted affirmed findings_decided outcome_decided decided final completed verified discharged met done signed held "
        "cured excused clean complied delivered signed_by_employee communicated granted approved_with_plan returned"
    ),
    "warn": (
        "offered due no_answer stayed appealed amendment_offered suspended grace response_due waiting triage reopened "
        "varied filed something_missing retrying suspected no_response quarantined asked unanswered responded escalated "
        "minor requested deferred change_suggested"
    ),
    "bad": (
        "overdue breached missed terminated refused dead failed rejected overturned bounced material referred_as_breach "
        "over_disclosure wrong_person not_excused"
    ),
}
_TONE = {state: tone for tone, states in TONES.items() for state in states.split()}


@dataclass(frozen=True)
class Look:
    """The sign, the tone and the name of a kind of timeline entry."""

    icon: str
    tone: str
    label: Promise


KINDS: dict[str, Look] = {
    "change": Look("pencil-square", "", _("Change")),
    "read": Look("eye", "", _("View")),
    "access": Look("lock-closed", "warn", _("Access")),
    "document": Look("document-text", "", _("Document")),
    "signature": Look("pencil", "accent", _("Signature")),
    "export": Look("arrow-down-tray", "warn", _("Export")),
    "sign_in": Look("key", "", _("Sign-in")),
    "job": Look("clock", "", _("Scheduled job")),
    "system": Look("clock", "", _("System")),
    "note": Look("chat-bubble-left-ellipsis", "", _("Note")),
    "message": Look("envelope", "info", _("Message")),
    "interview": Look("chat-bubble-bottom-center-text", "", _("Interview")),
    "evidence": Look("paper-clip", "", _("Evidence")),
    "decision": Look("scale", "accent", _("Decision")),
}


def tone_of(state: str) -> str:
    """Give the tone of a state; a state without one is quiet."""
    return _TONE.get(state, "mute")
