"""An older register comes in whole: every row accounted for, every repair listed, nothing twice."""

import csv
import gzip
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backend.audit.agreeing import altered
from backend.audit.coverage import uncovered
from backend.audit.models import Event, Subject
from backend.audit.timeline import entries, history
from backend.cases.models import Allegation, Assignment, Case
from backend.decisions.models import Finding, Outcome
from backend.people.models import Person, Unit
from backend.records.register import building, importing
from backend.records.register.mapping import SHEETS
from backend.records.register.mapping_file import BUILT_IN, MappingFault, read_mapping

pytestmark = pytest.mark.django_db
MAPPING = BUILT_IN / "complaints.toml"
SOURCE = "register:complaints-2000-2016"

COMPLAINTS = """complaint_ref,incident_date,incident_time,reported_date,closed_date,location_code,unit
CR-1,2000-01-01,01:20:00,2000-01-02,2001-01-26,04,1524
CR-2,2000-01-03,01:30:00,2000-01-04,2000-10-14,17,0
CR-3,2000-06-26,10:00:00,2000-06-26,2000-01-04,17,1524
CR-4,2001-08-13,10:00:00,2001-08-11,,17,
CR-5,2001-08-13,10:00:00,,2002-01-01,17,18
CR-6,,10:00:00,2001-13-45,2002-01-01,17,18
CR-1,2000-01-01,01:20:00,2000-01-02,2001-01-26,04,1524
CR-7,2002-01-01,10:00:00,2002-01-01,2106-02-02,17,18
CR-8,2002-01-01,10:00:00
,2002-01-01,10:00:00,2002-01-01,2002-02-02,17,18
"""
ALLEGATIONS = """allegation_no,complaint_ref,employee_ref,category,recommended_finding,final_finding,recommended_discipline,final_discipline
1,CR-1,E-1,01A-USE OF PROFANITY,NS,SU,600,100
2,CR-1,E-2,10S-SEXUAL HARRASSMENT,SU,SU,5,30
3,CR-2,E-1,05K-DOMESTIC ALTERCATION/INCIDENT - OFF DUTY,EX,EX,600,600
4,CR-3,,99X-NEW,,XX,,365
5,CR-4,E-3,01A-USE OF PROFANITY,SU,SU,1,1
6,CR-4,E-4,,,,,
7,CR-9,E-4,01A-USE OF PROFANITY,NS,NS,600,600
8,CR-6,E-4,01A-USE OF PROFANITY,NS,NS,600,600
1,CR-2,E-2,01A-USE OF PROFANITY,NS,NS,600,600
9,CR-5,E-2,01A-USE OF PROFANITY,NS,,600,
"""
ASSIGNMENTS = """complaint_ref,investigator_ref,role,assigned_date
CR-1,I-1,INVESTIGATOR,12-JAN-00
CR-1,I-1,INVESTIGATOR,12-JAN-00
CR-1,I-2,SUPERVISING INVESTIGATOR,13-JAN-00
CR-2,I-1,,04-JUN-40
CR-2,I-1,CHIEF,07-AUG-91
CR-3,I-1,INVESTIGATOR,31-FEB-00
CR-3,I-2,INVESTIGATOR,
CR-3,,INVESTIGATOR,12-JAN-00
CR-9,I-1,INVESTIGATOR,12-JAN-00
"""


