"""Plain functions that play the product's own actions up to a wanted state."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from backend.access.policy import can
from backend.agreements.actions.drafting import Draft, Duty, approve_agreement, draft_agreement, review_agreement
from backend.agreements.actions.signing import countersign_agreement, offer_agreement, sign_agreement
from backend.agreements.clauses import library
from backend.agreements.models import Agreement
from backend.cases.actions.allegations import answer_allegation, examine_allegation, give_notice
from backend.cases.actions.appointments import appoint
from backend.cases.actions.closing import record_closure
from backend.cases.actions.opening import Particulars, accept_report
from backend.cases.actions.progress import (
    assign_case,
    clear_conflicts,
    implement_outcome,
    monitor_case,
    plan_case,
)
from backend.cases.actions.watch import start_watch
from backend.cases.models import Allegation, Case
from backend.decisions.actions.findings import adopt_finding, decide_findings, propose_finding
from backend.decisions.actions.outcomes import approve_outcome, decide_outcome, tell_outcome
from backend.decisions.actions.reporting import finish_report
from backend.demo.cast import Cast
from backend.intake.account import Account
from backend.intake.actions.assessing import triage_report
from backend.intake.actions.reporting import acknowledge_report, submit_report
from backend.intake.models import Report
from backend.investigation.actions.credibility import Weighed, assess_credibility
from backend.investigation.actions.interviewing import Arrangement, Attendee, hold_interview, plan_interview
from backend.investigation.actions.planning import PlanWords, approve_plan, submit_plan, write_plan
from backend.investigation.actions.review import review_evidence
from backend.investigation.actions.starting import start_case
from backend.investigation.actions.statements import Said, write_statement
from backend.investigation.models import Interview, Statement
from backend.kernel import clock
from backend.people.models import Person, User
from tests.reports import issue_report

WHY: Final = "For this test."
WEIGHED: Final = {
    "nature": "It was repeated, and went on after a request to stop.",
    "past_discipline": "No earlier discipline counts.",
    "alternatives": "Something milder would not make it stop.",
}
TOLD: Final = ("earlier",)  # the people of the company meet in more than one matter
DECLARED: Final = "I know nobody in this matter outside work."

CASE_STATES: Final = (
    "opened", "conflict_cleared", "assigned", "planning", "investigating", "answered", "evidence_review", "report_final",
    "findings_decided", "outcome_decided", "implementing",
)  # fmt: skip
AGREEMENT_STATES: Final = ("drafted", "offered", "signed", "active")
STATES: Final = (*CASE_STATES, *AGREEMENT_STATES)
# Those behind which much was done: the furnished database holds a matter in each.
GOLDEN: Final = ("opened", "investigating", "outcome_decided", "implementing", "offered", "active")


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
        taker = takes_in(report, cast)
        report = acknowledge_report(report, actor=taker, reason=WHY)
        report = triage_report(report, actor=taker, reason=WHY, priority="P2")
    return report


def takes_in(report: Report, cast: Cast) -> User:
    """Tell who takes a report in: Omar, or the independent channel where he must not."""
    return cast.omar if can(cast.omar, "report.triage", report) else cast.vera


def play_case(cast: Cast, state: str = "opened", **told: Any) -> Case:
    """Play a new matter from its report up to a state of the case or of its agreement."""
    report = play_report(cast, triaged=True, **told)
    accept_report(
        report,
        actor=takes_in(report, cast),
        reason=WHY,
        title="Conduct at the sales conference",
        kind="harassment",
        nexus="A company event with colleagues.",
        allegations=[particulars()],
    )
    case = Case.objects.get(report_links__report=report)
    return advance(case, cast, to=state)


def cases_at_hand(cast: Cast) -> Callable[..., Case]:
    """Give a function that carries one of the database's own cases on to a state, or plays a new one."""
    spare = {standing(case): case for case in Case.objects.order_by("pk")}

    def build(state: str = "opened", **told: Any) -> Case:
        reached = [golden for golden in GOLDEN if golden in spare and STATES.index(golden) <= STATES.index(state)]
        if told or not reached:
            return play_case(cast, state, **told)
        return advance(spare.pop(reached[-1]), cast, to=state)

    return build


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


def a_duty(cast: Cast, due_on: date, **told: Any) -> Duty:
    """Say what an obligation asks; anything may be told otherwise."""
    usual: dict[str, Any] = {
        "kind": "education",
        "what": "Take part in the two-day course on conduct and power.",
        "due": f"by {due_on:%d %B %Y}",
        "due_on": due_on,
        "proof": "The provider’s attendance record",
        "verifier": cast.person("joan"),
    }
    return Duty(**{**usual, **told})


