"""What waits on a person's first page because of conflicts of interest."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.access.models import Role
from backend.access.policy import scope
from backend.cases.conflict_policy import holds_channel
from backend.cases.conflicts.afterwards import going_on
from backend.cases.models import Case, CaseGrant, ConflictChallenge, ConflictDeclaration, ConflictWaiver, Handover
from backend.cases.vocabulary import CaseRole, ChallengeState, LeaveReason
from backend.deadlines.models import Deadline
from backend.intake.screening import unread_for_nobody
from backend.people.models import User
from backend.web.cases.file_alarms import alarm_rows, alarm_task

MOST = 15
Row = tuple[str, UUID, str, datetime, str]


def conflict_tasks(person: User, roles: frozenset[str], waits: frozenset[str]) -> list[dict[str, Any]]:
    """Give declarations to sign, handovers to take, challenges to answer, alarms, waivers to weigh, and what nobody may read."""
    rows = _waiting(person) if waits & {"declaration", "handover", "challenge", "alarm"} else []
    due = _due([uid for noun, uid, *_rest in rows if noun == "challenge"])
    tasks = [_task(row, due.get(row[1])) for row in rows]
    if holds_channel(person):
        tasks += [*_to_take_in(person), *_to_weigh(person)]
    return [*tasks, *_alarm(person)] if Role.ADMINISTRATOR in roles else tasks


def _waiting(person: User) -> list[Row]:
    """Fetch everything of a case that waits because of a conflict, and alarms about its evidence, with one query."""
    held = CaseGrant.objects.filter(CaseGrant.live(), user=person, content_object=OuterRef("case"))
    unsigned = ConflictDeclaration.objects.filter(Exists(held), person=person.person_id, signed_at=None)
    left = scope(person, "case.take_over", Handover.objects.filter(taken_at=None))
    made = scope(person, "challenge.dismiss", ConflictChallenge.objects.filter(state=ChallengeState.MADE))
    parts: list[tuple[str, Any, str, str]] = [
        ("declaration", unsigned, "asked_at", "role"),
        ("handover", left, "at", "why"),
        ("challenge", made, "made_at", "role"),
    ]
    first, *rest = [
        rows.filter(case__in=going_on().values("pk"))
        .order_by()
        .annotate(noun=Value(noun))
        .values_list("noun", "uid", "case__reference", at, about)
        for noun, rows, at, about in parts
    ]
    return sorted(first.union(*rest, alarm_rows(person), all=True), key=lambda row: row[3])[:MOST]


def _task(row: Row, due: datetime | None) -> dict[str, Any]:
    noun, uid, reference, _at, about = row
    if noun == "alarm":
        return alarm_task(uid, reference, about)
    if noun == "declaration":
        label, note = _("Sign your declaration"), _("Say whether anything could make you partial.")
        return _entry(label, reverse("case-declare", args=[reference]), reference, note)
    if noun == "handover":
        label = _("Look through what somebody had read who left the case")
        return _entry(label, reverse("handover", args=[uid]), reference, LeaveReason(about).label)
    label = _("Answer a party who says that somebody is not impartial")
    return _entry(label, reverse("challenge", args=[uid]), reference, CaseRole(about).label, due)


def _due(challenges: list[UUID]) -> dict[UUID, datetime]:
    keys = {f"conflictchallenge:{uid}": uid for uid in challenges}
    rows = Deadline.objects.unfinished().filter(subject__in=keys) if keys else Deadline.objects.none()
    return {keys[each.subject]: each.due_at for each in rows}


def _to_take_in(person: User) -> list[dict[str, Any]]:
    rows = scope(person, "case.take_in", Case.objects.all()).select_related("route").order_by("route__since")
    return [
        _entry(
            _("Take in a case that came to you"),
            reverse("case-take-in", args=[case.reference]),
            case.reference,
            case.route.words,
        )
        for case in rows[:MOST]
    ]


def _to_weigh(person: User) -> list[dict[str, Any]]:
    rows = scope(person, "waiver.grant", ConflictWaiver.objects.all()).select_related("case").order_by("asked_at")
    return [
        _entry(_("Decide on a waiver"), reverse("waiver", args=[each.uid]), each.case.reference, each.rule)
        for each in rows[:MOST]
    ]


def _alarm(person: User) -> list[dict[str, Any]]:
    """Tell an administrator that a report waits for somebody to hold the independent channel: how many, and nothing else."""
    number = unread_for_nobody(person.person_id)
    if not number:
        return []
    words = ngettext(
        "%(count)s report waits and nobody may read it", "%(count)s reports wait and nobody may read them", number
    ) % {"count": number}
    note = _("Give somebody from outside the departments concerned the role “independent channel”.")
    return [_entry(words, reverse("profile"), "", note)]


def _entry(label: str, url: str, reference: str, note: Any, due: datetime | None = None) -> dict[str, Any]:
    return {"label": label, "url": url, "reference": reference, "note": str(note), "due": due}
