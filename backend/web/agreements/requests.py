"""What employees ask to be changed in their agreements: read and answered by those who may propose a change."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.policy import scope
from backend.agreements.actions.asking import answer_request
from backend.agreements.models import ChangeRequest
from backend.agreements.obligation_vocabulary import RequestState
from backend.audit.reads import viewed
from backend.documents.queries import day_words
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.acts import act_page
from backend.web.forms.offers import AnswerRequestForm
from backend.web.pages import PersonRequest, must, signed_in

REQUESTS = ChangeRequest.objects.select_related("agreement__case", "agreement__person", "asked_by__person")
MOST = 20


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def asked(request: PersonRequest, reference: str) -> HttpResponse:
    """Show what the employee asks for, and answer it in words or go on to a change."""
    rows = REQUESTS.filter(agreement__reference=reference).exclude(agreement__person=request.user.person_id)
    row = scope(request.user, "change_request.view", rows).order_by("-pk").first()
    if row is None:
        raise NotVisible
    must(request.user, "change_request.answer", row)
    viewed(row, "change_request.view", actor=request.user)
    back = reverse("agreement", args=[reference])
    form = AnswerRequestForm(request.POST or None)
    told = [
        (_("Asked by"), f"{row.agreement.person.name}, {day_words(row.asked_at)}"),
        (_("In their words"), row.words),
        (_("Answered"), row.answer or row.get_state_display()),
    ]
    shown: dict[str, Any] = {
        "heading": _("What the employee asks for"),
        "reference": reference,
        "crumbs": [
            (row.agreement.case.reference, reverse("case", args=[row.agreement.case.reference])),
            (reference, back),
        ],
        "facts": [{"key": key, "value": value, "lines": True} for key, value in told],
        "is_open": row.state == RequestState.ASKED,
        "amend_url": reverse("agreement-amend", args=[reference]),
        "submit": _("Send the answer"),
    }
    act = lambda: answer_request(row, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    done = _("The answer was sent. The employee reads it with the agreement.")
    return act_page(
        request, form, act, back=back, done=done, shown=shown, template="web/agreements/change_request.html"
    )


def request_tasks(person: User) -> list[dict[str, Any]]:
    """Tell of employees who ask for a change and have no answer yet."""
    rows = scope(person, "change_request.answer", REQUESTS.filter(state=RequestState.ASKED)).order_by("asked_at")
    return [
        {
            "label": _("Answer the employee who asks for a change"),
            "url": reverse("agreement-asked", args=[row.agreement.reference]),
            "reference": row.agreement.reference,
            "note": row.agreement.person.name,
            "due": None,
        }
        for row in rows[:MOST]
    ]
