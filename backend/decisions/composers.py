"""The letters that people write after an outcome."""

from backend.cases.models import Case
from backend.cases.queries import respondent_of
from backend.cases.vocabulary import PartyRole
from backend.decisions.letters import GROUNDS, AppealRoute, Change, DisciplinaryWarning, Misconduct
from backend.decisions.models import Finding, Outcome, OutcomeKind
from backend.decisions.report import REPORT
from backend.documents.composing import Asked, Composer, Gap, Given, composes
from backend.documents.letters import Contact
from backend.documents.phrasing import say
from backend.documents.queries import frame, support_for
from backend.kernel.errors import Invalid
from backend.people.models import Person, User

WARNINGS = (OutcomeKind.WRITTEN_WARNING, OutcomeKind.FINAL_WARNING)
OTHERS = (PartyRole.REPORTER, PartyRole.COMPLAINANT, PartyRole.WITNESS, PartyRole.AFFECTED_OTHER)


def _respondent(case: Case) -> list[Person]:
    found = respondent_of(case)
    return [found] if found else []


def _outcome(case: Case) -> Outcome | None:
    return case.outcomes.filter(approved_at__isnull=False, overturned_at=None).order_by("pk").last()


def _standing(case: Case) -> list[Finding]:
    rows = Finding.objects.filter(allegation__case=case).select_related("allegation").order_by("allegation__seq")
    return [finding for finding in rows if finding.stands]


def _gaps(case: Case, to: Person) -> list[Gap]:
    outcome = _outcome(case)
    if outcome is None or not set(WARNINGS) & set(outcome.kinds):
        return [Gap("An approved outcome with a warning.", "decision", case.reference)]
    found = []
    if not _standing(case):
        found.append(Gap("A finding that stands: a warning rests on one.", "decision", case.reference))
    if outcome.live_until is None:
        found.append(Gap("The day until which the warning counts.", "decision", case.reference))
    found += [
        Gap(f"The policy clause of A{finding.allegation.seq}.", "allegations", case.reference)
        for finding in _standing(case)
        if not finding.allegation.policy_clause
    ]
    return found


def _write(case: Case, *, to: Person, by: User, given: Given) -> DisciplinaryWarning:
    outcome = _outcome(case)
    clauses = {f"A{finding.allegation.seq}": finding.allegation.policy_clause for finding in _standing(case)}
    strange = [name for name, _conduct in given["conduct"] if name not in clauses]
    if strange or outcome is None or outcome.live_until is None:
        raise Invalid(
            {"conduct": [f"A warning rests on findings that stand: {', '.join(clauses) or 'there is none'}."]}
        )
    framed = frame(DisciplinaryWarning, to=to, by=by)
    return DisciplinaryWarning(
        **framed,
        matter=case.reference,
        is_final=OutcomeKind.FINAL_WARNING in outcome.kinds,
        misconduct=tuple(
            Misconduct(reference=name, conduct=conduct, policy_clause=clauses[name])
            for name, conduct in given["conduct"]
        ),
        changes=tuple(Change(what=what, timescale=when) for what, when in given["changes"]),
        consequence=given["consequence"],
        live_until=outcome.live_until,
        review_on=given["review_on"] or None,
        help=given["help"],
        removal=given["removal"],
        appeal=AppealRoute(
            until=given["appeal_until"],
            to=Contact(name=given["appeal_to"]),
            grounds=tuple(say(ground, framed["language"]) for ground in GROUNDS),
        ),
        support=support_for(DisciplinaryWarning, to),
    )


def _unnamed(case: Case, to: Person) -> list[str]:
    rows = case.parties.filter(role__in=OTHERS).exclude(person=to).select_related("person")
    return [party.person.name for party in rows]


composes(
    Composer(
        letter=DisciplinaryWarning,
        about=Case,
        action="outcome.write_letter",
        summary="Warns the respondent, for the personnel file: what was wrong, what must change, and until when it counts.",
        follows="The respondent is asked to confirm receipt, and may say that they do not agree. The time to appeal runs.",
        recipients=_respondent,
        write=_write,
        gaps=_gaps,
        unnamed=_unnamed,
        begins=lambda case: {"conduct": [(f"A{finding.allegation.seq}", "") for finding in _standing(case)]},
        asks=(
            Asked(
                "conduct", "What they did", "pairs", "One a line: the allegation, a colon, the conduct in one sentence."
            ),
            Asked("changes", "What must change", "pairs", "One a line: what, a colon, by when or from when."),
            Asked("consequence", "What may follow if it happens again", "text"),
            Asked("help", "Help that we give", "lines", "One a line.", is_required=False),
            Asked("review_on", "Looked at again on", "day", is_required=False),
            Asked("removal", "What becomes of the warning after its end"),
            Asked("appeal_until", "Appeal until", "day"),
            Asked("appeal_to", "Appeal to", help="Name and role: somebody who had no part in the decision."),
        ),
    )
)

__all__ = ["REPORT"]  # a letter with a module of its own
