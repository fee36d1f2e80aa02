"""Letters issued together: each as it was approved, whatever becomes of the others, and none of them twice."""

import json
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from backend.access.policy import can
from backend.audit.models import Event
from backend.audit.timeline import entries, history
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.batching import (
    MOST,
    cancel_batch,
    issue_batch,
    retry_batch,
    start_batch,
)
from backend.documents.actions.drafting import issue_draft, reopen_draft, return_draft
from backend.documents.actions.issuing import number
from backend.documents.batches.press import Failed, press
from backend.documents.batches.queries import failure_words
from backend.documents.models import Batch, Document, LetterDraft
from backend.documents.queries import reproduce
from backend.documents.vocabulary import BatchState, DraftState, ItemState
from backend.jobs.models import Job, JobState
from backend.jobs.worker import work_once
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.documents.approved import WHY, an_approved_letter, approved_letters
from tests.documents.samples import notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing in processes of their own has tests of its own; here the letters are printed where the test runs."""
    monkeypatch.setattr(settings, "PRINTERS", 1)


@pytest.fixture
def case(a_case: Callable[..., Case]) -> Case:
    return a_case("investigating")


def quiet(done: int, total: int) -> None:
    """Listen to the progress, and go on."""


def work() -> None:
    while work_once() is not None:
        pass


def states(batch: Batch) -> list[str]:
    return list(batch.items.order_by("number").values_list("state", flat=True))


def test_approved_letters_are_issued_with_one_word(cast: Cast, case: Case) -> None:
    drafts = approved_letters(cast, case, 2)
    batch = start_batch(drafts, actor=cast.ines, reason="Both were agreed.")
    assert (batch.state, batch.size, states(batch)) == (BatchState.UNDER_WAY, 2, ["waiting", "waiting"])

    work()

    job = Job.objects.get(kind="document.batch")
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    batch.refresh_from_db()
    assert (batch.state, states(batch)) == (BatchState.DONE, ["issued", "issued"])
    for draft in drafts:
        draft.refresh_from_db()
        assert draft.state == DraftState.ISSUED
        assert draft.document is not None
        assert reproduce(draft.document).reproduced
        told = entries(history(draft))[0]
        assert (told.action.name, told.actor, told.reason) == ("draft.issue", cast.ines.uid, "Both were agreed.")
    told_of_batch = [one.action.name for one in entries(history(batch))]
    assert told_of_batch == ["batch.finish", "batch_item.issue", "batch_item.issue", "batch.start"]


def test_only_approved_letters_of_ones_own_are_taken(cast: Cast, case: Case) -> None:
    draft = an_approved_letter(cast, case)
    with pytest.raises(Forbidden):
        start_batch([draft], actor=cast.noor, reason=WHY)
    with pytest.raises(Forbidden):
        start_batch([draft], actor=cast.ruth, reason=WHY)  # who approved it may not issue it
    with pytest.raises(Invalid):
        start_batch([], actor=cast.ines, reason=WHY)
    with pytest.raises(Invalid):
        start_batch([draft], channel="pigeon", actor=cast.ines, reason=WHY)
    with pytest.raises(Refused, match="reason"):
        start_batch([draft], actor=cast.ines, reason=" ")
    with pytest.raises(Invalid, match="another look"):
        start_batch([LetterDraft(pk=-at) for at in range(MOST + 1)], actor=cast.ines, reason=WHY)
    assert not Batch.objects.exists()

    assert start_batch([draft, draft], actor=cast.ines, reason=WHY).size == 1
    returned = return_draft(an_approved_letter(cast, case), actor=cast.ines, reason=WHY)
    with pytest.raises(Refused, match="not approved"):
        start_batch([returned], actor=cast.ines, reason=WHY)


def test_a_letter_waits_in_one_batch_only(cast: Cast, case: Case) -> None:
    draft = an_approved_letter(cast, case)
    first = start_batch([draft], actor=cast.ines, reason=WHY)
    with pytest.raises(Refused) as refused:
        start_batch([draft], actor=cast.ines, reason=WHY)
    assert refused.value.code == "letter-in-batch"

    cancel_batch(first, actor=cast.ines, reason=WHY)
    assert start_batch([draft], actor=cast.ines, reason=WHY).state == BatchState.UNDER_WAY


def test_a_letter_that_fails_stops_no_other_and_its_failure_names_nobody(cast: Cast, case: Case) -> None:
    first, second, third = approved_letters(cast, case, 3)
    batch = start_batch([first, second, third], actor=cast.ines, reason=WHY)
    reopen_draft(second, actor=cast.ines, reason="A day was wrong.")

    issue_batch(batch, quiet)

    assert states(batch) == ["issued", "failed", "issued"]
    failed = batch.items.get(state=ItemState.FAILED)
    assert failed.failure == "wrong-state"
    told = Event.objects.filter(action="batch_item.fail").latest("pk").body
    assert cast.martin.name not in told
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE


def test_what_failed_can_be_tried_again_when_its_cause_is_gone(cast: Cast, case: Case) -> None:
    draft = an_approved_letter(cast, case)
    batch = start_batch([draft], actor=cast.ines, reason=WHY)
    settings.SEAL_DIR, kept = settings.SEAL_DIR / "nowhere" / "file", settings.SEAL_DIR
    kept.mkdir(parents=True)
    (kept / "nowhere").touch()  # no seal can lie below a file
    issue_batch(batch, quiet)
    assert states(batch) == ["failed"]
    assert not Document.objects.filter(draft=draft).exists()
    settings.SEAL_DIR = kept

    with pytest.raises(Forbidden):
        retry_batch(batch, actor=cast.ruth, reason=WHY)
    batch = retry_batch(batch, actor=cast.ines, reason="The seal is back.")
    assert (batch.state, batch.finished_at, states(batch)) == (BatchState.UNDER_WAY, None, ["waiting"])
    work()

    assert states(batch) == ["issued"]
    batch.refresh_from_db()
    with pytest.raises(Refused, match="Every letter"):
        retry_batch(batch, actor=cast.ines, reason=WHY)


def test_a_letter_that_was_issued_alone_meanwhile_is_not_issued_again(cast: Cast, case: Case) -> None:
    draft = an_approved_letter(cast, case)
    batch = start_batch([draft], actor=cast.ines, reason=WHY)
    issue_draft(draft, actor=cast.ines, reason=WHY)

    issue_batch(batch, quiet)

    assert states(batch) == ["failed"]
    assert Document.objects.filter(draft=draft).count() == 1


def test_a_letter_that_changed_while_it_was_printed_is_not_issued_as_it_was(cast: Cast, case: Case) -> None:
    batch = start_batch(approved_letters(cast, case), actor=cast.ines, reason=WHY)

    def change(done: int, total: int) -> None:
        """Write another letter between its printing and its issue, as somebody else might."""
        changed = LetterDraft._base_manager.filter(batch_items__batch=batch)
        changed.update(inputs_sha256="0" * 64, approved_sha256="0" * 64)

    issue_batch(batch, change)
    assert [item.failure for item in batch.items.all()] == ["document-changed"]


def test_words_that_changed_since_the_approval_say_what_to_do(cast: Cast, case: Case) -> None:
    batch = start_batch(approved_letters(cast, case), actor=cast.ines, reason=WHY)
    LetterDraft._base_manager.filter(batch_items__batch=batch).update(approved_words="intake/acknowledgement/v2.9")

    issue_batch(batch, quiet)

    (item,) = batch.items.all()
    assert item.failure == "words-changed"
    assert "approved anew" in failure_words(item.failure)
    assert not Document.objects.filter(draft=item.draft).exists()


def test_a_right_that_ended_since_counts(cast: Cast, case: Case) -> None:
    batch = start_batch(approved_letters(cast, case), actor=cast.ines, reason=WHY)
    cast.ines.is_active = False
    cast.ines.save_base(raw=True)

    issue_batch(Batch.objects.select_related("started_by").get(pk=batch.pk), quiet)

    assert [item.failure for item in batch.items.all()] == ["forbidden"]


def test_a_stopped_batch_keeps_back_what_waits(cast: Cast, case: Case) -> None:
    drafts = approved_letters(cast, case, 3)
    batch = start_batch(drafts, actor=cast.ines, reason=WHY)
    reports: Iterator[int] = iter(range(10))

    def stop_after_one(done: int, total: int) -> None:
        if next(reports) == 1:
            with pytest.raises(Forbidden):
                cancel_batch(batch, actor=cast.ruth, reason=WHY)
            cancel_batch(batch, actor=cast.ines, reason="One of them is wrong.")

    issue_batch(batch, stop_after_one)

    assert states(batch) == ["issued", "kept_back", "kept_back"]
    assert [LetterDraft.objects.get(pk=draft.pk).state for draft in drafts] == ["issued", "approved", "approved"]
    assert not can(cast.noor, "batch.view", batch)


def test_a_batch_that_is_begun_again_goes_on_where_it_was(cast: Cast, case: Case) -> None:
    drafts = approved_letters(cast, case, 3)
    batch = start_batch(drafts, actor=cast.ines, reason=WHY)

    class LostError(Exception):
        pass

    def lose(done: int, total: int) -> None:
        if done == 2:
            raise LostError

    with pytest.raises(LostError):
        issue_batch(batch, lose)
    assert states(batch) == ["issued", "issued", "waiting"]

    heard: list[tuple[int, int]] = []
    issue_batch(batch, lambda done, total: heard.append((done, total)))
    issue_batch(batch, quiet)  # and once more, for a message that came twice

    assert heard[0] == (2, 3)
    assert states(batch) == ["issued"] * 3
    assert Document.objects.filter(draft__in=drafts).count() == 3
    assert Event.objects.filter(action="document.issue", stream=case.key).count() >= 3


def test_the_words_of_an_error_do_not_leave_the_press() -> None:
    letter = notice()
    object.__setattr__(letter, "matter", "\U000e0041 Martin Hale")
    found = press(number(letter))
    assert isinstance(found, Failed)
    assert "Martin" not in json.dumps([found.code, found.error])
