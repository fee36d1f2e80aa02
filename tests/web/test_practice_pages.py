"""The pages of a provider: what they show, what they keep back, and reporting in three steps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.cases.models import Case
from backend.deadlines.clockwork import sweep
from backend.demo.cast import Cast
from backend.jobs.models import Job
from backend.kernel import clock
from backend.referrals.actions.barriers import answer_query
from backend.referrals.actions.releasing import revoke_release
from backend.referrals.models import BarrierQuery, ProviderReport, Referral
from backend.referrals.queries.reports import codes_of
from tests.referrals.referring import a_contact, a_provider, helena, play_referral
from tests.web.reading import selects

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
MOST_READS = 20
KEPT_BACK = ("CASE-", "Erin", "Lindqvist", "Ruth", "warning", "conference")


@pytest.fixture
def sent(a_case: Callable[..., Case], cast: Cast) -> Referral:
    return play_referral(a_case("outcome_decided"), cast, "sent")


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def status(**told: object) -> dict[str, object]:
    today = clock.today().isoformat()
    usual = {"first_day": today, "last_day": today, "kept": 2, "planned": 2, "complying": "yes", "step": "send"}
    return {**usual, **told}


def first(referral: Referral, browser: Client) -> None:
    given = {"evaluated_on": clock.today().isoformat(), "recommended": "sessions", "agrees": "yes", "step": "send"}
    browser.post(f"/practice/referrals/{referral.reference}/report/initial/", given)


def test_a_provider_accepts_reports_and_replaces(sent: Referral, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(helena(cast))
    assert browser.get("/").headers["Location"] == "/practice/"
    listed = browser.get("/practice/").content.decode()
    assert "Martin H." in listed
    assert "Martin Hale" not in listed
    assert "Your agreements" not in listed
    address = f"/practice/referrals/{sent.reference}/"
    page = browser.get(address).content.decode()
    assert "Martin Hale" not in page
    assert "Dignity at Work 3.2" in page
    assert [word for word in KEPT_BACK if word in page] == []
    assert cast.martin.email not in page
    browser.post(f"{address}accept/")
    assert now(sent).state == "received_by_provider"
    assert "Martin Hale" in browser.get(address).content.decode()
    first(sent, browser)
    assert now(sent).state == "plan_recommended"
    checked = browser.post(f"{address}report/status/", status(step="check")).content.decode()
    assert "Send report" in checked
    assert not ProviderReport.objects.filter(kind="status").exists()
    answer = browser.post(f"{address}report/status/", status())
    report = ProviderReport.objects.get(kind="status")
    assert answer.headers["Location"] == f"/practice/reports/{report.reference}/"
    browser.post(f"/practice/reports/{report.reference}/replace/", status(kept=1, barrier="cost"))
    better = ProviderReport.objects.get(replaces=report)
    assert codes_of(better).kept == 1
    assert "Its author replaced this report" in browser.get(f"/practice/reports/{report.reference}/").content.decode()


def test_what_cannot_be_reported_is_told_beside_its_field(sent: Referral, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(helena(cast))
    address = f"/practice/referrals/{sent.reference}/"
    browser.post(f"{address}accept/")
    first(sent, browser)
    later = (clock.today().replace(year=clock.today().year + 1)).isoformat()
    for told, says in (
        (status(kept=5, planned=3), "Of 3 planned appointments, 5 can’t have been kept"),
        (status(last_day=later), "This day has not come yet"),
        (status(complying="fit to return"), "49 CFR 40.305"),
        (status(complying="anxiety disorder"), "29 CFR 1630.14"),
    ):
        page = browser.post(f"{address}report/status/", told).content.decode()
        assert says in page
        assert "Error:" in page
    assert not ProviderReport.objects.filter(kind="status").exists()
    danger = browser.post(
        f"{address}report/safety_notice/", {"danger": "He is fit to return to work.", "step": "send"}
    ).content.decode()
    assert "the employer’s decision" in danger
    assert "<textarea" not in browser.get(f"{address}report/status/").content.decode()


def test_what_is_not_theirs_is_not_there(sent: Referral, cast: Cast, sign_in: SignIn) -> None:
    address = f"/practice/referrals/{sent.reference}/"
    other = a_contact(cast, a_provider(cast, "Meridian Counselling")).user
    for stranger in (other, cast.mira, cast.ruth, cast.martin, cast.noor):
        browser = sign_in(stranger)
        for path in ("", "accept/", "decline/", "report/status/"):
            assert browser.get(address + path).status_code == 404, (stranger, path)
    for stranger in (cast.mira, cast.martin, cast.noor):
        assert sign_in(stranger).get("/practice/").status_code == 404
    mine = sign_in(helena(cast))
    assert mine.get(address).status_code == 200
    for path in (f"/cases/{sent.case.reference}/", "/cases/", "/agreements/", f"/api/v1/cases/{sent.case.reference}/"):
        answer = mine.get(path)
        assert answer.status_code == 404 or sent.case.reference not in answer.content.decode(), path


def test_a_revoked_release_closes_the_page_and_refuses_the_report(sent: Referral, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(helena(cast))
    address = f"/practice/referrals/{sent.reference}/"
    browser.post(f"{address}accept/")
    first(sent, browser)
    revoke_release(sent.releases.get(), actor=cast.martin)
    closed = browser.get(address)
    assert closed.status_code == 200
    assert "closed to you" in closed.content.decode()
    assert "Martin" not in closed.content.decode()
    refused = browser.post(f"{address}report/status/", status())
    assert refused.status_code == 409
    assert "The release has ended" in refused.content.decode()
    assert not ProviderReport.objects.filter(kind="status").exists()
    assert sent.reference in browser.get("/practice/").content.decode()


def test_without_a_second_step_a_contact_is_led_to_set_it_up(sent: Referral, cast: Cast, sign_in: SignIn) -> None:
    user = helena(cast)
    Authenticator.objects.filter(user=user).delete()
    browser = sign_in(user)
    answer = browser.get("/practice/")
    assert answer.status_code == 403
    assert "Set up the second step" in answer.content.decode()
    assert browser.get(f"/practice/referrals/{sent.reference}/").status_code == 404


def test_a_file_goes_into_quarantine_and_a_large_one_is_refused(
    sent: Referral, cast: Cast, sign_in: SignIn, settings: object
) -> None:
    browser = sign_in(helena(cast))
    browser.post(f"/practice/referrals/{sent.reference}/accept/")
    first(sent, browser)
    report = ProviderReport.objects.get()
    settings.FILE_LIMIT = 2000  # type: ignore[attr-defined]
    path = f"/practice/reports/{report.reference}/file/"
    large = SimpleUploadedFile("large.pdf", b"%PDF-1.7\n" + b"x" * 3000)
    assert "Hand" in browser.post(path, {"file": large}).content.decode()
    assert not report.files.exists()
    small = SimpleUploadedFile("note.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n")
    browser.post(path, {"file": small})
    [file] = report.files.all()
    assert file.state == "quarantined"
    assert "In quarantine" in browser.get(f"/practice/reports/{report.reference}/").content.decode()


def test_a_missed_appointment_asks_the_employee_and_tells_the_provider_nothing(
    sent: Referral, cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(helena(cast))
    address = f"/practice/referrals/{sent.reference}/"
    browser.post(f"{address}accept/")
    first(sent, browser)
    browser.post(f"{address}report/status/", status(kept=1, planned=3, barrier="no_show", complying="no"))
    query = BarrierQuery.objects.get(referral=sent)
    answer_query(query, actor=cast.martin, words="I was in hospital that week.")
    pages = browser.get(address).content.decode() + browser.get("/practice/").content.decode()
    assert "hospital" not in pages
    assert "barrier" not in pages.lower()


def test_a_coordinator_names_and_invites_a_contact(cast: Cast, sign_in: SignIn) -> None:
    provider = a_provider(cast)
    path = f"/registers/providers/{provider.reference}/contacts/"
    browser = sign_in(cast.mira)
    assert "Nobody is named yet" in browser.get(path).content.decode()
    licence = provider.licences.get()
    assert f'<option value="{licence.uid}"' in browser.get(f"{path}new/").content.decode()
    named = {"name": "Petra Lindholm", "email": "petra@calder.example"}
    browser.post(f"{path}new/", {**named, "licence": str(licence.pk)})
    assert not provider.contacts.exists()
    browser.post(f"{path}new/", {**named, "licence": str(licence.uid)})
    contact = provider.contacts.get()
    assert contact.licence == licence
    browser.post(f"{path}{contact.uid}/invite/")
    page = browser.get(path).content.decode()
    assert "Invited" in page
    assert "/practice/invited/" not in page
    browser.post(f"{path}{contact.uid}/revoke/")
    assert "Not invited" in browser.get(path).content.decode()
    browser.post(f"{path}{contact.uid}/end/", {"reason": "She left."})
    assert "Ended" in browser.get(path).content.decode()
    for stranger in (cast.ruth, cast.hugo, cast.noor):
        assert sign_in(stranger).get(path).status_code == 404


def test_danger_late_reports_and_the_last_word_come_to_the_coordinators_home(
    sent: Referral, cast: Cast, sign_in: SignIn
) -> None:
    provider, mira = sign_in(helena(cast)), sign_in(cast.mira)
    address = f"/practice/referrals/{sent.reference}/"
    provider.post(f"{address}accept/")
    first(sent, provider)
    danger = {"danger": "He says that he will wait at the gate tonight.", "step": "send"}
    provider.post(f"{address}report/safety_notice/", danger)
    home = mira.get("/").content.decode()
    assert "Read of an imminent danger" in home
    assert "gate" not in home
    report = ProviderReport.objects.get(kind="safety_notice")
    page = mira.get(f"/practice/reports/{report.reference}/").content.decode()
    assert "wait at the gate" in page
    mira.post(f"/practice/reports/{report.reference}/take-note/")
    assert "imminent danger" not in mira.get("/").content.decode()
    for stranger in (cast.ruth, cast.hugo, cast.daniel):
        assert sign_in(stranger).get(f"/practice/reports/{report.reference}/").status_code == 404
    with clock.at(clock.now() + timedelta(days=60)):
        late = sign_in(cast.mira).get("/").content.decode()
        assert "Call the provider about a report" in late
    told = {"evaluated_on": clock.today().isoformat(), "complying": "yes", "step": "send"}
    provider.post(f"{address}report/follow_up_evaluation/", told)
    assert "Conclude whether" in mira.get("/").content.decode()
    assert "Conclude whether" in mira.get(f"/referrals/{sent.reference}/").content.decode()
    assert "Conclude whether" not in sign_in(cast.ruth).get(f"/referrals/{sent.reference}/").content.decode()
    path = f"/referrals/{sent.reference}/conclude/"
    assert sign_in(cast.martin).get(path).status_code == 403
    assert sign_in(cast.ruth).get(path).status_code == 404
    mira.post(path)
    assert now(sent).state == "complied"


def test_a_late_report_brings_the_provider_a_reminder_and_nothing_else(
    sent: Referral, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(helena(cast)).post(f"/practice/referrals/{sent.reference}/accept/")
    compliance = now(sent).compliance
    Job.objects.all().delete()
    with clock.at(clock.now() + timedelta(days=45)) as later:
        sweep(as_of=later)
    told = Job.objects.filter(kind="access.send_notices")
    assert any(str(helena(cast).uid) in job.params["users"] for job in told)
    assert (now(sent).state, now(sent).compliance) == ("received_by_provider", compliance)
    assert not BarrierQuery.objects.exists()


def test_what_the_pages_ask_of_the_database(sent: Referral, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(helena(cast))
    address = f"/practice/referrals/{sent.reference}/"
    browser.post(f"{address}accept/")
    first(sent, browser)
    browser.get(address)
    counts = []
    for _again in range(2):
        with selects() as one:
            browser.get(address)
        with selects() as many:
            browser.get("/practice/")
        counts.append((len(one), len(many)))
        browser.post(f"{address}report/status/", status())
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST_READS, counts
