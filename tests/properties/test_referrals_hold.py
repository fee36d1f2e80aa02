"""I6, I7, the bought-off consequence and the extract: whoever does what on a referral, permitted or not, these hold."""

import dataclasses
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.access.policy import can
from backend.agreements.models import Agreement, AgreementObligation
from backend.agreements.occurrence_tables import Occurrence
from backend.cases.models import Case, Obligation
from backend.decisions.models import Finding, Outcome
from backend.demo.cast import Cast
from backend.investigation.measure_tables import InterimMeasure
from backend.kernel import clock
from backend.kernel.errors import Problem
from backend.people.models import User
from backend.referrals.actions.barriers import SUSPECTED_OWED, ask_barrier
from backend.referrals.actions.offering import INSTEAD_OWED, choose_another
from backend.referrals.actions.preparing import (
    add_safeguard,
    approve_memo,
    choose_providers,
    end_safeguard,
    read_evidence,
    write_memo,
)
from backend.referrals.actions.quarantine import receive_file
from backend.referrals.actions.releasing import offer_release
from backend.referrals.actions.reporting import send_report
from backend.referrals.models import (
    BarrierQuery,
    EvidenceReading,
    Licence,
    NecessityMemo,
    OfferedProvider,
    ProviderFile,
    ProviderReport,
    Referral,
    ReleaseAuthorization,
    Safeguard,
)
from backend.referrals.queries.extract import extract_of
from backend.referrals.reportable import Codes
from backend.referrals.vocabulary import UNTOLD, WITH_PROVIDER
from backend.safeguards.models import SettingSafeguard
from backend.workflow.lifecycle import Lifecycle
from tests.builders import cases_at_hand
from tests.referrals.referring import (
    WHY,
    a_contact,
    a_guard,
    a_memo,
    a_provider,
    a_status,
    an_initial,
    helena,
    play_referral,
    release_ends,
)
from tests.referrals.reported import CLINICAL, a_report, upload

PEOPLE: Final = ("mira", "martin", "ruth", "hugo", "helena", "daniel", "clara", "erin", "lena", "sam", "system")
NOUNS: Final = ("referral", "release", "barrier", "provider_file")
Attempt = Callable[[Cast, Referral, User], object]
MOVES: Final = [f"{noun}.{verb}" for noun in NOUNS for verb in Lifecycle.registry[noun].functions]


def _latest(model: type[Any], referral: Referral) -> Any:
    found = model.objects.filter(referral=referral).order_by("-pk").first()
    if found is None:
        raise Problem("There is none yet.")
    return found


def _row(noun: str, referral: Referral) -> Any:
    kinds = {"release": ReleaseAuthorization, "barrier": BarrierQuery, "provider_file": ProviderFile}
    return referral if noun == "referral" else _latest(kinds[noun], referral)


def _inputs(move: str, cast: Cast, row: Any, who: User) -> dict[str, Any]:
    """Give what a move asks for beside the row and the person; a move that is not named here asks for nothing."""
    given: Mapping[str, Callable[[], dict[str, Any]]] = {
        "referral.gate": lambda: {"coordinator": cast.mira},
        "referral.accept": lambda: {"provider": a_provider(cast)},
        "referral.send": lambda: {"to": a_contact(cast, a_provider(cast))},
        "release.sign": lambda: {"sha256": row.offered_sha256, "typed_name": who.name, "factors": ["password"]},
        "barrier.answer": lambda: {"words": CLINICAL},
        "barrier.excuse": lambda: {"excuse": "sickness"},
        "release.note_revoked": lambda: {"came_by": "slip"},
    }
    return given.get(move, dict)()


def _move(move: str) -> Attempt:
    noun, _, verb = move.partition(".")

    def attempt(cast: Cast, referral: Referral, who: User) -> object:
        row = _row(noun, referral)
        return Lifecycle.registry[noun].functions[verb](row, actor=who, **_inputs(move, cast, row, who))

    return attempt


