"""Taking the history out, step by step: of what; how people appear and why; a look at the first rows; done.

What was answered in the first step and the filter of the history stand in the address; the rest is sent along by the forms, so that
every step works without a script and going back keeps what was typed.
"""

import secrets
from typing import Any, Final

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.models import Role
from backend.access.roles import has_role
from backend.audit.models import Event
from backend.audit.reads import listed
from backend.kernel.errors import Invalid
from backend.people.models import User
from backend.records import jobs
from backend.records.bundle.closing import IDENTITY, by_class, tells_who_reported, withheld, withheld_as
from backend.records.bundle.people import Names
from backend.records.bundle.tables import rows_of
from backend.records.models import Level
from backend.records.queries import EventFilter, counted
from backend.records.scopes import KINDS, ExportScope, check_scope, covered
from backend.web.audit import count_text, read_filter, readers_only
from backend.web.export_words import closed_in_words, filter_in_words, scope_in_words
from backend.web.forms.audit import HistoryFilterForm
from backend.web.forms.exports import PurposeForm, ScopeForm
from backend.web.pages import PersonRequest, attempt

PREVIEW: Final = 20
SALT: Final = "export_salt"


@require_http_methods(["GET", "POST"])
@never_cache
@readers_only
def new(request: PersonRequest) -> HttpResponse:
    """Lead through the steps of an export."""
    filter_form, asked = read_filter(request)
    if asked is None:
        messages.error(request, _("The filters could not be understood. Mend them, then export."))
        return redirect("audit")
    kinds = KINDS if has_role(request.user, Role.AUDITOR) else ("person",)
    facts = filter_in_words(filter_form, asked)
    if "of" not in request.GET or "change" in request.GET:
        given = {"of": kinds[0], **{name: str(value) for name, value in request.GET.items()}}
        return _scope_step(request, ScopeForm(initial=given, kinds=kinds), facts)
    form = ScopeForm(request.GET, kinds=kinds)
    wanted = _read_scope(form, request.user)
    if wanted is None:
        return _scope_step(request, form, facts, status=400)
    return _later_steps(request, wanted, asked, [scope_in_words(wanted), *facts])


def _read_scope(form: ScopeForm, person: User) -> ExportScope | None:
    if not form.is_valid():
        return None
    try:
        wanted = ExportScope.read(form.given(), zone=person.zone)
        check_scope(person, wanted)
    except Invalid as invalid:
        form.refuse({name: list(told) for name, told in invalid.errors.items()})
        return None
    return wanted


def _later_steps(
    request: PersonRequest, wanted: ExportScope, asked: EventFilter, facts: list[dict[str, str]]
) -> HttpResponse:
    if request.method != "POST":
        return _purpose_step(request, PurposeForm(initial={"upto": _newest()}), wanted, asked, facts)
    form, step = PurposeForm(request.POST), request.POST.get("step")
    if not form.is_valid() or step == "change":
        return _purpose_step(request, form, wanted, asked, facts)
    if step == "confirm":
        given = {**form.cleaned_data, "salt": request.session.get(SALT, "")}
        export = attempt(form, jobs.start_export, scope=wanted, wanted=asked, actor=request.user, **given)
        if export:
            request.session.pop(SALT, None)
            return redirect("export", export.reference)
        return _purpose_step(request, form, wanted, asked, facts)
    return _check_step(request, form, wanted, asked, facts)


def _scope_step(
    request: PersonRequest, form: ScopeForm, facts: list[dict[str, str]], *, status: int = 200
) -> HttpResponse:
    kept = [(name, value) for name, value in _filters(request.GET).items() if value]
    shown = {"form": form, "facts": facts, "kept": kept, "step": 1, "is_auditor": has_role(request.user, Role.AUDITOR)}
    return render(request, "web/exports/scope.html", shown, status=status)


def _purpose_step(
    request: PersonRequest, form: PurposeForm, wanted: ExportScope, asked: EventFilter, facts: list[dict[str, str]]
) -> HttpResponse:
    number, more = counted(covered(request.user, wanted, asked), cap=jobs.AT_ONCE)
    shown = {
        "form": form,
        "facts": facts,
        "count_text": count_text(number, more=more),
        "nothing": not number,
        "back": _back(request.GET),
        "step": 2,
    }
    return render(request, "web/exports/purpose.html", shown)


def _check_step(
    request: PersonRequest, form: PurposeForm, wanted: ExportScope, asked: EventFilter, facts: list[dict[str, str]]
) -> HttpResponse:
    salt = request.session.setdefault(SALT, secrets.token_hex(32))
    given = form.cleaned_data
    events = covered(request.user, wanted, asked).filter(pk__lte=given["upto"] or _newest())
    number, more = counted(events, cap=jobs.AT_ONCE)
    is_identified = given["level"] == Level.IDENTIFIED
    closed = events.filter(withheld())
    classes = [withheld_as(action, stream) for action, stream in closed.values_list("action", "stream")]
    shown_ones = events.exclude(withheld())
    if is_identified:
        reporters = shown_ones.filter(tells_who_reported())
        classes += [IDENTITY] * reporters.count()
        shown_ones = shown_ones.exclude(pk__in=reporters.values("pk"))
    first = list(shown_ones.order_by("pk")[:PREVIEW])
    listed(first, "event.list", actor=request.user, filters=dict(asked.stored()))
    shown = {
        "kept": form.kept(),
        "facts": facts,
        "said": _said(form),
        "count_text": count_text(number, more=more),
        "nothing": not number,
        "is_large": more,
        "is_identified": is_identified,
        "rows": rows_of(first, Names(salt, identified=is_identified)),
        "columns": _columns(),
        "withheld": closed_in_words(by_class(classes)),
        "step": 3,
    }
    return render(request, "web/exports/check.html", shown)


def _said(form: PurposeForm) -> list[dict[str, Any]]:
    given = form.cleaned_data
    levels = dict(form.fields["level"].choices)  # type: ignore[attr-defined]
    sizes = ", ".join(f"{size:,}" for size in given["previous"])
    return [
        {"key": form.fields["level"].label, "value": levels[given["level"]]},
        {"key": form.fields["reason"].label, "value": given["reason"], "lines": True},
        {"key": form.fields["request"].label, "value": given["request"] or _("None")},
        {"key": form.fields["previous"].label, "value": sizes or _("None")},
    ]


def _columns() -> list[dict[str, str]]:
    return [{"label": label} for label in (_("When (UTC)"), _("Who"), _("What"), _("On"), _("Entry"))]


def _filters(query: QueryDict) -> dict[str, str]:
    """Give the filter of the history that stands in an address."""
    return {name: str(query.get(name, "")).strip() for name in HistoryFilterForm.base_fields}


def _back(query: QueryDict) -> str:
    """Lead back to the first step with what was answered there."""
    kept = query.copy()
    kept["change"] = "1"
    return f"?{kept.urlencode()}"


def _newest() -> int:
    return Event.objects.aggregate(last=Max("pk"))["last"] or 0
