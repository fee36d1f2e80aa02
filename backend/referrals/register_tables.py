"""The two registers: who could be asked (the provider directory), and what is known to work (the evidence register)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded
from backend.cases.vocabulary import Track
from backend.people.models import User
from backend.referrals.vocabulary import Certainty, Direction, InterventionKind, ProviderState


class Intervention(Recorded):
    """A kind of service that somebody can be referred to; how well it works is graded for each track of conduct."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_de = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=30, choices=InterventionKind)
    clinical = models.BooleanField(default=False)  # a clinical act: only somebody licensed does it
    involves_others = models.BooleanField(default=False)  # a partner or the family takes part: it can't be asked for
    faith_based = models.BooleanField(default=False)  # needs a secular alternative
    needs_leave = models.BooleanField(default=False)  # residential: leave is arranged first
    retired_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class EvidenceGrade(Recorded):
    """What is known of one intervention for one track of conduct, as of a day. A new review is a new row."""

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="grades")
    track = models.CharField(max_length=20, choices=Track)
    number = models.PositiveSmallIntegerField(default=1)
    certainty = models.CharField(max_length=20, choices=Certainty)
    direction = models.CharField(max_length=20, choices=Direction)
    summary = models.TextField()
    summary_de = models.TextField(blank=True)
    applicability = models.TextField()  # for whom it was studied, and how far that is from a workplace
    applicability_de = models.TextField(blank=True)
    citations = models.JSONField(default=list)  # authors, year, title, source, link, whether it was checked
    reviewed_on = models.DateField()
    review_due = models.DateField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intervention", "track", "number"], name="grade_numbered_once"),
            models.CheckConstraint(condition=Q(review_due__gt=F("reviewed_on")), name="grade_reviewed_again"),
        ]

    def __str__(self) -> str:
        return f"{self.intervention}: {self.get_certainty_display()}"

    @property
    def stream(self) -> str:
        """Stand in the history of its intervention."""
        return self.intervention.key


class Provider(Recorded):
    """A practice that can be offered: what it does, for whom, how soon, who pays it, and what ties it has."""

    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=20, choices=ProviderState, default=ProviderState.LISTED)
    name = models.CharField(max_length=200)
    service = models.CharField(max_length=200)
    modalities = models.JSONField(default=list)
    languages = models.JSONField(default=list)  # BCP 47
    waiting_days = models.PositiveSmallIntegerField(null=True, blank=True)  # until a first appointment
    payer = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    jurisdiction = models.CharField(max_length=20, blank=True)
    faith_based = models.BooleanField(default=False)
    secular_alternative = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="alternative_to"
    )
    conflicts = models.TextField(blank=True)  # told by the provider: who here it has to do with, and how
    conflicts_told_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "name"], name="referrals_provider_list")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(faith_based=False) | ~Q(secular_alternative=F("id")), name="provider_alternative_is_another"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProviderService(Recorded):
    """One intervention that a provider offers."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="services")
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="services")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "intervention"], name="service_listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.intervention}"

    @property
    def stream(self) -> str:
        """Stand in the history of its provider."""
        return self.provider.key


class Licence(Recorded):
    """A licence of a practitioner at a provider, and who here checked it with the authority that gave it."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="licences")
    holder = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    authority = models.CharField(max_length=200)
    clinical = models.BooleanField(default=True)
    expires_on = models.DateField()
    verified_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField(null=True, blank=True)
    verified_how = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # withdrawn, or the practitioner left

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "authority", "number"], name="licence_entered_once"),
            models.CheckConstraint(
                condition=Q(verified_by=None, verified_on=None)
                | Q(verified_by__isnull=False, verified_on__isnull=False) & ~Q(verified_how=""),
                name="licence_verified_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.authority}"

    @property
    def stream(self) -> str:
        """Stand in the history of its provider."""
        return self.provider.key


class ProviderTie(Recorded):
    """A financial tie between two providers: one of them may not evaluate for the other (49 CFR 40.299)."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="ties_from")
    other = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="ties_to")
    what = models.CharField(max_length=300)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "other"], name="provider_tie_once"),
            models.CheckConstraint(condition=~Q(provider=F("other")), name="provider_tie_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} and {self.other}"

    @property
    def stream(self) -> str:
        """Stand in the history of the provider it was entered for."""
        return self.provider.key
