"""When the next report is due, and what follows where it does not come: a reminder, then a call by the coordinator. Never a breach."""

from datetime import date

from dateutil.relativedelta import relativedelta

from backend.audit.actions import declare
from backend.audit.events import record
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import end_of_day
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.people.actions import system_user
from backend.people.models import User
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.queries.reports import contacts_that_sign_in

LATE = "referral.report"
CALL = "referral.report_call"

declare("referral.remind", "reminded a provider of a report", kind="system", compartment="medical")


def next_report(referral: Referral, release: ReleaseAuthorization, *, wished: date | None, since: date) -> date | None:
    """Say when the next report is due: on the day that the provider names, else in a month, and at the latest at the end."""
    last = min(referral.ends_on, release.expires_on)
    due = min(wished or since + relativedelta(months=1), last)
    if due <= clock.today():
        due = last
    return due if due > clock.today() else None


def expect_report(referral: Referral, release: ReleaseAuthorization, *, on: date, actor: User) -> None:
    """Ask for a report by a day; some working days later the provider is reminded, and then the coordinator calls."""
    end = end_of_day(on, place_of(referral).clock)
    for event in (LATE, CALL):
        start_for(referral, event, actor=actor, started_at=end)


def note_report_came(referral: Referral, *, actor: User) -> None:
    """Note that the report came for which the clock ran."""
    for event in (LATE, CALL):
        meet_all(referral, event, actor=actor)


def expect_no_report(referral: Referral, *, actor: User) -> None:
    """Stop asking for reports."""
    referral.next_report_on = None
    for event in (LATE, CALL):
        cancel_all(referral, actor=actor, reason="No further report is asked for.", event=event)


def remind_provider(referral: Referral) -> None:
    """Write to the provider's contacts that a report is due; the mail names nobody and nothing."""
    users = [str(contact.user.uid) for contact in contacts_that_sign_in(referral) if contact.user]
    record("referral.remind", referral, actor=system_user())
    if users:
        submit("access.send_notices", actor=None, users=list(users))
