"""The evidence register: what is known of each intervention, for each track of conduct, reviewed again by a day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.vocabulary import Track
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.models import User
from backend.referrals.actions.lengths import too_long
from backend.referrals.models import EvidenceGrade, Intervention
from backend.referrals.policy.registers import may_keep_register
from backend.referrals.queries.register import current_grade
from backend.referrals.vocabulary import Certainty, Direction, InterventionKind

LONGEST_REVIEW = relativedelta(years=2)
CODE = re.compile(r"[a-z][a-z0-9_-]{1,59}")

declare("intervention.add", "added an intervention to the evidence register", kind="change")
declare("intervention.edit", "changed how the evidence register describes an intervention", kind="change")
declare("intervention.grade", "graded the evidence for an intervention", kind="change")
declare("intervention.retire", "took an intervention out of the offer", kind="change")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What sort of service an intervention is, as the gate must know it."""

    code: str
    name: str
    kind: str
    name_de: str = ""
    clinical: bool = False
    involves_others: bool = False
    faith_based: bool = False
    needs_leave: bool = False


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a review of the evidence found: how sure, in which direction, for whom, and on which sources."""

    track: str
    certainty: str
    direction: str
    summary: str
    applicability: str
    citations: Sequence[Mapping[str, object]]
    reviewed_on: date
    review_due: date
    summary_de: str = ""
    applicability_de: str = ""


def add_intervention(kind: Kind, *, actor: User, reason: str = "") -> Intervention:
    """Add a kind of service to the register; it can be referred to once its evidence is graded."""
    if not may_keep_register(actor):
        raise Forbidden
    if Intervention.objects.filter(code=kind.code).exists():
        raise Refused("This code stands in the register already.", code="intervention-listed", field="code")
    _check(kind)
    return keep(Intervention(**vars(kind)), "intervention.add", actor=actor, reason=reason)


def edit_intervention(intervention: Intervention, kind: Kind, *, actor: User, reason: str = "") -> Intervention:
    """Change how the register describes an intervention; its code stays, because earlier records name it."""
    require(actor, "intervention.edit", intervention)
    if kind.code != intervention.code:
        raise Refused("The code of an intervention stays as it is.", code="code-fixed", field="code")
    _check(kind)
    for name, value in vars(kind).items():
        setattr(intervention, name, value)
    return keep(intervention, "intervention.edit", actor=actor, reason=reason)


def grade_evidence(intervention: Intervention, review: Review, *, actor: User, reason: str = "") -> EvidenceGrade:
    """Add a review of the evidence; what earlier referrals rested on stays as it was."""
    require(actor, "intervention.grade", intervention)
    if intervention.retired_on is not None:
        raise Refused("This is not offered any more: it needs no review.", code="intervention-retired")
    problems = _problems(review)
    if problems:
        raise Invalid(problems)
    latest = current_grade(intervention, review.track)
    told = {**vars(review), "citations": [dict(citation) for citation in review.citations]}
    grade = EvidenceGrade(
        intervention=intervention, number=latest.number + 1 if latest else 1, reviewed_by=actor, **told
    )
    return keep(grade, "intervention.grade", actor=actor, reason=reason)


def retire_intervention(intervention: Intervention, *, actor: User, reason: str) -> Intervention:
    """Take an intervention out of the offer; what was referred to it goes on."""
    require(actor, "intervention.retire", intervention)
    if intervention.retired_on is not None:
        raise Refused("It was taken out of the offer already.", code="intervention-retired")
    intervention.retired_on = clock.today()
    return keep(intervention, "intervention.retire", actor=actor, reason=reason)


def _check(kind: Kind) -> None:
    problems = too_long(Intervention, vars(kind))
    if not CODE.fullmatch(kind.code):
        problems["code"] = ["Use small letters, digits and underscores, for example group_sessions."]
    if not kind.name.strip():
        problems["name"] = ["Write this."]
    if kind.kind not in InterventionKind.values:
        problems["kind"] = [f"Choose of: {', '.join(InterventionKind.labels)}."]
    if problems:
        raise Invalid(problems)


def _problems(review: Review) -> dict[str, list[str]]:
    known = {"track": Track, "certainty": Certainty, "direction": Direction}
    problems = {
        name: [f"Choose of: {', '.join(map(str, words.labels))}."]
        for name, words in known.items()
        if getattr(review, name) not in words.values
    }
    today = clock.today()
    if review.reviewed_on > today:
        problems["reviewed_on"] = ["This day has not come yet."]
    if not review.reviewed_on < review.review_due <= review.reviewed_on + LONGEST_REVIEW:
        problems["review_due"] = ["Review it again within two years."]
    if wrong := _wrong_with(review.citations, needed=review.certainty != Certainty.NONE_FOUND):
        problems["citations"] = [wrong]
    if review.certainty == Certainty.NONE_FOUND and review.direction != Direction.UNKNOWN:
        problems["direction"] = ["Where no evidence was found, the direction is unknown."]
    if not review.summary.strip():
        problems["summary"] = ["Say in a sentence what is known."]
    if not review.applicability.strip():
        problems["applicability"] = ["Say for whom it was studied, and how far that is from a workplace."]
    return problems


def _wrong_with(citations: Sequence[Mapping[str, object]], *, needed: bool) -> str:
    if needed and not citations:
        return "Name at least one source, or say that no evidence was found."
    if any(not str(each.get("title") or "").strip() for each in citations):
        return "Give the title of every source."
    led = [str(each.get("url") or "https://") for each in citations]
    if any(not url.startswith(("https://", "http://")) for url in led):
        return "An address of a source begins with https:// or http://."
    return ""
