"""Setting safeguards: what is changed about a situation, on whom it falls, who sees to it, and when it is looked at again.

They lie beside the case and not in its history: whoever looked into the matter has no business with them, and they outlast its closing.
The safeguards of a referral are others, and stay in the medical compartment.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.agreements.models import Agreement, PartOfAgreement
from backend.audit.recorded import Recorded
from backend.cases.models import Case
from backend.kernel import clock
from backend.people.models import Person, User
from backend.safeguards.vocabulary import HOLDS, SITUATION_LABELS, Falls, ReviewResult, SafeguardState


class SettingSafeguard(Recorded):
    """One control on one situation. It speaks of settings, and never of whoever was affected."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="setting_safeguards")
    person = (
        models.ForeignKey(  # the employee around whom it changes something; nobody for one of the organisation alone
            Person, null=True, blank=True, on_delete=models.PROTECT, related_name="safeguards_around"
        )
    )
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="setting_safeguards"
    )
    state = models.CharField(max_length=20, choices=SafeguardState, default=SafeguardState.PROPOSED)
    situation = models.CharField(max_length=40)
    control = models.CharField(max_length=400)
    falls_on = models.CharField(max_length=20, choices=Falls)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="setting_safeguards_owned")
    starts_on = models.DateField()
    review_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "state"], name="safeguard_of_case"),
            models.Index(fields=["owner", "state"], name="safeguard_owned"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(falls_on="organisation") | Q(person__isnull=False), name="safeguard_falls_on_somebody"
            ),
            models.CheckConstraint(condition=Q(person=None) | ~Q(person=F("owner")), name="safeguard_owned_by_another"),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("starts_on")) & (Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
                name="safeguard_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_place", "change_suggested"]) | Q(confirmed_at__isnull=False),
                name="safeguard_confirmed_when_in_place",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | ~Q(state="ended") & Q(ended_at=None),
                name="safeguard_ended_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def label(self) -> str:
        """Say the situation in words."""
        return SITUATION_LABELS.get(self.situation, self.situation)

    @property
    def holds(self) -> bool:
        """Tell whether it is in place now."""
        return self.state in HOLDS

    @property
    def has_run_out(self) -> bool:
        """Tell whether its last day has passed."""
        return self.ends_on is not None and self.ends_on < clock.today()

    @property
    def applies_today(self) -> bool:
        """Tell whether it is in place and its first day has come."""
        return self.holds and self.starts_on <= clock.today()


class SafeguardReview(Recorded):
    """One look at a safeguard: what was decided, or what its owner suggests, and the words that held until then."""

    safeguard = models.ForeignKey(SettingSafeguard, on_delete=models.PROTECT, related_name="reviews")
    result = models.CharField(max_length=10, choices=ReviewResult)
    is_suggestion = models.BooleanField(default=False)
    note = models.TextField()
    control_before = models.CharField(max_length=400)
    control_after = models.CharField(max_length=400, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(note=""), name="safeguard_review_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()}: {self.safeguard}"

    @property
    def stream(self) -> str:
        """Stand in the history of the safeguard."""
        return self.safeguard.key


class ManagerExtract(PartOfAgreement):
    """What a new manager must know to keep what an agreement asks of a setting: theirs to read while they lead the employee.

    It holds no words of its own: what it shows is read from the safeguards and the organisation’s promises as they stand today.
    """

    reference = models.CharField(max_length=30, unique=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="manager_extracts")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="extracts_given")
    before = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    is_kept_out = models.BooleanField(default=False)  # a party, or kept from the case: told nothing
    read_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["manager", "ended_at"], name="manager_extract_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(ended_at=None), name="manager_extract_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
