"""Names found in the text of a report: somebody else says whether they mean the person; and what a change of the organisation starts."""

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.intake.models import Report, ReportBar
from backend.intake.screening import names_changed, screen_report, screen_reports_near
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.changes import when_organisation_changes
from backend.people.models import Person, User

declare("report.weigh_name", "said whether the text means somebody who works with reports", kind="access")


def names_to_weigh(report: Report) -> list[ReportBar]:
    """List those whom the text names and about whom nobody has looked yet."""
    waiting = ReportBar.objects.filter(report=report, rule=ReportBar.NAMED, ended=None, weighed_by=None)
    return list(waiting.select_related("person").order_by("pk"))


def weigh_name(report: Report, *, person: Person, is_meant: bool, actor: User, reason: str) -> ReportBar:
    """Say whether the text means this person: if so they stay barred, if not the bar ends at once."""
    require(actor, "report.weigh_name", report)
    bar = ReportBar.objects.filter(report=report, person=person, rule=ReportBar.NAMED, weighed_by=None).first()
    if bar is None or bar.ended:
        raise Refused("Nothing is open about this name.", code="name-weighed", field="person")
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    bar.weighed_by, bar.is_meant = actor, is_meant
    bar.ended = None if is_meant else clock.now()
    with transaction.atomic():
        keep(bar, "report.weigh_name", actor=actor, reason=reason, ctx={"is_meant": is_meant})
        screen_report(report)
        names_changed(report)
    return bar


when_organisation_changes(screen_reports_near)
