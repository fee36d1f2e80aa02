"""Accountability statements: what an employee writes, of their own will, about what was found.

They have an app of their own beside the agreements. A statement rests on a finding and not on an agreement, it belongs to the
employee and not to the organisation, and nothing that counts obligations or breaches may reach it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.amends.vocabulary import RoundState, ShareState, StatementState, WishState
from backend.audit.recorded import Recorded
from backend.cases.models import Case
from backend.people.models import Person, User


class AccountabilityStatement(Recorded):
    """One employee’s statement about one matter. Its history is its own: nobody who reads the case learns that it exists."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="accountability_statements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accountability_statements")
    state = models.CharField(max_length=20, choices=StatementState, default=StatementState.WRITING)
    wrapped_key = models.TextField()  # this statement's own key, closed with the key of the compartment
    begun_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(wrapped_key=""), name="accountability_has_a_key"),
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(state="writing"), name="accountability_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PartOfStatement(Recorded):
    """A record that belongs to one statement, in that statement’s own history."""

    statement: "models.ForeignKey[AccountabilityStatement, AccountabilityStatement]"

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Stand in the history of the statement, which no role in the case reads."""
        return self.statement.key


class AccountabilityVersion(PartOfStatement):
    """The words as their writer once saved them. A version is never written over: those before and after feedback both stay."""

    statement = models.ForeignKey(AccountabilityStatement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sealed = models.TextField()
    saved_at = models.DateTimeField()

    not_in_history: ClassVar[tuple[str, ...]] = ("sealed",)
    untold = Recorded.untold | {"sealed"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "number"], name="accountability_version_numbered_once")
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class AccountabilityDraft(models.Model):
    """Words that are being written and not saved yet: their writer’s alone, closed like the rest, and in no history."""

    statement = models.OneToOneField(AccountabilityStatement, on_delete=models.CASCADE, related_name="draft")
    sealed = models.TextField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Draft of {self.saved_at:%Y-%m-%d}"


class AccountabilityRound(PartOfStatement):
    """One round of feedback: one version, one reader whom the employee chose, and what they said to it."""

    statement = models.ForeignKey(AccountabilityStatement, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    version = models.ForeignKey(AccountabilityVersion, on_delete=models.PROTECT, related_name="rounds")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="accountability_rounds")
    state = models.CharField(max_length=20, choices=RoundState, default=RoundState.ASKED)
    asked_at = models.DateTimeField()
    sealed = models.TextField(blank=True)  # the feedback
    answered_at = models.DateTimeField(null=True, blank=True)

    not_in_history: ClassVar[tuple[str, ...]] = ("sealed",)
    untold = Recorded.untold | {"sealed"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["reviewer", "state"], name="accountability_reviewed_by")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "number"], name="accountability_round_numbered_once"),
            models.UniqueConstraint(
                fields=["statement"], condition=Q(state="asked"), name="accountability_one_round_open"
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False) & ~Q(sealed="")
                | ~Q(state="answered") & Q(answered_at=None, sealed=""),
                name="accountability_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.number}"


class AccountabilityWish(Recorded):
    """That a complainant asked, of their own accord, to read a statement if there is one. It asks nothing of anybody."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="accountability_wishes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accountability_wishes")
    state = models.CharField(max_length=20, choices=WishState, default=WishState.ASKED)
    asked_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "accountability wishes"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(state="asked"), name="accountability_wished_once"
            )
        ]

    def __str__(self) -> str:
        return f"Wish of {self.person}"


class AccountabilityShare(PartOfStatement):
    """That the employee let one complainant, who had asked for it, read one version."""

    statement = models.ForeignKey(AccountabilityStatement, on_delete=models.PROTECT, related_name="shares")
    version = models.ForeignKey(AccountabilityVersion, on_delete=models.PROTECT, related_name="shares")
    wish = models.ForeignKey(AccountabilityWish, on_delete=models.PROTECT, related_name="shares")
    state = models.CharField(max_length=20, choices=ShareState, default=ShareState.SHARED)
    shared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["statement", "wish"], condition=Q(state="shared"), name="accountability_shared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} shared"
