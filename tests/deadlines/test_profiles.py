"""Profiles: timers as data."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from backend.deadlines import profiles
from backend.deadlines.calendars import working_calendar
from backend.deadlines.profiles import HOUSE, Sense, place_at, profile, profile_codes, profile_for, stale_timers
from backend.kernel import clock
from backend.web.deadline_names import DEADLINE_NAMES
from tests.web.reading import text_of

STORY = {
    "report.acknowledge": "P7D",
    "report.triage.P1": "PT4H",
    "report.triage.P2": "B1",
    "report.triage.P3": "B3",
    "report.triage.P4": "B5",
    "report.feedback": "P3M",
    "case.assign": "B3",
    "case.update": "P30D",
    "case.investigate.tier1": "P30D",
    "case.investigate.tier2": "P60D",
    "case.investigate.tier3": "P90D",
    "finding.decide": "B10",
    "letters.outcome": "B5",
    "appeal.file": "B10",
    "agreement.consider": "P7D",
    "interview.notice": "PT48H",
}
LOOSER = """
[profile]
code = "{code}"
version = "1"
title = "Looser"
extends = "{extends}"
[[timers]]
event = "{event}"
value = "{value}"
start = "x"
sense = "{sense}"
kind = "{kind}"
basis = "none"
source = "none"
"""


@pytest.mark.parametrize("code", profile_codes())
def test_every_profile_reads_and_every_timer_says_where_it_stands(code: str) -> None:
    held = profile(code)

    assert held.code == code
    assert set(STORY) <= set(held.timers)
    working_calendar(held.calendar)
    for timer in held.timers.values():
        assert timer.basis
        assert timer.source
        assert timer.start
        assert not timer.hard or timer.source.startswith("https://")


def test_the_policy_has_the_values_of_the_story() -> None:
    assert {event: str(profile(HOUSE).timer(event).rule) for event in STORY} == STORY


def test_a_national_profile_inherits_and_sharpens() -> None:
    germany = profile("EU-DE")

    assert (germany.timer("report.feedback").basis, germany.timer("report.feedback").hard) == ("HinSchG § 17(2)", True)
    assert germany.timer("case.assign").profile == "POLICY"
    assert germany.calendar == "DE"
    assert profile("US-CA").timer("agreement.consider").sense is Sense.FLOOR


@pytest.mark.parametrize(
    ("extends", "event", "value", "sense", "kind"),
    [
        ("EU-WBD", "report.acknowledge", "P8D", "limit", "hard"),
        ("EU-WBD", "report.acknowledge", "B7", "limit", "hard"),
        ("EU-WBD", "report.acknowledge", "P7D", "limit", "soft"),
        ("EU-WBD", "report.acknowledge", "P7D", "floor", "hard"),
        ("US", "agreement.consider", "P20D", "floor", "hard"),
    ],
)
def test_no_profile_loosens_what_a_statute_fixes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extends: str, event: str, value: str, sense: str, kind: str
) -> None:
    for path in profiles.DIRECTORY.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    text = LOOSER.format(code="X", extends=extends, event=event, value=value, sense=sense, kind=kind)
    (tmp_path / "X.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(profiles, "DIRECTORY", tmp_path)

    with pytest.raises(ValueError, match="may not"):
        profile("X")


def test_a_stricter_profile_is_welcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = LOOSER.format(
        code="Y", extends="EU-WBD", event="report.acknowledge", value="P5D", sense="limit", kind="hard"
    )
    for path in profiles.DIRECTORY.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "Y.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(profiles, "DIRECTORY", tmp_path)

    assert str(profile("Y").timer("report.acknowledge").rule) == "P5D"
    profile.cache_clear()


NATIONAL = {
    ("EU-ES", "report.erase_unopened"): "P3M",
    ("EU-ES", "retention.longest"): "P10Y",
    ("EU-IT", "retention.longest"): "P5Y",
    ("CA-FED", "report.acknowledge"): "P7D",
    ("CA-FED", "resolution.begin"): "P45D",
    ("CA-FED", "case.update"): "P1M",
    ("CA-FED", "resolution.finish"): "P1Y",
    ("IN-POSH", "complaint.copy"): "B7",
    ("IN-POSH", "allegation.answer"): "B10",
    ("IN-POSH", "case.investigate.tier3"): "P90D",
    ("IN-POSH", "inquiry.report"): "P10D",
    ("IN-POSH", "outcome.implement"): "P60D",
    ("IN-POSH", "appeal.file"): "P90D",
    ("EU-IE", "report.acknowledge"): "P7D",
    ("EU-IE", "report.feedback_again"): "P3M",
    ("UK", "meeting.postpone"): "B5",
    ("UK", "privacy.answer"): "P1M",
}


def test_the_law_of_each_country_is_hard_and_says_where_it_stands() -> None:
    for (code, event), value in NATIONAL.items():
        timer = profile(code).timer(event)
        assert (str(timer.rule), timer.hard, timer.profile) == (value, True, code)
    assert str(profile("IN-POSH").timer("case.investigate.tier1").rule) == "P30D", "the policy may be stricter"


@pytest.mark.parametrize(
    ("jurisdiction", "code"),
    [("GB-ENG", "UK"), ("DE-BY", "EU-DE"), ("US-CA", "US-CA"), ("US-TX", "US"), ("FR", "EU-WBD"), ("IN", "IN-POSH"),
     ("CA-FED", "CA-FED"), ("CA-ON", HOUSE), ("", HOUSE), ("ZZ", HOUSE)],
)  # fmt: skip
def test_the_place_of_work_chooses_the_profile(jurisdiction: str, code: str) -> None:
    assert profile_for(jurisdiction) == code


def test_a_calendar_that_nobody_knows_gives_way() -> None:
    assert place_at("DE-BY", "no-such", "Europe/Berlin").working_days.code == "DE"
    assert place_at("DE-BY", "DE-BY", "Europe/Berlin").working_days.code == "DE-BY"


def test_a_legal_datum_grows_stale_after_a_year_and_a_policy_never() -> None:
    fresh, never = profile("EU-DE").timer("report.feedback"), profile("EU-IE").timer("report.feedback_again")
    checked = fresh.checked_on
    assert checked is not None
    assert fresh.next_check == date(checked.year + 1, checked.month, checked.day)
    assert fresh.checked_by
    assert not fresh.is_stale(checked + timedelta(days=364))
    assert fresh.is_stale(checked + timedelta(days=366))
    assert never in stale_timers(checked)
    assert fresh not in stale_timers(checked)
    assert not profile(HOUSE).timer("case.assign").is_stale(date(2040, 1, 1))


@pytest.mark.django_db
def test_administrators_see_the_timers_and_what_is_to_be_checked(cast, sign_in) -> None:
    sam = sign_in(cast.sam)
    with clock.at(clock.now()):
        page = text_of(sam.get("/settings/timers/?profile=EU-IE"))
    assert "Further feedback to the reporter report.feedback_again" in page
    assert "Never checked" in page
    assert "Protected Disclosures (Amendment) Act 2022" in page
    assert "Legal times to check" in text_of(sam.get("/"))
    assert "Legal times to check" not in text_of(sign_in(cast.omar).get("/"))
    assert sign_in(cast.omar).get("/settings/timers/").status_code == 403


def test_every_timer_has_a_name_in_words() -> None:
    timed = {event for code in profile_codes() for event in profile(code).timers}
    assert timed - set(DEADLINE_NAMES) == set()
