"""Nobody has less time to appeal than the policy or the law gives, however early a day is named and however late the letters go out."""

from datetime import timedelta
from typing import Any

import pytest

from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.decisions.actions.outcomes import appeal_day, tell_outcome
from backend.documents.queries import letter_of
from backend.kernel import clock
from tests.builders import WHY, the_allegation
from tests.decisions.scenes import filed
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db


def until_in(document):
    letter: Any = letter_of(document)
    return letter.appeal.until


def test_the_letters_never_name_a_day_before_the_policys(cast, a_case, sign_in):
    case = a_case("outcome_decided")
    least = Deadline.objects.about(case).get(kind="appeal.file").due_on
    tomorrow = clock.today() + timedelta(days=1)
    page = f"/cases/{case.reference}/decision/tell/"
    daniel = sign_in(cast.daniel)
    assert f'value="{least.isoformat()}"' in daniel.get(page).content.decode()
    sent = {"appeal_until": tomorrow.isoformat(), "appeal_to": "Ian Cole", "reason": WHY, "preview": "1"}
    assert f"{least:%d %B %Y}".lstrip("0") in text_of(daniel.post(page, sent))
    letters = tell_outcome(case, actor=cast.daniel, reason=WHY, appeal_until=tomorrow, appeal_to="Ian Cole")
    assert {until_in(letter) for letter in letters} == {least}


def test_letters_that_go_out_late_leave_the_whole_time_to_appeal(cast, a_case, frozen):
    case = a_case("outcome_decided")
    with clock.at(frozen + timedelta(days=40)):
        sweep(as_of=clock.now())
        assert the_allegation(case).state == "adopted"  # nobody could appeal against what they were not told
        letters = tell_outcome(case, actor=cast.daniel, reason=WHY, appeal_until=clock.today(), appeal_to="Ian Cole")
        until = appeal_day(case)
        assert (until - clock.today()).days >= 10
        assert {until_in(letter) for letter in letters} == {until}
        assert not filed(case, cast.martin).is_late


def test_findings_that_nobody_appealed_against_are_final_after_the_letters_time(cast, a_case, frozen):
    case = a_case("implementing")
    with clock.at(frozen + timedelta(days=40)):
        sweep(as_of=clock.now())
        assert the_allegation(case).state == "final"