ATTEMPTS: Final[dict[str, Attempt]] = {
    **{move: _move(move) for move in MOVES},
    "write memo": lambda cast, referral, who: write_memo(referral, memo=a_memo(), actor=who),
    "approve memo": lambda cast, referral, who: approve_memo(referral, actor=who),
    "read evidence": lambda cast, referral, who: read_evidence(referral, why=WHY, actor=who),
    "add safeguard": lambda cast, referral, who: add_safeguard(referral, guard=a_guard(cast), actor=who),
    "end safeguard": lambda cast, referral, who: end_safeguard(_latest(Safeguard, referral), actor=who),
    "choose providers": lambda cast, referral, who: choose_providers(
        referral, treating=[a_provider(cast), a_provider(cast, "Meridian Counselling")], actor=who
    ),
    "offer release": lambda cast, referral, who: offer_release(referral, expires_on=release_ends(referral), actor=who),
    "report missed": lambda cast, referral, who: ask_barrier(_report(referral, cast, who), actor=who),
    "report initial": lambda cast, referral, who: send_report(referral, kind="initial", codes=an_initial(), actor=who),
    "report status": lambda cast, referral, who: send_report(referral, kind="status", codes=a_status(), actor=who),
    "report follow-up": lambda cast, referral, who: send_report(
        referral, kind="follow_up_evaluation", codes=Codes(evaluated_on=clock.today(), complying="yes"), actor=who
    ),
    "report completion": lambda cast, referral, who: send_report(
        referral, kind="completion", codes=Codes(completed_on=clock.today()), actor=who
    ),
    "report follow-up not kept": lambda cast, referral, who: send_report(
        referral, kind="follow_up_evaluation", codes=Codes(evaluated_on=clock.today(), complying="no"), actor=who
    ),
    "choose another": lambda cast, referral, who: choose_another(
        referral, actor=who, provider=a_provider(cast, "Meridian Counselling")
    ),
    "hand a file in": lambda cast, referral, who: receive_file(_report(referral, cast, who), upload(), actor=who),
}
TO_PROVIDER: Final = (
    ("ruth", "write memo"),
    ("hugo", "approve memo"),
    ("ruth", "read evidence"),
    ("ruth", "add safeguard"),
    ("ruth", "choose providers"),
    ("ruth", "referral.gate"),
    ("mira", "referral.offer"),
    ("martin", "referral.accept"),
    ("mira", "offer release"),
    ("martin", "release.sign"),
    ("mira", "referral.send"),
)
AWAY: Final = (
    *TO_PROVIDER,
    ("helena", "report missed"),
    ("helena", "hand a file in"),
    ("mira", "provider_file.seal"),
    ("martin", "barrier.answer"),
    ("mira", "barrier.not_excuse"),
    ("martin", "release.revoke"),
)
THROUGH: Final = (
    *TO_PROVIDER,
    ("helena", "referral.take"),
    ("helena", "report initial"),
    ("helena", "report status"),
    ("helena", "report follow-up"),
    ("helena", "report completion"),
    ("mira", "referral.conclude"),
    ("mira", "referral.close"),
)
CHANCE: Final = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(ATTEMPTS)))
COURSE: Final = st.lists(st.one_of(*[st.just(None)] * 4, CHANCE), min_size=18, max_size=28)


def _report(referral: Referral, cast: Cast, who: User) -> ProviderReport:
    if not can(who, "referral.report", referral):
        raise Problem("Only a provider under a release that is in force reports.")
    return a_report(referral, cast)


class ReferralsHold(TestCase):
    """A referral on its way, with chance acts in between; each invariant is held against the database after every step."""

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(course=COURSE, path=st.sampled_from([AWAY, THROUGH]))
    def test_whatever_happens_on_a_referral(
        self, course: list[tuple[str, str] | None], path: tuple[tuple[str, str], ...]
    ) -> None:
        walk(course, path)

    def test_a_release_that_is_revoked(self) -> None:
        assert walk([None] * len(AWAY), AWAY).state == "accepted"

    def test_a_referral_that_is_complied_with(self) -> None:
        ended = walk([None] * len(THROUGH), THROUGH)
        assert (ended.state, ended.ended_as) == ("closed", "complied")


