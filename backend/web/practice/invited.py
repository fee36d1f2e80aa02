"""The page behind an invitation. Looking at it changes nothing, and every link that does not open is answered alike, byte for byte."""

from typing import Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backend.kernel.errors import Invalid, NotVisible, Refused
from backend.people.models import User
from backend.referrals.actions.inviting import invitation_behind, take_up_invitation
from backend.referrals.models import ProviderInvitation
from backend.web.forms.practice import AccessForm
from backend.web.pages import note_refusal

SECRET: Final = "practice.second_step"  # noqa: S105 - the name of a place in the session
HERE: Final = "provider.take_up_invitation"


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password", "again", "code")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Set up a provider's account: a password, and a second step without which it opens nothing."""
    invitation = invitation_behind(token)
    if invitation is None:
        return _dead(request)
    form = AccessForm(request.POST if request.method == "POST" else None)
    secret = request.session.get(SECRET, "") if request.method == "POST" else ""
    if form.is_valid() and not (secret and validate_totp_code(secret, form.cleaned_data["code"])):
        form.add_error("code", _("This code does not fit. Wait for the next one in the app, and type that."))
    if not form.is_valid():
        return _form(request, invitation, form, secret)
    try:
        _set_up(request, token, form.cleaned_data["password"], secret)
    except NotVisible:  # taken up elsewhere in this very moment
        return _dead(request)
    except (Invalid, Refused) as problem:
        _tell(form, problem)
        return _form(request, invitation, form, secret)
    del request.session[SECRET]
    messages.success(request, _("Your access is set up. Sign in with your password and a code from the app."))
    return redirect("account_login")


def _tell(form: AccessForm, problem: Invalid | Refused) -> None:
    """Tell what went wrong, and note it nowhere: the address of this page is a way in, and would stand in the history."""
    if isinstance(problem, Refused):
        form.add_error(None, problem.detail)
        return
    for name, told in problem.errors.items():
        for message in told:
            form.add_error(name if name in form.fields else None, message)


def _set_up(request: HttpRequest, token: str, password: str, secret: str) -> User:
    with transaction.atomic():
        user = take_up_invitation(token, password=password)
        Authenticator.objects.filter(user=user).delete()
        second = TOTP.activate(user, secret).instance
        authenticator_added.send(sender=Authenticator, request=request, user=user, authenticator=second)
    return user


def _form(request: HttpRequest, invitation: ProviderInvitation, form: AccessForm, secret: str) -> HttpResponse:
    if not secret:
        secret = request.session[SECRET] = generate_totp_secret()
    adapter = get_adapter()
    address = adapter.build_totp_url(User(email=invitation.contact.email), secret)
    shown = {
        "form": form,
        "invited": invitation.contact,
        "secret": secret,
        "totp_svg": mark_safe(adapter.build_totp_svg(address)),  # noqa: S308 (drawn by the framework)
    }
    return render(request, "web/practice/invited.html", shown)


def _dead(request: HttpRequest) -> HttpResponse:
    note_refusal(request, HERE)
    request.refused_target = "/practice/invited/"  # type: ignore[attr-defined]  # no link stands in the history
    return render(request, "web/practice/no_invitation.html", status=404)
