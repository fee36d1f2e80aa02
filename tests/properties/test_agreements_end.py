"""I9 and I21: every agreement has an end within the cap, and its obligations never tell the monitor who is behind the matter."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.agreements.actions.drafting import approve_agreement, draft_agreement, review_agreement
from backend.agreements.models import LONGEST_MONTHS, USUAL_MONTHS, Agreement
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.web.agreements.extract import extract_of_agreement
from tests.builders import a_draft, a_duty, cases_at_hand

WHY = "Because chance says so."
DAYS = st.integers(min_value=-400, max_value=60 * 31 + 400)


class AgreementsEnd(TestCase):
    """Agreements with whatever dates and words somebody types."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(starts=st.integers(0, 60), review=DAYS, ends=DAYS, reason=st.sampled_from(["", "  ", "A licence."]))
    def test_every_agreement_ends_within_the_cap(self, starts: int, review: int, ends: int, reason: str) -> None:
        cast = Cast()
        case = cases_at_hand(cast)("implementing")
        today = clock.today()
        start, end = today + timedelta(days=starts), today + timedelta(days=ends)
        told = {"starts_on": start, "review_on": today + timedelta(days=review), "ends_on": end, "duties": []}
        try:
            agreement = draft_agreement(
                case, a_draft(cast, **told, longer_because=reason), actor=cast.daniel, reason=WHY
            )
        except Invalid:
            assert not Agreement.objects.filter(case=case).exists()
            assert not self._fits(start, today + timedelta(days=review), end, reason)
            return
        assert self._fits(agreement.starts_on, agreement.review_on, agreement.ends_on, agreement.longer_because)
        agreement = review_agreement(agreement, actor=cast.hugo, reason=WHY)
        longer = end > start + relativedelta(months=USUAL_MONTHS)
        try:
            with transaction.atomic():
                approve_agreement(agreement, actor=cast.clara, reason=WHY)
        except Invalid:
            assert longer
        else:
            assert not longer

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        before=st.sampled_from(["", "Stay away from ", "Apologise in writing, "]),
        name=st.sampled_from(["Erin Lindqvist", "erin lindqvist", "Ms Lindqvist", "nobody"]),
        field=st.sampled_from(["what", "due", "proof"]),
    )
    def test_no_obligation_tells_the_monitor_who_is_behind_the_matter(self, before: str, name: str, field: str) -> None:
        cast = Cast()
        case = cases_at_hand(cast)("implementing")
        duty = a_duty(cast, clock.today() + timedelta(days=60))
        duty = type(duty)(**{**vars(duty), field: f"{before}{name}"})
        try:
            agreement = draft_agreement(case, a_draft(cast, duties=[duty]), actor=cast.daniel, reason=WHY)
        except Invalid:
            assert name != "nobody" or before.startswith("Apologise")
            return
        shown = str(extract_of_agreement(agreement)).casefold()
        hidden = [case.reference, "lindqvist", "substantiated", agreement.outcome.reasons]
        assert [words for words in hidden if words and words.casefold() in shown] == []

    @staticmethod
    def _fits(start: date, review: date, end: date, reason: str) -> bool:
        usual, longest = (start + relativedelta(months=months) for months in (USUAL_MONTHS, LONGEST_MONTHS))
        return start < end <= longest and start <= review <= end and (end <= usual or bool(reason.strip()))
