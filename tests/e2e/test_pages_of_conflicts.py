"""The pages about conflicts of interest, for the people who have them."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from backend.access.ties import add_tie
from backend.cases.actions.impartiality import challenge
from backend.cases.actions.links import open_linked
from backend.cases.actions.waivers import ask_waiver
from backend.cases.conflicts.leaving import leave
from backend.cases.models import Case
from backend.cases.vocabulary import LeaveReason
from backend.demo.cast import Cast
from backend.people.models import User
from tests.e2e.conftest import Visitor
from tests.e2e.test_every_page import paths_of

pytestmark = pytest.mark.e2e
WHY = "For this page."


def test_pages_of_conflicts(cast: Cast, a_case: Callable[..., Case], visitor: Callable[..., Visitor]) -> None:
    case = a_case("investigating")
    made = challenge(case, role="investigator", grounds="She called me guilty.", actor=cast.martin, reason=WHY)
    asked = ask_waiver(case, person=cast.person("paul"), rule="C3", actor=cast.omar, reason=WHY)
    left = leave(case, cast.person("paul"), LeaveReason.RECUSED, "stepped aside", actor=cast.omar, reason=WHY)
    tie = add_tie(cast.person("noor"), cast.person("felix"), "family", actor=cast.daniel, reason=WHY)
    told: dict[str, Any] = {"link": "related", "title": "What was known", "nexus": "At work."}
    sent = open_linked(case, **told, respondent=cast.person("grace"), actor=cast.omar, reason=WHY)
    of_case = f"/cases/{case.reference}/conflicts/"
    came = partial(come_in, visitor)
    paths_of(
        came(cast.omar),
        [of_case, f"{of_case}waiver/", f"/challenges/{made.uid}/", f"/handovers/{left.uid}/", f"/waivers/{asked.uid}/"],
    )
    paths_of(came(cast.ines), [f"{of_case}declare/", f"{of_case}step-aside/"])
    routed = f"/cases/{sent.reference}/conflicts/"
    paths_of(came(cast.vera), ["/", "/waivers/", f"/waivers/{asked.uid}/grant/", routed, f"{routed}take-in/"])
    paths_of(came(cast.martin), ["/mine/handling/", f"/mine/handling/{case.uid}/challenge/"])
    paths_of(came(cast.daniel), ["/ties/", "/ties/new/", f"/ties/{tie.uid}/end/"])


def come_in(visitor: Callable[..., Visitor], user: User) -> Visitor:
    """Open a browser for somebody who signed in beforehand."""
    one = visitor()
    one.bring_session(user)
    return one
