"""Drawing an agreement up: clauses from the library, obligations that somebody can check."""

from dataclasses import replace

from django.db import transaction

from backend.access.policy import require
from backend.agreements.checking import check_clauses, clauses_for_counsel, forbidden_words, lasts_longer, wrong_end
from backend.agreements.clauses import libraries, library
from backend.agreements.drafts import Draft as Draft
from backend.agreements.drafts import Duty as Duty
from backend.agreements.drafts import check_duties, people_of
from backend.agreements.kinds import kinds_for
from backend.agreements.languages import proposed_language
from backend.agreements.lines import OWN_DUTIES, line_sha256, promise_line
from backend.agreements.models import (
    USUAL_MONTHS,
    Agreement,
    AgreementAmendment,
    AgreementClause,
    AgreementObligation,
    AgreementState,
)
from backend.agreements.named import check_checkers, check_monitor, check_officer, named_values
from backend.agreements.obligation_vocabulary import Bearer
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.cases.actions.progress import owe
from backend.cases.models import Case
from backend.clauses.vocabulary import LANGUAGES, AgreementKind, Language
from backend.deadlines.profiles import place_of
from backend.decisions.models import Outcome
from backend.decisions.queries.standing import approved_outcome, standing_findings
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Agreement, "agreement")

declare("agreement.draft", "drew up an agreement", kind="change")
declare("agreement.view", "read an agreement", kind="read")
declare("agreement.list", "listed agreements", kind="read")
declare("agreement.add_clause", "added a clause", kind="change")
declare("agreement.drop_clause", "took a clause out of a draft", kind="change")
declare("agreement.redraft", "drew up an agreement anew", kind="change")
declare("duty.drop", "took an obligation out of a draft", kind="change")
declare("duty.plan", "planned an obligation", kind="change")

ANSWER_OWED = "agreement.answer"
ASKED = "C06"  # the clause under which the employee's obligations are printed


def draft_agreement(case: Case, draft: Draft, *, actor: User, reason: str) -> Agreement:
    """Draw an agreement up from an approved outcome; a finding must stand (I1), and the agreement must have an end (I9)."""
    require(actor, "agreement.draft", case)
    outcome, respondent, kind = _basis(case, draft)
    draft = replace(draft, language=_language(case, draft, respondent, kind))
    _check(case, draft, respondent, kind)
    agreement = Agreement(
        reference=new_reference("AGR", clock.today()), case=case, outcome=outcome, person=respondent, drafted_by=actor
    )
    _take_terms(agreement, draft, kind)
    with transaction.atomic():
        keep(agreement, "agreement.draft", actor=actor, reason=reason)
        _write_clauses(agreement, draft, actor=actor)
        _write_duties(agreement, draft, actor=actor)
        owe(case, ANSWER_OWED, f"Answer to {agreement.reference}", actor=actor, reason="An agreement was drawn up.")
    return agreement


def redraft_agreement(agreement: Agreement, draft: Draft, *, actor: User, reason: str) -> Agreement:
    """Draw an agreement up anew before its review: other terms, clauses or obligations, with the words in force today."""
    require(actor, "agreement.edit", agreement)
    with transaction.atomic():
        agreement = lifecycle.locked(agreement)
        if agreement.state != AgreementState.DRAFTING:
            raise Refused("It is under review. Take it back first.", code="wrong-state")
        if AgreementAmendment.objects.filter(agreement=agreement).exists():
            raise Refused("It changes an agreement in force. End it, and propose the change anew.", code="wrong-state")
        _outcome, respondent, kind = _basis(agreement.case, draft)
        draft = replace(draft, language=_known_language(draft.language or agreement.language))
        _check(agreement.case, draft, respondent, kind)
        _take_terms(agreement, draft, kind)
        agreement.drafted_by, agreement.drafts = actor, agreement.drafts + 1
        agreement.reviewed_by, agreement.review_note = None, ""
        keep(agreement, "agreement.redraft", actor=actor, reason=reason)
        _write_clauses(agreement, draft, actor=actor)
        for duty in AgreementObligation.objects.filter(agreement=agreement):
            remove(duty, "duty.drop", actor=actor, reason="Drawn up anew.", ctx={"kind": duty.kind})
        _write_duties(agreement, draft, actor=actor)
    return agreement


