"""Plain functions that play the product's own actions up to a wanted state."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from backend.agreements.actions.drafting import Draft, Duty, approve_agreement, draft_agreement, review_agreement
from backend.agreements.actions.signing import countersign_agreement, offer_agreement, sign_agreement
from backend.agreements.clauses import library
from backend.agreements.models import Agreement
from backend.cases.actions.allegations import answer_allegation, examine_allegation, give_notice
from backend.cases.actions.appointments import appoint
from backend.cases.actions.opening import Particulars, accept_report
from backend.cases.actions.progress import (
    assign_case,
    clear_conflicts,
    finish_report,
    implement_outcome,
    monitor_case,
    plan_case,
    review_evidence,
    start_case,
)
from backend.cases.models import Allegation, Case
from backend.decisions.actions import (
    adopt_finding,
    approve_outcome,
    decide_findings,
    decide_outcome,
    propose_finding,
    tell_outcome,
)
from backend.demo.cast import Cast
from backend.intake.actions import Account, acknowledge_report, submit_report, triage_report
from backend.intake.models import Report
from backend.kernel import clock

WHY: Final = "For this test."
DECLARED: Final = "I know nobody in this matter outside work."

CASE_STATES: Final = (
    "opened",
    "conflict_cleared",
    "assigned",
    "planning",
    "investigating",
    "answered",
    "evidence_review",
    "report_final",
    "findings_decided",
    "outcome_decided",
    "implementing",
)
AGREEMENT_STATES: Final = ("drafted", "offered", "signed", "active")
STATES: Final = (*CASE_STATES, *AGREEMENT_STATES)


def an_account(cast: Cast, **told: Any) -> Account:
    """Say what Erin tells of Martin; anything may be told otherwise."""
    usual: dict[str, Any] = {
        "narrative": "He put his hands on my shoulders three times and kept asking after I had said no.",
        "reporter": cast.person("erin"),
        "respondent": cast.person("martin"),
        "conduct": ["contact.massage_shoulder", "verbal.repeated_invitation"],
        "settings": ["conference", "alcohol_present", "one_to_one"],
        "power_relation": "skip_level",
        "occurred_on": clock.today() - timedelta(days=6),
    }
    return Account(**{**usual, **told})


def play_report(cast: Cast, *, triaged: bool = False, **told: Any) -> Report:
    """Send a report in, as Erin unless told otherwise; `triaged` also acknowledges and assesses it."""
    account = an_account(cast, **told)
    filer = cast.erin if account.reporter is None else account.reporter.user
    report = submit_report(account, actor=filer)
    if triaged:
        report = acknowledge_report(report, actor=cast.omar, reason=WHY)
        report = triage_report(report, actor=cast.omar, reason=WHY, priority="P2")
    return report


def play_case(cast: Cast, state: str = "opened", **told: Any) -> Case:
    """Play a new matter from its report up to a state of the case or of its agreement."""
    report = play_report(cast, triaged=True, **told)
    accept_report(
        report,
        actor=cast.omar,
        reason=WHY,
        title="Conduct at the sales conference",
        kind="harassment",
        nexus="A company event with colleagues.",
        allegations=[particulars()],
    )
    case = Case.objects.get(report_links__report=report)
    return advance(case, cast, to=state)


def particulars(**told: Any) -> Particulars:
    """Say what is alleged, in neutral words."""
    usual: dict[str, Any] = {
        "particulars": "It is alleged that the respondent placed his hands on a colleague’s shoulders three times.",
        "conduct": ["contact.massage_shoulder"],
        "settings": ["conference", "alcohol_present"],
        "power_relation": "skip_level",
        "occurred_from": clock.today() - timedelta(days=6),
        "policy_clause": "Dignity at Work, clause 3.2",
    }
    return Particulars(**{**usual, **told})


def advance(case: Case, cast: Cast, *, to: str) -> Case:
    """Carry a case on from where it stands to a later state."""
    for state in STATES[STATES.index(standing(case)) + 1 : STATES.index(to) + 1]:
        STEPS[state](Case.objects.get(pk=case.pk), cast)
    return Case.objects.get(pk=case.pk)


def standing(case: Case) -> str:
    """Tell which of the builders' states a case stands in."""
    agreement = Agreement.objects.filter(case=case).order_by("-pk").first()
    if agreement:
        return {"approved": "drafted", "signed_by_employee": "signed"}.get(agreement.state, agreement.state)
    if case.state == "investigating" and not case.allegations.filter(state="noticed").exists():
        return "answered"
    return str(case.state)


def the_agreement(case: Case) -> Agreement:
    """Read a case's latest agreement."""
    return Agreement.objects.filter(case=case).latest("pk")


def the_allegation(case: Case) -> Allegation:
    """Read a case's first allegation."""
    found: Allegation = case.allegations.order_by("seq").select_related("case")[0]
    return found


def clause_values(codes: Sequence[str] = ()) -> dict[str, dict[str, str]]:
    """Fill the clauses that stand in every agreement, and any others named, with stand-in words."""
    clauses = library().clauses
    return {
        code: {name: f"[{name.replace('_', ' ')}]" for name in clauses[code].placeholders}
        for code in (*sorted(library().mandatory), *codes)
    }


