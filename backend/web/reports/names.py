"""Names of people who work with reports, found in the text of one: somebody else says whether they are meant."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.intake.models import Report
from backend.intake.naming import names_to_weigh, weigh_name
from backend.web.acts import act_page
from backend.web.forms.conflicts import WeighNameForm
from backend.web.pages import PersonRequest, absent, must, page


@require_http_methods(["GET", "POST"])
@page(Report.objects.all(), "report.view")
def weigh(request: PersonRequest, report: Report, person: str) -> HttpResponse:
    """Say whether the text means somebody; until then they cannot find the report."""
    must(request.user, "report.weigh_name", report)
    bar = next((each for each in names_to_weigh(report) if each.person.reference == person), None)
    if bar is None:
        return absent(request)
    back = reverse("report", args=[report.reference])
    form = WeighNameForm(request.POST or None)
    shown = {
        "heading": _("Does the report mean %(name)s?") % {"name": bar.person.name},
        "reference": report.reference,
        "crumbs": [(_("Reports"), reverse("reports")), (report.reference, back)],
        "consequence": _("Whoever is meant never finds this report. Whoever is not meant finds it again at once."),
        "submit": _("Record"),
    }
    return act_page(
        request,
        form,
        lambda: weigh_name(report, person=bar.person, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("It was recorded."),
        shown=shown,
    )
