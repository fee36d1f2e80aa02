"""Cases, the people in them and what is alleged."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import F, Q

from backend.access.models import ObjectGrant, Role
from backend.audit.recorded import Recorded
from backend.cases.aftermath_tables import (
    CaseClosure,
    CaseLink,
    CheckIn,
    Concern,
    EarlyClosing,
    RetaliationWatch,
    WatchedPerson,
)
from backend.cases.conflict_tables import (
    CaseBar,
    CaseRoute,
    ConflictChallenge,
    ConflictDeclaration,
    ConflictWaiver,
    Handover,
)
from backend.cases.parts import PartOfCase
from backend.cases.vocabulary import (
    ENDED,
    AllegationState,
    CaseKind,
    CaseRole,
    CaseState,
    ClosureReason,
    PartyRole,
    Response,
    Standard,
    Track,
)
from backend.intake.models import Report
from backend.intake.vocabulary import PowerRelation, Priority
from backend.kernel import clock
from backend.people.models import Person, Unit, User

__all__ = [  # some tables lie in a module of their own
    "Allegation",
    "Assignment",
    "BreakGlass",
    "BreakGlassReview",
    "Case",
    "CaseBar",
    "CaseClosure",
    "CaseGrant",
    "CaseLink",
    "CaseParty",
    "CaseReport",
    "CaseRoute",
    "CheckIn",
    "Concern",
    "ConflictChallenge",
    "ConflictDeclaration",
    "ConflictWaiver",
    "EarlyClosing",
    "Handover",
    "Obligation",
    "PartOfCase",
    "RetaliationWatch",
    "Verdict",
    "WatchedPerson",
]


class Case(Recorded):  # type: ignore[django-manager-missing]  # the grants' manager is named by a library
    """One matter, from the report to its closing."""

    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=30, choices=CaseState, default=CaseState.OPENED)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=CaseKind)
    profile = models.CharField(max_length=20, default="UK")
    tier = models.PositiveSmallIntegerField(default=2)
    priority = models.CharField(max_length=2, choices=Priority, default=Priority.P3)
    standard = models.CharField(max_length=30, choices=Standard, default=Standard.PREPONDERANCE)
    nexus = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closure_reason = models.CharField(max_length=40, choices=ClosureReason, blank=True)
    source = models.CharField(max_length=60, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)

    class Meta:
        permissions: ClassVar = [(f"act_as_{role}", f"Act as {label} in the case") for role, label in CaseRole.choices]
        indexes: ClassVar = [
            models.Index(fields=["-opened_at", "-id"], name="cases_case_newest"),
            models.Index(fields=["state", "-opened_at"], name="cases_case_state"),
            models.Index(fields=["unit", "-opened_at"], name="cases_case_unit"),
            models.Index(fields=["kind", "-opened_at"], name="cases_case_kind"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=ENDED, closed_at__isnull=False) & ~Q(closure_reason="")
                | ~Q(state__in=ENDED) & Q(closed_at=None),
                name="case_closed_with_reason",
            ),
            models.UniqueConstraint(
                fields=["source", "source_ref"], condition=~Q(source=""), name="case_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Tell whether work on the case goes on."""
        return self.state not in ENDED


class CaseReport(PartOfCase):
    """A report that a case was opened from, or that was joined to it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="report_links")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="case_link")

    def __str__(self) -> str:
        return f"{self.report} in {self.case}"


class CaseParty(PartOfCase):
    """What one person is to one case. A party never reads the case through a staff role."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="party_in")
    role = models.CharField(max_length=20, choices=PartyRole)
    label = models.CharField(max_length=40)
    notified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "case parties"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person", "role"], name="party_once_per_role")]

    def __str__(self) -> str:
        return f"{self.label} in {self.case}"


