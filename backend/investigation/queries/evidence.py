"""Reads of evidence: what a case holds, what became of an item, who looked at it, and what both sides said."""

from datetime import datetime

from django.db.models import QuerySet

from backend.access.policy import scope
from backend.audit.models import Event
from backend.audit.timeline import Entry, entries
from backend.cases.models import Case
from backend.investigation.alarm_tables import AlarmState, FileAlarm
from backend.investigation.evidence_tables import (
    CustodyEvent,
    EvidenceComment,
    EvidenceItem,
    EvidenceReview,
    ReviewAccess,
)
from backend.investigation.evidence_words import HashCheck
from backend.kernel import clock
from backend.people.models import User

SHOWN = 50
READS = ("evidence.view", "file.open")


def evidence_of(case: Case, person: User) -> QuerySet[EvidenceItem]:
    """Give the evidence of a case that a person may see, by its number."""
    rows = EvidenceItem.objects.filter(case=case).select_related(
        "case", "file", "redaction_of", "added_by", "source_party__person"
    )
    return scope(person, "evidence.view", rows).order_by("number")


def open_review(case: Case) -> EvidenceReview | None:
    """Give the evidence review that is open in a case, if one is."""
    return EvidenceReview.objects.filter(case=case, ended_at=None).first()


def comments_open_until(case: Case) -> datetime | None:
    """Tell until when a side may still comment on the evidence; nothing once both have said that they have nothing to add."""
    review = open_review(case)
    if review is None or clock.now() >= review.floor_at:
        return None
    silent = review.parties.filter(finished_at=None).exists() or not review.parties.exists()
    return review.floor_at if silent else None


def comments_on(case: Case, person: User) -> QuerySet[EvidenceComment]:
    """Give what was said about the evidence of a case, as far as a person may read it."""
    rows = EvidenceComment.objects.filter(access__review__case=case).select_related(
        "item__case", "access__party__person", "access__review__case"
    )
    return scope(person, "evidence.read_comments", rows).order_by("made_at", "pk")


def own_access(case: Case, person: User) -> ReviewAccess | None:
    """Give a party's part in the evidence review that is open in a case, if there is one."""
    rows = ReviewAccess.objects.filter(review__case=case).select_related("review__case", "party__person")
    return scope(person, "evidence.comment", rows).first()


def looks_at(item: EvidenceItem) -> list[Entry]:
    """List who opened an item or its file, the newest first."""
    keys = [item.key, *([item.file.key] if item.file else [])]
    return entries(Event.objects.filter(obj__in=keys, action__in=READS).order_by("-id")[:SHOWN])


def broken(item: EvidenceItem) -> bool:
    """Tell whether the last check of an item's bytes found them changed or gone."""
    checked = CustodyEvent.objects.filter(item=item).exclude(hash_check=HashCheck.NONE).order_by("seq").last()
    return checked is not None and checked.hash_check != HashCheck.MATCH


def alarms_waiting(person: User) -> QuerySet[FileAlarm]:
    """Give the alarms about files of the evidence that a person is to know of and nobody resolved yet."""
    rows = FileAlarm.objects.filter(state=AlarmState.RAISED).select_related("item__case")
    return scope(person, "file_alarm.view", rows).order_by("raised_at", "pk")


def standing_alarm(item: EvidenceItem, person: User) -> FileAlarm | None:
    """Give the alarm about the file of an item that nobody resolved yet."""
    return alarms_waiting(person).filter(item=item).first()
