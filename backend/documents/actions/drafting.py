"""Letters before their issue: written by one person, approved by another, and issued exactly as they were approved."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import Recorded, keep
from backend.documents.actions.issuing import Ready, Ties, issue_ready, prepare
from backend.documents.characters import check_characters
from backend.documents.composing import Composer, understood
from backend.documents.drafts import composer_of, draft_letter, letter_remarks, letter_to_issue, matter_of
from backend.documents.inputs import to_inputs
from backend.documents.letters import Letter
from backend.documents.models import DraftText, LetterDraft
from backend.documents.queries import wording_for
from backend.documents.rendering import render_html
from backend.documents.vocabulary import STANDS, DraftState
from backend.kernel import clock
from backend.kernel.canonical import canonical
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

declare("draft.write", "wrote a letter", kind="document")
declare("draft.save", "saved a letter", kind="document")
declare("draft.view", "read a letter before its issue", kind="read")
declare("draft.list", "listed letters before their issue", kind="read")

lifecycle = Lifecycle(LetterDraft, "draft")
OPEN = {DraftState.DRAFT, DraftState.REVIEWED, DraftState.APPROVED}


@dataclass(frozen=True)
class Text:
    """What a draft says: what was typed, and the whole letter that follows from it."""

    given: Mapping[str, Any]
    letter: Letter


def write_draft(
    composer: Composer, about: Recorded, *, to: Person, given: Mapping[str, Any], actor: User, ties: Ties | None = None
) -> LetterDraft:
    """Write a letter about a record, from the record and from what the writer says.

    Raises Invalid, by field, for what is missing; Forbidden where such a letter is not the writer's to write.
    """
    require(actor, composer.action, about)
    if to not in composer.recipients(about):
        raise Invalid({"to": ["Choose one of the people this letter may go to."]})
    text = _compose(composer, about, to=to, given=given, actor=actor)
    return start_draft(text, about, to=to, actor=actor, ties=ties)


def start_draft(
    text: Text, about: Recorded, *, to: Person | None, actor: User, ties: Ties | None = None
) -> LetterDraft:
    """Keep the first version of a letter; one that can't be written leaves nothing behind."""
    letter, tied = text.letter, ties or Ties()
    render_html(letter, wording_for(letter))
    draft = LetterDraft(
        reference=new_reference("LTR", clock.today()),
        kind=letter.kind,
        template=letter.template,
        title=letter.title,
        language=letter.language,
        matter=letter.matter,
        matter_stream=about.stream,
        about=about.key,
        recipient=to,
        inputs_sha256=_digest(letter),
        written_by=actor,
        written_at=clock.now(),
        redacts=tied.redacts,
        supersedes=tied.supersedes,
    )
    with transaction.atomic():
        _keep_text(draft, text)
        keep(draft, "draft.write", actor=actor, reason="Written.", ctx={"kind": draft.kind})
        require(actor, "draft.revise", draft)  # a kind of letter that is not this person's leaves nothing behind
    return draft


def revise_draft(
    draft: LetterDraft, composer: Composer, *, given: Mapping[str, Any], actor: User, seen: int | None = None
) -> LetterDraft:
    """Save a new version of a letter; an approval or review of the earlier version no longer holds.

    `seen` is the version that the writer had before them: where somebody saved another one since, this one is refused.
    """
    require(actor, "draft.revise", draft)
    if draft.state not in OPEN or draft.recipient is None:
        raise Refused("The letter was issued or discarded.", code="wrong-state")
    text = _compose(composer, matter_of(draft), to=draft.recipient, given=given, actor=actor)
    with transaction.atomic():
        draft = lifecycle.locked(draft)
        if seen is not None and seen != draft.version:
            raise Refused(
                f"Somebody saved version {draft.version} since you opened this page. Read it, then save yours again.",
                code="draft-changed",
            )
        if draft.state not in OPEN:
            raise Refused("The letter was issued or discarded.", code="wrong-state")
        if _digest(text.letter) == draft.inputs_sha256:
            return draft
        if draft.state != DraftState.DRAFT:
            draft = reopen_draft(draft, actor=actor, reason="Changed.")
        draft.version += 1
        draft.title, draft.inputs_sha256 = text.letter.title, _digest(text.letter)
        _keep_text(draft, text)
        return keep(draft, "draft.save", actor=actor, reason=f"Version {draft.version}.")


@lifecycle.move(
    "review",
    {DraftState.DRAFT},
    DraftState.REVIEWED,
    past="reviewed a letter",
    label="Mark as reviewed",
    kind="document",
)
def review_draft(draft: LetterDraft, *, actor: User) -> None:
    """Say that the letter was read through as its recipient will see it; words that it must not hold stop this."""
    letter_remarks(draft, refuse=True)
    draft.reviewed_by = actor


