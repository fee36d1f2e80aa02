"""P3: reporting by codes and days, checked before it is sent; and putting a corrected report in the place of one's own."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can
from backend.audit.reads import viewed
from backend.deadlines.models import Deadline
from backend.people.models import User
from backend.referrals.actions.quarantine import receive_file
from backend.referrals.actions.reporting import SAFETY, replace_report, send_report, take_note_of_danger
from backend.referrals.models import ProviderReport, Referral
from backend.referrals.queries.reports import codes_of, reported_since, sealed_file_of
from backend.referrals.reportable import Codes, kinds_open
from backend.referrals.vocabulary import ReportKind
from backend.web.acts import act_page, too_late
from backend.web.forms.moves import PlainForm
from backend.web.forms.practice import KIND_WORDS, LIMITS, MISSED, ReplyFileForm, ReportForm
from backend.web.pages import PersonRequest, absent, attempt, page
from backend.web.practice.own import own_referral

REPORTS = ProviderReport.objects.select_related(
    "referral__person", "referral__intervention", "author__provider", "document", "release"
)


@require_http_methods(["GET", "POST"])
@never_cache
@own_referral("referral.report")
def new(request: PersonRequest, referral: Referral, kind: str) -> HttpResponse:
    """Report on a referral."""
    if kind not in ReportKind.values:
        return absent(request)
    back = reverse("practice-referral", args=[referral.reference])
    if kind not in kinds_open(referral.state, clinical=referral.intervention.clinical):
        return too_late(request, str(KIND_WORDS[kind][0]), referral.get_state_display(), back)
    return _steps(
        request,
        ReportForm(request.POST if request.method == "POST" else None, kind=kind, since=reported_since(referral)),
        lambda codes: send_report(referral, kind=kind, codes=codes, actor=request.user),
        reference=referral.reference,
        back=back,
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(REPORTS, "provider_report.replace")
def replace(request: PersonRequest, report: ProviderReport) -> HttpResponse:
    """Put a corrected report in the place of one's own."""
    viewed(report, "provider_report.view", actor=request.user)
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        kind=report.kind,
        since=reported_since(report.referral),
        initial=boxes_of(codes_of(report)),
    )
    return _steps(
        request,
        form,
        lambda codes: replace_report(report, codes=codes, actor=request.user),
        reference=report.reference,
        back=reverse("practice-report", args=[report.reference]),
    )


@require_safe
@never_cache
@page(REPORTS, "provider_report.view")
def report(request: PersonRequest, report: ProviderReport) -> HttpResponse:
    """Show one report to its author, to the person it is about, and to the coordinator."""
    viewed(report, "provider_report.view", actor=request.user)
    form = ReportForm(boxes_of(codes_of(report)), kind=report.kind)
    form.is_valid()
    replaced = ProviderReport.objects.filter(replaces=report).first()
    is_author = can(request.user, "provider_report.replace", report)
    running = Deadline.objects.about(report.referral).pending().filter(kind=SAFETY)
    shown = {
        "report": report,
        "heading": report.get_kind_display(),
        "answers": form.answers(),
        "replaced_by": replaced,
        "is_author": is_author,
        "back_url": _back_from(request.user, report, is_author=is_author),
        "may_replace": is_author and replaced is None,
        "files": list(report.files.order_by("pk")) if is_author else [],
        "asked_again": [sealed] if is_author and (sealed := sealed_file_of(report)) else [],
        "paper": report.document if report.document and can(request.user, "document.open", report.document) else None,
        "take_note": report.kind == ReportKind.SAFETY
        and can(request.user, "provider_report.take_note", report)
        and running.exists(),
    }
    return render(request, "web/practice/report.html", shown)


def _back_from(person: User, report: ProviderReport, *, is_author: bool) -> str:
    """Lead back to the referral, on whichever page of it somebody reads it."""
    if is_author:
        return reverse("practice-referral", args=[report.referral.reference])
    where = "my-referral" if report.referral.person_id == person.person_id else "referral"
    return reverse(where, args=[report.referral.reference])


@require_http_methods(["GET", "POST"])
@never_cache
@page(REPORTS, "provider_report.replace")
def add_file(request: PersonRequest, report: ProviderReport) -> HttpResponse:
    """Hand a file in with a report of one's own; one that was sealed is handed in anew in its place."""
    back = reverse("practice-report", args=[report.reference])
    sealed = sealed_file_of(report)
    form = ReplyFileForm(request.POST or None, request.FILES or None)
    shown = {
        "heading": _("Hand in a file"),
        "reference": report.reference,
        "consequence": _(
            "A file is seldom needed. Leave out every clinical word: the coordinator looks at it first, and seals it where "
            "it tells more than the release allows."
        ),
        "submit": _("Hand in the file"),
        "cancel_url": back,
    }
    return act_page(
        request,
        form,
        lambda: receive_file(report, form.cleaned_data["file"], actor=request.user, replaces=sealed),
        back=back,
        done=_("The file was handed in. It is looked at before anybody uses it."),
        shown=shown,
        template="web/mine/evidence_act.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(REPORTS, "provider_report.take_note")
def take_note(request: PersonRequest, report: ProviderReport) -> HttpResponse:
    """Take note of an imminent danger."""
    back = reverse("practice-report", args=[report.reference])
    shown = {
        "heading": _("Take note of the danger"),
        "reference": report.reference,
        "consequence": _("Say by this that you read it and act on it. The clock of four hours stops."),
        "submit": _("I read it and act on it"),
    }
    form = PlainForm(request.POST if request.method == "POST" else None)
    return act_page(
        request,
        form,
        lambda: take_note_of_danger(report, actor=request.user),
        back=back,
        done=_("It is noted that you act on it."),
        shown=shown,
        template="web/mine/act.html",
    )


def boxes_of(codes: Codes) -> dict[str, object]:
    """Lay what a report says into the boxes of its form."""
    told: dict[str, object] = {
        name: {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        for name, value in vars(codes).items()
        if name not in {"missed_on", "limits"}
    }
    told |= dict(zip(MISSED, codes.missed_on, strict=False))
    for (limit, until), given in zip(LIMITS, codes.limits, strict=False):
        told |= {limit: given.restriction, until: given.until}
    return told


def _steps(
    request: PersonRequest,
    form: ReportForm,
    act: Callable[[Codes], ProviderReport],
    *,
    reference: str,
    back: str,
) -> HttpResponse:
    """Fill in, check, send: what is sent is what the check showed."""
    label, note = KIND_WORDS[form.kind]
    shown = {"form": form, "heading": label, "note": note, "reference": reference, "cancel_url": back}
    step = request.POST.get("step", "")
    if request.method != "POST" or not form.is_valid() or step == "change":
        return render(request, "web/practice/report_form.html", shown)
    if step == "send":
        sent = attempt(form, act, form.codes())
        if sent is not None:
            messages.success(request, _("The report was sent."))
            return redirect("practice-report", sent.reference)
        return render(request, "web/practice/report_form.html", shown)
    return render(request, "web/practice/report_check.html", {**shown, "answers": form.answers()})
