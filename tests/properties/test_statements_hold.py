"""Whatever is written, said and shared of an accountability statement, in whatever order and by whom: it stays its owner's.

Nobody who complained reads a word that they did not ask for and its owner did not share; every version that was saved stays
as it was; and the guide keeps nobody from saving anything.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

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
from backend.amends.guide.reading import marks
from backend.amends.models import (
    AccountabilityRound,
    AccountabilityShare,
    AccountabilityStatement,
    AccountabilityVersion,
    AccountabilityWish,
)
from backend.amends.queries import shared_with
from backend.amends.sealing import words_of
from backend.audit.models import Event
from backend.cases.models import Case
from backend.decisions.queries.standing import approved_outcome
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.jobs.models import Job
from backend.kernel.errors import Problem
from backend.people.models import User
from tests.amends.scenes import AFTER, BEFORE
from tests.builders import WHY, cases_at_hand

PEOPLE = ("martin", "martin", "erin", "omar", "daniel", "ruth", "joan")
Attempt = Callable[[Cast, Case, User], object]


def mine(case: Case) -> AccountabilityStatement:
    found: AccountabilityStatement = last(AccountabilityStatement, case=case)
    return found


def last(model: type[Model], **told: object) -> Any:
    found = model._base_manager.filter(**told).order_by("-pk").first()
    if found is None:
        raise Problem("There is none yet.")
    return found


ATTEMPTS: dict[str, Attempt] = {
    "begin": lambda cast, case, who: begin_accountability_statement(approved_outcome(case), actor=who),
    "draft": lambda cast, case, who: keep_accountability_draft(mine(case), text=BEFORE, actor=who),
    "save": lambda cast, case, who: save_accountability_version(mine(case), text=AFTER, actor=who),
    "save what the guide marks": lambda cast, case, who: save_accountability_version(mine(case), text=BEFORE, actor=who),
    "ask": lambda cast, case, who: ask_accountability_feedback(mine(case), reviewer=cast.daniel, actor=who),
    "ask the complainant": lambda cast, case, who: ask_accountability_feedback(mine(case), reviewer=cast.erin, actor=who),
    "answer": lambda cast, case, who: answer_accountability_round(last(AccountabilityRound), actor=who, feedback="Clear."),
    "take back": lambda cast, case, who: take_back_accountability_round(last(AccountabilityRound), actor=who),
    "wish": lambda cast, case, who: record_accountability_wish(case, person=cast.person("erin"), actor=who, reason=WHY),
    "wish no more": lambda cast, case, who: withdraw_accountability_wish(last(AccountabilityWish), actor=who),
    "share": lambda cast, case, who: share_accountability_statement(mine(case), version=1, actor=who),
    "unshare": lambda cast, case, who: unshare_accountability_statement(mine(case), actor=who),
    "discard": lambda cast, case, who: discard_accountability_statement(mine(case), actor=who),
}  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(ATTEMPTS))), min_size=8, max_size=20)
TO_THE_END = [
    ("martin", "begin"), ("martin", "save what the guide marks"), ("martin", "share"), ("martin", "ask"),
    ("daniel", "answer"), ("martin", "save"), ("omar", "wish"), ("martin", "share"), ("martin", "unshare"),
]  # fmt: skip


class StatementsHold(TestCase):
    """Chance acts on a statement; the rules hold after every act."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    @example(steps=TO_THE_END)
    def test_nobody_who_complained_is_sent_a_word_that_they_did_not_ask_for(self, steps: list[tuple[str, str]]) -> None:
        cast = Cast()
        case = cases_at_hand(cast)("implementing")
        before, kept = self.told_to(cast), dict[int, str]()
        for name, attempt in [("martin", "begin"), *steps]:
            try:
                ATTEMPTS[attempt](cast, case, getattr(cast, name))
            except Problem:
                pass
            else:
                assert attempt == "answer" or name != "daniel", "whoever helps gives feedback, and does nothing else"
                assert attempt in {"wish no more"} or name != "erin"
            self.check(cast, case, kept)
        assert self.told_to(cast) == before, "no letter, message or mail goes to whoever complained"

    def check(self, cast: Cast, case: Case, kept: dict[int, str]) -> None:
        """Hold the rules against the database; `kept` remembers what each version said."""
        read = shared_with(cast.erin, case)
        asked = AccountabilityWish.objects.filter(case=case, person=cast.person("erin"), state="asked").exists()
        shared = Event.objects.filter(action="accountability.share", actor=cast.martin.uid).exists()
        assert not read or (asked and shared), "asked for, and shared by its owner"
        for each in read:
            assert AccountabilityShare.objects.filter(pk=each.pk, state="shared").exists()
        standing = {row.pk: words_of(row) for row in AccountabilityVersion.objects.select_related("statement")}
        for pk, words in standing.items():
            assert kept.setdefault(pk, words) == words, "a version is never written over"
        lost = set(kept) - set(standing)
        assert not lost or Event.objects.filter(action="accountability.discard", actor=cast.martin.uid).exists()

    @staticmethod
    def told_to(cast: Cast) -> tuple[int, int]:
        """Count the letters to whoever complained, and the work in the queue that names them."""
        letters = Document.objects.filter(recipient=cast.person("erin")).count()
        return letters, sum(str(cast.erin.uid) in str(job.params) for job in Job.objects.all())

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        text=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=300), marked=st.booleans()
    )
    @example(text=BEFORE, marked=True)
    def test_the_guide_never_keeps_anybody_from_saving(self, text: str, *, marked: bool) -> None:
        cast = Cast()
        statement = begin_accountability_statement(
            approved_outcome(cases_at_hand(cast)("implementing")), actor=cast.martin
        )
        words = f"{BEFORE} {text}" if marked else f"I {text}"
        assert marks(words) or not marked
        saved = save_accountability_version(statement, text=words, actor=cast.martin)
        assert words_of(saved) == words.strip()