def a_plan(**told: Any) -> PlanWords:
    """Say what an investigation looks into; anything may be told otherwise."""
    today = clock.today()
    usual: dict[str, Any] = {
        "scope": "The evening of the conference, and the messages of the two weeks after it.",
        "issues": "What was done and said, where, and who could see it.",
        "sources": "Both sides, two people at the table, messages, the rota.",
        "sequence": "The person affected first, then those who saw it, then the respondent.",
        "interviews_until": today + timedelta(days=30),
        "report_by": today + timedelta(days=50),
    }
    return PlanWords(**{**usual, **told})


def weighed(**told: Any) -> Weighed:
    """Say what one factor tells of one contested fact."""
    usual = {
        "fact": "Whether it happened three times.",
        "factor": "corroboration",
        "bearing": "supports",
        "text": "Two people describe it independently of one another.",
    }
    return Weighed(**{**usual, **told})


def an_interview(case: Case, cast: Cast, person: Person, **told: Any) -> Interview:
    """Plan an interview with somebody who has a part in the case."""
    usual: dict[str, Any] = {
        "planned_at": clock.now() + timedelta(days=3),
        "place": "Room Aire, Leeds",
        "topics": ["The evening of the conference"],
        "prompts": ["What do you remember of that evening?"],
    }
    return plan_interview(case, person, Arrangement(**{**usual, **told}), actor=cast.ines, reason=WHY)


def a_record(case: Case, cast: Cast, person: Person) -> Statement:
    """Hear somebody, and write the record of it; it is not offered yet."""
    held_at = clock.now() - timedelta(hours=2)
    interview = hold_interview(
        an_interview(case, cast, person, planned_at=held_at),
        actor=cast.ines,
        reason=WHY,
        held_at=held_at,
        advisories=["role", "no_retaliation", "confidentiality_limits"],
        present=[Attendee(name=cast.ines.name, role="asked the questions")],
    )
    passages = [
        Said(speaker=cast.ines.name, words="What did you see?"),
        Said(speaker=person.name, words="He came to the table at half past seven."),
    ]
    return write_statement(interview, passages=passages, actor=cast.ines, reason=WHY)


def play_plan(case: Case, cast: Cast) -> None:
    """Write the plan of an investigation and have it approved."""
    plan = submit_plan(write_plan(case, a_plan(), actor=cast.ines, reason=WHY), actor=cast.ines, reason=WHY)
    approve_plan(plan, actor=_intake_of(case, cast), reason=WHY)


def ready_to_close(case: Case, cast: Cast) -> Case:
    """Do by the product's own actions what a case still needs before it closes, the time to appeal apart."""
    start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration=DECLARED, told=TOLD)
    words = {"root_cause": "Nobody at the event was told to look after it.", "lessons": "Name a host for each event."}
    record_closure(case, actor=cast.ruth, reason=WHY, retention_class="decided", **words)
    return Case.objects.get(pk=case.pk)


def _intake_of(case: Case, cast: Cast) -> User:
    return cast.omar if can(cast.omar, "case.view", case) else cast.vera


def _clear(case: Case, cast: Cast) -> None:
    clear_conflicts(case, actor=_intake_of(case, cast), reason=WHY)


def _assign(case: Case, cast: Cast) -> None:
    intake = _intake_of(case, cast)
    assign_case(case, actor=intake, reason=WHY, investigator=cast.ines, declaration=DECLARED, told=TOLD)
    people = (
        (cast.ruth, "decision_maker"),
        (cast.clara, "approver"),
        (cast.daniel, "hr_partner"),
        (cast.hugo, "counsel"),
    )
    for user, role in people:
        appoint(case, user, role, declaration=DECLARED, told=TOLD, actor=intake, reason=WHY)


def _plan(case: Case, cast: Cast) -> None:
    plan_case(case, actor=cast.ines, reason=WHY)


def _start(case: Case, cast: Cast) -> None:
    play_plan(case, cast)
    give_notice(case, actor=cast.ines, reason=WHY, answer_due_at=clock.now() + timedelta(days=7))
    start_case(case, actor=cast.ines, reason=WHY)


def _answer(case: Case, cast: Cast) -> None:
    for allegation in case.allegations.select_related("case"):
        answer_allegation(allegation, actor=cast.martin, reason=WHY, response="part", text="Once, and in public.")


def _review(case: Case, cast: Cast) -> None:
    for allegation in case.allegations.select_related("case"):
        assess_credibility(allegation, weighed(), actor=cast.ines, reason=WHY)
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
    issue_report(case, cast)
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
        weighed=WEIGHED,
        factors="Against: it was repeated.\nFor: no earlier finding.",
        comparators="None in the last five years.",
        skip_reason="A milder step would not be understood.",
        legal_review="Reviewed in law, as it would be a repetition.",
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
