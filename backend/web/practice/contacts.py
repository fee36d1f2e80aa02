"""Who takes referrals at a provider: the coordinator names them, invites them, and ends their access."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.audit.reads import viewed
from backend.kernel import clock
from backend.referrals.actions.inviting import add_contact, end_contact, invite_contact, revoke_invitation
from backend.referrals.models import Provider, ProviderContact, ProviderInvitation
from backend.web.acts import act_page
from backend.web.forms.moves import PlainForm
from backend.web.forms.practice import ContactForm
from backend.web.forms.registers import RegisterReasonForm
from backend.web.pages import PersonRequest, absent, page

PROVIDERS = Provider.objects.all()


@require_safe
@never_cache
@page(PROVIDERS, "provider.invite")
def contacts(request: PersonRequest, provider: Provider) -> HttpResponse:
    """List the contacts of a provider, and where their invitations stand."""
    rows = (
        ProviderContact.objects.filter(provider=provider).select_related("user", "licence").order_by("ended_on", "name")
    )
    viewed(provider, "provider.view_contacts", actor=request.user)
    open_ones = {
        invitation.contact_id: invitation
        for invitation in ProviderInvitation.objects.filter(
            contact__provider=provider, used_at=None, revoked_at=None, expires_at__gt=clock.now()
        )
    }
    shown = [{"contact": row, "invitation": open_ones.get(row.pk)} for row in rows]
    return render(request, "web/practice/contacts.html", {"provider": provider, "contacts": shown})


@require_http_methods(["GET", "POST"])
@never_cache
@page(PROVIDERS, "provider.invite")
def add(request: PersonRequest, provider: Provider) -> HttpResponse:
    """Name a contact."""
    form = ContactForm(request.POST or None, provider=provider)
    return act_page(
        request,
        form,
        lambda: add_contact(provider, actor=request.user, **form.cleaned_data),
        back=reverse("provider-contacts", args=[provider.reference]),
        done=_("The contact was named. Invite them, so that they can sign in."),
        shown={
            "heading": _("Name a contact"),
            "reference": provider.reference,
            "consequence": _("They see the referrals to this practice, and nothing else."),
            "submit": _("Name the contact"),
        },
        template="web/mine/act.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(PROVIDERS, "provider.invite")
def invite(request: PersonRequest, provider: Provider, uid: str) -> HttpResponse:
    """Send a contact the link that lets them in once."""
    contact = _contact(provider, uid)
    if contact is None:
        return absent(request)
    return _act(
        request,
        provider,
        PlainForm(request.POST if request.method == "POST" else None),
        lambda: invite_contact(contact, actor=request.user),
        heading=_("Invite %(name)s") % {"name": contact.name},
        consequence=_(
            "A link goes to %(email)s. It works once, within seven days, and nobody here sees it. An earlier link ends."
        )
        % {"email": contact.email},
        submit=_("Send the link"),
        done=_("The link was sent."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(PROVIDERS, "provider.invite")
def revoke(request: PersonRequest, provider: Provider, uid: str) -> HttpResponse:
    """End a link that was sent."""
    contact = _contact(provider, uid)
    invitation = (
        ProviderInvitation.objects.filter(contact=contact, used_at=None, revoked_at=None).last() if contact else None
    )
    if contact is None or invitation is None:
        return absent(request)
    return _act(
        request,
        provider,
        PlainForm(request.POST if request.method == "POST" else None),
        lambda: revoke_invitation(invitation, actor=request.user),
        heading=_("Revoke the link to %(name)s") % {"name": contact.name},
        consequence=_("The link opens nothing any more. You can send another one."),
        submit=_("Revoke the link"),
        done=_("The link was revoked."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(PROVIDERS, "provider.invite")
def end(request: PersonRequest, provider: Provider, uid: str) -> HttpResponse:
    """End a contact's access."""
    contact = _contact(provider, uid)
    if contact is None:
        return absent(request)
    form = RegisterReasonForm(request.POST or None)
    return _act(
        request,
        provider,
        form,
        lambda: end_contact(contact, actor=request.user, **form.cleaned_data),
        heading=_("End the access of %(name)s") % {"name": contact.name},
        consequence=_("They can’t sign in any more, from this moment. What they reported stands."),
        submit=_("End the access"),
        done=_("The access was ended."),
    )


def _act(
    request: PersonRequest, provider: Provider, form: PlainForm, act: object, *, done: str, **shown: str
) -> HttpResponse:
    back = reverse("provider-contacts", args=[provider.reference])
    words = {"reference": provider.reference, **shown}
    return act_page(request, form, act, back=back, done=done, shown=words, template="web/mine/act.html")  # type: ignore[arg-type]


def _contact(provider: Provider, uid: str) -> ProviderContact | None:
    found: ProviderContact | None = ProviderContact.objects.filter(provider=provider, uid=uid).first()
    return found


urlpatterns = [
    path("<str:reference>/contacts/", contacts, name="provider-contacts"),
    path("<str:reference>/contacts/new/", add, name="provider-contact-new"),
    path("<str:reference>/contacts/<uuid:uid>/invite/", invite, name="provider-contact-invite"),
    path("<str:reference>/contacts/<uuid:uid>/revoke/", revoke, name="provider-contact-revoke"),
    path("<str:reference>/contacts/<uuid:uid>/end/", end, name="provider-contact-end"),
]
