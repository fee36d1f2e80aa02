"""Stories of a referral in a browser: a missed appointment, a file that tells too much, a release that is revoked, a licence that ends.

Each holds what every role does not see as firmly as what it does: none of the words of health leaves the compartment.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from backend.cases.actions.progress import owe
from backend.cases.models import Case
from backend.deadlines.clockwork import sweep
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.people.actions import system_user
from backend.referrals.actions.barriers import SUSPECTED_OWED
from backend.referrals.actions.listing import end_licence
from backend.referrals.models import BarrierQuery, Licence, ProviderContact, ProviderFile, ProviderReport, Referral
from tests.builders import the_agreement
from tests.documents.test_words import plain
from tests.e2e.acting import absent, filled, refused, says_nothing_of, sent
from tests.e2e.conftest import PHONE, Visitor
from tests.referrals.referring import STEPS, a_provider, helena, play_referral, ready_for_gate
from tests.referrals.reported import CLINICAL, PDF

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
ILL = "I lay in the hospital at Ashworth for four days."
HEALTH = (ILL, "hospital", "Ashworth", "Sickness", "sickness", "ppointments kept", "What stood in the way", CLINICAL)
CHOSEN = ("Calder", "Helena")


class Told:
    """Those who take part, each with a browser of their own, and the referral that it is about."""

    def __init__(self, cast: Cast, visitor: Come, referral: Referral) -> None:
        """Let everybody come in, the employee on a phone."""
        self.referral, self.case = referral, referral.case
        users = {name: getattr(cast, name) for name in ("mira", "martin", "ruth", "ines", "erin", "joan", "daniel")}
        self.people: dict[str, Visitor] = {}
        for name, user in {**users, "helena": helena(cast)}.items():
            one = self.people[name] = visitor(PHONE) if name == "martin" else visitor()
            one.bring_session(user)
            one.context.set_default_timeout(60_000)  # a letter is set in full before its page answers

    def __getattr__(self, name: str) -> Visitor:
        """Find somebody's browser."""
        return self.people[name]

    @property
    def of_case(self) -> str:
        """Name the page on which those who decide see how the referrals of the case stand."""
        return f"/cases/{self.case.reference}/referrals/"

    @property
    def of_practice(self) -> str:
        """Name the referral's page at the provider's door."""
        return f"/practice/referrals/{self.referral.reference}/"

    def now(self) -> Referral:
        """Read the referral anew."""
        return Referral.objects.get(pk=self.referral.pk)

    def reports(self, kind: str, **values: Any) -> None:
        """Report as the provider: fill in, check, send."""
        self.helena.open(f"{self.of_practice}report/{kind}/")
        sent(self.helena.page, "Check the report", **values)
        self.helena.page.get_by_role("button", name="Send report").click()
        expect(self.helena.page.get_by_text("The report was sent.")).to_be_visible()

    def decider_reads(self, word: str) -> None:
        """Hold what Ruth reads of it, on the case and on its page of referrals: this word, and nothing of health."""
        for path in (self.of_case, f"/cases/{self.case.reference}/"):
            self.ruth.open(path)
            expect(self.ruth.page.locator("main")).to_contain_text(f"Kept to: {word}")
        pages = (self.of_case, f"/cases/{self.case.reference}/", f"/referrals/{self.referral.reference}/", "/")
        says_nothing_of(self.ruth, HEALTH, *pages)
        says_nothing_of(self.ruth, CHOSEN, self.of_case, f"/cases/{self.case.reference}/", "/")

    def nobody_else_learns(self, *paths: str) -> None:
        """Hold that no other role finds these pages, nor a word of any of it on their own."""
        for name in ("ruth", "ines", "erin", "joan", "daniel"):
            absent(self.people[name], *paths)
            if name != "ruth":
                says_nothing_of(self.people[name], (*HEALTH, *CHOSEN), "/", "/documents/", "/letters/")
        for name in ("ines", "erin", "joan"):
            absent(
                self.people[name],
                f"/referrals/{self.referral.reference}/",
                f"/mine/referrals/{self.referral.reference}/",
            )
        for name in ("erin", "joan"):
            absent(self.people[name], self.of_case)


