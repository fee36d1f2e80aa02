"""Agreements in force with obligations of one's own choice, and days in their time."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from backend.agreements.actions.drafting import Duty, approve_agreement, draft_agreement, review_agreement
from backend.agreements.actions.signing import countersign_agreement, offer_agreement, sign_agreement
from backend.agreements.models import Agreement, Occurrence
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.builders import a_draft

WHY = "For this test."


def in_force(a_case: Callable[..., Case], cast: Cast, duties: Sequence[Duty]) -> Agreement:
    """Put an agreement with these obligations into force, in a case of its own."""
    case = a_case("implementing")
    agreement = draft_agreement(case, a_draft(cast, duties=duties), actor=cast.daniel, reason=WHY)
    agreement = review_agreement(agreement, actor=cast.hugo, reason=WHY)
    agreement = approve_agreement(agreement, actor=cast.clara, reason=WHY)
    agreement = offer_agreement(agreement, actor=cast.daniel, reason=WHY)
    for act, who in ((sign_agreement, cast.martin), (countersign_agreement, cast.ruth)):
        signed: dict[str, Any] = {"sha256": agreement.offered_sha256, "typed_name": who.name, "factors": ["password"]}
        agreement = act(agreement, actor=who, reason="I sign.", **signed)
    return agreement


def a_promise(cast: Cast, due_on: date, **told: Any) -> Duty:
    """Say what the organisation promises, through Daniel."""
    usual: dict[str, Any] = {
        "kind": "organisation",
        "what": "We pay for the course and give you working time for it.",
        "due": f"by {due_on:%d %B %Y}",
        "due_on": due_on,
        "proof": "The receipt",
        "verifier": cast.person("joan"),
        "owed_by": cast.person("daniel"),
    }
    return Duty(**{**usual, **told})


def dates(agreement: Agreement, *, seq: int = 1) -> list[Occurrence]:
    """Read the dates of one obligation."""
    rows = Occurrence.objects.filter(agreement=agreement, duty__seq=seq).select_related("agreement__case", "duty")
    return list(rows.order_by("number"))


def on(day: date, hour: int = 12) -> AbstractContextManager[datetime]:
    """Hold the clock at an hour of a day, in London."""
    return clock.at(datetime.combine(day, time(hour), tzinfo=ZoneInfo("Europe/London")))
