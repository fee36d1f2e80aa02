"""Earlier matters: an investigator learns of one only by a request that two others grant, and the respondent is told."""

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.cases.vocabulary import CaseState
from backend.decisions.models import SimilarFactRequest
from backend.decisions.vocabulary import SimilarFactState
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(SimilarFactRequest, "similar_fact")

declare("similar_fact.request", "asked to know of an earlier matter", kind="change")
declare("similar_fact.list", "listed requests about earlier matters", kind="read")
declare("similar_fact.view", "read a request about an earlier matter", kind="read")

ASKABLE = (CaseState.PLANNING, CaseState.INVESTIGATING, CaseState.EVIDENCE_REVIEW)


def request_similar_fact(case: Case, *, actor: User, reason: str, what: str) -> SimilarFactRequest:
    """Ask to know of an earlier matter of the same kind: which conduct, and why it bears on this allegation."""
    require(actor, "similar_fact.request", case)
    if case.state not in ASKABLE:
        raise Refused("An earlier matter is asked for while the case is investigated.", code="wrong-state")
    if not what.strip():
        raise Invalid({"what": ["Say which conduct you ask about: the kind, the setting, the way it was done."]})
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    asked = SimilarFactRequest(
        case=case, what=what.strip(), why=reason.strip(), requested_by=actor, requested_at=clock.now()
    )
    return keep(asked, "similar_fact.request", actor=actor, reason=reason)


@lifecycle.move(
    "support",
    {SimilarFactState.REQUESTED},
    SimilarFactState.SUPPORTED,
    past="supported the request about an earlier matter",
    label="Support the request",
)
def support_request(asked: SimilarFactRequest, *, actor: User) -> None:
    """Support the request, as intake: it is specific, and it bears on what is alleged."""
    asked.supported_by = actor


@lifecycle.move(
    "grant",
    {SimilarFactState.SUPPORTED},
    SimilarFactState.GRANTED,
    past="granted the request about an earlier matter",
    label="Grant the request",
)
def grant_request(asked: SimilarFactRequest, *, actor: User, told: str) -> None:
    """Grant the request, as counsel, and say what the investigator may know: no more than bears on this one."""
    if asked.supported_by_id == actor.pk:
        raise Refused("You supported this request; somebody else grants it.", code="second-person")
    if not told.strip():
        raise Invalid({"told": ["Write what the investigator may know of the earlier matter."]})
    asked.granted_by, asked.told = actor, told.strip()


@lifecycle.move(
    "refuse",
    {SimilarFactState.REQUESTED, SimilarFactState.SUPPORTED},
    SimilarFactState.REFUSED,
    past="refused the request about an earlier matter",
    label="Refuse the request",
)
def refuse_request(asked: SimilarFactRequest, *, actor: User) -> None:
    """Refuse the request: it is too wide, or does not bear on what is alleged."""


@lifecycle.move(
    "disclose",
    {SimilarFactState.GRANTED},
    SimilarFactState.DISCLOSED,
    past="told the respondent of the earlier matter that is relied on",
    label="Note that the respondent was told",
)
def disclose_similar_fact(asked: SimilarFactRequest, *, actor: User, how: str) -> None:
    """Note that the respondent was told of the earlier matter and could answer; only then may a finding rest on it."""
    if not how.strip():
        raise Invalid({"how": ["Say how and when the respondent was told, for example in which interview."]})
    asked.disclosed_at, asked.disclosed_how = clock.now(), how.strip()


@lifecycle.move(
    "set_aside",
    {SimilarFactState.GRANTED},
    SimilarFactState.SET_ASIDE,
    past="set the earlier matter aside",
    label="Do not rely on it",
)
def set_aside_similar_fact(asked: SimilarFactRequest, *, actor: User) -> None:
    """Set the earlier matter aside: no finding rests on it, so the respondent need not answer it."""
