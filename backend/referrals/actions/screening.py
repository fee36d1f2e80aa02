"""The custodian looks at what waits in quarantine: it keeps to the list, it tells more than it may, or it is about somebody else."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.reads import viewed
from backend.deadlines.actions import meet_all
from backend.documents.actions.issuing import issue
from backend.documents.queries import frame, support_for
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.referrals.actions.sending import note_disclosure
from backend.referrals.closed_files import blocks_of
from backend.referrals.letters import OverDisclosure
from backend.referrals.models import ProviderFile
from backend.referrals.vocabulary import FileState
from backend.workflow.lifecycle import Lifecycle

OPENABLE = (FileState.QUARANTINED, FileState.CLEAN)

lifecycle = Lifecycle(ProviderFile, "provider_file")

declare("provider_file.open", "opened a provider’s file", kind="read", compartment="medical")


def open_file(file: ProviderFile, *, actor: User) -> Iterator[bytes]:
    """Open a file as its custodian, block by block; that they open it is recorded before they have a byte."""
    require(actor, "provider_file.open", file)
    if file.state not in OPENABLE:
        raise Refused("This file is sealed. Nobody opens it any more.", code="file-sealed")
    viewed(file, "provider_file.open", actor=actor, ctx={"sha256": file.sha256})
    return blocks_of(file)


@lifecycle.move(
    "clear",
    {FileState.QUARANTINED},
    FileState.CLEAN,
    past="found that a file keeps to the list",
    label="It keeps to the list",
    because="It tells nothing beyond the list.",
    compartment="medical",
)
def clear_file(file: ProviderFile, *, actor: User) -> None:
    """Find that a file tells nothing beyond what the release allows. It stays with the coordinator all the same."""
    _screened(file, actor=actor)
    _disclosed(file, what="A file that keeps to what may be reported", beyond=False, actor=actor)


@lifecycle.move(
    "seal",
    {FileState.QUARANTINED, FileState.CLEAN},
    FileState.OVER_DISCLOSURE,
    past="sealed a file that tells more than it may",
    label="It tells more than it may: seal it",
    because="It tells more than the release allows.",
    compartment="medical",
)
def seal_file(file: ProviderFile, *, actor: User) -> None:
    """Seal a file that goes beyond the release: nobody opens it again, the provider is asked for another, the employee is told.

    What was disclosed is noted by its kind, and no decision may rest on it.
    """
    _screened(file, actor=actor)
    _disclosed(file, what="A file that tells more than the release allows; it was sealed", beyond=True, actor=actor)
    _tell_author(file)
    issue(
        _notice(file, by=actor),
        about=file.referral,
        recipient=file.referral.person,
        actor=actor,
        reason="A file was sealed.",
        classification="medical_confidential",
    )


@lifecycle.move(
    "misdirect",
    {FileState.QUARANTINED},
    FileState.WRONG_PERSON,
    past="sealed a file that is about somebody else",
    label="It is about somebody else: seal it",
    because="It is about somebody else.",
    compartment="medical",
)
def misdirect_file(file: ProviderFile, *, actor: User) -> None:
    """Seal a file that is not about the person referred: it is no disclosure about them, and stands in no list of theirs."""
    _screened(file, actor=actor)
    _tell_author(file)


def _screened(file: ProviderFile, *, actor: User) -> None:
    file.screened_by, file.screened_at = actor, clock.now()
    meet_all(file, "referral.screen", actor=actor)


def _tell_author(file: ProviderFile) -> None:
    """Tell whoever handed it in to sign in, and nothing else; their page asks for another file."""
    if file.author.user is not None:
        submit("access.send_notices", actor=None, users=[str(file.author.user.uid)])


def _disclosed(file: ProviderFile, *, what: str, beyond: bool, actor: User) -> None:
    note_disclosure(
        file.referral,
        by=f"{file.author.name}, {file.author.provider.name}",
        to=actor.name,
        what=what,
        purpose="To report on the referral",
        authority=_release_of(file),
        actor=actor,
        beyond=beyond,
    )


def _release_of(file: ProviderFile) -> str:
    return file.report.release.reference if file.report is not None else ""


def _notice(file: ProviderFile, *, by: User) -> OverDisclosure:
    person = file.referral.person
    return OverDisclosure(
        **frame(OverDisclosure, to=person, by=by),
        matter=file.referral.reference,
        provider=file.author.provider.name,
        file=file.reference,
        release=_release_of(file),
        received_on=file.received_at.astimezone(ZoneInfo(person.zone)).date(),
        sealed_on=clock.today(person.zone),
        support=support_for(OverDisclosure, person),
    )
