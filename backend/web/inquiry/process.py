"""What stands beside the plan: a notice that waits, a case that is stayed, what both sides are told, and what a party is called."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.cases.actions.labels import relabel_party
from backend.cases.models import Case
from backend.cases.vocabulary import CaseState
from backend.investigation.actions.starting import defer_notice
from backend.investigation.actions.stays import review_stay, stay_case
from backend.investigation.actions.updates import update_parties
from backend.web.acts import act_page, renaming, too_late
from backend.web.cases.shell import CASES, frame
from backend.web.forms.inquiry import DeferForm, LabelForm, StayForm, StayReviewForm, UpdateForm, end_of
from backend.web.pages import PersonRequest, absent, must, page


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def defer(request: PersonRequest, case: Case) -> HttpResponse:
    """Let the notice to the respondent wait, and say why and until when."""
    must(request.user, "case.defer_notice", case)
    back = reverse("case-plan", args=[case.reference])
    if request.method != "POST" and case.state not in {CaseState.PLANNING, CaseState.INVESTIGATING}:
        return too_late(request, _("Let the notice wait"), case.get_state_display(), back)
    form = DeferForm(request.POST or None)

    def act() -> object:
        given = dict(form.cleaned_data)
        return defer_notice(case, actor=request.user, expires_at=end_of(given.pop("expires_on")), **given)

    shown = {
        **frame(case, set()),
        "heading": _("Let the notice wait"),
        "consequence": _(
            "The respondent learns of the allegations later. No finding is possible before they could answer."
        ),
        "submit": _("Let the notice wait"),
    }
    done = _("It is on record why the notice waits.")
    return act_page(request, form, renaming(act, {"expires_at": "expires_on"}), back=back, done=done, shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def stay(request: PersonRequest, case: Case) -> HttpResponse:
    """Stay the investigation."""
    must(request.user, "case.stay", case)
    back = reverse("case-plan", args=[case.reference])
    if request.method != "POST" and case.state != CaseState.INVESTIGATING:
        return too_late(request, _("Stay the investigation"), case.get_state_display(), back)
    form = StayForm(request.POST or None)

    def act() -> object:
        given = dict(form.cleaned_data)
        return stay_case(case, actor=request.user, review_at=end_of(given.pop("review_on")), **given)

    shown = {
        **frame(case, set()),
        "heading": _("Stay the investigation"),
        "consequence": _(
            "Times stand still, but for those of the law. Temporary measures go on, and both sides still hear how it goes on."
        ),
        "submit": _("Stay the investigation"),
    }
    act_on_form = renaming(act, {"review_at": "review_on"})
    return act_page(request, form, act_on_form, back=back, done=_("The investigation is stayed."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def stay_review(request: PersonRequest, case: Case) -> HttpResponse:
    """Say that a stay must go on, and until when."""
    must(request.user, "case.review_stay", case)
    back = reverse("case-plan", args=[case.reference])
    if request.method != "POST" and case.state != CaseState.STAYED:
        return too_late(request, _("Look at the stay again"), case.get_state_display(), back)
    form = StayReviewForm(request.POST or None)

    def act() -> object:
        given = form.cleaned_data
        return review_stay(case, actor=request.user, reason=given["reason"], review_at=end_of(given["review_on"]))

    shown = {
        **frame(case, set()),
        "heading": _("The stay must go on"),
        "consequence": _("Times stand still until that day, and the stay is looked at again then."),
        "submit": _("Keep the case stayed"),
    }
    act_on_form = renaming(act, {"review_at": "review_on"})
    return act_page(request, form, act_on_form, back=back, done=_("The stay goes on."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def update(request: PersonRequest, case: Case) -> HttpResponse:
    """Tell both sides how the matter goes on."""
    must(request.user, "case.update_parties", case)
    form = UpdateForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Tell both sides how it goes on"),
        "consequence": _(
            "Both sides find these words on their own pages, and get a message that says nothing but that something waits."
        ),
        "submit": _("Tell both sides"),
    }
    return act_page(
        request,
        form,
        lambda: update_parties(case, actor=request.user, reason="Both sides are told.", **form.cleaned_data),
        back=reverse("case-plan", args=[case.reference]),
        done=_("Both sides were told."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def relabel(request: PersonRequest, case: Case, uid: UUID) -> HttpResponse:
    """Change what a party is called where their name must not stand."""
    must(request.user, "party.relabel", case)
    party = case.parties.filter(uid=uid).select_related("case", "person").first()
    if party is None:
        return absent(request)
    form = LabelForm(request.POST or None, initial={"label": party.label})
    shown = {
        **frame(case, set()),
        "heading": _("What %(name)s is called") % {"name": party.person.name},
        "consequence": _("This stands in place of the name wherever the name must not stand."),
        "submit": _("Save"),
    }
    return act_page(
        request,
        form,
        lambda: relabel_party(party, actor=request.user, **form.cleaned_data),
        back=reverse("case-people", args=[case.reference]),
        done=_("It was saved."),
        shown=shown,
    )
