"""What an employee is asked before an absence counts for anything, and their answer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from backend.audit.reads import listed, viewed
from backend.referrals.actions.barriers import answer_query
from backend.referrals.models import BarrierQuery
from backend.referrals.queries.custody import OPEN_TO_EMPLOYEE, QUERIES, own_queries, words_of
from backend.web.acts import act_page
from backend.web.forms.custody import BarrierAnswerForm
from backend.web.pages import PersonRequest, page, signed_in


@require_safe
@never_cache
@signed_in
def questions(request: PersonRequest) -> HttpResponse:
    """List the questions that the person was asked, what is open first."""
    rows = list(own_queries(request.user))
    listed(rows, "barrier.list", actor=request.user)
    return render(request, "web/custody/mine.html", {"queries": rows, "open_states": OPEN_TO_EMPLOYEE})


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("words")
@page(QUERIES, "barrier.answer")
def question(request: PersonRequest, query: BarrierQuery) -> HttpResponse:
    """Ask the person what stood in the way; once it is answered, show what they wrote and what became of it."""
    back = reverse("my-question", args=[query.reference])
    if request.method != "POST" and query.state not in OPEN_TO_EMPLOYEE:
        viewed(query, "barrier.view", actor=request.user)
        return render(request, "web/custody/answered.html", {"query": query, "words": words_of(query)})
    form = BarrierAnswerForm(request.POST) if request.method == "POST" else BarrierAnswerForm()
    shown = {
        "heading": _("What stood in the way?"),
        "query": query,
        "submit": _("Send the answer"),
        "cancel_url": reverse("my-questions"),
    }
    return act_page(
        request,
        form,
        lambda: answer_query(query, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("Your answer was sent. Your coordinator alone reads it."),
        shown=shown,
        template="web/custody/answer.html",
    )


urlpatterns = [
    path("questions/", questions, name="my-questions"),
    path("questions/<str:reference>/", question, name="my-question"),
]
