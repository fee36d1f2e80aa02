"""Requests for an examination of fitness for duty, and suggestions of help: neither is a referral, and each has rules of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded
from backend.documents.models import Document
from backend.people.models import Person, User
from backend.referrals.register_tables import Provider
from backend.referrals.vocabulary import Fitness, FitnessState


class FitnessRequest(Recorded):
    """An examination that the employer asks for: counsel approves it, a licensed examiner answers by function, never by cause.

    42 USC 12112(d)(4)(A) and 29 CFR 1630.14(c): job-related and consistent with business necessity, kept apart.
    """

    reference = models.CharField(max_length=30, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="fitness_requests")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="fitness_requests")
    state = models.CharField(max_length=20, choices=FitnessState, default=FitnessState.ASKED)
    wrapped_key = models.TextField()
    sealed = models.TextField()  # observed facts, the tasks in question, who pays
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    coordinator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="fitness_coordinated")
    offered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=30, choices=Fitness, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    letter = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="fitness_requests"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="fitness_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="answered") & ~Q(answer="") | ~Q(state="answered") & Q(answer=""),
                name="fitness_answered_by_function",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class SupportSuggestion(Recorded):
    """That help was pointed out to somebody: what, by whom, when. Nothing is asked for, nobody reports, and nothing follows."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="suggestions")
    suggested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField()
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="suggested_in")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-suggested_at"], name="referrals_suggested")]

    def __str__(self) -> str:
        return f"{self.provider}"

    @property
    def stream(self) -> str:
        """Stand in the history of the person whom it was pointed out to."""
        return self.person.key
