"""A provider's report (D15) holds codes and dates of the short list; there is no place for anything else."""

import re
from dataclasses import fields, replace
from datetime import date

import pytest

from backend.documents.inputs import from_inputs, to_inputs
from backend.kernel.errors import Invalid
from backend.referrals.letter_samples import provider_report
from backend.referrals.letter_samples_de import provider_report as bericht
from backend.referrals.letters import REPORTABLE, REPORTS, RESTRICTIONS, ProviderReport, Reported
from backend.referrals.report_papers import lines_of
from backend.referrals.reportable import Codes
from tests.documents.test_words import plain

both = pytest.mark.parametrize("letter", [provider_report(), bericht()], ids=["en", "de"])
ONE_OF_EACH = (
    Reported(code="accepted", on=date(2026, 6, 16)),
    Reported(code="attended", kept=2, planned=3),
    Reported(code="missed", on=date(2026, 6, 30)),
    Reported(code="complying", is_so=False),
    Reported(code="completed", on=date(2026, 12, 18)),
    Reported(code="ended", on=date(2026, 12, 18)),
    *(Reported(code="restriction", restriction=name, on=date(2026, 12, 18)) for name in RESTRICTIONS),
)


def test_a_line_has_no_field_for_words() -> None:
    assert {field.name for field in fields(Reported) if field.type is str or field.type == "str"} == {
        "code",
        "restriction",
    }
    for words in ({"code": "diagnosis", "on": date(2026, 7, 1)}, {"code": "fit_to_return", "is_so": True}):
        with pytest.raises(Invalid, match="another look"):
            Reported(**words)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        Reported(code="restriction", restriction="is unwell", on=date(2026, 7, 1))


@pytest.mark.parametrize("code", REPORTABLE)
def test_a_code_takes_exactly_its_own_values(code: str) -> None:
    values = {"on": date(2026, 7, 1), "kept": 0, "planned": 2, "is_so": False, "restriction": "no_travel"}
    own = {name: values[name] for name in REPORTABLE[code]}
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


def test_partly_is_printed_as_neither_yes_nor_no() -> None:
    for complying, expected in (("yes", [True]), ("no", [False]), ("partly", [])):
        lines = lines_of(Codes(kept=1, planned=3, complying=complying))
        assert [line.is_so for line in lines if line.code == "complying"] == expected
        assert [(line.kept, line.planned) for line in lines if line.code == "attended"] == [(1, 3)]
