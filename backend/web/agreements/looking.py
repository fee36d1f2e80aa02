"""Looking at an agreement before it is offered: as its monitor will know it, beside an earlier draft, and what a move asks of it."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.access.policy import scope
from backend.access.roles import has_role
from backend.agreements.checking import clauses_for_counsel, lasts_longer
from backend.agreements.models import Agreement
from backend.agreements.queries.drafts import Compared, compare_texts, texts_of
from backend.audit.reads import viewed
from backend.clauses.policy import READERS
from backend.web.agreements.extract import extract_of_agreement
from backend.web.differences import word_differences
from backend.web.forms.agreement_moves import ApproveAgreementForm, ReviewForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, page

SEEN = Agreement.objects.select_related("case", "person")


@require_safe
@page(SEEN, "agreement.view")
def as_monitor(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Show, to those who work on it, what its monitor knows of an agreement, and that this is all."""
    if agreement.person_id == request.user.person_id:
        return redirect("my-agreement", agreement.reference)
    viewed(agreement, "agreement.view", actor=request.user, ctx={"part": "monitor"})
    shown = {"extract": extract_of_agreement(agreement), **_frame(agreement), "here": _("As the monitor reads it")}
    return render(request, "web/agreements/as_monitor.html", shown)


@require_safe
@page(SEEN, "agreement.view")
def differences(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Compare an agreement clause by clause with one of its earlier drafts, or with another of the same person in the case."""
    if agreement.person_id == request.user.person_id:
        return redirect("my-agreement", agreement.reference)
    same = Agreement.objects.filter(case=agreement.case_id, person=agreement.person_id).exclude(pk=agreement.pk)
    others = {row.reference: row for row in scope(request.user, "agreement.view", same).order_by("-pk")}
    drafts = {f"draft-{number}": number for number in range(agreement.drafts - 1, 0, -1)}
    choices = [(key, _("Draft %(number)s of this agreement") % {"number": number}) for key, number in drafts.items()]
    choices += [(key, f"{key}: {row.get_state_display()}") for key, row in others.items()]
    asked = request.GET.get("with", "")
    chosen = asked if asked in dict(choices) else next(iter(dict(choices)), "")
    viewed(agreement, "agreement.view", actor=request.user, ctx={"part": "differences", "with": chosen})
    before = texts_of(agreement, drafts[chosen]) if chosen in drafts else {}
    before = texts_of(others[chosen]) if chosen in others else before
    found = compare_texts(before, texts_of(agreement)) if chosen else []
    shown = {
        **_frame(agreement),
        "choices": choices,
        "chosen": chosen,
        "changed": [_told(each) for each in found if not each.is_same],
        "same": [each for each in found if each.is_same],
        "here": _("Differences"),
    }
    return render(request, "web/agreements/differences.html", shown)


def move_form(agreement: Agreement, verb: str, data: QueryDict | None) -> ReasonForm:
    """Give the form of a move: counsel’s words where clauses wait for them, and the approver’s where it lasts longer than usual."""
    if verb == "review":
        return ReviewForm(data, waiting=clauses_for_counsel(agreement))
    if verb == "approve" and lasts_longer(agreement.starts_on, agreement.ends_on):
        return ApproveAgreementForm(data, because=agreement.longer_because)
    return ReasonForm(data)


def library_link(request: PersonRequest) -> dict[str, str]:
    """Lead to the clause library whoever may read it."""
    return {"library_url": reverse("clause-library")} if has_role(request.user, *READERS) else {}


def _told(each: Compared) -> dict[str, Any]:
    return {"code": each.code, "heading": each.heading, "pieces": word_differences(each.before, each.after)}


def _frame(agreement: Agreement) -> dict[str, Any]:
    at = [agreement.reference]
    return {
        "agreement": agreement,
        "crumbs": [
            (agreement.case.reference, reverse("case", args=[agreement.case.reference])),
            (agreement.reference, reverse("agreement", args=at)),
        ],
    }
