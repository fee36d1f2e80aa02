"""What the pages of the registers share: for whom they exist, the views between them, and lists that are sorted by the address."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.access.models import Role
from backend.access.roles import has_role, live_roles
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.referrals.models import Licence
from backend.referrals.policy.examinations import KNOW_OF_EXAMINATIONS
from backend.referrals.policy.registers import DIRECTORY_READERS, REGISTER_READERS
from backend.web.pages import PersonRequest, View, signed_in

PER_PAGE = 25
CERTAINTY_TONES: Mapping[str, str] = {
    "high": "ok", "moderate": "info", "low": "warn", "very_low": "warn", "none_found": "mute",
}  # fmt: skip
LICENCE_WORDS: Mapping[str, tuple[str, Promise]] = {
    "holds": ("ok", lazy("Verified, holds")),
    "ends_soon": ("warn", lazy("Ends soon")),
    "expired": ("bad", lazy("Expired")),
    "not_verified": ("warn", lazy("Not verified")),
    "ended": ("mute", lazy("Ended")),
}


def only_for(*roles: str) -> Callable[[View], View]:
    """Show a page to the holders of these roles; for anybody else it does not exist."""

    def decorated(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not has_role(request.user, *roles):
                raise NotVisible
            return view(request, *args, **kwargs)

        return signed_in(cast("Callable[[HttpRequest], HttpResponse]", guarded))

    return decorated


def sections(person: User, here: str) -> list[dict[str, Any]]:
    """Lead between the registers that somebody may read."""
    roles = live_roles(person)
    places = (
        ("providers", _("Providers"), DIRECTORY_READERS),
        ("evidence-register", _("Evidence"), REGISTER_READERS),
        ("fitness-requests", _("Examinations"), KNOW_OF_EXAMINATIONS),
        ("ties", _("Ties"), (Role.HR_PARTNER,)),
    )
    return [
        {"label": label, "url": reverse(name), "current": name == here}
        for name, label, readers in places
        if not roles.isdisjoint(readers)
    ]


def address(request: PersonRequest, **changed: str) -> str:
    """Give the list's own address with some names changed, from its first page."""
    told = {name: value for name, value in request.GET.items() if value and name != "page"}
    query = urlencode({name: value for name, value in {**told, **changed}.items() if value})
    return f"{request.path}?{query}" if query else request.path


def columns(request: PersonRequest, heads: Sequence[tuple[str, str]], sort: str) -> list[dict[str, Any]]:
    """Give the heads of a table; those with a name of an order lead to the list in that order."""
    return [
        {
            "label": label,
            "sort_url": address(request, sort=order) if order else "",
            "sorted": "ascending" if order and order == sort else "",
        }
        for label, order in heads
    ]


def chips(request: PersonRequest, form: Any) -> list[dict[str, str]]:
    """Name the filters that are set, each with the address without it."""
    told = []
    for name, field in form.fields.items():
        value = request.GET.get(name, "").strip()
        if value:
            words = dict(getattr(field, "choices", ())).get(value, value)
            told.append({"label": f"{field.label}: {words}", "url": address(request, **{name: ""})})
    return told


def licence_tag(standing: str) -> dict[str, Any]:
    """Give the tag of where a licence stands."""
    tone, label = LICENCE_WORDS[standing]
    return {"tone": tone, "label": label}


def licence_name(licence: Licence) -> str:
    """Name a licence on a page."""
    return f"{licence.holder}: {licence.number}, {licence.authority}"
