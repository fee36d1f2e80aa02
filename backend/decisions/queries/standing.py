"""What stands now: the outcome in effect, and the findings that something happened."""

from backend.cases.models import Case
from backend.decisions.models import STANDING, Appeal, Finding, Outcome
from backend.decisions.vocabulary import AppealState
from backend.kernel.errors import Refused


def approved_outcome(case: Case) -> Outcome | None:
    """Find the outcome in effect: the latest that a second person approved and no appeal set aside."""
    return Outcome.objects.filter(case=case, approved_at__isnull=False, overturned_at=None).order_by("-pk").first()


def standing_findings(case: Case) -> list[Finding]:
    """List the adopted findings that something happened; without one there is no warning, agreement or mandatory referral."""
    found = Finding.objects.filter(STANDING, allegation__case=case)
    return list(found.select_related("allegation__case").order_by("allegation__seq"))


def refuse_while_stayed(case: Case) -> None:
    """Refuse to put an outcome into effect while an appeal that stays its effects is open; what keeps people safe is no such effect."""
    open_states = [AppealState.ADMISSIBLE, AppealState.UNDER_REVIEW]
    if Appeal.objects.filter(case=case, stays_effects=True, state__in=open_states).exists():
        raise Refused(
            "An appeal stays what was decided: nothing is put into effect until it is decided.", code="effects-stayed"
        )
