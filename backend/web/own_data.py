"""What the history holds about the person themselves, as a file that they may take home."""

from typing import Final

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.kernel import clock
from backend.kernel.errors import NotVisible
from backend.records.jobs import start_export
from backend.records.models import Level
from backend.records.queries import EventFilter, counted, exports_told
from backend.records.scopes import covered, own_data
from backend.web.audit import count_text
from backend.web.exports import told_of
from backend.web.pages import PersonRequest, attempt, signed_in

WHY: Final = "Own data."
NEWEST: Final = 20


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def my_data(request: PersonRequest) -> HttpResponse:
    """Say what there is, and make the file."""
    person = request.user
    if person.person is None:
        raise NotVisible()
    form, wanted = Form(request.POST if request.method == "POST" else None), own_data(person)
    if form.is_valid():
        inputs = {"scope": wanted, "wanted": EventFilter(), "level": Level.PSEUDONYMISED, "reason": WHY}
        export = attempt(form, start_export, actor=person, **inputs)
        if export:
            return redirect("export", export.reference)
    number, more = counted(covered(person, wanted, EventFilter()))
    mine = exports_told(person, as_of=clock.now()).filter(requested_by=person, subject=person.person_id)[:NEWEST]
    shown = {
        "form": form,
        "count_text": count_text(number, more=more),
        "exports": [told_of(each) for each in mine],
        "heading": _("Your data"),
    }
    return render(request, "web/exports/my_data.html", shown)


urlpatterns = [path("data/", my_data, name="my-data")]
