"""I16, I18, I19: every look at a file is one event, no report without a name leaves an address, and no statute's time grows shorter."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.audit.models import Event
from backend.audit.timeline import entries
from backend.cases.models import Case
from backend.deadlines.actions import meet_all, pause_deadline, resume_deadline, start_for
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline, DeadlinePause
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.intake.tries import forget_tries
from backend.investigation.actions.stays import resume_case, review_stay, stay_case
from backend.kernel import clock
from backend.kernel.errors import Problem
from backend.people.models import User
from tests.builders import cases_at_hand
from tests.intake.test_anonymous import PLANTED, TRACES, a_photo, code_on, everything_stored

WHY = "Because chance says so."
LOOKING = ("ines", "omar", "ruth", "clara", "hugo", "daniel", "lena", "sam", "noor", "tomas", "erin", "martin", "vera")
FILES = (
    "cases/{case}/",
    "cases/{case}/parties/",
    "cases/{case}/allegations/",
    "cases/{case}/findings/",
    "cases/{case}/outcomes/",
    "cases/{case}/interviews/",
    "cases/{case}/evidence/",
    "cases/{case}/timeline/",
    "allegations/{case}-A1/",
    "documents/{notice}/",
    "documents/{report}/",
)


class Reads(TestCase):
    """Chance lets people look at what belongs to a case."""

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(looks=st.lists(st.tuples(st.sampled_from(LOOKING), st.sampled_from(FILES)), min_size=6, max_size=12))
    def test_a_look_is_one_event_and_what_is_refused_is_no_look(self, looks: list[tuple[str, str]]) -> None:
        cast = Cast()
        case = cases_at_hand(cast)("implementing")
        known = {
            "case": case.reference,
            **{
                name: Document.objects.get(matter=case.reference, kind=kind).reference
                for name, kind in (("notice", "D3"), ("report", "D7"))
            },
        }
        for name, path in looks:
            cache.clear()
            person: User = getattr(cast, name)
            browser = Client()
            browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            last = Event.objects.latest("id").pk
            answer = browser.get(f"/api/v1/{path.format(**known)}")
            getattr(answer, "getvalue")()  # noqa: B009 (read to its end, streamed or not)
            told = entries(Event.objects.filter(pk__gt=last))
            reads = [each for each in told if each.action.kind == "read" and each.action.name != "access.denied"]
            if answer.status_code == 200:
                [read] = reads
                assert read.actor == person.uid
                [event] = Event.objects.filter(pk__gt=last, action=read.action.name)
                assert '"as":[' in event.body, "I16: as what somebody looks is the purpose"
                assert '"as":[]' not in event.body or name in ("lena", "martin"), (name, path)
            else:
                assert answer.status_code in (403, 404), (name, path, answer.status_code)
                assert reads == [], "I16: what was refused was not read"


PARTS: dict[str, Callable[[Client, str], Any]] = {
    "what": lambda browser, code: browser.post("/report/new/what/", {"narrative": "He followed me to the car park."}),
    "who": lambda browser, code: browser.post("/report/new/who/", {"respondent_as_told": "A tall man"}),
    "autosave": lambda browser, code: browser.post("/report/new/what/save/", {"narrative": "He followed"}),
    "leave": lambda browser, code: browser.post("/report/leave/"),
    "wrong code": lambda browser, code: browser.post("/report/follow/", {"code": "0000 1111 2222 3333"}),
    "come back": lambda browser, code: browser.post("/report/follow/", {"code": code or "1"}),
    "write": lambda browser, code: browser.post("/report/mine/", {"kind": "since", "text": "He was there again."}),
    "file": lambda browser, code: browser.post(
        "/report/mine/", {"act": "file", "file": SimpleUploadedFile("Planted-Name.jpg", a_photo(), "image/jpeg")}
    ),
    "name": lambda browser, code: browser.post(
        "/report/mine/", {"act": "identity", "name": "Quentin Planted-Name", "contact": "0700 900 900"}
    ),
    "nowhere": lambda browser, code: browser.get("/report/nothing-here/"),
    "broken": lambda browser, code: browser.post("/report/new/what/", {"narrative": "x" * 200_000}),
}


class Traces(TestCase):
    """Chance lets somebody without a name do whatever the public pages offer."""

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(acts=st.lists(st.sampled_from(sorted(PARTS)), min_size=4, max_size=9))
    def test_no_sequence_of_acts_without_a_name_leaves_an_address(self, acts: list[str]) -> None:
        forget_tries()
        browser = Client(**PLANTED)
        with self.assertLogs(level=logging.DEBUG) as logs:
            logging.getLogger().debug("Begin.")
            browser.post("/report/new/what/", {"narrative": "He followed me to the car park, three Fridays in a row."})
            browser.get("/report/check/")
            code = code_on(browser.post("/report/check/", follow=True))
            browser.post("/report/sent/", {"last_four": code[-4:]})
            for act in acts:
                PARTS[act](browser, code)
        stored, logged = everything_stored(), "\n".join(logs.output)
        assert [trace for trace in (*TRACES, code, "Planted-Name", "900 900") if trace in stored] == [], "I18"
        assert [trace for trace in (*TRACES, code, "Planted-Name") if trace in logged] == [], "I18"


def _deadline(case: Case) -> Deadline:
    found = Deadline.objects.of_matter(case.key).order_by("?").first()
    if found is None:
        raise Problem("Nothing is due.")
    return found


def _soon(days: int) -> Any:
    return clock.now() + timedelta(days=days)


TIMES: dict[str, Callable[[Case, User], object]] = {
    "stay": lambda case, who: stay_case(
        case, actor=who, reason=WHY, basis="police_request", details="Asked for today.", review_at=_soon(10)
    ),
    "review stay": lambda case, who: review_stay(case, review_at=_soon(9), actor=who, reason=WHY),
    "resume": lambda case, who: resume_case(case, actor=who, reason=WHY),
    "pause": lambda case, who: pause_deadline(_deadline(case), until=_soon(4), actor=who, reason=WHY),
    "pause without reason": lambda case, who: pause_deadline(_deadline(case), until=_soon(4), actor=who, reason=" "),
    "pause to the past": lambda case, who: pause_deadline(_deadline(case), until=_soon(-1), actor=who, reason=WHY),
    "resume one": lambda case, who: resume_deadline(_deadline(case), actor=who, reason=WHY),
    "start again": lambda case, who: start_for(case, "case.update", actor=who),
    "start a shorter": lambda case, who: start_for(case, "case.update", actor=who, due_at=_soon(1)),
    "shorter for the answer": lambda case, who: start_for(
        case.allegations.get(), "allegation.answer", actor=who, due_at=_soon(0)
    ),
    "meet": lambda case, who: meet_all(case, "case.update", actor=who),
    "night": lambda case, who: sweep(as_of=clock.now()),
}


ACTING = ("hugo", "hugo", "ines", "omar", "martin")


class Times(TestCase):
    """Chance pauses, stays, resumes and starts the times of a case."""

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(st.tuples(st.sampled_from(ACTING), st.sampled_from(sorted(TIMES))), min_size=6, max_size=14))
    def test_no_time_grows_shorter_and_every_pause_names_why_who_and_until_when(
        self, steps: list[tuple[str, str]]
    ) -> None:
        cast = Cast()
        case = cases_at_hand(cast)("investigating")
        begun = clock.now()
        floors = {row.pk: row.first_due_at for row in Deadline.objects.of_matter(case.key)}
        for number, (name, step) in enumerate(steps):
            with clock.at(begun + timedelta(days=number)):
                try:
                    TIMES[step](Case.objects.get(pk=case.pk), getattr(cast, name))
                except Problem:
                    continue
                for row in Deadline.objects.of_matter(case.key):
                    first = floors.setdefault(row.pk, row.first_due_at)
                    assert first == row.first_due_at <= row.due_at, "I19: never sooner than first reckoned"
                    assert not (row.is_hard and row.sense == "limit" and row.due_at != first), (
                        "I19: a statute waits for nobody"
                    )
                for pause in DeadlinePause.objects.filter(deadline__matter=case.key):
                    assert pause.reason.strip(), "I19"
                    assert pause.paused_by_id, "I19"
                    assert pause.ends_at >= pause.starts_at, "I19"
