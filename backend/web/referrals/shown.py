"""What the page of a referral shows: what is next in it, its gate, its evidence, and its course for the coordinator alone."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.policy import permitted, scope
from backend.documents.models import Document
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.compartment import opened
from backend.referrals.contents import Memo
from backend.referrals.memo_letters import DecisionMemo
from backend.referrals.models import NecessityMemo, OfferedProvider, Referral, Safeguard
from backend.referrals.papers import citation_line, said_in
from backend.referrals.queries.gate import Condition, conditions_of
from backend.referrals.queries.register import is_stale, is_weak
from backend.referrals.vocabulary import ReferralState, ReleaseState
from backend.web.referrals.deeds import DEEDS

# Which act meets which condition of the gate.
MEETS: Final = {
    "memo": "memo",
    "counsel": "approve-memo",
    "grade": "evidence",
    "reading": "evidence",
    "why": "evidence",
    "safeguard": "safeguard",
    "providers": "providers",
    "licences": "providers",
    "ties": "providers",
    "conflicts": "providers",
    "secular": "providers",
    "payer": "said",
    "alternatives": "said",
    "leave": "said",
}


def deeds_open_to(referral: Referral, person: User) -> list[str]:
    """Name the acts that a person may do now, in the order in which they are offered."""
    fitting = {name: deed for name, deed in DEEDS.items() if referral.state in deed.states}
    may = permitted(person, sorted({deed.action for deed in fitting.values()}), referral)
    return [name for name, deed in fitting.items() if deed.action in may and _fits(referral, name)]


def _fits(referral: Referral, name: str) -> bool:
    """Leave an act out while it can't be done: the act itself decides, this only keeps the page plain."""
    match name:
        case "lapse":
            return bool(referral.answer_by and referral.answer_by < clock.now())
        case "release" | "hand-over":
            return not open_release(referral)
        case "approve-memo":
            return NecessityMemo.objects.filter(referral=referral, approved_at=None).exists()
        case "end-safeguard":
            return Safeguard.objects.filter(referral=referral, ended_on=None).exists()
        case _:
            return True


def open_release(referral: Referral) -> bool:
    """Tell whether a release waits for the employee or is in force."""
    return referral.releases.filter(state__in=[ReleaseState.OFFERED, ReleaseState.ACTIVE]).exists()


def gate_shown(referral: Referral, offered: list[str]) -> list[dict[str, Any]]:
    """Give the conditions of the gate as ticks, each with the way to meet it."""
    return [_condition(referral, each, offered) for each in conditions_of(referral)]


def _condition(referral: Referral, each: Condition, offered: list[str]) -> dict[str, Any]:
    name = MEETS.get(each.code, "")
    told: dict[str, Any] = {"text": each.words if each.met else each.missing, "met": each.met}
    if name in offered:
        told |= {
            "url": reverse("referral-act", args=[referral.reference, name]),
            "link": DEEDS[name].label,
            "follows": DEEDS[name].follows,
        }
    return told


def evidence_shown(referral: Referral) -> dict[str, Any]:
    """Give the evidence card of the service: how sure, which way, for whom it was studied, who says so."""
    grade = referral.grade
    readings = referral.readings.select_related("read_by__person").order_by("-read_at")
    return {
        "grade": grade,
        "is_weak": is_weak(grade),
        "is_stale": is_stale(grade, clock.today()),
        "sources": [citation_line(citation) for citation in grade.citations],
        "readings": list(readings),
    }


def memo_shown(referral: Referral) -> dict[str, Any]:
    """Give the memo with who wrote and who approved it, or nothing."""
    row = NecessityMemo.objects.filter(referral=referral).select_related("written_by__person", "approved_by__person")
    memo = row.first()
    if memo is None:
        return {}
    told = opened(Memo, memo.sealed, referral)
    return {
        "written": memo,
        "rows": [
            {"key": _("Observed facts"), "value": "\n".join(told.facts), "lines": True},
            {"key": _("How it relates to the job"), "value": told.job_relation, "lines": True},
            {"key": _("Why it is needed"), "value": told.necessity, "lines": True},
            {"key": _("What milder step was weighed"), "value": told.milder, "lines": True},
        ],
    }


def memo_paper(referral: Referral, person: User) -> Document | None:
    """Find the memo as it was sealed when the referral was approved, for somebody who may open it."""
    rows = scope(person, "document.open", Document.objects.filter(about=referral.key, kind=DecisionMemo.kind))
    found: Document | None = rows.order_by("-pk").first()
    return found


def said_shown(referral: Referral) -> list[dict[str, Any]]:
    """Give what the referral says to the employee and the provider."""
    said = said_in(referral)
    reasons = "\n".join(f"{line.reference}: {line.conduct} ({line.policy_clause})" for line in said.reasons)
    rows = [
        (_("Reason"), reasons),
        (_("What is asked for"), said.service),
        (_("Expected at work"), "\n".join(said.expectations)),
        (_("Who pays"), said.payer),
        (_("Appointments"), _("In working time") if said.in_working_time else _("Outside working time")),
        (_("Alternatives"), "\n".join(said.alternatives)),
        (_("Why only one provider"), said.only_one_because),
        (_("Leave"), said.leave),
        (_("If the employee declines"), said.without),
    ]
    return [{"key": key, "value": value, "lines": True} for key, value in rows if value]


def offered_shown(referral: Referral) -> list[OfferedProvider]:
    """List the providers in the choice."""
    return list(OfferedProvider.objects.filter(referral=referral).select_related("provider").order_by("part", "pk"))


def next_shown(referral: Referral, offered: list[str], conditions: list[dict[str, Any]]) -> dict[str, Any]:
    """Say what is next, as the server sees it."""
    missing = next((each for each in conditions if not each["met"] and each.get("url")), None)
    if missing:
        return {
            "heading": missing["link"],
            "text": missing["follows"],
            "action": missing["link"],
            "url": missing["url"],
        }
    unmet = [each["text"] for each in conditions if not each["met"]]
    names = [name for name in offered if name in ("approve-memo", "gate", "offer", "release", "send", "lapse", "close")]
    if names and not (names[0] == "gate" and unmet):
        deed = DEEDS[names[0]]
        url = reverse("referral-act", args=[referral.reference, names[0]])
        return {"heading": deed.label, "text": deed.follows, "action": deed.label, "url": url}
    if unmet:
        return {"heading": _("Waits for others"), "text": "; ".join(unmet)}
    return _waiting(referral)


def _waiting(referral: Referral) -> dict[str, Any]:
    told = {
        ReferralState.GATED: _("The coordinator offers it to the employee next."),
        ReferralState.OFFERED: _("The employee reads it and answers. They may accept or decline."),
        ReferralState.ACCEPTED: _("The employee decides about the release. Nothing is sent before they sign."),
    }
    words = told.get(ReferralState(referral.state), "")
    due = referral.answer_by if referral.state == ReferralState.OFFERED else None
    return {"heading": _("Nothing for you to do now"), "text": words, "due": due}
