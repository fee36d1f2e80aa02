"""I12, I21 and I27: whoever does what after an offer, nobody decides on their own report, and nothing unsigned is broken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.agreements.actions.obligations import verify_duty
from backend.agreements.actions.signing import (
    complete_agreement,
    countersign_agreement,
    decline_agreement,
    sign_agreement,
)
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.letters.monitoring import MonitorBriefing
from backend.agreements.models import Agreement, AgreementState, Meaning
from backend.cases.models import Obligation
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.decisions.models import Finding
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Problem
from backend.monitoring.actions.breaches import (
    drop_breach,
    extend_response,
    notice_breach,
    respond_to_breach,
    suspect_breach,
)
from backend.monitoring.actions.check_ins import (
    hold_agreement_check_in,
    miss_agreement_check_in,
    reschedule_agreement_check_in,
    say_barrier,
    write_own_words,
)
from backend.monitoring.actions.determining import (
    appeal_breach,
    close_breach,
    decide_breach_appeal,
    decide_consequence,
    determine_breach,
)
from backend.monitoring.actions.easing import propose_easing
from backend.monitoring.models import AgreementCheckIn, Breach, Easing, MonitorUndertaking
from backend.people.models import User
from tests.builders import cases_at_hand, the_agreement
from tests.monitoring.scenes import GOOD, facts, the_duty

WHY: Final = "Because chance says so."
PEOPLE: Final = ("martin", "erin", "joan", "daniel", "ruth", "clara", "hugo", "omar", "noor", "system")
DECISION: Final = {"weighed": WHY, "reasons": WHY, "appeal_to": "Helen Marsh", "step": 1}
DAY: Final = timedelta(days=1)
Attempt = Callable[[Agreement, User], object]


def _breach(agreement: Agreement) -> Breach:
    found = Breach.objects.filter(agreement=agreement).order_by("-pk").first()
    if found is None:
        raise Problem("Nothing was reported yet.")
    return found


def _check_in(agreement: Agreement) -> AgreementCheckIn:
    rows = AgreementCheckIn.objects.filter(agreement=agreement).exclude(state__in=["held", "cancelled"])
    found = rows.order_by("number").first()
    if found is None:
        raise Problem("No check-in is planned.")
    return found


def _signed(act: Any, agreement: Agreement, who: User) -> object:
    sha256 = agreement.offered_sha256
    return act(agreement, actor=who, reason=WHY, sha256=sha256, typed_name=who.name, factors=["password"])


def _suspect(agreement: Agreement, who: User) -> Breach:
    told = facts(was_answered=True)
    return suspect_breach(the_duty(agreement), due_on=clock.today() - DAY, facts=told, actor=who, reason=WHY)


ATTEMPTS: Final[dict[str, Attempt]] = {
    "sign": lambda agreement, who: _signed(sign_agreement, agreement, who),
    "countersign": lambda agreement, who: _signed(countersign_agreement, agreement, who),
    "decline": lambda agreement, who: decline_agreement(agreement, actor=who, reason=WHY, factors=["password"]),
    "void": lambda agreement, who: void_agreement(agreement, actor=who, reason=WHY),
    "complete": lambda agreement, who: complete_agreement(agreement, actor=who, reason=WHY),
    "verify": lambda agreement, who: verify_duty(the_duty(agreement), actor=who, reason=WHY, note="Seen."),
    "suspect": _suspect,
    "notice": lambda agreement, who: notice_breach(
        _breach(agreement), actor=who, reason=WHY, respond_by=clock.today() + 14 * DAY
    ),
    "extend": lambda agreement, who: extend_response(
        _breach(agreement), actor=who, reason=WHY, respond_by=clock.today() + 21 * DAY
    ),
    "respond": lambda agreement, who: respond_to_breach(_breach(agreement), actor=who, words="No train ran."),
    "drop": lambda agreement, who: drop_breach(_breach(agreement), actor=who, reason=WHY),
    "determine": lambda agreement, who: determine_breach(
        _breach(agreement), actor=who, reason=WHY, result="material", **DECISION
    ),
    "consequence": lambda agreement, who: decide_consequence(
        _breach(agreement), actor=who, reason=WHY, consequence="A talk."
    ),
    "close": lambda agreement, who: close_breach(_breach(agreement), actor=who, reason=WHY),
    "appeal": lambda agreement, who: appeal_breach(
        _breach(agreement), actor=who, grounds=["new_evidence"], words="A ticket."
    ),
    "decide appeal": lambda agreement, who: decide_breach_appeal(
        _breach(agreement), actor=who, reason=WHY, answer="overturned", reasons=WHY
    ),
    "hold": lambda agreement, who: hold_agreement_check_in(_check_in(agreement), actor=who, reason=WHY, answers=GOOD),
    "miss": lambda agreement, who: miss_agreement_check_in(
        _check_in(agreement), actor=who, reason=WHY, missed_by="employee"
    ),
    "move": lambda agreement, who: reschedule_agreement_check_in(
        _check_in(agreement), actor=who, reason=WHY, due_on=clock.today() + DAY
    ),
    "say": lambda agreement, who: say_barrier(_check_in(agreement), actor=who, in_the_way="travel"),
    "words": lambda agreement, who: write_own_words(_check_in(agreement), actor=who, words="Mine."),
    "ease": lambda agreement, who: propose_easing(agreement, actor=who),
    "night": lambda agreement, who: sweep(as_of=clock.now()),
}
LIKELY: Final = ("sign", "countersign", "suspect", "notice", "respond", "determine", "hold", "night")
STEPS: Final = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from([*LIKELY, *sorted(ATTEMPTS)]), st.integers(min_value=0, max_value=12)
    ),
    min_size=10,
    max_size=24,
)


WHOLE: Final = [
    ("ruth", "countersign", 0),
    ("joan", "suspect", 2),
    ("joan", "notice", 1),
    ("noor", "determine", 1),
    ("martin", "respond", 1),
    ("joan", "determine", 1),
    ("martin", "appeal", 1),
    ("ruth", "close", 1),
    ("ruth", "decide appeal", 1),
]


def _tried(agreement: Agreement, cast: Cast, name: str, who: str) -> None:
    fresh = Agreement.objects.select_related("case", "person", "monitor").get(pk=agreement.pk)
    doers = (getattr(cast, who), cast.martin, cast.ruth, cast.joan, cast.daniel)
    for doer in doers:  # somebody by chance, then those who might
        try:
            ATTEMPTS[name](fresh, doer)
        except Problem:
            continue
        return


class MonitoringHolds(TestCase):
    """Chance acts on an agreement that was offered."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS, begins=st.sampled_from(["offered", "signed", "active", "active"]))
    @example(steps=WHOLE, begins="signed")
    @example(steps=[*WHOLE[:-3], ("ruth", "void", 1)], begins="active")
    def test_the_invariants_hold(self, steps: list[tuple[str, str, int]], begins: str) -> None:
        cast = Cast()
        agreement = the_agreement(cases_at_hand(cast)(begins))
        moment = clock.now()
        for who, name, days in steps:
            moment += timedelta(days=days)
            with clock.at(moment):
                _tried(agreement, cast, name, who)
                self._holds(Agreement.objects.get(pk=agreement.pk))
        with clock.at(moment):
            self._tells_a_monitor_little(Agreement.objects.get(pk=agreement.pk), cast)

    def _holds(self, agreement: Agreement) -> None:
        breaches = list(Breach.objects.filter(agreement=agreement))
        signed = agreement.signatures.filter(signer__person=agreement.person).exclude(meaning=Meaning.DECLINE).exists()
        never = agreement.state in {AgreementState.OFFERED, AgreementState.SIGNED, AgreementState.DECLINED}
        if never or not signed:  # I27
            assert not breaches
            assert not AgreementCheckIn.objects.filter(agreement=agreement).exists()
            assert not Easing.objects.filter(agreement=agreement).exists()
            assert not MonitorUndertaking.objects.filter(agreement=agreement).exists()
        for breach in breaches:  # I12
            if breach.determined_at:
                assert breach.determined_by_id not in {None, breach.reported_by_id}
                assert (breach.responded_at or breach.lapsed_at or breach.determined_at) <= breach.determined_at
                assert breach.responded_at or breach.lapsed_at
                assert breach.reasons
                assert breach.notice_id
            if breach.appeal_decided_by_id:
                assert breach.appeal_decided_by_id not in {breach.determined_by_id, breach.reported_by_id}
        pending = Deadline.objects.pending().filter(matter=agreement.case.key)
        if agreement.state in {AgreementState.VOIDED, AgreementState.COMPLETED}:
            assert not [each for each in breaches if each.state not in {"closed", "dropped", "ended"}]
            assert not AgreementCheckIn.objects.filter(
                agreement=agreement, state__in=["planned", "missed", "escalated"]
            ).exists()
            assert not pending.filter(kind__startswith="duty.check_in").exists()
            owed = Obligation.objects.filter(case=agreement.case, discharged_at=None, kind__startswith="agreement.")
            assert not owed.exclude(kind="agreement.complete").exists()
        else:
            assert pending.filter(kind="duty.check_in").count() <= 1

    def _tells_a_monitor_little(self, agreement: Agreement, cast: Cast) -> None:
        """I21: pages and payloads of a monitor hold no finding, no case, no reason, and nobody who complained."""
        joan = Client()
        joan.force_login(cast.joan, backend="django.contrib.auth.backends.ModelBackend")
        urls = [
            "/agreements/obligations/",
            "/agreements/obligations/check-ins/",
            "/agreements/breaches/",
            "/api/v1/agreement-check-ins/",
        ]
        urls += ["/api/v1/undertakings/", "/api/v1/breaches/", "/api/v1/easings/"]
        for check_in in AgreementCheckIn.objects.filter(agreement=agreement)[:2]:
            urls += [f"/agreements/obligations/check-ins/{check_in.reference}/"]
            urls += [f"/api/v1/agreement-check-ins/{check_in.reference}/"]
        hidden = [agreement.case.reference, agreement.case.title, cast.erin.name, "substantiated", "BRE-", "CHK-"]
        hidden += list(agreement.breaches.exclude(response="").values_list("response", flat=True))
        for url in urls:
            words = joan.get(url).content.decode()
            assert not [each for each in hidden if each in words], url
        for letter in Document.objects.filter(recipient=agreement.monitor, matter_stream=agreement.case.key):
            told = letter_of(letter)
            assert isinstance(told, MonitorBriefing), "the briefing is all that a monitor is sent"
            words = str(replace(told, keep_apart=()))  # the names to keep apart are the one exception
            reasons = [agreement.case.reference, agreement.case.title, cast.erin.name, *self._reasons(agreement)]
            assert not [each for each in reasons if each and each.casefold() in words.casefold()]

    @staticmethod
    def _reasons(agreement: Agreement) -> list[str]:
        found = Finding.objects.filter(allegation__case=agreement.case).values_list("reasons", "summary")
        return ["substantiated", agreement.outcome.reasons, *(words for each in found for words in each)]
