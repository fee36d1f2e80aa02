"""What the staff records around an answer: paper, a translation, a pause, and that the monitor still fits."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.policy import permitted
from backend.agreements.actions.noting import Translated, record_translation
from backend.agreements.actions.paper import OnPaper, record_paper_refusal, record_paper_signature
from backend.agreements.actions.pausing import suspend_agreement
from backend.agreements.actions.proving import SIGNED
from backend.agreements.actions.transfers import MONITOR_OWED, confirm_monitor
from backend.agreements.models import Agreement, AgreementState
from backend.agreements.queries.answers import paper_record_of, pending_amendment
from backend.agreements.signing_tables import SIGNED_ON_PAPER, PaperAnswer
from backend.cases.models import Obligation
from backend.kernel.errors import Invalid, NotVisible
from backend.people.models import User
from backend.web.acts import act_page, renaming, too_late
from backend.web.forms.evidence import upload_of
from backend.web.forms.moves import ReasonForm
from backend.web.forms.offers import PaperForm, SuspendForm, TranslationForm
from backend.web.pages import PersonRequest, must, page

AGREEMENTS = Agreement.objects.select_related("case", "person", "monitor", "document", "officer__person")
BESIDE = (
    ("agreement.record_paper_signature", AgreementState.OFFERED, lazy("Record an answer on paper"), "agreement-paper"),
    ("agreement.record_translation", AgreementState.OFFERED, lazy("Record a translation"), "agreement-translate"),
    ("agreement.amend", AgreementState.ACTIVE, lazy("Propose a change"), "agreement-amend"),
    ("agreement.hand_over", AgreementState.ACTIVE, lazy("Let somebody else see to something"), "agreement-hand-over"),
    ("agreement.suspend", AgreementState.ACTIVE, lazy("Suspend the agreement"), "agreement-suspend"),
)


def more_acts(agreement: Agreement, person: User) -> list[dict[str, Any]]:
    """List what this person may record or propose now, beside the moves that need only a reason."""
    near = [each for each in BESIDE if each[1] == agreement.state]
    asked = [each[0] for each in near] + ["agreement.confirm_monitor"]
    may = permitted(person, asked, agreement) if near else set()
    shown = [
        {"label": str(label), "url": reverse(name, args=[agreement.reference])}
        for action, _state, label, name in near
        if action in may and not (name == "agreement-amend" and pending_amendment(agreement))
    ]
    if "agreement.confirm_monitor" in may and _monitor_asked(agreement):
        url = reverse("agreement-monitor", args=[agreement.reference])
        shown.append({"label": _("Confirm the monitor"), "url": url})
    return shown


def signing_facts(agreement: Agreement) -> list[dict[str, Any]]:
    """Tell whoever signs for the organisation how the employee signed, on screen or on paper, and over which file."""
    signature = agreement.signatures.filter(meaning__in=SIGNED).order_by("pk").first()
    paper = None if signature else paper_record_of(agreement)
    if signature is None and paper is None:
        raise NotVisible
    rows: list[dict[str, Any]] = [{"key": _("Employee"), "value": agreement.person.name}]
    if signature:
        at, what = date_format(timezone.localtime(signature.signed_at), "j M Y, H:i T"), signature.intent
    elif paper:
        at, what = f"{date_format(paper.signed_on, 'j M Y')}, {paper.place}", paper.get_answer_display()
    rows.append({"key": _("Signed"), "value": at, "note": what})
    document, digest = agreement.document, agreement.offered_sha256
    told = {"value": document.reference if document else "", "note": f"SHA-256 {digest[:16]}…"}
    rows.append({"key": _("Document"), **told})
    said = signature.comment if signature else paper.comment if paper else ""
    if said:
        rows.insert(2, {"key": _("The employee added"), "value": said, "lines": True})
    return rows


@require_http_methods(["GET", "POST"])
@never_cache
@page(AGREEMENTS, "agreement.view")
def paper(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Record what happened on paper: signed, declined, or not signed before witnesses."""
    must(request.user, "agreement.record_paper_signature", agreement)
    if request.method != "POST" and agreement.state != AgreementState.OFFERED:
        return _too_late(request, agreement, _("Record an answer on paper"))
    form = PaperForm(request.POST or None, request.FILES or None, initial={"sha256": agreement.offered_sha256})

    def act() -> Agreement:
        given, scan = form.cleaned_data, upload_of(form)
        told = OnPaper(**{name: given[name] for name in OnPaper.__dataclass_fields__})
        answer, usual = given["answer"], {"actor": request.user, "reason": given["reason"], "told": told}
        if answer not in SIGNED_ON_PAPER:
            return record_paper_refusal(agreement, scan=scan, in_writing=answer == PaperAnswer.DECLINE, **usual)
        if scan is None:
            raise Invalid({"file": [_("Add a scan of the signed pages.")]})
        protest = answer == PaperAnswer.AGREE_UNDER_PROTEST
        return record_paper_signature(agreement, scan=scan, under_protest=protest, **usual)

    number = agreement.document.reference if agreement.document else ""
    shown = _shown(agreement, _("Record an answer on paper")) | {
        "consequence": _(
            "It is recorded as an answer on paper, under your name, and never as a signature on screen. "
            "The employee sees it and may object. Not signing is no breach."
        ),
        "facts": [
            {"key": _("Employee"), "value": agreement.person.name},
            {
                "key": _("The printed pages must carry"),
                "value": number,
                "note": f"SHA-256 {agreement.offered_sha256[:16]}…",
            },
        ],
        "submit": _("Record it"),
    }
    done = _("The answer on paper was recorded.")
    return act_page(request, form, renaming(act, {"scan": "file"}), back=_back(agreement), done=done, shown=shown)


