"""What several tests of safeguards play: one that is proposed, and one that is in place."""

from datetime import timedelta
from typing import Any

from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.references import new_reference
from backend.people.actions import add_line, end_line
from backend.safeguards.actions.proposing import Control, confirm_safeguard, propose_safeguard
from backend.safeguards.models import ManagerExtract, SettingSafeguard
from tests.builders import WHY


def a_control(cast: Cast, **told: Any) -> Control:
    """Say what a safeguard is; anything may be told otherwise."""
    usual: dict[str, Any] = {
        "situation": "alcohol_present",
        "control": "Client events end for him with the working part. A second manager is present until then.",
        "falls_on": "employee",
        "person": cast.person("martin"),
        "owner": cast.person("joan"),
        "starts_on": clock.today(),
        "review_on": clock.today() + timedelta(days=30),
    }
    return Control(**{**usual, **told})


def proposed(case: Case, cast: Cast, **told: Any) -> SettingSafeguard:
    """Propose a safeguard as the HR partner."""
    return propose_safeguard(case, a_control(cast, **told), actor=cast.daniel, reason=WHY)


def in_place(case: Case, cast: Cast, **told: Any) -> SettingSafeguard:
    """Propose a safeguard and have its owner, Joan unless told otherwise, confirm it."""
    row = proposed(case, cast, **told)
    return confirm_safeguard(row, actor=row.owner.user, reason=WHY)


def led_anew(case: Case, cast: Cast, by: str = "oliver") -> ManagerExtract:
    """Let somebody else lead Martin from today, and give what they were told."""
    martin = cast.person("martin")
    for line in martin.lines_up.filter(kind="solid", ends_on=None):
        end_line(line, on=clock.today() - timedelta(days=1), actor=cast.system, reason="He changes unit.")
    add_line(martin, cast.person(by), starts_on=clock.today(), actor=cast.system, reason="He changes unit.")
    return ManagerExtract.objects.get(agreement__case=case, ended_at=None)


def told_as_manager(case: Case, cast: Cast) -> ManagerExtract:
    """Give what Oliver would be told as Martin's manager, while nobody's place changes."""
    extract = ManagerExtract(
        reference=new_reference("MEX", clock.today()),
        agreement=case.agreements.get(),
        manager=cast.person("oliver"),
        given_at=clock.now(),
    )
    return keep(extract, "manager_extract.give", actor=cast.system, reason=WHY)