class Assignment(PartOfCase):
    """Who worked on a case in which role, from when to when; replaced holders stay on record."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=30, choices=CaseRole)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    declaration = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.get_role_display()} in {self.case}"


class CaseGrant(ObjectGrant, PartOfCase):  # type: ignore[misc]  # both bring a manager; the grants' own wins
    """The access that an assignment gives: one case-role on one case, with purpose, grantor, start and end."""

    content_object = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    opened_at = models.DateTimeField()  # the case's own, never changed: lists sort on the grant's side

    case = property(lambda self: self.content_object)

    class Meta(ObjectGrant.Meta):
        abstract = False
        indexes: ClassVar = [
            models.Index(fields=["user", "permission", "-opened_at", "-content_object"], name="cases_grant_newest"),
            models.Index(fields=["user", "ends_at"], name="cases_grant_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.content_object}"

    @property
    def role(self) -> str:
        """Name the case-role that the grant gives."""
        return self.permission.codename.removeprefix("act_as_")

    @staticmethod
    def permission_for(role: str) -> Permission:
        """Find the permission that stands for a case-role."""
        return Permission.objects.get(content_type__app_label="cases", codename=f"act_as_{role}")


class Allegation(PartOfCase):
    """One thing that is said to have happened, in neutral words, decided on its own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="allegations")
    seq = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=AllegationState, default=AllegationState.FRAMED)
    particulars = models.TextField()
    track = models.CharField(max_length=20, choices=Track, default=Track.AFFECTS_OTHERS)
    conduct = models.JSONField(default=list, blank=True)
    settings = models.JSONField(default=list, blank=True)
    power_relation = models.CharField(max_length=30, choices=PowerRelation, blank=True)
    occurred_from = models.DateField(null=True, blank=True)
    occurred_to = models.DateField(null=True, blank=True)
    policy_clause = models.CharField(max_length=200, blank=True)
    noticed_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    response = models.CharField(max_length=10, choices=Response, blank=True)
    response_text = models.TextField(blank=True)
    respondent = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="allegations_answered"
    )
    source_ref = models.CharField(max_length=120, blank=True)
    source_category = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq"], name="allegation_numbered_once"),
            models.CheckConstraint(
                condition=Q(state__in=["framed", "historic"]) | Q(noticed_at__isnull=False) | ~Q(source_ref=""),
                name="allegation_noticed_before_more",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "adopted"]) | ~Q(response="") | ~Q(source_ref=""),
                name="allegation_answered_before_finding",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Name the allegation within its case."""
        return f"{self.case.reference}-A{self.seq}"


class Obligation(PartOfCase):
    """Something that must be done before the case can close; the apps above create and discharge it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="obligations")
    kind = models.CharField(max_length=40)
    what = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    discharged_at = models.DateTimeField(null=True, blank=True)
    discharge_note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case"], condition=Q(discharged_at=None), name="cases_obligation_open"),
        ]

    def __str__(self) -> str:
        return self.what


class BreakGlass(PartOfCase):
    """Emergency access: somebody with a named role reads one case that they have no access to, for a reason and four hours."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="break_glasses")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="break_glasses")
    role = models.CharField(max_length=30, choices=Role)  # the named role that let them
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "break-glass"
        verbose_name_plural = "break-glasses"
        indexes: ClassVar = [
            models.Index(fields=["user", "ends_at"], condition=Q(ended_at=None), name="cases_glass_open"),
            models.Index(fields=["-opened_at"], name="cases_glass_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at=None), name="glass_open_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")) & (Q(ended_at=None) | Q(ended_at__gte=F("opened_at"))),
                name="glass_times_in_order",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="glass_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Tell whether it gives access now."""
        return self.ended_at is None and clock.now() < self.ends_at

    @property
    def over_at(self) -> datetime:
        """Tell when the access ended, or will end by itself."""
        return self.ended_at or self.ends_at


class Verdict(models.TextChoices):
    """What a privacy officer thinks of an emergency access."""

    JUSTIFIED = "justified", "Justified"
    NOT_JUSTIFIED = "not_justified", "Not justified"


class BreakGlassReview(Recorded):
    """The review that every break-glass owes; it has a history and a deadline of its own, which the case's closing does not cancel."""

    glass = models.OneToOneField(BreakGlass, on_delete=models.PROTECT, related_name="review")
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    note = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "review of a break-glass"
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(reviewed_at=None), name="cases_glass_unreviewed")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, verdict="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict="") & ~Q(note="")),
                name="glass_review_complete",
            )
        ]

    def __str__(self) -> str:
        return f"Review of {self.glass}"

    @property
    def case(self) -> Case:
        """Count the time for the review as the case's own times are counted."""
        return self.glass.case
