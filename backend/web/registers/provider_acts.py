"""What those who keep the directory do: enter and change providers, licences and ties, and point one out to somebody."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.documents.queries import day_words
from backend.kernel.errors import Forbidden
from backend.referrals.actions.listing import (
    add_licence,
    add_provider,
    add_tie,
    edit_provider,
    end_licence,
    end_provider_tie,
    lifecycle,
    name_secular_alternative,
    verify_licence,
)
from backend.referrals.models import Intervention, Licence, Provider, ProviderTie
from backend.referrals.policy.registers import DIRECTORY_READERS, may_keep_directory
from backend.referrals.vocabulary import ProviderState
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.registers import (
    AlternativeForm,
    LicenceForm,
    ProviderForm,
    RegisterReasonForm,
    TieForm,
    VerifyLicenceForm,
)
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.registers.providers import PROVIDERS
from backend.web.registers.shell import licence_name, only_for

LICENCES = Licence.objects.select_related("provider")
TIES = ProviderTie.objects.select_related("provider", "other")
FOLLOWS: dict[str, Promise] = {
    "suspend": lazy("It is not offered for now. Referrals that run go on."),
    "relist": lazy("It can be offered again, as far as its licences hold."),
    "remove": lazy("It is not offered any more and cannot be listed again. What was sent to it stays on record."),
}


@require_http_methods(["GET", "POST"])
@never_cache
@only_for(*DIRECTORY_READERS)
def new(request: PersonRequest) -> HttpResponse:
    """Add a provider."""
    if not may_keep_directory(request.user):
        raise Forbidden
    form = ProviderForm(request.POST or None, services=_services())

    def act() -> Provider:
        return add_provider(form.listing(), offers=list(form.cleaned_data["offers"]), actor=request.user)

    shown = {
        "heading": _("Add a provider"),
        "submit": _("Add the provider"),
        "crumbs": [(_("Providers"), reverse("providers"))],
        "cancel_url": reverse("providers"),
        "consequence": _("For a clinical service it can be offered once a licence was entered and verified."),
    }
    return act_page(request, form, act, back=_at, done=_("The provider was added."), shown=shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(PROVIDERS, "provider.view")
def edit(request: PersonRequest, provider: Provider) -> HttpResponse:
    """Change what the directory says of a provider."""
    must(request.user, "provider.edit", provider)
    form = ProviderForm(request.POST or None, services=_services(), initial=ProviderForm.first(provider))

    def act() -> Provider:
        return edit_provider(provider, form.listing(), offers=list(form.cleaned_data["offers"]), actor=request.user)

    return _asked(request, provider, form, act, heading=_("Change the entry"), submit=_("Save"), done=_("Saved."))


@require_http_methods(["GET", "POST"])
@never_cache
@page(PROVIDERS, "provider.view")
def alternative(request: PersonRequest, provider: Provider) -> HttpResponse:
    """Name the secular provider that is offered beside a religious one."""
    must(request.user, "provider.edit", provider)
    others = _others(provider).filter(faith_based=False)
    named = provider.secular_alternative
    form = AlternativeForm(
        request.POST or None, others=others, initial={"alternative": named.reference if named else None}
    )
    return _asked(
        request,
        provider,
        form,
        lambda: name_secular_alternative(provider, form.cleaned_data["alternative"], actor=request.user),
        heading=_("Name a secular alternative"),
        consequence=_("Nobody is required to take part in a religious programme: the other is offered beside it."),
        submit=_("Save"),
        done=_("Saved."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(PROVIDERS, "provider.view")
def move(request: PersonRequest, provider: Provider, verb: str) -> HttpResponse:
    """Take a provider out of the offer, or offer it again."""
    known = lifecycle.moves.get(verb)
    if known is None:
        return absent(request)
    must(request.user, known.action, provider)
    if request.method != "POST" and provider.state not in known.sources:
        return too_late(request, known.label, provider.get_state_display(), _at(provider))
    form = RegisterReasonForm(request.POST or None)
    return _asked(
        request,
        provider,
        form,
        lambda: lifecycle.functions[verb](provider, actor=request.user, **form.cleaned_data),
        heading=known.label,
        consequence=FOLLOWS[verb],
        submit=known.label,
        done=done_words(known),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(PROVIDERS, "provider.view")
def licence_new(request: PersonRequest, provider: Provider) -> HttpResponse:
    """Enter a licence."""
    must(request.user, "provider.edit", provider)
    form = LicenceForm(request.POST or None)
    return _asked(
        request,
        provider,
        form,
        lambda: add_licence(provider, actor=request.user, **form.cleaned_data),
        heading=_("Enter a licence"),
        consequence=_("It counts once somebody has checked it with the authority that gave it."),
        submit=_("Enter the licence"),
        done=_("The licence was entered."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(LICENCES, "licence.view", by="uid")
def licence_verify(request: PersonRequest, licence: Licence) -> HttpResponse:
    """Note that a licence was checked with its authority."""
    must(request.user, "licence.verify", licence)
    form = VerifyLicenceForm(request.POST or None)
    return _asked(
        request,
        licence.provider,
        form,
        lambda: verify_licence(licence, actor=request.user, **form.cleaned_data),
        heading=_("Verify a licence"),
        consequence=_("Your name and today’s day stand beside it. You are told again before it ends."),
        facts=_licence_facts(licence),
        submit=_("I checked it"),
        done=_("The check was noted."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(LICENCES, "licence.view", by="uid")
def licence_end(request: PersonRequest, licence: Licence) -> HttpResponse:
    """Note that a licence was withdrawn, or that its holder left."""
    must(request.user, "licence.end", licence)
    form = RegisterReasonForm(request.POST or None)
    return _asked(
        request,
        licence.provider,
        form,
        lambda: end_licence(licence, actor=request.user, **form.cleaned_data),
        heading=_("End a licence"),
        consequence=_("Nothing is offered on it from today. Use this where it was withdrawn, or its holder left."),
        facts=_licence_facts(licence),
        submit=_("End the licence"),
        done=_("The licence has ended."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(PROVIDERS, "provider.view")
def tie_new(request: PersonRequest, provider: Provider) -> HttpResponse:
    """Enter a financial tie to another provider."""
    must(request.user, "provider.edit", provider)
    form = TieForm(request.POST or None, others=_others(provider))
    return _asked(
        request,
        provider,
        form,
        lambda: add_tie(provider, form.cleaned_data["other"], what=form.cleaned_data["what"], actor=request.user),
        heading=_("Enter a financial tie"),
        consequence=_("While it lasts, neither of the two evaluates somebody whom the other treats."),
        submit=_("Enter the tie"),
        done=_("The tie was entered."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(TIES, "provider_tie.view", by="uid")
def tie_end(request: PersonRequest, tie: ProviderTie) -> HttpResponse:
    """Note that a tie has ended."""
    must(request.user, "provider_tie.end", tie)
    form = RegisterReasonForm(request.POST or None)
    return _asked(
        request,
        tie.provider,
        form,
        lambda: end_provider_tie(tie, actor=request.user, **form.cleaned_data),
        heading=_("The tie has ended"),
        consequence=_("One of the two may evaluate for the other from now on. The tie stays on record."),
        facts=[
            {"key": _("Between"), "value": f"{tie.provider.name}, {tie.other.name}"},
            {"key": _("What it was"), "value": tie.what},
        ],
        submit=_("Note its end"),
        done=_("The end was noted."),
    )


def _asked(
    request: PersonRequest, provider: Provider, form: Form, act: Callable[[], object], *, done: str, **shown: Any
) -> HttpResponse:
    """Show the form of one act on a provider, do it, and lead back to the provider's page."""
    return act_page(request, form, act, back=_at(provider), done=done, shown={**_head(provider), **shown})


def _services() -> "QuerySet[Intervention]":
    return Intervention.objects.filter(retired_on=None).order_by("name")


def _others(provider: Provider) -> "QuerySet[Provider]":
    return Provider.objects.exclude(pk=provider.pk).exclude(state=ProviderState.REMOVED).order_by("name")


def _at(provider: Provider) -> str:
    return reverse("provider", args=[provider.reference])


def _head(provider: Provider) -> dict[str, Any]:
    crumbs = [(_("Providers"), reverse("providers")), (provider.name, _at(provider))]
    return {"crumbs": crumbs, "reference": provider.reference, "cancel_url": _at(provider)}


def _licence_facts(licence: Licence) -> list[dict[str, str]]:
    return [
        {"key": _("Licence"), "value": licence_name(licence)},
        {"key": _("Last day"), "value": day_words(licence.expires_on)},
    ]
