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
from backend.people.models import User

# What is to be done, and why now.
WORDS: dict[str, tuple[Promise, Promise]] = {
    "report.acknowledge": (
        lazy("Acknowledge the report"),
        lazy("The reporter is told that it arrived and what happens next."),
    ),
    "report.triage": (lazy("Assess the report"), lazy("Say how soon the situation needs attention.")),
    "report.accept": (lazy("Decide on the report"), lazy("Open a case, or propose to decline with grounds.")),
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
    "case.start": (lazy("Start the investigation"), lazy("The respondent has notice of every allegation.")),
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
    "case.finish_report": (lazy("Finish the report"), lazy("A finding is proposed on every allegation.")),
    "finding.adopt": (lazy("Decide on a proposed finding"), lazy("Adopt it, or send it back for more work.")),
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
    "case.implement": (lazy("Begin to put the outcome into effect"), lazy("The outcome is approved.")),
    "agreement.draft": (lazy("Draw up the agreement"), lazy("The outcome asks for an accountability agreement.")),
    "agreement.review": (lazy("Review the agreement in law"), lazy("It is drawn up and waits for counsel.")),
    "agreement.approve": (
        lazy("Approve the agreement"),
        lazy("Counsel has reviewed it. Somebody who did not draw it up approves it."),
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
    "case.monitor": (lazy("Begin monitoring"), lazy("The agreement is in force.")),
    "case.close": (lazy("Close the case"), lazy("Nothing else is waiting.")),
}
ROLES: dict[str, Promise] = {
    "respondent": lazy("the respondent"),
    "officer": lazy("the officer who signs"),
    "monitor": lazy("the monitor"),
}
OWN_PAGE = {
    "case.add_party": "case-add-party",
    "case.assign": "case-assign",
    "case.frame": "allegation-frame",
    "case.give_notice": "case-notice",
    "outcome.decide": "outcome-decide",
    "outcome.approve": "case-decision",
    "outcome.tell": "outcome-tell",
    "agreement.draft": "agreement-draft",
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


def told(step: Step, person: User) -> Told:
    """Put a step into words for a person."""
    label, why = (str(words) for words in WORDS[step.action])
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
    row = step.row
    if noun == "report":
        return reverse("report", args=[getattr(row, "reference", "")])
    if isinstance(row, AgreementObligation):
        return reverse("duty", args=[row.agreement.reference, row.seq])
    if step.action == "agreement.choose_alternative":
        return reverse("agreement-alternative", args=[getattr(row, "reference", "")])
    if isinstance(row, Agreement):
        return reverse("agreement", args=[row.reference])
    if isinstance(row, Allegation):
        return _of_allegation(step.action, row)
    reference = step.case.reference if step.case else ""
    if step.action == "case.appoint":
        return f"{reverse('case-appoint', args=[reference])}?role={step.detail}"
    if step.action in OWN_PAGE:
        return reverse(OWN_PAGE[step.action], args=[reference])
    return reverse("case-move", args=[reference, verb])


def soonest_first(steps: Iterable[Told]) -> list[Told]:
    """Put what is overdue first, then what is due soonest, then what has no date."""
    return sorted(steps, key=lambda each: (each.due is None, each.due.timestamp() if each.due else 0, each.reference))


def _reference(step: Step) -> str:
    row = step.row.agreement if isinstance(step.row, AgreementObligation) else step.row
    return str(getattr(row, "reference", ""))


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
