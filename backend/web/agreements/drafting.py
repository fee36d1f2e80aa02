"""Drawing an agreement up: terms, clauses and obligations on one page, then the agreement as the employee would read it, then the draft."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.models import Role
from backend.access.roles import users_with
from backend.agreements.actions.drafting import Draft, Duty, draft_agreement
from backend.agreements.letters import AccountabilityAgreement, agreement_letter
from backend.agreements.models import Agreement
from backend.agreements.proposal import Terms, clause_values, consider_until, usual_codes, usual_dates, usual_words
from backend.cases.models import Case
from backend.decisions.actions import approved_outcome
from backend.decisions.models import Outcome
from backend.documents.queries import day_words
from backend.kernel import clock
from backend.people.models import Person, User
from backend.web.acts import too_late
from backend.web.cases.shell import CASES, frame
from backend.web.forms.agreements import DraftForm, DutyForm, DutyFormSet
from backend.web.forms.moves import unjudged
from backend.web.pages import PersonRequest, attempt, must, page

LEAD = timedelta(days=14)  # from the draft to the usual start: review, approval, a week to consider
MOST = 20  # obligations of one agreement
TEMPLATE = "web/agreements/draft.html"


@require_http_methods(["GET", "POST"])
@never_cache
@page(CASES, "case.view")
def draft(request: PersonRequest, case: Case) -> HttpResponse:
    """Draw an agreement up from an approved outcome; it is kept only after its author has read it as the employee will."""
    must(request.user, "agreement.draft", case)
    back, outcome = reverse("case-decision", args=[case.reference]), approved_outcome(case)
    if outcome is None or outcome.respondent is None:
        return too_late(request, _("Draw up an agreement"), case.get_state_display(), back)
    form, duties = _forms(request, case, outcome)
    step = request.POST.get("step")
    shown = {
        **frame(case, set()),
        "form": form,
        "duties": duties,
        "cancel_url": back,
        "person": outcome.respondent,
        **_heading(),
    }
    for each in [form, *duties.forms] if step == "more" else []:
        unjudged(each)
    if request.method != "POST" or step in {"more", "change"} or not (form.is_valid() & duties.is_valid()):
        return render(request, TEMPLATE, shown)
    told, reason = _draft_of(form, duties, case, outcome), form.cleaned_data["reason"]
    if step == "save":
        agreement = attempt(form, draft_agreement, case, told, actor=request.user, reason=reason)
        return redirect("agreement", agreement.reference) if agreement else render(request, TEMPLATE, shown)
    letter = attempt(form, _as_it_would_read, case, told, actor=request.user, reason=reason)
    if letter is None:
        return render(request, TEMPLATE, shown)
    kept = [
        (name, value)
        for name in request.POST
        for value in request.POST.getlist(name)
        if name not in {"csrfmiddlewaretoken", "step"}
    ]
    return render(
        request,
        "web/agreements/draft_check.html",
        {**shown, "letter": letter, "kept": kept, "heading": _("Read it as the employee will")},
    )


def _heading() -> dict[str, str]:
    return {"heading": _("Draw up an agreement"), "here": _("Draw up an agreement")}


def _as_it_would_read(case: Case, told: Draft, *, actor: User, reason: str) -> AccountabilityAgreement:
    """Draw it up and take it back: the preview passes every guard of the draft, and leaves nothing behind."""
    with transaction.atomic():
        agreement = draft_agreement(case, told, actor=actor, reason=reason)
        letter = preview_of(agreement, by=actor)
        transaction.set_rollback(True)
    return letter


def preview_of(agreement: Agreement, *, by: User) -> AccountabilityAgreement:
    """Write the agreement as it would be offered today."""
    agreement.offer_expires_at = agreement.offer_expires_at or consider_until(agreement.case)
    return agreement_letter(agreement, by=by)


def _forms(request: PersonRequest, case: Case, outcome: Outcome) -> "tuple[DraftForm, BaseFormSet[DutyForm]]":
    dates = usual_dates(clock.today() + LEAD)
    monitors, checkers = _people(Role.MONITOR), _people(Role.MONITOR, Role.HR_PARTNER, Role.DECISION_MAKER)
    only = monitors.first() if len(monitors) == 1 else None
    start: dict[str, Any] = {**dates, "monitor": only, "officer": outcome.decided_by}
    form = DraftForm(
        request.POST or None,
        initial=start,
        monitors=monitors,
        officers=User.objects.filter(person__in=_people(Role.DECISION_MAKER))
        .select_related("person")
        .order_by("person__name"),
        words=usual_words(case, contact=request.user.name, ends_on=dates["ends_on"]),
        chosen=usual_codes(outcome),
    )
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and data.get("step") == "more":
        number = min(int(data.get("duty-TOTAL_FORMS") or 0), MOST - 1)
        data["duty-TOTAL_FORMS"], data[f"duty-{number}-kind"] = str(number + 1), "other"
    usual = [
        {
            "what": _("Read the policy and confirm it"),
            "due_on": dates["starts_on"] + LEAD,
            "proof": _("Signed confirmation"),
            "verifier": only,
            "kind": "policy",
        },
        {
            "what": _("Take part in check-ins"),
            "due_on": dates["review_on"],
            "proof": _("Check-in record"),
            "verifier": only,
            "kind": "check_in",
        },
    ]
    return form, DutyFormSet(data, prefix="duty", initial=usual, form_kwargs={"verifiers": checkers})


def _draft_of(form: DraftForm, duties: "BaseFormSet[DutyForm]", case: Case, outcome: Outcome) -> Draft:
    terms = {name: form.cleaned_data[name] for name in DraftForm.terms}
    person = outcome.respondent
    if person is None:
        raise LookupError("The respondent is not known.")
    values = clause_values(form.codes(), form.typed(), case=case, outcome=outcome, person=person, terms=Terms(**terms))
    given = [each.cleaned_data for each in duties.forms if each.cleaned_data.get("what")]
    asked = [Duty(**{**one, "due": one["due"] or _("by %(day)s") % {"day": day_words(one["due_on"])}}) for one in given]
    return Draft(**terms, clauses=values, duties=asked)


def _people(*roles: str) -> "QuerySet[Person]":
    holders = {user.person_id for role in roles for user in users_with(role) if user.person_id}
    return Person.objects.filter(pk__in=holders).order_by("name")
