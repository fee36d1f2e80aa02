"""Agreements in the language of the person who is to sign: one language for all of it, and none that creeps in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.agreements.actions.drafting import draft_agreement, redraft_agreement
from backend.agreements.actions.noting import Translated, record_translation
from backend.agreements.actions.obligations import verify_duty
from backend.agreements.actions.paper import record_paper_signature
from backend.agreements.actions.signing import INTENT
from backend.agreements.checking import draft_remarks
from backend.agreements.clauses import libraries
from backend.agreements.languages import lacking, may_lack, proposed_language
from backend.agreements.letters.agreement import PROOFS, CompletionLetter, completion_letter
from backend.agreements.letters.breach import BreachDetermination, BreachNotice
from backend.agreements.lines import differing
from backend.agreements.models import Agreement, Meaning, ObligationState
from backend.agreements.proposal import (
    ACCESS,
    EMPLOYEE,
    EXPIRES,
    FINDINGS,
    OFFICER,
    ONE_FINDING,
    USUAL,
    WHOEVER_DECIDES,
)
from backend.agreements.recurrence import EVERY, FIRST_BY, NUMBERS, ONCE, rule_words, words_for
from backend.agreements.signing_tables import PaperAnswer
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.clauses.actions.loading import load_clauses
from backend.clauses.actions.ruling import RuleWords, approve_clause_rule, propose_clause_rule
from backend.clauses.models import Clause
from backend.decisions.own_appeals import OWN_GROUNDS
from backend.demo.cast import Cast
from backend.documents.letters import Letter
from backend.documents.models import Document
from backend.documents.phrasing import day_in, phrases
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.monitoring import letters as monitoring_letters
from backend.monitoring.actions.breaches import Facts, Seen, notice_breach
from backend.monitoring.actions.briefing import brief_monitor
from backend.monitoring.plan import rhythm
from tests.agreements.answers import a_scan, an_amendment, countersign, on_paper
from tests.agreements.scenes import WHY
from tests.agreements.scenes_de import (
    a_german_draft,
    a_german_duty,
    english_in,
    in_german,
    speaks_german,
)
from tests.builders import a_draft, a_duty, clause_values
from tests.documents.said import said
from tests.monitoring.scenes import determined, suspected

pytestmark = pytest.mark.django_db
ACase = Callable[..., Case]
TITLES = (
    "Head of the calibration laboratory",
    "Martin Hale",
    "Ruth Adeyemi",
    "Joan Mbeki",
    "Daniel Price",
    "Regional director North",
    "Operations director",
)
HOUSE = (
    "HR business partner",
    "Larkfield Instruments",
    "Foundry Yard",
    "Region North",
    "employee assistance, day and night",
)


def refusal(case: Case, cast: Cast, **told: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        draft_agreement(case, a_german_draft(cast, **told), actor=cast.daniel, reason=WHY)
    assert not Agreement.objects.filter(case=case).exists()
    return refused.value.errors


def english(letter: Letter) -> set[str]:
    """Find what is English in a letter, apart from the names of people, places and posts."""
    words = said(letter)
    for name in (*TITLES, *HOUSE):
        words = words.replace(name, "")
    return english_in(words)


def test_no_language_is_taken_for_granted_where_the_employee_speaks_another(cast: Cast, a_case: ACase) -> None:
    case = a_case("implementing")
    speaks_german(cast, "martin")
    told = refusal(case, cast, language="")["language"][0]
    assert "de-DE is proposed" in told
    assert "Choose one of en-GB, de-DE" in refusal(case, cast, language="fr-FR")["language"][0]
    agreement = draft_agreement(case, a_draft(cast, language="en-GB"), actor=cast.daniel, reason=WHY)
    assert agreement.language == "en-GB"


def test_an_agreement_with_somebody_who_speaks_english_is_in_english_unless_told(cast: Cast, a_case: ACase) -> None:
    assert draft_agreement(a_case("implementing"), a_draft(cast), actor=cast.daniel, reason=WHY).language == "en-GB"
    german = draft_agreement(a_case("implementing"), a_german_draft(cast), actor=cast.daniel, reason=WHY)
    assert german.language == "de-DE"


def test_all_of_an_agreement_stands_in_its_language(cast: Cast, a_case: ACase) -> None:
    agreement = in_german(cast, a_case, to="offered")
    assert agreement.document is not None
    letter = letter_of(agreement.document)
    assert (letter.language, agreement.document.language, letter.title) == (
        "de-DE",
        "de-DE",
        "Vereinbarung über Verantwortung",
    )
    assert english(letter) == set()
    for clause in agreement.clauses.all():
        assert clause.library_version.startswith("de-DE/")
        assert clause.text == clause.text.strip()
    duty, promise = agreement.obligations.order_by("seq")
    assert duty.due == f"jeden Monat, erstmals bis {day_in(duty.due_on, 'de')}"
    promised = "Wir bezahlen den Kurs (vor dem Kurs; Nachweis: Rechnung; geprüft von Joan Mbeki)."
    assert promised in agreement.clauses.get(code="C15").text
    assert promise.what == "Wir bezahlen den Kurs."
    assert differing(agreement, agreement.document) == []


def test_a_draft_keeps_its_language_until_another_is_chosen(cast: Cast, a_case: ACase) -> None:
    agreement = in_german(cast, a_case, to="drafting")
    agreement = redraft_agreement(agreement, a_german_draft(cast, language=""), actor=cast.daniel, reason=WHY)
    assert (agreement.language, agreement.clauses.get(code="C06").heading) == ("de-DE", "Verpflichtungen")
    agreement = redraft_agreement(agreement, a_draft(cast, language="en-GB"), actor=cast.daniel, reason=WHY)
    assert (agreement.language, agreement.clauses.get(code="C06").heading) == ("en-GB", "Obligations")
    assert not agreement.clauses.filter(library_version__startswith="de-DE").exists()


def test_a_clause_without_words_in_the_language_is_named_with_what_to_do(cast: Cast, a_case: ACase) -> None:
    case = a_case("implementing")
    case.profile = "EU-DE"
    keep(case, "case.plan", actor=cast.ines, reason=WHY)
    values = {**clause_values(), "C52": {"works_council": "It was heard."}}
    told = refusal(case, cast, language="en-GB", clauses=values)["language"]
    assert told[0].startswith("C52 (Betriebsrat) has no words in English.")
    assert "Choose German and record a translation when it is offered" in told[0]
    assert "written in English in the clause library first" in told[0]
    assert list(may_lack("en-GB", libraries(), kind="accountability", profile="EU-DE")) == ["C52"]
    assert list(may_lack("de-DE", libraries(), kind="last_chance", profile="US")) == ["C43"]
    assert lacking(["C04", "C43", "C52"], "de-DE", libraries()) == {"C43": "Past matters that are settled"}


def test_the_own_language_is_proposed_only_if_all_that_must_stand_has_words_in_it(
    cast: Cast,
    a_case: ACase,
) -> None:
    load_clauses(actor=cast.system)
    (martin,) = speaks_german(cast, "martin")
    where = {"kind": "accountability", "profile": "US"}
    assert proposed_language(martin, libraries(), **where) == "de-DE"
    assert proposed_language(cast.person("erin"), libraries(), **where) == "en-GB"
    rule = RuleWords(
        standing="mandatory", why="The policy here asks for it.", source="Policy 4.2", profile="US",
        checked_on=clock.today(), next_check=clock.today() + timedelta(days=300),
    )  # fmt: skip
    made = propose_clause_rule(Clause.objects.get(reference="C43"), rule, actor=cast.sam, reason=WHY)
    approve_clause_rule(made, actor=cast.hugo, reason=WHY)
    assert proposed_language(martin, libraries(), **where) == "en-GB"
    assert proposed_language(martin, libraries(), kind="accountability", profile="UK") == "de-DE"
    case = a_case("implementing")
    case.profile = "US"
    keep(case, "case.plan", actor=cast.ines, reason=WHY)
    assert "C43 (Past matters that are settled) has no words in German" in refusal(case, cast)["language"][0]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Sie verzichten auf alle künftigen Ansprüche.", "X01"),
        ("Sie entschuldigen sich bei der meldenden Person.", "X09"),
    ],
)
def test_what_must_not_stand_is_found_in_german(cast: Cast, a_case: ACase, words: str, code: str) -> None:
    case = a_case("implementing")
    draft = a_german_draft(cast)
    told = refusal(case, cast, clauses={**draft.clauses, "C03": {"expectations": f"- {words}"}})["C03-expectations"]
    assert any(f"({code})" in each for each in told)


def test_words_that_nobody_can_check_and_english_ones_are_shown_and_kept(cast: Cast, a_case: ACase) -> None:
    case, draft = a_case("implementing"), a_german_draft(cast)
    vague = a_german_duty(cast, what="Verhalten Sie sich angemessen.")
    foreign = {
        **draft.clauses,
        "C03": {"expectations": "- You do not touch colleagues, and you ask the HR partner first."},
    }
    remarks = draft_remarks(case, foreign, [vague], "de-DE")
    assert {(each.field, each.found) for each in remarks} >= {("duty-0-what", "angemessen")}
    assert [each.why for each in remarks if each.field == "C03-expectations"] == [
        "This reads as English, and the agreement is in another language."
    ]
    assert not any(each.blocks for each in remarks)
    assert draft_remarks(case, draft.clauses, draft.duties, "de-DE") == []
    in_english = draft_remarks(case, clause_values(), [a_duty(cast, clock.today())], "en-GB")
    assert not [each for each in in_english if "another language" in each.why]


def test_a_signature_and_its_evidence_stand_in_the_language_of_the_agreement(cast: Cast, a_case: ACase) -> None:
    agreement = in_german(cast, a_case)
    assert list(agreement.signatures.order_by("pk").values_list("intent", flat=True)) == [
        "Ich habe diese Vereinbarung gelesen und stimme ihr zu.",
        "Ich unterschreibe diese Vereinbarung für die Organisation.",
    ]
    copy = Document.objects.filter(about=agreement.key, kind="D12").latest("pk")
    letter = letter_of(copy)
    assert letter.evidence is not None
    assert [line.confirmed_by for line in letter.evidence.lines] == [("Passwort",), ("Passwort",)]
    assert all(day_in(clock.today(), "de") in line.at for line in letter.evidence.lines)
    assert english(letter) == set()


def test_an_answer_on_paper_is_told_in_the_language_of_the_agreement(cast: Cast, a_case: ACase) -> None:

    agreement = in_german(cast, a_case, to="offered")
    told = on_paper(agreement, first_witness_role="Sachbearbeitung", second_witness_role="Betriebsrat")
    agreement = record_paper_signature(agreement, actor=cast.daniel, reason=WHY, told=told, scan=a_scan())

    agreement = countersign(agreement, cast.ruth)
    letter = letter_of(Document.objects.filter(about=agreement.key, kind="D12").latest("pk"))
    assert letter.evidence is not None
    paper = letter.evidence.lines[0]
    assert paper.meaning == "Auf Papier unterschrieben. Das ist keine Unterschrift am Bildschirm."
    assert paper.confirmed_by[0] == "Asha Patel (Sachbearbeitung), hat es bezeugt"
    assert english(letter) == set()


def test_a_changed_version_and_its_difference_keep_the_language(cast: Cast, a_case: ACase) -> None:
    agreement = in_german(cast, a_case)
    text = agreement.clauses.get(code="C03").text
    version = an_amendment(
        agreement, cast, reason="Der Kurs ist bis zum Frühjahr voll.", alternative="",
        clauses={"C03": f"{text}\n\nDas gilt ab der Änderung."}, duties={1: a_german_duty(cast, due="bis Ostern")},
    )  # fmt: skip
    assert (version.language, version.alternative) == ("de-DE", "Die geltende Fassung gilt weiter, wie sie ist.")
    assert set(version.clauses.values_list("heading", flat=True)) == set(
        agreement.clauses.values_list("heading", flat=True)
    )
    assert version.document is not None
    letter = letter_of(version.document)
    assert (letter.language, letter.title, english(letter)) == ("de-DE", "Änderung der Vereinbarung", set())
    change = letter.obligations[0]  # type: ignore[attr-defined]
    assert "Nachweis: Teilnahmebestätigung" in change.was
    course = "Den Kurs „Macht und Grenzen bei der Arbeit“ besuchen"
    told = f"Nachweis: Teilnahmebestätigung; geprüft von {cast.joan.name}"
    assert change.becomes == f"{course} (jeden Monat: bis Ostern; {told})"


def test_what_a_change_puts_in_has_words_in_the_language(cast: Cast, a_case: ACase) -> None:
    agreement = in_german(cast, a_case)
    case = agreement.case
    case.profile = "US"
    keep(case, "case.plan", actor=cast.daniel, reason=WHY)
    agreement = Agreement.objects.select_related("case", "person", "monitor", "officer").get(pk=agreement.pk)
    agreement.kind = "last_chance"
    keep(agreement, "agreement.redraft", actor=cast.daniel, reason=WHY)
    with pytest.raises(Invalid) as refused:
        an_amendment(agreement, cast, clauses={"C43": "Erledigt ist alles."})
    assert any(
        "C43 (Past matters that are settled) has no words in German" in told for told in refused.value.errors["clauses"]
    )


def test_letters_that_follow_speak_the_employees_language_and_quote_what_was_signed(
    cast: Cast, an_agreement: Callable[..., Agreement]
) -> None:
    active = an_agreement("active")
    speaks_german(cast, "martin")
    active = Agreement.objects.select_related("person", "case").get(pk=active.pk)
    duty = active.obligations.select_related("agreement__case").get()
    breach = determined(
        active, cast, weighed="Sie sagten, dass kein Zug fuhr.", reasons="Der Nachweis fehlt.",
        appeal_to="Helen Marsh",
    )  # fmt: skip
    for letter in (letter_of(document) for document in (breach.notice, breach.determination) if document):
        assert isinstance(letter, BreachNotice | BreachDetermination)
        assert letter.language.startswith("de")
        assert letter.obligation == duty.what == "Take part in the two-day course on conduct and power."
        assert letter.clause == "C06, Obligations, Zeile 1"
        assert letter.support[0].name == "Unterstützung"
    verify_duty(duty, actor=cast.joan, reason=WHY, note="Seen.")
    done = completion_letter(active, by=cast.ruth)
    assert (done.title, done.obligations[0].what, done.obligations[0].how) == (
        CompletionLetter.titles["de"],
        duty.what,
        "Anerkannt",
    )


def test_letters_about_an_agreement_in_german_hold_no_english(cast: Cast, a_case: ACase) -> None:
    agreement = in_german(cast, a_case)

    seen = [Seen(when="Montag, 9 Uhr", what="In der Liste fehlt der Eintrag.")]

    told = Facts(seen=seen, asked_on=clock.today() - timedelta(days=14))
    until = clock.today() + timedelta(days=14)
    breach = suspected(agreement, cast, facts=told)
    breach = notice_breach(breach, actor=cast.daniel, reason=WHY, respond_by=until)
    assert breach.notice is not None
    assert english(letter_of(breach.notice)) == set()
    assert english(completion_letter(agreement, by=cast.ruth)) == set()


def test_a_monitor_is_briefed_in_their_own_language_with_the_words_of_the_agreement(cast: Cast, a_case: ACase) -> None:
    agreement = in_german(cast, a_case)
    letter = letter_of(Document.objects.filter(about=agreement.key, kind="D14").latest("pk"))
    assert (letter.language, letter.title) == ("en-GB", "Briefing for a monitor")
    assert letter.obligations[0].what == a_german_duty(cast).what  # type: ignore[attr-defined]
    speaks_german(cast, "joan")
    again = Agreement.objects.select_related("person", "monitor", "case").get(pk=agreement.pk)
    briefed = monitoring_letters.briefing(again, first_on=clock.today(), return_by=clock.today())
    assert english(briefed) == set()
    assert "zwei Arbeitstagen" in said(briefed)
    assert brief_monitor(again, actor=cast.daniel) is None


@pytest.mark.parametrize("called", ["German", " deutsch ", "de-DE"])
def test_a_translation_into_the_agreements_own_language_is_refused(cast: Cast, a_case: ACase, called: str) -> None:
    agreement = in_german(cast, a_case, to="offered")
    told: dict[str, Any] = {"translator": "Ada Lang", "translator_role": "Interpreter", "explained_on": clock.today()}
    with pytest.raises(Invalid) as refused:
        record_translation(
            agreement, actor=cast.daniel, told=Translated(language=called, **told), copy=a_scan("copy.png"), reason=WHY
        )
    assert "The agreement itself is in German" in refused.value.errors["language"][0]
    row = record_translation(
        agreement, actor=cast.daniel, told=Translated(language="English", **told), copy=a_scan("copy.png"), reason=WHY
    )
    assert row.language == "English"


def test_how_often_is_said_in_german() -> None:
    day = clock.today().replace(year=2027, month=3, day=3)
    rules = ("", "FREQ=WEEKLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY", "FREQ=WEEKLY;INTERVAL=5")
    assert [rule_words(rule, "de-DE") for rule in rules] == [
        "einmal",
        "jede Woche",
        "alle drei Monate",
        "jedes Jahr",
        "alle 5 Wochen",
    ]
    assert words_for("FREQ=WEEKLY;INTERVAL=2", day, "de-DE") == "alle zwei Wochen, erstmals bis 3. März 2027"
    assert words_for("FREQ=WEEKLY;INTERVAL=2", day) == "every two weeks, first by 3 March 2027"


def test_every_phrase_that_the_code_puts_into_an_agreement_has_german_words() -> None:
    units = [f"every {unit}" for unit in EVERY.values()] + [f"every {{number}} {unit}s" for unit in EVERY.values()]
    used = {
        *(line for text in USUAL.values() for line in text.splitlines()), *ACCESS, EMPLOYEE, EXPIRES, FINDINGS, OFFICER,
        ONE_FINDING, WHOEVER_DECIDES, FIRST_BY, ONCE, *NUMBERS.values(), *units, *PROOFS.values(), *INTENT.values(),
        *map(str, Meaning.labels), *map(str, PaperAnswer.labels), *map(str, ObligationState.labels),
        *OWN_GROUNDS.values(), rhythm().words,
    }  # fmt: skip
    assert used - set(phrases("de")) - {"Ended with the agreement"} == set()
