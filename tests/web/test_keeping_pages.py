"""Progress as a task list, the monitor's week, the excuse of whoever decides, and a calendar that tells days alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.agreements.actions.calendar_sweep import sweep_occurrences
from backend.agreements.actions.calendars import create_calendar_link
from backend.agreements.actions.obstacles import answer_obstacle
from backend.agreements.actions.occurrences import excuse_occurrence, submit_occurrence
from backend.agreements.models import Agreement, CalendarLink, Obstacle, Occurrence
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.queries import day_words
from backend.kernel import clock
from tests.agreements.scenes import a_promise, dates, in_force, on
from tests.builders import a_duty
from tests.statements import WRITES_EVENT
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ACase = Callable[..., Case]
FORTNIGHT = "FREQ=WEEKLY;INTERVAL=2"


@pytest.fixture
def kept(cast: Cast, a_case: ACase) -> Agreement:
    first = clock.today() + timedelta(days=20)
    again = a_duty(cast, first, what="Come to a talk with your monitor.", recurrence=FORTNIGHT, due="", cure_days=7)
    return in_force(a_case, cast, [a_duty(cast, first, cure_days=30), again, a_promise(cast, first)])


def own(row: Occurrence, page: str = "my-date") -> str:
    return reverse(page, args=[row.agreement.reference, row.duty.seq, row.number])


def test_progress_says_what_now_what_next_and_what_was_promised(cast: Cast, kept: Agreement, sign_in: SignIn) -> None:
    [course] = dates(kept)
    martin, url = sign_in(cast.martin), reverse("my-agreement", args=[kept.reference])
    with on(course.due_on):
        sweep_occurrences(as_of=clock.now())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = text_of(martin.get(url))
    reads = [each["sql"] for each in asked if not each["sql"].startswith(WRITES_EVENT)]
    assert page.index("Now") < page.index(course.duty.what) < page.index("Next")
    assert "What we promised you" in page
    assert "Daniel" in page[page.index("What we promised you") :]
    assert "every two weeks, first by" in page
    assert "dates after these" in page
    assert len(reads) < 30
    assert "Erin" not in page


@pytest.mark.parametrize(("due", "is_said"), [("", False), ("before the next appraisal", True)])
def test_by_when_is_said_once_where_the_day_says_it_alone(
    cast: Cast, a_case: ACase, sign_in: SignIn, due: str, *, is_said: bool
) -> None:
    first = clock.today() + timedelta(days=20)
    words = due or f"by {day_words(first)}"
    agreement = in_force(a_case, cast, [a_duty(cast, first, due=words)])
    page = sign_in(cast.martin).get(reverse("my-agreement", args=[agreement.reference])).content.decode()
    progress = page[page.index('id="progress"') : page.index("Does something no longer fit")]
    assert (words in progress) is is_said
    assert "in 20 days" in progress


def test_handing_in_keeps_what_was_typed_and_then_thanks(cast: Cast, kept: Agreement, sign_in: SignIn) -> None:
    [course] = dates(kept)
    martin = sign_in(cast.martin)
    empty = martin.post(own(course), {"words": " "})
    assert empty.context["form"].errors["words"]
    done = text_of(martin.post(own(course), {"words": "Both days, certificate sent."}, follow=True))
    assert "it is handed in" in done
    assert "Waiting for somebody else" in done
    course.refresh_from_db()
    assert course.state == "submitted"
    assert sign_in(cast.erin).get(own(course)).status_code == 404
    assert sign_in(cast.joan).get(own(course)).status_code == 404
    [promise] = dates(kept, seq=3)
    assert "Hand it in" not in text_of(martin.get(own(promise)))


def test_what_stood_in_the_way_is_answered_and_never_read_by_the_monitor(
    cast: Cast, kept: Agreement, sign_in: SignIn
) -> None:
    [course] = dates(kept)
    martin, joan, ruth = sign_in(cast.martin), sign_in(cast.joan), sign_in(cast.ruth)
    with on(course.due_on + timedelta(days=1)):
        sweep_occurrences(as_of=clock.now())
        assert "Say what stood in the way" in text_of(martin.get("/"))
        assert martin.get(own(course, "my-barrier")).status_code == 200
        martin.post(own(course, "my-barrier"), {"words": "I was in hospital."})
        asked = Obstacle.objects.get(occurrence=course)
        assert (asked.state, asked.words) == ("answered", "I was in hospital.")
        for page in (joan.get("/agreements/obligations/"), joan.get(own(course, "duty-date"))):
            assert page.status_code == 200
            assert "hospital" not in page.content.decode()
        assert "hospital" in ruth.get(own(course, "duty-date")).content.decode()
    readers = set(Event.objects.filter(action="obstacle.view").values_list("actor", flat=True))
    assert readers == {cast.martin.uid, cast.ruth.uid}


def test_the_monitor_checks_this_weeks_dates_in_three_lines(cast: Cast, kept: Agreement, sign_in: SignIn) -> None:
    [course], joan = dates(kept), sign_in(cast.joan)
    assert "Nothing this week" in text_of(joan.get("/agreements/obligations/"))
    submit_occurrence(course, actor=cast.martin, words="Both days.")
    week = text_of(joan.get("/agreements/obligations/"))
    assert course.duty.what in week
    for hidden in (kept.case.reference, "Erin", "alleged", "Substantiated", "finding on"):
        assert hidden not in week + text_of(joan.get(own(course, "duty-date")))
    url = own(course, "duty-date")
    assert joan.post(url, {"answer": "accept", "words": ""}).context["form"].errors["words"]
    joan.post(url, {"answer": "reject", "words": "The second day."})
    course.refresh_from_db()
    assert (course.state, course.missing) == ("rejected", "The second day.")
    assert "The second day." in text_of(sign_in(cast.martin).get(own(course)))
    submit_occurrence(course, actor=cast.martin, words="Now both.")
    joan.post(url, {"answer": "accept", "words": "Certificate of both days."})
    course.refresh_from_db()
    assert course.state == "verified"
    assert sign_in(cast.daniel).post(url, {"answer": "accept", "words": "x"}).status_code == 403


def test_excusing_and_waiving_are_for_whoever_decides(cast: Cast, kept: Agreement, sign_in: SignIn) -> None:
    [course], first_talk = dates(kept), dates(kept, seq=2)[0]
    ruth, joan = sign_in(cast.ruth), sign_in(cast.joan)
    assert joan.get(own(course, "duty-date-excuse")).status_code == 403
    wrong = ruth.post(own(course, "duty-date-excuse"), {"excuse": "medical", "note": "His back."})
    assert wrong.context["form"].errors["note"]
    ruth.post(own(course, "duty-date-excuse"), {"excuse": "medical", "note": ""})
    ruth.post(own(first_talk, "duty-date-waive"), {"reason": "The monitor was away."})
    course.refresh_from_db()
    first_talk.refresh_from_db()
    assert (course.state, course.excuse, first_talk.state) == ("excused", "medical", "waived")
    seen = text_of(joan.get(own(course, "duty-date")))
    assert "Excused" in seen
    assert "Health" not in seen
    assert "Health" in text_of(ruth.get(own(course, "duty-date")))


def test_a_promise_waits_for_whoever_made_it(cast: Cast, kept: Agreement, sign_in: SignIn) -> None:
    [promise] = dates(kept, seq=3)
    daniel = sign_in(cast.daniel)
    with on(promise.due_on):
        sweep_occurrences(as_of=clock.now())
        assert "Do what was promised" in text_of(daniel.get("/"))
        daniel.post(own(promise, "duty-date-hand-in"), {"words": "Paid."})
    promise.refresh_from_db()
    assert promise.state == "submitted"
    assert sign_in(cast.martin).get(own(promise, "duty-date-hand-in")).status_code == 404


def test_a_calendar_is_told_of_days_and_of_nothing_else(cast: Cast, kept: Agreement, sign_in: SignIn) -> None:
    martin = sign_in(cast.martin)
    page = martin.post(reverse("calendar-link"), {"step": "make"})
    address = page.context["address"]
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    raw = answer.content.decode()
    assert raw.endswith("END:VCALENDAR\r\n")
    assert "\n" not in raw.replace("\r\n", "")
    owed = Occurrence.objects.filter(agreement__person=cast.martin.person, duty__bearer="employee")
    assert raw.count("BEGIN:VEVENT") == owed.count()
    assert {line for line in raw.splitlines() if line.startswith("SUMMARY")} == {"SUMMARY:Evenhand: something is due"}
    for hidden in ("Martin", "Hale", "Joan", "Erin", kept.reference, kept.case.reference, "course", str(owed[0].uid)):
        assert hidden not in raw
    uids = [line for line in raw.splitlines() if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    assert [line for line in Client().get(address).content.decode().splitlines() if line.startswith("UID:")] == uids
    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in text_of(martin.get(reverse("calendar-link")))


def test_a_calendar_link_ends_by_its_owner_by_a_newer_one_by_time_and_with_the_account(
    cast: Cast, kept: Agreement, sign_in: SignIn
) -> None:
    first, old = create_calendar_link(actor=cast.joan)
    _second, new = create_calendar_link(actor=cast.joan)
    secret_of = lambda secret: reverse("calendar-feed", args=[secret])  # noqa: E731 - reads best in one line
    anybody = Client()
    assert anybody.get(secret_of(old)).status_code == 404
    assert anybody.get(secret_of(new)).content.count(b"BEGIN:VEVENT") > 1
    assert anybody.get(secret_of(new[:-1] + "x")).status_code == 404
    assert old not in str(CalendarLink.objects.values()) + str(CalendarLink.history.values())
    with clock.at(clock.now() + timedelta(days=366)):
        assert anybody.get(secret_of(new)).status_code == 404
    sign_in(cast.joan).post(reverse("calendar-link"), {"step": "end"})
    assert anybody.get(secret_of(new)).status_code == 404
    first.refresh_from_db()
    assert first.revoked_at


def test_how_often_is_asked_in_plain_words(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("implementing")
    page = sign_in(cast.daniel).get(reverse("agreement-draft", args=[case.reference]))
    assert "Every two weeks" in page.content.decode()
    assert "RRULE" not in page.content.decode()


def test_an_answer_after_the_question_was_dropped_is_too_late(cast: Cast, kept: Agreement, sign_in: SignIn) -> None:
    [course], martin = dates(kept), sign_in(cast.martin)
    with on(course.due_on + timedelta(days=1)):
        sweep_occurrences(as_of=clock.now())
        excuse_occurrence(course, actor=cast.ruth, excuse="approved_leave", note="Leave in May.")
        assert martin.get(own(course, "my-barrier")).status_code == 302
        with pytest.raises(Exception, match="can't be done"):
            answer_obstacle(Obstacle.objects.get(occurrence=course), actor=cast.martin, words="Late.")
        assert "Leave in May." in text_of(martin.get(own(course)))
