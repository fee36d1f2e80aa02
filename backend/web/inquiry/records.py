"""Records of interviews as the staff handles them, and contested facts as they are weighed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted, scope
from backend.audit.reads import viewed
from backend.cases.models import Allegation, Case
from backend.investigation.actions.credibility import (
    Weighed,
    amend_credibility,
    assess_credibility,
    withdraw_credibility,
)
from backend.investigation.actions.statements import (
    offer_statement,
    record_refusal,
    record_signature,
    write_statement,
)
from backend.investigation.inquiry_vocabulary import StatementState
from backend.investigation.models import CredibilityAssessment, Statement
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page, too_late
from backend.web.cases.shell import CASES, frame
from backend.web.forms.inquiry import WeighedForm
from backend.web.forms.interviews import OfferForm, PaperForm, RecordForm, as_written
from backend.web.forms.moves import ReasonForm
from backend.web.inquiry.interviews import heard
from backend.web.inquiry.together import bound, seen_in, write_page
from backend.web.pages import PersonRequest, must, page

READY = (StatementState.DRAFT, StatementState.CORRECTED)
TEXTS = ("fact", "factor", "bearing", "text")


@require_safe
@never_cache
@page(CASES, "case.view")
def statement(request: PersonRequest, case: Case, statement: str) -> HttpResponse:
    """Show the record of an interview with its corrections, and what can be done with it now."""
    row = _record(request, case, statement)
    viewed(row, "statement.view", actor=request.user)
    may = permitted(request.user, ["statement.offer", "statement.record_signature"], row)
    at = [case.reference, row.reference]
    interviews = reverse("case-interviews", args=[case.reference])
    shown = {
        "statement": row,
        "can_write": row.state == StatementState.DRAFT and "statement.offer" in may,
        "can_offer": row.state in READY and "statement.offer" in may,
        "can_record": row.state == StatementState.OFFERED and "statement.record_signature" in may,
        "offer_url": reverse("statement-offer", args=at),
        "paper_url": reverse("statement-paper", args=at),
        "crumbs": [*frame(case, set())["crumbs"], (_("Interviews"), interviews)],
        "here": row.reference,
    }
    return render(request, "web/inquiry/statement.html", {**frame(case, set()), **shown})


@require_http_methods(["GET", "POST"])
@never_cache
@page(CASES, "case.view")
def write(request: PersonRequest, case: Case, interview: str) -> HttpResponse:
    """Write the record of an interview."""
    row = heard(request, case, interview)
    must(request.user, "statement.write", row)
    found: Statement | None = getattr(row, "statement", None)
    back = reverse("interview", args=[case.reference, row.reference])
    if request.method != "POST" and (row.state != "held" or (found and found.state != StatementState.DRAFT)):
        return too_late(request, _("Write the record"), (found or row).get_state_display(), back)
    form = bound(RecordForm, request, {"passages": as_written(found.passages) if found else ""})
    shown = {
        **frame(case, set()),
        "heading": _("Record of the interview with %(name)s") % {"name": row.party.person.name},
        "consequence": _(
            "The person reads these words, corrects them and signs them. They see it only when you offer it."
        ),
        "submit": _("Save the record"),
    }

    def act() -> Statement:
        given = form.cleaned_data
        return write_statement(
            row, passages=given["passages"], actor=request.user, reason=given["reason"], seen=seen_in(request)
        )

    edition = found.edition if found else None
    return write_page(request, form, act, back=back, done=_("The record was saved."), shown=shown, edition=edition)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def offer(request: PersonRequest, case: Case, statement: str) -> HttpResponse:
    """Offer the record to whoever was heard."""
    row = _record(request, case, statement)
    must(request.user, "statement.offer", row)
    back = reverse("statement", args=[case.reference, row.reference])
    if request.method != "POST" and row.state not in READY:
        return too_late(request, _("Offer it to be checked"), row.get_state_display(), back)
    form = OfferForm(request.POST or None)
    corrected = row.state == StatementState.CORRECTED
    shown = {
        **frame(case, set()),
        "heading": _("Offer the record to %(name)s") % {"name": row.person.name},
        "consequence": _("The corrections are taken in, and the record is given anew to be checked.")
        if corrected
        else _("The person gets the record and can correct it, sign it or decline. You cannot change it after this."),
        "submit": _("Offer the record"),
    }
    return act_page(
        request,
        form,
        lambda: offer_statement(row, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("The record was offered."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def paper(request: PersonRequest, case: Case, statement: str) -> HttpResponse:
    """Record what became of a record that was given on paper."""
    row = _record(request, case, statement)
    must(request.user, "statement.record_signature", row)
    back = reverse("statement", args=[case.reference, row.reference])
    if request.method != "POST" and row.state != StatementState.OFFERED:
        return too_late(request, _("Record the paper"), row.get_state_display(), back)
    form = PaperForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Record the paper of %(name)s") % {"name": row.person.name},
        "consequence": _("For somebody who cannot sign here. That the paper was handed over must be on record first."),
        "submit": _("Record it"),
    }

    def act() -> Statement:
        given = form.cleaned_data
        if given["is_signed"] == "yes":
            return record_signature(row, actor=request.user, reason=given["reason"], typed_name=given["typed_name"])
        return record_refusal(row, actor=request.user, reason=given["reason"], why=given["why"])

    return act_page(request, form, act, back=back, done=_("It was recorded."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def weigh(request: PersonRequest, case: Case, seq: int) -> HttpResponse:
    """Weigh one contested fact of an allegation."""
    row = _allegation(request, case, seq)
    must(request.user, "credibility.assess", row)
    form = WeighedForm(request.POST or None)
    shown = {**frame(case, set()), **_words(seq), "submit": _("Save")}
    return act_page(
        request,
        form,
        lambda: assess_credibility(row, _weighed(form), actor=request.user, reason=form.cleaned_data["reason"]),
        back=reverse("allegation", args=[case.reference, seq]),
        done=_("It was saved."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def weigh_again(request: PersonRequest, case: Case, seq: int, uid: UUID) -> HttpResponse:
    """Change what was said of a contested fact."""
    row = _assessment(request, case, seq, uid)
    must(request.user, "credibility.amend", row)
    form = bound(WeighedForm, request, {name: getattr(row, name) for name in TEXTS})
    shown = {**frame(case, set()), **_words(seq), "submit": _("Save")}

    def act() -> CredibilityAssessment:
        reason = form.cleaned_data["reason"]
        return amend_credibility(row, _weighed(form), actor=request.user, reason=reason, seen=seen_in(request))

    back = reverse("allegation", args=[case.reference, seq])
    return write_page(request, form, act, back=back, done=_("It was saved."), shown=shown, edition=row.edition)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def withdraw(request: PersonRequest, case: Case, seq: int, uid: UUID) -> HttpResponse:
    """Withdraw what was said of a contested fact."""
    row = _assessment(request, case, seq, uid)
    must(request.user, "credibility.withdraw", row)
    form = ReasonForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Withdraw: %(fact)s") % {"fact": row.fact},
        "consequence": _("It is not weighed any more. It stays in the history."),
        "submit": _("Withdraw"),
    }
    return act_page(
        request,
        form,
        lambda: withdraw_credibility(row, actor=request.user, **form.cleaned_data),
        back=reverse("allegation", args=[case.reference, seq]),
        done=_("It was withdrawn."),
        shown=shown,
    )


def _record(request: PersonRequest, case: Case, reference: str) -> Statement:
    rows = Statement.objects.filter(case=case, reference=reference).select_related(
        "case", "interview__case", "interview__party", "person", "document", "saved_by__person", "recorded_by__person"
    )
    found = scope(request.user, "statement.view", rows).first()
    if found is None:
        raise NotVisible
    return found


def _allegation(request: PersonRequest, case: Case, seq: int) -> Allegation:
    rows = Allegation.objects.filter(case=case, seq=seq).select_related("case")
    found = scope(request.user, "allegation.view", rows).first()
    if found is None:
        raise NotVisible
    return found


def _assessment(request: PersonRequest, case: Case, seq: int, uid: UUID) -> CredibilityAssessment:
    rows = CredibilityAssessment.objects.filter(case=case, allegation__seq=seq, uid=uid, withdrawn_at=None)
    found = scope(request.user, "credibility.view", rows).select_related("allegation__case", "case", "saved_by__person")
    row = found.first()
    if row is None:
        raise NotVisible
    return row


def _weighed(form: Any) -> Weighed:
    return Weighed(**{name: form.cleaned_data[name] for name in TEXTS})


def _words(seq: int) -> dict[str, str]:
    return {
        "heading": _("Weigh a contested fact: A%(seq)s") % {"seq": seq},
        "consequence": _(
            "Those who investigate, decide, review or advise read this. It weighs accounts, and gives nobody a mark."
        ),
    }
