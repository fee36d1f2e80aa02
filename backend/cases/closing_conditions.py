"""What must be so before a case closes: each condition is met, or says what is missing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from backend.cases.models import Case, CaseClosure, Obligation, RetaliationWatch
from backend.cases.vocabulary import AllegationState
from backend.cases.watching import PROTECTED
from backend.deadlines.models import Deadline
from backend.documents.models import BEFORE_ISSUE, Document, LetterDraft
from backend.documents.vocabulary import DocumentState
from backend.kernel import clock

LETTERS: Final = "outcome.letters"
MEASURES: Final = "measure."
APPEAL: Final = "appeal."
APPEAL_WINDOWS: Final = ("appeal.file", "rtw.appeal")  # of a decision, and of one on a return to work
ON_THE_WAY: Final = (DocumentState.ISSUED, DocumentState.BOUNCED)  # not with their recipient yet


@dataclass(frozen=True)
class Condition:
    """One thing that must be so before a case closes; `missing` says what is not, and is empty when it is met."""

    name: str
    text: str
    missing: str = ""

    @property
    def met(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing


def conditions_of(case: Case) -> list[Condition]:
    """Tell what a case still needs before it can close after a decision, in the order in which it is usually done."""
    owed = list(Obligation.objects.filter(case=case, discharged_at=None).order_by("pk"))
    closure = standing_closure(case)
    return [
        Condition("letters", "The letters are issued and delivered", _letters(case, owed)),
        Condition("obligations", "Everything that is owed is done", _owed(owed)),
        measures_over(owed),
        Condition("appeals", "The time to appeal is over, and no appeal is open", _appeals(case, owed)),
        Condition("lessons", "Causes and lessons are recorded", "" if closure else "Record the causes and the lessons"),
        Condition(
            "retention", "It is set how long the file is kept", "" if closure else "Set how long the file is kept"
        ),
        watch_scheduled(case),
    ]


def conditions_without_decision(case: Case) -> list[Condition]:
    """Tell what a case still needs before it can close without a decision: no measure holds on, and nobody is left unprotected."""
    owed = list(Obligation.objects.filter(case=case, discharged_at=None).order_by("pk"))
    return [measures_over(owed), watch_scheduled(case)]


def measures_over(owed: Collection[Obligation]) -> Condition:
    """Tell whether every temporary measure ended, or the outcome took its place."""
    holding = [each.what for each in owed if each.kind.startswith(MEASURES)]
    return Condition("measures", "Every temporary measure ended, or the outcome took its place", "; ".join(holding))


def watch_scheduled(case: Case) -> Condition:
    """Tell whether the watch for retaliation runs, where there is anybody to protect."""
    needed = case.parties.filter(role__in=PROTECTED).exists()
    running = RetaliationWatch.objects.filter(case=case).exists()
    missing = "Start the watch for retaliation" if needed and not running else ""
    return Condition("watch", "The watch for retaliation is scheduled", missing)


def standing_closure(case: Case) -> CaseClosure | None:
    """Find what was recorded for the closing that stands."""
    found: CaseClosure | None = CaseClosure.objects.filter(case=case, superseded_at=None).first()
    return found


def _letters(case: Case, owed: Collection[Obligation]) -> str:
    told = [each.what for each in owed if each.kind == LETTERS]
    late = Document.objects.filter(matter_stream=case.key, state__in=ON_THE_WAY, recipient__isnull=False)
    told += [f"Deliver {reference}" for reference in late.order_by("pk").values_list("reference", flat=True)[:5]]
    drafts = LetterDraft.objects.filter(matter_stream=case.key, state__in=BEFORE_ISSUE).exclude(kind="D24")
    told += [
        f"Issue or discard {reference}" for reference in drafts.order_by("pk").values_list("reference", flat=True)[:5]
    ]
    return "; ".join(told)


def _owed(owed: Collection[Obligation]) -> str:
    elsewhere = (MEASURES, APPEAL)
    return "; ".join(each.what for each in owed if each.kind != LETTERS and not each.kind.startswith(elsewhere))


def _appeals(case: Case, owed: Collection[Obligation]) -> str:
    told = [each.what for each in owed if each.kind.startswith(APPEAL)]
    if case.allegations.filter(state=AllegationState.APPEALED).exists():
        told.append("Wait for the decision on the appeal")
    running = Deadline.objects.of_matter(case.key).pending().filter(kind__in=APPEAL_WINDOWS, due_at__gt=clock.now())
    last = running.order_by("-due_at").first()
    if last is not None:
        told.append(f"Wait until {last.due_on:%-d %B %Y}, when the time to appeal ends")
    return "; ".join(told)