def walk(course: list[tuple[str, str] | None], path: tuple[tuple[str, str], ...]) -> Referral:
    """Go a way with a referral, with the acts of chance in between, and hold everything after each step."""
    cast = Cast()
    case = cases_at_hand(cast)("active")  # an agreement is in force, with duties that could be bought off
    referral = play_referral(case, cast, "considered")
    people = {"helena": helena(cast)}
    consequences, moment, way = standing(case), clock.now(), iter(path)
    assert all(consequences[kind] for kind in ("findings", "outcomes", "agreements", "duties"))
    restrictions: set[int] = set()
    for number, step in enumerate(course):
        who, name = step or next(way, ("mira", "referral.close"))
        with clock.at(moment + timedelta(hours=number)):
            with suppress(Problem):  # what is refused must have changed nothing either
                ATTEMPTS[name](cast, referral, people.get(who) or getattr(cast, who))
            referral = Referral.objects.get(pk=referral.pk)
            hold_gate(referral)
            hold_silence(referral, people["helena"])
            hold_extract(referral)
            assert standing(case) == consequences, f"{name} by {who} changed what was decided on the conduct"
            restrictions = hold_restrictions(referral, restrictions)
    return referral


def standing(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Read everything that was decided on the conduct, or binds because of it: none of it may move with a referral."""
    kept: dict[str, Any] = {
        "findings": Finding.objects.filter(allegation__case=case),
        "outcomes": Outcome.objects.filter(case=case),
        "measures": InterimMeasure.objects.filter(case=case),
        "agreements": Agreement.objects.filter(case=case),
        "duties": AgreementObligation.objects.filter(agreement__case=case),
        "occurrences": Occurrence.objects.filter(agreement__case=case),
        "safeguards": SettingSafeguard.objects.filter(case=case),
        "owed": Obligation.objects.filter(case=case).exclude(kind__in=[SUSPECTED_OWED, INSTEAD_OWED]),
        "case": Case.objects.filter(pk=case.pk),
    }
    return {name: list(rows.order_by("pk").values()) for name, rows in kept.items()}


def hold_restrictions(referral: Referral, before: set[int]) -> set[int]:
    """What changes in the setting holds whatever becomes of the referral: once it is approved, nothing done to it ends any."""
    running = set(Safeguard.objects.filter(referral=referral, ended_on=None).values_list("pk", flat=True))
    if referral.state == "considered":
        return running
    assert running >= before, "a safeguard ended with the referral"
    return running


def hold_gate(referral: Referral) -> None:
    """I6: beyond the gate there is a memo that another person approved, evidence that was read, a safeguard and valid licences."""
    beyond = referral.state not in UNTOLD and referral.offered_at is not None
    if not (beyond or referral.state == "gated"):
        return
    memo = NecessityMemo.objects.get(referral=referral)
    assert memo.approved_by_id not in {None, memo.written_by_id}
    assert EvidenceReading.objects.filter(referral=referral, grade=referral.grade).exists()
    assert Safeguard.objects.filter(referral=referral, ended_on=None).exists()
    for offered in OfferedProvider.objects.filter(referral=referral):
        held = Licence.objects.filter(provider=offered.provider, verified_on__isnull=False, ended_on=None)
        assert held.filter(expires_on__gte=(referral.offered_at or clock.now()).date()).exists()


def hold_silence(referral: Referral, provider: User) -> None:
    """I7: without a release in force nothing is said of the course, and the provider reaches nothing; what came before stays."""
    in_force = ReleaseAuthorization.objects.filter(
        referral=referral, state="active", expires_on__gte=clock.today()
    ).exists()
    if referral.state in WITH_PROVIDER:
        assert in_force
    if not in_force:
        assert not can(provider, "referral.see_as_provider", referral)
        assert not can(provider, "referral.report", referral)
        if referral.ended_as not in {"complied", "not_complied"}:
            assert extract_of(referral).complying == "unknown"
            assert extract_of(referral).restrictions == ()
    for report in ProviderReport.objects.filter(referral=referral).select_related("release"):
        assert report.release.ended_at is None or report.sent_at <= report.release.ended_at


def hold_extract(referral: Referral) -> None:
    """A monitor learns one of three words, a day, and functional limits of the list; there is nothing else in the extract."""
    told = dataclasses.asdict(extract_of(referral))
    assert set(told) == {"complying", "since", "restrictions"}
    assert told["complying"] in {"yes", "no", "unknown"}
    for name in (CLINICAL, "Calder", "Helena", referral.reference, "sickness", "cognitive"):
        assert name not in str(told)


def test_chance_reaches_every_move() -> None:
    assert {move.partition(".")[0] for move in MOVES} == set(NOUNS)
    assert len(MOVES) > 25
