"""I8, I9, I10, I27: nothing is in force without the employee's signature over what was offered, and not signing is no breach."""

from collections.abc import Callable
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.agreements.actions.paper import (
    object_to_record,
    record_paper_refusal,
    record_paper_signature,
    take_back_record,
)
from backend.agreements.actions.pausing import resume_agreement, suspend_agreement
from backend.agreements.actions.revoking import revoke_signature
from backend.agreements.actions.signing import decline_agreement, lapse_offer, offer_agreement
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.models import Agreement, AgreementObligation, PaperRecord, Signature
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.demo.cast import Cast
from backend.documents.queries import content_sha256
from backend.kernel import clock
from backend.kernel.errors import Problem
from backend.people.models import User
from tests.agreements.answers import a_scan, an_amendment, countersign, on_paper, sign, with_release
from tests.builders import cases_at_hand, the_agreement

WHY = "Because chance says so."
PEOPLE = ("martin", "daniel", "ruth", "erin")
PROOF = {"reason": WHY, "factors": ["password"]}
FORCE = {"active", "suspended", "completed", "superseded"}
UNSIGNED = {"offered", "declined", "expired_offer", "revoked", "drafting", "legal_reviewed", "approved"}
Attempt = Callable[[Cast, Agreement, User], object]
ATTEMPTS: dict[str, Attempt] = {
    "offer": lambda cast, one, who: offer_agreement(one, actor=who, reason=WHY),
    "sign": lambda cast, one, who: sign(one, who),
    "sign other bytes": lambda cast, one, who: sign(one, who, sha256="0" * 64),
    "sign as another": lambda cast, one, who: sign(one, who, typed_name=cast.martin.name),
    "sign without proof": lambda cast, one, who: sign(one, who, factors=[]),
    "decline": lambda cast, one, who: decline_agreement(one, actor=who, **PROOF),
    "lapse": lambda cast, one, who: lapse_offer(one, actor=who, reason=WHY),
    "revoke": lambda cast, one, who: revoke_signature(one, actor=who, **PROOF),
    "countersign": lambda cast, one, who: countersign(one, who),
    "countersign other bytes": lambda cast, one, who: countersign(one, who, sha256="f" * 64),
    "paper": lambda cast, one, who: record_paper_signature(
        one, actor=who, reason=WHY, told=on_paper(one), scan=a_scan()
    ),
    "no paper": lambda cast, one, who: record_paper_refusal(one, actor=who, reason=WHY, told=on_paper(one)),
    "object": lambda cast, one, who: object_to_record(one, actor=who, objection=WHY),
    "take back": lambda cast, one, who: take_back_record(one, actor=who, reason=WHY),
    "change": lambda cast, one, who: an_amendment(one, cast),
    "suspend": lambda cast, one, who: suspend_agreement(
        one, actor=who, reason=WHY, until=clock.today() + timedelta(days=9)
    ),
    "resume": lambda cast, one, who: resume_agreement(one, actor=who, reason=WHY),
    "void": lambda cast, one, who: void_agreement(one, actor=who, reason=WHY),
}
STEPS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(ATTEMPTS))), min_size=10, max_size=16)


class AgreementsHold(TestCase):
    """Chance acts on an offer and its changes; the rules hold after every act."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS, releases=st.booleans(), likely=st.booleans())
    def test_nothing_is_in_force_unsigned(self, steps: list[tuple[str, str]], *, releases: bool, likely: bool) -> None:
        cast = Cast()
        agreement = the_agreement(cases_at_hand(cast)("drafted"))
        agreement = with_release(agreement, cast) if releases else agreement
        begun = [("daniel", "offer"), ("martin", "sign"), ("ruth", "countersign")] if likely else [("daniel", "offer")]
        moment = clock.now()
        for number, (name, attempt) in enumerate([*begun, *steps]):
            with clock.at(moment + timedelta(days=number)):
                one = Agreement.objects.filter(case=agreement.case).select_related("case", "person", "monitor")
                for each in one.order_by("-pk"):
                    try:
                        ATTEMPTS[attempt](cast, each, getattr(cast, name))
                    except Problem:
                        continue
                sweep(as_of=clock.now())
                self.check(agreement)

    def check(self, agreement: Agreement) -> None:
        """Hold the invariants against the database."""
        for each in Agreement.objects.filter(case=agreement.case):
            assert each.ends_on <= each.starts_on + relativedelta(months=24)  # I9
            duties = AgreementObligation.objects.filter(agreement=each)
            if each.state in FORCE:
                assert each.document is not None
                assert content_sha256(each.document) == each.offered_sha256
                same = {"agreement": each, "sha256": each.offered_sha256}
                screen = Signature.objects.filter(**same, signer__person=each.person, meaning__startswith="agree")
                paper = PaperRecord.objects.filter(**same, answer__startswith="agree", taken_back_at=None)
                assert screen.exists() or paper.exists()  # I8
                assert Signature.objects.filter(**same, meaning="countersign").exists()
            if each.state in UNSIGNED:  # I10, I27
                assert set(duties.values_list("state", flat=True)) <= {"planned"}
                subjects = [duty.key for duty in duties]
                assert not Deadline.objects.filter(subject__in=subjects).exists()
        live = Agreement.objects.filter(case=agreement.case, obligations__state="scheduled").distinct()
        assert live.count() <= 1  # one version at a time
