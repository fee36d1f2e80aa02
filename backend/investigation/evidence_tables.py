"""Evidence: what was obtained, through whose hands it went, and what both sides were shown of it and said."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import RecordedQuerySet
from backend.cases.models import Allegation, Case, CaseParty, PartOfCase
from backend.files.models import StoredFile
from backend.investigation.evidence_words import Bearing, HashCheck, Nature, Sensitivity
from backend.people.models import User


class EvidenceQuerySet(RecordedQuerySet["EvidenceItem"]):
    """Questions about evidence."""

    def relied_on(self) -> "EvidenceQuerySet":
        """Keep what the report rests on."""
        return self.filter(relied_on=True)

    def shown_version(self) -> "EvidenceQuerySet":
        """Keep, of what the report rests on, what both sides are shown: the redacted copy where there is one."""
        copied = EvidenceItem.objects.filter(redaction_of__isnull=False).values("redaction_of")
        whole = Q(relied_on=True, redaction_of=None) & ~Q(pk__in=copied)
        return self.filter(whole | Q(redaction_of__relied_on=True, replaced_at=None))


class EvidenceItem(PartOfCase):
    """One piece of evidence: a file or a thing. It is never changed: a redacted copy is an item of its own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    description = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    source_party = models.ForeignKey(
        CaseParty, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_given"
    )
    collected_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=200, blank=True)
    nature = models.CharField(max_length=10, choices=Nature, default=Nature.COPY)
    sensitivity = models.CharField(max_length=20, choices=Sensitivity, default=Sensitivity.ORDINARY)
    kept_at = models.CharField(max_length=200, blank=True)  # where a thing lies; a file lies in the file store
    file = models.OneToOneField(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    relied_on = models.BooleanField(default=False)
    redaction_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="redacted_copies"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)  # of a redacted copy: when a later one took its place
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects: ClassVar[models.Manager["EvidenceItem"]] = models.Manager.from_queryset(EvidenceQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="evidence_numbered_once"),
            models.UniqueConstraint(
                fields=["redaction_of"], condition=Q(replaced_at=None), name="evidence_one_redacted_copy_counts"
            ),
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(kept_at=""), name="evidence_lies_somewhere"),
            models.CheckConstraint(
                condition=Q(redaction_of=None, replaced_at=None)
                | Q(redaction_of__isnull=False, relied_on=False) & ~Q(redaction_of=F("pk")),
                name="evidence_copy_goes_with_its_original",
            ),
            models.CheckConstraint(condition=~Q(description=""), name="evidence_described"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def label(self) -> str:
        """Name the item within its case."""
        return f"E{self.number}"

    @property
    def reference(self) -> str:
        """Name the item for everybody on the case."""
        return f"{self.case.reference}-E{self.number}"

    @property
    def state(self) -> str:
        """Tell where the item stands in the report."""
        if self.redaction_of_id:
            return "replaced" if self.replaced_at else "redacted_copy"
        return "relied_on" if self.relied_on else "collected"


class PartOfEvidence(PartOfCase):
    """A record that belongs to one item, and so to its case's history."""

    item: "models.ForeignKey[EvidenceItem, EvidenceItem]"

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Stand in the case's history."""
        return self.item.case.key


class EvidenceRelevance(PartOfEvidence):
    """How one item bears on one allegation."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="relevance")
    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="evidence")
    bearing = models.CharField(max_length=20, choices=Bearing)

    class Meta:
        verbose_name_plural = "evidence relevances"
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "allegation"], name="evidence_bears_once")]

    def __str__(self) -> str:
        return f"{self.item} on {self.allegation}"


class CustodyEvent(PartOfEvidence):
    """One passing of an item from hand to hand, or one check of its bytes. The table refuses every change."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="custody")
    seq = models.PositiveIntegerField()
    giver = models.CharField(max_length=200)
    taker = models.CharField(max_length=200)
    at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    why = models.TextField()
    hash_check = models.CharField(max_length=10, choices=HashCheck, default=HashCheck.NONE)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "seq"], name="custody_numbered_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.seq}"


class EvidenceReview(PartOfCase):
    """The time in which both sides read what the report rests on; a later one follows when more is relied on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence_reviews")
    opened_at = models.DateTimeField()
    floor_at = models.DateTimeField()  # until then both sides may comment
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="evidence_review_one_at_a_time"),
            models.CheckConstraint(condition=Q(floor_at__gt=F("opened_at")), name="evidence_review_takes_time"),
        ]

    def __str__(self) -> str:
        return f"Evidence review of {self.case}"


class ReviewAccess(PartOfCase):
    """One party's part in an evidence review: that it is open to them, and when they said that they have nothing to add."""

    review = models.ForeignKey(EvidenceReview, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey(CaseParty, on_delete=models.PROTECT, related_name="reviews")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "review accesses"
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "party"], name="review_open_once_per_party")]

    def __str__(self) -> str:
        return f"{self.party} in {self.review}"

    @property
    def case(self) -> Case:
        """Belong to the case that is reviewed."""
        return self.review.case


class EvidenceComment(PartOfCase):
    """What a party says about one item, or about the evidence as a whole."""

    access = models.ForeignKey(ReviewAccess, on_delete=models.PROTECT, related_name="comments")
    item = models.ForeignKey(EvidenceItem, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="evidence_comment_says_something")]

    def __str__(self) -> str:
        return f"Comment by {self.access.party}"

    @property
    def case(self) -> Case:
        """Belong to the case that is reviewed."""
        return self.access.review.case
