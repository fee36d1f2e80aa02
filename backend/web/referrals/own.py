"""The employee's own referral: what is asked and why, what exactly would be shared, their answer, their release, and its end."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from backend.audit.reads import listed, viewed
from backend.documents.queries import letter_of
from backend.people.models import User
from backend.referrals.actions.offering import CHOOSABLE, accept_referral, choose_another, decline_referral
from backend.referrals.actions.releasing import refuse_release, revoke_release, sign_release
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.papers import offered_for_service, provider_line, said_in
from backend.referrals.queries.choice import disclosures_of, own_referrals, own_releases, own_reports_on
from backend.referrals.queries.custody import own_queries
from backend.referrals.vocabulary import ReferralState, ReleaseState
from backend.web.acts import act_page
from backend.web.forms.moves import PlainForm
from backend.web.forms.own_referrals import AnswerForm, DeclineForm, SignReleaseForm
from backend.web.pages import PersonRequest, page, signed_in
from backend.web.referrals.shared import KEPT_BACK, REPORTED, paper_within_page, sent
from backend.web.referrals.shown import evidence_shown
from backend.web.sign_in import not_confirmed

OWN = Referral.objects.select_related("case", "provider", "grade", "intervention", "letter", "coordinator__person")
RELEASES = ReleaseAuthorization.objects.select_related(
    "referral", "provider", "receiver__person", "document", "referral__person"
)
ACT = "web/mine/act.html"


@require_safe
@never_cache
@signed_in
def referrals(request: PersonRequest) -> HttpResponse:
    """List the person's own referrals, the newest first."""
    rows = list(own_referrals(request.user).select_related("provider").order_by("-offered_at", "-pk"))
    listed(rows, "referral.list", actor=request.user)
    return render(request, "web/mine/referrals.html", {"referrals": rows})


