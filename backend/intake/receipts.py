"""How somebody without a name comes back to their report: a code that nobody else has, and that nobody can look up."""

from dataclasses import replace

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.intake.account import Account, recognised
from backend.intake.actions.reporting import submit_report
from backend.intake.codes import drawn_from
from backend.intake.models import Report, ReportReceipt
from backend.intake.vocabulary import Channel, Mode
from backend.kernel import clock
from backend.people.models import User

declare("report.give_receipt", "gave the reporter a code", kind="change")


def give_receipt(report: Report, code: str, *, actor: User) -> ReportReceipt:
    """Tie a code to a report; what is kept cannot be turned back into the code."""
    receipt = ReportReceipt(report=report, digest=drawn_from(code).digest, given_at=clock.now())
    return keep(receipt, "report.give_receipt", actor=actor, reason="The reporter gave no name.")


def send_without_name(account: Account, *, actor: User, code: str) -> Report:
    """Take in a whole report from somebody who gives no name, and tie the code to it; raises Invalid when a reporter is named.

    Whoever is named in full can never read the report.
    """
    named = recognised(account.respondent_as_told)
    with transaction.atomic():
        report = submit_report(
            replace(account, mode=Mode.ANONYMOUS, channel=Channel.WEB, respondent=named), actor=actor
        )
        give_receipt(report, code, actor=actor)
    return report


def report_behind(digest: str) -> Report | None:
    """Find the report whose code has this digest."""
    found = ReportReceipt.objects.filter(digest=digest).select_related("report").first()
    return found.report if found else None
