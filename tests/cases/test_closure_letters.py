"""D24 closes a case for the record; what everybody reads names nobody."""

import re
from dataclasses import replace
from datetime import date

from backend.cases.letter_samples import closure_memo, lessons
from backend.cases.letters import TimerKept
from backend.demo.company import MEMBERS
from backend.documents.rendering import render_html
from tests.documents.said import said


def test_the_memo_says_which_limits_were_kept_and_why_others_were_not() -> None:
    words = said(closure_memo())
    assert "In time." in words
    assert "Late. The investigator was away, and nobody stood in." in words
    assert "Not met" in words
    assert "Missed. The day was not entered in the calendar." in words


def test_a_limit_is_kept_on_its_very_day_and_not_after() -> None:
    due = TimerKept(what="Acknowledge", due_on=date(2026, 3, 9), met_on=date(2026, 3, 9))
    assert due.is_in_time
    assert not replace(due, met_on=date(2026, 3, 10)).is_in_time
    assert not replace(due, met_on=None).is_in_time


def test_every_change_has_an_owner_and_a_day() -> None:
    letter = closure_memo()
    words = said(letter)
    for remedy in letter.remedies:
        assert f"{remedy.what}\n{remedy.owner}\n{remedy.due_on.day} " in words
    for cause in letter.causes:
        assert cause.what in words


def test_an_empty_memo_says_that_nothing_was_found() -> None:
    words = said(replace(closure_memo(), causes=(), remedies=(), timers=(), went_well=()))
    for each in ("No time limit applied.", "found none.", "Nothing needs to change."):
        assert each in words
    assert "What worked well" not in words


def test_the_version_for_everybody_names_nobody_and_no_case() -> None:
    page = render_html(lessons())
    names = {part for person in MEMBERS for part in person.name.split() if len(part) > 2}
    assert names & set(re.findall(r"\w+", said(lessons()))) == set()
    assert re.findall(r"CASE-|RPT-|Harrogate|2026-", page) == []
    assert "about no single event and no single person" in page
    assert "Internal" in page


def test_the_memo_names_who_is_responsible_where_the_other_names_a_function() -> None:
    assert "Ruth Adeyemi" in said(closure_memo())
    assert "Operations" in said(lessons())
