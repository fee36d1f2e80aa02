"""A party's own view of who handles their matter: what was waived, what they challenged, and a way to challenge somebody."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope, scope_own
from backend.audit.reads import viewed
from backend.cases.actions.impartiality import challenge
from backend.cases.models import Case, CaseReport, ConflictChallenge, ConflictWaiver
from backend.cases.queries import own_reports
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.acts import act_page
from backend.web.forms.conflicts import ChallengeForm
from backend.web.pages import PersonRequest, signed_in


@require_safe
@never_cache
@signed_in
def handling(request: PersonRequest) -> HttpResponse:
    """List the person's own matters, with what is disclosed about those who handle them."""
    matters = [_matter(case, request.user) for case in _own(request.user)]
    return render(request, "web/conflicts/handling.html", {"matters": matters})


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def challenge_new(request: PersonRequest, reference: Any) -> HttpResponse:
    """Say that somebody who works on one's matter is not impartial."""
    case = _own(request.user).filter(uid=reference).first()
    if case is None:
        raise NotVisible
    form = ChallengeForm(request.POST or None)
    shown = {
        "heading": _("Say that somebody is not impartial"),
        "reference": _name(case, request.user),
        "consequence": _(
            "Somebody else than the person you mean answers within three working days. Saying so has no other effect on your matter."
        ),
        "submit": _("Send"),
    }
    return act_page(
        request,
        form,
        lambda: challenge(case, actor=request.user, reason="Said by a party.", **form.cleaned_data),
        back=reverse("handling"),
        done=_("It was sent. You read the answer here."),
        shown=shown,
        template="web/mine/act.html",
    )


def _own(person: User) -> "QuerySet[Case]":
    return scope_own(person, "case.challenge", Case.objects.all()).order_by("-opened_at", "-pk")


def _matter(case: Case, person: User) -> dict[str, Any]:
    viewed(case, "case.view", actor=person, ctx={"part": "handling"})
    waivers = scope_own(person, "waiver.read", ConflictWaiver.objects.filter(case=case)).order_by("pk")
    made = scope(person, "challenge.view", ConflictChallenge.objects.filter(case=case, party=person.person))
    return {
        "name": _name(case, person),
        "url": reverse("challenge-new", args=[case.uid]) if case.is_open else "",
        "waivers": [{"title": each.disclosed, "note": _("Allowed by the independent channel")} for each in waivers],
        "challenges": [
            {
                "title": each.get_role_display(),
                "url": reverse("challenge", args=[each.uid]),
                "body": each.answer,
                "tag": {"label": each.get_state_display(), "tone": "info" if each.state == "made" else "mute"},
            }
            for each in made.order_by("-pk")
        ],
    }


def _name(case: Case, person: User) -> str:
    """Name a matter as its party knows it: whoever reported it by the report, whoever was given notice by the case."""
    link = CaseReport.objects.filter(case=case, report__in=own_reports(person)).select_related("report").first()
    return link.report.reference if link else case.reference


urlpatterns = [
    path("", handling, name="handling"),
    path("<uuid:reference>/challenge/", challenge_new, name="challenge-new"),
]
