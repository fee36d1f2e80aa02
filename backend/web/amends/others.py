"""The others’ side of accountability statements: whoever was asked for feedback, and whoever notes that a complainant would read one."""

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.policy import can, scope
from backend.amends.actions.feedback import answer_accountability_round
from backend.amends.actions.sharing import record_accountability_wish, withdraw_accountability_wish
from backend.amends.guide.reading import marks
from backend.amends.models import AccountabilityRound, AccountabilityWish
from backend.amends.queries import ROUNDS, rounds_waiting
from backend.amends.sealing import words_of
from backend.amends.vocabulary import WishState
from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.cases.vocabulary import PartyRole
from backend.people.models import Person, User
from backend.web.acts import act_page
from backend.web.forms.amends import FeedbackForm, WishedForm
from backend.web.forms.moves import PlainForm
from backend.web.pages import PersonRequest, page

WISHES = AccountabilityWish.objects.select_related("case", "person")


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROUNDS, "accountability_round.answer", by="uid")
def answer(request: PersonRequest, round: AccountabilityRound) -> HttpResponse:
    """Read the version that somebody asks about, and answer in words."""
    viewed(round, "accountability_round.view", actor=request.user)
    form = FeedbackForm(request.POST or None)
    text = words_of(round.version)
    shown = {
        "round": round,
        "text": text,
        "marks": marks(text),
        "heading": _("Feedback on an accountability statement"),
        "submit": _("Give feedback"),
    }
    return act_page(
        request,
        form,
        lambda: answer_accountability_round(round, actor=request.user, **form.cleaned_data),
        back=reverse("home"),
        done=_("Your feedback was sent. The statement is closed to you again."),
        shown=shown,
        template="web/amends/answer.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(Case.objects.all(), "accountability_wish.record")
def wish(request: PersonRequest, case: Case) -> HttpResponse:
    """Note that a complainant asked to read a statement, should there be one. Nobody learns here whether there is."""
    wishes = scope(request.user, "accountability_wish.view", WISHES.filter(case=case, state=WishState.ASKED))
    noted = list(wishes.order_by("pk"))
    form = WishedForm(request.POST or None, people=_others(case, noted))
    shown = {
        "case": case,
        "reference": case.reference,
        "noted": noted,
        "can_note": bool(form.people),
        "heading": _("Who asked to read a statement"),
        "submit": _("Note the wish"),
    }
    return act_page(
        request,
        form,
        lambda: record_accountability_wish(case, actor=request.user, **form.cleaned_data),
        back=reverse("accountability-wish", args=[case.reference]),
        done=_(
            "The wish is noted. Promise nothing: only the other person decides whether there is a statement to read."
        ),
        shown={**shown, "cancel_url": _way_back(case, request.user)},
        template="web/amends/wish.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(WISHES, "accountability_wish.withdraw", by="uid")
def withdraw(request: PersonRequest, wish: AccountabilityWish) -> HttpResponse:
    """Note that a complainant no longer wants to read a statement; they can say so themselves."""
    mine = wish.person_id == request.user.person_id
    home = reverse("my-decisions") if mine else reverse("accountability-wish", args=[wish.case.reference])
    shown = {
        "heading": _("No longer read a statement"),
        "consequence": _("Nothing is shared from now on. Nobody is told why."),
        "submit": _("Withdraw the wish"),
    }
    form = PlainForm(request.POST if request.method == "POST" else None)
    return act_page(
        request,
        form,
        lambda: withdraw_accountability_wish(wish, actor=request.user),
        back=home,
        done=_("The wish was withdrawn."),
        shown=shown,
        template="web/mine/act.html",
    )


def feedback_tasks(person: User) -> list[dict[str, Any]]:
    """Tell whoever was asked which statements wait for their feedback."""
    return [
        {
            "label": _("Give feedback on a statement"),
            "url": reverse("accountability-answer", args=[each.uid]),
            "reference": "",
            "note": _("%(name)s asked you to read their own words. It is voluntary for you, too.")
            % {"name": each.statement.person.name},
            "due": None,
        }
        for each in rounds_waiting(person)
    ]


def _others(case: Case, noted: list[AccountabilityWish]) -> list[Person]:
    known = {each.person_id for each in noted}
    parties = case.parties.filter(role=PartyRole.COMPLAINANT).select_related("person").order_by("pk")
    return [party.person for party in parties if party.person_id not in known]


def _way_back(case: Case, person: User) -> str:
    return reverse("case", args=[case.reference]) if can(person, "case.view", case) else reverse("watches")


urlpatterns = [
    path("accountability/feedback/<uuid:reference>/", answer, name="accountability-answer"),
    path("accountability/wishes/<uuid:reference>/withdraw/", withdraw, name="accountability-wish-withdraw"),
    path("cases/<str:reference>/accountability-wishes/", wish, name="accountability-wish"),
]
