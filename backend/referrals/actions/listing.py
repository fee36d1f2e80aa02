"""The provider directory: who could be offered, what they do, whose licence holds, and what ties they have."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.deadlines.actions import cancel_all, start_for
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.referrals.actions.lengths import too_long
from backend.referrals.models import Intervention, Licence, Provider, ProviderService, ProviderTie
from backend.referrals.policy.registers import may_keep_directory
from backend.referrals.vocabulary import Modality, ProviderState
from backend.workflow.lifecycle import Lifecycle

LONGEST_LICENCE_YEARS: Final = 15
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47
LICENCE_ENDS: Final = "provider.licence"  # the timer that warns before a verified licence ends

lifecycle = Lifecycle(Provider, "provider")

declare("provider.add", "added a provider to the directory", kind="change")
declare("provider.edit", "changed a provider in the directory", kind="change")
declare("provider.add_licence", "entered a licence", kind="change")
declare("licence.verify", "verified a licence with the authority that gave it", kind="change")
declare("licence.end", "ended a licence", kind="change")
declare("provider.add_tie", "entered a financial tie between providers", kind="change")
declare("provider_tie.end", "ended a financial tie between providers", kind="change")


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What the directory says of a provider."""

    name: str
    service: str
    modalities: Sequence[str] = ()
    languages: Sequence[str] = ()
    waiting_days: int | None = None
    payer: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    jurisdiction: str = ""
    faith_based: bool = False
    conflicts: str = ""


def add_provider(listing: Listing, *, offers: Sequence[Intervention], actor: User, reason: str = "") -> Provider:
    """Add a practice to the directory, with the services that it offers."""
    if not may_keep_directory(actor):
        raise Forbidden
    _check(listing)
    if Provider.objects.filter(name__iexact=listing.name.strip()).exclude(state=ProviderState.REMOVED).exists():
        raise Refused("A provider of this name is listed already.", code="provider-listed", field="name")
    provider = Provider(reference=new_reference("PRV", clock.today()), **_told(listing))
    with transaction.atomic():
        keep(provider, "provider.add", actor=actor, reason=reason)
        _offer(provider, offers, actor=actor)
    return provider


def edit_provider(
    provider: Provider, listing: Listing, *, offers: Sequence[Intervention], actor: User, reason: str = ""
) -> Provider:
    """Change what the directory says of a provider."""
    require(actor, "provider.edit", provider)
    _check(listing)
    for name, value in _told(listing).items():
        setattr(provider, name, value)
    with transaction.atomic():
        keep(provider, "provider.edit", actor=actor, reason=reason)
        _offer(provider, offers, actor=actor)
    return provider


def name_secular_alternative(
    provider: Provider, alternative: Provider | None, *, actor: User, reason: str = ""
) -> Provider:
    """Name the secular provider that is offered beside a religious one."""
    require(actor, "provider.edit", provider)
    if alternative is not None and (alternative.faith_based or alternative.pk == provider.pk):
        raise Invalid({"alternative": ["Choose another provider, one that is not religious."]})
    provider.secular_alternative = alternative
    return keep(provider, "provider.edit", actor=actor, reason=reason)


@lifecycle.move(
    "suspend", {ProviderState.LISTED}, ProviderState.SUSPENDED, past="took a provider out of the offer for now"
)
def suspend_provider(provider: Provider, *, actor: User) -> None:
    """Take a provider out of the offer for now; referrals that run go on."""


@lifecycle.move("relist", {ProviderState.SUSPENDED}, ProviderState.LISTED, past="offered a provider again")
def relist_provider(provider: Provider, *, actor: User) -> None:
    """Offer a provider again."""


@lifecycle.move(
    "remove",
    {ProviderState.LISTED, ProviderState.SUSPENDED},
    ProviderState.REMOVED,
    past="took a provider out of the directory",
)
def remove_provider(provider: Provider, *, actor: User) -> None:
    """Take a provider out of the directory; what was sent to it stays on record."""
    cancel_all(provider, actor=actor, reason="The provider is no longer listed.", event=LICENCE_ENDS)


def add_licence(
    provider: Provider,
    *,
    holder: str,
    number: str,
    authority: str,
    expires_on: date,
    clinical: bool = True,
    actor: User,
    reason: str = "",
) -> Licence:
    """Enter the licence of a practitioner; it counts once somebody has verified it with the authority."""
    require(actor, "provider.edit", provider)
    texts = {"holder": holder, "number": number, "authority": authority}
    problems = too_long(Licence, texts)
    problems |= {name: ["Write this."] for name, value in texts.items() if not value.strip()}
    if expires_on <= clock.today():
        problems["expires_on"] = ["This licence has expired. Enter the one that holds today."]
    elif expires_on.year > clock.today().year + LONGEST_LICENCE_YEARS:
        problems["expires_on"] = ["Check the year: no licence holds for so long."]
    if problems:
        raise Invalid(problems)
    if Licence.objects.filter(provider=provider, authority=authority.strip(), number=number.strip()).exists():
        raise Refused("This licence is entered already.", code="licence-entered", field="number")
    licence = Licence(
        provider=provider,
        holder=holder.strip(),
        number=number.strip(),
        authority=authority.strip(),
        clinical=clinical,
        expires_on=expires_on,
    )
    return keep(licence, "provider.add_licence", actor=actor, reason=reason)


