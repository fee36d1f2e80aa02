"""Writing an accountability statement: begun by the employee alone, saved in versions, deleted by nobody else, and never asked for."""

from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.amends.models import (
    AccountabilityDraft,
    AccountabilityRound,
    AccountabilityShare,
    AccountabilityStatement,
    AccountabilityVersion,
)
from backend.amends.queries import has_open_appeal, is_open
from backend.amends.sealing import closed, fresh_key, words_of
from backend.amends.vocabulary import StatementState
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.decisions.models import Outcome
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.referrals.compartment import holds_keys
from backend.workflow.lifecycle import Lifecycle

LONGEST: Final = 20_000
OWN: Final = "The employee’s own decision."

declare("accountability.begin", "began an accountability statement", kind="change", compartment="private")
declare("accountability.save", "saved an accountability statement", kind="change", compartment="private")
declare("accountability.discard", "deleted their accountability statement", kind="change", compartment="private")
declare("accountability.view", "read an accountability statement", kind="read", compartment="private")
declare("accountability.list", "listed accountability statements", kind="read", compartment="private")

holds_keys(AccountabilityStatement)
lifecycle = Lifecycle(AccountabilityStatement, "accountability")


def begin_accountability_statement(outcome: Outcome, *, actor: User, advised: bool = False) -> AccountabilityStatement:
    """Begin a statement about what was found. Nobody else is told, and nothing follows from beginning or from never doing so."""
    require(actor, "accountability.begin", outcome)
    with transaction.atomic():
        if AccountabilityStatement.objects.filter(
            case=outcome.case, person=actor.person_id, state=StatementState.WRITING
        ).exists():
            raise Refused("You have begun a statement about this matter already.", code="accountability-begun")
        statement = AccountabilityStatement(
            reference=new_reference("ACS", clock.today()),
            case=outcome.case,
            person=actor.person,
            wrapped_key=fresh_key(),
            begun_at=clock.now(),
        )
        refuse_unadvised(statement, advised=advised)
        return keep(statement, "accountability.begin", actor=actor)


def keep_accountability_draft(statement: AccountabilityStatement, *, text: str, actor: User) -> AccountabilityDraft:
    """Keep what is being written, for its writer alone; the last version stays as it is."""
    with transaction.atomic():
        row = locked_open(statement, "accountability.save", actor)
        draft = AccountabilityDraft.objects.filter(statement=row).first() or AccountabilityDraft(statement=row)
        draft.sealed, draft.saved_at = closed(_plain(text), row), clock.now()
        draft.save()
    return draft


def drop_accountability_draft(statement: AccountabilityStatement, *, actor: User) -> None:
    """Forget what was not saved; the last version stays as it is."""
    require(actor, "accountability.save", statement)
    AccountabilityDraft.objects.filter(statement=statement).delete()


def save_accountability_version(statement: AccountabilityStatement, *, text: str, actor: User) -> AccountabilityVersion:
    """Save the words as the next version. Earlier ones stay; the same words again make none."""
    said = _plain(text).strip()
    if not said or len(said) > LONGEST:
        raise Invalid({"text": ["Write something, in at most 20,000 characters."]})
    with transaction.atomic():
        row = locked_open(statement, "accountability.save", actor)
        AccountabilityDraft.objects.filter(statement=row).delete()
        last = (
            AccountabilityVersion.objects.filter(statement=row).select_related("statement").order_by("-number").first()
        )
        if last is not None and words_of(last) == said:
            return last
        version = AccountabilityVersion(
            statement=row, number=last.number + 1 if last else 1, sealed=closed(said, row), saved_at=clock.now()
        )
        return keep(version, "accountability.save", actor=actor, ctx={"number": version.number})


def discard_accountability_statement(statement: AccountabilityStatement, *, actor: User) -> None:
    """Delete a statement with all its versions, its feedback and its key. Only its owner can, and nobody asks why."""
    with transaction.atomic():
        row = lifecycle.locked(statement)
        require(actor, "accountability.discard", row)
        AccountabilityDraft.objects.filter(statement=row).delete()
        for model in (AccountabilityShare, AccountabilityRound, AccountabilityVersion):
            for part in model.objects.filter(statement=row).select_related("statement").order_by("pk"):
                remove(part, "accountability.discard", actor=actor, reason=OWN)
        remove(row, "accountability.discard", actor=actor, reason=OWN)


def locked_open(statement: AccountabilityStatement, action: str, actor: User) -> AccountabilityStatement:
    """Lock a statement that its owner may still write on, and refuse one that was closed."""
    row = lifecycle.locked(statement)
    require(actor, action, row)
    if not is_open(row):
        raise Refused(
            "The decision behind this statement no longer holds. You can still read what you wrote, and delete it.",
            code="accountability-closed",
        )
    return row


def refuse_unadvised(statement: AccountabilityStatement, *, advised: bool) -> None:
    """Refuse to go on while an appeal is open, unless the employee says that they took advice: such words could be used."""
    if not advised and has_open_appeal(statement.case):
        raise Refused(
            "An appeal is open in this matter, and what you write could bear on it. Talk to your lawyer or representative"
            " first, then confirm that you did.",
            code="advice-first",
            field="advised",
        )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
