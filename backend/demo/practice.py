"""A practice comes in by the link in its mail, as the product asks for it: takes a referral on, sees somebody, and reports by codes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction

from backend.demo.cast import PASSWORD
from backend.demo.stage import CALENDAR, ZONE, Days, Scene, Stage
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.actions.inviting import add_contact, invite_contact, take_up_invitation
from backend.referrals.actions.reporting import send_report
from backend.referrals.actions.sending import send_referral
from backend.referrals.actions.taking import take_referral
from backend.referrals.models import Provider, ProviderContact, Referral
from backend.referrals.reportable import Codes
from backend.referrals.vocabulary import Recommended, ReportKind

CONTACT: Final = "Judith Calder"
ADDRESS: Final = "judith@calder-practice.example"
SECOND_STEP: Final = (
    "LARKFIELDCALDERPRACTICESTEPTWO22"  # the key that the demonstration prints for an authenticator app
)
LINK: Final = re.compile(r"/practice/invited/([\w-]+)/")
IN_MEMORY: Final = "django.core.mail.backends.locmem.EmailBackend"


def under_way(stage: Stage, referral: Referral, days: Days, first: int) -> Scene:
    """Let the practice in, send it the referral, and play on to the report of the first evaluation."""
    mira, provider = stage.cast.mira, _provider_of(referral)
    yield days.at(first, "10:10")
    contact = add_contact(
        provider, name=CONTACT, email=ADDRESS, licence=provider.licences.order_by("pk").first(), actor=mira
    )
    token = _invited(contact, mira)
    yield days.at(first, "16:45")
    judith = _come_in(token)
    stage.say(f"{CONTACT} of {provider.name} comes in by the link in her mail, with a second step.")
    yield days.at(first + 1, "09:05")
    send_referral(_now(referral), actor=mira, to=ProviderContact.objects.get(pk=contact.pk))
    yield days.at(first + 2, "11:30")
    take_referral(_now(referral), actor=judith)
    appointment = days.day(first + 9)
    told = Codes(contacted_on=clock.now().astimezone(ZONE).date(), first_appointment_on=appointment)
    send_report(_now(referral), kind=ReportKind.RECEIPT, codes=told, actor=judith)
    stage.say(f"{provider.name} takes {referral.reference} on, and confirms the first appointment.")
    yield days.at(first + 10, "17:20")
    send_report(_now(referral), kind=ReportKind.INITIAL, codes=_evaluated(stage, appointment), actor=judith)
    stage.say(f"{provider.name} reports the first evaluation of {referral.reference} by its day and one code.")


@contextmanager
def mail_kept() -> Iterator[list[EmailMessage]]:
    """Keep what is sent by mail meanwhile: the people of the story have no post box, and one of them is to open her link."""
    usual, before = settings.EMAIL_BACKEND, getattr(mail, "outbox", None)
    kept: list[EmailMessage] = []
    settings.EMAIL_BACKEND, mail.outbox = IN_MEMORY, kept
    try:
        yield kept
    finally:
        settings.EMAIL_BACKEND = usual
        if before is not None:
            mail.outbox = before


def _invited(contact: ProviderContact, actor: User) -> str:
    with mail_kept() as kept:
        invite_contact(contact, actor=actor)
    [letter] = kept
    [token] = LINK.findall(str(letter.body))
    return str(token)


def _come_in(token: str) -> User:
    """Take the invitation up as its page does: a password, and a second step that the sign-in framework keeps."""
    with transaction.atomic():
        user = take_up_invitation(token, password=PASSWORD)
        second = TOTP.activate(user, SECOND_STEP).instance
        authenticator_added.send(sender=Authenticator, request=None, user=user, authenticator=second)
    return user


def _evaluated(stage: Stage, on: date) -> Codes:
    following = CALENDAR.next_working(stage.today + timedelta(days=12))
    return Codes(evaluated_on=on, recommended=Recommended.SESSIONS, agrees=True, next_report_on=following)


def _provider_of(referral: Referral) -> Provider:
    if referral.provider is None:
        raise LookupError("Nobody chose a provider.")
    return referral.provider


def _now(referral: Referral) -> Referral:
    return Referral.objects.select_related("case", "provider").get(pk=referral.pk)
