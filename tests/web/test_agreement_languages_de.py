"""Pages of an agreement in the language of the person who is to sign: the builder, the paper on the page, signing and progress."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from backend.agreements.models import Agreement, AgreementTranslation, Signature
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from backend.documents.phrasing import day_in
from backend.documents.queries import letter_of
from backend.documents.rendering import render_html
from backend.kernel import clock
from tests.agreements.answers import PICTURE, an_amendment
from tests.agreements.scenes_de import english_in, in_german, speaks_german
from tests.monitoring.scenes import suspected
from tests.web.reading import form_of, selects, text_of
from tests.web.test_mine import words_between

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ACase = Callable[..., Case]
ENDING = "Sie ersetzt dann diese Zeilen."
TITLES = re.compile(r"Head of the calibration laboratory|HR business partner")


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def case(cast: Cast, a_case: ACase) -> Case:
    speaks_german(cast, "martin")
    return a_case("implementing")


def new(case: Case) -> str:
    return f"/agreements/new/{case.reference}/"


def paper_of(page: Any) -> str:
    """Give the words of the paper on a page, without names of posts."""
    parts = re.findall(r'<section class="[^"]*" lang="de-DE".*?</section>', page.content.decode(), re.DOTALL)
    return TITLES.sub("", re.sub(r"<[^>]+>", " ", " ".join(parts)))


def test_the_builder_proposes_the_own_language_and_all_of_its_words(cast: Cast, case: Case, sign_in: SignIn) -> None:
    daniel = sign_in(cast.daniel)
    with selects() as reads:
        page = daniel.get(new(case))
    shown = form_of(page)
    assert shown["language"] == "de-DE"
    assert "Proposed: German" in text_of(page)
    assert shown["C16-language"] == "Deutsch"
    assert shown["C08-appeal_time"] == "zehn Arbeitstagen"
    assert shown["C02-findings"] == "der angenommenen Feststellung zu A1"
    assert shown["duty-0-what"] == "Die Regelung lesen und das bestätigen"
    martin = cast.person("martin")
    martin.language = "en"
    martin.save_base()
    with selects() as in_english:
        assert form_of(daniel.get(new(case)))["C16-language"] == "English"
    assert len(reads) == len(in_english)


def test_another_language_brings_its_own_words_and_keeps_what_was_typed(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    daniel = sign_in(cast.daniel)
    sent = form_of(daniel.get(new(case)), alternative="A transfer.", **{"C14-contact": "The welfare officer"})
    page = daniel.post(new(case), {**sent, "proposed_in": "de-DE", "language": "en-GB", "step": "language"})
    shown = form_of(page)
    assert (shown["C16-language"], shown["C08-appeal_time"]) == ("English", "ten working days")
    assert shown["C03-expectations"].startswith("You do not touch colleagues")
    assert shown["duty-0-what"] == "Read the policy and confirm it"
    assert (shown["alternative"], shown["C14-contact"]) == ("A transfer.", "The welfare officer")
    assert 'name="proposed_in" value="en-GB"' in page.content.decode()
    assert "There is a problem" not in text_of(page)


def test_both_previews_and_the_draft_are_in_german(cast: Cast, case: Case, sign_in: SignIn) -> None:
    daniel = sign_in(cast.daniel)
    filled = {"alternative": "Eine Abmahnung.", "reason": "As the outcome asks.", "duty-1-how_often": "WEEKLY-2"}
    sent = form_of(daniel.get(new(case)), **filled)
    sent = {**sent, "C02-policy_clauses": "der Regelung „Würde bei der Arbeit“, Ziffer 3.2"}
    paper = paper_of(daniel.post(new(case), {**sent, "step": "check"}))
    assert "alle zwei Wochen, erstmals bis" in paper
    assert ENDING in paper
    assert "Nicht unterschrieben" in paper
    assert english_in(paper) == set()
    monitored = text_of(daniel.post(new(case), {**sent, "step": "monitor"}))
    assert "vier Wochen lang jede Woche" in monitored
    daniel.post(new(case), {**sent, "step": "save"})
    agreement = Agreement.objects.get(case=case)
    assert agreement.language == "de-DE"
    assert f"bis {day_in(agreement.obligations.get(seq=1).due_on, 'de')}" == agreement.obligations.get(seq=1).due
    page = daniel.get(f"/agreements/{agreement.reference}/")
    assert english_in(paper_of(page)) == set()
    assert "Language German" in text_of(page)
    again = form_of(daniel.get(f"/agreements/{agreement.reference}/edit/"))
    assert (again["language"], again.get("duty-0-due", "")) == ("de-DE", "")


def test_what_the_library_lacks_is_named_before_anything_is_typed(cast: Cast, case: Case, sign_in: SignIn) -> None:
    case.profile = "EU-DE"
    keep(case, "case.plan", actor=cast.ines, reason="For this test.")
    daniel = sign_in(cast.daniel)
    assert "has no words in this language" not in text_of(daniel.get(new(case)))
    page = daniel.post(new(case), {**form_of(daniel.get(new(case))), "language": "en-GB", "step": "language"})
    assert "The clause library has no words in this language for: C52 Betriebsrat" in text_of(page)
    assert "Open the clause library" in text_of(page)


def test_the_page_says_what_the_file_says(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    active = in_german(cast, a_case)
    text = active.clauses.get(code="C03").text
    change = {"C03": f"{text}\n\nDas gilt ab der Änderung."}
    version = an_amendment(active, cast, reason="Der Kurs ist voll.", clauses=change)
    martin = sign_in(cast.martin)
    for agreement in (active, version):
        page = martin.get(f"/mine/agreements/{agreement.reference}/")
        assert agreement.document is not None
        letter = render_html(letter_of(agreement.document))
        body = letter[letter.index("<h1>") :]
        assert words_between(page.content.decode(), "Zwischen", ENDING) == words_between(body, "Zwischen", ENDING)
        assert english_in(paper_of(page)) == set()
    progress = martin.get(f"/mine/agreements/{active.reference}/").content.decode()
    for duty in active.obligations.all():
        assert duty.what in progress
        assert duty.due in progress
    assert re.search(r'<h4 lang="de-DE"><a [^>]*>Den Kurs', progress)


def test_signing_says_in_german_what_the_signature_means(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    agreement = in_german(cast, a_case, to="offered")
    martin, form = sign_in(cast.martin), f"/mine/agreements/{agreement.reference}/sign/"
    meaning = "Ich habe diese Vereinbarung gelesen. Ich unterschreibe sie unter Vorbehalt"
    said = {
        "sha256": agreement.offered_sha256, "read": "on", "electronic": "on", "meaning": "agree_under_protest", "comment": "",
        "typed_name": "Martin Hale", "password": PASSWORD,
    }  # fmt: skip
    first = martin.get(f"{form}?sha256={agreement.offered_sha256}").content.decode()
    assert f'<span lang="de-DE">{meaning}' in first
    assert f'<span lang="de-DE">{meaning}' in martin.post(form, {**said, "step": "check"}).content.decode()
    receipt = text_of(martin.post(form, {**said, "step": "confirm"}, follow=True))
    assert "Ich unterschreibe unter Vorbehalt" in receipt
    assert Signature.objects.get(agreement=agreement).intent.startswith(meaning)


def test_a_translation_is_into_another_language_than_the_files(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    agreement = in_german(cast, a_case, to="offered")
    daniel, url = sign_in(cast.daniel), f"/agreements/{agreement.reference}/translate/"
    told = {
        "translator": "Ada Lang",
        "translator_role": "Interpreter",
        "explained_on": clock.today().isoformat(),
        "reason": "Asked for.",
    }
    page = daniel.post(url, {**told, "language": "Deutsch", "file": BytesIO(PICTURE)})
    assert page.context["form"].errors["language"] == [
        "The agreement itself is in German. Name the language that it was put into."
    ]
    assert not AgreementTranslation.objects.exists()
    file = BytesIO(PICTURE)
    file.name = "copy.png"
    daniel.post(url, {**told, "language": "English", "file": file})
    assert AgreementTranslation.objects.get().language == "English"
    page = sign_in(cast.martin).get(f"/mine/agreements/{agreement.reference}/language/")
    assert "German, as in the file" in text_of(page)


def test_whoever_writes_to_the_employee_is_told_in_which_language(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    agreement = in_german(cast, a_case)
    breach = suspected(agreement, cast)
    daniel = sign_in(cast.daniel)
    hint = "The letter is in German: write in it what the employee reads."
    assert hint in text_of(daniel.get(f"/agreements/breaches/{breach.reference}/notice/"))
    assert hint not in text_of(daniel.get(f"/agreements/breaches/{breach.reference}/drop/"))
    amend = text_of(daniel.get(f"/agreements/{agreement.reference}/amend/"))
    assert "Write in the language of the agreement: German." in amend
