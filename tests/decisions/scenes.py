"""What several tests of appeals and remedies play: a told decision, an appeal, and its review."""

from datetime import timedelta
from typing import Any

from backend.cases.actions.appointments import appoint
from backend.cases.models import Case
from backend.decisions.actions.appeals import Claim, admit_appeal, file_appeal, review_appeal
from backend.decisions.models import Appeal
from backend.decisions.queries.standing import approved_outcome
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.models import User
from tests.builders import DECLARED, WHY

REASONS = {"unreasonable_on_evidence": "The second witness was not there."}


def a_claim(**told: Any) -> Claim:
    """Say what Martin appeals against; anything may be told otherwise."""
    usual: dict[str, Any] = {
        "grounds": ["unreasonable_on_evidence"],
        "text": "The second witness was in another room.",
        "findings": [1],
        "against_outcome": True,
    }
    return Claim(**{**usual, **told})


def filed(case: Case, who: User, **told: Any) -> Appeal:
    """File an appeal."""
    return file_appeal(approved_outcome(case), a_claim(**told), actor=who)


def with_reviewer(case: Case, cast: Cast) -> User:
    """Let Ian, who took no part, review appeals in a case."""
    appoint(case, cast.ian, "appeal_reviewer", declaration=DECLARED, actor=cast.omar, reason=WHY)
    return cast.ian


def reviewed(appeal: Appeal, reviewer: User, **told: Any) -> Appeal:
    """Admit an appeal and begin its review."""
    until = clock.now() + timedelta(days=5)
    appeal = admit_appeal(appeal, actor=reviewer, reason=WHY, comment_until=until, **told)
    return review_appeal(appeal, actor=reviewer, reason=WHY)