@lifecycle.move(
    "return",
    {DraftState.REVIEWED, DraftState.APPROVED},
    DraftState.DRAFT,
    past="returned a letter to its writer",
    label="Return to the writer",
    kind="document",
)
def return_draft(draft: LetterDraft, *, actor: User) -> None:
    """Give a letter back to its writer, with the reason."""
    _unapprove(draft)


@lifecycle.move(
    "revise",
    {DraftState.REVIEWED, DraftState.APPROVED},
    DraftState.DRAFT,
    past="changed a reviewed letter",
    kind="document",
)
def reopen_draft(draft: LetterDraft, *, actor: User) -> None:
    """Take a letter back into work: what was reviewed or approved is no longer what it says."""
    _unapprove(draft)


@lifecycle.move(
    "approve", {DraftState.REVIEWED}, DraftState.APPROVED, past="approved a letter", label="Approve", kind="document"
)
def approve_draft(draft: LetterDraft, *, actor: User) -> None:
    """Approve, as a second person, the very text that was reviewed."""
    if actor.pk == draft.written_by_id:
        raise Refused("You wrote this letter; somebody else approves it.", code="second-person")
    letter_remarks(draft, refuse=True)
    draft.approved_by, draft.approved_sha256 = actor, draft.inputs_sha256
    draft.approved_words = wording_for(draft_letter(draft)).template


@lifecycle.move(
    "issue", {DraftState.APPROVED}, DraftState.ISSUED, past="issued a letter", label="Issue", kind="document"
)
def issue_draft(draft: LetterDraft, *, actor: User, channel: str = "page", ready: Ready | None = None) -> None:
    """Issue the letter as it was approved, dated today, and send it on its way; `ready` is its file, made ahead in a batch."""
    _hold_to_approval(draft)
    letter_remarks(draft, refuse=True)
    ties = Ties(redacts=draft.redacts, supersedes=draft.supersedes)
    draft.document = issue_ready(
        ready or prepare(letter_to_issue(draft)),
        about=matter_of(draft),
        recipient=draft.recipient,
        actor=actor,
        reason=f"Approved by {draft.approved_by.name if draft.approved_by else ''}.",
        ties=ties,
        channel=channel,
    )


@lifecycle.move("discard", OPEN, DraftState.DISCARDED, past="discarded a letter", label="Discard", kind="document")
def discard_draft(draft: LetterDraft, *, actor: User) -> None:
    """Give a letter up before its issue; its text stays in the record of the matter."""


def _unapprove(draft: LetterDraft) -> None:
    """Forget who reviewed and approved what a letter said before."""
    draft.reviewed_by = draft.approved_by = None
    draft.approved_sha256 = draft.approved_words = ""


def _hold_to_approval(draft: LetterDraft) -> None:
    """Refuse what is not the letter that was approved, in the words it was approved with, or that has lost what it rests on."""
    letter = draft_letter(draft)
    if draft.approved_words != wording_for(letter).template:
        raise Refused(
            "Another version of this letter’s words is in force since it was approved. Return it, read it again and approve it anew.",
            code="words-changed",
        )
    if _digest(letter) != draft.approved_sha256:
        raise Refused("The letter is not the one that was approved.", code="document-changed")
    if draft.supersedes and draft.supersedes.state not in STANDS:
        raise Refused("The document that it replaces does not stand any more.", code="document-over")
    if draft.redacts and draft.redacts.state not in STANDS:
        raise Refused("The document that it is a version of does not stand any more.", code="document-over")
    composer = composer_of(draft)
    if composer and (why := composer.unready(matter_of(draft), letter)):
        raise Refused(why, code="letter-not-ready")


def _compose(composer: Composer, about: Recorded, *, to: Person, given: Mapping[str, Any], actor: User) -> Text:
    gaps: Sequence[Any] = composer.gaps(about, to)
    values = understood(composer, given)
    if gaps:
        raise Invalid({"": [gap.what for gap in gaps]}, "Something that this letter must say is not known yet.")
    letter = composer.write(about, to=to, by=actor, given=values)
    check_characters(letter)
    render_html(letter, wording_for(letter))  # a letter that can't be written is not kept
    kept = {name: list(value) if isinstance(value, tuple) else _plain(value) for name, value in values.items()}
    return Text(kept, letter)


def _keep_text(draft: LetterDraft, text: Text) -> None:
    DraftText(
        draft_uid=draft.uid,
        version=draft.version,
        given=dict(text.given),
        inputs=to_inputs(text.letter),
        saved_at=clock.now(),
    ).save(force_insert=True)


def _digest(letter: Letter) -> str:
    return hashlib.sha256(canonical(to_inputs(letter)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
