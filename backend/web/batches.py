"""Letters to issue: choosing approved letters, issuing them with one word, and seeing what became of each."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from backend.access.policy import permitted
from backend.audit.reads import listed, viewed
from backend.documents.actions.batching import MOST, cancel_batch, retry_batch, start_batch
from backend.documents.batches.queries import (
    batches_of,
    count_of,
    failure_words,
    job_of,
    letters_of,
    letters_to_issue,
)
from backend.documents.models import Batch
from backend.documents.vocabulary import BatchState, ItemState
from backend.web.acts import act_page, too_late
from backend.web.forms.batches import BatchForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, must, page, signed_in

PER_PAGE = 50
RECENT = 10
BATCHES = Batch.objects.select_related("started_by__person")
CANCEL, RETRY = "batch.cancel", "batch.retry"


@require_safe
@never_cache
@signed_in
def waiting(request: PersonRequest) -> HttpResponse:
    """List the approved letters that the person may issue, of one case or of all, and the batches that they started."""
    matter = request.GET.get("matter", "").strip()
    found = Paginator(letters_to_issue(request.user, matter), PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "draft.list", actor=request.user, filters={"matter": matter} if matter else None)
    recent = [{"batch": each, **_figures(each)} for each in batches_of(request.user)[:RECENT]]
    shown = {
        "page": found,
        "matter": matter,
        "recent": recent,
        "is_all_ticked": request.GET.get("all") == "1",
    }
    return render(request, "web/batches/waiting.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def new(request: PersonRequest) -> HttpResponse:
    """Show once more what was ticked, ask how it goes out and why, and issue it."""
    given = request.POST if request.method == "POST" else request.GET
    open_to_me = letters_to_issue(request.user)
    chosen = list(open_to_me.filter(reference__in=given.getlist("letters")[:MOST]))
    if request.method != "POST" and not chosen:
        messages.info(request, _("Tick at least one letter."))
        return redirect(_back(given))
    form = BatchForm(request.POST if request.method == "POST" else None, initial={"letters": chosen})
    form.fields["letters"].queryset = open_to_me  # type: ignore[attr-defined]
    listed(chosen, "draft.list", actor=request.user)
    count = len(chosen)
    heading = ngettext("Issue %(count)s letter", "Issue %(count)s letters", count) % {"count": count}
    shown = {
        "heading": heading,
        "submit": heading,
        "letters": chosen,
        "consequence": _(
            "Each letter is printed, sealed and sent exactly as it was approved. An issued letter can’t be changed; it can"
            " only be withdrawn or replaced. A letter that can’t be issued does not stop the others."
        ),
        "cancel_url": _back(given),
    }
    return act_page(
        request,
        form,
        lambda: start_batch(
            _chosen_in(form),
            channel=form.cleaned_data["channel"],
            actor=request.user,
            reason=form.cleaned_data["reason"],
        ),
        back=lambda batch: reverse("batch", args=[batch.reference]),
        done=_("The letters are being issued."),
        shown=shown,
        template="web/batches/new.html",
    )


@require_safe
@never_cache
@page(BATCHES, "batch.view")
def batch(request: PersonRequest, batch: Batch) -> HttpResponse:
    """Show how far a batch is, and what became of each letter; while it goes on, the page asks again for the figures alone."""
    figures = _figures(batch)
    if request.htmx:
        told = {"batch": batch, "job": job_of(batch), **figures}
        under_way = figures["is_under_way"]
        return render(request, "web/batches/progress.html", told) if under_way else HttpResponseClientRefresh()
    viewed(batch, "batch.view", actor=request.user)
    items = list(letters_of(batch, request.user))
    may = permitted(request.user, [CANCEL, RETRY], batch)
    shown = {
        "batch": batch,
        "job": job_of(batch) if figures["is_under_way"] else None,
        "items": [{"item": each, "why": failure_words(each.failure)} for each in items],
        "hidden": batch.size - len(items),
        "may_cancel": CANCEL in may and figures["is_under_way"],
        "may_retry": RETRY in may and batch.state == BatchState.DONE and figures["failed"],
        **figures,
    }
    return render(request, "web/batches/batch.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(BATCHES, "batch.view")
def cancel(request: PersonRequest, batch: Batch) -> HttpResponse:
    """Stop a batch; what waits stays approved."""
    must(request.user, CANCEL, batch)
    words = _("Stop the batch")
    if batch.state != BatchState.UNDER_WAY:
        return too_late(request, words, batch.get_state_display(), reverse("batch", args=[batch.reference]))
    told = _("Letters that are issued stay issued. Those that wait stay approved, and can be issued another time.")
    return _act(request, batch, cancel_batch, words, told, _("The batch was stopped."))


@require_http_methods(["GET", "POST"])
@never_cache
@page(BATCHES, "batch.view")
def retry(request: PersonRequest, batch: Batch) -> HttpResponse:
    """Try again the letters that could not be issued."""
    must(request.user, RETRY, batch)
    words = _("Try again what failed")
    if batch.state != BatchState.DONE:
        return too_late(request, words, batch.get_state_display(), reverse("batch", args=[batch.reference]))
    told = _("Only the letters that were not issued are tried. Nothing is issued twice.")
    return _act(request, batch, retry_batch, words, told, _("The letters are being tried again."))


def _act(request: PersonRequest, batch: Batch, act: Any, words: str, consequence: str, done: str) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda: act(batch, actor=request.user, **form.cleaned_data),
        back=reverse("batch", args=[batch.reference]),
        done=done,
        shown={"heading": words, "reference": batch.reference, "consequence": consequence, "submit": words},
    )


def _figures(batch: Batch) -> dict[str, Any]:
    counts = count_of(batch)
    tried = batch.size - counts[ItemState.WAITING]
    return {
        **counts,
        "tried": tried,
        "percent": tried * 100 // batch.size,
        "is_under_way": batch.state == BatchState.UNDER_WAY,
    }


def _chosen_in(form: BatchForm) -> list[Any]:
    return list(form.cleaned_data["letters"].order_by("pk"))


def _back(given: QueryDict) -> str:
    matter = given.get("matter", "")
    address = reverse("letters-to-issue")
    return f"{address}?{QueryDict.fromkeys(['matter'], matter).urlencode()}" if matter else address


urlpatterns = [
    path("", waiting, name="letters-to-issue"),
    path("new/", new, name="batch-new"),
    path("<str:reference>/", batch, name="batch"),
    path("<str:reference>/cancel/", cancel, name="batch-cancel"),
    path("<str:reference>/retry/", retry, name="batch-retry"),
]
