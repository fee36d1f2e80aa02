"""The evidence review: both sides read what the report rests on and say what they want to say, before the report is final."""

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import lifecycle as case_lifecycle
from backend.cases.models import Case
from backend.cases.vocabulary import AllegationState, CaseState
from backend.deadlines.actions import meet_all, start_for
from backend.investigation.evidence_tables import EvidenceComment, EvidenceItem, EvidenceReview, ReviewAccess
from backend.investigation.evidence_words import Sensitivity
from backend.investigation.policy.evidence import SIDES
from backend.investigation.queries.evidence import open_review
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

TIME = "evidence.comment"

declare("evidence.open_review", "showed both sides the evidence that the report rests on", kind="change")
declare("evidence.end_review", "ended the evidence review", kind="change")
declare("evidence.comment", "commented on the evidence", kind="change")
declare("evidence.finish_comments", "said that they have nothing to add", kind="change")
declare("evidence.read_comments", "read what was said about the evidence", kind="read")


@case_lifecycle.move(
    "review_evidence",
    {CaseState.INVESTIGATING},
    CaseState.EVIDENCE_REVIEW,
    past="opened the evidence review",
    label="Open the evidence review",
)
def review_evidence(case: Case, *, actor: User) -> None:
    """Close the collecting of evidence once every allegation was answered, or its time has passed; both sides see what is relied on."""
    waiting = case.allegations.filter(state__in=[AllegationState.FRAMED, AllegationState.NOTICED])
    if waiting.exists():
        raise Refused(
            "Every allegation needs an answer, or its time to answer must have passed.", code="answer-outstanding"
        )
    _open(case, actor=actor)


def show_more(case: Case, *, actor: User) -> None:
    """Let the time for comments begin anew when both sides are shown something that they were not shown before."""
    if case.state == CaseState.EVIDENCE_REVIEW:
        end_review(case, actor=actor)
        _open(case, actor=actor)


def comment_on_evidence(
    access: ReviewAccess, *, actor: User, text: str, item: EvidenceItem | None = None
) -> EvidenceComment:
    """Say something about one item or about the evidence as a whole; the other side does not read it."""
    require(actor, "evidence.comment", access)
    if not text.strip():
        raise Invalid({"text": ["Write what you want to say."]})
    shown = EvidenceItem.objects.filter(case=access.review.case).shown_version()
    if item is not None and not shown.filter(pk=item.pk).exists():
        raise Invalid({"item": ["Choose one of the items that you are shown."]})
    comment = EvidenceComment(access=access, item=item, text=text.strip(), made_at=clock.now())
    return keep(comment, "evidence.comment", actor=actor)


def finish_comments(access: ReviewAccess, *, actor: User) -> ReviewAccess:
    """Say that there is nothing to add; when both sides have said so, the report need not wait any longer."""
    require(actor, "evidence.finish_comments", access)
    if access.finished_at is None:
        access.finished_at = clock.now()
    return keep(access, "evidence.finish_comments", actor=actor)


def end_review(case: Case, *, actor: User) -> None:
    """End the evidence review that is open, if one is."""
    review = open_review(case)
    if review is not None:
        review.ended_at = clock.now()
        keep(review, "evidence.end_review", actor=actor)
        meet_all(case, TIME, actor=actor)


def _open(case: Case, *, actor: User) -> None:
    """Show both sides what is relied on; where nothing is, there is nothing to wait for."""
    relied = EvidenceItem.objects.filter(case=case).relied_on()
    if not relied.exists():
        return
    copied = EvidenceItem.objects.filter(case=case, redaction_of__isnull=False, replaced_at=None)
    bare = relied.exclude(sensitivity=Sensitivity.ORDINARY).exclude(pk__in=copied.values("redaction_of"))
    if names := ", ".join(item.label for item in bare.order_by("number")):
        raise Refused(f"Add a redacted copy of {names} first: both sides will be shown it.", code="redaction-missing")
    with transaction.atomic():
        due = start_for(case, TIME, actor=actor)
        review = EvidenceReview(case=case, opened_at=clock.now(), floor_at=due.due_at, opened_by=actor)
        keep(review, "evidence.open_review", actor=actor)
        for party in case.parties.filter(role__in=SIDES).select_related("person").order_by("pk"):
            subjects = [(party.person.uid, party.role)]
            keep(ReviewAccess(review=review, party=party), "evidence.open_review", actor=actor, subjects=subjects)
