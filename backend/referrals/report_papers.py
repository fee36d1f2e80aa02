"""D15: the paper of a provider's report, made of its codes and days."""

from datetime import date
from typing import Any

from backend.documents.queries import frame
from backend.people.models import User
from backend.referrals import letters
from backend.referrals.letters import Reported
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.papers import provider_line
from backend.referrals.reportable import Codes
from backend.referrals.vocabulary import ReportKind

ON_PAPER = (ReportKind.STATUS, ReportKind.NON_PARTICIPATION, ReportKind.COMPLETION)


def report_letter(
    referral: Referral, release: ReleaseAuthorization, kind: str, codes: Codes, *, next_due: date | None, by: User
) -> letters.ProviderReport:
    """Write D15 to the one whom the release names as receiver."""
    frame_of = frame(letters.ProviderReport, to=release.receiver.person or referral.person, by=by)
    today = frame_of["dated"]
    return letters.ProviderReport(
        **frame_of,
        matter=referral.reference,
        report=kind,
        employee=referral.person.name,
        provider=provider_line(release.provider, frame_of["language"]),
        first_day=codes.first_day or codes.completed_on or today,
        last_day=codes.last_day or codes.completed_on or today,
        reported=lines_of(codes),
        next_due=next_due,
        release=release.reference,
        release_expires_on=release.expires_on,
    )


def lines_of(codes: Codes) -> tuple[Reported, ...]:
    """Say by the codes of the short list what a report says."""
    told: list[Reported] = []
    if codes.kept is not None and codes.planned is not None:
        told.append(_line("attended", kept=codes.kept, planned=codes.planned))
    told += [_line("missed", on=day) for day in codes.missed_on]
    if codes.barrier:
        told.append(_line("barrier", barrier=codes.barrier))
    if codes.complying:
        told.append(_line("complying", complying=codes.complying))
    if codes.completed_on:
        told.append(_line("completed", on=codes.completed_on))
    if codes.ended_on:
        told.append(_line("ended", on=codes.ended_on))
    told += [_line("restriction", restriction=limit.restriction, on=limit.until) for limit in codes.limits]
    return tuple(told)


def _line(code: str, **values: Any) -> Reported:
    return Reported(code=code, **values)
