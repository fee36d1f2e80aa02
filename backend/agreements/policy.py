"""Who may draft, approve, offer, sign and read an agreement."""

from django.db.models import Exists, OuterRef, Q

from backend.access.policy import NONE, Policy, extend, scope
from backend.agreements.models import (
    Agreement,
    AgreementObligation,
    AgreementState,
    AgreementTranslation,
    CalendarLink,
    ChangeRequest,
    HandedFile,
    Obstacle,
    Occurrence,
    PaperRecord,
)
from backend.agreements.obligation_vocabulary import Bearer
from backend.cases.barring import NEVER_MONITORS, kept_from
from backend.cases.models import Case
from backend.cases.policy import acts_as, is_party_to_its_case
from backend.cases.vocabulary import CaseRole
from backend.files.models import StoredFile
from backend.people.models import User
from backend.referrals.models import Referral
from backend.referrals.vocabulary import UNTOLD

PREPARED = (AgreementState.DRAFTING, AgreementState.LEGAL_REVIEWED, AgreementState.APPROVED)
READERS = (CaseRole.DECISION_MAKER, CaseRole.APPROVER, CaseRole.APPEAL_REVIEWER, CaseRole.HR_PARTNER, CaseRole.COUNSEL)

OWN_ACTS = ("view", "sign", "decline", "revoke", "comment", "ask_change", "object_to_record", "confirm_language")
READS_PROOF = (CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER, CaseRole.COUNSEL)
HANDED_IN = Q(handed_in_on__isnull=False)


def is_asked_to_sign(person: User) -> Q:
    """The agreement is the person's own; it exists for them once it is offered."""
    return Q(person=person.person_id, offered_at__isnull=False) & ~Q(state__in=PREPARED) if person.person_id else NONE


def is_asked_to_keep(person: User) -> Q:
    """The obligation is the person's own, in an agreement that was offered to them."""
    offered = Q(agreement__person=person.person_id, agreement__offered_at__isnull=False)
    return offered & ~Q(agreement__state__in=PREPARED) if person.person_id else NONE


def countersigns(person: User) -> Q:
    """The person signs for the organisation."""
    return Q(officer=person)


def countersigns_its_agreement(person: User) -> Q:
    """The person signs for the organisation, and so puts the obligations into force."""
    return Q(agreement__officer=person)


def monitors(person: User) -> Q:
    """The person monitors an agreement in force: they see what to check, and no reasons."""
    return Q(agreement__monitor=person.person_id, agreement__state=AgreementState.ACTIVE) if person.person_id else NONE


def monitors_others(person: User) -> Q:
    """The person monitors an agreement in force, and does not owe the thing themselves."""
    return monitors(person) & ~Q(duty__owed_by=person.person_id) if person.person_id else NONE


def is_named_to_check_it(person: User) -> Q:
    """The agreement names the person as the one who checks this obligation."""
    running = Q(agreement__state=AgreementState.ACTIVE)
    return Q(verifier=person.person_id) & running if person.person_id else NONE


def is_named_to_check_its_duty(person: User) -> Q:
    """The agreement names the person as the one who checks this obligation, on each of its dates."""
    running = Q(agreement__state=AgreementState.ACTIVE)
    return Q(duty__verifier=person.person_id) & running if person.person_id else NONE


def owes_it_for_the_organisation(person: User) -> Q:
    """The person does this for the organisation, under an agreement in force."""
    running = Q(agreement__state=AgreementState.ACTIVE)
    return Q(owed_by=person.person_id) & running if person.person_id else NONE


def owes_its_duty_for_the_organisation(person: User) -> Q:
    """The person does this for the organisation, on each of its dates."""
    running = Q(agreement__state=AgreementState.ACTIVE)
    return Q(duty__owed_by=person.person_id) & running if person.person_id else NONE


def owes_it(person: User) -> Q:
    """The employee owes this under their own agreement in force."""
    mine = Q(agreement__person=person.person_id, duty__bearer=Bearer.EMPLOYEE)
    return mine & Q(agreement__state=AgreementState.ACTIVE) if person.person_id else NONE


def is_asked_what_stood_in_the_way(person: User) -> Q:
    """The employee is asked what stood in the way of something that they owe."""
    return Q(occurrence__agreement__person=person.person_id) if person.person_id else NONE


