"""What an employee adds to their own agreement beside the answer: a comment, the language they read it in, an objection to paper."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.agreements.actions.asking import MAY_ASK, ask_for_change
from backend.agreements.actions.noting import comment_on_agreement, confirm_language
from backend.agreements.actions.paper import object_to_record
from backend.agreements.models import Agreement, AgreementAmendment, AgreementState
from backend.agreements.queries.answers import (
    days_to_consider,
    knowing_what_is_beside,
    offered_change,
    open_request,
    paper_record_of,
    revocable_until,
    translations_of,
)
from backend.files.models import StoredFile
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.web.acts import act_page, too_late
from backend.web.forms.offers import AskForm, CommentForm, LanguageForm, ObjectionForm
from backend.web.pages import PersonRequest, absent, page
from backend.web.streaming import streamed

OWN = Agreement.objects.select_related("case", "document", "officer__person", "person", "monitor")
OWN_WHOLE = knowing_what_is_beside(OWN)
TEMPLATE = "web/mine/agreement_act.html"


def is_open(agreement: Agreement) -> bool:
    """Tell whether the offer can still be answered."""
    in_time = agreement.offer_expires_at is None or clock.now() <= agreement.offer_expires_at
    return agreement.state == AgreementState.OFFERED and in_time


def is_revocable(agreement: Agreement) -> bool:
    """Tell whether the signature can still be taken back."""
    until = revocable_until(agreement) if agreement.state == AgreementState.SIGNED else None
    return until is not None and clock.now() <= until


def beside(agreement: Agreement, *, prepared: bool = False) -> dict[str, object]:
    """Give what stands beside the words of an agreement; those who work on it also see a change that is being `prepared`."""
    change = later = None
    if _there(agreement, "change"):
        change = AgreementAmendment.objects.filter(agreement=agreement).select_related("earlier").first()
    if _there(agreement, "later"):
        changes = AgreementAmendment.objects.filter(earlier=agreement)
        shown = changes if prepared else changes.exclude(agreement__offered_at=None)
        later = shown.select_related("agreement").order_by("-pk").first()
    comments = agreement.comments.select_related("writer__person").order_by("pk")
    asked = agreement.change_requests.select_related("answered_by__person").order_by("-pk")
    pauses = agreement.suspensions.filter(ended_at=None).values_list("until", flat=True)
    return {
        "think_days": days_to_consider(agreement) if _there(agreement, "release") else 0,
        "asked": list(asked) if _there(agreement, "requests") else [],
        "comments": list(comments) if _there(agreement, "comments") else [],
        "paper_record": paper_record_of(agreement) if _there(agreement, "paper") else None,
        "translations": list(translations_of(agreement)) if _there(agreement, "translations") else [],
        "change": change,
        "later": later.agreement if later else None,
        "revocable_until": revocable_until(agreement) if is_revocable(agreement) else None,
        "still_until": pauses.first() if agreement.state == AgreementState.SUSPENDED else None,
    }


def _there(agreement: Agreement, what: str) -> bool:
    return bool(getattr(agreement, f"has_{what}", True))


@require_http_methods(["GET", "POST"])
@never_cache
@page(OWN, "agreement.comment")
def comment(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Add a comment that becomes part of the record."""
    back = _back(agreement)
    if request.method != "POST" and agreement.state == AgreementState.OFFERED:
        return too_late(request, _("Add a comment"), agreement.get_state_display(), back)
    form = CommentForm(request.POST or None)
    shown = _shown(agreement, _("Add a comment")) | {
        "consequence": _(
            "Your words stay with the agreement as they are. Those who read the whole agreement read them; the monitor does not."
        ),
        "submit": _("Add the comment"),
    }
    act = lambda: comment_on_agreement(agreement, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("Your comment was added."), shown=shown, template=TEMPLATE)


