"""The records that letters are written about: who sees them, which letters they lead to, and where one comes back to."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.policy import can, permitted, scope
from backend.agreements.models import Agreement
from backend.audit.recorded import Recorded
from backend.cases.models import Case
from backend.documents.composing import Composer, Gap, composers_for
from backend.documents.models import BEFORE_ISSUE, Document, LetterDraft
from backend.documents.vocabulary import STANDS
from backend.intake.models import Report
from backend.kernel.errors import NotVisible
from backend.people.models import Person, User

SEEN: Final[tuple[tuple[type[Recorded], str], ...]] = (
    (Case, "case.view"),
    (Report, "report.view"),
    (Agreement, "agreement.view"),
)
PLACES: Final = {  # where a gap is filled, by the kind of page that it names
    "report": "report",
    "case": "case",
    "people": "case-people",
    "allegations": "case-allegations",
    "interviews": "case-interviews",
    "decision": "case-decision",
    "agreement": "agreement",
}


@dataclass(frozen=True)
class Choice:
    """A letter that somebody may write about a record, and what is missing for it."""

    composer: Composer
    about: Any
    people: tuple[Person, ...]
    gaps: tuple[Gap, ...]

    @property
    def title(self) -> str:
        """Name the letter as its English heading does."""
        return self.composer.letter.title_in("en")

    @property
    def kind(self) -> str:
        """Give its number in the list of formal documents."""
        return self.composer.letter.kind

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """List what is missing, each with the page where it is filled in."""
        return [
            {"text": gap.what, "met": False, "url": reverse(PLACES[gap.place], args=[gap.reference])}
            for gap in self.gaps
        ]


def record_named(person: User, reference: str) -> Any:
    """Find the case, report or agreement of a reference, if it exists for the person."""
    model: Any
    for model, action in SEEN:
        found = scope(person, action, model._default_manager.filter(reference=reference)).first()
        if found is not None:
            return found
    raise NotVisible


def choices(person: User, about: Recorded) -> list[Choice]:
    """List the letters that a person may write about a record, and about the agreements that a case led to."""
    rows: list[Recorded] = [about]
    if isinstance(about, Case):
        rows += scope(person, "agreement.view", Agreement.objects.filter(case=about).select_related("monitor", "case"))
    return [
        choice_of(composer, row) for row in rows for composer in composers_for(row) if can(person, composer.action, row)
    ]


def choice_of(composer: Composer, about: Recorded) -> Choice:
    """Tell to whom a letter may go, and what is missing for it."""
    people = tuple(composer.recipients(about))
    if people:
        gaps = tuple(composer.gaps(about, people[0]))
    else:
        place = "report" if isinstance(about, Report) else "people"
        case = about.case if isinstance(about, Agreement) else about
        gaps = (Gap(_("Somebody whom this letter may go to."), place, getattr(case, "reference", "")),)
    return Choice(composer, about, people, gaps)


def may_write(person: User, about: Recorded) -> bool:
    """Tell whether a person may write any letter about a record."""
    actions = {composer.action for composer in composers_for(about)}
    return bool(actions and permitted(person, sorted(actions), about))


def papers_about(person: User, about: Recorded) -> list[dict[str, Any]]:
    """List the letters about a record that a person may see: those before their issue, then those that were issued."""
    drafts = LetterDraft.objects.filter(matter_stream=about.stream, state__in=BEFORE_ISSUE)
    written = scope(person, "draft.view", drafts).select_related("recipient").order_by("-pk")
    issued = scope(person, "document.view", Document.objects.filter(matter_stream=about.stream))
    rows: list[tuple[str, Any]] = [("letter", row) for row in written[:20]]
    rows += [("document", row) for row in issued.select_related("recipient").order_by("-issued_at")[:20]]
    return [
        {
            "title": row.title,
            "reference": row.reference,
            "url": reverse(name, args=[row.reference]),
            "to": row.recipient.name if row.recipient else "",
            "state": row.state,
            "label": row.get_state_display(),
        }
        for name, row in rows
    ]


def earlier_ones(person: User, choice: Choice) -> list[Document]:
    """List the letters of the same kind in the matter that still stand, which a new one may replace."""
    rows = Document.objects.filter(
        matter_stream=choice.about.stream, kind=choice.composer.letter.kind, state__in=STANDS
    )
    return list(scope(person, "document.view", rows).order_by("-issued_at")[:20])


def way_back(person: User, paper: LetterDraft | Document) -> tuple[str, str]:
    """Give the name and address of the page that lists the papers of a matter, for somebody who sees it."""
    kind, _colon, uid = paper.matter_stream.partition(":")
    if kind == "case":
        case = scope(person, "case.read", Case.objects.filter(uid=uid)).first()
        if case is not None:
            return case.reference, reverse("case-documents", args=[case.reference])
        case = scope(person, "case.view", Case.objects.filter(uid=uid)).first()
        if case is not None:
            return case.reference, reverse("case", args=[case.reference])
    if kind == "report":
        report = scope(person, "report.view", Report.objects.filter(uid=uid)).first()
        if report is not None:
            return report.reference, reverse("report", args=[report.reference])
    return _("Letters"), reverse("letters")