def a_draft(cast: Cast, **told: Any) -> Draft:
    """Say what an agreement is drawn up from; anything may be told otherwise."""
    today = clock.today()
    usual: dict[str, Any] = {
        "starts_on": today + timedelta(days=10),
        "review_on": today + timedelta(days=100),
        "ends_on": today + timedelta(days=300),
        "monitor": cast.person("joan"),
        "officer": cast.ruth,
        "alternative": "Demotion to a role without staff.",
        "clauses": clause_values(),
        "duties": [a_duty(cast, today + timedelta(days=60))],
    }
    return Draft(**{**usual, **told})


def a_duty(cast: Cast, due_on: date) -> Duty:
    """Say what an obligation asks."""
    return Duty(
        kind="education",
        what="Take part in the two-day course on conduct and power.",
        due=f"by {due_on:%d %B %Y}",
        due_on=due_on,
        proof="The provider’s attendance record",
        verifier=cast.person("joan"),
    )


def _clear(case: Case, cast: Cast) -> None:
    clear_conflicts(case, actor=cast.omar, reason=WHY)


def _assign(case: Case, cast: Cast) -> None:
    assign_case(case, actor=cast.omar, reason=WHY, investigator=cast.ines, declaration=DECLARED)
    people = (
        (cast.ruth, "decision_maker"),
        (cast.clara, "approver"),
        (cast.daniel, "hr_partner"),
        (cast.hugo, "counsel"),
    )
    for user, role in people:
        appoint(case, user, role, declaration=DECLARED, actor=cast.omar, reason=WHY)


def _plan(case: Case, cast: Cast) -> None:
    plan_case(case, actor=cast.ines, reason=WHY)


def _start(case: Case, cast: Cast) -> None:
    give_notice(case, actor=cast.ines, reason=WHY, answer_due_at=clock.now() + timedelta(days=7))
    start_case(case, actor=cast.ines, reason=WHY)


def _answer(case: Case, cast: Cast) -> None:
    for allegation in case.allegations.select_related("case"):
        answer_allegation(allegation, actor=cast.martin, reason=WHY, response="part", text="Once, and in public.")


def _review(case: Case, cast: Cast) -> None:
    for allegation in case.allegations.select_related("case"):
        examine_allegation(allegation, actor=cast.ines, reason=WHY)
    review_evidence(case, actor=cast.ines, reason=WHY)


def _report(case: Case, cast: Cast) -> None:
    for allegation in case.allegations.select_related("case"):
        propose_finding(
            allegation,
            actor=cast.ines,
            reason=WHY,
            factual="substantiated",
            policy="breach",
            reasons="Two people saw it, and the respondent accepts a part of it.",
            summary="What you were told about was found to have happened.",
        )
    finish_report(case, actor=cast.ines, reason=WHY)


def _decide_findings(case: Case, cast: Cast) -> None:
    for allegation in case.allegations.select_related("case"):
        adopt_finding(allegation, actor=cast.ruth, reason=WHY)
    decide_findings(case, actor=cast.ruth, reason=WHY)


def _decide_outcome(case: Case, cast: Cast) -> None:
    decide_outcome(
        case,
        actor=cast.ruth,
        reason="The conduct was repeated.",
        kinds=["final_warning", "accountability_agreement"],
        factors="Against: it was repeated.\nFor: no earlier finding.",
        comparators="None in the last five years.",
        live_until=clock.today() + timedelta(days=365),
    )
    approve_outcome(case, actor=cast.clara, reason=WHY)


def _implement(case: Case, cast: Cast) -> None:
    until = clock.today() + timedelta(days=14)
    tell_outcome(case, actor=cast.daniel, reason=WHY, appeal_until=until, appeal_to="Helen Marsh, Managing director")
    implement_outcome(case, actor=cast.daniel, reason=WHY)


def _draft(case: Case, cast: Cast) -> None:
    agreement = draft_agreement(case, a_draft(cast), actor=cast.daniel, reason=WHY)
    agreement = review_agreement(agreement, actor=cast.hugo, reason=WHY)
    approve_agreement(agreement, actor=cast.clara, reason=WHY)


def _offer(case: Case, cast: Cast) -> None:
    offer_agreement(the_agreement(case), actor=cast.daniel, reason=WHY)


def _sign(case: Case, cast: Cast) -> None:
    agreement = the_agreement(case)
    sha256, name = agreement.offered_sha256, cast.martin.name
    sign_agreement(agreement, actor=cast.martin, reason=WHY, sha256=sha256, typed_name=name, factors=["password"])


def _activate(case: Case, cast: Cast) -> None:
    agreement = the_agreement(case)
    sha256, name = agreement.offered_sha256, cast.ruth.name
    countersign_agreement(agreement, actor=cast.ruth, reason=WHY, sha256=sha256, typed_name=name, factors=["password"])
    monitor_case(case, actor=cast.daniel, reason=WHY)


STEPS: Final[dict[str, Callable[[Case, Cast], None]]] = dict(
    zip(
        STATES[1:],
        (
            _clear,
            _assign,
            _plan,
            _start,
            _answer,
            _review,
            _report,
            _decide_findings,
            _decide_outcome,
            _implement,
            _draft,
            _offer,
            _sign,
            _activate,
        ),
        strict=True,
    )
)
