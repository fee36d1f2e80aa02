"""Pages of temporary measures, links, closing and the watch for retaliation, as the people who have them see them."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.cases.actions.closing import propose_early_close, record_closure
from backend.cases.actions.concerns import raise_concern
from backend.cases.actions.links import link_cases
from backend.cases.actions.watch import start_watch
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.investigation.actions.measures import (
    Proposal,
    approve_measure,
    challenge_measure,
    propose_measure,
    uphold_measure,
)
from backend.kernel import clock
from tests.builders import DECLARED
from tests.e2e.conftest import Visitor
from tests.e2e.test_every_page import paths_of

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
WHY = "For this test."


def test_pages_of_measures_links_closing_and_watch(cast: Cast, a_case: Callable[..., Case], visitor: Come) -> None:
    case, other = a_case("implementing"), a_case("opened")
    words: dict[str, Any] = dict.fromkeys(("grounds", "alternatives_considered", "least_restrictive"), WHY)
    proposal = Proposal(
        kind="no_contact",
        on_whom=cast.person("martin"),
        affects=cast.person("erin"),
        purpose="keep_apart",
        means="You do not contact each other at work.",
        told_affected="The other person was asked not to contact you.",
        starts_on=clock.today(),
        instructed=cast.person("neil"),
        instruction="From Monday Erin Lindqvist reports to Ruth Adeyemi.",
        **words,
    )
    measure = propose_measure(case, proposal, actor=cast.daniel, reason=WHY)
    measure = approve_measure(measure, actor=cast.omar, reason=WHY)
    measure = challenge_measure(measure, actor=cast.martin, reason=WHY, grounds="We share a project.")
    measure = uphold_measure(measure, actor=cast.ruth, reason=WHY, answer="It is the least that helps.")
    link_cases(case, other, "related", actor=cast.omar, reason=WHY)
    told = {"closure_reason": "no_nexus", "duty_check": "Nothing points to work."}
    propose_early_close(other, actor=cast.omar, reason=WHY, **told)
    learned = {"root_cause": "No host was named.", "lessons": "Name one.", "retention_class": "decided"}
    record_closure(case, actor=cast.ruth, reason=WHY, **learned)
    watch = start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration=DECLARED, told=["earlier"])
    concern = raise_concern(watch.people.get(), actor=cast.erin, told="I was left out twice.")
    first = watch.check_ins.order_by("due_on")[0]
    of_case, of_measure = f"/cases/{case.reference}/", f"/measures/{measure.reference}/"

    omar, erin, martin, neil = visitor(), visitor(), visitor(), visitor()
    omar.bring_session(cast.omar)
    paths_of(
        omar,
        [
            f"{of_case}measures/",
            f"{of_case}measures/new/",
            of_measure,
            f"{of_measure}moves/extend/",
            f"{of_case}links/",
            f"{of_case}links/open/",
            f"{of_case}closing/",
            f"/cases/{other.reference}/closing/propose/",
            f"/cases/{other.reference}/watch/start/",
            f"/watches/{watch.reference}/",
            f"/check-ins/{first.reference}/",
            f"/concerns/{concern.reference}/",
            f"/concerns/{concern.reference}/open-case/",
        ],
    )
    erin.bring_session(cast.erin)
    paths_of(erin, ["/mine/measures/", "/mine/watch/", f"/mine/watch/check-ins/{first.reference}/"])
    martin.bring_session(cast.martin)
    paths_of(martin, [f"/mine/measures/{measure.reference}/", f"/mine/measures/{measure.reference}/challenge/"])
    neil.bring_session(cast.neil)
    paths_of(neil, ["/mine/instructions/"])
