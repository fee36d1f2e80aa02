"""An accountability statement is its owner’s: after a finding alone, kept in versions, read by hardly anybody, and it buys nothing."""

from collections.abc import Callable

import pytest
from django.apps import apps

from backend.access.policy import Policy, scope
from backend.amends.actions.feedback import (
    answer_accountability_round,
    ask_accountability_feedback,
    take_back_accountability_round,
)
from backend.amends.actions.sharing import (
    record_accountability_wish,
    share_accountability_statement,
    unshare_accountability_statement,
    withdraw_accountability_wish,
)
from backend.amends.actions.writing import (
    begin_accountability_statement,
    discard_accountability_statement,
    keep_accountability_draft,
    save_accountability_version,
)
from backend.amends.models import (
    AccountabilityDraft,
    AccountabilityRound,
    AccountabilityShare,
    AccountabilityStatement,
    AccountabilityVersion,
    AccountabilityWish,
)
from backend.amends.queries import readers_for, rounds_waiting, shared_with, versions_of
from backend.amends.sealing import words_of
from backend.amends.vocabulary import RoundState, ShareState, StatementState
from backend.audit.models import Event
from backend.audit.recorded import Recorded
from backend.cases.actions.appointments import appoint
from backend.cases.models import Case
from backend.decisions.actions.appeal_results import overturn_decision
from backend.decisions.models import Outcome
from backend.decisions.queries.standing import approved_outcome
from backend.demo.cast import KEYS, Cast
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.referrals.actions.rotating import rotate_keys
from tests.amends.scenes import AFTER, BEFORE, begun, wished
from tests.builders import DECLARED, WHY
from tests.database import dumped
from tests.decisions.scenes import REASONS, filed, reviewed, with_reviewer

pytestmark = pytest.mark.django_db
Build = Callable[..., Case]
TABLES = (AccountabilityStatement, AccountabilityVersion, AccountabilityRound, AccountabilityWish, AccountabilityShare)


@pytest.fixture
def told(a_case: Build) -> Case:
    return a_case("implementing")


@pytest.mark.parametrize("state", ["findings_decided", "outcome_decided"])
def test_there_is_no_statement_before_a_finding_was_told(a_case: Build, cast: Cast, state: str) -> None:
    case = a_case(state)
    assert not scope(cast.martin, "accountability.begin", Outcome.objects.filter(case=case)).exists()
    for outcome in Outcome.objects.filter(case=case):
        with pytest.raises(Forbidden):
            begin_accountability_statement(outcome, actor=cast.martin)


def test_only_whoever_the_finding_is_about_begins_one_and_one_at_a_time(told: Case, cast: Cast) -> None:
    outcome = approved_outcome(told)
    for name in sorted(KEYS - {"martin"}):
        assert not scope(getattr(cast, name), "accountability.begin", Outcome.objects.all()).exists(), name
    with pytest.raises(Forbidden):
        begin_accountability_statement(outcome, actor=cast.erin)
    begun(told, cast)
    with pytest.raises(Refused, match="already"):
        begin_accountability_statement(outcome, actor=cast.martin)


def test_every_draft_is_kept_and_none_is_written_over(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, BEFORE)
    keep_accountability_draft(statement, text="Half a sen", actor=cast.martin)
    assert [words_of(version) for version in versions_of(statement)] == [BEFORE]

    save_accountability_version(statement, text=AFTER, actor=cast.martin)
    save_accountability_version(statement, text=f"  {AFTER}\n", actor=cast.martin)
    assert [words_of(version) for version in versions_of(statement)] == [AFTER, BEFORE]
    assert not AccountabilityDraft.objects.exists()
    with pytest.raises(Invalid):
        save_accountability_version(statement, text="   ", actor=cast.martin)


def test_words_that_the_guide_marks_are_saved_all_the_same(told: Case, cast: Cast) -> None:
    assert save_accountability_version(begun(told, cast), text=BEFORE, actor=cast.martin).number == 1


