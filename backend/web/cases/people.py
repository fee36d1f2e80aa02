"""The people of a case: parties, who works on it, and who was replaced; adding, appointing, assigning and relieving."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.roles import users_with
from backend.cases.actions.appointments import appoint, relieve
from backend.cases.actions.opening import add_party
from backend.cases.actions.progress import assign_case
from backend.cases.models import Case, CaseBar
from backend.cases.queries import live_grants
from backend.cases.vocabulary import CaseRole, CaseState
from backend.people.models import User
from backend.web.acts import act_page, renaming, too_late
from backend.web.cases.shell import CASES, frame, read_file
from backend.web.forms.cases import AppointForm, AssignForm, PartyForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.steps import role_name

# Who is offered for a case-role: the holders of the role of the same name; an approver is a second decision maker.
FROM_ROLE = {CaseRole.APPROVER: "decision_maker"}


@require_safe
@page(CASES, "case.view")
def people(request: PersonRequest, case: Case) -> HttpResponse:
    """Show who is in a case, who works on it, with which declaration and until when."""
    may = read_file(case, request.user, part="people")
    grants = {(grant.user.person_id, grant.role): grant for grant in live_grants(case)}
    assignments = case.assignments.select_related("person").order_by("ends_on", "pk")
    shown = {
        "parties": case.__dict__["people"],
        "team": [(each, grants.get((each.person_id, each.role))) for each in assignments],
        "can_add": "case.add_party" in may and case.is_open,
        "can_appoint": "case.appoint" in may and case.is_open,
    }
    return render(request, "web/cases/people.html", {**frame(case, may, section="case-people"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def party_add(request: PersonRequest, case: Case) -> HttpResponse:
    """Name somebody's part in a case."""
    must(request.user, "case.add_party", case)
    form = PartyForm(request.POST or None, initial={"role": request.GET.get("role", "")})
    shown = {
        **frame(case, set()),
        "heading": _("Add a person"),
        "consequence": _(
            "A party never sees the case through a staff role: whatever access this person has to it ends at once."
        ),
        "submit": _("Add to the case"),
    }
    return act_page(
        request,
        form,
        lambda: add_party(case, actor=request.user, **form.cleaned_data),
        back=reverse("case-people", args=[case.reference]),
        done=_("The person was added."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def appointment_add(request: PersonRequest, case: Case) -> HttpResponse:
    """Give somebody a case-role; a conflict of interest is refused in words next to the name."""
    must(request.user, "case.appoint", case)
    form = AppointForm(
        request.POST or None, people=_staff(), kept_out=_kept_out(case), initial={"role": request.GET.get("role", "")}
    )
    shown = {
        **frame(case, set()),
        "heading": _("Appoint somebody"),
        "consequence": _(
            "The person can see this case from now on, for 12 months at most, and everybody on the case sees the appointment."
        ),
        "submit": _("Appoint"),
    }
    return act_page(
        request,
        form,
        lambda: appoint(case, actor=request.user, **form.cleaned_data),
        back=reverse("case", args=[case.reference]),
        done=_("The appointment was recorded."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def assign(request: PersonRequest, case: Case) -> HttpResponse:
    """Appoint the investigator, which assigns the case."""
    must(request.user, "case.assign", case)
    back = reverse("case", args=[case.reference])
    if request.method != "POST" and case.state != CaseState.CONFLICT_CLEARED:
        return too_late(request, _("Assign an investigator"), case.get_state_display(), back)
    form = AssignForm(request.POST or None, people=_holders(CaseRole.INVESTIGATOR), kept_out=_kept_out(case))
    shown = {
        **frame(case, set()),
        "heading": _("Assign an investigator"),
        "consequence": _("The investigator can read the whole file from now on."),
        "submit": _("Assign the case"),
    }

    def act() -> Case:
        given = form.cleaned_data
        return assign_case(
            case,
            actor=request.user,
            investigator=given["user"],
            declaration=given["declaration"],
            told=given["told"],
            reason=given["reason"],
        )

    return act_page(
        request, form, renaming(act, {"investigator": "user"}), back=back, done=_("The case was assigned."), shown=shown
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def appointment_end(request: PersonRequest, case: Case, uid: UUID) -> HttpResponse:
    """End an appointment and the access that it gave."""
    must(request.user, "case.appoint", case)
    assignment = case.assignments.filter(uid=uid).select_related("person", "case").first()
    if assignment is None:
        return absent(request)
    form = ReasonForm(request.POST or None)
    name = assignment.person.name
    shown: dict[str, Any] = {
        **frame(case, set()),
        "heading": _("End the appointment of %(name)s") % {"name": name},
        "consequence": _("%(name)s loses access to this case at once, as %(role)s. What was read stays in the history.")
        % {"name": name, "role": role_name(assignment.role)},
        "submit": _("End the appointment"),
    }
    return act_page(
        request,
        form,
        lambda: relieve(assignment, actor=request.user, **form.cleaned_data),
        back=reverse("case-people", args=[case.reference]),
        done=_("The appointment was ended."),
        shown=shown,
    )


def _kept_out(case: Case) -> set[int | None]:
    """List whom a conflict keeps from the case, parties included, to mark them among those who may be appointed."""
    barred = CaseBar.objects.filter(case=case, ended=None).values_list("person_id", flat=True)
    return {*barred, *(party.person_id for party in case.__dict__["people"])}


def _staff() -> "QuerySet[User]":
    wanted = {FROM_ROLE.get(role, role) for role in CaseRole}
    users = {user.pk for role in wanted for user in users_with(role)}
    return User.objects.filter(pk__in=users).select_related("person").order_by("person__name")


def _holders(role: CaseRole) -> "QuerySet[User]":
    users = [user.pk for user in users_with(FROM_ROLE.get(role, role))]
    return User.objects.filter(pk__in=users).select_related("person").order_by("person__name")
