"""An employee's own agreements and allegations: the words of the file, the signature, the decline, the answer."""

import re
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.agreements.models import Agreement, Meaning
from backend.audit.models import Event
from backend.audit.timeline import history
from backend.cases.models import Case
from backend.decisions.actions.outcomes import tell_outcome
from backend.demo.cast import PASSWORD, Cast
from backend.documents.queries import letter_of
from backend.documents.rendering import render_html
from backend.kernel import clock
from tests.builders import the_agreement, the_allegation
from tests.statements import WRITES_EVENT

SignIn = Callable[..., Client]
ACase = Callable[..., Case]
BLOCKS = {"p", "li", "h1", "h2", "h3", "td", "th", "dd", "dt", "div", "span"}


class Words(HTMLParser):
    """Reads the words of a page or letter, in order, from a heading on."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Keep words of different blocks apart."""
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Keep what follows apart too."""
        self.handle_starttag(tag, None)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.words.append(data)


def words_between(html: str, first: str, last: str) -> list[str]:
    """Give the words of a text from one phrase up to another."""
    reader = Words()
    reader.feed(html)
    text = " ".join("".join(reader.words).split())
    return text[text.index(first) : text.index(last)].split()


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def offered(a_case: ACase) -> Agreement:
    """Give an agreement that waits for Martin's answer."""
    return the_agreement(a_case("offered"))


@pytest.fixture
def martin(cast: Cast, sign_in: SignIn) -> Client:
    """Give Martin's browser."""
    return sign_in(cast.martin)


def said(agreement: Agreement, **other: str) -> dict[str, str]:
    """Fill the form for signing."""
    usual = {
        "sha256": agreement.offered_sha256,
        "read": "on",
        "electronic": "on",
        "meaning": Meaning.AGREE,
        "comment": "",
        "typed_name": "martin  hale",
        "step": "confirm",
        "password": PASSWORD,
    }
    return {**usual, **other}


def test_the_page_shows_the_very_words_of_the_file(martin: Client, offered: Agreement) -> None:
    page = martin.get(f"/mine/agreements/{offered.reference}/").content.decode()
    assert offered.document is not None
    letter = render_html(letter_of(offered.document))
    ending = "It then stands in place of these lines."
    assert words_between(page, "Between", ending) == words_between(letter[letter.index("<h1>") :], "Between", ending)


def test_the_words_of_the_obligations_are_those_that_are_tracked(martin: Client, offered: Agreement) -> None:
    page = martin.get(f"/mine/agreements/{offered.reference}/").content.decode()
    for duty in offered.obligations.all():
        assert duty.what in page
        assert duty.proof in page
    for clause in offered.clauses.all():
        assert clause.heading in page


def test_reading_is_recorded_before_the_words_are_shown(martin: Client, offered: Agreement) -> None:
    martin.get(f"/mine/agreements/{offered.reference}/")
    assert Event.objects.filter(action="agreement.view", obj=offered.key).exists()


def test_signing_takes_two_steps_and_stands_under_the_bytes_that_were_read(
    martin: Client, offered: Agreement, cast: Cast
) -> None:
    form = f"/mine/agreements/{offered.reference}/sign/"
    first = martin.post(form, said(offered, step="check", comment="I will keep this."))
    assert first.status_code == 200
    assert "Check and sign" in first.content.decode()
    assert "I will keep this." in first.content.decode()
    assert PASSWORD not in first.content.decode()

    done = martin.post(form, said(offered, comment="I will keep this."))
    assert done.headers["Location"] == f"/mine/agreements/{offered.reference}/receipt/"
    signed = Agreement.objects.get(pk=offered.pk)
    signature = signed.signatures.get()
    assert signed.state == "signed_by_employee"
    assert (signature.sha256, signature.meaning, signature.factors) == (offered.offered_sha256, "agree", ["password"])
    assert (signature.typed_name, signature.comment) == ("Martin Hale", "I will keep this.")
    assert history(signed).filter(action="agreement.sign", actor=cast.martin.uid).exists()

    receipt = martin.get(done.headers["Location"]).content.decode()
    assert offered.offered_sha256 in receipt
    assert "Ruth Adeyemi signs next" in receipt


def test_signing_under_protest_is_a_signature_of_its_own(martin: Client, offered: Agreement) -> None:
    martin.post(f"/mine/agreements/{offered.reference}/sign/", said(offered, meaning=Meaning.AGREE_UNDER_PROTEST))
    assert Agreement.objects.get(pk=offered.pk).signatures.get().meaning == "agree_under_protest"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"read": ""}, "Tick the box when you have read it"),
        ({"electronic": ""}, "ask your contact for paper"),
        ({"meaning": ""}, "Choose what your signature means"),
        ({"typed_name": "M. Hale"}, "as it stands in your record: Martin Hale"),
    ],
)
def test_a_form_with_a_gap_says_how_to_mend_it_and_keeps_what_was_typed(
    martin: Client, offered: Agreement, wrong: dict[str, str], told: str
) -> None:
    page = martin.post(f"/mine/agreements/{offered.reference}/sign/", said(offered, comment="My words stay.", **wrong))
    assert told in page.content.decode()
    assert "My words stay." in page.content.decode()
    assert "<title>Error:" in page.content.decode()
    assert Agreement.objects.get(pk=offered.pk).state == "offered"


