"""An employee's own agreements: read, sign, decline, keep. Everything comes from rights that the person has as a party."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.agreements.actions.revoking import revoke_signature
from backend.agreements.actions.signing import decline_agreement, sign_agreement
from backend.agreements.letters.agreement import AccountabilityAgreement
from backend.agreements.letters.amendment import Amendment
from backend.agreements.models import Agreement, AgreementState, Meaning, Signature
from backend.agreements.queries.keeping import progress_of
from backend.audit.reads import listed, viewed
from backend.documents.queries import letter_of
from backend.people.models import User
from backend.web import answers, own_agreements, own_data, own_statements
from backend.web.amends.links import own_words
from backend.web.forms.signing import DeclineCheckForm, DeclineForm, SignCheckForm, SignForm
from backend.web.own_agreements import OWN, OWN_WHOLE, beside, is_open, is_revocable
from backend.web.pages import PersonRequest, attempt, page, signed_in
from backend.web.previews import paper_on_page
from backend.web.sign_in import not_confirmed


@dataclass(frozen=True)
class Answer:
    """One of the answers to an offer. All take the same steps: say it, check it, confirm with the password."""

    name: str
    may: Callable[[Agreement], bool]
    form: type[SignForm | DeclineForm]
    check: type[SignCheckForm | DeclineCheckForm]
    act: Callable[..., Agreement]
    reason: str
    not_done: Any


SIGN = Answer(
    "sign",
    is_open,
    SignForm,
    SignCheckForm,
    sign_agreement,
    "Answered the offer by signing.",
    gettext_lazy("Nothing was signed."),
)
DECLINE = Answer(
    "decline",
    is_open,
    DeclineForm,
    DeclineCheckForm,
    decline_agreement,
    "Answered the offer by declining.",
    gettext_lazy("Nothing was declined."),
)
REVOKE = Answer(
    "revoke",
    is_revocable,
    DeclineForm,
    DeclineCheckForm,
    revoke_signature,
    "Took the signature back in time.",
    gettext_lazy("Nothing was taken back."),
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
@page(OWN_WHOLE, "agreement.sign")
def agreement(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Show one agreement: the very words of its file, where it stands and what can be done now."""
    viewed(agreement, "agreement.view", actor=request.user, ctx={"sha256": agreement.offered_sha256})
    return render(request, "web/mine/agreement.html", _words(agreement, request.user))


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


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
@page(OWN, "agreement.revoke")
def revoke(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Take the signature back, where the law gives time for it, in the same two steps."""
    return _answer(request, agreement, REVOKE)


@require_safe
@never_cache
@page(OWN, "agreement.sign")
def receipt(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Confirm what was answered, with the copy, how to check it, and what comes next."""
    mine = agreement.signatures.filter(signer=request.user).order_by("pk").last()
    if mine is None:
        return redirect("my-agreement", agreement.reference)
    first = agreement.obligations.order_by("due_on").first()
    shown = {
        "agreement": agreement,
        "signature": mine,
        "declined": mine.meaning in {Meaning.DECLINE, Meaning.REVOKE},
        "revoked": mine.meaning == Meaning.REVOKE,
        "first_due": first,
    }
    return render(request, "web/mine/receipt.html", shown)


def _answer(request: PersonRequest, agreement: Agreement, answer: Answer) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    if not answer.may(agreement):
        return _answered(request, agreement)
    if not given.get("sha256"):
        messages.info(request, _("Read the agreement first. The way to answer is below its text."))
        return redirect("my-agreement", agreement.reference)
    if given["sha256"] != agreement.offered_sha256:
        shown = {"agreement": agreement, "comment": given.get("comment", "")}
        return render(request, "web/mine/changed.html", shown, status=409)
    return _steps(request, agreement, answer)


def _answered(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Say that an answer was given already, here or on another device, and that it counts once; or that its time is over."""
    mine = agreement.signatures.filter(signer=request.user).order_by("pk").last()
    if mine is None:
        messages.info(
            request, _("This agreement does not wait for your answer any more. Below you see where it stands.")
        )
        return redirect("my-agreement", agreement.reference)
    messages.info(request, _("You have answered already. Your answer counts once, and this is it."))
    return redirect("my-agreement-receipt", agreement.reference)


def _steps(request: PersonRequest, agreement: Agreement, answer: Answer) -> HttpResponse:
    who = {"name": request.user.name, "language": agreement.language}
    if request.method != "POST":
        return _form(request, agreement, answer, answer.form(initial={"sha256": request.GET["sha256"]}, **who))
    form, step = answer.form(request.POST, **who), request.POST.get("step")
    if not form.is_valid() or step == "change":
        return _form(request, agreement, answer, form)
    if step != "confirm":
        return _check(request, agreement, answer, answer.check(initial=form.cleaned_data, **who))
    check = answer.check(request.POST, **who)
    done = _confirm(request, agreement, answer, check)
    return done or _check(request, agreement, answer, check)


def _confirm(
    request: PersonRequest, agreement: Agreement, answer: Answer, check: SignCheckForm | DeclineCheckForm
) -> HttpResponse | None:
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
    if answer is not SIGN:
        del inputs["sha256"]
    if attempt(check, answer.act, agreement, actor=request.user, reason=answer.reason, factors=["password"], **inputs):
        return redirect("my-agreement-receipt", agreement.reference)
    agreement.refresh_from_db()
    return None if answer.may(agreement) else _answered(request, agreement)


def _form(request: PersonRequest, agreement: Agreement, answer: Answer, form: SignForm | DeclineForm) -> HttpResponse:
    shown = {"agreement": agreement, "form": form, "other": DECLINE if answer is SIGN else SIGN}
    return render(request, f"web/mine/{answer.name}.html", shown)


def _check(
    request: PersonRequest, agreement: Agreement, answer: Answer, check: SignCheckForm | DeclineCheckForm
) -> HttpResponse:
    said = check.data if check.is_bound else check.initial
    choices = getattr(check.fields.get("meaning"), "choices", [])
    meaning = dict(choices).get(said.get("meaning", ""), "")
    shown = {"agreement": agreement, "form": check, "comment": said.get("comment", ""), "meaning": meaning}
    return render(request, f"web/mine/{answer.name}_check.html", shown)


def _words(agreement: Agreement, person: User) -> dict[str, object]:
    if agreement.document is None:
        raise LookupError(f"{agreement.reference} was offered without a document.")
    letter = cast("AccountabilityAgreement | Amendment", letter_of(agreement.document))
    signatures = list(agreement.signatures.select_related("signer__person").order_by("pk"))
    return {
        "agreement": agreement,
        "document": agreement.document,
        **paper_on_page(agreement.document, letter),
        "signatures": signatures,
        "mine": _own(signatures, agreement),
        **_in_force(agreement, person),
        "is_open": is_open(agreement),
        **beside(agreement),
    }


def _in_force(agreement: Agreement, person: User) -> dict[str, object]:
    """Give what an agreement in force asks, and the statement of one's own that it may leave to the employee."""
    if agreement.state != AgreementState.ACTIVE:
        return {}
    own = own_words(person, agreement.case) if getattr(agreement, "has_own_words", False) else None
    return {"progress": progress_of(agreement, person), "own_words": own}


def _own(signatures: list[Signature], agreement: Agreement) -> Signature | None:
    return next((each for each in signatures if each.signer.person_id == agreement.person_id), None)


urlpatterns = [
    path("agreements/", agreements, name="my-agreements"),
    path("agreements/<str:reference>/", agreement, name="my-agreement"),
    path("agreements/<str:reference>/sign/", sign, name="my-agreement-sign"),
    path("agreements/<str:reference>/decline/", decline, name="my-agreement-decline"),
    path("agreements/<str:reference>/revoke/", revoke, name="my-agreement-revoke"),
    path("agreements/<str:reference>/receipt/", receipt, name="my-agreement-receipt"),
    *own_agreements.urlpatterns,
    *answers.urlpatterns,
    *own_data.urlpatterns,
    *own_statements.urlpatterns,
]
