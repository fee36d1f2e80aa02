"""A link for one's own calendar: made, ended, and read by a calendar that is told of days alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.agreements.actions.calendars import create_calendar_link, owner_of, revoke_calendar_link
from backend.agreements.calendar_feed import Entry, opaque, written
from backend.agreements.models import CalendarLink
from backend.agreements.queries.keeping import days_for_calendar
from backend.kernel import clock
from backend.web.pages import PersonRequest, absent, signed_in


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def link(request: PersonRequest) -> HttpResponse:
    """Show whether there is a link; make a new one, whose address is shown this once, or end it."""
    rows = CalendarLink.objects.filter(revoked_at=None, expires_at__gt=clock.now())
    current = scope(request.user, "calendar.revoke", rows).first()
    address = ""
    if request.method == "POST" and request.POST.get("step") == "end":
        if current is not None:
            revoke_calendar_link(current, actor=request.user)
            messages.success(request, _("The link is ended. A calendar that still has it gets nothing."))
        return redirect("calendar-link")
    if request.method == "POST":
        current, secret = create_calendar_link(actor=request.user)
        address = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    return render(request, "web/profile/calendar.html", {"link": current, "address": address})


@require_safe
@never_cache
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a calendar the days on which something is due: no name, no matter, no obligation."""
    person = owner_of(secret)
    if person is None:
        return absent(request)
    with override(person.language or None):
        says = _("Evenhand: something is due")
    entries = (Entry(opaque(row.key), row.due_on, says) for row in days_for_calendar(person))
    answer = HttpResponse(
        written(entries, name="Evenhand", at=clock.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="evenhand.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer


urlpatterns = [
    path("profile/calendar/", link, name="calendar-link"),
    path("calendar/<str:secret>.ics", feed, name="calendar-feed"),
]
