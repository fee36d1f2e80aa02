"""Appeals as their reviewer sees them: the list, one appeal with what both sides say, and the acts on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted, scope
from backend.audit.reads import listed, viewed
from backend.decisions.actions.appeal_results import dismiss_appeal, overturn_decision, remit_appeal, vary_decision
from backend.decisions.actions.appeals import (
    admit_appeal,
    communicate_decision,
    conclude_appeal,
    lifecycle,
    refuse_appeal,
    review_appeal,
)
from backend.decisions.models import Appeal, AppealComment, Finding
from backend.web.acts import act_page, done_words, too_late
from backend.web.decisions.appeal_files import act_on_file, download_file, files_of
from backend.web.forms.appeals import AdmitForm, ChangeForm, DismissForm, NotAdmitForm, ResultForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page, signed_in

APPEALS = Appeal.objects.select_related("case", "outcome", "appellant", "reviewer__person")


@dataclass(frozen=True)
class Act:
    """An act on an appeal: what follows from it, and the form that asks for what it needs."""

    act: Callable[..., Appeal]
    follows: Promise
    form: type[Any] = ReasonForm


ACTS: Mapping[str, Act] = {
    "admit": Act(
        admit_appeal,
        lazy("Both sides get a letter: who decides, on which grounds, until when they may comment and when they hear."),
        AdmitForm,
    ),
    "refuse": Act(
        refuse_appeal, lazy("Its author gets a letter with your reasons. The decision stands."), NotAdmitForm
    ),
    "review": Act(review_appeal, lazy("You look at the decision file and at what both sides say.")),
    "dismiss": Act(dismiss_appeal, lazy("The decision stands as it was made."), DismissForm),
    "vary": Act(
        vary_decision,
        lazy(
            "What you change holds from now on. Letters that rest on it are withdrawn, and everybody who got one is told."
        ),
        ChangeForm,
    ),
    "overturn": Act(
        overturn_decision,
        lazy(
            "The findings that were appealed no longer count. The outcome falls, letters are withdrawn, an agreement ends with its "
            "obligations, and everybody who was told is told again. It all happens at once and can’t be taken back."
        ),
        ResultForm,
    ),
    "remit": Act(
        remit_appeal,
        lazy(
            "The case goes back to the investigation, and whoever investigated so far is relieved. The outcome falls."
        ),
        ResultForm,
    ),
    "communicate": Act(communicate_decision, lazy("Each side gets a letter of its own.")),
    "conclude": Act(conclude_appeal, lazy("The findings are final, and the case no longer waits for this appeal.")),
}


@require_safe
@signed_in
def appeals(request: PersonRequest) -> HttpResponse:
    """List the appeals that this person reviews, the oldest open one first."""
    rows = list(scope(request.user, "appeal.view", APPEALS).order_by("decided_at", "filed_at")[:200])
    listed(rows, "appeal.list", actor=request.user)
    items = [
        {
            "title": _("Appeal of the %(side)s") % {"side": row.get_side_display().lower()},
            "url": reverse("appeal", args=[row.reference]),
            "note": f"{row.reference} · {row.case.reference}",
            "state": row.state,
            "state_label": row.get_state_display(),
        }
        for row in rows
    ]
    return render(request, "web/decisions/appeals.html", {"items": items})


@require_safe
@page(APPEALS, "appeal.view")
def appeal(request: PersonRequest, appeal: Appeal) -> HttpResponse:
    """Show an appeal to its reviewer: what it is against, the grounds, the words of both sides, and what can be done now."""
    viewed(appeal, "appeal.view", actor=request.user)
    comments = scope(request.user, "appeal.view_comment", AppealComment.objects.filter(appeal=appeal))
    findings = Finding.objects.filter(allegation__case=appeal.case, allegation__seq__in=appeal.findings)
    shown = {
        "appeal": appeal,
        "findings": list(findings.select_related("allegation").order_by("allegation__seq")),
        "comments": list(comments.order_by("pk")),
        "answers": answers_of(appeal),
        "files": files_of(appeal, request.user, listed_as="appeal-file"),
        "actions": _open_to(request, appeal),
        "crumbs": [
            (_("Appeals"), reverse("appeals")),
            (appeal.case.reference, reverse("case", args=[appeal.case.reference])),
        ],
        "here": appeal.reference,
    }
    return render(request, "web/decisions/appeal.html", shown)


@require_http_methods(["GET", "POST"])
@page(APPEALS, "appeal.view")
def act(request: PersonRequest, appeal: Appeal, verb: str) -> HttpResponse:
    """Act on an appeal."""
    known, move = ACTS.get(verb), lifecycle.moves.get(verb)
    if known is None or move is None:
        return absent(request)
    must(request.user, move.action, appeal)
    back = reverse("appeal", args=[appeal.reference])
    if request.method != "POST" and appeal.state not in move.sources:
        return too_late(request, move.label, appeal.get_state_display(), back)
    own = {} if known.form is ReasonForm or known.form is NotAdmitForm else {"appeal": appeal}
    form = known.form(request.POST or None, **own)
    shown = {
        "heading": move.label,
        "reference": appeal.reference,
        "consequence": known.follows,
        "submit": move.label,
        "facts": [{"key": label, "value": appeal.text, "lines": True} for label in appeal.ground_labels[:1]],
        "crumbs": [(_("Appeals"), reverse("appeals")), (appeal.reference, back)],
    }
    return act_page(
        request,
        form,
        lambda: known.act(appeal, actor=request.user, **getattr(form, "given", form.cleaned_data)),
        back=back,
        done=done_words(move),
        shown=shown,
    )


def answers_of(appeal: Appeal) -> list[dict[str, Any]]:
    """Give each ground with its answer, once there is one."""
    return [
        {"ground": label, **appeal.answers.get(code, {})}
        for code, label in zip(appeal.grounds, appeal.ground_labels, strict=True)
    ]


def _open_to(request: PersonRequest, appeal: Appeal) -> list[dict[str, Any]]:
    fits = [(verb, move) for verb, move in lifecycle.moves.items() if appeal.state in move.sources and verb in ACTS]
    may = permitted(request.user, [move.action for _verb, move in fits], appeal)
    shown = [(verb, move) for verb, move in fits if move.action in may]
    return [
        {"label": move.label, "url": reverse("appeal-act", args=[appeal.reference, verb]), "primary": number == 0}
        for number, (verb, move) in enumerate(shown)
    ]


urlpatterns = [
    path("", appeals, name="appeals"),
    path("<str:reference>/", appeal, name="appeal"),
    path("<str:reference>/files/<int:number>/", download_file, name="appeal-file"),
    path("<str:reference>/files/<int:number>/show/", act_on_file, name="appeal-file-show"),
    path("<str:reference>/<slug:verb>/", act, name="appeal-act"),
]
