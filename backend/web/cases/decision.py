"""Outcome of a case: decided by one person, approved or returned by another, then told to both sides by letter."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted, scope
from backend.agreements.queries.next_steps import knows_of_agreements
from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.cases.vocabulary import CaseState
from backend.decisions.actions.outcomes import (
    appeal_day,
    approve_outcome,
    decide_outcome,
    return_outcome,
    tell_outcome,
)
from backend.decisions.letters import outcome_to_respondent
from backend.decisions.models import Finding, Outcome
from backend.decisions.queries.standing import approved_outcome
from backend.decisions.queries.told import was_told
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page, renaming, too_late
from backend.web.cases.decided import beside_outcome, weighed_in
from backend.web.cases.overview import short
from backend.web.cases.shell import CASES, READ, frame, opened
from backend.web.forms.cases import TellForm
from backend.web.forms.decisions import WEIGHED_AS, WeighedForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, must, page
from backend.web.previews import letter_on_page


@require_safe
@page(CASES, "case.view")
def decision(request: PersonRequest, case: Case) -> HttpResponse:
    """Show the findings and what follows from them, and what waits for whom."""
    person = request.user
    outcomes = scope(
        person, "outcome.view", case.outcomes.select_related("decided_by__person", "approved_by__person")
    ).order_by("-pk")
    may_read = READ in permitted(person, [READ], case)
    if not (may_read or outcomes.exists()):
        raise NotVisible
    may = opened(case, person, part="decision")
    rows = list(outcomes)
    for outcome in rows[:1]:
        viewed(outcome, "outcome.view", actor=person)
    for outcome in rows:
        outcome.__dict__["points"] = weighed_in(outcome, person)
    shown = {
        "findings": _findings(case) if may_read else [],
        "outcomes": rows,
        "owed": [each.what for each in case.__dict__["owed"]] if knows_of_agreements(case, person) else [],
        "actions": _open_to(case, may),
        "agreements": case.__dict__["drawn_up"] if knows_of_agreements(case, person) else [],
        **beside_outcome(case, person),
    }
    return render(request, "web/cases/decision.html", {**frame(case, may, section="case-decision"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def decide(request: PersonRequest, case: Case) -> HttpResponse:
    """Decide what follows from the findings."""
    must(request.user, "outcome.decide", case)
    back = reverse("case-decision", args=[case.reference])
    if request.method != "POST" and case.state != CaseState.FINDINGS_DECIDED:
        return too_late(request, _("Decide the outcome"), case.get_state_display(), back)
    form = WeighedForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Decide the outcome"),
        "consequence": _("It takes effect only when a second person approves it. Nobody is told before that."),
        "submit": _("Record the decision"),
        "facts": [
            {"key": f"A{row.allegation.seq}", "value": row.get_factual_display(), "note": row.get_policy_display()}
            for row in _findings(case)
        ],
    }
    act = renaming(lambda: decide_outcome(case, actor=request.user, **form.given), WEIGHED_AS)
    return act_page(
        request, form, act, back=back, done=_("The decision was recorded. It waits for approval."), shown=shown
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def approve(request: PersonRequest, case: Case) -> HttpResponse:
    """Approve an outcome as a second person."""
    must(request.user, "outcome.approve", case)
    words = (
        _("Approve the outcome"),
        _("The outcome takes effect. Letters to both sides are owed from now on, and the time to appeal begins."),
    )
    return _second_person(request, case, approve_outcome, *words, done=_("The outcome was approved."))


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def send_back(request: PersonRequest, case: Case) -> HttpResponse:
    """Return an outcome to the decision maker."""
    must(request.user, "outcome.return", case)
    words = (_("Return the outcome"), _("The decision maker decides again. Say what should be weighed anew."))
    return _second_person(request, case, return_outcome, *words, done=_("The outcome was returned."))


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def tell(request: PersonRequest, case: Case) -> HttpResponse:
    """Send the outcome letters; the respondent's can be read first."""
    must(request.user, "outcome.tell", case)
    back, outcome = reverse("case-decision", args=[case.reference]), approved_outcome(case)
    if request.method != "POST" and outcome is None:
        return too_late(request, _("Send the outcome letters"), case.get_state_display(), back)
    form = TellForm(request.POST or None, initial={"appeal_until": appeal_day(case)})
    shown: dict[str, Any] = {
        **frame(case, set()),
        "heading": _("Send the outcome letters"),
        "consequence": _(
            "The respondent is told findings, outcome and reasons; a complainant the findings and what protects them, and no discipline."
        ),
        "submit": _("Issue the letters"),
        "preview": _("Read the respondent’s letter first"),
    }
    if request.method == "POST" and "preview" in request.POST and form.is_valid() and outcome:
        given = form.cleaned_data
        letter = outcome_to_respondent(
            outcome,
            by=request.user,
            appeal_until=appeal_day(case, given["appeal_until"]),
            appeal_to=given["appeal_to"],
        )
        return render(
            request,
            "web/cases/act_preview.html",
            {"form": form, "cancel_url": back, "here": shown["heading"], "letter": letter_on_page(letter), **shown},
        )
    act = lambda: tell_outcome(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(
        request,
        form,
        act,
        back=back,
        done=_("The letters were issued."),
        shown=shown,
        template="web/cases/act_preview.html",
    )


def _second_person(
    request: PersonRequest, case: Case, act: Any, label: str, follows: str, *, done: str
) -> HttpResponse:
    back = reverse("case-decision", args=[case.reference])
    waiting = next((outcome for outcome in case.__dict__["decided"] if outcome.state == "decided"), None)
    if request.method != "POST" and waiting is None:
        return too_late(request, label, case.get_state_display(), back)
    form = ReasonForm(request.POST or None)
    shown = {**frame(case, set()), "heading": label, "consequence": follows, "submit": label, "facts": _facts(waiting)}
    return act_page(
        request, form, lambda: act(case, actor=request.user, **form.cleaned_data), back=back, done=done, shown=shown
    )


def _facts(outcome: Outcome | None) -> list[dict[str, Any]]:
    if outcome is None:
        return []
    return [
        {"key": _("Outcome"), "value": ", ".join(outcome.labels)},
        {"key": _("Reasons"), "value": outcome.reasons, "lines": True},
        *weighed_in(outcome),
    ]


def _findings(case: Case) -> list[Finding]:
    rows = Finding.objects.filter(allegation__case=case).select_related("allegation").order_by("allegation__seq")
    found = list(rows)
    for row in found:
        row.__dict__["subject"] = short(row.allegation.particulars, 110)
    return found


def _open_to(case: Case, may: set[str]) -> list[dict[str, Any]]:
    waiting = any(outcome.state == "decided" for outcome in case.__dict__["decided"])
    approved = [outcome for outcome in case.__dict__["decided"] if outcome.state == "approved"]
    told = any(was_told(outcome) for outcome in approved)
    choices = [
        (
            "outcome.decide",
            _("Decide the outcome"),
            "outcome-decide",
            case.state == CaseState.FINDINGS_DECIDED and not waiting,
        ),
        ("outcome.approve", _("Approve"), "outcome-approve", waiting),
        ("outcome.return", _("Return"), "outcome-return", waiting),
        ("outcome.tell", _("Send the outcome letters"), "outcome-tell", bool(approved) and case.is_open and not told),
        (
            "agreement.draft",
            _("Draw up an agreement"),
            "agreement-draft",
            bool(approved) and case.is_open and not case.__dict__["drawn_up"],
        ),
    ]
    shown = [(label, url) for action, label, url, fits in choices if fits and action in may]
    return [
        {"label": label, "url": reverse(url, args=[case.reference]), "primary": number == 0}
        for number, (label, url) in enumerate(shown)
    ]