def test_feedback_comes_in_rounds_and_both_drafts_stay(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, BEFORE)
    assert readers_for(told) == [cast.daniel]
    asked = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    with pytest.raises(Refused, match="already"):
        ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    assert list(rounds_waiting(cast.daniel)) == [asked]

    with pytest.raises(Invalid):
        answer_accountability_round(asked, actor=cast.daniel, feedback=" ")
    answered = answer_accountability_round(asked, actor=cast.daniel, feedback="Say what you did.")
    save_accountability_version(statement, text=AFTER, actor=cast.martin)
    second = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    assert (words_of(answered), words_of(answered.version)) == ("Say what you did.", BEFORE)
    assert (second.number, words_of(second.version)) == (2, AFTER)


def test_a_reader_reads_one_round_while_it_waits_and_not_longer(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, BEFORE)
    first = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    rows = AccountabilityRound.objects.all()
    assert not scope(cast.daniel, "accountability.view", AccountabilityStatement.objects.all()).exists()
    assert list(scope(cast.daniel, "accountability_round.view", rows)) == [first]
    take_back_accountability_round(first, actor=cast.martin)
    assert not scope(cast.daniel, "accountability_round.view", rows).exists()
    second = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    answer_accountability_round(second, actor=cast.daniel, feedback="Clear.")
    assert not scope(cast.daniel, "accountability_round.view", rows).exists()


def test_nobody_who_decides_or_works_with_the_complainant_can_be_asked(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, BEFORE)
    for name in ("ruth", "clara", "ines", "omar", "hugo", "erin", "joan", "noor"):
        with pytest.raises(Invalid):
            ask_accountability_feedback(statement, reviewer=getattr(cast, name), actor=cast.martin)
    asked = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    appoint(told, cast.daniel, "watcher", declaration=DECLARED, told=("earlier",), actor=cast.omar, reason=WHY)
    assert readers_for(told) == []
    with pytest.raises(Forbidden):
        answer_accountability_round(asked, actor=cast.daniel, feedback="Too late.")


def test_nobody_else_learns_that_there_is_one(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, BEFORE)
    ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    wished(told, cast)
    share_accountability_statement(statement, version=1, actor=cast.martin)
    seen = {
        (name, table.__name__, action)
        for name in sorted(KEYS)
        for table in TABLES
        for action in Policy.registry[table].actions
        if scope(getattr(cast, name), action, table.objects.all()).exists()
    }
    others = {(name, table) for name, table, _ in seen if name != "martin"}
    assert others == {
        ("daniel", "AccountabilityRound"),
        ("omar", "AccountabilityWish"),  # intake noted the wish; of any statement it learns nothing
        ("erin", "AccountabilityWish"),
        ("erin", "AccountabilityShare"),
    }
    assert not Event.objects.filter(stream=told.key, action__startswith="accountability").exists()


def test_a_complainant_sees_nothing_without_having_asked(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, AFTER)
    with pytest.raises(Refused, match="has asked"):
        share_accountability_statement(statement, version=1, actor=cast.martin)
    wish = wished(told, cast)
    assert shared_with(cast.erin, told) == []  # the wish alone opens nothing

    share_accountability_statement(statement, version=1, actor=cast.martin)
    (share,) = shared_with(cast.erin, told)
    assert words_of(share.version) == AFTER
    unshare_accountability_statement(statement, actor=cast.martin)
    assert shared_with(cast.erin, told) == []

    share_accountability_statement(statement, version=1, actor=cast.martin)
    withdraw_accountability_wish(wish, actor=cast.erin)
    assert shared_with(cast.erin, told) == []
    with pytest.raises(Refused, match="has asked"):
        share_accountability_statement(statement, version=1, actor=cast.martin)


def test_a_wish_is_recorded_by_those_who_work_with_the_complainant(told: Case, cast: Cast) -> None:
    for name in ("martin", "erin", "ruth", "daniel", "ines", "noor"):
        with pytest.raises(Forbidden):
            record_accountability_wish(told, person=cast.person("erin"), actor=getattr(cast, name), reason=WHY)
    with pytest.raises(Invalid):
        record_accountability_wish(told, person=cast.person("martin"), actor=cast.omar, reason=WHY)
    wished(told, cast)
    with pytest.raises(Refused, match="on record"):
        wished(told, cast)


def test_only_the_owner_shares(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, AFTER)
    wished(told, cast)
    for name in ("daniel", "omar", "ruth", "erin"):
        with pytest.raises(Forbidden):
            share_accountability_statement(statement, version=1, actor=getattr(cast, name))