@pytest.fixture
def register(tmp_path):
    def write(complaints=COMPLAINTS, allegations=ALLEGATIONS, assignments=ASSIGNMENTS):
        for name, text in {"complaints": complaints, "allegations": allegations, "assignments": assignments}.items():
            (tmp_path / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
        return tmp_path

    return write


@pytest.fixture
def bring_in(register, capsys):
    """Give a function that imports and returns the closing table (file -> numbers) and the list of notes."""

    def run(folder: Path | None = None, **options):
        folder = folder or register()
        notes = folder / "rejects.csv"
        call_command("import_register", folder, rejects=notes, **options)
        table = {words[0]: [int(word.replace(",", "")) for word in words[1:]] for line in capsys.readouterr().out.splitlines()
                 if (words := line.split()) and words[0] in SHEETS}  # fmt: skip
        with notes.open(newline="") as file:
            return table, list(csv.DictReader(file))

    return run


def case(ref):
    return Case.objects.get(source=SOURCE, source_ref=ref)


def listed(notes, file, line):
    return {
        (note["column"], note["result"], note["what was done"], note["why"])
        for note in notes
        if (note["file"], note["line"]) == (file, str(line))
    }


def test_every_row_is_accounted_for(bring_in):
    table, notes = bring_in()
    #                       read, imported, there already, rejected, left out, repaired
    assert table == {
        "complaints": [10, 6, 0, 4, 0, 5],
        "allegations": [10, 7, 0, 3, 0, 4],
        "assignments": [9, 6, 0, 3, 0, 4],
    }
    assert sum(note["result"] == "rejected" for note in notes) == 10


def test_a_closed_matter_comes_in_with_everything_the_register_says(bring_in):
    bring_in()
    first = case("CR-1")
    assert (first.state, first.kind, first.title, first.closure_reason) == (
        "closed",
        "harassment",
        "Sexual harassment",
        "historic",
    )
    assert first.opened_at.isoformat() == "2000-01-02T06:00:00+00:00"  # midnight in Chicago
    assert first.reference.startswith("CASE-2000-")
    assert first.unit == Unit.objects.get(code="complaints-1524")
    assert "incident on 2000-01-01, at 01:20:00, location code 04, unit 1524" in first.nexus
    assert [(party.label, party.person.name) for party in first.parties.order_by("pk")] == [
        ("Respondent 1", "Employee E-1"),
        ("Respondent 2", "Employee E-2"),
    ]
    one, two = first.allegations.order_by("seq")
    assert (one.state, one.particulars, one.source_ref) == ("adopted", "Recorded category: 01A-USE OF PROFANITY.", "1")
    assert one.occurred_from == date(2000, 1, 1)
    assert (two.finding.factual, two.finding.policy, two.finding.source_code) == ("substantiated", "breach", "SU")
    assert one.finding.reasons == "Imported: recommended finding NS (not sustained), final finding SU (sustained)."
    assert (two.finding.adopted_at, two.finding.proposed_by, two.finding.adopted_by) == (first.closed_at, None, None)
    seats = first.assignments.order_by("pk").values_list("person__name", "role", "starts_on")
    assert list(seats) == [
        ("Investigator I-1", "investigator", date(2000, 1, 12)),
        ("Investigator I-2", "investigator", date(2000, 1, 13)),
    ]
    assert "SUPERVISING INVESTIGATOR" in first.assignments.get(person__name="Investigator I-2").declaration


def test_a_hundred_is_a_reprimand_and_thirty_are_days(bring_in):
    bring_in()
    outcomes = {one.respondent.source_ref: one for one in Outcome.objects.filter(case=case("CR-1"))}
    assert (outcomes["E-1"].kinds, outcomes["E-1"].suspension_days) == (["written_warning"], None)
    assert (outcomes["E-2"].kinds, outcomes["E-2"].suspension_days) == (["suspension"], 30)
    assert outcomes["E-2"].state == "approved"
    assert (
        "recommended discipline 5 (suspended for 5 days), final discipline 30 (suspended for 30 days)"
        in outcomes["E-2"].reasons
    )


def test_an_open_matter_stays_open_and_its_final_finding_is_only_proposed(bring_in):
    _, notes = bring_in()
    open_case = case("CR-4")
    assert (open_case.state, open_case.closed_at, open_case.closure_reason) == ("opened", None, "")
    first, second = open_case.allegations.order_by("seq")
    assert (first.state, first.finding.adopted_at, second.state) == ("proposed", None, "framed")
    assert Outcome.objects.get(case=open_case).state == "decided"
    assert any(note[0] == "final_finding" for note in listed(notes, "allegations", 6))


def test_a_finding_that_was_only_recommended_is_not_adopted(bring_in):
    bring_in()
    allegation = case("CR-5").allegations.get()
    assert (allegation.state, allegation.finding.adopted_at, allegation.finding.source_code) == ("proposed", None, "NS")
    assert Outcome.objects.get(case=case("CR-5")).kinds == ["unknown"]


def test_days_that_cannot_be_are_repaired_and_listed(bring_in):
    _, notes = bring_in()
    assert case("CR-3").closed_at == case("CR-3").opened_at
    assert any("before the report" in note[3] for note in listed(notes, "complaints", 4))
    assert case("CR-4").allegations.first().occurred_from is None
    assert any("after the report" in note[3] for note in listed(notes, "complaints", 5))
    assert case("CR-5").opened_at.date() == date(2001, 8, 13)
    assert case("CR-7").closed_at == case("CR-7").opened_at
    assert [one.starts_on for one in case("CR-2").assignments.all()] == [None, None]
    assert {note[3] for note in listed(notes, "assignments", 5) if note[0] == "assigned_date"} == {
        "2040-06-04 is not between 1999-01-01 and 2018-12-31."
    }
    assert {note[3] for note in listed(notes, "assignments", 7)} == {"There is no such day."}


def test_codes_that_nobody_explained_are_kept_as_not_known(bring_in):
    _, notes = bring_in()
    finding = Finding.objects.get(allegation__source_ref="4")
    assert (finding.factual, finding.policy, finding.source_code) == ("undetermined", "not_recorded", "XX")
    outcome = Outcome.objects.get(case=case("CR-3"))
    assert (outcome.kinds, outcome.suspension_days, outcome.source_code) == (["unknown"], None, "365")
    assert {note[0] for note in listed(notes, "allegations", 5)} == {"final_finding", "final_discipline"}
    assert case("CR-3").closure_reason == "respondent_unidentified"
    assert case("CR-3").title == "No category recorded"
    assert ("role", "repaired", "taken as investigator", "The mapping does not know this role.") in listed(
        notes, "assignments", 6
    )


def test_words_in_a_category_tell_the_setting(bring_in):
    bring_in()
    assert case("CR-2").allegations.get().settings == ["off_duty_with_nexus"]


def test_what_can_not_be_imported_is_listed_with_its_reason(bring_in):
    _, notes = bring_in()
    why = {(note["file"], int(note["line"])): note["why"] for note in notes if note["result"] == "rejected"}
    assert why == {
        ("complaints", 7): "Neither a day of the report nor one of the incident can be read.",
        ("complaints", 8): "Repeats the key of line 2.",
        ("complaints", 10): "The row has 3 columns; the header has 7.",
        ("complaints", 11): "Without it the row can’t be told from others.",
        ("allegations", 8): "No complaint with this reference was read.",
        ("allegations", 9): "Its complaint CR-6 was rejected.",
        ("allegations", 10): "Repeats the key of line 2.",
        ("assignments", 3): "Is the same as line 2.",
        ("assignments", 9): "Without it the row can’t be told from others.",
        ("assignments", 10): "No complaint with this reference was read.",
    }


def test_history_and_events_tell_of_the_import(bring_in, cast):
    bring_in()
    first = case("CR-1")
    [entry] = entries(history(first))
    assert (entry.action.name, entry.reason) == (
        "register.import",
        "Imported from Register of complaints 2000 to 2016.",
    )
    assert (entry.facts["source"], entry.facts["source_ref"]) == (SOURCE, "CR-1")
    assert first.history.get().history_change_reason == entry.reason
    person = Person.objects.get(source=SOURCE, source_ref="E-1")
    assert [one.action.name for one in entries(history(person))] == ["register.import"]
    assert Subject.objects.filter(person_id=person.uid, role="respondent").count() == 2
    assert list(uncovered()) == []
    assert list(altered(Event.objects.filter(action="register.import"))) == []
    finish = entries(Event.objects.filter(action="register.finish"))[0]
    assert finish.facts["counts"]["complaints"] == {
        "read": 10,
        "imported": 6,
        "present": 0,
        "rejected": 4,
        "left_out": 0,
    }
    assert len(finish.facts["sha256"]["complaints.csv.gz"]) == 64


def test_a_second_run_adds_nothing_and_lists_the_same(bring_in):
    _, notes = bring_in()
    before = counts()
    table, again = bring_in()
    assert table["complaints"][1:3] == [0, 6]
    assert table["allegations"][1:3] == [0, 7]
    assert table["assignments"][1:3] == [0, 6]
    assert counts() == before
    assert again == notes


def test_a_run_that_was_stopped_goes_on_where_it_was(bring_in, register, monkeypatch):
    monkeypatch.setattr(
        "backend.records.management.commands.import_register.Command._lines", lambda _self: stop_after(2)
    )
    with pytest.raises(CommandError, match="run the same command again"):
        bring_in(batch=1)
    monkeypatch.undo()
    assert Case.objects.filter(source=SOURCE).count() == 2
    assert list(uncovered()) == []

    table, _ = bring_in(batch=2)
    assert table["complaints"][1:3] == [4, 2]
    assert Case.objects.filter(source=SOURCE).count() == 6
    assert Assignment.objects.filter(case__source=SOURCE).count() == 6
    assert list(uncovered()) == []


def test_rows_that_a_later_copy_of_the_register_has_are_added_to_their_case(bring_in, register):
    bring_in()
    more = "20,CR-1,E-9,01A-USE OF PROFANITY,NS,NS,600,600\n21,CR-1,E-1,01A-USE OF PROFANITY,NS,NS,600,900\n"
    folder = register(allegations=ALLEGATIONS + more)
    table, _ = bring_in(folder)
    assert table["allegations"][1:3] == [2, 7]
    first = case("CR-1")
    assert list(first.allegations.order_by("seq").values_list("seq", "source_ref")) == [
        (1, "1"),
        (2, "2"),
        (3, "20"),
        (4, "21"),
    ]
    assert set(first.parties.values_list("label", flat=True)) == {"Respondent 1", "Respondent 2", "Respondent 3"}
    assert first.outcomes.filter(respondent__source_ref="E-1").count() == 2
    assert history(first).count() == 2
    assert list(uncovered()) == []


def test_a_trial_takes_the_first_complaints_only(bring_in):
    table, _ = bring_in(limit=2)
    assert table["complaints"] == [10, 2, 0, 3, 5, 1]
    assert set(Case.objects.filter(source=SOURCE).values_list("source_ref", flat=True)) == {"CR-1", "CR-2"}
    assert Allegation.objects.filter(case__source=SOURCE).count() == 3


def test_references_are_the_same_at_every_import_and_never_meet(bring_in, monkeypatch):
    bring_in()
    derived = building._reference("CASE", 2000, f"{SOURCE}|CR-1|0")
    assert case("CR-1").reference == derived
    real = building._reference
    monkeypatch.setattr(
        building, "_reference", lambda prefix, year, seed: derived if seed.endswith("|0") else real(prefix, year, seed)
    )
    rows = [Case(source=SOURCE, source_ref=ref) for ref in ("a", "b")]
    building.give_references(rows, "CASE", [2000, 2000])
    assert len({derived, *(row.reference for row in rows)}) == 3


def test_sums_that_do_not_match_are_a_failure(bring_in, monkeypatch):
    monkeypatch.setattr(importing.Summary, "add", lambda *_: None)
    with pytest.raises(CommandError, match="sums do not match"):
        bring_in()


def test_a_column_that_nobody_spoke_of_stops_the_import(bring_in, register):
    folder = register(assignments="complaint_ref,investigator_ref,role,assigned_date,rank\n")
    with pytest.raises(CommandError, match="“rank”"):
        bring_in(folder)
    (folder / "assignments.csv.gz").unlink()
    with pytest.raises(CommandError, match=r"no file assignments\.csv"):
        bring_in(folder)
    assert not Case.objects.filter(source=SOURCE).exists()


def test_all_faults_of_a_mapping_are_told_at_once(tmp_path):
    text = MAPPING.read_text()
    for old, new in {
        'zone = "America/Chicago"': 'zone = "Chicago"',
        'factual = "unfounded"': 'factual = "wrong"',
        'ref = "complaint_ref"\noccurred_on': "occurred_on",
        'kinds = ["resigned"]': "kinds = []",
        "[roles]": "[rolls]",
    }.items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(MappingFault, match="no table “rolls”"):
        read_mapping(path)
    path.write_text(text.replace("[rolls]", "[roles]"))
    with pytest.raises(MappingFault) as fault:
        read_mapping(path)
    assert len(fault.value.faults) == 4
    for word in ("Chicago", "findings.UN", "which column holds “ref”", "outcomes.800"):
        assert word in str(fault.value)


def counts():
    return [model.objects.count() for model in (Case, Allegation, Finding, Outcome, Assignment, Person, Unit)] + [
        Event.objects.exclude(action="register.finish").count(),
        Case.history.count(),
    ]


def stop_after(batches):
    def watch(done, _total):
        if done >= batches:
            raise KeyboardInterrupt

    return watch
