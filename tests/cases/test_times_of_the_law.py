"""Times that only some laws have run from the report, are met by the act that they ask for, and are missed aloud."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet

from backend.cases.actions.allegations import give_notice
from backend.cases.actions.closing import close_without_decision, propose_early_close
from backend.cases.actions.watch import start_watch
from backend.cases.models import Case
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline, DeadlineNotice
from backend.demo.cast import Cast
from backend.investigation.actions.starting import start_case
from backend.kernel import clock
from backend.people.models import Site
from tests.builders import DECLARED, TOLD, WHY, advance, play_case, play_plan

ACase = Callable[..., Case]


def works_under(cast: Cast, law: str) -> None:
    """Put the place of the person affected under another law."""
    QuerySet(Site).filter(pk=cast.person("erin").site_id).update(jurisdiction=law, calendar="")


def timed(case: Case, kind: str) -> Deadline:
    return Deadline.objects.about(case).filter(kind=kind).latest("pk")


def test_in_india_the_copy_the_report_and_the_acting_on_it_have_their_times(cast: Cast, frozen: datetime) -> None:
    works_under(cast, "IN")
    case = play_case(cast, "planning")
    copy = timed(case, "complaint.copy")
    assert (copy.is_hard, copy.met_at, copy.profile) == (True, None, "IN-POSH")
    assert copy.started_at == case.report_links.get().report.received_at
    play_plan(case, cast)
    give_notice(case, actor=cast.ines, reason=WHY, answer_due_at=frozen + timedelta(days=21))
    assert timed(case, "complaint.copy").met_at
    case = start_case(Case.objects.get(pk=case.pk), actor=cast.ines, reason=WHY)

    with clock.at(frozen + timedelta(days=12)):
        case = advance(case, cast, to="report_final")
        assert (timed(case, "inquiry.report").due_on - clock.today()).days == 10
        case = advance(case, cast, to="outcome_decided")
        assert timed(case, "inquiry.report").met_at is None
        case = advance(case, cast, to="implementing")
    assert timed(case, "inquiry.report").met_at
    assert timed(case, "outcome.implement").met_at


def test_in_canada_the_resolution_begins_and_ends_in_time_or_intake_is_told(cast: Cast, frozen: datetime) -> None:
    works_under(cast, "CA-FED")
    case = play_case(cast, "planning")
    begin = timed(case, "resolution.begin")
    assert (begin.due_on - frozen.date()).days == 45
    with clock.at(frozen + timedelta(days=47)):
        sweep(as_of=clock.now())
    assert DeadlineNotice.objects.filter(deadline=begin, about=DeadlineNotice.MISSED, role="intake").exists()

    case = advance(case, cast, to="investigating")
    assert timed(case, "resolution.begin").met_at
    finish = timed(case, "resolution.finish")
    assert (finish.due_on - frozen.date()).days in {365, 366}
    start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration=DECLARED, told=TOLD)
    words = {"closure_reason": "withdrawn_duty_reviewed", "duty_check": "Nobody else is in danger."}
    propose_early_close(case, actor=cast.omar, reason=WHY, **words)
    close_without_decision(Case.objects.get(pk=case.pk), actor=cast.ruth, reason=WHY)
    assert timed(case, "resolution.finish").met_at


@pytest.mark.parametrize("kind", ["complaint.copy", "resolution.begin", "resolution.finish", "inquiry.report"])
def test_where_the_law_has_no_such_time_none_runs(a_case: ACase, kind: str) -> None:
    assert not Deadline.objects.about(a_case("report_final")).filter(kind=kind).exists()


def test_a_plan_and_an_outcome_have_their_days(cast: Cast, a_case: ACase) -> None:
    case = a_case("assigned")
    assert timed(case, "case.plan").met_at is None
    case = advance(case, cast, to="investigating")
    assert timed(case, "case.plan").met_at
    case = advance(case, cast, to="findings_decided")
    assert timed(case, "outcome.decide").met_at is None
    assert timed(advance(case, cast, to="outcome_decided"), "outcome.decide").met_at
