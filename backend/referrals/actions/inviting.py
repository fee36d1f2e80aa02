"""The way in for a provider: a contact is named, a link goes to their address once, and it opens an account once."""

import hashlib
import secrets
from datetime import timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.errors import Invalid, NotVisible, Refused
from backend.people.actions import add_person, close_account, open_account, system_user
from backend.people.models import User
from backend.referrals.models import Licence, Provider, ProviderContact, ProviderInvitation
from backend.referrals.vocabulary import ProviderState

IN_FORCE: Final = timedelta(days=7)
DRAWN: Final = 32  # bytes of chance in a link: nobody guesses it, so its digest needs no salt and no slow function
WHY: Final = "The contact took up an invitation."

declare("provider.add_contact", "named a contact at a provider", kind="access")
declare("provider.end_contact", "ended the access of a contact at a provider", kind="access")
declare("provider.view_contacts", "read who takes referrals at a provider", kind="read")
declare("provider.invite", "invited a contact of a provider", kind="access")
declare("provider.revoke_invitation", "revoked the invitation of a contact", kind="access")
declare("provider.take_up_invitation", "took up the invitation to a provider’s account", kind="access")


def add_contact(
    provider: Provider, *, name: str, email: str, licence: Licence | None = None, actor: User
) -> ProviderContact:
    """Name somebody at a provider who takes referrals there. They can do nothing before they took up an invitation."""
    require(actor, "provider.invite", provider)
    _check(provider, name, email, licence)
    email = email.strip().lower()
    contact = ProviderContact.objects.filter(provider=provider, email__iexact=email).first()
    if contact is not None and contact.ended_on is None:
        raise Refused("This contact is named already.", code="contact-listed", field="email")
    if contact is None and User.objects.filter(email__iexact=email).exists():
        raise Refused(
            "Somebody signs in with this address already. A provider’s contact needs an address of their own.",
            code="address-taken",
            field="email",
        )
    contact = contact or ProviderContact(provider=provider, email=email)
    contact.name, contact.licence, contact.ended_on = name.strip(), licence, None
    return keep(contact, "provider.add_contact", actor=actor)


def end_contact(contact: ProviderContact, *, actor: User, reason: str) -> ProviderContact:
    """End somebody's access at once: they left the practice, or should not take referrals any more."""
    require(actor, "provider.invite", contact.provider)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    if contact.ended_on is not None:
        raise Refused("This contact has no access any more.", code="contact-ended")
    with transaction.atomic():
        _revoke_open(contact, actor=actor)
        if contact.user is not None:
            close_account(contact.user, actor=actor, reason="The contact’s access ended.")
        contact.ended_on = clock.today()
        return keep(contact, "provider.end_contact", actor=actor, reason=reason)


def invite_contact(contact: ProviderContact, *, actor: User) -> ProviderInvitation:
    """Send a contact the link that lets them in once. Nobody here gets to see it; an earlier link ends with it.

    Whoever has an account already sets it up anew by it: with a new password and a new second step.
    """
    require(actor, "provider.invite", contact.provider)
    if contact.ended_on is not None or contact.provider.state == ProviderState.REMOVED:
        raise Refused("This contact takes no referrals any more. Name another one.", code="contact-ended")
    token, now = secrets.token_urlsafe(DRAWN), clock.now()
    with transaction.atomic():
        _revoke_open(contact, actor=actor)
        invitation = ProviderInvitation(
            contact=contact, digest=_digest(token), invited_by=actor, invited_at=now, expires_at=now + IN_FORCE
        )
        keep(invitation, "provider.invite", actor=actor)
        _send(contact, token)
    return invitation


def revoke_invitation(invitation: ProviderInvitation, *, actor: User) -> ProviderInvitation:
    """End a link that was sent, for example to a wrong address."""
    require(actor, "provider.invite", invitation.contact.provider)
    if invitation.used_at is not None or invitation.revoked_at is not None:
        raise Refused("This invitation was taken up or revoked already.", code="invitation-over")
    invitation.revoked_at = clock.now()
    return keep(invitation, "provider.revoke_invitation", actor=actor)


def invitation_behind(token: str) -> ProviderInvitation | None:
    """Find the invitation that a link stands for, if it still opens. All that does not open costs the same one look."""
    rows = ProviderInvitation.objects.select_related("contact__provider", "contact__user__person")
    found: ProviderInvitation | None = rows.filter(digest=_digest(token)).first()
    return found if found is not None and _opens(found) else None


def take_up_invitation(token: str, *, password: str) -> User:
    """Open the contact's account, or set it up anew, and use the link up. The caller adds the second step in the same transaction."""
    with transaction.atomic():
        locked = ProviderInvitation.objects.select_for_update(of=("self",)).filter(digest=_digest(token))
        invitation = locked.select_related("contact__provider").first()
        if invitation is None or not _opens(invitation):
            raise NotVisible
        contact = invitation.contact
        user = _renewed(contact.user, password) if contact.user is not None else _opened(contact, password)
        invitation.used_at = clock.now()
        keep(invitation, "provider.take_up_invitation", actor=user)
        contact.user = user
        keep(contact, "provider.take_up_invitation", actor=user)
    return user


def _opened(contact: ProviderContact, password: str) -> User:
    actor = system_user()
    person = add_person(contact.name, kind="third_party", email=contact.email, actor=actor, reason=WHY)
    return open_account(person, contact.email, password, actor=actor, reason=WHY)


def _renewed(user: User, password: str) -> User:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": error.messages}) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    if not user.is_active:
        user.is_active = True
        keep(user, "account.open", actor=system_user(), reason=WHY)
    return user


def _opens(invitation: ProviderInvitation) -> bool:
    contact = invitation.contact
    return (
        invitation.used_at is None
        and invitation.revoked_at is None
        and invitation.expires_at > clock.now()
        and contact.ended_on is None
        and contact.provider.state != ProviderState.REMOVED
    )


def _revoke_open(contact: ProviderContact, *, actor: User) -> None:
    rows = ProviderInvitation.objects.filter(contact=contact, used_at=None, revoked_at=None)
    for invitation in rows.select_related("contact__provider"):
        invitation.revoked_at = clock.now()
        keep(invitation, "provider.revoke_invitation", actor=actor)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _send(contact: ProviderContact, token: str) -> None:
    """Write to the contact at once: a link that waited in the queue would lie in the database."""
    subject = _("Your access to Evenhand")
    body = _(
        "%(organisation)s asks you to set up your access, so that you can answer referrals to you. Open this link within "
        "seven days; it works once:\n\n%(address)s\n\nYou will choose a password, and need an authenticator app on your "
        "phone. This message holds no details on purpose. Please don’t answer it with any."
    ) % {"organisation": settings.ORGANISATION, "address": f"{settings.ADDRESS}/practice/invited/{token}/"}
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [contact.email])
    except (SMTPException, OSError) as error:
        raise Refused(
            "The mail could not be sent. Check the address, or ask the administrator whether mail goes out.",
            code="mail-failed",
        ) from error


def _check(provider: Provider, name: str, email: str, licence: Licence | None) -> None:
    problems: dict[str, list[str]] = {}
    if not name.strip():
        problems["name"] = ["Write their name."]
    try:
        validate_email(email.strip())
    except ValidationError:
        problems["email"] = ["Write a whole e-mail address."]
    if licence is not None and licence.provider_id != provider.pk:
        problems["licence"] = ["Choose a licence of this provider."]
    if problems:
        raise Invalid(problems)
