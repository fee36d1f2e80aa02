"""The clause library: clauses, the versions of their words in each language, and the rules of each jurisdiction profile."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded, RecordedQuerySet
from backend.clauses.vocabulary import SETTLED, RuleState, Standing, VersionState, When

ACTOR = settings.AUTH_USER_MODEL


class Clause(Recorded):
    """One clause of the library, or one thing that no agreement may hold (X01 to X14). Its words are in its versions."""

    reference = models.CharField(max_length=4, unique=True)  # the code by which people know it: C20
    when = models.CharField(max_length=20, choices=When)
    place = models.PositiveSmallIntegerField()  # where it stands in the document

    class Meta:
        ordering: ClassVar = ["place", "reference"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(when__in=When.values), name="clause_when_known")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_prohibition(self) -> bool:
        """Tell whether it names what no agreement may hold."""
        return self.when == When.NEVER


class ClauseVersionQuerySet(RecordedQuerySet["ClauseVersion"]):
    """Questions about versions."""

    def in_force(self, on: date) -> "ClauseVersionQuerySet":
        """Keep the approved versions whose time holds on a day, the one that counts first."""
        return self.filter(
            Q(effective_until=None) | Q(effective_until__gt=on), state=VersionState.APPROVED, effective_from__lte=on
        ).order_by("-effective_from", "-number")


class ClauseVersion(Recorded):
    """The words of one clause in one language. Once they are approved they never change; the next version takes their place."""

    reference = models.CharField(max_length=30, unique=True)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="versions")
    language = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT, db_index=True)
    part = models.CharField(max_length=80, blank=True)
    heading = models.CharField(max_length=120)
    text = models.TextField()
    note = models.CharField(max_length=400, blank=True)  # for whoever draws an agreement up
    sha256 = models.CharField(max_length=64)
    change = models.CharField(max_length=300, blank=True)  # what is different, in words
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    delivered = models.BooleanField(default=False)  # came with the product, which answers for its approval
    written_by = models.ForeignKey(ACTOR, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(ACTOR, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)  # the first day on which it is not used any more

    objects: ClassVar[models.Manager["ClauseVersion"]] = models.Manager.from_queryset(ClauseVersionQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clause", "language", "number"], name="clause_version_once"),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="clause_version_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=SETTLED)
                | (
                    Q(approved_at__isnull=False, effective_from__isnull=False)
                    & (Q(approved_by__isnull=False) | Q(delivered=True))
                ),
                name="clause_version_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")), name="clause_version_two_people"
            ),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gte=F("effective_from")),
                name="clause_version_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    @property
    def name(self) -> str:
        """Name the version as agreements print it: C20.3."""
        return f"{self.clause.reference}.{self.number}"


class ClauseRule(Recorded):
    """What one jurisdiction profile (or every one, where it is empty) says of a clause in some kinds of agreement."""

    reference = models.CharField(max_length=30, unique=True)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="rules")
    profile = models.CharField(max_length=12, blank=True)
    kinds = models.JSONField(default=list, blank=True)  # none: every kind
    standing = models.CharField(max_length=20, choices=Standing)
    needs_counsel = models.BooleanField(default=False)
    why = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    checked_on = models.DateField()
    next_check = models.DateField()
    state = models.CharField(max_length=20, choices=RuleState, default=RuleState.PROPOSED)
    delivered = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(ACTOR, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(ACTOR, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="clause_rule_standing_known"),
            models.CheckConstraint(
                condition=~Q(state=RuleState.IN_FORCE) | Q(approved_by__isnull=False) | Q(delivered=True),
                name="clause_rule_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="clause_rule_two_people"
            ),
            models.CheckConstraint(condition=Q(next_check__gte=F("checked_on")), name="clause_rule_checked_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.clause.reference}: {self.get_standing_display()}"
