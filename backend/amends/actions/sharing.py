"""Sharing with a complainant: only if they asked for it, and even then only if the employee wants to."""

from django.db import transaction
from django.db.models import QuerySet

from backend.access.policy import require
from backend.amends.actions.writing import OWN, lifecycle, locked_open, refuse_unadvised
from backend.amends.models import (
    AccountabilityShare,
    AccountabilityStatement,
    AccountabilityVersion,
    AccountabilityWish,
)
from backend.amends.queries import wishes_for
from backend.amends.vocabulary import ShareState, WishState
from backend.audit.actions import declare
from backend.audit.events import record
from backend.audit.recorded import keep
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import PartyRole
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

declare(
    "accountability_wish.record",
    "recorded that a complainant would read a statement",
    kind="change",
    compartment="private",
)
declare("accountability_wish.view", "read who would read a statement", kind="read", compartment="private")
declare("accountability_wish.list", "listed who would read a statement", kind="read", compartment="private")
declare(
    "accountability.share", "shared their statement with whoever asked for it", kind="change", compartment="private"
)
declare("accountability.unshare", "no longer shares their statement", kind="change", compartment="private")
declare("accountability_share.view", "read a statement that was shared with them", kind="read", compartment="private")
declare("accountability_share.list", "listed statements that were shared", kind="read", compartment="private")

wishes = Lifecycle(AccountabilityWish, "accountability_wish")
shares = Lifecycle(AccountabilityShare, "accountability_share")


def record_accountability_wish(case: Case, *, person: Person, actor: User, reason: str) -> AccountabilityWish:
    """Record that a complainant asked, unprompted, to read a statement if there is one. Whoever records it does not learn of any."""
    require(actor, "accountability_wish.record", case)
    if not reason.strip():
        raise Refused("Say when and how they asked.", code="reason-missing", field="reason")
    if not CaseParty.objects.filter(case=case, person=person, role=PartyRole.COMPLAINANT).exists():
        raise Invalid({"person": ["Choose a complainant of this case."]})
    with transaction.atomic():
        if AccountabilityWish.objects.filter(case=case, person=person, state=WishState.ASKED).exists():
            raise Refused("This wish is on record already.", code="wish-recorded")
        wish = AccountabilityWish(case=case, person=person, asked_at=clock.now(), recorded_by=actor)
        return keep(wish, "accountability_wish.record", actor=actor, reason=reason.strip())


@wishes.move(
    "withdraw",
    {WishState.ASKED},
    WishState.WITHDRAWN,
    past="noted that a complainant no longer wants to read a statement",
    label="Withdraw the wish",
    because="They no longer want to read it.",
    compartment="private",
)
def withdraw_accountability_wish(wish: AccountabilityWish, *, actor: User) -> None:
    """Withdraw the wish: what was shared because of it can no longer be read, and nothing more is."""
    end_shares(AccountabilityShare.objects.filter(wish=wish), "The wish was withdrawn.")


def share_accountability_statement(
    statement: AccountabilityStatement, *, version: int, actor: User, advised: bool = False
) -> list[AccountabilityShare]:
    """Let every complainant who asked for it read one version. The owner alone decides this, and nothing follows from it."""
    with transaction.atomic():
        row = locked_open(statement, "accountability.share", actor)
        refuse_unadvised(row, advised=advised)
        chosen = AccountabilityVersion.objects.filter(statement=row, number=version).first()
        if chosen is None:
            raise Invalid({"version": ["Choose one of your saved versions."]})
        wanted = wishes_for(row)
        if not wanted:
            raise Refused(
                "Nobody who complained has asked to read a statement, so it is not shown to them.", code="not-asked-for"
            )
        end_shares(AccountabilityShare.objects.filter(statement=row), "Another version was shared instead.")
        made = [AccountabilityShare(statement=row, version=chosen, wish=wish, shared_at=clock.now()) for wish in wanted]
        return [keep(each, "accountability.share", actor=actor, ctx={"number": version}) for each in made]


def unshare_accountability_statement(statement: AccountabilityStatement, *, actor: User) -> AccountabilityStatement:
    """Stop sharing. What was read cannot be unread; from now on nobody reads it any more."""
    with transaction.atomic():
        row = lifecycle.locked(statement)
        require(actor, "accountability.unshare", row)
        if not end_shares(AccountabilityShare.objects.filter(statement=row), OWN):
            raise Refused("Your statement is not shared with anybody.", code="not-shared")
        record("accountability.unshare", row, actor=actor)
    return row


@shares.move(
    "end",
    {ShareState.SHARED},
    ShareState.ENDED,
    past="stopped sharing a statement",
    compartment="private",
)
def end_accountability_share(share: AccountabilityShare, *, actor: User) -> None:
    """End the sharing of a statement with one complainant."""


def end_shares(rows: QuerySet[AccountabilityShare], why: str) -> int:
    """End what is shared of some rows; whoever caused it has asked for permission, so the product’s own account does it."""
    shared = list(rows.filter(state=ShareState.SHARED).select_related("statement").order_by("pk"))
    for share in shared:
        end_accountability_share(share, actor=system_user(), reason=why)
    return len(shared)
