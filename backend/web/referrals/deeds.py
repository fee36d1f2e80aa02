"""What can be done with a referral, by whom it is prepared, approved and coordinated: one page for each act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.forms import Form
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from backend.kernel.errors import Refused
from backend.people.models import User
from backend.referrals.actions import ending, offering, preparing, releasing, sending
from backend.referrals.compartment import opened
from backend.referrals.contents import Memo
from backend.referrals.models import NecessityMemo, OfferedProvider, Referral, ReleaseAuthorization
from backend.referrals.papers import said_in
from backend.referrals.queries.choice import reasons_open_in
from backend.referrals.vocabulary import OVER, ProviderPart, ReferralState, ReleaseState
from backend.web.forms import coordinating
from backend.web.forms import referrals as forms
from backend.web.forms.moves import PlainForm
from backend.web.referrals.shared import sent

PREPARED: Final = frozenset({ReferralState.CONSIDERED})
Asks = Callable[[HttpRequest, Referral], Form]
Does = Callable[[Referral, Any, User], object]


@dataclass(frozen=True)
class Deed:
    """One act on a referral: what it needs, in which states it is offered, what it asks and what follows."""

    action: str
    states: frozenset[str]
    label: Promise
    done: Promise
    asks: Asks
    does: Does
    follows: Promise | str = ""


def _plain(form: type[Form]) -> Asks:
    return lambda request, referral: form(sent(request))


def _with_referral(form: Callable[..., Form]) -> Asks:
    return lambda request, referral: form(sent(request), referral=referral)


def _said(request: HttpRequest, referral: Referral) -> Form:
    return forms.SaidForm(
        sent(request),
        allegations=reasons_open_in(referral.case),
        said=said_in(referral),
        initial={"ends_on": referral.ends_on},
    )


def _memo(request: HttpRequest, referral: Referral) -> Form:
    row = NecessityMemo.objects.filter(referral=referral).first()
    held = opened(Memo, row.sealed, referral) if row else None
    initial = {**vars(held), "facts": "\n".join(held.facts)} if held else {}
    return forms.MemoForm(sent(request), initial=initial)


def _providers(request: HttpRequest, referral: Referral) -> Form:
    chosen = OfferedProvider.objects.filter(referral=referral).values_list("provider__reference", "part")
    initial = {
        "treating": [reference for reference, part in chosen if part == ProviderPart.TREATS],
        "evaluating": [reference for reference, part in chosen if part == ProviderPart.EVALUATES],
    }
    words = request.GET.get("q", "")[:100]
    return forms.ProvidersForm(sent(request), referral=referral, words=words, initial=initial)


def active_or_refuse(referral: Referral) -> ReleaseAuthorization:
    """Find the release that is in force. Raises Refused where there is none to revoke."""
    release = referral.releases.filter(state=ReleaseState.ACTIVE).select_related("referral__case", "document").first()
    if release is None:
        raise Refused("There is no release in force to revoke.", code="release-missing")
    return release


PREPARING: Final[Mapping[str, Deed]] = {
    "memo": Deed(
        "referral.prepare",
        PREPARED,
        lazy("Write the memo"),
        lazy("The memo was kept. Counsel reads it next."),
        _memo,
        lambda row, form, actor: preparing.write_memo(row, memo=form.memo(), actor=actor),
        lazy("Counsel approves it before anything is offered. A change afterwards asks for approval again."),
    ),
    "evidence": Deed(
        "referral.prepare",
        PREPARED,
        lazy("Read the evidence"),
        lazy("It was noted that you read the evidence."),
        _plain(forms.ReadingForm),
        lambda row, form, actor: preparing.read_evidence(row, why=form.cleaned_data["why"], actor=actor),
        lazy("What is known of the service is printed in the decision memo, and the employee reads it too."),
    ),
    "safeguard": Deed(
        "referral.prepare",
        PREPARED,
        lazy("Add a safeguard"),
        lazy("The safeguard was added."),
        _plain(forms.SafeguardForm),
        lambda row, form, actor: preparing.add_safeguard(row, guard=preparing.Guard(**form.cleaned_data), actor=actor),
        lazy(
            "Something changes in the setting, whatever becomes of the referral. Attending a service lifts none of it."
        ),
    ),
    "end-safeguard": Deed(
        "referral.prepare",
        PREPARED,
        lazy("Take a safeguard out"),
        lazy("The safeguard was taken out."),
        _with_referral(forms.SafeguardChoice),
        lambda row, form, actor: preparing.drop_safeguard(row, actor=actor, **form.cleaned_data),
    ),
    "providers": Deed(
        "referral.prepare",
        PREPARED,
        lazy("Choose the providers"),
        lazy("The choice of providers was kept."),
        _providers,
        lambda row, form, actor: preparing.choose_providers(row, actor=actor, **form.cleaned_data),
        lazy("The employee chooses among them. You are not told which one."),
    ),
    "said": Deed(
        "referral.prepare",
        PREPARED,
        lazy("Change what it says"),
        lazy("What the referral says was kept."),
        _said,
        lambda row, form, actor: preparing.revise_referral(
            row, said=form.said(), ends_on=form.cleaned_data["ends_on"], actor=actor
        ),
    ),
    "approve-memo": Deed(
        "referral.approve_memo",
        PREPARED,
        lazy("Approve the memo"),
        lazy("The memo is approved."),
        _plain(PlainForm),
        lambda row, form, actor: preparing.approve_memo(row, actor=actor),
        lazy("You confirm that the referral asks for nothing that the law forbids to ask, on the facts in the memo."),
    ),
    "gate": Deed(
        "referral.gate",
        PREPARED,
        lazy("Approve the referral"),
        lazy("The referral is approved. Its coordinator offers it to the employee."),
        _plain(coordinating.GateForm),
        lambda row, form, actor: offering.gate_referral(row, actor=actor, **form.cleaned_data),
        lazy(
            "From here on the coordinator keeps it. You learn whether it is kept to: yes, no or unknown, and which limits on work apply."
        ),
    ),
}
COORDINATING: Final[Mapping[str, Deed]] = {
    "offer": Deed(
        "referral.offer",
        frozenset({ReferralState.GATED}),
        lazy("Offer to the employee"),
        lazy("The referral was offered. The employee has a letter and time to answer."),
        _plain(PlainForm),
        lambda row, form, actor: offering.offer_referral(row, actor=actor),
        lazy("The employee gets a letter: why, what is known of it, who may be told what, and that they may decline."),
    ),
    "release": Deed(
        "referral.offer_release",
        frozenset({ReferralState.ACCEPTED}),
        lazy("Offer the release"),
        lazy("The release waits for the employee’s signature."),
        _with_referral(coordinating.ReleaseOfferForm),
        lambda row, form, actor: releasing.offer_release(row, actor=actor, **form.cleaned_data),
        lazy("It names the provider, you as the one who receives reports, and the short list of what may be reported."),
    ),
    "send": Deed(
        "referral.send",
        frozenset({ReferralState.AUTHORIZED}),
        lazy("Send to the provider"),
        lazy("The referral was sent. What was disclosed stands in the log that the employee can read."),
        _with_referral(coordinating.SendForm),
        lambda row, form, actor: sending.send_referral(row, actor=actor, **form.cleaned_data),
        lazy("The provider gets what the preview shows, and nothing else of the case."),
    ),
    "note-revoked": Deed(
        "referral.unauthorize",
        frozenset(releasing.OPEN_TO_PROVIDER),
        lazy("Note a revocation in writing"),
        lazy(
            "The release is revoked. The way to the provider is closed. The provider sees it on their page; a call does no harm."
        ),
        _plain(coordinating.RevokedForm),
        lambda row, form, actor: releasing.note_revoked(active_or_refuse(row), actor=actor, **form.cleaned_data),
        lazy(
            "For a revocation that came on paper, by mail or to the provider. The way to the provider closes in this moment, "
            "whoever decides learns the fact alone, and the employee is told that you noted it."
        ),
    ),
    "lapse": Deed(
        "referral.lapse",
        frozenset({ReferralState.OFFERED}),
        lazy("Note that it was not answered"),
        lazy("It was noted that the time to answer passed."),
        _plain(PlainForm),
        lambda row, form, actor: offering.lapse_referral(row, actor=actor),
        lazy("Silence is neither a yes nor misconduct. What follows is decided on the conduct alone."),
    ),
    "close": Deed(
        "referral.close",
        frozenset(ending.ANSWERED),
        lazy("Close the referral"),
        lazy("The referral is closed."),
        _plain(PlainForm),
        lambda row, form, actor: ending.close_referral(row, actor=actor),
        lazy("It lifts no sanction, restriction or finding: those are decided on their own."),
    ),
    "hand-over": Deed(
        "referral.hand_over",
        frozenset(ReferralState.values) - set(OVER),
        lazy("Hand to another coordinator"),
        lazy("The referral was handed over."),
        _plain(coordinating.GateForm),
        lambda row, form, actor: offering.hand_over_referral(row, actor=actor, **form.cleaned_data),
        lazy("You see it no more from then on."),
    ),
    "withdraw": Deed(
        "referral.withdraw",
        frozenset(ending.WITHDRAWABLE),
        lazy("Withdraw the referral"),
        lazy("The referral was withdrawn."),
        _plain(coordinating.NoteForm),
        lambda row, form, actor: ending.withdraw_referral(row, actor=actor, **form.cleaned_data),
        lazy("It is not asked for any more. Any release ends with it, and nothing is held against the employee."),
    ),
}
DEEDS: Final = {**PREPARING, **COORDINATING}
