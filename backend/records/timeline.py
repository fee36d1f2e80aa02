"""What somebody who works on a case may read of its history."""

from typing import Any, Final

from django.db.models import Exists, Model, OuterRef, QuerySet, Value

from backend.access.policy import permitted, scope
from backend.agreements.models import Agreement
from backend.audit.actions import ACTIONS
from backend.audit.models import Event
from backend.audit.timeline import history
from backend.cases.models import Case
from backend.decisions.models import Appeal, Disclosure, Outcome, Remedy, SimilarFactRequest
from backend.documents.models import Delivery, Document, LetterDraft, Redaction
from backend.people.models import User
from backend.returns.models import ReturnToWork

TOLD_READS = frozenset({"document.open"})  # that a letter was opened is a fact of the case
PARTS: Final[tuple[tuple[str, type[Model], tuple[str, ...]], ...]] = (  # whose events show only to whoever may see one
    (
        "agreement.view",
        Agreement,
        (
            "agreement",
            "duty",
            "occurrence",
            "obstacle",
            "agreement_monitor",
            "agreement_check_in",
            "agreement_breach",
            "agreement_easing",
        ),
    ),
    ("outcome.view", Outcome, ("outcome",)),
    ("appeal.view", Appeal, ("appeal",)),
    ("remedy.view", Remedy, ("remedy",)),
    ("disclosure.view", Disclosure, ("disclosure",)),
    ("similar_fact.view", SimilarFactRequest, ("similar_fact",)),
    ("rtw.view", ReturnToWork, ("rtw", "follow_up")),
)
PAPERS: Final[
    tuple[tuple[type[Model], str, type[Model], str], ...]
] = (  # who may see one, what hangs on it, and by what
    (Document, "document.view", Delivery, "document"),
    (LetterDraft, "draft.view", Redaction, "draft"),
)
SPOKEN: Final = ("interview", "statement", "credibility")  # whose events show only to whoever may hear what was said


def case_history(person: User, case: Case) -> QuerySet[Event]:
    """Give the case's history, newest first, without the parts that the person has no business with.

    Who read the file stays out of it (auditors find that in the history of events); what concerns an agreement, an outcome,
    an appeal, a remedy or a paper shows only to those who may see one, and what was said in interviews only to those who may hear of it.
    """
    may = permitted(person, ["case.read", "case.hear"], case)
    if "case.read" not in may:
        return Event.objects.none()
    reads = [name for name, action in ACTIONS.items() if action.kind == "read" and name not in TOLD_READS]
    events = history(case).exclude(action__in=reads)
    for noun in _unseen_parts(person, case):
        events = events.exclude(action__startswith=f"{noun}.")
    if "case.hear" not in may:
        for noun in SPOKEN:
            events = events.exclude(action__startswith=f"{noun}.")
    hidden = hidden_papers(person, case)
    return events.exclude(obj__in=hidden) if hidden else events


def _unseen_parts(person: User, case: Case) -> list[str]:
    """Name the nouns of the parts of which the person may see nothing in this case, with one question to the database."""
    found = {
        f"sees_{at}": Exists(scope(person, action, model._base_manager.filter(case=OuterRef("pk"))))
        for at, (action, model, _nouns) in enumerate(PARTS)
    }
    seen = Case.objects.filter(pk=case.pk).annotate(**found).values(*found).first() or {}
    return [noun for at, (_action, _model, nouns) in enumerate(PARTS) if not seen.get(f"sees_{at}") for noun in nouns]


def hidden_papers(person: User, case: Case) -> list[str]:
    """List the papers of a case that a person may not see, with what hangs on them: who was told what is no part of their history."""
    papers = _papers(case)
    seen = {
        (kind, pk)
        for kind, (model, action, _hung, _by) in enumerate(PAPERS)
        if any(known == kind for known, _pk, _named in papers)  # nothing is asked where there are none
        for pk in scope(person, action, model._base_manager.filter(matter_stream=case.key)).values_list("pk", flat=True)
    }
    return [named for kind, pk, named in papers if (kind, pk) not in seen]


def _papers(case: Case) -> list[tuple[int, int, str]]:
    """List the papers of a case and what hangs on them, with one question: which kind, its key, and the name in the history."""
    parts: list[QuerySet[Any]] = []
    for kind, (model, _action, hung, by) in enumerate(PAPERS):
        papers = model._base_manager.filter(matter_stream=case.key)
        hanging = hung._base_manager.filter(**{f"{by}__matter_stream": case.key})
        parts += [
            rows.order_by()
            .annotate(kind_of_paper=Value(kind), called=Value(str(rows.model._meta.model_name)))
            .values_list("kind_of_paper", paper, "called", "uid")
            for rows, paper in ((papers, "pk"), (hanging, by))
        ]
    rows = parts[0].union(*parts[1:], all=True)
    return [(kind, paper, f"{called}:{uid}") for kind, paper, called, uid in rows]