def test_a_wrong_password_signs_nothing_and_is_recorded(martin: Client, offered: Agreement, cast: Cast) -> None:
    page = martin.post(f"/mine/agreements/{offered.reference}/sign/", said(offered, password="not it", comment="Kept."))
    assert "This is not your password. Nothing was signed." in page.content.decode()
    assert "Kept." in page.content.decode()
    assert Agreement.objects.get(pk=offered.pk).state == "offered"
    assert Event.objects.filter(action="session.fail", actor=cast.martin.uid).exists()


def test_guessing_the_password_at_the_signature_is_limited_as_at_the_sign_in(
    martin: Client, offered: Agreement
) -> None:
    form = f"/mine/agreements/{offered.reference}/sign/"
    for _ in range(5):
        martin.post(form, said(offered, password="not it"))
    page = martin.post(form, said(offered))
    assert "Too many attempts" in page.content.decode()
    assert Agreement.objects.get(pk=offered.pk).state == "offered"


@pytest.mark.parametrize("verb", ["sign", "decline"])
def test_a_file_that_changed_since_it_was_read_must_be_read_again(
    martin: Client, offered: Agreement, verb: str
) -> None:
    page = martin.post(
        f"/mine/agreements/{offered.reference}/{verb}/", said(offered, sha256="0" * 64, comment="Not lost.")
    )
    assert page.status_code == 409
    assert "read it again" in page.content.decode()
    assert "Not lost." in page.content.decode()
    assert Agreement.objects.get(pk=offered.pk).state == "offered"


def test_nobody_comes_to_the_signature_without_the_text(martin: Client, offered: Agreement) -> None:
    page = martin.get(f"/mine/agreements/{offered.reference}/sign/")
    assert page.headers["Location"] == f"/mine/agreements/{offered.reference}/"


def test_declining_is_as_near_as_signing_and_no_breach(martin: Client, offered: Agreement) -> None:
    page = martin.get(f"/mine/agreements/{offered.reference}/").content.decode()
    links = re.findall(r'<a class="([^"]+)" href="[^"]+/(sign|decline)/\?sha256=\w+">', page)
    assert {verb for _, verb in links} == {"sign", "decline"}
    assert len({look for look, _ in links}) == 1

    form = f"/mine/agreements/{offered.reference}/decline/"
    check = martin.post(form, said(offered, step="check")).content.decode()
    assert "It is no breach and no misconduct" in check
    assert offered.alternative in check
    done = martin.post(form, said(offered, comment="I appeal instead."))
    declined = Agreement.objects.get(pk=offered.pk)
    assert (declined.state, declined.decline_reason) == ("declined", "I appeal instead.")
    assert "no breach" in martin.get(done.headers["Location"]).content.decode()


def test_an_offer_whose_time_is_over_is_not_signed(martin: Client, offered: Agreement) -> None:
    with clock.at(clock.now() + timedelta(days=30)):
        page = martin.post(f"/mine/agreements/{offered.reference}/sign/", said(offered))
        assert page.headers["Location"] == f"/mine/agreements/{offered.reference}/"
        assert "silence is not agreement" in martin.get(page.headers["Location"]).content.decode()
    assert Agreement.objects.get(pk=offered.pk).state == "offered"


def test_an_agreement_in_force_shows_its_obligations_with_their_state_in_words(a_case: ACase, martin: Client) -> None:
    agreement = the_agreement(a_case("active"))
    page = martin.get(f"/mine/agreements/{agreement.reference}/").content.decode()
    assert "Your obligations" in page
    assert "In force" in page
    assert "/sign/?" not in page


@pytest.mark.parametrize("who", ["erin", "noor", "ruth", "daniel", "ines", "lena", "sam"])
def test_for_everybody_else_the_agreement_is_not_there(
    cast: Cast, sign_in: SignIn, offered: Agreement, who: str
) -> None:
    browser = sign_in(getattr(cast, who))
    for rest in ("", "sign/", "decline/", "receipt/"):
        assert browser.get(f"/mine/agreements/{offered.reference}/{rest}").status_code == 404
    assert offered.reference not in browser.get("/mine/agreements/").content.decode()


def test_an_agreement_that_was_not_offered_does_not_exist_for_the_employee(a_case: ACase, martin: Client) -> None:
    drafted = the_agreement(a_case("drafted"))
    assert martin.get(f"/mine/agreements/{drafted.reference}/").status_code == 404


