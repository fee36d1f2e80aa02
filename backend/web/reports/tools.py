"""What helps to assess a report: who may be meant, earlier matters as two numbers, reports that may tell of the same, what to weigh now."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.policy import permitted
from backend.decisions.queries.earlier import earlier_matters
from backend.documents.queries import day_words
from backend.intake.models import UNDECIDED, Report
from backend.intake.queries.likeness import Likely, other_records, people_meant, reported_together, reports_alike
from backend.intake.queries.queue import work_here
from backend.people.models import User


def tools_for(person: User, report: Report) -> dict[str, Any]:
    """Gather what the right side of the page shows to somebody who assesses the report."""
    may = permitted(person, ["report.identify", "report.merge"], report)
    undecided = report.state in UNDECIDED
    earlier = earlier_matters(person, report.respondent, besides=report) if report.respondent else None
    return {
        "prompts": [
            {"label": prompt.get_kind_display(), "url": reverse("report-prompt", args=[report.reference, prompt.kind])}
            for prompt in report.prompts.filter(answered_at=None).order_by("pk")
        ],
        "weighed": list(report.prompts.exclude(answered_at=None).select_related("answered_by__person").order_by("pk")),
        "known": known_words(report),
        "meant": _meant(report) if undecided and "report.identify" in may else [],
        "identify_url": reverse("report-identify", args=[report.reference]) if undecided else "",
        "records": _records(report) if undecided and "report.identify" in may else [],
        "earlier": earlier,
        "works_here": report.respondent_id in work_here([report]),
        "alike": _alike(report, person, mergeable="report.merge" in may and report.state == "in_triage"),
        "together": [
            {
                "key": other.reference,
                "value": other.get_state_display(),
                "url": reverse("report", args=[other.reference]),
            }
            for other in reported_together(report)
        ],
    }


def known_words(report: Report) -> str:
    """Say how long the organisation knew before the report came in; nothing where it is not told or was the same day."""
    if not report.days_known or report.first_known_on is None:
        return ""
    return _("Known to the organisation since %(known)s, reported on %(reported)s: %(days)s days") % {
        "known": day_words(report.first_known_on),
        "reported": day_words(report.received_at.date()),
        "days": report.days_known,
    }


def _meant(report: Report) -> list[dict[str, Any]]:
    if report.respondent is not None or not report.respondent_as_told:
        return []
    url = reverse("report-identify", args=[report.reference])
    return [
        _entry(likely, f"{url}?person={likely.person.reference}") for likely in people_meant(report.respondent_as_told)
    ]


def _records(report: Report) -> list[dict[str, Any]]:
    if report.respondent is None:
        return []
    url = reverse("report-match", args=[report.reference])
    return [_entry(likely, f"{url}?other={likely.person.reference}") for likely in other_records(report.respondent)]


def _entry(likely: Likely, url: str) -> dict[str, Any]:
    person = likely.person
    parts = [person.get_kind_display(), person.job_title, person.unit.name if person.unit else "", *likely.why]
    return {"title": person.name, "url": url, "note": " · ".join(part for part in parts if part)}


def _alike(report: Report, person: User, *, mergeable: bool) -> list[dict[str, Any]]:
    merge = reverse("report-move", args=[report.reference, "merge"])
    return [
        {
            "reference": each.report.reference,
            "url": reverse("report", args=[each.report.reference]),
            "why": ", ".join(each.why),
            "state": each.report.get_state_display(),
            "join_url": f"{merge}?into={each.report.reference}" if mergeable else "",
        }
        for each in reports_alike(report, person)
    ]
