"""The demonstration runs by itself to its end, leaves files that prove themselves, and a story that keeps the rules."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from backend.access.policy import can, scope
from backend.agreements.models import Agreement, AgreementState, Signature
from backend.audit.models import Event
from backend.audit.timeline import entries, history
from backend.cases.models import Allegation, BreakGlass, Case
from backend.deadlines.models import Deadline
from backend.demo.cast import PASSWORD, Cast
from backend.demo.practice import ADDRESS, SECOND_STEP
from backend.documents.models import Document
from backend.documents.queries import reproduce
from backend.intake.models import Report
from backend.kernel import clock
from backend.people.models import User
from backend.records.models import AccessReview, Export
from backend.referrals.models import Referral
from tests.database import ROOT, another_database
from tests.referrals.test_inviting import code_for

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.printing]  # one process plays the story, on SQLite
LETTERS = {
    "D11",
    "D11M",
    "D13",
    "D7",
    "D4",
    "D10",
    "D21",
    "D22",
    "D1",
    "D3",
    "D6",
    "D8",
    "D9",
    "D12",
    "D14",
    "D18",
    "D19",
}


@dataclass(frozen=True)
class Told:
    """What a run of the command left."""

    out: Path
    printed: str
    environment: dict[str, str]

    def again(self, *options: str) -> "subprocess.CompletedProcess[str]":
        """Run the command once more on the same database."""
        return _demo(self.environment, "--no-serve", "--out", str(self.out), *options)


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), another_database(folder, migrated=True) as url:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "EVENHAND_VAR": str(folder),
            "EVENHAND_EXPORTS": str(folder / "exports"),
            "COLUMNS": "200",
        }
        run = _demo(environment, "--no-serve", "--out", str(folder / "out"))
        assert run.returncode == 0, run.stdout + run.stderr
        yield Told(folder / "out", run.stdout, environment)


@pytest.fixture
def people(told: Told) -> Iterator[Cast]:
    with transaction.atomic():
        yield Cast()
        transaction.set_rollback(True)


@pytest.fixture
def main_case(people: Cast) -> Case:
    return Case.objects.get(parties__person=people.person("martin"), parties__role="respondent")


def test_every_file_has_the_digest_that_is_listed(told: Told) -> None:
    lines = [line.split("  ") for line in (told.out / "SHA256SUMS").read_text().splitlines()]
    listed = {name: digest for digest, name in lines}
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in told.out.iterdir()}
    assert "operator.vkey" in files
    del files["SHA256SUMS"]
    assert files == listed


def test_every_letter_of_the_story_is_there_as_a_pdf(told: Told) -> None:
    pdfs = list(told.out.glob("*.pdf"))
    assert {path.stem.rpartition("-")[2] for path in pdfs} == LETTERS
    assert all(
        path.read_bytes().startswith(b"%PDF-1.7") and path.read_bytes().rstrip().endswith(b"%%EOF") for path in pdfs
    )


def test_each_export_is_verified_by_the_program_that_lies_in_it(told: Told, tmp_path: Path) -> None:
    bundles = sorted(told.out.glob("*.zip"))
    assert len(bundles) == 3
    with zipfile.ZipFile(bundles[0]) as archive:
        archive.extract("verify_audit.py", tmp_path)
    for bundle in bundles:
        key = ["--key", str(told.out / "operator.vkey"), "--request", "AUDIT-LF-1"]
        command = [sys.executable, "-I", "verify_audit.py", str(bundle), *key]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        assert "VERIFIED" in run.stdout


def test_the_exports_hold_the_whole_history_and_one_case_and_names_where_they_were_approved(
    told: Told, main_case: Case
) -> None:
    found = {}
    for path in told.out.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read("MANIFEST.json"))
            found[manifest["claim"], manifest["level"]] = (
                archive.read("events.ndjson").decode(),
                archive.read("events.csv").decode(),
            )
    assert set(found) == {("whole", "pseudonymised"), ("streams", "pseudonymised"), ("streams", "identified")}
    lines, table = found["whole", "pseudonymised"]
    shown = [line for line in lines.splitlines() if not line.startswith("-")]
    actions = Counter(json.loads(line)["event"]["act"] for line in shown)
    assert len(shown) < len(lines.splitlines())  # what lies in the compartment is counted, and never shown
    assert not [action for action in actions if action.startswith(("referral.", "release."))]
    assert actions["agreement.countersign"] >= 1
    assert actions["access.denied"] == 1
    assert "Lindqvist" not in lines + table
    assert "Hale" not in table
    lines, table = found["streams", "identified"]
    assert "Martin Hale" in table
    assert "Lindqvist" not in lines + table
    streams = {json.loads(line)["stream"] for line in lines.splitlines() if not line.startswith("-")}
    assert streams == {main_case.key, "exports"}


def test_it_prints_what_happened_where_the_files_lie_and_who_can_sign_in(told: Told) -> None:
    for words in (
        "Tomas Berg can’t be appointed",
        "A1 substantiated, A2 partially substantiated, A3 not substantiated",
        str(told.out),
        PASSWORD,
        "gareth@larkfield.example",
        SECOND_STEP,
    ):
        assert words in told.printed


def test_the_main_story_ran_to_its_end(main_case: Case) -> None:
    assert main_case.state == "closed"
    assert (main_case.agreements.get().state, main_case.obligations.filter(discharged_at=None).count()) == (
        "completed",
        0,
    )
    assert set(main_case.agreements.get().obligations.values_list("state", flat=True)) == {"met"}
    assert [allegation.finding.factual for allegation in main_case.allegations.order_by("seq")] == [
        "substantiated",
        "partially_substantiated",
        "not_substantiated",
    ]


def test_the_agreement_stands_in_full_and_is_signed_over_the_bytes_that_were_offered(main_case: Case) -> None:
    agreement = main_case.agreements.get()
    codes = set(agreement.clauses.values_list("code", flat=True))
    assert codes == {f"C{number:02}" for number in range(1, 17)} | {"C20", "C21", "C22", "C28", "C51"}
    signatures = Signature.objects.filter(agreement=agreement)
    assert {(signature.meaning, signature.sha256) for signature in signatures} == {
        ("agree", agreement.offered_sha256),
        ("countersign", agreement.offered_sha256),
    }


def test_a_referral_is_under_way_and_its_provider_can_sign_in_with_the_second_step(told: Told, people: Cast) -> None:
    referral = Referral.objects.get()
    assert (referral.state, referral.compliance) == ("plan_recommended", "unknown")
    assert referral.next_report_on is not None
    assert referral.next_report_on > clock.today()
    assert set(referral.reports.values_list("kind", flat=True)) == {"receipt", "initial"}
    judith = User.objects.get(email=ADDRESS)
    assert judith.is_active
    assert judith.has_usable_password()
    second = Authenticator.objects.get(user=judith).wrap()
    assert second.validate_code(code_for(SECOND_STEP))
    assert list(scope(judith, "referral.see_as_provider", Referral.objects.all())) == [referral]
    assert not scope(judith, "case.view", Case.objects.all()).exists()
    for name in ("ruth", "ines", "daniel", "joan", "hannah"):
        assert not scope(getattr(people, name), "provider_report.view", referral.reports.all()).exists(), name
    assert "/practice/invited/" not in told.printed


def test_tomas_was_refused_and_sees_no_case(people: Cast, main_case: Case) -> None:
    denial = Event.objects.get(action="access.denied")
    assert entries([denial])[0].facts["tried"] == "case.assign"
    assert not scope(people.tomas, "case.view", Case.objects.all()).exists()
    assert not main_case.assignments.filter(person=people.person("tomas")).exists()


def test_noor_sees_nothing(people: Cast, told: Told) -> None:
    seen = (
        (Case, "case.view"),
        (Report, "report.view"),
        (Allegation, "allegation.view"),
        (Agreement, "agreement.view"),
    )
    for model, action in (*seen, (Document, "document.view"), (Export, "export.view"), (Event, "event.view")):
        assert not scope(people.noor, action, model._base_manager.all()).exists()


def test_those_who_acted_are_different_people(main_case: Case) -> None:
    who = {entry.action.name: entry.who for entry in entries(history(main_case))}
    assert who["finding.propose"] != who["finding.adopt"]
    assert who["agreement.draft"] != who["agreement.approve"]
    assert who["outcome.decide"] != who["outcome.approve"]


def test_open_work_waits_for_the_people_who_are_named(people: Cast) -> None:
    [waiting] = scope(people.wanda, "report.decline", Report.objects.filter(state="decline_proposed"))
    assert waiting.decline_proposed_by == people.omar
    assert scope(people.omar, "report.acknowledge", Report.objects.filter(state="submitted")).count() == 1
    assert scope(people.clara, "outcome.approve", Case.objects.filter(state="findings_decided")).count() == 1
    [asked] = scope(people.karl, "allegation.answer", Allegation.objects.filter(state="noticed"))
    assert asked.answer_due_at
    assert asked.answer_due_at > clock.now()
    assert can(people.ines, "case.read", asked.case)


def test_offers_stand_in_every_answer(people: Cast) -> None:
    states = Counter(Agreement.objects.values_list("state", flat=True))
    assert states == {"completed": 1, "declined": 1, "expired_offer": 1, "active": 1, "offered": 1}
    offered = Agreement.objects.get(state=AgreementState.OFFERED)
    assert can(people.gareth, "agreement.sign", offered)
    assert offered.offer_expires_at
    assert clock.now() < offered.offer_expires_at < clock.now() + timedelta(days=10)
    assert "deadline.miss" not in {entry.action.name for entry in entries(history(offered.case))}


def test_the_letter_says_the_day_on_which_the_offer_runs_out(people: Cast) -> None:
    for agreement in Agreement.objects.all():
        due = Deadline.objects.about(agreement).get(kind="agreement.consider")
        assert agreement.clauses.filter(code="C10", text__contains=f"{due.due_on.day} {due.due_on:%B %Y}").exists()


def test_documents_and_exports_prove_themselves(people: Cast) -> None:
    proof = reproduce(Document.objects.filter(kind="D12").earliest("pk"))
    assert proof.intact
    assert proof.reproduced
    assert Export.objects.filter(ready_at__isnull=False).count() == 3


def test_nothing_lies_in_the_future_and_the_story_is_told_in_order(people: Cast) -> None:
    moments = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert moments[-1] <= clock.now()
    assert moments == sorted(moments)


def test_the_whole_history_of_the_company_holds(told: Told) -> None:
    """Every kind of record is written in the story: rows, history rows and events agree, as the nightly check asks."""
    command = [sys.executable, "manage.py", "audit_verify"]
    run = subprocess.run(command, cwd=ROOT, env=told.environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "The history holds" in run.stdout


def test_everybody_can_sign_in(people: Cast) -> None:
    assert all(user.has_usable_password() for user in User.objects.filter(is_system=False))


def test_a_second_run_plays_nothing_again(told: Told, people: Cast) -> None:
    before = Event.objects.count()
    run = told.again()
    assert run.returncode == 0
    assert "in the database already" in run.stdout
    assert Event.objects.count() == before


def _demo(environment: dict[str, str], *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", "demo", *options]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600)


def test_an_emergency_access_is_opened_ended_and_reviewed_in_time(people: Cast) -> None:
    glass = BreakGlass.objects.select_related("review", "user", "case").get()
    assert (glass.user, glass.review.reviewed_by, glass.review.verdict) == (people.wanda, people.priya, "justified")
    assert glass.ended_at < glass.ends_at
    assert glass.review.reviewed_at < glass.review.due_at
    assert glass.review.escalated_at is None
    reads = entries(history(glass.case).filter(actor=people.wanda.uid, action="case.read"))
    assert {tuple(read.facts["as"]) for read in reads} == {("break_glass",)}
    assert AccessReview.objects.get().case == glass.case
