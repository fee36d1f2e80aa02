"""A provider's report: checked, closed, sent to the one whom the release names, and what follows from it by itself.

Nothing that a report says lifts a sanction, a restriction or a finding, and none of it says why somebody missed an appointment.
"""

from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.events import record
from backend.audit.recorded import keep
from backend.deadlines.actions import meet_all, start_for
from backend.documents.actions.issuing import issue
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.referrals.actions.barriers import ask_barrier, drop_replaced, word_after_report
from backend.referrals.actions.preparing import lifecycle
from backend.referrals.actions.rhythm import expect_no_report, expect_report, next_report, note_report_came
from backend.referrals.actions.sending import note_disclosure
from backend.referrals.compartment import closed
from backend.referrals.models import Licence, ProviderContact, ProviderReport, Referral, ReleaseAuthorization
from backend.referrals.queries.register import licensed_on, valid_licences
from backend.referrals.queries.reports import reported_since, standing_reports
from backend.referrals.releases import active_release
from backend.referrals.report_papers import ON_PAPER, report_letter
from backend.referrals.reportable import Codes, kinds_open, problems_of
from backend.referrals.vocabulary import WITH_PROVIDER, Compliance, Complying, Recommended, ReferralState, ReportKind

DETERMINES = (
    ReportKind.INITIAL,
    ReportKind.FOLLOW_UP,
    ReportKind.COMPLETION,
)  # by somebody licensed, where the act is clinical
KEEPS_ASKING = (ReportKind.INITIAL, ReportKind.STATUS)
ENDS_ASKING = (ReportKind.FOLLOW_UP, ReportKind.COMPLETION)
SAFETY = "referral.safety"
ENDED = "The release has ended. Nothing may be reported under it; what was reported before stands."

declare("referral.report", "reported on a referral", kind="document", compartment="medical")
declare("provider_report.replace", "replaced a report of their own", kind="document", compartment="medical")
declare("provider_report.view", "read a provider’s report", kind="read", compartment="medical")
declare("provider_report.take_note", "took note of an imminent danger", kind="change", compartment="medical")
declare("provider_report.list", "listed providers’ reports", kind="read", compartment="medical")
declare("referral.follow_report", "noted what a report says of the course", kind="change", compartment="medical")


def send_report(referral: Referral, *, kind: str, codes: Codes, actor: User) -> ProviderReport:
    """Report on a referral, as the provider who took it on: by codes and days, under a release that is in force."""
    with transaction.atomic():
        referral = lifecycle.locked(referral)
        require(actor, "referral.report", referral)
        author, release = _may_report(referral, kind, actor)
        _check(referral, kind, codes)
        report = _keep(referral, release, author, kind, codes, replaces=None, actor=actor)
        _move(referral, kind, codes, actor=actor)
        _note_course(referral, release, kind, codes, actor=actor)
        if asks_why(kind, codes):
            ask_barrier(report, actor=actor)
    return report


def replace_report(report: ProviderReport, *, codes: Codes, actor: User) -> ProviderReport:
    """Put a corrected report in the place of one's own: nobody else can, and the first one stays on record (49 CFR 40.297)."""
    with transaction.atomic():
        referral = lifecycle.locked(report.referral)
        require(actor, "provider_report.replace", report)
        if ProviderReport.objects.filter(replaces=report).exists():
            raise Refused("This report was replaced already. Replace the latest one.", code="report-replaced")
        if referral.state not in WITH_PROVIDER:
            raise Refused("The referral is concluded: its reports stand as they are.", code="wrong-state")
        author, release = _fit(referral, report.kind, actor)
        _check(referral, report.kind, codes)
        new = _keep(referral, release, author, report.kind, codes, replaces=report, actor=actor)
        drop_replaced(new)
        referral.refresh_from_db()
        if not standing_reports(referral).filter(sent_at__gt=report.sent_at).exclude(pk=new.pk).exists():
            _note_course(referral, release, report.kind, codes, actor=actor)
        if asks_why(report.kind, codes):
            ask_barrier(new, actor=actor)
    return new