def test_while_an_appeal_is_open_advice_comes_first(told: Case, cast: Cast) -> None:
    filed(told, cast.martin)
    outcome = approved_outcome(told)
    with pytest.raises(Refused, match="appeal is open"):
        begin_accountability_statement(outcome, actor=cast.martin)
    statement = begin_accountability_statement(outcome, actor=cast.martin, advised=True)
    save_accountability_version(statement, text=AFTER, actor=cast.martin)
    with pytest.raises(Refused, match="appeal is open"):
        ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    assert ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin, advised=True)


def test_a_decision_that_is_set_aside_closes_the_statement_to_everybody_but_its_owner(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, AFTER)
    asked = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    wished(told, cast)
    share_accountability_statement(statement, version=1, actor=cast.martin)
    appeal = reviewed(filed(told, cast.martin), with_reviewer(told, cast))
    overturn_decision(appeal, actor=cast.ian, reason=WHY, answers=REASONS, upheld=list(REASONS))

    statement.refresh_from_db()
    asked.refresh_from_db()
    assert (statement.state, asked.state) == (StatementState.ENDED, RoundState.TAKEN_BACK)
    assert not AccountabilityShare.objects.filter(state=ShareState.SHARED).exists()
    assert scope(cast.martin, "accountability.view", AccountabilityStatement.objects.all()).exists()
    with pytest.raises(Refused, match="no longer holds"):
        save_accountability_version(statement, text="More.", actor=cast.martin)
    discard_accountability_statement(statement, actor=cast.martin)


def test_its_owner_deletes_it_with_everything_in_it(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, BEFORE, AFTER)
    asked = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    answer_accountability_round(asked, actor=cast.daniel, feedback="Clear.")
    wished(told, cast)
    share_accountability_statement(statement, version=2, actor=cast.martin)
    keep_accountability_draft(statement, text="More", actor=cast.martin)
    with pytest.raises(Forbidden):
        discard_accountability_statement(statement, actor=cast.daniel)
    discard_accountability_statement(statement, actor=cast.martin)
    assert [table.__name__ for table in TABLES if table.objects.exists()] == ["AccountabilityWish"]
    begun(told, cast)  # and may begin again


def test_no_table_of_the_database_shows_the_words(told: Case, cast: Cast) -> None:
    statement = begun(told, cast, "Unmistakable zebra one.")
    keep_accountability_draft(statement, text="Unmistakable zebra two.", actor=cast.martin)
    asked = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    answer_accountability_round(asked, actor=cast.daniel, feedback="Unmistakable zebra three.")
    assert [table for table, words in dumped() if "zebra" in words] == []
    history = AccountabilityVersion.history.model
    assert "sealed" not in {field.name for field in history._meta.get_fields()}


def test_changing_the_master_key_takes_statements_along(told: Case, cast: Cast, settings: object) -> None:
    statement = begun(told, cast, AFTER)
    old = settings.COMPARTMENT_KEYS  # type: ignore[attr-defined]
    new = "YW5vdGhlci1rZXktdGhhdC1pcy1mb3ItdGVzdHMtMzI="
    settings.COMPARTMENT_KEYS = [new, *old]  # type: ignore[attr-defined]
    rotate_keys(actor=cast.system)
    settings.COMPARTMENT_KEYS = [new]  # type: ignore[attr-defined]
    assert words_of(versions_of(AccountabilityStatement.objects.get(pk=statement.pk))[0]) == AFTER


def test_no_consequence_changes_whatever_is_written_said_or_shared(a_case: Build, cast: Cast) -> None:
    """The no-purchase rule: words lift no warning, shorten no agreement and end no measure."""
    case = a_case("active")
    before = everything_but_statements()
    statement = begun(case, cast, BEFORE, AFTER)
    asked = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    answer_accountability_round(asked, actor=cast.daniel, feedback="Clear, and in the first person.")
    wished(case, cast)
    share_accountability_statement(statement, version=2, actor=cast.martin)
    assert everything_but_statements() == before
    discard_accountability_statement(statement, actor=cast.martin)
    assert everything_but_statements() == before


def everything_but_statements() -> dict[str, list[tuple[object, ...]]]:
    tables = [model for model in apps.get_models() if issubclass(model, Recorded) and model not in TABLES]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in tables}
