"""Who may see and handle evidence: those who work on the case; each side what it handed in, and what the report rests on."""

from django.db.models import Q, QuerySet

from backend.access.policy import NONE, Policy, extend, scope
from backend.cases.barring import kept_from
from backend.cases.glass import breaks_glass, guards_privacy
from backend.cases.keys import CaseKey
from backend.cases.models import Case, CaseParty
from backend.cases.policy import CASE_WORKERS, OF_THE_INQUIRY, acts_as, audits, is_party_to_its_case
from backend.cases.vocabulary import CaseRole, PartyRole
from backend.documents.models import Document
from backend.files.models import StoredFile
from backend.investigation.alarm_tables import FileAlarm
from backend.investigation.evidence_tables import EvidenceComment, EvidenceItem, ReviewAccess
from backend.people.models import User

SIDES = (PartyRole.COMPLAINANT, PartyRole.RESPONDENT)
READERS = [acts_as(*CASE_WORKERS, path="case"), breaks_glass("case")]
INVESTIGATES = [acts_as(CaseRole.INVESTIGATOR, path="case")]
ALARM_LEADS = (CaseRole.INTAKE, CaseRole.INVESTIGATOR)
COLLECTS = [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR)]


def told_parts(person: User) -> QuerySet[CaseParty]:
    """Give the parts that a person knows they have in cases: they reported it, or a notice or a letter told them."""
    written = Document.objects.filter(recipient=person.person_id, kind__in=OF_THE_INQUIRY).values("matter_stream")
    matters = Case.objects.annotate(history_key=CaseKey("uid")).filter(history_key__in=written).values("pk")
    reported = Case.objects.filter(report_links__report__reporter=person.person_id).values("pk")
    known = Q(role=PartyRole.COMPLAINANT, case__in=reported) | Q(notified_at__isnull=False)
    written_to = Q(role__in=[PartyRole.COMPLAINANT, PartyRole.WITNESS], case__in=matters)
    return CaseParty.objects.filter(known | written_to, person=person.person_id)


def knows_their_part(person: User) -> Q:
    """The person is the complainant, the respondent after the notice, or a witness who was invited."""
    if not person.person_id:
        return NONE
    parts = told_parts(person).filter(role__in=[*SIDES, PartyRole.WITNESS])
    return Q(pk__in=parts.values("case_id"))


def handed_it_in(person: User) -> Q:
    """The person is a party, and handed the item in themselves."""
    if not person.person_id:
        return NONE
    return Q(added_by=person, case__in=CaseParty.objects.filter(person=person.person_id).values("case_id"))


def is_shown_it(person: User) -> Q:
    """The evidence review is open to the person, and the report rests on the item: the redacted copy where there is one."""
    if not person.person_id:
        return NONE
    open_to = scope(person, "evidence.comment", ReviewAccess.objects.all()).values("review__case_id")
    return Q(pk__in=EvidenceItem.objects.filter(case__in=open_to).shown_version().values("pk"))


def is_its_party(person: User) -> Q:
    """The review is open to the person, who knows of their part in the case."""
    return Q(party__in=told_parts(person).values("pk"), review__ended_at=None) if person.person_id else NONE


def said_it(person: User) -> Q:
    """The person made the comment."""
    return Q(access__party__person=person.person_id) if person.person_id else NONE


def is_party_to_its_review(person: User) -> Q:
    """The person is a party to the case that is reviewed."""
    if not person.person_id:
        return NONE
    return Q(review__case__in=CaseParty.objects.filter(person=person.person_id).values("case_id"))


def is_party_to_its_comment(person: User) -> Q:
    """The person is a party to the case that the comment is about."""
    if not person.person_id:
        return NONE
    return Q(access__review__case__in=CaseParty.objects.filter(person=person.person_id).values("case_id"))


def is_party_to_its_item(person: User) -> Q:
    """The person is a party to the case of the item, or a conflict of interest keeps them out of it."""
    return Q(item__case__in=kept_from(person)) if person.person_id else NONE


def sees_its_item(person: User) -> Q:
    """The person may see the evidence that the file is."""
    return Q(pk__in=scope(person, "evidence.view", EvidenceItem.objects.filter(file__isnull=False)).values("file_id"))


EVIDENCE = Policy(
    EvidenceItem,
    barred=[is_party_to_its_case],
    allow={
        "evidence.view": READERS,
        "evidence.transfer": INVESTIGATES,
        "evidence.read": READERS,  # the whole of it: source, custody, who looked
        "evidence.verify": [acts_as(*CASE_WORKERS, path="case")],
        "evidence.redact": INVESTIGATES,
        "evidence.custody_sheet": INVESTIGATES,
        "evidence.rely": INVESTIGATES,
        "evidence.unrely": INVESTIGATES,
    },
    own={"evidence.view": [handed_it_in, is_shown_it]},
)
REVIEWS = Policy(
    ReviewAccess,
    barred=[is_party_to_its_review],
    allow={"evidence.read_comments": [acts_as(*CASE_WORKERS, path="review__case"), breaks_glass("review__case")]},
    own={"evidence.comment": [is_its_party], "evidence.finish_comments": [is_its_party]},
)
COMMENTS = Policy(
    EvidenceComment,
    barred=[is_party_to_its_comment],
    allow={
        "evidence.read_comments": [
            acts_as(*CASE_WORKERS, path="access__review__case"),
            breaks_glass("access__review__case"),
        ]
    },
    own={"evidence.read_comments": [said_it]},
)
ALARMS = Policy(
    FileAlarm,
    barred=[is_party_to_its_item],
    allow={
        "file_alarm.view": [acts_as(*ALARM_LEADS, path="item__case"), audits, guards_privacy],
        "file_alarm.restore": [acts_as(*ALARM_LEADS, path="item__case")],
        "file_alarm.give_up": [acts_as(*ALARM_LEADS, path="item__case")],
    },
)
extend(StoredFile, allow={"file.open": [sees_its_item]})
extend(
    Case,
    allow={
        "evidence.add": COLLECTS,
        "case.send_to_counsel": [acts_as(CaseRole.INVESTIGATOR)],
        "case.return_report": [acts_as(CaseRole.COUNSEL)],
        "case.clear_report": [acts_as(CaseRole.COUNSEL)],
    },
    own={"evidence.hand_in": [knows_their_part]},
)
