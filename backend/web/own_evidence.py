"""The parties' own pages about evidence: what they handed in, what they are shown, and what they say about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.access.policy import scope, scope_own
from backend.audit.reads import listed
from backend.cases.models import Case
from backend.investigation.actions.evidence import hand_in_evidence
from backend.investigation.actions.review import comment_on_evidence, finish_comments
from backend.investigation.evidence_words import LOCKED
from backend.investigation.models import EvidenceItem, ReviewAccess
from backend.investigation.queries.evidence import comments_on, evidence_of, own_access
from backend.kernel import clock
from backend.people.models import User
from backend.web.acts import act_page, too_late
from backend.web.cases.evidence import download, file_line
from backend.web.forms.evidence import CommentForm, HandInForm, upload_of
from backend.web.pages import PersonRequest, absent, page, signed_in

MATTERS = Case.objects.all()


@require_safe
@signed_in
def matters(request: PersonRequest) -> HttpResponse:
    """List the matters in which the person may hand something in, and where they are shown evidence."""
    rows = scope(request.user, "evidence.hand_in", MATTERS.all()).order_by("-opened_at")
    shown = [
        {"reference": case.reference, "access": own_access(case, request.user), "is_open": case.state not in LOCKED}
        for case in rows
    ]
    return render(request, "web/mine/evidence_matters.html", {"matters": shown})


@require_safe
@page(MATTERS, "evidence.hand_in")
def matter(request: PersonRequest, case: Case) -> HttpResponse:
    """Show a party what they handed in, what they are shown, and what they said."""
    access = own_access(case, request.user)
    items = list(evidence_of(case, request.user))
    listed(items, "evidence.list", actor=request.user)
    shown = {
        "reference": case.reference,
        "own": [_line(case, item) for item in items if item.added_by_id == request.user.pk],
        "put": [_line(case, item) for item in items if item.added_by_id != request.user.pk],
        "access": access,
        "comments": list(comments_on(case, request.user)),
        "can_hand_in": case.state not in LOCKED,
        "here": case.reference,
        "crumbs": [(_("Evidence"), reverse("my-evidence"))],
    }
    return render(request, "web/mine/evidence.html", shown)


@require_http_methods(["GET", "POST"])
@page(MATTERS, "evidence.hand_in")
def hand_in(request: PersonRequest, case: Case) -> HttpResponse:
    """Hand in a file of one's own."""
    back = reverse("my-evidence-of", args=[case.reference])
    if request.method != "POST" and case.state in LOCKED:
        return too_late(request, _("Hand in evidence"), _("the report is final"), back)
    form = HandInForm(request.POST or None, request.FILES or None)
    shown = {
        "heading": _("Hand in evidence"),
        "reference": case.reference,
        "consequence": _(
            "The people who work on this matter can open it. If the report rests on it, the other side is shown it too,"
            " with protected details left out. You keep seeing it here; it can’t be taken back."
        ),
        "submit": _("Hand in"),
    }

    def act() -> EvidenceItem:
        upload = upload_of(form)
        assert upload is not None  # noqa: S101 - the form asks for it
        return hand_in_evidence(case, actor=request.user, description=form.cleaned_data["description"], upload=upload)

    return act_page(
        request, form, act, back=back, done=_("It was handed in."), shown=shown, template="web/mine/evidence_act.html"
    )


@require_http_methods(["GET", "POST"])
@page(MATTERS, "evidence.hand_in")
def comment(request: PersonRequest, case: Case) -> HttpResponse:
    """Say something about the evidence that one is shown."""
    access = own_access(case, request.user)
    if access is None:
        return absent(request)
    items = shown_to(case, request.user)
    form = CommentForm(request.POST or None, items=items)
    shown = {
        "heading": _("Comment on the evidence"),
        "reference": case.reference,
        "consequence": _("The investigator and the decision maker read this. The other side does not."),
        "submit": _("Send the comment"),
    }

    def act() -> object:
        item = next((each for each in items if str(each.number) == form.cleaned_data["item"]), None)
        return comment_on_evidence(access, actor=request.user, text=form.cleaned_data["text"], item=item)

    back = reverse("my-evidence-of", args=[case.reference])
    done = _("Your comment was sent.")
    return act_page(request, form, act, back=back, done=done, shown=shown, template="web/mine/evidence_act.html")


@require_POST
@page(MATTERS, "evidence.hand_in")
def finish(request: PersonRequest, case: Case) -> HttpResponse:
    """Say that there is nothing to add."""
    access = own_access(case, request.user)
    if access is None:
        return absent(request)
    finish_comments(access, actor=request.user)
    messages.success(
        request, _("It is noted that you have nothing to add. You can still comment while the review is open.")
    )
    return redirect("my-evidence-of", case.reference)


@require_safe
@never_cache
@page(MATTERS, "evidence.hand_in")
def file(request: PersonRequest, case: Case, number: int) -> HttpResponse:
    """Hand out a file that the person may see as a party."""
    return download(request, evidence_of(case, request.user).filter(number=number).first())


def shown_to(case: Case, person: User) -> list[EvidenceItem]:
    """List what a party is shown in the review that is open: what the report rests on, redacted where there is a copy."""
    relied = EvidenceItem.objects.filter(case=case).shown_version().select_related("case", "file").order_by("number")
    return list(scope_own(person, "evidence.view", relied))


def review_tasks(person: User) -> list[dict[str, Any]]:
    """Ask, on somebody's first page, to read the evidence that they are shown and to comment on it."""
    rows = ReviewAccess.objects.filter(finished_at=None).select_related("review__case")
    return [
        {
            "label": _("Read the evidence and comment on it"),
            "url": reverse("my-evidence-of", args=[access.review.case.reference]),
            "reference": access.review.case.reference,
            "note": _("You may also say that you have nothing to add. It is not a finding."),
            "due": access.review.floor_at,
        }
        for access in scope(person, "evidence.comment", rows).order_by("pk")
        if access.review.floor_at > clock.now()
    ]


def _line(case: Case, item: EvidenceItem) -> dict[str, str]:
    url = reverse("my-evidence-file", args=[case.reference, item.number]) if item.file and item.file.readable else ""
    return {"title": f"{item.label} · {item.description}", "note": file_line(item.file), "url": url}


urlpatterns = [
    path("", matters, name="my-evidence"),
    path("<str:reference>/", matter, name="my-evidence-of"),
    path("<str:reference>/hand-in/", hand_in, name="my-evidence-hand-in"),
    path("<str:reference>/comment/", comment, name="my-evidence-comment"),
    path("<str:reference>/finish/", finish, name="my-evidence-finish"),
    path("<str:reference>/<int:number>/file/", file, name="my-evidence-file"),
]
