"""Conflicts of interest on one case: who is kept out, who declared what, what was waived, what a party challenged."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.cases.parts import PartOfCase
from backend.cases.vocabulary import CaseRole, ChallengeState, LeaveReason, WaiverState
from backend.people.models import Person, User


class CaseBar(PartOfCase):
    """A conflict of interest that keeps somebody from a case: to them it does not exist, whatever role they hold."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="bars")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_bars")
    rule = models.CharField(max_length=4)  # C1, C2, C3, C5, C7 or C8
    historic = models.BooleanField(default=False)  # C2 by a line of the past alone, which may be waived
    words = models.CharField(max_length=300)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "case"], condition=Q(ended=None), name="cases_bar_live"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person", "rule"], condition=Q(ended=None), name="case_bar_once_per_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.case}"


class CaseRoute(PartOfCase):
    """A case that belongs to the independent channel because of whom it is about (C5); once there, it stays there."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="route")
    words = models.CharField(max_length=300)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"Route of {self.case}"


class ConflictDeclaration(PartOfCase):
    """What somebody declared about conflicts of interest for one appointment, question by question, in their own words."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflict_declarations")
    role = models.CharField(max_length=30, choices=CaseRole)
    told = models.JSONField(default=list, blank=True)  # the questions that were answered with yes
    text = models.TextField()
    asked_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)  # by the person themself
    is_late = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Declaration of {self.person} on {self.case}"


class ConflictWaiver(PartOfCase):
    """The independent channel's word that somebody may work on a case in spite of a conflict, told to both parties (C9)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="waivers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflict_waivers")
    rule = models.CharField(max_length=4)
    state = models.CharField(max_length=20, choices=WaiverState, default=WaiverState.ASKED)
    why = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    disclosed = models.TextField(blank=True)  # what both parties read

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person", "rule"], condition=~Q(state="refused"), name="waiver_once_per_rule"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None)
                | (~Q(state="asked") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="waiver_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="granted") | ~Q(disclosed=""), name="waiver_disclosed"),
        ]

    def __str__(self) -> str:
        return f"Waiver for {self.person} on {self.case}"


class ConflictChallenge(PartOfCase):
    """A party says that somebody who works on their case is not impartial (C8)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="challenges")
    party = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="challenges_made")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="challenges_met")
    role = models.CharField(max_length=30, choices=CaseRole)
    state = models.CharField(max_length=20, choices=ChallengeState, default=ChallengeState.MADE)
    grounds = models.TextField()
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)  # what the party reads
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="made", answered_at=None) | (~Q(state="made") & Q(answered_at__isnull=False)),
                name="challenge_answered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["case", "party", "person"], condition=Q(state="made"), name="challenge_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Challenge on {self.case}"


class Handover(PartOfCase):
    """Somebody left a case because of a conflict: the lead looks through what they had read, and takes their work over (C7)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="handovers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers")
    roles = models.JSONField(default=list)
    why = models.CharField(max_length=20, choices=LeaveReason)
    words = models.CharField(max_length=300)
    at = models.DateTimeField()
    taken_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case"], condition=Q(taken_at=None), name="cases_handover_open")]

    def __str__(self) -> str:
        return f"Handover of {self.person} on {self.case}"
