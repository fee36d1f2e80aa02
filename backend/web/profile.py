"""A person's own account: time zone, language and look, and their latest sign-ins."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend.people.actions import set_preferences
from backend.people.models import User
from backend.records.queries import own_sign_ins
from backend.web.forms.profile import PreferencesForm
from backend.web.pages import PersonRequest, attempt, signed_in

THEMES = ("auto", "light", "dark")


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def profile(request: PersonRequest) -> HttpResponse:
    """Show and keep the person's preferences; show where they signed in last."""
    user = User.objects.select_related("person__site", "person__unit").get(pk=request.user.pk)
    initial = {"zone": user.zone, "language": user.language, "theme": user.theme}
    form = PreferencesForm(request.POST or None, initial=initial)
    kept = attempt(form, set_preferences, user, actor=user, **form.cleaned_data) if form.is_valid() else None
    if kept is not None:
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "web/profile/profile.html", {"form": form, "account": user, "sign_ins": own_sign_ins(user)})


@require_POST
@signed_in
def set_theme(request: PersonRequest) -> HttpResponse:
    """Keep the choice of light or dark, and go back to where it was made."""
    user = User.objects.get(pk=request.user.pk)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        set_preferences(user, zone=user.zone, language=user.language, theme=theme, actor=user)
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if allowed else "home")