@lifecycle.move(
    "evaluate",
    {ReferralState.RECEIVED},
    ReferralState.EVALUATED,
    past="reported the first evaluation",
    because="The provider reported it.",
    compartment="medical",
)
def evaluate_referral(referral: Referral, *, actor: User) -> None:
    """Note that the first evaluation was held; what it found stays between the two."""


@lifecycle.move(
    "recommend",
    {ReferralState.EVALUATED},
    ReferralState.PLANNED,
    past="reported that a plan was recommended",
    because="The provider reported it.",
    compartment="medical",
)
def recommend_plan(referral: Referral, *, actor: User) -> None:
    """Note that a plan was recommended; nobody here changes it or looks for another one (49 CFR 40.295, 40.297)."""


@lifecycle.move(
    "begin",
    {ReferralState.RECEIVED, ReferralState.EVALUATED, ReferralState.PLANNED},
    ReferralState.IN_SERVICE,
    past="reported that the service is under way",
    because="The provider reported it.",
    compartment="medical",
)
def begin_service(referral: Referral, *, actor: User) -> None:
    """Note that the service is under way."""


@lifecycle.move(
    "follow_up",
    {ReferralState.RECEIVED, ReferralState.EVALUATED, ReferralState.PLANNED, ReferralState.IN_SERVICE},
    ReferralState.FOLLOWED_UP,
    past="reported the follow-up evaluation",
    because="The provider reported it.",
    compartment="medical",
)
def follow_referral_up(referral: Referral, *, actor: User) -> None:
    """Note that the follow-up evaluation was held; the coordinator then concludes whether the referral was complied with."""


def _may_report(referral: Referral, kind: str, actor: User) -> tuple[ProviderContact, ReleaseAuthorization]:
    if kind not in ReportKind.values:
        raise Invalid(problems_of(kind, Codes(), today=clock.today()))
    clinical = referral.intervention.clinical
    if kind not in kinds_open(referral.state, clinical=clinical):
        if kind in kinds_open(referral.state, clinical=False):
            raise Refused("Report the first evaluation first.", code="evaluation-missing")
        raise Refused(
            f"This kind of report is not taken while the state is “{referral.get_state_display()}”.", code="wrong-state"
        )
    return _fit(referral, kind, actor)


def _fit(referral: Referral, kind: str, actor: User) -> tuple[ProviderContact, ReleaseAuthorization]:
    """Find the author and the release; a determination in a clinical matter needs a licence that holds today."""
    release = active_release(referral)
    author = ProviderContact.objects.filter(user=actor, ended_on=None).select_related("provider", "licence").first()
    if release is None or author is None:
        raise Refused(ENDED, code="release-ended")
    today = clock.today()
    if kind in DETERMINES and referral.intervention.clinical:
        own = author.licence
        holds = (
            Licence.objects.filter(licensed_on(today), pk=own.pk)
            if own is not None
            else valid_licences(author.provider, today)
        )
        if not holds.exists():
            raise Refused(
                "This report needs a licence that holds today. Ask the coordinator to verify the current one.",
                code="licence-expired",
            )
    return author, release


def _check(referral: Referral, kind: str, codes: Codes) -> None:
    problems = problems_of(kind, codes, today=clock.today(), since=reported_since(referral))
    if problems:
        raise Invalid(problems)


def _keep(
    referral: Referral,
    release: ReleaseAuthorization,
    author: ProviderContact,
    kind: str,
    codes: Codes,
    *,
    replaces: ProviderReport | None,
    actor: User,
) -> ProviderReport:
    due = _next_due(referral, release, kind, codes)
    report = ProviderReport(
        reference=new_reference("RPT", clock.today()),
        referral=referral,
        release=release,
        author=author,
        kind=kind,
        sealed=closed(codes, referral),
        sent_at=clock.now(),
        replaces=replaces,
    )
    if kind in ON_PAPER:
        report.document = issue(
            report_letter(referral, release, kind, codes, next_due=due, by=actor),
            about=referral,
            recipient=release.receiver.person,
            actor=actor,
            reason="A report came in.",
            classification="medical_confidential",
        )
    keep(report, "provider_report.replace" if replaces else "referral.report", actor=actor)
    note_disclosure(
        referral,
        by=f"{author.name}, {author.provider.name}",
        to=release.receiver.name,
        what="A report by codes and days of the short list",
        purpose="To see whether the referral is on course",
        authority=release.reference,
        actor=actor,
    )
    return report


