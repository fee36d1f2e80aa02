"""The provider directory: the list as the address asks, and one provider with its licences, ties and services."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.policy import permitted
from backend.access.roles import has_role
from backend.documents.queries import day_words
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.actions.listing import lifecycle
from backend.referrals.models import Intervention, Licence, Provider
from backend.referrals.policy.examinations import may_suggest
from backend.referrals.policy.registers import DIRECTORY_READERS, REGISTER_READERS, may_keep_directory
from backend.referrals.queries.keeping import (
    ORDERS,
    ProviderFilter,
    licences_of,
    providers_for,
    spoken_languages,
    standing_of,
    ties_of,
)
from backend.referrals.vocabulary import Modality, ProviderState
from backend.web.forms.registers import ProviderFilterForm
from backend.web.letters.drafts import language_name
from backend.web.pages import PersonRequest, page
from backend.web.registers.shell import PER_PAGE, address, chips, columns, licence_name, licence_tag, only_for, sections
from backend.web.states import tone_of

PROVIDERS = Provider.objects.select_related("secular_alternative")


@require_safe
@never_cache
@only_for(*DIRECTORY_READERS)
def providers(request: PersonRequest) -> HttpResponse:
    """List the providers of the directory, cut down and in the order that the address names."""
    today = clock.today()
    services = Intervention.objects.filter(retired_on=None).order_by("name").values_list("code", "name")
    languages = [(code, language_name(code)) for code in spoken_languages()]
    form = ProviderFilterForm(request.GET, services=services, languages=languages)
    form.is_valid()
    sort = request.GET.get("sort", "")
    sort = sort if sort in ORDERS else "name"
    view = "licences" if request.GET.get("view") == "licences" else ""
    wanted = ProviderFilter(view=view, sort=sort, **{name: form.cleaned_data.get(name, "") for name in form.fields})
    found = Paginator(providers_for(request.user, wanted, today), PER_PAGE).get_page(request.GET.get("page"))
    heads = (
        (_("Provider"), "name"),
        (_("State"), ""),
        (_("Services"), ""),
        (_("First appointment"), "waiting"),
        (_("Licence until"), "licence"),
    )
    count = found.paginator.count
    shown = {
        "rows": [{"cells": _cells(provider)} for provider in found],
        "page": found,
        "columns": columns(request, heads, sort),
        "filter_form": form,
        "keep": [{"name": name, "value": request.GET[name]} for name in ("view", "sort") if request.GET.get(name)],
        "chips": chips(request, form),
        "clear_url": address(request, **dict.fromkeys(form.fields, "")),
        "count_text": ngettext("%(count)s provider", "%(count)s providers", count) % {"count": count},
        "sections": sections(request.user, "providers"),
        "views": [
            {"label": _("All"), "url": reverse("providers"), "current": not view},
            {"label": _("Licence to check"), "url": f"{reverse('providers')}?view=licences", "current": bool(view)},
        ],
        "may_add": may_keep_directory(request.user),
    }
    return render(request, "web/registers/providers.html", shown)


@require_safe
@never_cache
@page(PROVIDERS, "provider.view")
def provider(request: PersonRequest, provider: Provider) -> HttpResponse:
    """Show one provider: what it does, whose licence holds, and what ties and conflicts it has."""
    edits = "provider.edit" in permitted(request.user, ["provider.edit"], provider)
    edits = edits and provider.state != ProviderState.REMOVED
    at = [provider.reference]
    services = Intervention.objects.filter(services__provider=provider).order_by("name")
    shown = {
        "provider": provider,
        "state_tag": {"label": provider.get_state_display(), "tone": _tone(provider.state)},
        "facts": _facts(provider),
        "services": [
            {"name": row.name, "url": reverse("evidence", args=[row.code]) if _reads_evidence(request.user) else ""}
            for row in services
        ],
        "licences": [_licence(row, edits=edits) for row in licences_of(provider)],
        "ties": [_tie(row, provider, edits=edits) for row in ties_of(provider)],
        "edits": edits,
        "moves": [
            {"label": move.label, "url": reverse("provider-move", args=[*at, move.name])}
            for move in lifecycle.open_to(provider, request.user)
        ],
        "contacts_url": reverse("provider-contacts", args=at)
        if permitted(request.user, ["provider.invite"], provider)
        else "",
        "suggest_url": _suggest_url(provider) if may_suggest(request.user) else "",
        "crumbs": [(_("Providers"), reverse("providers"))],
        "here": provider.name,
    }
    return render(request, "web/registers/provider.html", shown)


def _cells(provider: Any) -> list[dict[str, Any]]:
    days = provider.waiting_days
    services = [service.intervention.name for service in provider.services.all()]
    waiting = (
        ngettext("within %(days)s day", "within %(days)s days", days) % {"days": days} if days is not None else "–"
    )
    until: dict[str, Any] = {"text": _("None that holds")}
    if provider.licensed_until:
        until = {"day": provider.licensed_until}
    return [
        {
            "text": provider.name,
            "url": reverse("provider", args=[provider.reference]),
            "main": True,
            "note": provider.service,
        },
        {"tag": {"label": provider.get_state_display(), "tone": _tone(provider.state)}},
        {"text": ", ".join(services) or _("None named"), "label": _("Services")},
        {"text": waiting, "label": _("First appointment")},
        {**until, "label": _("Licence until")},
    ]


def _tone(state: str) -> str:
    return "ok" if state == ProviderState.LISTED else tone_of(state)


def _facts(provider: Provider) -> list[dict[str, Any]]:
    days = provider.waiting_days
    waiting = ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days is not None else ""
    told = (
        (_("What it does"), provider.service),
        (_("How it works"), ", ".join(str(Modality(code).label) for code in provider.modalities)),
        (_("Languages"), ", ".join(map(language_name, provider.languages))),
        (_("Until a first appointment"), waiting),
        (_("Who pays"), provider.payer),
        (_("Address"), provider.address),
        (_("Phone"), provider.phone),
        (_("E-mail"), provider.email),
        (_("Licensed in"), provider.jurisdiction),
    )
    rows: list[dict[str, Any]] = [{"key": key, "value": value or _("Not said"), "lines": True} for key, value in told]
    conflicts: dict[str, Any] = {"key": _("Whom here it has to do with"), "value": _("None told"), "lines": True}
    if provider.conflicts and provider.conflicts_told_on:
        note = _("Told on %(day)s") % {"day": day_words(provider.conflicts_told_on)}
        conflicts |= {"value": provider.conflicts, "note": note}
    return [*rows, conflicts]


def _licence(licence: Licence, *, edits: bool) -> dict[str, Any]:
    standing = standing_of(licence, clock.today())
    checked = _("Not checked with the authority yet")
    if licence.verified_by and licence.verified_on:
        checked = _("Checked by %(name)s on %(day)s: %(how)s") % {
            "name": licence.verified_by.name,
            "day": day_words(licence.verified_on),
            "how": licence.verified_how,
        }
    return {
        "name": licence_name(licence),
        "kind": _("For clinical work") if licence.clinical else _("Not for clinical work"),
        "checked": checked,
        "expires_on": licence.expires_on,
        "tag": licence_tag(standing),
        "verify_url": reverse("licence-verify", args=[licence.uid]) if edits and standing != "ended" else "",
        "end_url": reverse("licence-end", args=[licence.uid]) if edits and standing != "ended" else "",
    }


def _tie(tie: Any, provider: Provider, *, edits: bool) -> dict[str, Any]:
    other = tie.other if tie.provider_id == provider.pk else tie.provider
    return {
        "other": other,
        "what": tie.what,
        "ended_on": tie.ended_on,
        "end_url": reverse("provider-tie-end", args=[tie.uid]) if edits and tie.ended_on is None else "",
    }


def _suggest_url(provider: Provider) -> str:
    return f"{reverse('support-new')}?provider={provider.reference}" if provider.state == ProviderState.LISTED else ""


def _reads_evidence(person: User) -> bool:
    return has_role(person, *REGISTER_READERS)
