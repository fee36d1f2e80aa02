"""Agreements as the staff sees them: the list, one agreement with its text and state, and the acts on it."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted
from backend.agreements.actions.drafting import lifecycle
from backend.agreements.actions.signing import INTENT, choose_alternative, countersign_agreement
from backend.agreements.letters.agreement import AccountabilityAgreement
from backend.agreements.letters.amendment import Amendment
from backend.agreements.models import Agreement, AgreementState, Meaning, ObligationState
from backend.agreements.queries.answers import knowing_what_is_beside, paper_record_of
from backend.agreements.queries.keeping import dates_of_duties
from backend.agreements.queries.reach import agreements_in_reach, waits_for_alternative
from backend.audit.reads import listed, viewed
from backend.cases.queries import deadlines_of
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.web.acts import act_page, done_words, too_late
from backend.web.agreements.answers import more_acts, signing_facts
from backend.web.agreements.building import as_offered
from backend.web.agreements.looking import library_link, move_form
from backend.web.forms.agreements import CountersignForm
from backend.web.forms.clauses import LANGUAGE_NAMES
from backend.web.forms.moves import ReasonForm
from backend.web.own_agreements import beside
from backend.web.pages import PersonRequest, absent, must, page, signed_in
from backend.web.previews import paper_on_page
from backend.web.sign_in import not_confirmed
from backend.web.states import tone_of
from backend.web.steps import WORDS

PER_PAGE = 25
SIDEWAYS = ("/void/", "/take_back/")  # moves that are open, and never what comes next
AGREEMENTS = Agreement.objects.select_related(
    "case",
    "person__site",
    "person__unit",
    "monitor",
    "officer__person",
    "document",
    "outcome",
    "drafted_by__person",
    "approved_by__person",
    "reviewed_by__person",
)
FOLLOWS = {
    "review": lazy(
        "You confirm that no clause is prohibited and that the rights of the employee stand. The agreement can then be approved."
    ),
    "approve": lazy("The agreement can then be offered. Its text does not change any more."),
    "take_back": lazy(
        "The agreement is a draft again, and can be changed. What was reviewed and approved is reviewed and approved anew."
    ),
    "offer": lazy("The employee gets the agreement as a document, with time to read it, take advice and answer."),
    "lapse": lazy(
        "Nothing is deemed accepted. The decision maker chooses the alternative that the offer names. It is no breach."
    ),
    "void": lazy(
        "The agreement ends with every obligation in it, and none counts as missed. It is for a basis that is gone or a defect in law."
    ),
    "resume": lazy("The agreement goes on now. Its obligations keep the time for which it stood still."),
    "take_back_record": lazy(
        "What was recorded from paper counts no more. The agreement can be offered anew, with new time to consider."
    ),
    "complete": lazy("The employee gets a letter that the agreement is over. It neither clears nor praises."),
}


@require_safe
@signed_in
def agreements(request: PersonRequest) -> HttpResponse:
    """List the agreements on which the person works, those that wait first."""
    found = Paginator(agreements_in_reach(request.user), PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "agreement.list", actor=request.user)
    columns = [{"label": label} for label in (_("Agreement"), _("Where it stands"), _("Monitor"), _("Runs until"))]
    rows = [{"cells": _cells(agreement)} for agreement in found]
    return render(
        request, "web/agreements/list.html", {"rows": rows, "page": found, "columns": columns} | library_link(request)
    )


@require_safe
@never_cache
@page(knowing_what_is_beside(AGREEMENTS), "agreement.view")
def agreement(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Show an agreement to those who work on it: its words as the employee reads them, where it stands, and what is next."""
    if agreement.person_id == request.user.person_id:
        return redirect("my-agreement", agreement.reference)
    viewed(agreement, "agreement.view", actor=request.user, ctx={"sha256": agreement.offered_sha256})
    letter = (
        cast("AccountabilityAgreement | Amendment", letter_of(agreement.document))
        if agreement.document
        else as_offered(agreement, by=request.user)
    )
    duties = list(agreement.obligations.select_related("verifier").order_by("seq"))
    may = permitted(request.user, ["agreement.complete"], agreement)
    running = agreement.state == AgreementState.ACTIVE
    shown = {
        "agreement": agreement,
        **paper_on_page(agreement.document, letter),
        "language_name": LANGUAGE_NAMES[agreement.language],
        "is_preview": agreement.document is None,
        "signatures": list(agreement.signatures.select_related("signer__person").order_by("pk")),
        "duties": duties,
        "dates": list(dates_of_duties(agreement, request.user)[:PER_PAGE]) if running else [],
        "can_excuse": "agreement.complete" in may and running,
        "running": ObligationState.SCHEDULED,
        "actions": _open_to(request, agreement),
        **beside(agreement, prepared=True),
        "deadlines": [deadline for deadline in deadlines_of([agreement.case]) if deadline.subject == agreement.key],
        "crumbs": [
            (_("Cases"), reverse("cases")),
            (agreement.case.reference, reverse("case", args=[agreement.case.reference])),
        ],
        "here": agreement.reference,
    }
    return render(request, "web/agreements/agreement.html", shown)


