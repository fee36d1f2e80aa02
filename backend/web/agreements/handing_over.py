"""Giving what somebody still sees to under an agreement to somebody else: one page, each thing to choose."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.agreements.models import Agreement, AgreementState
from backend.agreements.proposal import consider_until
from backend.agreements.queries.answers import codes_of, pending_amendment
from backend.kernel import clock
from backend.people.models import Person
from backend.people.queries import direct_manager_of
from backend.safeguards.actions import handing_over
from backend.safeguards.queries.left import holders_in, left_with
from backend.web.acts import act_page, renaming, too_late
from backend.web.agreements.amending import AGREEMENTS, TO_APPROVE
from backend.web.forms.handing_over import HandOverForm
from backend.web.pages import PersonRequest, must, page

ITEMS = {"safeguards": "items", "obligations": "items", "as_monitor": "items"}


@require_http_methods(["GET", "POST"])
@never_cache
@page(AGREEMENTS, "agreement.view")
def hand_over(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    """Choose what goes to somebody else: safeguards at once, what the agreement itself says by a change that both sign."""
    must(request.user, "agreement.hand_over", agreement)
    back, heading = reverse("agreement", args=[agreement.reference]), _("Let somebody else see to something")
    if request.method != "POST" and agreement.state != AgreementState.ACTIVE:
        return too_late(request, heading, agreement.get_state_display(), back)
    held_by, others = _holder(agreement, request.GET.get("of", ""))
    changes_wait = pending_amendment(agreement) is not None
    form = HandOverForm(
        request.POST or None,
        left=left_with(agreement, held_by, asked_by=request.user),
        changes_wait=changes_wait,
        initial={
            "to": _successor(agreement, held_by),
            "effective_on": (consider_until(agreement.case, codes_of(agreement)) + TO_APPROVE).date(),
        },
    )

    def act() -> dict[str, Any]:
        version = handing_over.hand_over_what_is_left(agreement, actor=request.user, held_by=held_by, **form.chosen())
        return {"version": version}

    case = agreement.case.reference
    shown = {
        "heading": heading,
        "reference": agreement.reference,
        "crumbs": [(case, reverse("case", args=[case])), (agreement.reference, back)],
        "consequence": _(
            "A safeguard goes over at once. Obligations and the monitoring stand in words that both have signed: a change "
            "of the agreement is drawn up, and the version in force stands until both sign it."
        ),
        "submit": _("Hand over what is chosen"),
        "cancel_url": back,
        "held_by": held_by,
        "others": others,
        "changes_wait": changes_wait,
    }
    return act_page(
        request,
        form,
        renaming(act, ITEMS),
        back=lambda done: _after(agreement, done["version"]),
        done=_("Somebody else sees to what was chosen, or will when both have signed the change."),
        shown=shown,
        template="web/agreements/hand_over.html",
    )


def _holder(agreement: Agreement, named: str) -> tuple[Person, list[Person]]:
    """Give whose things are shown, and who else holds something: first whoever led the employee before."""
    found = holders_in(agreement)
    leads = direct_manager_of(agreement.person, on=clock.today())
    found.sort(key=lambda person: (person == agreement.monitor, person == leads))
    held_by = next((person for person in found if person.reference == named), found[0])
    return held_by, [person for person in found if person != held_by]


def _successor(agreement: Agreement, held_by: Person) -> Person | None:
    """Propose whoever leads the employee now, unless the things are theirs or they monitor the agreement."""
    leads = direct_manager_of(agreement.person, on=clock.today())
    return leads if leads not in {held_by, agreement.monitor} else None


def _after(agreement: Agreement, version: Agreement | None) -> str:
    if version is not None:
        return reverse("agreement", args=[version.reference])
    return reverse("case-safeguards", args=[agreement.case.reference])
