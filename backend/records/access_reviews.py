"""Recording that somebody looked at who can see what, and what they found."""

from typing import Final

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Forbidden, Invalid
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.records.access_reach import grants_of, reach_of_case, reach_of_person
from backend.records.models import AccessReview, AccessVerdict

declare("access.review", "recorded a review of who can see what", kind="access")
declare("access.look", "looked at who can see what", kind="read")
declare("access.look_back", "looked for readers without access", kind="read")
declare("access_review.view", "read a review of access", kind="read")
declare("access_review.list", "listed reviews of access", kind="read")

MOST: Final = 1000


def review_case_access(case: Case, *, actor: User, reason: str, verdict: str, findings: str = "") -> AccessReview:
    """Record that somebody looked at who can see a case, and whether it is in order."""
    require(actor, "case.review_access", case)
    return _record(reach_of_case(case).seen, actor=actor, reason=reason, verdict=verdict, findings=findings, case=case)


def review_person_access(person: Person, *, actor: User, reason: str, verdict: str, findings: str = "") -> AccessReview:
    """Record that somebody looked at what one person can see, and whether it is in order; nobody reviews themselves."""
    require(actor, "person.review_access", person)
    if person.pk == actor.person_id:
        raise Forbidden("Nobody reviews their own access.", code="own-review")
    reach = reach_of_person(person, reader=actor, grants=list(grants_of(person, actor)[:MOST]))
    return _record(reach.seen, actor=actor, reason=reason, verdict=verdict, findings=findings, subject=person)


def _record(
    seen: dict[str, int],
    *,
    actor: User,
    reason: str,
    verdict: str,
    findings: str,
    case: Case | None = None,
    subject: Person | None = None,
) -> AccessReview:
    problems = {
        "verdict": [] if verdict in AccessVerdict.values else ["Choose whether it is in order."],
        "findings": ["Say what has to change."] if verdict == AccessVerdict.TO_CHANGE and not findings.strip() else [],
        "reason": [] if reason.strip() else ["Say what you looked at."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    now = clock.now()
    review = AccessReview(
        reference=new_reference("ARV", now.date()),
        case=case,
        subject=subject,
        reviewed_by=actor,
        reviewed_at=now,
        verdict=verdict,
        findings=findings.strip(),
        note=reason.strip(),
        seen=seen,
    )
    about = case.key if case else subject.key if subject else ""
    facts: dict[str, Json] = {"about": about, "verdict": verdict, **seen}
    subjects = [(subject.uid, "reviewed")] if subject else []
    return keep(review, "access.review", actor=actor, reason=reason, ctx=facts, subjects=subjects)
