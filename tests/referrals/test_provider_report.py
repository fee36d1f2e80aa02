"""A provider's report (D15) holds codes and dates of the short list; there is no place for anything else."""

import re
from dataclasses import fields, replace
from datetime import date

import pytest

from backend.documents.inputs import from_inputs, to_inputs
from backend.kernel.errors import Invalid
from backend.referrals.letter_samples import provider_report, release
from backend.referrals.letter_samples_de import provider_report as bericht
from backend.referrals.letters import CODES, LINES, REPORTABLE, REPORTS, RESTRICTIONS, ProviderReport, Release, Reported
from backend.referrals.report_papers import lines_of
from backend.referrals.reportable import Codes
from backend.referrals.vocabulary import Barrier, Complying, Restriction
from tests.documents.test_words import plain

both = pytest.mark.parametrize("letter", [provider_report(), bericht()], ids=["en", "de"])
WORDED = {"The provider ended it": "ended by the provider", "No travel": "no business travel"}
ONE_OF_EACH = (
    Reported(code="accepted", on=date(2026, 6, 16)),
    Reported(code="attended", kept=2, planned=3),
    Reported(code="missed", on=date(2026, 6, 30)),
    *(Reported(code="barrier", barrier=name) for name in CODES["barrier"]),
    *(Reported(code="complying", complying=name) for name in CODES["complying"]),
    Reported(code="completed", on=date(2026, 12, 18)),
    Reported(code="ended", on=date(2026, 12, 18)),
    *(Reported(code="restriction", restriction=name, on=date(2026, 12, 18)) for name in RESTRICTIONS),
)


def test_a_line_has_no_field_for_words() -> None:
    assert {field.name for field in fields(Reported) if field.type is str or field.type == "str"} == {
        "code",
        *CODES,
    }
    for words in ({"code": "diagnosis", "on": date(2026, 7, 1)}, {"code": "fit_to_return", "complying": "yes"}):
        with pytest.raises(Invalid, match="another look"):
            Reported(**words)
    with pytest.raises(Invalid):
        Reported(code="restriction", restriction="is unwell", on=date(2026, 7, 1))


@pytest.mark.parametrize("code", LINES)
def test_a_code_takes_exactly_its_own_values(code: str) -> None:
    values = {"on": date(2026, 7, 1), "kept": 0, "planned": 2, **{name: words[0] for name, words in CODES.items()}}
    own = {name: values[name] for name in LINES[code]}
    assert Reported(code=code, **own).code == code  # type: ignore[arg-type]
    for name in own:
        with pytest.raises(Invalid):
            Reported(code=code, **{each: value for each, value in own.items() if each != name})  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        Reported(code=code, **values)  # type: ignore[arg-type]


@both
@pytest.mark.parametrize("kind", REPORTS)
def test_every_code_and_kind_has_words(letter: ProviderReport, kind: str) -> None:
    words = plain(replace(letter, report=kind, reported=ONE_OF_EACH))
    for said in ("16 June", "2 of 3", "No\n") if letter.language == "en-GB" else ("16. ", "2 von 3", "Nein\n"):
        assert said in words
    limits = re.findall(r"(?:Limit on work|Einschränkung bei der Arbeit): (.*)", words)
    assert len(set(limits)) == len(RESTRICTIONS)


@both
def test_a_report_states_licence_release_and_dates(letter: ProviderReport) -> None:
    words = plain(letter)
    for said in (letter.provider.licence, letter.provider.authority, letter.release, letter.signatory.name):
        assert said in words


@both
def test_a_report_gives_no_opinion_and_names_no_case(letter: ProviderReport) -> None:
    assert re.findall(r"CASE-|Erin|Lindqvist|Katrin|Vogel|is fit|ready to return|remorse|progress", plain(letter)) == []


def test_nothing_is_reported_once_the_release_has_ended() -> None:
    on_the_last_day = replace(provider_report(), dated=provider_report().release_expires_on)
    assert on_the_last_day.reported
    with pytest.raises(Invalid) as late:
        replace(provider_report(), dated=date(2027, 2, 1))
    assert set(late.value.errors) == {"release_expires_on"}
    with pytest.raises(Invalid):
        replace(provider_report(), reported=())
    with pytest.raises(Invalid):
        replace(provider_report(), report="opinion")


@both
def test_a_report_reads_back_as_it_was_stored(letter: ProviderReport) -> None:
    assert from_inputs(ProviderReport, to_inputs(letter)) == letter


def test_a_paper_says_what_was_reported_and_claims_nothing_else() -> None:
    for complying in CODES["complying"]:
        lines = lines_of(Codes(kept=1, planned=3, complying=complying))
        assert [(line.code, line.complying) for line in lines[1:]] == [("complying", complying)]
        assert [(line.kept, line.planned) for line in lines if line.code == "attended"] == [(1, 3)]
    away = lines_of(Codes(first_day=date(2026, 7, 1), last_day=date(2026, 7, 2), barrier="medical_absence"))
    assert away == (Reported(code="barrier", barrier="medical_absence"),)  # whether the plan is followed was not said


def test_the_release_lists_every_fact_that_a_report_can_hold() -> None:
    """45 CFR 164.508(c)(1)(i): what the signed list does not name may not be reported."""
    covered = [fact for facts in REPORTABLE.values() for fact in facts]
    assert sorted(covered) == sorted(field.name for field in fields(Codes))
    assert {"restriction": tuple(Restriction), "barrier": tuple(Barrier), "complying": tuple(Complying)} == CODES


@pytest.mark.parametrize(("release", "words"), [(release(), Barrier.labels), (release(), Restriction.labels)])
def test_the_release_names_every_code(release: Release, words: list[str]) -> None:
    said = plain(release).casefold()
    for label in words:
        assert any(part in said for part in (label.casefold(), WORDED.get(label, "").casefold()) if part), label
