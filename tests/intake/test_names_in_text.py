"""Whoever works with reports and is named in one finds nothing, however the name is written and whenever it is told."""

from collections.abc import Callable

import pytest

from backend.access.policy import can
from backend.cases.models import Case, CaseBar
from backend.demo.cast import Cast
from backend.intake.mailbox import send_message
from backend.intake.models import Report, ReportBar
from backend.intake.names_in_text import Words, without_greeting
from backend.intake.naming import weigh_name

AReport = Callable[..., Report]
WHY = "It says so itself."


@pytest.mark.parametrize(
    "words",
    [
        "Omar Haddad", "OMAR\nHADDAD", "Omar  Haddad", "Haddad, Omar", "Omár Haddád", "O. Haddad", "Mr Haddad", "Dr. Haddad",
        "omar.haddad", "omar@larkfield.example", "@Omar_Haddad", "Omar-Haddad’s",
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(cast: Cast, a_report: AReport, words: str) -> None:
    report = a_report(narrative=f"It was {words} who did it.", respondent=None)
    assert not can(cast.omar, "report.view", report)
    assert can(cast.wanda, "report.view", report)


@pytest.mark.parametrize(
    "words", ["Haddads", "Omar", "Romar Haddad", "Haddad", "Mr Omar", "someomar@larkfield.example"]
)
def test_words_that_only_look_alike_bar_nobody(cast: Cast, a_report: AReport, words: str) -> None:
    assert can(cast.omar, "report.view", a_report(narrative=f"It was {words} who did it.", respondent=None))


def test_names_without_spaces_and_of_one_word_are_found() -> None:
    assert Words("昨天王小明在会议上说").name("王 小明")
    assert Words("She told Sukarno in May.").name("Sukarno")
    assert not Words("昨天王小红在会议上说").name("王小明")
    assert not Words("").name("")


@pytest.mark.parametrize("words", ["Omar", "a man called haddad", "Omar from the office"])
def test_part_of_a_name_is_enough_where_it_is_asked_whom_it_is_about(cast: Cast, a_report: AReport, words: str) -> None:
    report = a_report(respondent=None, respondent_as_told=words)
    assert not can(cast.omar, "report.view", report)
    known = a_report(respondent_as_told="Martin Hale, not Omar")  # Martin is known to be meant
    assert can(cast.omar, "report.view", known)


def test_whoever_knew_of_it_is_kept_out(cast: Cast, a_report: AReport) -> None:
    assert not can(cast.omar, "report.view", a_report(first_known_by="Omar Haddad, in March", respondent=None))


def test_a_later_message_bars_the_colleague_whom_it_names_before_they_can_read_it(
    cast: Cast, a_report: AReport
) -> None:
    report = a_report(narrative="Somebody in the office did it.", respondent=None)
    assert can(cast.omar, "report.view", report)
    send_message(report, "I know now who it was: Haddad, Omar.", actor=cast.erin)
    assert not can(cast.omar, "report.view", report)
    [bar] = ReportBar.objects.filter(report=report, rule=ReportBar.NAMED)
    assert bar.words == "is named in what the reporter wrote afterwards"
    weigh_name(report, person=cast.person("omar"), is_meant=False, actor=cast.wanda, reason=WHY)
    assert can(cast.omar, "report.view", report)
    send_message(report, "Thank you. Omar Haddad answered me.", actor=cast.erin)
    assert can(cast.omar, "report.view", report)  # somebody has looked


def test_a_greeting_names_whom_a_message_is_for(cast: Cast, a_report: AReport) -> None:
    report = a_report(respondent=None)
    send_message(report, "Dear Mr Haddad,\nI would like to add something.", actor=cast.erin)
    assert can(cast.omar, "report.view", report)
    assert without_greeting("Hello Omar Haddad. Omar Haddad did it.") == ". Omar Haddad did it."


def test_a_later_message_reaches_into_the_case_and_a_name_not_meant_leaves_it(
    cast: Cast, a_case: Callable[..., Case]
) -> None:
    case = a_case("investigating")
    report = Report.objects.get(case_link__case=case)
    assert can(cast.ines, "case.view", case)
    send_message(report, "The investigator, Ines Duarte, was there and laughed.", actor=cast.erin)
    assert not can(cast.ines, "case.view", case)
    live = CaseBar.objects.filter(case=case, person=cast.person("ines"), ended=None)
    assert live.exists()
    weigh_name(report, person=cast.person("ines"), is_meant=False, actor=cast.omar, reason=WHY)
    assert not live.exists()