@lifecycle.move(
    "take_back",
    {AgreementState.LEGAL_REVIEWED, AgreementState.APPROVED},
    AgreementState.DRAFTING,
    past="took the agreement back for changes",
    label="Take back for changes",
)
def take_back_agreement(agreement: Agreement, *, actor: User) -> None:
    """Take an agreement back from its review, to change it; nothing that was said about the earlier words counts for the new ones."""
    agreement.reviewed_by, agreement.review_note = None, ""
    agreement.approved_by, agreement.longer_approved = None, ""


@lifecycle.move(
    "review",
    {AgreementState.DRAFTING},
    AgreementState.LEGAL_REVIEWED,
    past="reviewed the agreement in law",
    label="Confirm the legal review",
)
def review_agreement(agreement: Agreement, *, actor: User, note: str = "") -> None:
    """Confirm, as counsel, that no clause is prohibited and that the rights carve-out stands.

    Where clauses stand that wait for counsel, such as those of a last chance, say what was checked: nobody approves without it.
    """
    if not note.strip() and clauses_for_counsel(agreement):
        raise Invalid({"note": [f"Say what you checked of {', '.join(clauses_for_counsel(agreement))}."]})
    agreement.reviewed_by, agreement.review_note = actor, note.strip()


@lifecycle.move(
    "approve", {AgreementState.LEGAL_REVIEWED}, AgreementState.APPROVED, past="approved the agreement", label="Approve"
)
def approve_agreement(agreement: Agreement, *, actor: User, longer_approved: str = "") -> None:
    """Approve the agreement as a different person than the one who drew it up (SD7); a longer time than usual needs a reason."""
    if agreement.drafted_by_id == actor.pk:
        raise Refused("You drew this agreement up; somebody else approves it.", code="second-person")
    if clauses_for_counsel(agreement) and not agreement.review_note:
        raise Refused("Clauses stand here that wait for counsel’s review.", code="counsel-review-missing")
    if lasts_longer(agreement.starts_on, agreement.ends_on) and not longer_approved.strip():
        raise Invalid({"longer_approved": [f"It lasts longer than {USUAL_MONTHS} months. Say why you agree to that."]})
    agreement.approved_by, agreement.longer_approved = actor, longer_approved.strip()


def _basis(case: Case, draft: Draft) -> tuple[Outcome, Person, AgreementKind]:
    """Give what an agreement rests on: an approved outcome that asks for its kind, and a finding that stands (I1)."""
    outcome = approved_outcome(case)
    kinds = kinds_for(outcome.kinds) if outcome else []
    if outcome is None or not kinds or outcome.respondent is None:
        raise Refused("An agreement needs an approved outcome that asks for one.", code="outcome-missing")
    if not standing_findings(case):
        raise Refused("Nothing was substantiated: no agreement can be asked for.", code="nothing-substantiated")
    if draft.kind and draft.kind not in kinds:
        raise Invalid({"kind": [f"The outcome asks for: {', '.join(str(kind.label) for kind in kinds)}."]})
    return outcome, outcome.respondent, AgreementKind(draft.kind) if draft.kind else kinds[0]


def _language(case: Case, draft: Draft, respondent: Person, kind: AgreementKind) -> str:
    """Give the language that was chosen. Where another one than English would be proposed, none is taken for granted."""
    if draft.language:
        return _known_language(draft.language)
    proposed = proposed_language(respondent, libraries(), kind=kind, profile=place_of(case).profile)
    if proposed != Language.ENGLISH:
        told = f"Say in which language it is drawn up: {proposed} is proposed, as the employee’s own; en-GB is English."
        raise Invalid({"language": [told]})
    return proposed


def _known_language(language: str) -> str:
    if language not in LANGUAGES:
        raise Invalid({"language": [f"Choose one of {', '.join(LANGUAGES)}."]})
    return language