def days_ago(number: int) -> str:
    return (clock.today() - timedelta(days=number)).isoformat()


def missed() -> dict[str, Any]:
    return {"first_day": days_ago(0), "last_day": days_ago(0), "kept": "1", "planned": "3", "complying": "partly",
            "missed_1": days_ago(0), "barrier": "no_show"}  # fmt: skip


def played(cast: Cast, a_case: Callable[..., Case], state: str, case: str = "outcome_decided") -> Referral:
    return play_referral(a_case(case), cast, state)


def test_scenario_4_a_missed_appointment_is_asked_about_before_it_counts(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    told = Told(cast, visitor, played(cast, a_case, "planned", case="active"))
    assert the_agreement(told.case).monitor_id == cast.joan.person_id
    told.reports("status", **missed())
    query = BarrierQuery.objects.get()
    told.decider_reads("Unknown")
    told.joan.open("/agreements/obligations/")
    expect(told.joan.page.locator("main")).to_contain_text("Kept to: Unknown")

    told.martin.open("/")
    told.martin.page.get_by_role("link", name="Say what stood in the way").click()
    told.martin.page.get_by_label("What stood in the way?").fill(ILL)
    told.martin.page.get_by_role("button", name="Send the answer").click()
    expect(told.martin.page.get_by_text(ILL)).to_be_visible()
    told.helena.open(told.of_practice)
    expect(told.helena.page.locator("body")).not_to_contain_text("hospital")

    of_query = f"/custody/questions/{query.reference}/"
    told.mira.open("/")
    told.mira.page.get_by_role("link", name="Weigh what stood in the way").click()
    expect(told.mira.page.get_by_text(ILL)).to_be_visible()
    told.mira.page.get_by_role("link", name="Excuse the absence").click()
    sent(told.mira.page, "Excuse the absence", excuse="sickness")
    told.decider_reads("Yes")
    assert not told.case.obligations.filter(kind="outcome.suspected_breach").exists()
    told.joan.open("/agreements/obligations/")
    expect(told.joan.page.locator("main")).to_contain_text("Kept to: Yes")
    says_nothing_of(
        told.joan, (*HEALTH, *CHOSEN, told.referral.reference, told.case.reference), "/agreements/obligations/"
    )
    told.nobody_else_learns("/custody/", of_query, f"{of_query}moves/excuse/", f"/mine/questions/{query.reference}/")

    told.reports("status", **missed())
    silent = BarrierQuery.objects.get(state="asked")
    late = silent.answer_by + timedelta(minutes=1)
    with clock.at(late):
        sweep(as_of=late)
    told.decider_reads("No")
    told.joan.open("/agreements/obligations/")
    expect(told.joan.page.locator("main")).to_contain_text("Kept to: No")
    told.ruth.open(f"/cases/{told.case.reference}/follow-up/")
    expect(told.ruth.page.locator("main")).to_contain_text("hear the employee before anything is decided")
    says_nothing_of(told.ruth, (*HEALTH, *CHOSEN, "ppointment"), f"/cases/{told.case.reference}/follow-up/")
    told.nobody_else_learns(f"/custody/questions/{silent.reference}/", f"/mine/questions/{silent.reference}/")


def test_a_file_that_tells_too_much_is_sealed_and_no_decision_rests_on_it(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    told = Told(cast, visitor, played(cast, a_case, "in_service"))
    report = ProviderReport.objects.get(kind="status")
    hands_in(told, report, CLINICAL)
    file = ProviderFile.objects.get()
    of_file = f"/custody/files/{file.reference}/"
    told.nobody_else_learns("/custody/", of_file, f"{of_file}open/", f"{of_file}moves/seal/")

    seals(told, of_file)
    told.helena.open(told.of_practice)
    expect(told.helena.page.locator("main")).to_contain_text("It tells more than the release allows")
    is_told(told, file)
    told.decider_reads("Yes")
    says_nothing_of(told.ruth, (file.reference,), told.of_case, f"/cases/{told.case.reference}/", "/", "/letters/")
    told.nobody_else_learns(of_file, f"{of_file}open/")
    is_not_cited(told, file)

    told.helena.open(told.of_practice)
    told.helena.page.get_by_role("link", name="Hand in another file").click()
    hands_in(told, report, "Two of two.", here=True)
    assert ProviderFile.objects.get(replaces=file).state == "quarantined"
    told.helena.open(told.of_practice)
    expect(told.helena.page.locator("main")).not_to_contain_text("was sealed")


def hands_in(told: Told, report: ProviderReport, words: str, *, here: bool = False) -> None:
    page = told.helena.page
    if not here:
        told.helena.open(f"/practice/reports/{report.reference}/file/")
    page.get_by_label("File").set_input_files(
        {"name": "note.pdf", "mimeType": "application/pdf", "buffer": PDF + words.encode()}
    )
    page.get_by_role("button", name="Hand in the file").click()
    expect(page.get_by_text("The file was handed in. It is looked at before anybody uses it.")).to_be_visible()


def seals(told: Told, of_file: str) -> None:
    page = told.mira.page
    told.mira.open("/")
    page.get_by_role("link", name="Look at a provider’s file").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file").click()
    assert CLINICAL.encode() in download.value.path().read_bytes()
    page.get_by_role("link", name="It tells more than it may: seal it").click()
    sent(page, "It tells more than it may: seal it")
    expect(page.get_by_text("The file is sealed, and the employee is told.")).to_be_visible()
    answer = page.goto(f"{told.mira.url}{of_file}open/")
    assert answer is not None
    assert answer.status == 409  # not even the custodian opens it again


def is_told(told: Told, file: ProviderFile) -> None:
    page = told.martin.page
    letter = Document.objects.get(kind="D15N")
    told.martin.open(f"/documents/{letter.reference}/")
    expect(page.get_by_role("heading", name="A file went beyond your release")).to_be_visible()
    assert file.reference in plain(letter_of(letter))
    assert CLINICAL not in plain(letter_of(letter))
    told.martin.open(f"/mine/referrals/{told.referral.reference}/")
    expect(page.get_by_role("region", name="What was disclosed about you")).to_contain_text(
        "more than the release allows"
    )
    says_nothing_of(
        told.martin, (CLINICAL,), f"/documents/{letter.reference}/", f"/mine/referrals/{told.referral.reference}/"
    )
    for name in ("ruth", "ines", "erin", "joan", "daniel", "helena"):
        absent(told.people[name], f"/documents/{letter.reference}/")


def is_not_cited(told: Told, file: ProviderFile) -> None:
    page, act = told.ruth.page, f"/cases/{told.case.reference}/follow-up/"
    owe(told.case, SUSPECTED_OWED, "Look at what was not kept to", actor=system_user(), reason="As the story goes.")
    told.ruth.open(act)
    sent(
        page,
        "Note what follows",
        stays=True,
        reason=f"As {file.reference.lower()} shows, he has had it since childhood.",
    )
    refused(page)
    expect(page.locator("main")).to_contain_text(f"{file.reference} can’t be cited: no decision may rest on it.")
    sent(page, "Note what follows", reason="He was heard; nothing is added.")
    expect(page.get_by_text("What follows was noted.")).to_be_visible()


def test_a_revoked_release_shuts_the_door_at_once_and_tells_the_fact_alone(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    told = Told(cast, visitor, played(cast, a_case, "planned"))
    page = told.helena.page
    told.helena.open(f"{told.of_practice}report/status/")
    filled(page, first_day=days_ago(0), last_day=days_ago(0), kept="1", planned="3", complying="partly")
    page.get_by_role("button", name="Check the report").click()
    expect(page.get_by_role("button", name="Send report")).to_be_visible()

    told.martin.open(f"/mine/referrals/{told.referral.reference}/")
    told.martin.page.get_by_role("link", name="Revoke this release").click()
    sent(told.martin.page, "Revoke now")
    expect(told.martin.page.get_by_text("The release is revoked. The way to the provider is closed.")).to_be_visible()

    page.get_by_role("button", name="Send report").click()  # it lay ready when he revoked
    expect(page.get_by_role("heading", name="This referral is closed to you")).to_be_visible()
    assert not ProviderReport.objects.filter(kind="status").exists()
    assert not BarrierQuery.objects.exists()
    told.helena.open("/practice/")
    expect(page.get_by_text("Nothing may be reported on these any more.")).to_be_visible()
    says_nothing_of(told.helena, ("Martin", "Hale", "Dignity"), "/practice/", told.of_practice)

    told.decider_reads("Unknown")
    told.ruth.open(told.of_case)
    expect(told.ruth.page.locator("main")).to_contain_text(
        "The employee revoked the permission to report. That is no breach."
    )
    assert not told.case.obligations.filter(kind=SUSPECTED_OWED).exists()
    told.mira.open(f"/referrals/{told.referral.reference}/")
    expect(told.mira.page.get_by_role("region", name="Releases")).to_contain_text("Revoked")
    told.nobody_else_learns(f"/mine/referrals/{told.referral.reference}/")
    for name in ("ines", "erin", "joan"):
        says_nothing_of(told.people[name], ("revoked", "Revoked"), "/")


def test_a_provider_whose_licence_ended_is_not_offered_and_gets_nothing(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    told = Told(cast, visitor, played(cast, a_case, "considered"))
    ready_for_gate(told.referral, cast)
    licence = Licence.objects.get(provider=a_provider(cast))
    end_licence(licence, actor=cast.mira, reason="It was withdrawn.")
    page, at = told.ruth.page, f"/referrals/{told.referral.reference}/"
    told.ruth.open(at)
    expect(page.locator(".next").get_by_role("link", name="Choose the providers")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Not licensed or not listed today: Calder Practice")
    told.ruth.open(f"{at}do/gate/")
    sent(page, "Approve the referral", stays=True, coordinator=str(cast.mira.uid))
    expect(page.locator("main")).to_contain_text("Not licensed or not listed today: Calder Practice")
    assert told.now().state == "considered"
    told.ruth.open(f"{at}do/providers/")
    expect(page.get_by_label("Meridian Counselling").first).to_be_visible()
    expect(page.locator("main form")).not_to_contain_text("Calder Practice")
    absent(told.martin, f"/mine/referrals/{told.referral.reference}/")  # nothing was offered yet
    says_nothing_of(told.martin, (told.referral.reference, *CHOSEN), "/", "/mine/referrals/")

    renews(told, cast, "PYL 52219")
    told.ruth.open(f"{at}do/gate/")
    sent(page, "Approve the referral", coordinator=str(cast.mira.uid))
    assert told.now().state == "gated"
    is_not_sent_without_a_licence(told, cast)


def renews(told: Told, cast: Cast, number: str) -> None:
    """Enter the licence that came in its place, and verify it, on the pages of the register."""
    page = told.mira.page
    told.mira.open(f"/registers/providers/{a_provider(cast).reference}/licences/new/")
    sent(page, "Enter the licence", holder="Helen Marsh", number=number, authority="Health and Care Professions Council",
         expires_on=(clock.today() + timedelta(days=300)).isoformat())  # fmt: skip
    new = Licence.objects.latest("pk")
    told.mira.open(f"/registers/licences/{new.uid}/verify/")
    sent(page, "I checked it", how="Looked up in the public register.")
    assert Licence.objects.get(pk=new.pk).verified_on == clock.today()


def is_not_sent_without_a_licence(told: Told, cast: Cast) -> None:
    for state in ("offered", "accepted", "authorized"):
        STEPS[state](told.now(), cast)
    end_licence(Licence.objects.latest("pk"), actor=cast.mira, reason="It was withdrawn, too.")
    page, act = told.mira.page, f"/referrals/{told.referral.reference}/do/send/"
    told.mira.open(act)
    contact = ProviderContact.objects.get(user=helena(cast))
    sent(page, "Send to the provider", stays=True, to=str(contact.uid))
    refused(page)
    expect(page.locator("main")).to_contain_text(
        "Verify a current one, or ask the employee to choose another provider."
    )
    absent(told.helena, told.of_practice)
    says_nothing_of(told.helena, (told.referral.reference, "Martin"), "/practice/")
    renews(told, cast, "PYL 60307")
    told.mira.open(act)
    sent(page, "Send to the provider", to=str(contact.uid))
    told.helena.open(told.of_practice)
    expect(told.helena.page.get_by_role("heading", name="Martin H.")).to_be_visible()
