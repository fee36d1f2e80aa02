"""What providers' reports ask of a coordinator on their home page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.models import Role
from backend.access.policy import scope
from backend.deadlines.models import Deadline
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.actions.reporting import SAFETY
from backend.referrals.actions.rhythm import CALL
from backend.referrals.models import ProviderReport, Referral
from backend.referrals.vocabulary import WITH_PROVIDER, ReferralState, ReportKind


def practice_tasks(person: User, roles: frozenset[str]) -> list[dict[str, Any]]:
    """Tell a coordinator of danger that a provider told of, of reports to call about, and of referrals to conclude."""
    if Role.REFERRAL_COORDINATOR not in roles:
        return []
    whole = Referral.objects.filter(state__in=WITH_PROVIDER).select_related("provider")
    rows = list(scope(person, "referral.conclude", whole).order_by("pk"))
    running = Deadline.objects.unfinished().filter(subject__in=[row.key for row in rows], kind__in=[SAFETY, CALL])
    due = {(each.subject, each.kind): each.due_at for each in running} if rows else {}
    tasks = []
    for row in rows:
        if (row.key, SAFETY) in due:
            tasks += _of_danger(row, due[row.key, SAFETY])
        late = due.get((row.key, CALL))
        if late is not None and late < clock.now() and row.provider is not None:
            called = reverse("provider-contacts", args=[row.provider.reference])
            tasks.append(_task(row, _("Call the provider about a report"), called, late))
        if row.state == ReferralState.FOLLOWED_UP:
            tasks.append(
                _task(
                    row,
                    _("Conclude whether a referral was complied with"),
                    reverse("referral-conclude", args=[row.reference]),
                    None,
                )
            )
    return tasks


def _of_danger(referral: Referral, due: Any) -> list[dict[str, Any]]:
    latest = ProviderReport.objects.filter(referral=referral, kind=ReportKind.SAFETY).order_by("-sent_at").first()
    if latest is None:
        return []
    url = reverse("practice-report", args=[latest.reference])
    return [_task(referral, _("Read of an imminent danger"), url, due)]


def _task(referral: Referral, label: str, url: str, due: Any) -> dict[str, Any]:
    return {"label": label, "url": url, "reference": referral.reference, "note": "", "due": due}
