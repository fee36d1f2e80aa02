"""The report of an investigation (D7), put together from the records; the investigator adds what only they can say."""

from typing import Final

from backend.cases.models import Allegation, Case, CaseGrant
from backend.cases.vocabulary import CaseRole, PartyRole
from backend.decisions.models import Finding, PolicyResult
from backend.documents.composing import Asked, Composer, Gap, Given, composes
from backend.documents.letters import Contact
from backend.documents.queries import contact, day_words, frame
from backend.intake.vocabulary import Mode
from backend.investigation.evidence_words import HashCheck
from backend.investigation.inquiry_vocabulary import InterviewState
from backend.investigation.letters.report import (
    AllegationExamined,
    Chapter,
    ContestedFact,
    CustodyStep,
    Exhibit,
    FactStated,
    FindingProposed,
    InvestigationReport,
    PersonHeard,
    StepTaken,
    Weighed,
)
from backend.investigation.models import (
    CredibilityAssessment,
    CustodyEvent,
    EvidenceItem,
    EvidenceRelevance,
    EvidenceReview,
    Interview,
    InvestigationPlan,
)
from backend.investigation.queries.evidence import comments_open_until
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.people.models import Person, User

ASKS: Final = (
    Asked("summary", "Summary", "lines", "One paragraph a line."),
    Asked("mandate", "Mandate", "lines", "What was to be found out, and under which policy. One paragraph a line."),
    Asked("outside_scope", "What was left outside", "lines", is_required=False),
    Asked("method", "Method", "lines", "One paragraph a line."),
    Asked("steps", "Steps taken", "rows", columns=("when", "what")),
    Asked("limits", "Limits", "lines", "What could not be had, and why.", is_required=False),
    Asked("chapters", "What people said and documents show", "rows", columns=("heading", "paragraph")),
    Asked("established", "Facts established", "rows", columns=("the fact", "the evidence")),
    Asked("not_established", "Facts not established", "rows", is_required=False, columns=("the fact", "the evidence")),
    Asked("weighed", "Contested facts, weighed", "rows", is_required=False, columns=("question", "factor", "what it shows")),
    Asked("conclusions", "What follows on each", "rows", is_required=False, columns=("question", "conclusion")),
    Asked("mitigating", "What speaks for the respondent", "lines", is_required=False),
    Asked("circumstances", "Circumstances of the workplace", "lines", is_required=False),
)  # fmt: skip

WITHOUT_OTHERS: Final = 2  # whoever asked and whoever was heard


def _deciders(case: Case) -> list[Person]:
    return [user.person for user in _holders(case, CaseRole.DECISION_MAKER) if user.person]


def _holders(case: Case, role: str) -> list[User]:
    rows = CaseGrant.objects.filter(
        CaseGrant.live(), content_object=case, permission__codename=f"act_as_{role}"
    ).select_related("user__person__site", "user__person__unit")
    return [grant.user for grant in rows.order_by("pk")]


def _gaps(case: Case, to: Person) -> list[Gap]:
    found = {finding.allegation_id for finding in Finding.objects.filter(allegation__case=case)}
    missing = [
        Gap(f"A proposed finding on A{allegation.seq}.", "allegations", case.reference)
        for allegation in case.allegations.order_by("seq")
        if allegation.pk not in found
    ]
    if not _heard(case):
        what = "Somebody who was heard: an interview that was held, or a written answer."
        missing.append(Gap(what, "interviews", case.reference))
    return missing


def _unready(case: Case, letter: InvestigationReport) -> str:
    """Say why a report can't be issued yet: a side may still comment, or the records say something else by now."""
    if until := comments_open_until(case):
        return (
            f"Both sides may comment on the evidence until {day_words(until.date())}."
            " Issue the report then, or as soon as both have said that they have nothing to add."
        )
    now = (_allegations(case), _heard(case), _proposals(case), [item.label for item in _relied_on(case)])
    then = (letter.allegations, letter.people, letter.findings, [exhibit.number for exhibit in letter.exhibits])
    if then == now:
        return ""
    return "The case has changed since this report was written. Change the letter: the form takes over what the case says now."