def reads_what_was_handed_in(person: User) -> Q:
    """The person decides on the case, reviews or advises on it: what was handed in as proof is theirs to read."""
    return acts_as(*READS_PROOF, path="occurrence__agreement__case")(person) & HANDED_IN


def checks_what_was_handed_in(person: User) -> Q:
    """The person checks the date that the file was handed in for."""
    return Q(occurrence__in=scope(person, "occurrence.verify", Occurrence.objects.all()).values("pk")) & HANDED_IN


def added_it_for_the_organisation(person: User) -> Q:
    """The person added the file, to show what they do for the organisation."""
    running = Q(occurrence__agreement__state=AgreementState.ACTIVE)
    return Q(added_by=person, occurrence__duty__owed_by=person.person_id) & running if person.person_id else NONE


def added_it_to_their_own(person: User) -> Q:
    """The employee added the file, to show what they did under their own agreement."""
    return Q(added_by=person, occurrence__agreement__person=person.person_id) if person.person_id else NONE


def sees_what_was_handed_in(person: User) -> Q:
    """The file shows what was done by a date, and the person may see it there."""
    return Q(pk__in=scope(person, "handed_file.view", HandedFile.objects.all()).values("file_id"))


def asked_for_it(person: User) -> Q:
    """The employee asked for the change of their own agreement."""
    return Q(asked_by=person, agreement__person=person.person_id) if person.person_id else NONE


def made_it(person: User) -> Q:
    """The person made the link for their own calendar."""
    return Q(user=person)


def is_party_to_its_occurrence(person: User) -> Q:
    """The person is a party to the case behind the agreement, or belongs to a department that is kept from it."""
    kept = kept_from(person, *NEVER_MONITORS)
    return Q(occurrence__agreement__case__in=kept) if person.person_id else NONE


def monitors_whoever_is_referred(person: User) -> Q:
    """The person monitors an agreement in force with whoever was referred: they learn whether the referral is kept to, and no more."""
    if person.person_id is None:
        return NONE
    monitored = Agreement.objects.filter(monitor=person.person_id, state=AgreementState.ACTIVE)
    same = monitored.filter(case=OuterRef("case"), person=OuterRef("person"))
    return Q(pk__in=Referral.objects.filter(Exists(same)).exclude(state__in=UNTOLD).values("pk"))


def reads_its_agreement(person: User) -> Q:
    """The file is a page signed on paper or a translation, and the person may read the agreement that it belongs to."""
    read = scope(person, "agreement.view", Agreement.objects.all()).values("pk")
    return Q(pk__in=PaperRecord.objects.filter(agreement__in=read).values("scan")) | Q(
        pk__in=AgreementTranslation.objects.filter(agreement__in=read).values("copy")
    )


def is_party_to_its_agreement(person: User) -> Q:
    """The person is a party to the case behind the agreement, or belongs to a department that is kept from it."""
    return Q(agreement__case__in=kept_from(person, *NEVER_MONITORS)) if person.person_id else NONE


AGREEMENTS = Policy(
    Agreement,
    barred=[is_party_to_its_case],
    allow={
        "agreement.view": [acts_as(*READERS, path="case"), countersigns],
        "agreement.review": [acts_as(CaseRole.COUNSEL, path="case")],
        "agreement.approve": [acts_as(CaseRole.APPROVER, path="case")],
        "agreement.offer": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "agreement.lapse": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "agreement.countersign": [countersigns],
        "agreement.complete": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "agreement.void": [acts_as(CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER, path="case")],
        "agreement.choose_alternative": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "agreement.write_letter": [acts_as(CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER, path="case")],
        "agreement.amend": [acts_as(CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER, path="case")],
        "agreement.supersede": [],  # follows from the changed version
        "agreement.suspend": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "agreement.resume": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "agreement.record_paper_signature": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "agreement.record_paper_refusal": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "agreement.take_back_record": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "agreement.record_translation": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "agreement.confirm_monitor": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "agreement.edit": [acts_as(CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER, path="case")],
        "agreement.take_back": [acts_as(CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER, path="case")],
    },
    own={f"agreement.{act}": [is_asked_to_sign] for act in OWN_ACTS},
)

