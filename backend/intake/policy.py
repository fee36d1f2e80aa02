"""Who may do what to a report."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import ALL, NONE, Policy, extend
from backend.access.roles import has_role, holds
from backend.documents.models import Document, LetterDraft
from backend.intake.models import IdentityOpening, Report, ReportBar, ReportRoute
from backend.intake.vault_tables import OpeningState
from backend.intake.vocabulary import Channel, Mode
from backend.kernel import clock
from backend.people.models import User


def does_intake(person: User) -> Q:
    """The person takes in reports; those that go to the independent channel are for whoever holds that, and for nobody else."""
    routed = ReportRoute.objects.filter(ended=None).values("report_id")
    usual, independent = has_role(person, Role.INTAKE), has_role(person, Role.INDEPENDENT_CHANNEL)
    if usual and independent:
        return ALL
    if independent:
        return Q(pk__in=routed)
    return ~Q(pk__in=routed) if usual else NONE


def is_kept_from_report(person: User) -> Q:
    """A conflict of interest keeps the person from the report."""
    if person.person_id is None:
        return NONE
    return Q(pk__in=ReportBar.objects.filter(person=person.person_id, ended=None).values("report_id"))


def is_named(person: User) -> Q:
    """The person is the respondent, or the person affected: no staff right on this report."""
    if person.person_id is None:
        return NONE
    return Q(respondent=person.person_id) | Q(affected=person.person_id) | Q(reporter=person.person_id)


def reported(person: User) -> Q:
    """The person made the report, or filed it for somebody."""
    return Q(filed_by=person) if person.person_id is None else Q(filed_by=person) | Q(reporter=person.person_id)


def made_it(person: User) -> Q:
    """The person is the reporter; whoever took the report down for somebody is not."""
    own = Q(filed_by=person, channel=Channel.WEB) & ~Q(mode=Mode.ANONYMOUS)
    return own if person.person_id is None else own | Q(reporter=person.person_id)


keeps_names = holds(Role.INTAKE, Role.COUNSEL, Role.PRIVACY_OFFICER)


REPORTS = Policy(
    Report,
    barred=[is_named, is_kept_from_report],
    allow={
        "report.view": [does_intake],
        "report.triage_view": [does_intake],
        "report.acknowledge": [does_intake],
        "report.triage": [does_intake],
        "report.accept": [does_intake],
        "report.propose_decline": [does_intake],
        "report.decline": [does_intake],
        "report.return_to_triage": [does_intake],
        "report.write_letter": [does_intake],
        "report.weigh_name": [does_intake],
        "report.reassess": [does_intake],
        "report.answer_prompt": [does_intake],
        "report.identify": [does_intake],
        "report.merge": [does_intake],
        "report.separate": [does_intake],
        "report.redirect": [does_intake],
        "report.give_feedback": [does_intake],
        "report.close": [does_intake],
        "report.know_reporter": [does_intake],
        "message.answer": [does_intake],
        "identity.ask": [keeps_names],
    },
    own={
        "report.view": [reported],
        "report.know_reporter": [reported],
        "report.retract": [reported],
        "report.ask_feedback": [reported],
        "report.give_name": [made_it],
        "message.send": [made_it],
    },
)


def is_named_in_its_matter(person: User) -> Q:
    """The person is named in the report whose reporter is asked about."""
    return Q(report__in=Report.objects.filter(is_named(person))) if person.person_id else NONE


def opened_it(person: User) -> Q:
    """The person asked for the name or agreed to open it, and the time to read it is not over."""
    return Q(state=OpeningState.OPEN, ends_at__gt=clock.now()) & (Q(asked_by=person) | Q(decided_by=person))


IDENTITY_OPENINGS = Policy(
    IdentityOpening,
    barred=[is_named_in_its_matter],
    allow={
        "identity.view": [keeps_names],
        "identity.approve": [keeps_names],
        "identity.refuse": [keeps_names],
        "identity.read": [opened_it],
    },
)


OF_A_REPORT = ("D1", "D1b", "D2", "D21")


def takes_in_its_report(person: User) -> Q:
    """The person takes in reports, and the paper answers one: its acknowledgement, its feedback, or what follows from a wish."""
    mine = does_intake(person)
    if mine == NONE:
        return NONE
    papers = Q(about__startswith="report:", kind__in=OF_A_REPORT)
    return papers if mine == ALL else papers & Q(matter__in=Report.objects.filter(mine).values("reference"))


def is_named_in_its_report(person: User) -> Q:
    """The person is named in the report of the paper, or kept from it; what was sent to them they read as its recipient."""
    if not person.person_id:
        return NONE
    kept_from = Report.objects.filter(is_named(person) | is_kept_from_report(person))
    return Q(matter__in=kept_from.values("reference"))


extend(
    Document,
    allow=dict.fromkeys(
        ("document.view", "document.open", "document.hand_over", "document.note_return", "document.withdraw"),
        (takes_in_its_report,),
    ),
    barred=[is_named_in_its_report],
)
extend(
    LetterDraft,
    allow=dict.fromkeys(
        ("draft.view", "draft.revise", "draft.review", "draft.return", "draft.approve", "draft.issue", "draft.discard"),
        (takes_in_its_report,),
    ),
    barred=[is_named_in_its_report],
)
