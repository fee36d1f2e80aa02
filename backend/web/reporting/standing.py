"""Where a report stands, in the words that its reporter is told."""

from django.utils.translation import gettext_lazy as lazy

from backend.intake.models import Report, ReportState

STATUS = {
    ReportState.SUBMITTED: lazy("We have your report"),
    ReportState.ACKNOWLEDGED: lazy("Somebody is reading it"),
    ReportState.IN_TRIAGE: lazy("We are assessing it"),
    ReportState.ACCEPTED: lazy("We are looking into it"),
    ReportState.DECLINED: lazy("Closed without a case"),
    ReportState.REDIRECTED: lazy("Passed to the place that is responsible"),
    ReportState.FEEDBACK_GIVEN: lazy("We told you what follows"),
    ReportState.CLOSED: lazy("Closed"),
}


def told_status(report: Report) -> tuple[str, str]:
    """Give where a report stands as its reporter is told it; no colour tells of a proposal to decline or of other reports."""
    shown = report.state_as_told
    return shown, str(STATUS[shown])
