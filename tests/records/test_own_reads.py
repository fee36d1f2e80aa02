"""Who looked at your record: everything about records that one may see, and nothing at all about any other."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from backend.audit.reads import viewed
from backend.audit.timeline import entries, history
from backend.cases.actions.break_glass import break_glass
from backend.cases.actions.opening import add_party, frame_allegation
from backend.cases.models import Allegation, Case
from backend.demo.cast import Cast
from backend.documents.actions.standing import open_document
from backend.documents.models import Document
from backend.intake.models import Report
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.people.models import User
from backend.records.own_reads import OwnRead, ReadFilter, own_records, reads_of, told_reads
from tests.builders import WHY, advance, particulars, play_case, the_agreement, the_allegation
from tests.web.reading import selects

ACase = Callable[..., Case]
pytestmark = pytest.mark.django_db
EVERYTHING = ReadFilter()


def told(user: User, wanted: ReadFilter = EVERYTHING) -> list[OwnRead]:
    """Tell somebody who looked at their records."""
    records = own_records(user)
    return told_reads(reads_of(user, records, wanted), records)


def read_everything(cast: Cast, case: Case) -> None:
    """Read every part of a case as staff do."""
    viewed(case, "case.read", actor=cast.ines, ctx={"part": "people"})
    viewed(case, "case.view", actor=cast.lena)
    for allegation in case.allegations.select_related("case"):
        viewed(allegation, "allegation.view", actor=cast.ines)
    for link in case.report_links.select_related("report"):
        viewed(link.report, "report.view", actor=cast.ines)
    for document in Document.objects.filter(matter_stream=case.key, recipient=cast.person("erin")):
        viewed(document, "document.view", actor=cast.ines)


def fresh(cast: Cast, state: str) -> Case:
    """Play a case about Victor, who has no other matter."""
    return play_case(cast, state, respondent=cast.person("victor"))


def test_an_unnoticed_respondent_learns_nothing_whatever_is_read(cast: Cast, a_case: ACase) -> None:
    without = (own_records(cast.victor), told(cast.victor))
    case = fresh(cast, "planning")
    read_everything(cast, case)
    break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    viewed(case, "case.read", actor=cast.wanda)
    assert (own_records(cast.victor), told(cast.victor)) == without
    assert {record.kind for record in own_records(cast.victor)} == {"person"}
    assert told(cast.victor, ReadFilter(record=case.reference)) == []


def test_the_notice_opens_the_list_and_role_purpose_and_time_are_told(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "planning")
    advance(case, cast, to="investigating")
    moment = clock.now().replace(microsecond=0)
    with clock.at(moment):
        viewed(case, "case.read", actor=cast.ines)
    newest = told(cast.victor)[0]
    assert (newest.at, newest.record, newest.kind) == (moment, case.reference, "case")
    assert (newest.role, newest.purpose) == ("Investigator", "To look into what is alleged")


def test_nobody_is_named_and_nothing_that_staff_wrote_is_told(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "investigating")
    viewed(case, "case.read", actor=cast.ines, purpose="Because Erin told me of more.")
    read_everything(cast, case)
    words = " ".join(f"{each.role} {each.purpose} {each.record}" for each in told(cast.victor))
    for hidden in ("Inês", "Duarte", "Lena", "Erin", "people", "RPT-", "A1", "because"):
        assert hidden.lower() not in words.lower(), hidden


def test_a_respondent_is_not_told_of_the_report_nor_of_anything_sent_to_others(cast: Cast, a_case: ACase) -> None:
    case = play_case(cast, "implementing")
    read_everything(cast, case)
    letters = Document.objects.filter(recipient=cast.person("erin"), matter=case.reference)
    assert letters.exists()
    records = own_records(cast.martin)
    keys = {key for record in records for key in record.keys}
    assert not keys & {letter.key for letter in letters}
    assert not keys & {link.report.key for link in case.report_links.all()}
    assert {event.obj for event in reads_of(cast.martin, records, EVERYTHING)} <= keys


def test_an_allegation_framed_after_the_notice_is_not_there_yet(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "investigating")
    before = told(cast.victor)
    second = frame_allegation(case, particulars(), actor=cast.ines, reason=WHY)
    viewed(second, "allegation.view", actor=cast.ines)
    assert told(cast.victor) == before
    assert second.key not in {key for record in own_records(cast.victor) for key in record.keys}


def test_a_second_respondent_without_notice_is_not_let_in_by_the_first_ones_notice(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "planning")
    add_party(case, cast.person("karl"), "witness", actor=cast.ines, reason=WHY)
    advance(case, cast, to="investigating")
    read_everything(cast, case)
    assert {each.kind for each in own_records(cast.karl)} == {"person"}
    assert told(cast.karl) == []


def test_a_complainant_is_told_of_their_report_and_letters_and_not_of_the_case(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "investigating")
    report = case.report_links.get().report
    viewed(report, "report.view", actor=cast.omar)
    read_everything(cast, case)
    newest = told(cast.erin)
    assert (report.reference, "Intake coordinator") in {(each.record, each.role) for each in newest}
    assert {each.kind for each in own_records(cast.erin)} == {"person", "report", "document"}
    assert case.reference not in {each.record for each in newest}


def test_whoever_only_took_a_report_down_is_not_the_one_it_is_about(
    cast: Cast, a_report: Callable[..., Report]
) -> None:
    report = a_report(reporter=None)
    viewed(report, "report.view", actor=cast.omar)
    assert report.reference not in {record.reference for record in own_records(report.filed_by)}


def test_an_agreement_is_there_once_it_is_offered(cast: Cast, a_case: ACase) -> None:
    case = play_case(cast, "drafted")
    agreement = the_agreement(case)
    viewed(agreement, "agreement.view", actor=cast.daniel)
    assert agreement.reference not in {record.reference for record in own_records(cast.martin)}
    agreement = the_agreement(advance(case, cast, to="offered"))
    viewed(agreement, "agreement.view", actor=cast.daniel)
    found = {(each.record, each.role) for each in told(cast.martin)}
    assert (agreement.reference, "HR business partner") in found


def test_an_emergency_access_is_told_as_one(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "investigating")
    break_glass(case.reference, actor=cast.wanda, reason="Erin called in fear.")
    viewed(case, "case.read", actor=cast.wanda)
    newest = told(cast.victor)[0]
    assert newest.role == "Emergency access (break-glass)"
    assert "privacy officer reviews" in newest.purpose
    assert "Erin" not in newest.purpose


def test_what_one_opened_oneself_is_not_listed(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "investigating")
    before = told(cast.victor)
    viewed(the_allegation(case), "allegation.view", actor=cast.victor)
    letter = Document.objects.filter(recipient=cast.person("victor")).latest("pk")
    open_document(letter, actor=cast.victor)
    open_document(Document.objects.get(pk=letter.pk), actor=cast.victor)
    assert told(cast.victor) == before


def test_staff_are_told_of_their_own_records_and_not_of_those_they_work_on(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    read_everything(cast, case)
    assert {record.kind for record in own_records(cast.ines)} == {"person"}
    assert told(cast.ines) == []
    assert own_records(cast.system) == []


def test_a_member_of_the_staff_who_is_a_respondent_reads_as_a_party(cast: Cast, a_case: ACase) -> None:
    case = play_case(cast, "investigating", respondent=cast.person("sam"))
    viewed(the_allegation(case), "allegation.view", actor=cast.sam)
    [entry] = entries(history(the_allegation(case)).filter(actor=cast.sam.uid)[:1])
    assert entry.facts["as"] == ["party"]
    viewed(case, "case.read", actor=cast.ines)
    assert told(cast.sam)[0].role == "Investigator"


def test_the_record_and_the_days_can_be_chosen(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "investigating")
    now = clock.now()
    with clock.at(now + timedelta(days=2)):
        viewed(case, "case.read", actor=cast.ines)
    day = (now + timedelta(days=2)).date().isoformat()
    assert len(told(cast.victor, ReadFilter(since=day, until=day))) == 1
    assert told(cast.victor, ReadFilter(since=(now + timedelta(days=4)).date().isoformat())) == []
    person = cast.person("victor").reference
    assert told(cast.victor, ReadFilter(record=person)) == []
    other = a_case("opened").reference
    assert told(cast.victor, ReadFilter(record=other)) == told(cast.victor, ReadFilter(record="CASE-2026-ZZZZZZ")) == []


@pytest.mark.parametrize("day", ["soon", "2026-99-01", "0001-01-01", "9999-12-31"])
def test_a_malformed_day_says_how_to_mend_it(day: str) -> None:
    with pytest.raises(Invalid) as refused:
        ReadFilter.read({"since": day}, zone="Pacific/Auckland")
    assert set(refused.value.errors) == {"since"}


def test_more_readings_cost_no_more_queries_and_no_scan_of_the_history(cast: Cast, a_case: ACase) -> None:
    case = play_case(cast, "offered")
    with selects() as before:
        told(cast.martin)
    read_everything(cast, case)
    read_everything(cast, case)
    play_case(cast, "offered")
    with selects() as after:
        told(cast.martin)
    assert len(after) == len(before) <= 11
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table this small would be read whole
    for wanted in (EVERYTHING, ReadFilter(since="2020-01-01", until="2999-01-01")):
        plan = reads_of(cast.martin, own_records(cast.martin), wanted)[:26].explain()
        assert "audit_event_obj" in plan
        assert not [
            line for line in plan.splitlines() if "SCAN audit_event" in line or "Seq Scan on audit_event" in line
        ]
        assert "audit_event_at" not in plan
        assert "audit_event_action" not in plan


def test_events_of_before_the_role_was_recorded_are_told_without_one(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "investigating")
    viewed(case, "case.read", actor=cast.ines)
    records = own_records(cast.victor)
    event = reads_of(cast.victor, records, EVERYTHING)[0]
    body = json.loads(event.body)
    del body["ctx"]["as"]
    event.body = json.dumps(body)
    [read] = told_reads([event], records)
    assert (read.role, read.purpose) == ("Somebody on the staff", "Not recorded")


def test_notice_is_what_the_right_hangs_on(cast: Cast, a_case: ACase) -> None:
    case = fresh(cast, "planning")
    assert {record.kind for record in own_records(cast.victor)} == {"person"}
    advance(case, cast, to="investigating")
    assert Allegation.objects.filter(case=case, noticed_at__isnull=False).exists()
    assert {record.kind for record in own_records(cast.victor)} >= {"person", "case", "document"}