def test_own_pages_need_few_queries(a_case: ACase, martin: Client) -> None:
    offered, case = the_agreement(a_case("offered")), a_case("investigating")
    allegation = the_allegation(case).reference
    martin.get("/mine/agreements/")
    for path in (
        "/mine/agreements/",
        f"/mine/agreements/{offered.reference}/sign/?sha256={offered.offered_sha256}",
        f"/mine/agreements/{offered.reference}/",
        "/mine/allegations/",
        f"/mine/allegations/{allegation}/",
        f"/mine/allegations/{allegation}/answer/",
    ):
        with CaptureQueriesContext(connection) as queries:
            assert martin.get(path).status_code == 200
        statements = [query["sql"] for query in queries if not query["sql"].startswith(WRITES_EVENT)]
        reads = [statement for statement in statements if statement.startswith("SELECT")]
        assert len(reads) <= 8, path


# Allegations ---------------------------------------------------------------------------------------------------------


def test_the_respondent_answers_in_two_steps(a_case: ACase, martin: Client, cast: Cast) -> None:
    allegation = the_allegation(a_case("investigating"))
    page = martin.get(f"/mine/allegations/{allegation.reference}/").content.decode()
    assert "No decision has been made" in page
    assert allegation.particulars in page
    assert "/documents/DOC-" in page
    assert "Erin" not in page

    form = f"/mine/allegations/{allegation.reference}/answer/"
    answer = {"response": "part", "text": "Once, and in public.", "step": "check"}
    assert "Once, and in public." in martin.post(form, answer).content.decode()
    done = martin.post(form, {**answer, "step": "confirm"})
    assert done.headers["Location"] == f"/mine/allegations/{allegation.reference}/"
    allegation.refresh_from_db()
    assert (allegation.state, allegation.response, allegation.response_text) == (
        "answered",
        "part",
        "Once, and in public.",
    )
    assert "Once, and in public." in martin.get(done.headers["Location"]).content.decode()


def test_what_was_found_the_respondent_learns_from_the_letter_and_from_no_state_before_it(
    a_case: ACase, martin: Client, cast: Cast
) -> None:
    case = a_case("outcome_decided")
    allegation = the_allegation(case)
    pages = ("/mine/allegations/", f"/mine/allegations/{allegation.reference}/")
    for path in pages:
        page = martin.get(path).content.decode()
        assert "Being looked into" in page
        assert "Finding adopted" not in page
    assert "No decision has been made" in page
    until = clock.today() + timedelta(days=20)
    tell_outcome(case, actor=cast.daniel, reason="Decided.", appeal_until=until, appeal_to="Ian Cole")
    for path in pages:
        page = martin.get(path).content.decode()
        assert "Decided" in page
    assert "No decision has been made" not in page
    assert f"/mine/decisions/{case.reference}/" in page


def test_an_answer_in_part_needs_words(a_case: ACase, martin: Client) -> None:
    allegation = the_allegation(a_case("investigating"))
    page = martin.post(f"/mine/allegations/{allegation.reference}/answer/", {"response": "part", "step": "confirm"})
    assert "Say which part happened" in page.content.decode()


def test_a_late_answer_is_taken_and_marked(a_case: ACase, martin: Client) -> None:
    allegation = the_allegation(a_case("investigating"))
    with clock.at(clock.now() + timedelta(days=20)):
        page = martin.get(f"/mine/allegations/{allegation.reference}/").content.decode()
        assert "Your answer is still taken, and marked as late" in page
        martin.post(f"/mine/allegations/{allegation.reference}/answer/", {"response": "deny", "step": "confirm"})
        assert "Answered after the date" in martin.get(f"/mine/allegations/{allegation.reference}/").content.decode()


@pytest.mark.parametrize("who", ["erin", "noor", "ines", "ruth", "lena", "sam"])
def test_an_allegation_is_there_only_for_its_respondent(cast: Cast, sign_in: SignIn, a_case: ACase, who: str) -> None:
    allegation = the_allegation(a_case("investigating"))
    browser = sign_in(getattr(cast, who))
    for rest in ("", "answer/"):
        assert browser.get(f"/mine/allegations/{allegation.reference}/{rest}").status_code == 404


def test_before_the_notice_an_allegation_does_not_exist_for_its_respondent(a_case: ACase, martin: Client) -> None:
    framed = the_allegation(a_case("opened"))
    assert martin.get(f"/mine/allegations/{framed.reference}/").status_code == 404
    assert framed.reference not in martin.get("/mine/allegations/").content.decode()


@pytest.mark.parametrize(
    "name", ["x", "CASE-2026-ZZZZZZ-A1", "CASE-2026-ZZZZZZ-A²", "-A1", "CASE-2026-ZZZZZZ-A99999999999999999999"]
)
def test_a_name_that_means_nothing_is_not_there(martin: Client, name: str) -> None:
    assert martin.get(f"/mine/allegations/{name}/").status_code == 404


def test_nothing_is_shown_without_signing_in(db: None) -> None:
    for path in ("/mine/agreements/", "/mine/allegations/", "/documents/", "/audit/", "/profile/", "/search/"):
        assert Client().get(path).headers["Location"].startswith("/account/login/")