@require_http_methods(["GET", "POST"])
@never_cache
@page(OWN, "agreement.ask_change")
def ask(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Ask for a change of one's own agreement in force."""
    back, heading = _back(agreement), _("Ask for a change")
    if request.method != "POST" and (
        agreement.state not in MAY_ASK or offered_change(agreement) or open_request(agreement)
    ):
        return too_late(request, heading, agreement.get_state_display(), back)
    form = AskForm(request.POST or None)
    shown = _shown(agreement, heading) | {
        "consequence": _(
            "Your HR partner and whoever decides read this, and answer you; the monitor does not. Asking is no breach, and"
            " until a change is signed by both sides the agreement goes on as it is."
        ),
        "submit": _("Send what you ask for"),
    }
    act = lambda: ask_for_change(agreement, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    done = _("It is sent. You read the answer on this page.")
    return act_page(request, form, act, back=back, done=done, shown=shown, template=TEMPLATE)


@require_http_methods(["GET", "POST"])
@never_cache
@page(OWN, "agreement.confirm_language")
def language(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Say in which language the offer was read."""
    back, told = _back(agreement), list(translations_of(agreement))
    if not told or not is_open(agreement):
        return too_late(request, _("Say in which language you read it"), agreement.get_state_display(), back)
    names = [each.language for each in told]
    form = LanguageForm(request.POST or None, file=str(agreement.get_language_display()), languages=names)
    shown = _shown(agreement, _("Say in which language you read it")) | {
        "consequence": _(
            "The file counts in its own language. Choose what you really read; you can ask for more time."
        ),
        "submit": _("Save the language"),
    }
    act = lambda: confirm_language(agreement, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The language was noted."), shown=shown, template=TEMPLATE)


@require_http_methods(["GET", "POST"])
@never_cache
@page(OWN, "agreement.object_to_record")
def objection(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Object to what was recorded from paper."""
    back, record = _back(agreement), paper_record_of(agreement)
    if record is None or record.objected_at:
        return too_late(request, _("Object to what was recorded"), agreement.get_state_display(), back)
    form = ObjectionForm(request.POST or None)
    shown = _shown(agreement, _("Object to what was recorded")) | {
        "consequence": _(
            "Nothing more comes into force until this is settled. Objecting is no breach and no misconduct."
        ),
        "submit": _("Send the objection"),
    }
    act = lambda: object_to_record(agreement, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(
        request, form, act, back=back, done=_("Your objection was recorded."), shown=shown, template=TEMPLATE
    )


@require_safe
@never_cache
@page(OWN, "agreement.view")
def pages(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Hand out the scan of the signed pages to whoever reads the agreement; that they open it is recorded first."""
    record = paper_record_of(agreement)
    return _handed_out(request, record.scan if record else None, f"{agreement.reference}-pages")


@require_safe
@never_cache
@page(OWN, "agreement.view")
def translation(request: PersonRequest, agreement: Agreement, uid: UUID) -> HttpResponse:
    """Hand out the copy of a translation to whoever reads the agreement."""
    row = translations_of(agreement).filter(uid=uid).first()
    return _handed_out(request, row.copy if row else None, f"{agreement.reference}-translation")


def _handed_out(request: PersonRequest, stored: StoredFile | None, label: str) -> HttpResponse:
    if stored is None:
        return absent(request)
    try:
        return streamed(request.user, stored, label)
    except Refused as refusal:
        return render(request, "403.html", {"problem": refusal}, status=409)


def _back(agreement: Agreement) -> str:
    return reverse("my-agreement", args=[agreement.reference])


def _shown(agreement: Agreement, heading: str) -> dict[str, Any]:
    return {"heading": heading, "reference": agreement.reference, "agreement": agreement}


urlpatterns = [
    path("agreements/<str:reference>/comment/", comment, name="my-agreement-comment"),
    path("agreements/<str:reference>/ask/", ask, name="my-agreement-ask"),
    path("agreements/<str:reference>/language/", language, name="my-agreement-language"),
    path("agreements/<str:reference>/objection/", objection, name="my-agreement-objection"),
    path("agreements/<str:reference>/pages/", pages, name="agreement-pages"),
    path("agreements/<str:reference>/translations/<uuid:uid>/", translation, name="agreement-translation"),
]
