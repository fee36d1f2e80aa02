"""Decisions waiting: what somebody who decides, approves or reviews has to decide, the most pressing first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.agreements.queries.next_steps import open_cases, steps_for
from backend.audit.reads import listed
from backend.cases.queries import holders_of
from backend.cases.vocabulary import CaseRole
from backend.web.pages import PersonRequest, signed_in
from backend.web.steps import soonest_first, told

DECISIONS = (
    "finding.adopt",
    "case.decide_findings",
    "outcome.decide",
    "outcome.approve",
    "agreement.approve",
    "agreement.choose_alternative",
    "agreement.complete",
    "appeal.review",
    "case.close",
)
LOOKED_AT = 200


@require_safe
@signed_in
def waiting(request: PersonRequest) -> HttpResponse:
    """List what waits for this person's decision: age, urgency, investigator, and until when."""
    cases = {case.reference: case for case in open_cases(request.user)[:LOOKED_AT]}
    mine, _others = steps_for(request.user, cases.values())
    steps = soonest_first(told(step, request.user) for step in mine if step.action in DECISIONS)
    listed([cases[step.reference] for step in steps if step.reference in cases], "case.list", actor=request.user)
    columns = [
        {"label": label}
        for label in (_("What to decide"), _("Case"), _("Opened"), _("Urgency"), _("Investigator"), _("Due"))
    ]
    rows = [{"cells": _cells(step, cases[step.reference])} for step in steps if step.reference in cases]
    return render(request, "web/decisions/waiting.html", {"rows": rows, "columns": columns, "number": len(rows)})


def _cells(step: Any, case: Any) -> list[dict[str, Any]]:
    investigators = ", ".join(holders_of(case, CaseRole.INVESTIGATOR))
    due = {"due": step.due, "tag": None} if step.due else {"text": _("No date")}
    return [
        {"text": step.label, "url": step.url, "main": True, "note": step.why},
        {
            "text": case.title,
            "url": reverse("case", args=[case.reference]),
            "reference": case.reference,
            "label": _("Case"),
        },
        {"day": case.opened_at, "label": _("Opened")},
        {"text": case.get_priority_display(), "label": _("Urgency")},
        {"text": investigators or "–", "label": _("Investigator")},
        {**due, "label": _("Due")},
    ]