@require_safe
@never_cache
@page(OWN, "referral.accept")
def referral(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Show one referral: where it stands, what can be done now, and what exactly is shared with whom."""
    viewed(referral, "referral.view", actor=request.user)
    releases = list(own_releases(request.user).filter(referral=referral).select_related("provider").order_by("-pk"))
    said = said_in(referral)
    shown = {
        "referral": referral,
        "said": said,
        "evidence": evidence_shown(referral),
        "releases": releases,
        "live": next((row for row in releases if row.state == ReleaseState.ACTIVE), None),
        "waiting": next((row for row in releases if row.state == ReleaseState.OFFERED), None),
        "offered": [{"row": row, "line": provider_line(row.provider)} for row in offered_for_service(referral)],
        "reports": list(own_reports_on(request.user, referral)),
        "queries": list(own_queries(request.user).filter(referral=referral)),
        "disclosures": list(disclosures_of(request.user, referral)),
        "reported": REPORTED,
        "kept_back": KEPT_BACK,
        "can_answer": referral.state == ReferralState.OFFERED,
        "can_decline": referral.state in {ReferralState.OFFERED, ReferralState.ACCEPTED},
        "can_choose": _can_choose(referral, releases),
    }
    return render(request, "web/mine/referral.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(OWN, "referral.accept")
def accept(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Accept, and choose a provider."""
    shown = {
        "heading": _("Accept the referral"),
        "consequence": _("You choose who you see. Nothing is sent to them before you sign a release of your own."),
        "submit": _("Accept and choose this provider"),
    }
    done = _("You accepted. Your release comes next; you may still say no.")
    return _choice(request, referral, accept_referral, wanted=(ReferralState.OFFERED,), shown=shown, done=done)


@require_http_methods(["GET", "POST"])
@never_cache
@page(OWN, "referral.accept")
def choose(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Choose another of the offered providers."""
    shown = {
        "heading": _("Choose another provider"),
        "consequence": _(
            "You get a new release for this provider, and decide about it. One that you signed for another provider ends."
        ),
        "submit": _("Choose this provider"),
    }
    done = _("Your choice was kept.")
    return _choice(request, referral, choose_another, wanted=CHOOSABLE, shown=shown, done=done)


def _choice(
    request: PersonRequest,
    referral: Referral,
    act: Callable[..., object],
    *,
    wanted: Collection[str],
    shown: dict[str, Any],
    done: str,
) -> HttpResponse:
    """Let the employee choose one of the offered providers, while the referral stands so that it can be chosen."""
    if request.method != "POST" and referral.state not in wanted:
        return _over(request, referral)
    form = AnswerForm(sent(request), offered=offered_for_service(referral))
    return act_page(
        request,
        form,
        lambda: act(referral, actor=request.user, **form.cleaned_data),
        back=_page_of(referral),
        done=done,
        shown=shown,
        template=ACT,
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(OWN, "referral.decline")
def decline(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Decline; a reason is welcome and not needed."""
    if request.method != "POST" and referral.state not in {ReferralState.OFFERED, ReferralState.ACCEPTED}:
        return _over(request, referral)
    form = DeclineForm(sent(request))
    shown = {
        "heading": _("Decline the referral"),
        "consequence": _("Declining is no misconduct and no breach. What follows instead: %(what)s")
        % {"what": said_in(referral).without},
        "submit": _("Decline"),
    }
    return act_page(
        request,
        form,
        lambda: decline_referral(referral, actor=request.user, **form.cleaned_data),
        back=_page_of(referral),
        done=_("You declined. Nothing is held against you for it."),
        shown=shown,
        template=ACT,
    )


@require_safe
@never_cache
@page(RELEASES, "release.sign")
def release(request: PersonRequest, release: ReleaseAuthorization) -> HttpResponse:
    """Show one release: its very words, where it stands, and how to sign it, not to sign it, or revoke it."""
    viewed(release, "release.view", actor=request.user, ctx={"sha256": release.offered_sha256})
    shown = {
        "release": release,
        "body": paper_within_page(letter_of(release.document)),
        "is_open": release.state == ReleaseState.OFFERED,
        "is_live": release.state == ReleaseState.ACTIVE,
    }
    return render(request, "web/mine/release.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
@page(RELEASES, "release.sign")
def sign(request: PersonRequest, release: ReleaseAuthorization) -> HttpResponse:
    """Sign a release: apart from everything else, over the bytes that were read, with the password once more."""
    back = reverse("my-release", args=[release.reference])
    if request.method != "POST" and release.state != ReleaseState.OFFERED:
        messages.info(request, _("This release does not wait for your answer any more."))
        return redirect(back)
    form = SignReleaseForm(sent(request), initial={"sha256": request.GET.get("sha256", "")})
    form.fields["typed_name"].help_text = _("As in your employee record: %(name)s") % {"name": request.user.name}
    if request.method == "POST" and form.is_valid():
        _confirm(request, request.user, form)
    shown: dict[str, Any] = {
        "heading": _("Sign the release"),
        "consequence": _(
            "You let %(provider)s report to %(receiver)s, and only what the release lists, until %(until)s. You may revoke it at any time."
        )
        % {
            "provider": release.provider.name,
            "receiver": release.receiver.name,
            "until": f"{release.expires_on:%-d %b %Y}",
        },
        "submit": _("Sign this release"),
    }

    def act() -> ReleaseAuthorization:
        given = form.cleaned_data
        return sign_release(
            release,
            actor=request.user,
            sha256=given["sha256"],
            typed_name=given["typed_name"],
            factors=["password"],
        )

    done = _("You signed. You can revoke it on this page at any time.")
    return act_page(request, form, act, back=back, done=done, shown=shown, template=ACT)


@require_http_methods(["GET", "POST"])
@never_cache
@page(RELEASES, "release.not_sign")
def not_sign(request: PersonRequest, release: ReleaseAuthorization) -> HttpResponse:
    """Choose not to sign; nobody asks why."""
    shown = {
        "heading": _("Do not sign"),
        "consequence": _(
            "No provider learns of the referral, and nobody asks you why. The referral then cannot go on."
        ),
        "submit": _("Do not sign"),
    }
    return _end(request, release, refuse_release, shown, _("You did not sign. Nothing was sent."))


@require_http_methods(["GET", "POST"])
@never_cache
@page(RELEASES, "release.revoke")
def revoke(request: PersonRequest, release: ReleaseAuthorization) -> HttpResponse:
    """Revoke a release: the way to the provider closes in this moment."""
    shown = {
        "heading": _("Revoke this release"),
        "consequence": _(
            "From this moment the provider can report nothing more and does not see the referral here. "
            "Whoever decides learns the fact alone. What was reported before stands."
        ),
        "submit": _("Revoke now"),
    }
    return _end(
        request, release, revoke_release, shown, _("The release is revoked. The way to the provider is closed.")
    )


def _end(
    request: PersonRequest, release: ReleaseAuthorization, act: Any, shown: dict[str, str], done: str
) -> HttpResponse:
    back = reverse("my-release", args=[release.reference])
    wanted = ReleaseState.ACTIVE if act is revoke_release else ReleaseState.OFFERED
    if request.method != "POST" and release.state != wanted:
        messages.info(request, _("This is not possible now. Below you see where the release stands."))
        return redirect(back)
    form = PlainForm(sent(request))
    return act_page(
        request, form, lambda: act(release, actor=request.user), back=back, done=done, shown=shown, template=ACT
    )


def _confirm(request: PersonRequest, person: User, form: SignReleaseForm) -> None:
    told = not_confirmed(request, person, form.cleaned_data["password"])
    if told:
        form.add_error("password", _("%(why)s Nothing was signed.") % {"why": told})


def _can_choose(referral: Referral, releases: list[ReleaseAuthorization]) -> bool:
    waits = any(row.state == ReleaseState.OFFERED for row in releases)
    return referral.state in CHOOSABLE and not waits


def _page_of(referral: Referral) -> str:
    return reverse("my-referral", args=[referral.reference])


def _over(request: PersonRequest, referral: Referral) -> HttpResponse:
    messages.info(request, _("This is not possible now. Below you see where the referral stands."))
    return redirect(_page_of(referral))


urlpatterns = [
    path("referrals/", referrals, name="my-referrals"),
    path("referrals/<str:reference>/", referral, name="my-referral"),
    path("referrals/<str:reference>/accept/", accept, name="my-referral-accept"),
    path("referrals/<str:reference>/choose/", choose, name="my-referral-choose"),
    path("referrals/<str:reference>/decline/", decline, name="my-referral-decline"),
    path("releases/<str:reference>/", release, name="my-release"),
    path("releases/<str:reference>/sign/", sign, name="my-release-sign"),
    path("releases/<str:reference>/not-sign/", not_sign, name="my-release-not-sign"),
    path("releases/<str:reference>/revoke/", revoke, name="my-release-revoke"),
]
