"""The monitor is briefed when an agreement comes into force (D14), and undertakes to tell nobody what they learn."""

from typing import Final

from backend.access.policy import require
from backend.agreements.models import Agreement
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import meet_all, start_for
from backend.documents.actions.issuing import issue
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.monitoring.letters import briefing
from backend.monitoring.models import AgreementCheckIn, MonitorUndertaking
from backend.monitoring.queries.people import partner_of
from backend.people.models import User

declare("agreement_monitor.ask", "asked a monitor for the undertaking", kind="change")
declare("agreement_monitor.view", "read a monitor’s undertaking", kind="read")
declare("agreement_monitor.undertake", "undertook to keep a briefing to themselves", kind="signature")

UNDERTAKING: Final = "duty.undertaking"
INTENT: Final = "I was briefed, and I tell nobody what I learn as a monitor."


def brief_monitor(agreement: Agreement, *, actor: User) -> MonitorUndertaking | None:
    """Brief the monitor of an agreement in force and ask for their undertaking, once for each monitor.

    Where the agreement’s own words may not stand in a briefing, none is issued here: the HR partner writes it by hand.
    """
    if MonitorUndertaking.objects.filter(agreement=agreement, monitor=agreement.monitor).exists():
        return None
    row = MonitorUndertaking(agreement=agreement, monitor=agreement.monitor, asked_at=clock.now())
    deadline = start_for(row, UNDERTAKING, actor=actor)
    row.briefing = _latest(agreement) or _issue(agreement, return_by=deadline.due_on)
    return keep(row, "agreement_monitor.ask", actor=actor, reason="The agreement is in force.")


def give_undertaking(undertaking: MonitorUndertaking, *, actor: User) -> MonitorUndertaking:
    """Undertake, as the monitor, to tell nobody what one learns."""
    require(actor, "agreement_monitor.undertake", undertaking)
    if undertaking.given_at:
        raise Refused("You have given it already.", code="undertaking-given")
    undertaking.given_at = clock.now()
    meet_all(undertaking, UNDERTAKING, actor=actor)
    return keep(undertaking, "agreement_monitor.undertake", actor=actor, reason=INTENT)


def _issue(agreement: Agreement, *, return_by: object) -> Document | None:
    first = AgreementCheckIn.objects.filter(agreement=agreement).order_by("due_on").first()
    letter = briefing(agreement, first_on=first.due_on if first else None, return_by=return_by)  # type: ignore[arg-type]
    by = partner_of(agreement)
    try:
        return issue(
            letter, about=agreement, recipient=agreement.monitor, actor=by, reason="The agreement is in force."
        )
    except Refused:
        return None


def _latest(agreement: Agreement) -> Document | None:
    found: Document | None = (
        Document.objects.filter(about=agreement.key, kind="D14", recipient=agreement.monitor).order_by("-pk").first()
    )
    return found