def _take_terms(agreement: Agreement, draft: Draft, kind: AgreementKind) -> None:
    agreement.kind, agreement.language = kind, draft.language
    agreement.starts_on, agreement.review_on, agreement.ends_on = draft.starts_on, draft.review_on, draft.ends_on
    agreement.monitor, agreement.officer = draft.monitor, draft.officer
    agreement.alternative, agreement.longer_because = draft.alternative.strip(), draft.longer_because.strip()


def _check(case: Case, draft: Draft, respondent: Person, kind: AgreementKind) -> None:
    problems = check_clauses(case, draft.clauses, kind, draft.language)
    if told := wrong_end(draft.starts_on, draft.ends_on, draft.longer_because):
        problems["ends_on"] = [told]
    if not draft.starts_on <= draft.review_on <= draft.ends_on:
        problems["review_on"] = ["The review lies between start and end."]
    if not draft.alternative.strip():
        problems["alternative"] = ["Say what happens if the employee declines; it stands in the offer."]
    problems |= check_duties(draft, respondent) | check_monitor(case, draft.monitor, respondent)
    problems |= check_officer(case, draft.officer, respondent)
    if unfit := check_checkers(case, people_of(draft.duties, apart_from=respondent)):
        problems["duties"] = [*problems.get("duties", []), *unfit]
    for field, sentences in forbidden_words(case, draft.clauses, draft.duties, draft.language).items():
        problems[field] = [*problems.get(field, []), *sentences]
    if problems:
        raise Invalid(problems)


def _write_clauses(agreement: Agreement, draft: Draft, *, actor: User) -> None:
    """Write each clause with the words in force now; which ones they were stands with it for good, whatever becomes of the library."""
    language = agreement.language
    words = library(language)
    promised = [promise_line(duty.line(language), language) for duty in draft.duties if duty.owed_by]
    standing = {row.code: row for row in AgreementClause.objects.filter(agreement=agreement)}
    for code in standing.keys() - draft.clauses.keys():
        remove(standing.pop(code), "agreement.drop_clause", actor=actor, reason="Drawn up anew.", ctx={"code": code})
    for seq, clause in enumerate(words.in_order(draft.clauses), start=1):
        values = {**draft.clauses[clause.code], **named_values(agreement, clause.placeholders)}
        if clause.code == OWN_DUTIES and promised:
            values["duties"] = "\n".join([values.get("duties", ""), *promised]).strip()
        filled = clause.fill(values)
        row = standing.get(filled.code) or AgreementClause(agreement=agreement, code=filled.code)
        row.seq, row.part, row.heading, row.text = seq, filled.part, filled.heading, filled.text
        row.library_version, row.library_sha256 = f"{words.language}/{clause.name}", clause.sha256
        row.version_id = clause.version_id
        row.given = {**draft.clauses[clause.code], **named_values(agreement, clause.placeholders)}
        keep(row, "agreement.add_clause", actor=actor, reason="Drawn up.", ctx={"code": filled.code})


def _write_duties(agreement: Agreement, draft: Draft, *, actor: User) -> None:
    """Write what the employee owes first, so that the numbers are those of the printed agreement."""
    for seq, duty in enumerate(sorted(draft.duties, key=lambda each: each.owed_by is not None), start=1):
        line = duty.line(agreement.language)
        row = AgreementObligation(
            agreement=agreement,
            seq=seq,
            kind=duty.kind,
            clause=duty.clause or (OWN_DUTIES if duty.owed_by else ASKED),
            bearer=Bearer.ORGANISATION if duty.owed_by else Bearer.EMPLOYEE,
            owed_by=duty.owed_by,
            what=line.what,
            due=line.due,
            due_on=duty.due_on,
            recurrence=duty.recurrence,
            grace_days=duty.grace_days,
            cure_days=duty.cure_days,
            proof=line.evidence,
            verifier=duty.verifier,
            sha256=line_sha256(line),
        )
        keep(row, "duty.plan", actor=actor, reason="Drawn up.", ctx={"kind": duty.kind})