def _begins(case: Case) -> Given:
    steps = [(case.opened_at, "The case was opened")]
    steps += [(each.held_at, f"Interview with {each.party.label}") for each in _interviews(case) if each.held_at]
    noticed = [row.noticed_at for row in case.allegations.all() if row.noticed_at]
    steps += [(min(noticed), "Notice of the allegations to the respondent")] if noticed else []
    steps += [
        (review.opened_at, "Review of the evidence by both sides")
        for review in EvidenceReview.objects.filter(case=case).order_by("pk")
    ]
    plan = InvestigationPlan.objects.filter(case=case).first()
    weighed = CredibilityAssessment.objects.filter(case=case, withdrawn_at=None).order_by("allegation__seq", "pk")
    rows = [(each.fact, str(each.get_factor_display()), each.text) for each in weighed]
    return {
        "steps": "\n".join(f"{day_words(at.date())} | {what}" for at, what in sorted(steps)),
        "mandate": "\n".join((plan.scope, plan.issues)) if plan else "",
        "weighed": "\n".join(" | ".join(_in_cell(cell) for cell in row) for row in rows),
        "conclusions": "\n".join(f"{_in_cell(fact)} | " for fact in dict.fromkeys(fact for fact, *_rest in rows)),
    }


def _write(case: Case, *, to: Person, by: User, given: Given) -> InvestigationReport:
    taking_in = _holders(case, CaseRole.INTAKE)
    deciders = [user for user in _holders(case, CaseRole.DECISION_MAKER) if user.person_id == to.pk]
    kept = ("summary", "mandate", "outside_scope", "method", "limits", "mitigating", "circumstances")
    return InvestigationReport(
        **frame(InvestigationReport, to=to, by=by),
        matter=case.reference,
        commissioned_by=taking_in[0].name if taking_in else "The organisation",
        period=f"{day_words(case.opened_at.date())} to {day_words(clock.today())}",
        standard=case.get_standard_display(),
        **{name: given[name] for name in kept},
        allegations=_allegations(case),
        steps=tuple(StepTaken(when=when, what=what) for when, what in given["steps"]),
        people=_heard(case),
        chapters=_chapters(given),
        established=tuple(FactStated(fact=fact, evidence=evidence) for fact, evidence in given["established"]),
        not_established=tuple(FactStated(fact=fact, evidence=shown) for fact, shown in given["not_established"]),
        contested=_contested(given),
        findings=_proposals(case),
        exhibits=tuple(_exhibit(item) for item in _relied_on(case)),
        approver=contact(deciders[0]) if deciders else Contact(name=to.name, role=to.job_title),
    )


def _allegations(case: Case) -> tuple[AllegationExamined, ...]:
    return tuple(_examined(row) for row in case.allegations.order_by("seq"))


def _heard(case: Case) -> tuple[PersonHeard, ...]:
    """List who was heard, from the records of interviews and from the written answers."""
    hidden = _unnamed(case)
    told = [
        (each.held_at, each.party, str(each.get_medium_display()), len(each.present) > WITHOUT_OTHERS)
        for each in _interviews(case)
    ]
    answered = Allegation.objects.filter(case=case, answered_at__isnull=False).order_by("answered_at")
    for party in case.parties.filter(role=PartyRole.RESPONDENT).select_related("person").order_by("pk")[:1]:
        told += [(row.answered_at, party, "Answered in writing", False) for row in answered[:1]]
    return tuple(
        PersonHeard(
            name=party.label if party.person_id in hidden else party.person.name,
            part=party.label,
            how=f"{how}, with others present" if others else how,
            when=day_words(at.date()) if at else "",
        )
        for at, party, how, others in sorted(told, key=lambda each: (each[0], each[1].pk))
    )


def _interviews(case: Case) -> list[Interview]:
    held = Interview.objects.filter(case=case, state=InterviewState.HELD).select_related("party__person")
    return list(held.order_by("held_at", "pk"))


