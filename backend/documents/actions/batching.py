"""Issuing many approved letters with one word: printed on several cores, written one by one, begun again where a worker was lost."""

import logging
from collections.abc import Iterator, Sequence
from typing import Final

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from backend.access.policy import scope
from backend.audit.actions import declare
from backend.audit.bulk import Bundle, keep_many
from backend.documents.actions.drafting import issue_draft
from backend.documents.actions.drafting import lifecycle as drafts
from backend.documents.actions.issuing import made_ready, number
from backend.documents.batches.press import Failed, failure
from backend.documents.batches.presses import Order, Presses
from backend.documents.drafts import letter_to_issue
from backend.documents.making import Made
from backend.documents.models import Batch, BatchItem, LetterDraft
from backend.documents.vocabulary import BatchState, Channel, DraftState, ItemState
from backend.jobs.queue import submit
from backend.jobs.registry import Reports
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

logger = logging.getLogger(__name__)

MOST: Final = 500
declare("batch.start", "started to issue letters together", kind="document")
declare("batch.view", "looked at a batch of letters", kind="read")
declare("batch.list", "listed batches of letters", kind="read")

lifecycle = Lifecycle(Batch, "batch")
items = Lifecycle(BatchItem, "batch_item")
ELSEWHERE: Final = "One of the letters waits in another batch already. Stop that one, or leave the letter out."


def start_batch(drafts: Sequence[LetterDraft], *, channel: str = Channel.PAGE, actor: User, reason: str) -> Batch:
    """Have approved letters issued, each exactly as it was approved, and whatever becomes of the others.

    Raises Forbidden for a letter that is not the actor's to issue, Invalid for no letter or too many, Refused for one that is not
    approved or that waits in another batch.
    """
    chosen = _chosen(drafts, actor)
    if channel not in Channel.values:
        raise Invalid({"channel": ["Choose how the letters go to their recipients."]})
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    batch = Batch(
        reference=new_reference("BAT", clock.today()),
        channel=channel,
        reason=reason.strip(),
        size=len(chosen),
        started_by=actor,
        started_at=clock.now(),
    )
    rows = [BatchItem(batch=batch, draft=draft, number=at) for at, draft in enumerate(chosen, start=1)]
    try:
        with transaction.atomic():
            told = Bundle(batch, [batch, *rows], ctx={"channel": channel, "letters": len(rows)})
            keep_many([told], "batch.start", actor=actor, reason=batch.reason)
            submit("document.batch", actor=actor, batch=batch.reference)
    except IntegrityError as error:
        raise Refused(ELSEWHERE, code="letter-in-batch") from error
    return Batch.objects.get(pk=batch.pk)


def issue_batch(batch: Batch, report: Reports) -> None:
    """Issue what still waits in a batch. Done again after a crash it goes on where it was; nothing is issued twice."""
    rows = BatchItem.objects.filter(batch=batch, state=ItemState.WAITING)
    left = list(rows.select_related("batch", "draft__recipient", "draft__redacts"))
    done = batch.size - len(left)
    unready: list[tuple[BatchItem, Failed]] = []

    def tell() -> None:
        report(done, batch.size)

    with Presses(settings.PRINTERS, carry_on=tell) as presses:
        for order, made in presses.printed(_orders(left, unready)):
            tell()
            if not _is_under_way(batch):
                return
            _settle(order, made, actor=batch.started_by)
            done += 1
    for item, failed in unready:
        _note_failure(item, failed)
    if _is_under_way(batch):
        finish_batch(batch, actor=system_user(), reason="Every letter was tried.")
    report(batch.size, batch.size)


@lifecycle.move("finish", {BatchState.UNDER_WAY}, BatchState.DONE, past="finished a batch of letters", kind="document")
def finish_batch(batch: Batch, *, actor: User) -> None:
    """Say that every letter of a batch was tried."""
    batch.finished_at = clock.now()


@lifecycle.move(
    "cancel",
    {BatchState.UNDER_WAY},
    BatchState.CANCELLED,
    past="stopped a batch of letters",
    label="Stop the batch",
    kind="document",
)
def cancel_batch(batch: Batch, *, actor: User) -> None:
    """Stop a batch: what was issued stays issued, what waits stays approved and can be issued another time."""
    batch.finished_at = clock.now()
    for item in BatchItem.objects.filter(batch=batch, state=ItemState.WAITING).select_related("batch"):
        keep_item_back(item, actor=system_user(), reason="The batch was stopped.")