def _move(referral: Referral, kind: str, codes: Codes, *, actor: User) -> None:
    """Make the moves that follow from a report; the row in hand is brought up to date with them."""
    if kind == ReportKind.INITIAL:
        evaluate_referral(referral, actor=actor)
        if codes.recommended != Recommended.NO_SERVICE:
            recommend_plan(referral, actor=actor)
    elif kind == ReportKind.STATUS and referral.state != ReferralState.IN_SERVICE:
        begin_service(referral, actor=actor)
    elif kind == ReportKind.FOLLOW_UP:
        follow_referral_up(referral, actor=actor)
    referral.refresh_from_db()


def _note_course(referral: Referral, release: ReleaseAuthorization, kind: str, codes: Codes, *, actor: User) -> None:
    """Note what is known of the course. A missed appointment makes it unknown, never a “no”: the employee is asked first."""
    if kind == ReportKind.SAFETY:
        start_for(referral, SAFETY, actor=actor)
        submit("access.send_notices", actor=None, users=[str(release.receiver.uid)])
        return
    if codes.first_kept or kind == ReportKind.INITIAL:
        meet_all(referral, "referral.first_appointment", actor=actor)
    if kind in (*KEEPS_ASKING, *ENDS_ASKING, ReportKind.NON_PARTICIPATION):
        note_report_came(referral, actor=actor)
    if kind in ENDS_ASKING:
        expect_no_report(referral, actor=actor)
    elif (due := _next_due(referral, release, kind, codes)) is not None:
        referral.next_report_on = due
        expect_report(referral, release, on=due, actor=actor)
    said = _course(kind, codes)
    course = None if said is None else word_after_report(referral, said)
    if course is not None and not course == referral.compliance == Compliance.NO:  # a “no” that stays keeps its day
        referral.compliance, referral.compliance_on = course, codes.last_day or clock.today()
    keep(referral, "referral.follow_report", actor=actor)


def _course(kind: str, codes: Codes) -> Compliance | None:
    if kind == ReportKind.NON_PARTICIPATION:
        return Compliance.UNKNOWN
    if kind in (ReportKind.STATUS, ReportKind.FOLLOW_UP):
        return Compliance.YES if codes.complying == Complying.YES else Compliance.UNKNOWN
    return None


def _next_due(referral: Referral, release: ReleaseAuthorization, kind: str, codes: Codes) -> date | None:
    if kind not in KEEPS_ASKING:
        return None
    since = codes.last_day or codes.evaluated_on or clock.today()
    return next_report(referral, release, wished=codes.next_report_on, since=since)


def take_note_of_danger(report: ProviderReport, *, actor: User) -> ProviderReport:
    """Take note, as the one who was told, of an imminent danger; the clock that ran for that stops."""
    require(actor, "provider_report.take_note", report)
    if report.kind != ReportKind.SAFETY:
        raise Refused("This report tells of no danger.", code="no-danger")
    meet_all(report.referral, SAFETY, actor=actor)
    record("provider_report.take_note", report, actor=actor)
    return report


def asks_why(kind: str, codes: Codes) -> bool:
    """Tell whether a report says that something was not kept to: then the employee is asked first what stood in the way."""
    short = codes.kept is not None and codes.planned is not None and codes.kept < codes.planned
    absent = kind == ReportKind.STATUS and (short or bool(codes.missed_on))
    not_kept = codes.first_kept is False or codes.complying == Complying.NO
    return kind == ReportKind.NON_PARTICIPATION or absent or not_kept