WORKS_ON_CHANGES = acts_as(CaseRole.HR_PARTNER, CaseRole.DECISION_MAKER, path="agreement__case")

CHANGE_REQUESTS = Policy(
    ChangeRequest,
    barred=[is_party_to_its_agreement],
    allow={
        "change_request.view": [WORKS_ON_CHANGES],
        "change_request.answer": [WORKS_ON_CHANGES],
        "change_request.take_up": [],  # follows from a change that is proposed
        "change_request.end": [],  # follows from the end of its agreement
    },
    own={"change_request.view": [asked_for_it]},
)

OBLIGATIONS = Policy(
    AgreementObligation,
    barred=[is_party_to_its_agreement],
    allow={
        "duty.view": [
            acts_as(*READERS, path="agreement__case"),
            monitors,
            is_named_to_check_it,
            owes_it_for_the_organisation,
        ],
        "duty.begin": [countersigns_its_agreement],
        "duty.verify": [monitors, is_named_to_check_it],
        "duty.complete": [],  # these follow from its dates
        "duty.release": [],
        "duty.close": [],
        "duty.cancel": [],  # follows from the end of its agreement
        "duty.excuse": [acts_as(CaseRole.DECISION_MAKER, path="agreement__case")],
    },
    own={"duty.view": [is_asked_to_keep]},
)

CHECKS = [monitors_others, is_named_to_check_its_duty]

OCCURRENCES = Policy(
    Occurrence,
    barred=[is_party_to_its_agreement],
    allow={
        "occurrence.view": [
            acts_as(*READERS, path="agreement__case"),
            monitors,
            is_named_to_check_its_duty,
            owes_its_duty_for_the_organisation,
        ],
        "occurrence.view_excuse": [acts_as(*READERS, path="agreement__case")],
        "occurrence.submit": [owes_its_duty_for_the_organisation],
        "occurrence.verify": CHECKS,
        "occurrence.cure": CHECKS,
        "occurrence.reject": CHECKS,
        "occurrence.excuse": [acts_as(CaseRole.DECISION_MAKER, path="agreement__case")],
        "occurrence.waive": [acts_as(CaseRole.DECISION_MAKER, path="agreement__case")],
        "occurrence.refer": [
            monitors_others,
            acts_as(CaseRole.HR_PARTNER, path="agreement__case"),
        ],
        "occurrence.find_kept": [],  # these follow from the decision on a suspected breach
        "occurrence.let_go": [],
        "occurrence.open": [],  # these follow from the calendar
        "occurrence.fall_overdue": [],
        "occurrence.start_grace": [],
        "occurrence.cancel": [],  # follows from the end of its agreement
    },
    own={
        "occurrence.view": [is_asked_to_keep],
        "occurrence.view_excuse": [is_asked_to_keep],
        "occurrence.submit": [owes_it],
    },
)

HANDED_FILES = Policy(
    HandedFile,
    barred=[is_party_to_its_occurrence],
    allow={
        "handed_file.view": [reads_what_was_handed_in, checks_what_was_handed_in, added_it_for_the_organisation],
        "handed_file.remove": [added_it_for_the_organisation],
    },
    own={"handed_file.view": [added_it_to_their_own], "handed_file.remove": [added_it_to_their_own]},
)

OBSTACLES = Policy(
    Obstacle,
    barred=[is_party_to_its_occurrence],
    allow={
        "obstacle.view": [
            acts_as(CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER, path="occurrence__agreement__case"),
        ],
        "obstacle.lapse": [],  # follows from the calendar
        "obstacle.drop": [],  # follows from what it asks about
    },
    own={
        "obstacle.view": [is_asked_what_stood_in_the_way],
        "obstacle.answer": [is_asked_what_stood_in_the_way],
    },
)

CALENDAR_LINKS = Policy(CalendarLink, own={"calendar.revoke": [made_it]})

extend(StoredFile, allow={"file.open": [reads_its_agreement, sees_what_was_handed_in]})
extend(Case, allow={"agreement.draft": [acts_as(CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER)]})
extend(Referral, allow={"referral.see_status": [monitors_whoever_is_referred]})
