"""Opening the identity vault takes two people and a reason, and the reporter is told."""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from backend.access.policy import can, require
from backend.audit.actions import declare
from backend.audit.reads import viewed
from backend.audit.recorded import keep
from backend.intake.mailbox import post
from backend.intake.mailbox_tables import Direction, MessageKind
from backend.intake.models import IdentityOpening, Report, VaultIdentity
from backend.intake.vault_tables import OpeningState
from backend.intake.vocabulary import Mode
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

declare("identity.give", "gave a name to the identity vault", kind="change", compartment="identity")
declare("identity.ask", "asked to open the identity vault", kind="access", compartment="identity")
declare("identity.read", "read a name in the identity vault", kind="read", compartment="identity")
declare("identity.list", "listed requests to open the identity vault", kind="read", compartment="identity")
declare("report.give_name", "let those who work on the matter know their name", kind="change")

READABLE: Final = timedelta(days=7)

lifecycle = Lifecycle(IdentityOpening, "identity")


@dataclass(frozen=True, kw_only=True)
class GivenIdentity:
    """What a reporter says of themselves, in trust."""

    name: str
    contact: str = ""


def give_identity(report: Report, told: GivenIdentity, *, actor: User) -> VaultIdentity:
    """Put the reporter's name into the vault; nobody learns it by this, and the history names nobody."""
    require(actor, "message.send", report)
    if report.reporter_id is not None:
        raise Refused("This report holds its reporter’s name already.", code="identity-known")
    name, contact = told.name.strip(), told.contact.strip()
    if not name or len(name) > 200 or len(contact) > 500:
        raise Invalid({"name": ["Write your name, in at most 200 characters, and at most 500 of how to reach you."]})
    kept = VaultIdentity.objects.filter(report=report).first() or VaultIdentity(report=report)
    kept.sealed = _vault().encrypt(json.dumps(asdict(GivenIdentity(name=name, contact=contact))).encode()).decode()
    kept.given_at = clock.now()
    return keep(kept, "identity.give", actor=actor)


def ask_to_open(report: Report, *, purpose: str, actor: User) -> IdentityOpening:
    """Ask to learn who reported: a second person decides, and the reporter will read the reason."""
    require(actor, "identity.ask", report)
    if len(purpose.strip()) < 20:
        raise Invalid({"purpose": ["Write in a sentence or two why the name is needed. The reporter will read this."]})
    if not VaultIdentity.objects.filter(report=report).exists():
        raise Refused("The vault holds no name for this report. Ask the reporter by a message.", code="no-identity")
    if IdentityOpening.objects.filter(report=report, asked_by=actor, state=OpeningState.ASKED).exists():
        raise Refused("You have asked already. A second person decides.", code="identity-asked")
    now = clock.now()
    opening = IdentityOpening(
        reference=new_reference("OPN", now.date()),
        report=report,
        purpose=purpose.strip(),
        asked_by=actor,
        asked_at=now,
    )
    return keep(opening, "identity.ask", actor=actor, reason=purpose.strip())


@lifecycle.move(
    "approve",
    {OpeningState.ASKED},
    OpeningState.OPEN,
    past="agreed to open the identity vault",
    label="Open the vault",
    kind="access",
    compartment="identity",
)
def approve_opening(opening: IdentityOpening, *, actor: User) -> None:
    """Agree, as a second person, that the name is opened; the reporter is told in the same moment."""
    _decide(opening, actor)
    opening.ends_at = clock.now() + READABLE
    told = (
        "Two people agreed to open the name that you gave us. The reason:\n\n"
        f"{opening.purpose}\n\nThey may read it until {opening.ends_at:%-d %B %Y}. They may not pass it on without asking you."
    )
    post(opening.report, told, direction=Direction.TO_REPORTER, kind=MessageKind.NOTICE, actor=actor)


@lifecycle.move(
    "refuse",
    {OpeningState.ASKED},
    OpeningState.REFUSED,
    past="refused to open the identity vault",
    kind="access",
    compartment="identity",
)
def refuse_opening(opening: IdentityOpening, *, actor: User) -> None:
    """Refuse: the name stays closed, and a new request needs a new reason."""
    _decide(opening, actor)


def read_identity(opening: IdentityOpening, *, actor: User) -> GivenIdentity:
    """Show the name to one of the two, while the opening lasts; every reading is an event."""
    if not can(actor, "identity.read", opening):
        raise Forbidden("Only the two people who opened it read the name, for seven days.", code="identity-closed")
    viewed(opening, "identity.read", actor=actor, purpose=opening.purpose)
    kept = VaultIdentity.objects.get(report=opening.report_id)
    try:
        return GivenIdentity(**json.loads(_vault().decrypt(kept.sealed.encode())))
    except InvalidToken:
        raise Refused(
            "The key that closed this name is not among EVENHAND_VAULT_KEYS. Ask the administrator to add it again.",
            code="vault-key-missing",
        ) from None


def let_name_be_known(report: Report, *, actor: User) -> Report:
    """Let the reporter of a confidential report agree that those who work on the matter know their name."""
    require(actor, "report.give_name", report)
    if report.mode != Mode.CONFIDENTIAL:
        raise Refused("The name of this report’s reporter is not kept back.", code="name-not-kept-back")
    with transaction.atomic():
        report.mode = Mode.NAMED
        return keep(report, "report.give_name", actor=actor, reason="The reporter agreed.")


def _decide(opening: IdentityOpening, actor: User) -> None:
    if opening.asked_by_id == actor.pk:
        raise Refused("Somebody else must decide this: you asked for it.", code="second-person")
    opening.decided_by, opening.decided_at = actor, clock.now()


def _vault() -> MultiFernet:
    """Encrypt with the first key, and open with any: keys are changed by putting a new one in front."""
    return MultiFernet([Fernet(key) for key in settings.VAULT_KEYS])
