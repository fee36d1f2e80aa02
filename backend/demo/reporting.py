"""The report of an investigation: written from the case by the investigator, let go by a second person, and given to whoever decides."""

from typing import Final

from backend.cases.models import Case
from backend.decisions.models import STANDS
from backend.decisions.report import REPORT
from backend.demo.matters import Charge, Matter
from backend.demo.stage import Stage
from backend.documents.actions.drafting import approve_draft, issue_draft, review_draft, write_draft
from backend.documents.actions.standing import acknowledge_document, open_document
from backend.documents.composing import Given
from backend.documents.models import Document

METHOD: Final = (
    "Open questions came first, and records second. Whoever was heard could check what was written down.\n"
    "Both sides saw what this report rests on, and could comment, before it was finished."
)
SHOWN: Final = "It is more likely than not."
NOT_SHOWN: Final = "The evidence does not reach the standard in either direction."


def report(stage: Stage, matter: Matter, case: Case) -> Document:
    """Write the report, have counsel read it as the second person, and issue it to the decision maker."""
    cast = stage.cast
    draft = write_draft(
        REPORT, case, to=cast.person("ruth"), given=_words(matter, REPORT.begins(case)), actor=cast.ines
    )
    draft = review_draft(draft, actor=cast.ines, reason="Read through as the decision maker will read it.")
    draft = approve_draft(draft, actor=cast.hugo, reason="Every allegation has its finding and its reasons.")
    issued = issue_draft(draft, actor=cast.ines, reason="Approved.").document
    if issued is None:
        raise LookupError(f"{draft.reference} was not issued.")
    stage.say(f"Inês Duarte issues the investigation report {issued.reference}.")
    return issued


def receive(stage: Stage, case: Case) -> None:
    """Let the decision maker open the report and confirm its receipt, which is no agreement."""
    ruth = stage.cast.ruth
    for letter in Document.objects.filter(matter=case.reference, kind="D7", recipient=ruth.person, opened_at=None):
        open_document(letter, actor=ruth)
        acknowledge_document(Document.objects.get(pk=letter.pk), actor=ruth, reason="Received.")


def _words(matter: Matter, begun: Given) -> dict[str, str]:
    charges = list(enumerate(matter.charges, start=1))
    facts = dict.fromkeys(line.partition(" | ")[0] for line in begun["weighed"].splitlines())
    return {
        "summary": "\n".join(f"A{number}: {charge.summary}" for number, charge in charges),
        "mandate": begun["mandate"],
        "method": METHOD,
        "steps": begun["steps"],
        "chapters": "\n".join(
            [*_told(matter), *(f"What was answered | To A{n}: {each.answer}" for n, each in charges)]
        ),
        "established": _facts(charges, stands=True),
        "not_established": _facts(charges, stands=False),
        "weighed": begun["weighed"],
        "conclusions": "\n".join(f"{fact} | {_concluded(fact, charges)}" for fact in facts),
        "mitigating": "\n".join(
            line.removeprefix("For: ").capitalize()
            for line in matter.factors.splitlines()
            if line.startswith("For: ") and "earlier finding" not in line
        ),
    }


def _told(matter: Matter) -> list[str]:
    return [f"What was reported | {line.strip()}" for line in matter.narrative.splitlines() if line.strip()]


def _facts(charges: list[tuple[int, Charge]], *, stands: bool) -> str:
    rows = [(number, charge) for number, charge in charges if (charge.factual in STANDS) == stands]
    if stands and not rows:
        return "What was said, and by whom, as section 5 has it. | The accounts in section 5"
    return "\n".join(f"A{number}: {charge.summary} | The reasons in section 8" for number, charge in rows)


def _concluded(fact: str, charges: list[tuple[int, Charge]]) -> str:
    about = next((charge for number, charge in charges if fact.endswith(f"A{number} says")), None)
    return SHOWN if about is not None and about.factual in STANDS else NOT_SHOWN
