"""The pages of evidence, for the investigator and for both sides."""

from collections.abc import Callable

import pytest

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.files.storage import path_of
from backend.investigation.actions.evidence import rely_on_evidence, transfer_evidence, verify_evidence
from backend.investigation.actions.review import comment_on_evidence, review_evidence
from backend.investigation.models import FileAlarm
from backend.investigation.queries.evidence import own_access
from tests.e2e.conftest import Visitor
from tests.e2e.test_every_page import paths_of
from tests.investigation.exhibits import WHY, an_exhibit, hand_in

pytestmark = pytest.mark.e2e


def reviewed(cast: Cast, case: Case) -> Case:
    item = an_exhibit(case, cast.ines)
    hand_in(case, cast.martin)
    transfer_evidence(item, actor=cast.ines, reason="To be copied.", giver="Inês Duarte", taker="Sam Kowalski")
    verify_evidence(item, actor=cast.ines, reason="Before the review.")
    rely_on_evidence(item, actor=cast.ines, reason=WHY, bearings={"A1": "supports"})
    case = review_evidence(case, actor=cast.ines, reason=WHY)
    access = own_access(case, cast.martin)
    comment_on_evidence(access, actor=cast.martin, text="That was another day.", item=item)
    return case


def test_evidence_can_be_used_by_everybody(
    cast: Cast, a_case: Callable[..., Case], visitor: Callable[..., Visitor]
) -> None:
    case = reviewed(cast, a_case("answered"))
    at, own = f"/cases/{case.reference}/evidence/", f"/mine/evidence/{case.reference}/"
    acts = [f"{at}1/{act}/" for act in ("transfer", "redact", "rely")]
    ines, martin = visitor(), visitor()
    ines.bring_session(cast.ines)
    martin.bring_session(cast.martin)
    paths_of(ines, [at, f"{at}add/", f"{at}1/", *acts])
    lost = an_exhibit(a_case("answered"), cast.ines)
    assert lost.file is not None
    path_of(lost.file.sha256, lost.file.uid).unlink()
    verify_evidence(lost, actor=cast.ines, reason=WHY)
    alarm = f"/file-alarms/{FileAlarm.objects.get(item=lost).uid}/"
    paths_of(ines, ["/", alarm, f"{alarm}restore/", f"{alarm}give-up/"])
    lena = visitor()
    lena.bring_session(cast.lena)
    paths_of(lena, ["/", alarm])
    paths_of(martin, ["/mine/evidence/", own, f"{own}hand-in/", f"{own}comment/"])