@lifecycle.move(
    "retry",
    {BatchState.DONE},
    BatchState.UNDER_WAY,
    past="tried letters of a batch again",
    label="Try again what failed",
    kind="document",
)
def retry_batch(batch: Batch, *, actor: User) -> None:
    """Try again the letters of a batch that could not be issued."""
    failed = list(BatchItem.objects.filter(batch=batch, state=ItemState.FAILED).select_related("batch"))
    if not failed:
        raise Refused("Every letter of this batch was issued.", code="nothing-failed")
    try:
        with transaction.atomic():
            for item in failed:
                retry_item(item, actor=system_user(), reason="Tried again.")
    except IntegrityError as error:
        raise Refused(ELSEWHERE, code="letter-in-batch") from error
    batch.finished_at = None
    submit("document.batch", actor=actor, batch=batch.reference)


@items.move("issue", {ItemState.WAITING}, ItemState.ISSUED, past="issued a letter of a batch", kind="document")
def issue_item(item: BatchItem, *, actor: User) -> None:
    """Note that a letter of a batch was issued."""
    item.settled_at = clock.now()


@items.move("fail", {ItemState.WAITING}, ItemState.FAILED, past="could not issue a letter of a batch", kind="document")
def fail_item(item: BatchItem, *, actor: User, code: str) -> None:
    """Note that a letter of a batch could not be issued, and why."""
    item.failure, item.settled_at = code[:60], clock.now()


@items.move(
    "keep_back", {ItemState.WAITING}, ItemState.KEPT_BACK, past="kept a letter of a batch back", kind="document"
)
def keep_item_back(item: BatchItem, *, actor: User) -> None:
    """Note that a letter was not tried, because its batch was stopped."""
    item.settled_at = clock.now()


@items.move("retry", {ItemState.FAILED}, ItemState.WAITING, past="put a letter back into its batch", kind="document")
def retry_item(item: BatchItem, *, actor: User) -> None:
    """Put a letter that could not be issued back among those that wait."""
    item.failure, item.settled_at = "", None


def _chosen(drafts: Sequence[LetterDraft], actor: User) -> list[LetterDraft]:
    """Take each letter once, in the order in which they were chosen, read afresh."""
    keys = list(dict.fromkeys(draft.pk for draft in drafts))
    if not keys:
        raise Invalid({"letters": ["Choose at least one letter."]})
    if len(keys) > MOST:
        raise Invalid({"letters": [f"Choose at most {MOST} letters at once."]})
    mine = scope(actor, "draft.issue", LetterDraft._base_manager.filter(pk__in=keys)).in_bulk()
    if len(mine) < len(keys):
        raise Forbidden()
    if any(draft.state != DraftState.APPROVED for draft in mine.values()):
        raise Refused("One of the letters is not approved any more. Look at the list again.", code="wrong-state")
    if BatchItem.objects.filter(draft__in=keys, state=ItemState.WAITING).exists():
        raise Refused(ELSEWHERE, code="letter-in-batch")
    return [mine[key] for key in keys]


def _orders(left: Sequence[BatchItem], unready: list[tuple[BatchItem, Failed]]) -> Iterator[Order[BatchItem]]:
    """Get each letter ready to be printed when its turn comes; those that can't be are put aside."""
    for item in left:
        try:
            numbered = number(letter_to_issue(item.draft))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one letter must not stop the others
            unready.append((item, failure(error)))
        else:
            yield Order(item, numbered)


def _settle(order: Order[BatchItem], made: Made | Failed, *, actor: User) -> None:
    """Write down what became of one letter: issued with all that belongs to it, or not issued, and why."""
    if isinstance(made, Made):
        try:
            _issue(order, made, actor)
        except (OperationalError, InterfaceError):
            raise  # the database went away: the whole job is tried again
        except Exception as error:  # noqa: BLE001 - one letter must not stop the others
            made = failure(error)
    if isinstance(made, Failed):
        _note_failure(order.key, made)


def _issue(order: Order[BatchItem], made: Made, actor: User) -> None:
    with transaction.atomic():
        item = items.locked(order.key)
        if item.state != ItemState.WAITING:
            return  # another worker was quicker, or the batch was stopped
        draft = drafts.locked(item.draft)
        if draft.inputs_sha256 != order.key.draft.inputs_sha256:
            raise Refused("The letter was changed while it was printed.", code="document-changed")
        ready = made_ready(order.numbered, made)
        issue_draft(draft, actor=actor, reason=item.batch.reason, channel=item.batch.channel, ready=ready)
        issue_item(item, actor=system_user(), reason="Issued.")


def _note_failure(item: BatchItem, failed: Failed) -> None:
    logger.warning("Letter %s of %s was not issued: %s", item.number, item.batch.reference, failed.error)
    with transaction.atomic():
        if items.locked(item).state == ItemState.WAITING:
            fail_item(item, actor=system_user(), reason="It could not be issued.", code=failed.code)


def _is_under_way(batch: Batch) -> bool:
    found: bool = Batch.objects.filter(pk=batch.pk, state=BatchState.UNDER_WAY).exists()
    return found