def verify_licence(
    licence: Licence, *, how: str, expires_on: date | None = None, actor: User, reason: str = ""
) -> Licence:
    """Note that a licence was checked with the authority that gave it, and how; a renewal brings its new end along."""
    require(actor, "licence.verify", licence)
    if not how.strip():
        raise Invalid({"how": ["Say where and how it was checked, for example in which public register."]})
    if licence.ended_on is not None:
        raise Refused("This licence has ended. Enter the one that holds today.", code="licence-ended")
    ends = expires_on or licence.expires_on
    if ends <= clock.today():
        raise Refused("The licence has expired. Enter its renewal.", code="licence-expired", field="expires_on")
    if ends.year > clock.today().year + LONGEST_LICENCE_YEARS:
        raise Invalid({"expires_on": ["Check the year: no licence holds for so long."]})
    licence.expires_on = ends
    licence.verified_by, licence.verified_on, licence.verified_how = actor, clock.today(), how.strip()[:300]
    with transaction.atomic():
        start_for(licence, LICENCE_ENDS, actor=actor, due_on=ends)
        return keep(licence, "licence.verify", actor=actor, reason=reason)


def end_licence(licence: Licence, *, actor: User, reason: str) -> Licence:
    """Note that a licence was withdrawn, or that its holder left; nothing is offered on it from today."""
    require(actor, "licence.end", licence)
    if licence.ended_on is not None:
        raise Refused("This licence has ended already.", code="licence-ended")
    licence.ended_on = clock.today()
    with transaction.atomic():
        cancel_all(licence, actor=actor, reason="The licence has ended.", event=LICENCE_ENDS)
        return keep(licence, "licence.end", actor=actor, reason=reason)


def add_tie(provider: Provider, other: Provider, *, what: str, actor: User, reason: str = "") -> ProviderTie:
    """Enter a financial tie between two providers: one may then not evaluate for the other (49 CFR 40.299)."""
    require(actor, "provider.edit", provider)
    if provider.pk == other.pk:
        raise Invalid({"other": ["Choose another provider."]})
    if not what.strip():
        raise Invalid({"what": ["Say what the tie is."]})
    tie = ProviderTie.objects.filter(provider=provider, other=other).first() or ProviderTie(
        provider=provider, other=other
    )
    tie.what, tie.ended_on = what.strip()[:300], None
    return keep(tie, "provider.add_tie", actor=actor, reason=reason)


def end_provider_tie(tie: ProviderTie, *, actor: User, reason: str) -> ProviderTie:
    """Note that a tie has ended."""
    require(actor, "provider_tie.end", tie)
    if tie.ended_on is not None:
        raise Refused("This tie has ended already.", code="tie-ended")
    tie.ended_on = clock.today()
    return keep(tie, "provider_tie.end", actor=actor, reason=reason)


def _told(listing: Listing) -> dict[str, object]:
    told = {field.name: getattr(listing, field.name) for field in fields(listing)}
    told |= {name: list(told[name]) for name in ("modalities", "languages")}
    told["conflicts_told_on"] = clock.today() if listing.conflicts.strip() else None
    return {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}


def _check(listing: Listing) -> None:
    problems = too_long(Provider, vars(listing))
    for name in ("name", "service"):
        if not getattr(listing, name).strip():
            problems[name] = ["Write this."]
    if set(listing.modalities) - set(Modality.values):
        problems["modalities"] = [f"Choose of: {', '.join(Modality.labels)}."]
    if any(not LANGUAGE.fullmatch(code) for code in listing.languages):
        problems["languages"] = ["Use language codes, such as en, de or pl."]
    if listing.email and not _is_address(listing.email):
        problems["email"] = ["Enter an e-mail address, such as desk@practice.example."]
    if listing.waiting_days is not None and listing.waiting_days > 730:
        problems["waiting_days"] = ["Give the waiting time in days, at most 730."]
    if problems:
        raise Invalid(problems)


def _is_address(email: str) -> bool:
    try:
        validate_email(email.strip())
    except ValidationError:
        return False
    return True


def _offer(provider: Provider, offers: Sequence[Intervention], *, actor: User) -> None:
    wanted = {row.pk: row for row in offers}
    for service in ProviderService.objects.filter(provider=provider).select_related("provider"):
        if service.intervention_id not in wanted:
            remove(service, "provider.edit", actor=actor, reason="No longer offered.")
        else:
            del wanted[service.intervention_id]
    for intervention in wanted.values():
        keep(ProviderService(provider=provider, intervention=intervention), "provider.edit", actor=actor)
