"""The release: offered apart, signed over its own bytes, revocable at any moment. Without it a provider tells the employer nothing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta
from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.queries import live_grants
from backend.cases.vocabulary import CaseRole
from backend.documents.actions.issuing import issue
from backend.documents.actions.standing import note_signature, refuse_document
from backend.documents.actions.withdrawing import withdraw_without_notice
from backend.documents.phrasing import say
from backend.documents.queries import content_sha256, language_for
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import User
from backend.referrals.actions.preparing import lifecycle
from backend.referrals.compartment import closed
from backend.referrals.contents import ReleaseTerms
from backend.referrals.letters import REPORTABLE, Release
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.papers import release_letter, said_in
from backend.referrals.queries.register import can_take
from backend.referrals.vocabulary import WITH_PROVIDER, Compliance, ReferralState, ReleaseState, WrittenBy
from backend.workflow.lifecycle import Lifecycle

AFTER_THE_END: Final = relativedelta(days=30)  # so that a last report can still come
PURPOSES: Final = ("To see whether the referral is on course.", "To respect limits on work that the provider reports.")
USES: Final = (
    "The coordinator tells others only whether the referral is on course, and which limits on work apply.",
    "Reports are kept apart from the case file and the personnel file.",
    "They are deleted five years after they were received.",
)
ENDS_EARLIER: Final = "when the referral is closed"
UNSIGNED: Final = "If I do not sign, the referral cannot go on."
REVOCABLE: Final = (
    "At any time, in writing or on the page, without a reason; what was reported before in reliance on it stands."
)
REDISCLOSURE: Final = (
    "Those who receive a report could pass it on; the provider’s privacy rules may then no longer protect it."
)
PROVIDER_AWAY: Final = (
    "The provider that the employee chose takes no referrals at present: it is not listed, or has no licence that holds. "
    "Verify its licence or list it again, ask the employee to choose another one, or withdraw the referral."
)

OPEN_TO_PROVIDER: Final = (ReferralState.AUTHORIZED, *WITH_PROVIDER)

releases = Lifecycle(ReleaseAuthorization, "release")

declare("release.offer", "offered a release of information", kind="document", compartment="medical")
declare("release.list", "listed releases of information", kind="read", compartment="medical")
declare("release.view", "read a release of information", kind="read", compartment="medical")


def offer_release(referral: Referral, *, expires_on: date, actor: User) -> ReleaseAuthorization:
    """Offer the release for the provider that the employee chose: its own paper, its own signature, a day on which it ends."""
    require(actor, "referral.offer_release", referral)
    if referral.state != ReferralState.ACCEPTED or referral.provider is None:
        raise Refused("A release is offered once the employee has accepted and chosen a provider.", code="wrong-state")
    today = clock.today()
    if not can_take(referral.provider, referral.intervention, today):
        raise Refused(PROVIDER_AWAY, code="provider-away")
    if not today < expires_on <= referral.ends_on + AFTER_THE_END:
        raise Invalid({"expires_on": ["Choose a day after today, and at most 30 days after the end of the referral."]})
    if referral.releases.filter(state__in=[ReleaseState.OFFERED, ReleaseState.ACTIVE]).exists():
        raise Refused("A release is open already.", code="release-open")
    language = language_for(Release, referral.person)
    terms = ReleaseTerms(
        discloser=referral.provider.name,
        receivers=(actor.name,),
        information=tuple(REPORTABLE),
        purposes=tuple(say(purpose, language) for purpose in PURPOSES),
        uses=tuple(say(use, language) for use in USES),
        ends_earlier=say(ENDS_EARLIER, language),
        without=f"{say(UNSIGNED, language)} {said_in(referral).without}",
        revocable=say(REVOCABLE, language),
        redisclosure=say(REDISCLOSURE, language),
    )
    with transaction.atomic():
        letter = release_letter(referral, referral.provider, terms, expires_on=expires_on, by=actor)
        document = issue(
            letter,
            about=referral,
            recipient=referral.person,
            actor=actor,
            reason="Offered for signature.",
            classification="medical_confidential",
        )
        release = ReleaseAuthorization(
            reference=new_reference("REL", today),
            referral=referral,
            provider=referral.provider,
            receiver=actor,
            sealed=closed(terms, referral),
            document=document,
            offered_sha256=document.sha256,
            offered_at=clock.now(),
            expires_on=expires_on,
        )
        return keep(release, "release.offer", actor=actor)


@releases.move(
    "sign",
    {ReleaseState.OFFERED},
    ReleaseState.ACTIVE,
    past="signed the release",
    label="Sign this release",
    because="The employee signed.",
    kind="signature",
    compartment="medical",
)
def sign_release(
    release: ReleaseAuthorization, *, actor: User, sha256: str, typed_name: str, factors: Sequence[str]
) -> None:
    """Sign, as the employee, over the very bytes that were offered; the referral may now be sent to this provider and no other."""
    if sha256 != release.offered_sha256 or content_sha256(release.document) != sha256:
        raise Refused(
            "The release is not the one that you read. Open it again and read it before you sign.",
            code="document-changed",
        )
    if typed_name.strip().casefold() != actor.name.casefold():
        raise Invalid({"typed_name": [f"Type your full name as it stands in your record: {actor.name}."]})
    if not factors:
        raise Refused("Confirm that it is you before you sign.", code="reauthentication-missing")
    if clock.today() > release.expires_on:
        raise Refused("This release has expired. Ask your contact for a new one.", code="release-expired")
    release.signed_at, release.signed_sha256 = clock.now(), sha256
    release.typed_name, release.factors, release.zone = typed_name.strip(), list(factors), actor.zone
    note_signature(release.document, actor=actor, reason="The release was signed.")
    authorize_referral(release.referral, actor=actor)


@releases.move(
    "not_sign",
    {ReleaseState.OFFERED},
    ReleaseState.NOT_SIGNED,
    past="did not sign the release",
    label="Do not sign",
    because="The employee does not sign.",
    kind="signature",
    compartment="medical",
)
def refuse_release(release: ReleaseAuthorization, *, actor: User) -> None:
    """Choose, as the employee, not to sign: nobody asks why, and no provider learns of the referral."""
    release.ended_at = clock.now()
    refuse_document(release.document, actor=actor, reason="The release was not signed.")


@releases.move(
    "revoke",
    {ReleaseState.ACTIVE},
    ReleaseState.REVOKED,
    past="revoked the release",
    label="Revoke this release",
    because="The employee revoked it.",
    kind="signature",
    compartment="medical",
)
def revoke_release(release: ReleaseAuthorization, *, actor: User) -> None:
    """Revoke, as the employee: the channel closes in this moment, and whoever decides learns the fact alone."""
    release.ended_at = clock.now()
    _close_channel(release, actor=actor, why="The release was revoked.")
    if release.referral.coordinator is not None:
        _tell([release.referral.coordinator.uid])


@releases.move(
    "note_revoked",
    {ReleaseState.ACTIVE},
    ReleaseState.REVOKED,
    past="noted that the employee revoked the release in writing",
    label="Note a revocation in writing",
    because="The employee revoked it in writing.",
    compartment="medical",
)
def note_revoked(release: ReleaseAuthorization, *, actor: User, came_by: str) -> None:
    """Note, as the coordinator, that the employee revoked the release on paper, by mail or to the provider: it ends in this moment.

    A release is revoked in writing (45 CFR 164.508(b)(5)), and whoever has no account here any more can still do so. The
    employee is told that it was noted.
    """
    if came_by not in WrittenBy.values:
        raise Invalid({"came_by": ["Choose how the revocation came."]})
    release.ended_at = clock.now()
    _close_channel(release, actor=actor, why="The release was revoked.")
    told = User.objects.filter(person=release.referral.person_id, is_active=True)
    _tell(told.values_list("uid", flat=True))


@releases.move(
    "expire",
    {ReleaseState.ACTIVE},
    ReleaseState.EXPIRED,
    past="noted that the release expired",
    because="The day of its end passed.",
    kind="system",
    compartment="medical",
)
def expire_release(release: ReleaseAuthorization, *, actor: User) -> None:
    """End a release whose last day passed; the channel closes with it."""
    if clock.today() <= release.expires_on:
        raise Refused("The release has not expired yet.", code="release-running")
    release.ended_at = clock.now()
    _close_channel(release, actor=actor, why="The release expired.")


@releases.move(
    "end",
    {ReleaseState.OFFERED, ReleaseState.ACTIVE},
    ReleaseState.ENDED,
    past="ended the release with its referral",
    because="The referral ended.",
    kind="system",
    compartment="medical",
)
def _end_with_referral(release: ReleaseAuthorization, *, actor: User) -> None:
    """End a release together with the referral that it was for."""
    release.ended_at = clock.now()
    withdraw_without_notice(release.document, reason="The referral ended.")


def end_release(release: ReleaseAuthorization) -> ReleaseAuthorization:
    """End a release together with the referral that it was for; this follows by itself."""
    return _end_with_referral(release, actor=system_user())


@lifecycle.move(
    "authorize",
    {ReferralState.ACCEPTED},
    ReferralState.AUTHORIZED,
    past="opened the way to the provider by a signed release",
    because="A release was signed.",
    compartment="medical",
)
def authorize_referral(referral: Referral, *, actor: User) -> None:
    """Open the way to the provider: this follows from the employee's signature alone."""


@lifecycle.move(
    "unauthorize",
    OPEN_TO_PROVIDER,
    ReferralState.ACCEPTED,
    past="closed the way to the provider",
    because="The release ended.",
    compartment="medical",
)
def unauthorize_referral(referral: Referral, *, actor: User) -> None:
    """Close the way to the provider: what is known of the course from now on is nothing."""
    referral.compliance, referral.compliance_on = Compliance.UNKNOWN, clock.today()
    referral.next_report_on = None


def _close_channel(release: ReleaseAuthorization, *, actor: User, why: str) -> None:
    referral = release.referral
    if referral.state in OPEN_TO_PROVIDER:
        unauthorize_referral(referral, actor=actor)
    withdraw_without_notice(release.document, reason=why)
    deciders = [grant.user.uid for grant in live_grants(referral.case) if grant.role == CaseRole.DECISION_MAKER]
    _tell(deciders)


def _tell(users: Iterable[object]) -> None:
    """Send the notice that asks somebody to sign in; it says nothing else."""
    found = [str(uid) for uid in users]
    if found:
        submit("access.send_notices", actor=None, users=list(found))
