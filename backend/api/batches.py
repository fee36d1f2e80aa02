"""Approved letters that are issued together, and what became of each."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.fields import Moment
from backend.api.filters import one_of
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, REASON, Listed, MoveOut, Opened, command, creation
from backend.documents.actions.batching import MOST, cancel_batch, lifecycle, retry_batch, start_batch
from backend.documents.batches.queries import count_of, failure_words, letters_of, letters_to_issue
from backend.documents.models import Batch, BatchItem
from backend.documents.vocabulary import BatchState, Channel, ItemState
from backend.kernel.errors import Invalid


class BatchOut(Output[Batch]):
    """A batch as a list shows it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=BatchState.choices)
    channel = serializers.ChoiceField(choices=Channel.choices)
    reason = serializers.CharField()
    size = serializers.IntegerField()
    started_at = Moment()
    finished_at = Moment(allow_null=True)


class BatchLetterOut(Output[BatchItem]):
    """One letter of a batch: its reference before the issue, the document it became, or what stopped it."""

    letter = serializers.CharField(source="draft.reference")
    matter = serializers.CharField(source="draft.matter")
    state = serializers.ChoiceField(choices=ItemState.choices)
    document = serializers.CharField(source="draft.document.reference", default=None, allow_null=True)
    failure = serializers.CharField(help_text="The code of what stopped it.")
    told = serializers.CharField(help_text="What to do about it.")


class BatchDetail(BatchOut):
    """A batch with how many letters stand where, and those of its letters that you may see."""

    counts = serializers.DictField(child=serializers.IntegerField())
    letters = BatchLetterOut(many=True)
    moves = MoveOut(many=True)


class NewBatch(Body):
    """Which approved letters, by which channel, and why."""

    letters = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=MOST, help_text="References of approved letters (LTR-…)."
    )
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.PAGE)
    reason = serializers.CharField(max_length=2000, help_text=REASON)


class Batches(Listed, Opened):
    """Letters that you issued together."""

    noun = "batch"
    view_action = "batch.view"
    recorded = True
    lifecycle = lifecycle
    queryset = Batch.objects.all()
    serializer_class = BatchOut
    detail_serializer_class = BatchDetail
    orderings = {"-started_at": "-started_at", "started_at": "started_at"}
    orderings_default = "-started_at"
    filters = {"state": one_of("state", BatchState, "Where the batch stands.")}
    cancel_batch = command(cancel_batch)
    retry_batch = command(retry_batch)

    def read(self, row: Batch) -> serializers.BaseSerializer[Any]:
        """Show what became of each letter that the caller may see."""
        letters = list(letters_of(row, self.person))
        for letter in letters:
            letter.told = failure_words(letter.failure)  # type: ignore[attr-defined]
        row.counts, row.letters = count_of(row), letters  # type: ignore[attr-defined]
        return super().read(row)

    @extend_schema(request=NewBatch, responses={201: BatchOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Issue approved letters together. Read the batch again until its state is no longer under_way."""
        self.tried = "batch.start"
        given = self.understood(NewBatch)
        open_now = letters_to_issue(self.person).in_bulk(given["letters"], field_name="reference")
        unknown = [name for name in given["letters"] if name not in open_now]
        if unknown:
            raise Invalid({"letters": [f"{unknown[0]} is not among the approved letters that you may issue."]})
        chosen = [open_now[name] for name in given["letters"]]
        batch = start_batch(chosen, channel=given["channel"], actor=self.person, reason=given["reason"])
        return self.shown(batch, status=201, location=reverse("api:batch-detail", args=[batch.reference]))
