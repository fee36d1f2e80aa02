"""Profiles: timers as data."""

from pathlib import Path

import pytest

from backend.deadlines import profiles
from backend.deadlines.calendars import working_calendar
from backend.deadlines.profiles import HOUSE, Sense, profile, profile_codes

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