@require_http_methods(["GET", "POST"])
@page(AGREEMENTS, "agreement.view")
def translate(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Record that the offer was translated or explained in another language."""
    must(request.user, "agreement.record_translation", agreement)
    if request.method != "POST" and agreement.state != AgreementState.OFFERED:
        return _too_late(request, agreement, _("Record a translation"))
    form = TranslationForm(request.POST or None, request.FILES or None)

    def act() -> object:
        given, copy = form.cleaned_data, upload_of(form)
        if copy is None:
            raise Invalid({"file": [_("Add a copy of the translation.")]})
        told = Translated(**{name: given[name] for name in Translated.__dataclass_fields__})
        return record_translation(agreement, actor=request.user, told=told, copy=copy, reason=given["reason"])

    shown = _shown(agreement, _("Record a translation")) | {
        "consequence": _(
            "The employee can download the copy and says, before signing, in which language they read the agreement."
        ),
        "submit": _("Record the translation"),
    }
    return act_page(request, form, act, back=_back(agreement), done=_("The translation was recorded."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(AGREEMENTS, "agreement.view")
def suspend(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Let an agreement stand still until a day."""
    must(request.user, "agreement.suspend", agreement)
    if request.method != "POST" and agreement.state != AgreementState.ACTIVE:
        return _too_late(request, agreement, _("Suspend the agreement"))
    form = SuspendForm(request.POST or None)
    shown = _shown(agreement, _("Suspend the agreement")) | {
        "consequence": _(
            "Nothing falls due and nothing counts as missed until that day. The end of the agreement stays where it is."
        ),
        "submit": _("Suspend the agreement"),
    }
    act = lambda: suspend_agreement(agreement, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=_back(agreement), done=_("The agreement stands still."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(AGREEMENTS, "agreement.view")
def monitor(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Confirm that the monitor still fits after somebody's place changed."""
    must(request.user, "agreement.confirm_monitor", agreement)
    if request.method != "POST" and not _monitor_asked(agreement):
        return _too_late(request, agreement, _("Confirm the monitor"))
    form = ReasonForm(request.POST or None)
    shown = _shown(agreement, _("Confirm the monitor")) | {
        "consequence": _(
            "The agreement travels with the employee. The monitor may not report to the employee and is no party to the case. "
            "A new manager reads what is done in which setting and what we promised, and no reason."
        ),
        "facts": [
            {"key": _("Employee"), "value": agreement.person.name},
            {"key": _("Monitor"), "value": agreement.monitor.name},
        ],
        "submit": _("Confirm the monitor"),
    }
    act = lambda: confirm_monitor(agreement, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=_back(agreement), done=_("The monitor was confirmed."), shown=shown)


def _monitor_asked(agreement: Agreement) -> bool:
    return Obligation.objects.filter(case=agreement.case_id, kind=MONITOR_OWED, discharged_at=None).exists()


def _too_late(request: PersonRequest, agreement: Agreement, what: str) -> HttpResponse:
    return too_late(request, what, agreement.get_state_display(), _back(agreement))


def _back(agreement: Agreement) -> str:
    return reverse("agreement", args=[agreement.reference])


def _shown(agreement: Agreement, heading: str) -> dict[str, Any]:
    crumbs = [
        (agreement.case.reference, reverse("case", args=[agreement.case.reference])),
        (agreement.reference, _back(agreement)),
    ]
    return {"heading": heading, "reference": agreement.reference, "crumbs": crumbs}
