"""The two registers: the delivered evidence is entered once, a review is due by a day, and a licence warns before it ends."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from backend.access.policy import can
from backend.audit.timeline import history
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline, DeadlineNotice
from backend.deadlines.warnings import warn_of_deadlines
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.referrals.actions.grading import (
    Kind,
    add_intervention,
    edit_intervention,
    grade_evidence,
    retire_intervention,
)
from backend.referrals.actions.listing import (
    Listing,
    add_licence,
    add_provider,
    add_tie,
    end_licence,
    end_provider_tie,
    name_secular_alternative,
    remove_provider,
    suspend_provider,
    verify_licence,
)
from backend.referrals.actions.loading import load_interventions
from backend.referrals.models import EvidenceGrade, Intervention, Licence, Provider, ProviderTie
from backend.referrals.queries.keeping import (
    ProviderFilter,
    current_grades,
    interventions_for,
    licences_to_check,
    providers_for,
    reviews_due,
    standing_of,
)
from tests.referrals.referring import a_provider, a_review, an_intervention

pytestmark = pytest.mark.django_db


def test_the_delivered_register_is_entered_once_and_a_later_review_stays(cast: Cast) -> None:
    first = load_interventions(actor=cast.system)
    assert first.interventions >= 15
    assert first.grades == 2 * first.interventions
    again = load_interventions(actor=cast.system)
    assert (again.interventions, again.grades, again.unchanged) == (0, 0, first.grades)
    cbt = Intervention.objects.get(code="cbt_individual")
    ours = grade_evidence(cbt, a_review(reviewed_on=clock.today(), certainty="very_low"), actor=cast.hugo)
    load_interventions(actor=cast.system)
    assert current_grades().get(intervention=cbt, track="affects_others") == ours
    assert ours.number == 2


def test_a_delivered_review_that_is_newer_than_ours_is_entered_as_a_further_one(cast: Cast) -> None:
    load_interventions(actor=cast.system, as_of=clock.today() - timedelta(days=400))
    before = EvidenceGrade.objects.count()
    loaded = load_interventions(actor=cast.system)
    assert (loaded.interventions, loaded.grades) == (0, before)
    assert set(current_grades().values_list("number", flat=True)) == {2}
    assert EvidenceGrade.objects.filter(number=1).count() == before


def test_the_command_says_what_it_entered(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_interventions")
    assert "reviews were entered" in capsys.readouterr().out
    residential = Intervention.objects.filter(kind="residential")
    assert all(row.needs_leave for row in residential)
    couples = Intervention.objects.get(code="couples_counselling")
    assert couples.involves_others
    assert not couples.clinical or couples.involves_others
    assert history(couples).exists()


def test_a_citation_without_an_author_is_no_word_none(cast: Cast) -> None:
    load_interventions(actor=cast.system)
    cited = [citation for grade in EvidenceGrade.objects.all() for citation in grade.citations]
    assert cited
    assert all(value is not None for citation in cited for value in citation.values())


def test_a_review_says_what_is_wrong_with_it(cast: Cast) -> None:
    cbt = an_intervention()
    wrong = a_review(
        certainty="none_found",
        direction="helps",
        summary=" ",
        reviewed_on=clock.today() + timedelta(days=1),
        review_due=clock.today(),
    )
    with pytest.raises(Invalid) as invalid:
        grade_evidence(cbt, wrong, actor=cast.mira)
    assert set(invalid.value.errors) == {"direction", "summary", "reviewed_on", "review_due"}
    with pytest.raises(Invalid) as invalid:
        grade_evidence(cbt, a_review(track="other", certainty="sure"), actor=cast.mira)
    assert set(invalid.value.errors) == {"track", "certainty"}
    for stranger in (cast.ruth, cast.daniel, cast.lena, cast.martin):
        with pytest.raises(Forbidden):
            grade_evidence(cbt, a_review(), actor=stranger)


def test_a_code_stays_and_a_given_up_intervention_needs_no_review(cast: Cast) -> None:
    made = add_intervention(Kind(code="group_work", name="Group work", kind="training"), actor=cast.mira)
    with pytest.raises(Refused) as refused:
        edit_intervention(made, Kind(code="other", name="Group work", kind="training"), actor=cast.mira)
    assert refused.value.code == "code-fixed"
    edit_intervention(made, Kind(code="group_work", name="Working in a group", kind="training"), actor=cast.mira)
    assert Intervention.objects.get(pk=made.pk).name == "Working in a group"
    for wrong in ("Group Work", "1x", ""):
        with pytest.raises(Invalid):
            add_intervention(Kind(code=wrong, name="X", kind="training"), actor=cast.mira)
    retire_intervention(made, actor=cast.mira, reason="Nobody offers it.")
    with pytest.raises(Refused):
        grade_evidence(made, a_review(), actor=cast.mira)
    with pytest.raises(Refused):
        retire_intervention(made, actor=cast.mira, reason="Again.")


def test_reviews_are_due_a_month_before_their_day(cast: Cast) -> None:
    cbt = an_intervention()
    due = current_grades().get(intervention=cbt).review_due
    assert not reviews_due(due - timedelta(days=31)).exists()
    assert [grade.intervention for grade in reviews_due(due - timedelta(days=30))] == [cbt]
    grade_evidence(cbt, a_review(review_due=due + timedelta(days=40)), actor=cast.mira)
    assert not reviews_due(due).exists()


def test_a_verified_licence_warns_before_it_ends_and_its_end_is_told(cast: Cast) -> None:
    provider = a_provider(cast)
    licence = Licence.objects.get(provider=provider)
    running = Deadline.objects.get(kind="provider.licence")
    assert (running.subject, running.matter) == (licence.key, provider.key)
    with clock.at(clock.now() + timedelta(days=338)):
        assert standing_of(licence, clock.today()) == "holds"
    near = clock.now() + timedelta(days=341)
    with clock.at(near):
        assert standing_of(licence, clock.today()) == "ends_soon"
        assert list(licences_to_check(clock.today())) == [licence]
        assert warn_of_deadlines(as_of=near) == 1
        assert warn_of_deadlines(as_of=near) == 0
    past = clock.now() + timedelta(days=402)
    with clock.at(past):
        assert standing_of(licence, clock.today()) == "expired"
        sweep(as_of=past)
        told = DeadlineNotice.objects.get(deadline=running, about=DeadlineNotice.MISSED)
        assert told.role == "referral_coordinator"
        with pytest.raises(Refused):
            verify_licence(licence, how="Looked up.", actor=cast.mira)
        verify_licence(licence, how="Looked up.", expires_on=clock.today() + timedelta(days=300), actor=cast.mira)
        assert not licences_to_check(clock.today()).exists()
        assert Deadline.objects.pending().filter(kind="provider.licence").count() == 1


def test_an_ended_licence_and_a_removed_provider_wait_for_nothing(cast: Cast) -> None:
    provider, other = a_provider(cast), a_provider(cast, "Meridian Counselling")
    licence = Licence.objects.get(provider=provider)
    with pytest.raises(Forbidden):
        end_licence(licence, actor=cast.ruth, reason="No.")
    end_licence(licence, actor=cast.mira, reason="She left the practice.")
    with pytest.raises(Refused):
        verify_licence(licence, how="Looked up.", actor=cast.mira)
    remove_provider(other, actor=cast.mira, reason="Closed.")
    assert not Deadline.objects.pending().filter(kind="provider.licence").exists()
    assert standing_of(licence, clock.today()) == "ended"


def test_an_unverified_licence_does_not_count(cast: Cast) -> None:
    provider = a_provider(cast, licensed=False)
    ends = clock.today() + timedelta(days=500)
    licence = add_licence(provider, holder="H. Marsh", number="1", authority="A", expires_on=ends, actor=cast.mira)
    [row] = providers_for(cast.mira, ProviderFilter(), clock.today())
    assert vars(row)["licensed_until"] is None
    assert standing_of(licence, clock.today()) == "not_verified"
    verify_licence(licence, how="Looked up.", actor=cast.mira)
    [row] = providers_for(cast.mira, ProviderFilter(), clock.today())
    assert vars(row)["licensed_until"] == ends


def test_the_directory_is_found_by_what_a_provider_does(cast: Cast) -> None:
    one = a_provider(cast, "Calder Practice", modalities=("in_person", "group"))
    two = add_provider(
        Listing(name="Bright Coaching", service="Coaching", languages=("pl",), modalities=("video",), waiting_days=3),
        offers=[],
        actor=cast.mira,
    )
    today = clock.today()

    def found(**wanted: str) -> list[Provider]:
        return list(providers_for(cast.mira, ProviderFilter(**wanted), today))

    assert found() == [two, one]
    assert found(q="calder") == [one]
    assert found(modality="group") == [one]
    assert found(modality="video") == [two]
    assert found(language="pl") == [two]
    assert found(service="individual-cbt") == [one]
    assert found(sort="waiting") == [two, one]
    assert found(state="suspended") == []
    suspend_provider(one, actor=cast.mira, reason="No places.")
    assert found(state="suspended") == [one]
    assert not providers_for(cast.martin, ProviderFilter(), today).exists()
    assert not providers_for(cast.lena, ProviderFilter(), today).exists()


def test_who_reads_and_keeps_the_registers(cast: Cast) -> None:
    provider, cbt = a_provider(cast), an_intervention()
    people = ("mira", "ruth", "hugo", "sam", "daniel", "lena", "ines", "martin", "noor")
    sees = {
        "provider.view": {"mira", "ruth", "hugo", "sam"},
        "provider.edit": {"mira"},
        "provider.suspend": {"mira"},
    }
    for action, keys in sees.items():
        assert {key for key in people if can(getattr(cast, key), action, provider)} == keys, action
    reads = {
        "intervention.view": {"mira", "ruth", "hugo", "sam", "daniel", "lena"},
        "intervention.edit": {"mira", "hugo"},
        "intervention.grade": {"mira", "hugo"},
    }
    for action, keys in reads.items():
        assert {key for key in people if can(getattr(cast, key), action, cbt)} == keys, action
    assert not interventions_for(cast.martin).exists()


def test_a_tie_ends_and_a_secular_alternative_is_another_and_secular(cast: Cast) -> None:
    one, two = a_provider(cast), a_provider(cast, "Meridian Counselling")
    tie = add_tie(one, two, what="Both belong to one owner.", actor=cast.mira)
    with pytest.raises(Forbidden):
        end_provider_tie(tie, actor=cast.ruth, reason="No.")
    end_provider_tie(tie, actor=cast.mira, reason="Sold.")
    with pytest.raises(Refused):
        end_provider_tie(ProviderTie.objects.get(pk=tie.pk), actor=cast.mira, reason="Again.")
    with pytest.raises(Invalid):
        name_secular_alternative(one, one, actor=cast.mira)
    faithful = add_provider(Listing(name="Chapel House", service="Talks", faith_based=True), offers=[], actor=cast.mira)
    with pytest.raises(Invalid):
        name_secular_alternative(one, faithful, actor=cast.mira)
    assert name_secular_alternative(faithful, one, actor=cast.mira).secular_alternative == one
