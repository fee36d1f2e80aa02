"""Break-glass: who may open what, for how long, who is told, what stands in the history, and how it is reviewed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from backend.access.models import Role
from backend.access.policy import can, permitted, scope
from backend.access.roles import end_role, grant_role
from backend.audit.models import Event, Subject
from backend.audit.reads import viewed
from backend.audit.recorded import keep
from backend.audit.timeline import entries, history
from backend.cases.actions.break_glass import (
    break_glass,
    end_break_glass,
    end_lapsed_glasses,
    review_break_glass,
)
from backend.cases.actions.opening import add_party
from backend.cases.actions.progress import close_case, lifecycle
from backend.cases.models import Allegation, BreakGlass, Case
from backend.cases.notices import send_notices
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.decisions.models import Finding, Outcome
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.intake.models import Report
from backend.jobs.models import Job
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, NotVisible, Refused
from backend.people.actions import add_line
from tests.builders import ready_to_close, the_agreement

WHY = "The investigator is ill, and the respondent threatens to come to the site today."
ACase = Callable[..., Case]
FOUR_HOURS = timedelta(hours=4)
pytestmark = pytest.mark.django_db


def test_somebody_with_a_named_role_reads_a_case_for_four_hours_and_no_longer(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    start = clock.now()
    with clock.at(start):
        assert not can(cast.wanda, "case.view", case)
        glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
        assert glass.ends_at - glass.opened_at == timedelta(hours=4)
        assert can(cast.wanda, "case.view", case)
        assert can(cast.wanda, "case.read", case)
        assert case in scope(cast.wanda, "case.view", Case.objects.all())
    with clock.at(start + FOUR_HOURS - timedelta(seconds=1)):
        assert can(cast.wanda, "case.read", case)
    with clock.at(start + FOUR_HOURS):
        assert not can(cast.wanda, "case.view", case)
        assert not can(cast.wanda, "case.read", case)


def test_it_gives_the_reading_of_an_investigator_and_not_one_move(cast: Cast, a_case: ACase) -> None:
    case = a_case("active")
    break_glass(case.reference, actor=cast.wanda, reason=WHY)
    parts: dict[str, QuerySet[Any]] = {
        "allegation.view": Allegation.objects.filter(case=case),
        "finding.view": Finding.objects.filter(allegation__case=case),
        "outcome.view": Outcome.objects.filter(case=case),
        "report.view": Report.objects.filter(case_link__case=case),
        "document.open": Document.objects.filter(matter=case.reference, kind="D3"),
    }
    for action, rows in parts.items():
        assert rows.exists(), action
        assert scope(cast.wanda, action, rows).count() == rows.count(), action
    moves = {move.action for move in lifecycle} | {"case.appoint", "case.add_party", "case.frame", "outcome.decide"}
    assert permitted(cast.wanda, sorted(moves), case) == set()
    agreement = the_agreement(case)
    assert not can(cast.wanda, "agreement.view", agreement)
    assert not scope(cast.wanda, "document.open", Document.objects.filter(kind__in=["D9", "D12"])).exists()


def test_it_opens_one_case_and_no_other(cast: Cast, a_case: ACase) -> None:
    case, other = a_case("investigating"), a_case("opened")
    break_glass(case.reference, actor=cast.wanda, reason=WHY)
    assert list(scope(cast.wanda, "case.view", Case.objects.all())) == [case]
    assert not can(cast.wanda, "case.view", other)


@pytest.mark.parametrize("who", ["sam", "lena", "priya", "erin", "noor", "joan", "helen"])
def test_who_guards_runs_or_audits_the_system_and_whoever_has_no_such_role_may_not(
    cast: Cast, a_case: ACase, who: str
) -> None:
    case = a_case("investigating")
    with pytest.raises(Forbidden):
        break_glass(case.reference, actor=getattr(cast, who), reason=WHY)
    assert not BreakGlass.objects.exists()


def test_a_second_role_does_not_make_an_administrator_an_opener(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    break_glass(case.reference, actor=cast.wanda, reason=WHY)
    grant_role(cast.wanda, Role.ADMINISTRATOR, purpose="Helps out.", actor=cast.sam, reason="Helps out.")
    assert not can(cast.wanda, "case.view", case)
    with pytest.raises(Forbidden):
        break_glass(a_case("opened").reference, actor=cast.wanda, reason=WHY)


def test_a_party_somebody_in_the_line_and_nobody_at_all_are_told_the_same(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")  # Tomas has a dotted line to Martin, its respondent
    add_party(case, cast.person("clara"), "witness", actor=cast.omar, reason="She saw it.")
    told = []
    for actor, reference in (
        (cast.clara, case.reference),
        (cast.tomas, case.reference),
        (cast.wanda, "CASE-2026-ZZZZZZ"),
        (cast.wanda, "nothing"),
    ):
        with pytest.raises(NotVisible) as refused:
            break_glass(reference, actor=actor, reason=WHY)
        told.append((refused.value.status, refused.value.code, refused.value.detail))
    assert len(set(told)) == 1
    assert not BreakGlass.objects.exists()
    assert break_glass(case.reference.lower(), actor=cast.wanda, reason=WHY).case == case


def test_whoever_becomes_a_party_loses_it_at_once(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    add_party(case, cast.person("wanda"), "witness", actor=cast.omar, reason="She saw it.")
    assert not can(cast.wanda, "case.view", case)
    assert not can(cast.wanda, "break_glass.view", glass)


def test_a_reason_and_a_reference_are_asked_for(cast: Cast, a_case: ACase) -> None:
    with pytest.raises(Invalid) as refused:
        break_glass(" ", actor=cast.wanda, reason=" ")
    assert set(refused.value.errors) == {"reference", "reason"}


def test_whoever_has_access_does_not_need_it(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    with pytest.raises(Refused) as refused:
        break_glass(case.reference, actor=cast.ines, reason=WHY)
    assert refused.value.code == "access-held"


def test_one_is_open_at_a_time_and_a_longer_stay_is_a_new_one_with_a_new_reason(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    start = clock.now()
    with clock.at(start):
        first = break_glass(case.reference, actor=cast.wanda, reason=WHY)
        with pytest.raises(Refused):
            break_glass(case.reference, actor=cast.wanda, reason="Once more.")
        again = BreakGlass(
                reference="BRG-2026-TWICE0", case=case, user=cast.wanda, role="intake", reason="x",
                opened_at=start, ends_at=start + FOUR_HOURS,
            )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():  # the database holds it too
            keep(again, "access.break_glass", actor=cast.wanda)
    with clock.at(start + FOUR_HOURS):
        second = break_glass(case.reference, actor=cast.wanda, reason="The danger goes on.")
    first.refresh_from_db()
    assert first.ended_at == first.ends_at
    assert second.reason != first.reason
    assert BreakGlass.objects.count() == 2


def test_the_privacy_officers_and_the_case_lead_are_told_at_once(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    told = Event.objects.get(action="access.tell_break_glass", obj=glass.key)
    people = set(Subject.objects.filter(event_id=told.pk, role="told").values_list("person_id", flat=True))
    assert people == {cast.person("priya").uid, cast.person("ines").uid}
    job = Job.objects.get(kind="access.send_notices")
    assert send_notices(job.params["users"]) == 2
    assert sorted(address for letter in mail.outbox for address in letter.to) == [cast.ines.email, cast.priya.email]
    names = {"Wanda", "Ilves", "Martin", "Hale", "Erin", "CASE-", "BRG-", "ill", "break"}
    for letter in mail.outbox:
        assert not [name for name in names if name in f"{letter.subject} {letter.body}"]


def test_before_an_investigator_is_appointed_intake_is_told(cast: Cast, a_case: ACase) -> None:
    glass = break_glass(a_case("opened").reference, actor=cast.clara, reason=WHY)
    told = Event.objects.get(action="access.tell_break_glass", obj=glass.key)
    assert Subject.objects.filter(event_id=told.pk, person_id=cast.person("omar").uid).exists()


def test_a_privacy_officer_who_is_a_party_is_neither_told_nor_asked(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    add_party(case, cast.person("priya"), "witness", actor=cast.omar, reason="She saw it.")
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    told = Event.objects.get(action="access.tell_break_glass", obj=glass.key)
    assert not Subject.objects.filter(event_id=told.pk, person_id=cast.person("priya").uid).exists()
    assert not can(cast.priya, "break_glass.view", glass)


def test_without_a_privacy_officer_nobody_could_review_it(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    for holding in cast.priya.holdings.all():
        end_role(holding, actor=cast.sam, reason="Left.")
    with pytest.raises(Refused) as refused:
        break_glass(case.reference, actor=cast.wanda, reason=WHY)
    assert refused.value.code == "no-privacy-officer"


def test_what_is_read_under_it_says_so_in_its_event(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    viewed(case, "case.read", actor=cast.ines)
    break_glass(case.reference, actor=cast.wanda, reason=WHY)
    viewed(case, "case.read", actor=cast.wanda)
    viewed(case.allegations.get(), "allegation.view", actor=cast.wanda)
    told = [(entry.actor, entry.facts["as"]) for entry in entries(Event.objects.order_by("-pk")[:2])]
    assert told == [(cast.wanda.uid, ["break_glass"])] * 2
    by_ines = entries(history(case).filter(actor=cast.ines.uid, action="case.read")[:1])
    assert by_ines[0].facts["as"] == ["investigator"]


def test_the_opener_or_a_privacy_officer_ends_it_early_and_nobody_else(
    cast: Cast, a_case: ACase, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    case = a_case("investigating")
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    for other in (cast.ines, cast.lena, cast.omar):
        with pytest.raises(Forbidden):
            end_break_glass(glass, actor=other, reason="No.")
    with pytest.raises(Refused, match="reason"):
        end_break_glass(glass, actor=cast.priya, reason=" ")
    end_break_glass(glass, actor=cast.priya, reason="The reason does not carry.")
    assert last_event(glass) == ("access.end_break_glass", "priya", "The reason does not carry.")
    cast.wanda.__dict__.pop("_open_glasses", None)
    assert not can(cast.wanda, "case.view", case)
    with pytest.raises(Refused, match="already"):
        end_break_glass(glass, actor=cast.wanda, reason="Done.")
    own = break_glass(case.reference, actor=cast.wanda, reason="Another danger.")
    end_break_glass(own, actor=cast.wanda, reason="Seen what I needed.")
    assert not can(cast.wanda, "case.view", case)


def test_the_end_by_itself_is_noted(cast: Cast, a_case: ACase) -> None:
    glass = break_glass(a_case("investigating").reference, actor=cast.wanda, reason=WHY)
    assert end_lapsed_glasses(as_of=glass.ends_at - timedelta(seconds=1)) == 0
    assert end_lapsed_glasses(as_of=glass.ends_at) == 1
    assert end_lapsed_glasses(as_of=glass.ends_at) == 0
    [entry] = entries(history(glass.case).filter(action="access.end_break_glass"))
    assert entry.who == "Evenhand"


def test_a_privacy_officer_reviews_it_after_its_end_once_and_in_words(
    cast: Cast, a_case: ACase, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    glass = break_glass(a_case("investigating").reference, actor=cast.wanda, reason=WHY)
    with pytest.raises(Refused, match="runs"):
        review_break_glass(glass, actor=cast.priya, reason="Fine.", verdict="justified")
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    for other in (cast.wanda, cast.ines, cast.lena, cast.sam):
        with pytest.raises(Forbidden):
            review_break_glass(glass, actor=other, reason="Fine.", verdict="justified")
    with pytest.raises(Invalid) as refused:
        review_break_glass(glass, actor=cast.priya, reason=" ", verdict="fine")
    assert set(refused.value.errors) == {"reason", "verdict"}
    review_break_glass(glass, actor=cast.priya, reason="It could have waited.", verdict="not_justified")
    review = BreakGlass.objects.get(pk=glass.pk).review
    assert (review.verdict, review.note, review.reviewed_by) == ("not_justified", "It could have waited.", cast.priya)
    assert last_event(review) == ("deadline.meet", "priya", "")
    assert history(review).filter(action="access.review_break_glass", actor=cast.priya.uid).exists()
    with pytest.raises(Refused, match="reviewed"):
        review_break_glass(glass, actor=cast.priya, reason="Twice.", verdict="justified")


def test_nobody_reviews_their_own_even_as_a_privacy_officer(cast: Cast, a_case: ACase) -> None:
    glass = break_glass(a_case("investigating").reference, actor=cast.wanda, reason=WHY)
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    grant_role(cast.wanda, Role.PRIVACY_OFFICER, purpose="New work.", actor=cast.sam, reason="New work.")
    assert can(cast.wanda, "break_glass.view", glass)
    with pytest.raises(Forbidden):
        review_break_glass(glass, actor=cast.wanda, reason="Fine.", verdict="justified")


def test_the_review_is_due_in_two_working_days_and_is_pressed_for_when_late(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    friday = datetime(2026, 11, 27, 15, tzinfo=UTC) + timedelta(weeks=8)
    with clock.at(friday):
        glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    review = glass.review
    deadline = Deadline.objects.about(review).get()
    assert (deadline.rule, deadline.due_on) == ("B2", (friday + timedelta(days=4)).date())  # Tuesday
    assert review.due_at == deadline.due_at
    Job.objects.all().delete()
    sweep(as_of=review.due_at + timedelta(hours=1))
    review.refresh_from_db()
    assert review.escalated_at
    job = Job.objects.get(kind="access.send_notices")
    assert set(job.params["users"]) == {str(cast.priya.uid), str(cast.lena.uid)}
    sweep(as_of=review.due_at + timedelta(hours=2))
    assert history(review).filter(action="access.escalate_break_glass").count() == 1


def test_a_review_in_time_is_not_pressed_for(cast: Cast, a_case: ACase) -> None:
    glass = break_glass(a_case("investigating").reference, actor=cast.wanda, reason=WHY)
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    review_break_glass(glass, actor=cast.priya, reason="A danger, and no more was read.", verdict="justified")
    sweep(as_of=glass.review.due_at + timedelta(days=1))
    assert not Event.objects.filter(action="access.escalate_break_glass").exists()


def test_the_review_is_owed_when_the_case_is_closed_meanwhile(cast: Cast, a_case: ACase) -> None:
    case = a_case("active")
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    case.obligations.filter(discharged_at=None)
    for obligation in case.obligations.filter(discharged_at=None):
        obligation.discharged_at = clock.now()
        keep(obligation, "obligation.discharge", actor=cast.ruth, reason="For this test.")
    with clock.at(clock.now() + timedelta(days=20)):
        close_case(ready_to_close(case, cast), actor=cast.ruth, reason="Done.")
    assert Deadline.objects.about(glass.review).pending().exists()


def test_the_history_of_the_case_tells_of_it_with_its_reason(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    break_glass(case.reference, actor=cast.wanda, reason=WHY)
    [entry] = entries(history(case).filter(action="access.break_glass"))
    assert (entry.who, entry.reason, entry.facts["role"]) == ("Wanda Ilves", WHY, "intake")


def test_a_line_that_has_ended_since_the_conduct_keeps_out_as_well(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    day = case.allegations.get().occurred_from
    add_line(cast.person("clara"), cast.person("martin"), starts_on=day, actor=cast.system, reason="Reported to him.")
    with pytest.raises(NotVisible):
        break_glass(case.reference, actor=cast.clara, reason=WHY)
