"""Proposing a change of an agreement in force: the words and obligations as they are, to be written anew, and why."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.models import Role
from backend.agreements.actions.amending import OPEN, Change, propose_amendment
from backend.agreements.changing import anew, restated
from backend.agreements.clauses import library
from backend.agreements.models import Agreement, AgreementState
from backend.agreements.proposal import consider_until
from backend.agreements.queries.answers import codes_of, pending_amendment
from backend.deadlines.profiles import place_of
from backend.web.acts import act_page, too_late
from backend.web.agreements.building import people
from backend.web.forms.agreements import AddedDutyForm
from backend.web.forms.amending import AmendForm
from backend.web.pages import PersonRequest, must, page

AGREEMENTS = Agreement.objects.select_related("case", "person", "monitor", "officer__person", "outcome")
CHECKERS = (Role.MONITOR, Role.HR_PARTNER, Role.DECISION_MAKER)
TO_APPROVE = timedelta(days=7)  # from the proposal to the offer: counsel, and a second person


@require_http_methods(["GET", "POST"])
@never_cache
@page(AGREEMENTS, "agreement.view")
def amend(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Propose a change: what is left as it is stays word for word, and the version in force stands until both have signed."""
    must(request.user, "agreement.amend", agreement)
    back, heading = reverse("agreement", args=[agreement.reference]), _("Propose a change")
    if request.method != "POST" and (agreement.state != AgreementState.ACTIVE or pending_amendment(agreement)):
        return too_late(request, heading, agreement.get_state_display(), back)
    open_ones = agreement.obligations.filter(state__in=OPEN).select_related("verifier", "owed_by", "agreement")
    checkers = people(*CHECKERS).exclude(pk=agreement.person_id)
    form = AmendForm(
        request.POST or None,
        agreement=agreement,
        clauses=list(agreement.clauses.order_by("seq")),
        duties=list(open_ones.order_by("seq")),
        checkers=list(checkers),
        more=[AddedDutyForm(request.POST or None, prefix=f"more-{number}", verifiers=checkers) for number in (1, 2)],
        required=library(agreement.language).required(kind=agreement.kind, profile=place_of(agreement.case).profile),
        initial={"effective_on": (consider_until(agreement.case, codes_of(agreement)) + TO_APPROVE).date()},
    )

    def act() -> Agreement:
        return propose_amendment(agreement, _change(form), actor=request.user)

    shown: dict[str, Any] = {
        "heading": heading,
        "reference": agreement.reference,
        "crumbs": [
            (agreement.case.reference, reverse("case", args=[agreement.case.reference])),
            (agreement.reference, back),
        ],
        "consequence": _(
            "Counsel reviews the change and a second person approves it. Then it is offered with new time to consider. "
            "The version in force stands until both have signed."
        ),
        "submit": _("Propose the change"),
        "cancel_url": back,
    }
    return act_page(
        request,
        form,
        act,
        back=lambda version: reverse("agreement", args=[version.reference]),
        done=_("The change was drawn up. Read it as the employee will."),
        shown=shown,
        template="web/agreements/amend.html",
    )


def _change(form: AmendForm) -> Change:
    given, was = form.cleaned_data, form.agreement
    rows, from_day = {duty.seq: duty for duty in form.duties}, given["effective_on"]
    duties = {
        seq: restated(rows[seq], from_day=from_day, **named) if named else None
        for seq, named in form.changed_duties().items()
    }
    return Change(
        reason=given["change_reason"],
        effective_on=given["effective_on"],
        ends_on=given["ends_on"] if given["ends_on"] != was.ends_on else None,
        review_on=given["review_on"] if given["review_on"] != was.review_on else None,
        extension_reason=given["extension_reason"],
        monitor=form.named_monitor(),
        clauses=form.changed_clauses(),
        duties=duties,
        more_duties=[anew(was.language, **named) for named in form.added_duties()],
    )
