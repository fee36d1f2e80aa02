"""An employee's own agreements: read, sign, decline, keep. Everything comes from rights that the person has as a party."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.agreements.actions.signing import decline_agreement, sign_agreement
from backend.agreements.letters import AccountabilityAgreement
from backend.agreements.models import Agreement, AgreementState, Meaning, Signature
from backend.audit.reads import listed, viewed
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.web import answers, own_data
from backend.web.forms.signing import DeclineCheckForm, DeclineForm, SignCheckForm, SignForm
from backend.web.pages import PersonRequest, attempt, page, signed_in
from backend.web.sign_in import not_confirmed

OWN = Agreement.objects.select_related("case", "document", "officer__person", "person", "monitor")


@dataclass(frozen=True)
class Answer:
    """One of the two answers to an offer. Both take the same steps: say it, check it, confirm with the password."""

    name: str
    form: type[SignForm | DeclineForm]
    check: type[SignCheckForm | DeclineCheckForm]
    act: Callable[..., Agreement]
    reason: str
    not_done: Any


SIGN = Answer(
    "sign",
    SignForm,
    SignCheckForm,
    sign_agreement,
    "Answered the offer by signing.",
    gettext_lazy("Nothing was signed."),
)
DECLINE = Answer(
    "decline",
    DeclineForm,
    DeclineCheckForm,
    decline_agreement,
    "Answered the offer by declining.",
    gettext_lazy("Nothing was declined."),
)


@require_safe
@signed_in
def agreements(request: PersonRequest) -> HttpResponse:
    """List the agreements that were offered to the person, the newest first."""
    rows = list(scope(request.user, "agreement.sign", OWN.all()).order_by("-offered_at"))
    listed(rows, "agreement.list", actor=request.user)
    return render(request, "web/mine/agreements.html", {"agreements": rows})


@require_safe
@never_cache
@page(OWN, "agreement.sign")
def agreement(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Show one agreement: the very words of its file, where it stands and what can be done now."""
    viewed(agreement, "agreement.view", actor=request.user, ctx={"sha256": agreement.offered_sha256})
    return render(request, "web/mine/agreement.html", _words(agreement))


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
@page(OWN, "agreement.sign")
def sign(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Sign the agreement in two steps, over the bytes that were read."""
    return _answer(request, agreement, SIGN)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
@page(OWN, "agreement.decline")
def decline(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Decline the agreement in the same two steps."""
    return _answer(request, agreement, DECLINE)


@require_safe
@never_cache
@page(OWN, "agreement.sign")
def receipt(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Confirm what was answered, with the copy, how to check it, and what comes next."""
    mine = agreement.signatures.filter(signer=request.user).order_by("pk").last()
    if mine is None:
        return redirect("my-agreement", agreement.reference)
    first = agreement.obligations.order_by("due_on").first()
    shown = {"agreement": agreement, "signature": mine, "declined": mine.meaning == Meaning.DECLINE, "first_due": first}
    return render(request, "web/mine/receipt.html", shown)


def is_open(agreement: Agreement) -> bool:
    """Tell whether the offer can still be answered."""
    in_time = agreement.offer_expires_at is None or clock.now() <= agreement.offer_expires_at
    return agreement.state == AgreementState.OFFERED and in_time


def _answer(request: PersonRequest, agreement: Agreement, answer: Answer) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    if not is_open(agreement):
        messages.info(
            request, _("This agreement does not wait for your answer any more. Below you see where it stands.")
        )
        return redirect("my-agreement", agreement.reference)
    if not given.get("sha256"):
        messages.info(request, _("Read the agreement first. The way to answer is below its text."))
        return redirect("my-agreement", agreement.reference)
    if given["sha256"] != agreement.offered_sha256:
        shown = {"agreement": agreement, "comment": given.get("comment", "")}
        return render(request, "web/mine/changed.html", shown, status=409)
    return _steps(request, agreement, answer)


def _steps(request: PersonRequest, agreement: Agreement, answer: Answer) -> HttpResponse:
    name = request.user.name
    if request.method != "POST":
        return _form(request, agreement, answer, answer.form(initial={"sha256": request.GET["sha256"]}, name=name))
    form, step = answer.form(request.POST, name=name), request.POST.get("step")
    if not form.is_valid() or step == "change":
        return _form(request, agreement, answer, form)
    if step != "confirm":
        return _check(request, agreement, answer, answer.check(initial=form.cleaned_data, name=name))
    check = answer.check(request.POST, name=name)
    done = _confirm(request, agreement, answer, check)
    return done or _check(request, agreement, answer, check)


def _confirm(
    request: PersonRequest, agreement: Agreement, answer: Answer, check: SignCheckForm | DeclineCheckForm
) -> HttpResponseRedirect | None:
    if not check.is_valid():
        return None
    told = not_confirmed(request, request.user, check.cleaned_data["password"])
    if told:
        check.add_error("password", f"{told} {answer.not_done}")
        return None
    inputs = {
        name: check.cleaned_data[name]
        for name in ("sha256", "typed_name", "meaning", "comment")
        if name in check.cleaned_data
    }
    if answer is DECLINE:
        del inputs["sha256"]
    if attempt(check, answer.act, agreement, actor=request.user, reason=answer.reason, factors=["password"], **inputs):
        return redirect("my-agreement-receipt", agreement.reference)
    return None


def _form(request: PersonRequest, agreement: Agreement, answer: Answer, form: SignForm | DeclineForm) -> HttpResponse:
    shown = {"agreement": agreement, "form": form, "other": DECLINE if answer is SIGN else SIGN}
    return render(request, f"web/mine/{answer.name}.html", shown)


def _check(
    request: PersonRequest, agreement: Agreement, answer: Answer, check: SignCheckForm | DeclineCheckForm
) -> HttpResponse:
    said = check.data if check.is_bound else check.initial
    meaning = dict(SignForm.base_fields["meaning"].choices).get(said.get("meaning", ""), "")  # type: ignore[attr-defined]
    shown = {"agreement": agreement, "form": check, "comment": said.get("comment", ""), "meaning": meaning}
    return render(request, f"web/mine/{answer.name}_check.html", shown)


def _words(agreement: Agreement) -> dict[str, object]:
    if agreement.document is None:
        raise LookupError(f"{agreement.reference} was offered without a document.")
    letter = cast("AccountabilityAgreement", letter_of(agreement.document))
    signatures = list(agreement.signatures.select_related("signer__person").order_by("pk"))
    duties = list(agreement.obligations.select_related("verifier").order_by("seq"))
    return {
        "agreement": agreement,
        "document": agreement.document,
        "letter": letter,
        "paper": f"web/mine/papers/{agreement.document.template.partition('/')[2].replace('/', '_')}.html",
        "signatures": signatures,
        "mine": _own(signatures, agreement),
        "duties": duties,
        "first_due": min(duties, key=lambda duty: duty.due_on, default=None),
        "is_open": is_open(agreement),
    }


def _own(signatures: list[Signature], agreement: Agreement) -> Signature | None:
    return next((each for each in signatures if each.signer.person_id == agreement.person_id), None)


urlpatterns = [
    path("agreements/", agreements, name="my-agreements"),
    path("agreements/<str:reference>/", agreement, name="my-agreement"),
    path("agreements/<str:reference>/sign/", sign, name="my-agreement-sign"),
    path("agreements/<str:reference>/decline/", decline, name="my-agreement-decline"),
    path("agreements/<str:reference>/receipt/", receipt, name="my-agreement-receipt"),
    *answers.urlpatterns,
    *own_data.urlpatterns,
]
