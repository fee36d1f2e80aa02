"""Obligations as a monitor sees them: what, by when, shown by what. No reasons, no findings, nobody who complained."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted, scope
from backend.agreements.actions.obligations import excuse_duty, verify_duty
from backend.agreements.models import AgreementObligation, ObligationState
from backend.agreements.queries.keeping import checks_of_week, promises_to_keep
from backend.agreements.queries.reach import duties_seen, referrals_monitored
from backend.audit.reads import listed, viewed
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.acts import act_page, too_late
from backend.web.forms.keeping import ExcuseForm, VerifyForm
from backend.web.pages import PersonRequest, must, signed_in

PER_PAGE = 25
DATES = 100  # of one obligation, on its page


@require_safe
@signed_in
def duties(request: PersonRequest) -> HttpResponse:
    """List the obligations of the agreements that the person monitors."""
    found = Paginator(duties_seen(request.user), PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "duty.list", actor=request.user)
    told = referrals_monitored(request.user)
    if told:
        listed([referral for referral, _extract in told], "referral.see_status", actor=request.user)
    checks = list(checks_of_week(request.user)[:PER_PAGE])
    promised = list(promises_to_keep(request.user)[:PER_PAGE])
    listed([*checks, *promised], "occurrence.list", actor=request.user)
    shown = {
        "page": found,
        "checks": checks,
        "promised": promised,
        "running": ObligationState.SCHEDULED,
        "referrals": [{"person": referral.person.name, "told": extract} for referral, extract in told],
    }
    return render(request, "web/agreements/duties.html", shown)


@require_http_methods(["GET", "POST"])
@signed_in
def duty(request: PersonRequest, reference: str, seq: int) -> HttpResponse:
    """Show one obligation, and let its monitor accept it on the proof that the agreement names."""
    row = _found(request.user, reference, seq)
    viewed(row, "duty.view", actor=request.user)
    may = permitted(request.user, ["duty.verify"], row)
    back = (
        reverse("duties")
        if row.agreement.monitor_id == request.user.person_id
        else reverse("agreement", args=[reference])
    )
    form = VerifyForm(request.POST or None)
    can = "duty.verify" in may and row.state == ObligationState.SCHEDULED and not row.recurrence
    shown: dict[str, Any] = {
        **_facts(row),
        "cancel_url": back,
        "can_verify": can,
        "dates": row.occurrences.order_by("due_on")[:DATES] if row.recurrence else (),
        "heading": row.what,
        "reference": reference,
        "here": _("Obligation %(n)s") % {"n": seq},
    }
    if request.method == "POST":
        must(request.user, "duty.verify", row)
    shown |= {
        "consequence": _("Accepted means that you saw the proof. You judge nothing about the person."),
        "submit": _("Accept as met"),
    }
    act = lambda: verify_duty(row, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(
        request,
        form,
        act,
        back=back,
        done=_("The obligation was accepted as met."),
        shown=shown,
        template="web/agreements/duty.html",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def excuse(request: PersonRequest, reference: str, seq: int) -> HttpResponse:
    """Excuse an obligation that could not be met; it is no breach."""
    row = _found(request.user, reference, seq)
    must(request.user, "duty.excuse", row)
    back = reverse("agreement", args=[reference])
    if request.method != "POST" and row.state != ObligationState.SCHEDULED:
        return too_late(request, _("Excuse"), row.get_state_display(), back)
    form = ExcuseForm(request.POST or None)
    shown = {
        **_facts(row),
        "heading": _("Excuse obligation %(number)s") % {"number": seq},
        "reference": reference,
        "consequence": _("The obligation is closed without being met. It is no breach and counts against nobody."),
        "submit": _("Excuse the obligation"),
    }
    act = lambda: excuse_duty(row, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The obligation was excused."), shown=shown)


def _found(person: User, reference: str, seq: int) -> AgreementObligation:
    rows = AgreementObligation.objects.filter(agreement__reference=reference, seq=seq).exclude(
        agreement__person=person.person_id
    )
    row = scope(person, "duty.view", rows).select_related("agreement__person", "agreement__case", "verifier").first()
    if row is None:
        raise NotVisible
    return row


def _facts(row: AgreementObligation) -> dict[str, Any]:
    facts: list[dict[str, Any]] = [
        {"key": _("Employee"), "value": row.agreement.person.name},
        {"key": _("What"), "value": row.what},
        {"key": _("By when"), "value": row.due},
        {"key": _("Shown by"), "value": row.proof},
        {"key": _("Checked by"), "value": row.verifier.name},
    ]
    if row.note:
        facts.append({"key": _("Note"), "value": row.note, "lines": True})
    return {"duty": row, "facts": facts}
