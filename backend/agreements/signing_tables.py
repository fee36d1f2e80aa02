"""What surrounds a signature: changed versions, paper, translations, comments, and times in which an agreement stands still."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q

from backend.agreements.obligation_vocabulary import RequestState
from backend.cases.models import PartOfCase
from backend.documents.models import Document
from backend.files.models import StoredFile
from backend.people.models import User

AGREEMENT: Final = "agreements.Agreement"


class PartOfAgreement(PartOfCase):
    """A record that belongs to one agreement, and so to its case’s history."""

    agreement: "models.ForeignKey[Any, Any]"

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Stand in the case's history."""
        return str(self.agreement.case.key)


class AgreementAmendment(PartOfAgreement):
    """What makes an agreement a changed version of an earlier one, which stands until both have signed and the day has come."""

    agreement = models.OneToOneField(AGREEMENT, on_delete=models.PROTECT, related_name="amendment")
    earlier = models.ForeignKey(AGREEMENT, on_delete=models.PROTECT, related_name="amendments")
    reason = models.TextField()
    extension_reason = models.TextField(blank=True)
    effective_on = models.DateField()
    took_effect_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(agreement=F("earlier")), name="amendment_of_an_earlier_version"),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: change of {self.earlier}"


class CarriedObligation(PartOfAgreement):
    """What a changed version makes of one obligation that was open: it goes on as another one, or it is taken out."""

    agreement = models.ForeignKey(AGREEMENT, on_delete=models.PROTECT, related_name="carried")
    earlier = models.ForeignKey("agreements.AgreementObligation", on_delete=models.PROTECT, related_name="carried_on")
    later = models.OneToOneField(
        "agreements.AgreementObligation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_from",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "earlier"], name="obligation_carried_once")
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} in {self.agreement}"


class AgreementComment(PartOfAgreement):
    """Words that the employee added to the record after their answer; nobody may change or remove them."""

    agreement = models.ForeignKey(AGREEMENT, on_delete=models.PROTECT, related_name="comments")
    writer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="agreement_comment_says_something")]

    def __str__(self) -> str:
        return f"Comment on {self.agreement}"


class PaperAnswer(models.TextChoices):
    """What was answered on paper, or in person without signing."""

    AGREE = "agree", "Signed on paper"
    AGREE_UNDER_PROTEST = "agree_under_protest", "Signed on paper, under protest"
    DECLINE = "decline", "Declined on paper"
    NOT_SIGNED = "not_signed", "Did not sign, before witnesses"


SIGNED_ON_PAPER: Final = (PaperAnswer.AGREE, PaperAnswer.AGREE_UNDER_PROTEST)


class PaperRecord(PartOfAgreement):
    """An answer that was given on paper, as somebody recorded it: the pages, two witnesses, the day and the place.

    It is no electronic signature, and nothing shows it as one. The employee is told of it and may object.
    """

    agreement = models.ForeignKey(AGREEMENT, on_delete=models.PROTECT, related_name="paper_records")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    answer = models.CharField(max_length=30, choices=PaperAnswer)
    signed_on = models.DateField()
    place = models.CharField(max_length=200)
    scan = models.OneToOneField(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_witness = models.CharField(max_length=200)
    first_witness_role = models.CharField(max_length=200)
    second_witness = models.CharField(max_length=200)
    second_witness_role = models.CharField(max_length=200)
    comment = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    objection = models.TextField(blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(scan__isnull=False) | ~Q(answer__in=SIGNED_ON_PAPER), name="paper_signature_has_its_pages"
            ),
            models.CheckConstraint(
                condition=~Q(first_witness="") & ~Q(second_witness="") & ~Q(first_witness=F("second_witness")),
                name="paper_has_two_witnesses",
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(taken_back_at=None), name="paper_one_record_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.agreement}"


class AgreementTranslation(PartOfAgreement):
    """The offer in another language: by whom, when, with the copy that was handed over; the employee says which one they read."""

    agreement = models.ForeignKey(AGREEMENT, on_delete=models.PROTECT, related_name="translations")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=60)
    translator = models.CharField(max_length=200)
    translator_role = models.CharField(max_length=200)
    explained_on = models.DateField()
    copy = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    read_in = models.CharField(max_length=60, blank=True)  # the language that the employee says they read it in
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "language"], name="translated_once_into_a_language"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(read_in=""), name="translation_confirmed_with_a_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} in {self.language}"


class AgreementSuspension(PartOfAgreement):
    """A time in which an agreement stands still: leave, sickness, a stay. No obligation falls due in it."""

    agreement = models.ForeignKey(AGREEMENT, on_delete=models.PROTECT, related_name="suspensions")
    starts_on = models.DateField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("starts_on")), name="suspension_has_an_end"),
            models.UniqueConstraint(fields=["agreement"], condition=Q(ended_at=None), name="suspended_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} until {self.until}"


class ChangeRequest(PartOfAgreement):
    """An employee asks, in their own words, that their agreement in force be changed; it is answered, or a change is proposed."""

    agreement = models.ForeignKey(AGREEMENT, on_delete=models.PROTECT, related_name="change_requests")
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.ASKED)
    words = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="asked"), name="change_asked_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="change_asked_in_words"),
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="change_request_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"A change of {self.agreement} was asked for"