def _unnamed(case: Case) -> set[int]:
    """Tell whose name must not stand in the report: whoever reported in confidence and has not agreed to be named."""
    told = case.report_links.filter(report__mode=Mode.CONFIDENTIAL, report__reporter__isnull=False)
    return set(told.values_list("report__reporter", flat=True))


def _in_cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _examined(row: Allegation) -> AllegationExamined:
    return AllegationExamined(
        reference=f"A{row.seq}",
        particulars=row.particulars,
        policy_clauses=(row.policy_clause,) if row.policy_clause else (),
        answer=row.get_response_display() if row.response else "No answer was given",
    )


def _chapters(given: Given) -> tuple[Chapter, ...]:
    chapters: dict[str, list[str]] = {}
    for heading, paragraph in given["chapters"]:
        chapters.setdefault(heading, []).append(paragraph)
    return tuple(Chapter(heading=heading, paragraphs=tuple(said)) for heading, said in chapters.items())


def _contested(given: Given) -> tuple[ContestedFact, ...]:
    weighed: dict[str, list[Weighed]] = {}
    for question, factor, shows in given["weighed"]:
        weighed.setdefault(question, []).append(Weighed(factor=factor, shows=shows))
    concluded = dict(given["conclusions"])
    if concluded.keys() != weighed.keys():
        raise Invalid({"conclusions": ["Say what follows on each question that was weighed, in the same words."]})
    return tuple(
        ContestedFact(question=question, weighed=tuple(rows), conclusion=concluded[question])
        for question, rows in weighed.items()
    )


def _proposals(case: Case) -> tuple[FindingProposed, ...]:
    found = Finding.objects.filter(allegation__case=case).select_related("allegation").order_by("allegation__seq")
    return tuple(_finding(finding) for finding in found)


def _finding(finding: Finding) -> FindingProposed:
    cited = EvidenceRelevance.objects.filter(allegation=finding.allegation, item__relied_on=True).select_related("item")
    policy = PolicyResult(finding.policy).label
    clause = finding.allegation.policy_clause
    return FindingProposed(
        reference=f"A{finding.allegation.seq}",
        subject=finding.allegation.particulars,
        finding=str(finding.get_factual_display()).lower(),
        policy=f"{policy}: {clause}" if clause else str(policy),
        reasons=tuple(line.strip() for line in finding.reasons.splitlines() if line.strip()),
        evidence=", ".join(row.item.label for row in cited.order_by("item__number")) or "The accounts in section 5",
    )


def _relied_on(case: Case) -> list[EvidenceItem]:
    rows = EvidenceItem.objects.filter(case=case).relied_on().select_related("file", "source_party__person")
    return list(rows.prefetch_related("custody").order_by("number"))


def _exhibit(item: EvidenceItem) -> Exhibit:
    return Exhibit(
        number=item.label,
        what=item.description,
        source=item.source_party.person.name if item.source_party else item.source,
        obtained=", ".join(part for part in (day_words(item.collected_at.date()), item.method) if part),
        form=item.get_nature_display().lower(),
        sha256=item.file.sha256 if item.file else "",
        custody=tuple(_passed(step) for step in item.custody.all()),
    )


def _passed(step: CustodyEvent) -> CustodyStep:
    checked = "" if step.hash_check == HashCheck.NONE else step.get_hash_check_display()
    passed = step.taker if step.giver == step.taker else f"{step.giver} to {step.taker}"
    return CustodyStep(when=day_words(step.at.date()), passed=passed, why=step.why, checked=checked)


REPORT: Final = composes(
    Composer(
        letter=InvestigationReport, about=Case, action="case.write_report",
        summary="Gives the decision maker the facts, the evidence and a proposed finding on each allegation. It names no sanction.",
        follows="The decision maker adopts each finding or sends it back. Versions for both sides are made from it, with parts left out.",
        recipients=_deciders, write=_write, gaps=_gaps, begins=_begins, unready=_unready, asks=ASKS,
    )
)  # fmt: skip
