"""What each next step is called, why it comes next, and on which page it is done. Which step is next is decided in the domain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.agreements.models import Agreement, AgreementObligation
from backend.agreements.queries.next_steps import doers_of, does
from backend.cases.models import Allegation
from backend.cases.queries import Step
from backend.cases.vocabulary import CaseRole
from backend.intake.vocabulary import PromptKind
from backend.investigation.models import Statement
from backend.people.models import User

# What is to be done, and why now.
WORDS: dict[str, tuple[Promise, Promise]] = {
    "report.acknowledge": (
        lazy("Acknowledge the report"),
        lazy("The reporter is told that it arrived and what happens next."),
    ),
    "report.triage": (lazy("Assess the report"), lazy("Say how soon the situation needs attention.")),
    "report.accept": (
        lazy("Decide on the report"),
        lazy("Open a case, join it to another, pass it on, or propose to decline with grounds."),
    ),
    "report.decline": (
        lazy("Review a proposal to decline"),
        lazy("A second person decides whether no case is opened."),
    ),
    "case.add_party": (lazy("Name the respondent"), lazy("Conflicts of interest are measured from the respondent.")),
    "case.clear_conflicts": (
        lazy("Confirm the conflict check"),
        lazy("Nobody with a conflict of interest may work on the case."),
    ),
    "case.assign": (
        lazy("Assign an investigator"),
        lazy("The conflict check is done; the case needs somebody to investigate it."),
    ),
    "case.appoint": (lazy("Appoint the missing role"), lazy("The next step is for a role that nobody holds yet.")),
    "case.plan": (lazy("Begin planning"), lazy("You are appointed; the plan comes before the notice.")),
    "case.frame": (lazy("Frame the first allegation"), lazy("Say in neutral words who, what, when and where.")),
    "allegation.amend": (lazy("Name the policy clause"), lazy("A notice says which rule is meant by each allegation.")),
    "case.give_notice": (
        lazy("Give notice of the allegations"),
        lazy("The respondent learns what is alleged and gets time to answer."),
    ),
    "plan.write": (
        lazy("Write the plan"),
        lazy("Scope, questions, sources, order and days. The intake lead approves it."),
    ),
    "plan.submit": (lazy("Send the plan for approval"), lazy("It is written, and nobody has approved it yet.")),
    "plan.approve": (
        lazy("Approve the plan or send it back"),
        lazy("The investigation starts only under an approved plan."),
    ),
    "case.start": (
        lazy("Start the investigation"),
        lazy("The plan is approved, and the notice was given or it is on record why it waits."),
    ),
    "case.resume": (
        lazy("Look at the stay again"),
        lazy("The case waits. Resume it when the reason is gone, or say until when it must go on."),
    ),
    "case.update_parties": (
        lazy("Tell both sides how it goes on"),
        lazy("Both sides hear at least every 30 days where the matter stands."),
    ),
    "statement.offer": (
        lazy("Offer the record of an interview"),
        lazy("Whoever was heard checks it, corrects it and signs it."),
    ),
    "allegation.answer": (lazy("Answer the allegations"), lazy("The respondent has time to answer.")),
    "allegation.lapse": (
        lazy("Note that no answer came"),
        lazy("The time to answer has passed. Silence is not admission."),
    ),
    "allegation.examine": (
        lazy("Finish examining an allegation"),
        lazy("The respondent has answered, or the time to answer has passed."),
    ),
    "case.review_evidence": (lazy("Open the evidence review"), lazy("Every allegation has been examined.")),
    "finding.propose": (lazy("Propose a finding"), lazy("The evidence is in. Each allegation gets its own finding.")),
    "evidence.comment": (
        lazy("Comment on the evidence"),
        lazy(
            "Both sides may read what the report rests on. It waits until they have commented, or their time is over."
        ),
    ),
    "case.write_report": (
        lazy("Write the investigation report"),
        lazy(
            "A finding is proposed on every allegation. The report is put together from the case; nothing is decided without it."
        ),
    ),
    "draft.review": (
        lazy("Read the investigation report through"),
        lazy("It is written. Read it as the decision maker will, and mark it as reviewed."),
    ),
    "draft.approve": (
        lazy("Approve the investigation report"),
        lazy("Somebody who did not write it checks that nothing is missing. The conclusions stay the investigator’s."),
    ),
    "draft.issue": (
        lazy("Issue the investigation report"),
        lazy("It is approved. The decision maker gets it as it was approved, and it does not change any more."),
    ),
    "case.finish_report": (
        lazy("Finish the report"),
        lazy("The report was issued. The evidence is locked when you finish, and the decision begins."),
    ),
    "case.clear_report": (
        lazy("Clear or return the report"),
        lazy("Counsel reads the report before it is final. The conclusions stay the investigator’s."),
    ),
    "finding.adopt": (
        lazy("Decide on a proposed finding"),
        lazy("The report is issued. Read it, then adopt the finding, or send it back for more work."),
    ),
    "case.decide_findings": (
        lazy("Confirm the findings"),
        lazy("Every finding is adopted. Only then may an outcome be considered."),
    ),
    "outcome.decide": (lazy("Decide the outcome"), lazy("The findings are confirmed.")),
    "outcome.approve": (
        lazy("Approve or return the outcome"),
        lazy("It takes effect when a second person approves it."),
    ),
    "outcome.tell": (lazy("Send the outcome letters"), lazy("Both sides are told in writing.")),
    "appeal.review": (
        lazy("Review the appeal"),
        lazy("One side appealed. Somebody who took no part admits it or not, and decides it."),
    ),
    "remedy.complete": (lazy("Put right what was decided"), lazy("A remedy for somebody affected is owed.")),
    "case.implement": (lazy("Begin to put the outcome into effect"), lazy("The outcome is approved.")),
    "agreement.draft": (lazy("Draw up the agreement"), lazy("The outcome asks for an accountability agreement.")),
    "agreement.review": (lazy("Review the agreement in law"), lazy("It is drawn up and waits for counsel.")),
    "agreement.approve": (
        lazy("Approve the agreement"),
        lazy("Counsel has reviewed it. Somebody who did not draw it up approves it."),
    ),
    "agreement.take_back": (
        lazy("Take back for changes"),
        lazy("Something in it has to change before it can be offered."),
    ),
    "agreement.offer": (
        lazy("Offer the agreement"),
        lazy("It is approved. The employee then has time to read it and take advice."),
    ),
    "agreement.sign": (lazy("Answer the offer"), lazy("The employee may sign, sign under protest, or decline.")),
    "agreement.lapse": (
        lazy("Note that the offer lapsed"),
        lazy("The time to answer has passed. Nothing is deemed accepted."),
    ),
    "agreement.countersign": (
        lazy("Countersign the agreement"),
        lazy("The employee has signed. It is in force when you sign too."),
    ),
    "agreement.choose_alternative": (
        lazy("Decide the alternative"),
        lazy("The employee did not sign. The offer names what is chosen instead."),
    ),
    "duty.verify": (lazy("Check an obligation"), lazy("Look at the proof that the agreement names.")),
    "agreement.complete": (
        lazy("Complete the agreement"),
        lazy("It has reached its end and every obligation is closed."),
    ),
    "agreement.void": (lazy("Void the agreement"), lazy("Its basis is gone, or a defect in law was found.")),
    "agreement.confirm_monitor": (
        lazy("Confirm the monitor"),
        lazy("Somebody’s place in the organisation changed, and the agreement goes on."),
    ),
    "agreement.suspend": (lazy("Suspend the agreement"), lazy("It stands still for a time.")),
    "agreement.resume": (lazy("Let the agreement go on"), lazy("It stands still now.")),
    "agreement.take_back_record": (lazy("Take the record from paper back"), lazy("The employee objected to it.")),
    "case.monitor": (lazy("Begin monitoring"), lazy("The agreement is in force.")),
    "case.record_closure": (
        lazy("Record causes and lessons"),
        lazy("The organisation says why it could happen and what changes, before the case closes."),
    ),
    "watch.start": (
        lazy("Start the watch for retaliation"),
        lazy("Whoever told or gave evidence stays protected for twelve months."),
    ),
    "measure.end": (
        lazy("End a temporary measure, or let the outcome take its place"),
        lazy("The outcome is decided: no measure holds longer than its case."),
    ),
    "case.open_linked": (
        lazy("Open a case about a failure to act"),
        lazy("Somebody knew before and did not act. Decide whether a case of its own follows."),
    ),
    "case.close": (lazy("Close the case"), lazy("Nothing else is waiting.")),
}
PROMPTS: dict[str, tuple[Promise, Promise]] = {
    PromptKind.MEASURES: (
        lazy("Consider interim measures now"),
        lazy("Somebody may need to be kept safe before anything is decided. Measures are neutral and no discipline."),
    ),
    PromptKind.PRESERVATION: (
        lazy("Secure what may be lost"),
        lazy("Ask who holds recordings, messages or devices to keep them, and say what was secured."),
    ),
    PromptKind.DUTY: (
        lazy("Weigh the duty to look into it"),
        lazy("The reporter withdrew. Nothing is deleted, and the organisation may still have to act."),
    ),
}
ROLES: dict[str, Promise] = {
    "respondent": lazy("the respondent"),
    "officer": lazy("the officer who signs"),
    "monitor": lazy("the monitor"),
    "parties": lazy("both sides"),
}
OWN_PAGE = {
    "case.add_party": "case-add-party",
    "case.assign": "case-assign",
    "case.frame": "allegation-frame",
    "evidence.comment": "case-evidence",
    "case.give_notice": "case-notice",
    "outcome.decide": "outcome-decide",
    "outcome.approve": "case-decision",
    "outcome.tell": "outcome-tell",
    "agreement.draft": "agreement-draft",
    "plan.write": "plan-write",
    "plan.submit": "case-plan",
    "plan.approve": "case-plan",
    "case.resume": "case-plan",
    "case.update_parties": "case-update",
    "case.record_closure": "case-record-closure",
    "case.open_linked": "case-open-linked",
    "case.close": "case-closing",
    "watch.start": "watch-start",
    "measure.end": "case-measures",
    "appeal.review": "case-decision",
    "remedy.complete": "case-decision",
}


@dataclass(frozen=True)
class Told:
    """A step in words, with its address; `mine` tells whether the reader does it."""

    label: str
    why: str
    url: str
    due: datetime | None
    reference: str
    mine: bool
    who: str


def prompt_words(kind: str) -> tuple[Promise | str, Promise | str]:
    """Say what is to be weighed now, and why."""
    return PROMPTS[PromptKind(kind)] if kind in PromptKind.values else ("", "")


def told(step: Step, person: User) -> Told:
    """Put a step into words for a person."""
    words = prompt_words(step.detail) if step.action == "report.answer_prompt" else WORDS[step.action]
    label, why = (str(each) for each in words)
    if step.action == "case.appoint":
        label = _("Appoint the %(role)s") % {"role": role_name(step.detail)}
    elif isinstance(step.row, Allegation):
        label = f"{label} (A{step.row.seq})"
    if step.action == "case.close" and step.detail:
        why = _("Still to be done first: %(what)s.") % {"what": step.detail}
    reference = step.case.reference if step.case else _reference(step)
    return Told(label, why, address_of(step), step.due, reference, does(person, step), who_does(step, person))


def who_does(step: Step, person: User) -> str:
    """Say who does a step: the names, or the role when nobody is named."""
    names = doers_of(step, person)
    return str(get_text_list(names, _("or"))) if names else role_name(step.doer)


def role_name(role: str) -> str:
    """Name a case-role within a sentence."""
    if role in ROLES:
        return str(ROLES[role])
    label = str(CaseRole(role).label)
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def address_of(step: Step) -> str:
    """Give the page on which a step is done."""
    noun, _dot, verb = step.action.partition(".")
    if noun == "report":
        return reverse("report", args=[getattr(step.row, "reference", "")])
    if found := _of_row(step):
        return found
    reference = step.case.reference if step.case else ""
    if noun == "draft":
        return reverse("letter", args=[step.detail])
    if step.action == "case.appoint":
        return f"{reverse('case-appoint', args=[reference])}?role={step.detail}"
    if step.action == "case.write_report":
        return reverse("letter-write", args=[reference, "report"])
    if step.action in OWN_PAGE:
        return reverse(OWN_PAGE[step.action], args=[reference])
    return reverse("case-move", args=[reference, verb])


def soonest_first(steps: Iterable[Told]) -> list[Told]:
    """Put what is overdue first, then what is due soonest, then what has no date."""
    return sorted(steps, key=lambda each: (each.due is None, each.due.timestamp() if each.due else 0, each.reference))


def _reference(step: Step) -> str:
    row = step.row.agreement if isinstance(step.row, AgreementObligation) else step.row
    return str(getattr(row, "reference", ""))


def _of_row(step: Step) -> str:
    """Give the page of a step that is about a part of a case, or about an agreement."""
    row = step.row
    if isinstance(row, AgreementObligation):
        return reverse("duty", args=[row.agreement.reference, row.seq])
    if isinstance(row, Agreement):
        pages = {
            "agreement.choose_alternative": "agreement-alternative",
            "agreement.confirm_monitor": "agreement-monitor",
        }
        return reverse(pages.get(step.action, "agreement"), args=[row.reference])
    return _of_part(step.action, row) if isinstance(row, Allegation | Statement) else ""


def _of_part(action: str, row: Allegation | Statement) -> str:
    if isinstance(row, Statement):
        return reverse("statement", args=[row.case.reference, row.reference])
    return _of_allegation(action, row)


def _of_allegation(action: str, allegation: Allegation) -> str:
    at = [allegation.case.reference, allegation.seq]
    names = {
        "allegation.amend": "allegation-amend",
        "finding.propose": "finding-propose",
        "finding.adopt": "allegation",
        "allegation.answer": "allegation",
    }
    if action in names:
        return reverse(names[action], args=at)
    return reverse("allegation-move", args=[*at, action.partition(".")[2]])
