"""The list of referrals: those that somebody coordinates with their course, others by what is known at their gate."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.access.policy import scope
from backend.audit.reads import listed
from backend.people.models import User
from backend.referrals.models import Referral
from backend.referrals.queries.choice import coordinated
from backend.referrals.queries.told import told_state
from backend.referrals.vocabulary import OVER, WITH_PROVIDER, ReferralState
from backend.web.forms.coordinating import ReferralFilterForm
from backend.web.kept_in_address import address_with, chips_of
from backend.web.pages import PersonRequest, signed_in
from backend.web.states import tone_of

PER_PAGE: Final = 25
STAGES: Final = {
    "preparing": (ReferralState.CONSIDERED, ReferralState.GATED),
    "answer": (ReferralState.OFFERED,),
    "release": (ReferralState.ACCEPTED, ReferralState.AUTHORIZED),
    "provider": WITH_PROVIDER,
    "ending": (ReferralState.DECLINED, ReferralState.LAPSED, ReferralState.COMPLIED, ReferralState.NOT_COMPLIED),
}
VIEWS: Final[dict[str, Promise]] = {"": lazy("Open"), "closed": lazy("Closed"), "all": lazy("All")}
ORDERS: Final = {
    "": (F("answer_by").asc(nulls_last=True), F("known_report").asc(nulls_last=True), "-begun_at"),
    "newest": ("-begun_at", "-pk"),
    "report": (F("next_report_on").asc(nulls_last=True), "pk"),
}


@require_safe
@signed_in
def referrals(request: PersonRequest) -> HttpResponse:
    """List the referrals that the person coordinates, prepares or advises on."""
    form = ReferralFilterForm(request.GET)
    form.is_valid()
    found = Paginator(_wanted(request, form), PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "referral.list", actor=request.user)
    mine = set(coordinated(request.user).filter(pk__in=[row.pk for row in found]).values_list("pk", flat=True))
    count = found.paginator.count
    shown = {
        "rows": [{"cells": _cells(row, knows=row.pk in mine)} for row in found],
        "page": found,
        "columns": _columns(request),
        "filter_form": form,
        "keep": [{"name": name, "value": request.GET[name]} for name in ("view", "sort") if request.GET.get(name)],
        "chips": chips_of(request, form),
        "clear_url": address_with(request, without=tuple(form.fields)),
        "count_text": ngettext("%(count)s referral", "%(count)s referrals", count) % {"count": count},
        "views": [
            {"label": label, "url": f"?view={code}" if code else "?", "current": code == request.GET.get("view", "")}
            for code, label in VIEWS.items()
        ],
        "is_filtered": bool(chips_of(request, form)),
    }
    return render(request, "web/referrals/list.html", shown)


def _wanted(request: PersonRequest, form: ReferralFilterForm) -> QuerySet[Referral]:
    rows = scope(request.user, "referral.see_gate", Referral.objects.select_related("case", "person", "intervention"))
    view, given = request.GET.get("view", ""), form.cleaned_data
    if view != "all":
        rows = rows.filter(state__in=OVER) if view == "closed" else rows.exclude(state__in=OVER)
    if given.get("q"):
        words = given["q"].strip()
        rows = rows.filter(Q(reference__icontains=words) | Q(person__name__icontains=words))
    mine = coordinated(request.user).values("pk")
    rows = rows.annotate(known_report=Case(When(pk__in=mine, then=F("next_report_on"))))
    if request.GET.get("sort") == "report":  # an order tells of the course, too
        rows = rows.filter(pk__in=coordinated(request.user).values("pk"))
    rows = _by_course(request.user, rows, given)
    return rows.order_by(*ORDERS.get(request.GET.get("sort", ""), ORDERS[""]))


def _by_course(person: User, rows: QuerySet[Referral], given: dict[str, Any]) -> QuerySet[Referral]:
    """Filter by the course only among those whose course the person may know: a filter would tell it otherwise."""
    stage, complying = STAGES.get(given.get("stage", "")), given.get("complying")
    if stage or complying:
        rows = rows.filter(pk__in=coordinated(person).values("pk"))
    if stage:
        rows = rows.filter(state__in=stage)
    return rows.filter(compliance=complying) if complying else rows


def _columns(request: PersonRequest) -> list[dict[str, Any]]:
    sort, base = request.GET.get("sort", ""), address_with(request, without=("sort",))
    join = "&" if len(base) > 1 else ""
    return [
        {"label": _("Referral")},
        {"label": _("Where it stands")},
        {"label": _("Answer by")},
        {
            "label": _("Next report"),
            "sort_url": f"{base}{join}sort=report",
            "sorted": "ascending" if sort == "report" else "",
        },
        {"label": _("Kept to")},
    ]


def _cells(row: Referral, *, knows: bool) -> list[dict[str, Any]]:
    state = row.state if knows else told_state(row)
    label = row.get_state_display() if knows else told_state(row).label
    is_offered = row.state == ReferralState.OFFERED and row.answer_by is not None
    return [
        {
            "text": row.reference,
            "url": reverse("referral", args=[row.reference]),
            "main": True,
            "note": f"{row.person.name} · {row.intervention.name}",
        },
        {"tag": {"label": label, "tone": tone_of(state)}},
        {"due": row.answer_by, "label": _("Answer by")} if is_offered else {"text": "–", "label": _("Answer by")},
        {"day": row.next_report_on, "label": _("Next report")}
        if knows and row.next_report_on
        else {"text": "–", "label": _("Next report")},
        {"text": row.get_compliance_display(), "label": _("Kept to")},
    ]
