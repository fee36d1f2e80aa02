"""Drawing an agreement up: kind, clauses, obligations, people and dates on one page; read as the employee and as the monitor, then kept."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.agreements.actions.drafting import Draft, draft_agreement, redraft_agreement
from backend.agreements.actions.sketching import drop_sketch, keep_sketch
from backend.agreements.checking import draft_remarks
from backend.agreements.content import ContentRemark
from backend.agreements.models import Agreement, AgreementSketch, AgreementState
from backend.cases.models import Case
from backend.decisions.queries.standing import approved_outcome
from backend.web.acts import too_late
from backend.web.agreements.building import Built, as_it_would_read, build, draft_of, typed_in
from backend.web.agreements.extract import extract_of
from backend.web.agreements.looking import library_link
from backend.web.cases.shell import CASES, frame
from backend.web.forms.clause_values import NAMES
from backend.web.forms.moves import unjudged
from backend.web.pages import PersonRequest, attempt, must, page
from backend.web.previews import paper_on_page

TEMPLATE = "web/agreements/draft.html"
READ = {"check": "web/agreements/draft_check.html", "monitor": "web/agreements/draft_monitor.html"}
UNJUDGED = frozenset({"more", "kind", "language"})
AGAIN = UNJUDGED | {"change"}
EDITED = Agreement.objects.select_related(
    "case", "outcome", "outcome__decided_by__person", "person", "monitor", "officer"
)
KEPT_BECAUSE = "Kept, to go on later."
DRAWN_UP = "It is drawn up."


@require_http_methods(["GET", "POST"])
@never_cache
@page(CASES, "case.view")
def draft(request: PersonRequest, case: Case) -> HttpResponse:
    """Draw an agreement up from an approved outcome; what is not finished is kept, and the agreement only after it was read."""
    must(request.user, "agreement.draft", case)
    back, outcome = reverse("case-decision", args=[case.reference]), approved_outcome(case)
    if outcome is None or outcome.respondent is None:
        return too_late(request, _("Draw up an agreement"), case.get_state_display(), back)
    sketch = AgreementSketch.objects.filter(case=case).select_related("saved_by__person").first()
    data = request.POST if request.method == "POST" else None
    if data is not None and data.get("step") == "drop":
        drop_sketch(case, actor=request.user, reason=_("Given up."))
        messages.success(request, _("The unfinished draft was given up."))
        return redirect("agreement-draft", case.reference)
    built = build(case, outcome, outcome.respondent, data, by=request.user, sketch=sketch)
    shown = {
        **frame(case, set()),
        **_shown(request, built),
        "cancel_url": back,
        "sketch": sketch,
        "heading": _("Draw up an agreement"),
    }
    if data is None and sketch is not None:
        shown["missing"] = built.missing()
    if data is not None and data.get("step") == "keep":
        return _keep_unfinished(request, built, shown)
    return _steps(request, built, shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(EDITED, "agreement.view")
def edit(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Draw an agreement up anew before its review, beginning with what it says now."""
    must(request.user, "agreement.edit", agreement)
    back = reverse("agreement", args=[agreement.reference])
    if agreement.state != AgreementState.DRAFTING:
        return too_late(request, _("Change the agreement"), agreement.get_state_display(), back)
    data = request.POST if request.method == "POST" else None
    built = build(agreement.case, agreement.outcome, agreement.person, data, by=request.user, agreement=agreement)
    shown = {
        **frame(agreement.case, set()),
        **_shown(request, built),
        "cancel_url": back,
        "agreement": agreement,
        "heading": _("Change %(reference)s") % {"reference": agreement.reference},
    }
    return _steps(request, built, shown, agreement)


def _steps(
    request: PersonRequest, built: Built, shown: dict[str, Any], agreement: Agreement | None = None
) -> HttpResponse:
    step = request.POST.get("step", "check")
    for each in [built.form, *built.duties.forms] if step in UNJUDGED else []:
        unjudged(each)
    if request.method != "POST" or step in AGAIN or not built.is_complete():
        return render(request, TEMPLATE, shown)
    told, reason = draft_of(built), built.form.cleaned_data["reason"]
    if step == "save":
        made = attempt(built.form, _write, built, told, actor=request.user, reason=reason, agreement=agreement)
        return redirect("agreement", made.reference) if made else render(request, TEMPLATE, shown)
    inputs = {"actor": request.user, "reason": reason, "agreement": agreement}
    letter = attempt(built.form, as_it_would_read, built.case, told, **inputs)
    if letter is None:
        return render(request, TEMPLATE, shown)
    read = {
        **paper_on_page(None, letter),
        "extract": extract_of(built.person.name, told.starts_on, told.ends_on, letter.obligations, told.clauses),
        "kept": [(name, value) for name, values in typed_in(request.POST).items() for value in values],
        "remarks": [_placed(remark) for remark in draft_remarks(built.case, told.clauses, told.duties, told.language)],
        "heading": _("Read it as the monitor will") if step == "monitor" else _("Read it as the employee will"),
    }
    return render(request, READ.get(step, READ["check"]), {**shown, **read})


def _write(built: Built, told: Draft, *, actor: Any, reason: str, agreement: Agreement | None) -> Agreement:
    if agreement is not None:
        return redraft_agreement(agreement, told, actor=actor, reason=reason)
    with transaction.atomic():
        made = draft_agreement(built.case, told, actor=actor, reason=reason)
        drop_sketch(built.case, actor=actor, reason=DRAWN_UP)
    return made


def _keep_unfinished(request: PersonRequest, built: Built, shown: dict[str, Any]) -> HttpResponse:
    """Keep what was typed, whatever is missing; the page then lists what is."""
    for each in (built.form, *built.duties.forms):
        unjudged(each)
    seen = request.POST.get("seen", "")
    kept = attempt(
        built.form,
        keep_sketch,
        built.case,
        typed_in(request.POST),
        actor=request.user,
        reason=KEPT_BECAUSE,
        seen=int(seen) if seen.isdecimal() else 0,
    )
    if kept is None:
        return render(request, TEMPLATE, shown)
    messages.success(request, _("Kept. Go on whenever you like; nobody but those who may draw it up sees it."))
    return redirect("agreement-draft", built.case.reference)


def _shown(request: PersonRequest, built: Built) -> dict[str, Any]:
    shown = {"form": built.form, "duties": built.duties, "person": built.person, "here": _("Draw up an agreement")}
    return {**shown, **(library_link(request) if built.form.unsaid else {})}


def _placed(remark: ContentRemark) -> dict[str, Any]:
    """Say where a remark belongs: the obligation by its number, or the value by its clause."""
    first, _dash, name = remark.field.partition("-")
    if first == "duty":
        number = int(name.partition("-")[0]) + 1
        return {"where": _("Obligation %(number)s") % {"number": number}, "remark": remark}
    return {"where": f"{first}, {NAMES.get(name, name)}", "remark": remark}