@require_http_methods(["GET", "POST"])
@page(AGREEMENTS, "agreement.view")
def move(request: PersonRequest, agreement: Agreement, verb: str) -> HttpResponse:
    """Make a move of an agreement that needs nothing but a reason."""
    known = lifecycle.moves.get(verb)
    if known is None or verb not in FOLLOWS:
        return absent(request)
    must(request.user, known.action, agreement)
    back = reverse("agreement", args=[agreement.reference])
    if request.method != "POST" and agreement.state not in known.sources:
        return too_late(request, known.label, agreement.get_state_display(), back)
    form = move_form(agreement, verb, request.POST or None)
    label = _("Offer to %(name)s") % {"name": agreement.person.name} if verb == "offer" else str(WORDS[known.action][0])
    shown: dict[str, Any] = {
        "heading": label,
        "reference": agreement.reference,
        "crumbs": _crumbs(agreement),
        "consequence": FOLLOWS[verb],
        "submit": label,
    }
    return act_page(
        request,
        form,
        lambda: lifecycle.functions[verb](agreement, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(known),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
@page(AGREEMENTS, "agreement.view")
def countersign(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Sign for the organisation: the same bytes, the name, and the password again."""
    must(request.user, "agreement.countersign", agreement)
    back = reverse("agreement", args=[agreement.reference])
    if request.method != "POST" and agreement.state != AgreementState.SIGNED:
        return too_late(request, _("Countersign"), agreement.get_state_display(), back)
    form = CountersignForm(request.POST or None, initial={"sha256": agreement.offered_sha256})
    form.fields["typed_name"].help_text = _("As in your record: %(name)s") % {"name": request.user.name}
    if request.method == "POST" and form.is_valid():
        told = not_confirmed(request, request.user, form.cleaned_data["password"])
        if told:
            form.add_error("password", _("%(why)s Nothing was signed.") % {"why": told})

    def act() -> Agreement:
        given = form.cleaned_data
        return countersign_agreement(
            agreement,
            actor=request.user,
            reason=INTENT[Meaning.COUNTERSIGN],
            sha256=given["sha256"],
            typed_name=given["typed_name"],
            factors=["password"],
        )

    shown: dict[str, Any] = {
        "heading": _("Countersign the agreement"),
        "reference": agreement.reference,
        "crumbs": _crumbs(agreement),
        "consequence": _(
            "The agreement is in force when you sign. Its obligations begin with their dates, and nobody can change its words."
        ),
        "facts": signing_facts(agreement),
        "submit": _("Sign for the organisation"),
    }
    return act_page(request, form, act, back=back, done=_("The agreement is in force."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(AGREEMENTS, "agreement.view")
def alternative(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Decide, with a reason, that what the offer names instead of a signature takes effect."""
    must(request.user, "agreement.choose_alternative", agreement)
    back, label = reverse("agreement", args=[agreement.reference]), str(WORDS["agreement.choose_alternative"][0])
    if request.method != "POST" and not waits_for_alternative(agreement):
        return too_late(request, label, staff_state(agreement), back)
    form = ReasonForm(request.POST or None)
    shown: dict[str, Any] = {
        "heading": label,
        "reference": agreement.reference,
        "crumbs": _crumbs(agreement),
        "consequence": _("Instead of the agreement, this takes effect: %(what)s Not signing was no breach.")
        % {"what": _sentence(agreement.alternative)},
        "submit": label,
    }
    act = lambda: choose_alternative(agreement, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The alternative was decided."), shown=shown)


def _crumbs(agreement: Agreement) -> list[tuple[str, str]]:
    return [
        (agreement.case.reference, reverse("case", args=[agreement.case.reference])),
        (agreement.reference, reverse("agreement", args=[agreement.reference])),
    ]


def _sentence(words: str) -> str:
    words = words.strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _open_to(request: PersonRequest, agreement: Agreement) -> list[dict[str, Any]]:
    shown = []
    for known in lifecycle.open_to(agreement, request.user):
        at = [agreement.reference]
        if known.name == "countersign":
            shown.append({"label": _("Countersign"), "url": reverse("agreement-countersign", args=at)})
        elif known.name in FOLLOWS and _may_be_due(agreement, known.name):
            shown.append(
                {"label": str(WORDS[known.action][0]), "url": reverse("agreement-move", args=[*at, known.name])}
            )
    shown += more_acts(agreement, request.user)
    may = permitted(request.user, ["agreement.choose_alternative", "agreement.edit"], agreement)
    if "agreement.edit" in may and agreement.state == AgreementState.DRAFTING and agreement.version == 1:
        shown.append({"label": _("Change the draft"), "url": reverse("agreement-edit", args=[agreement.reference])})
    if "agreement.choose_alternative" in may and waits_for_alternative(agreement):
        label, url = (
            str(WORDS["agreement.choose_alternative"][0]),
            reverse("agreement-alternative", args=[agreement.reference]),
        )
        shown.append({"label": label, "url": url})
    shown.sort(key=lambda each: each["url"].endswith(SIDEWAYS))
    return [
        {**each, "primary": number == 0 and not each["url"].endswith(SIDEWAYS)} for number, each in enumerate(shown)
    ]


def _may_be_due(agreement: Agreement, verb: str) -> bool:
    """Offer a button only when its time can have come; the act itself decides."""
    if verb == "take_back_record":
        record = paper_record_of(agreement)
        return bool(record and record.objected_at)
    if verb == "lapse":
        return bool(agreement.offer_expires_at and agreement.offer_expires_at < clock.now())
    return verb != "complete" or agreement.ends_on <= agreement.today


def _cells(agreement: Agreement) -> list[dict[str, Any]]:
    return [
        {
            "text": agreement.reference,
            "url": reverse("agreement", args=[agreement.reference]),
            "main": True,
            "note": f"{agreement.person.name} · {agreement.case.reference}",
        },
        {"tag": {"label": staff_state(agreement), "tone": tone_of(agreement.state)}},
        {"text": agreement.monitor.name, "label": _("Monitor")},
        {"day": agreement.ends_on, "label": _("Ends")},
    ]


def staff_state(agreement: Agreement) -> str:
    """Name the state for the staff; the employee's own wording speaks to the employee."""
    return (
        _("Waiting for the employee")
        if agreement.state == AgreementState.OFFERED
        else str(agreement.get_state_display())
    )
