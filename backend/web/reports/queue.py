"""Intake: the queue with its clocks, one report as it was sent, and the acts on it, each on its own page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.models import Role
from backend.access.policy import permitted, scope
from backend.access.roles import has_role
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.cases.queries import Step, deadlines_of, report_steps, reports_to_handle
from backend.deadlines.models import Deadline
from backend.documents.queries import day_words
from backend.intake.actions import lifecycle
from backend.intake.models import Report, ReportState
from backend.intake.vocabulary import Conduct, Setting, TriageFlag
from backend.kernel.errors import Forbidden
from backend.web.acts import act_page, too_late
from backend.web.cases.overview import deadline_name
from backend.web.forms.moves import ReasonForm
from backend.web.forms.reports import ProposeDeclineForm, TriageForm
from backend.web.pages import PersonRequest, absent, must, page, signed_in
from backend.web.reports.filing import own_report
from backend.web.states import tone_of
from backend.web.steps import WORDS

PER_PAGE = 25
REPORTS = Report.objects.select_related(
    "reporter", "affected__unit", "respondent__unit", "filed_by__person", "decline_proposed_by__person"
)
FORMS: dict[str, type[ReasonForm]] = {"triage": TriageForm, "propose_decline": ProposeDeclineForm}
FOLLOWS = {
    "acknowledge": lazy("The reporter gets a letter: the report arrived, what happens next, and until when."),
    "triage": lazy(
        "The priority says how soon the situation needs attention. The next step is to open a case, or to propose to decline."
    ),
    "propose_decline": lazy(
        "A second person decides. That the reporter asked for no action is not a reason: the duty to look into it stays."
    ),
    "decline": lazy("No case is opened. The reporter is told the grounds."),
    "return_to_triage": lazy("The proposal is dropped, and the report is assessed again."),
}


@require_safe
@signed_in
def reports(request: PersonRequest) -> HttpResponse:
    """List the reports that wait for intake, the oldest first, with their clocks."""
    if not has_role(request.user, Role.INTAKE):
        raise Forbidden(_("Reports are read by intake. What you reported yourself is under “My reports”."))
    everything = request.GET.get("view") == "all"
    rows = (
        scope(request.user, "report.triage_view", Report.objects.order_by("-received_at", "-pk"))
        if everything
        else reports_to_handle(request.user)
    )
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "report.list", actor=request.user, filters={"view": "all"} if everything else {})
    clocks: dict[str, Deadline] = {}
    for deadline in deadlines_of(found.object_list):
        clocks.setdefault(deadline.matter, deadline)
    shown = {
        "rows": [{"cells": _cells(report, clocks.get(report.stream))} for report in found],
        "page": found,
        "views": [
            {"label": _("Waiting"), "url": "?", "current": not everything},
            {"label": _("All"), "url": "?view=all", "current": everything},
        ],
        "columns": [
            {"label": label}
            for label in (_("Report"), _("Where it stands"), _("Asks for care"), _("Received"), _("Next due"))
        ],
        "actions": [{"label": _("Take a report down"), "url": f"{reverse('report-new')}?for=somebody"}],
        "sub": ngettext("%(count)s report", "%(count)s reports", found.paginator.count)
        % {"count": found.paginator.count},
    }
    return render(request, "web/reports/queue.html", shown)


@require_safe
@page(REPORTS, "report.view")
def report(request: PersonRequest, report: Report) -> HttpResponse:
    """Show a report: to intake as it was sent and with what can be done; to its reporter where it stands; to others, to read."""
    moves = [move for move in lifecycle if report.state in move.sources]
    may = permitted(request.user, ["report.triage_view", *(move.action for move in moves)], report)
    on_its_case = report.reporter_id != request.user.person_id and report.filed_by_id != request.user.pk
    if "report.triage_view" not in may and not on_its_case:
        return own_report(request, report)
    viewed(report, "report.view", actor=request.user)
    steps = report_steps(request.user, [report]) if "report.triage_view" in may else []
    buttons = [{"label": move.label, "url": _move_url(report, move.name)} for move in moves if move.action in may]
    first = reverse("report-accept", args=[report.reference]) if report.state == ReportState.IN_TRIAGE else ""
    buttons.sort(key=lambda button: button["url"] != first)
    link = getattr(report, "case_link", None)
    shown = {
        "report": report,
        "facts": _facts(report),
        "flags": [str(TriageFlag(code).label) for code in report.flags],
        "next": _next(steps),
        "actions": [{**button, "primary": number == 0} for number, button in enumerate(buttons)],
        "deadlines": [
            {"label": deadline_name(deadline), "due": deadline.due_at} for deadline in deadlines_of([report])
        ],
        "case": scope(request.user, "case.view", Case.objects.filter(pk=link.case_id)).first() if link else None,
    }
    return render(request, "web/reports/report.html", shown)


@require_http_methods(["GET", "POST"])
@page(REPORTS, "report.view")
def move(request: PersonRequest, report: Report, verb: str) -> HttpResponse:
    """Act on a report."""
    known = lifecycle.moves.get(verb)
    if known is None or verb not in FOLLOWS:
        return absent(request)
    must(request.user, known.action, report)
    back = reverse("report", args=[report.reference])
    if request.method != "POST" and report.state not in known.sources:
        return too_late(request, known.label, report.get_state_display(), back)
    form = FORMS.get(verb, ReasonForm)(request.POST or None)
    shown: dict[str, Any] = {
        "heading": known.label,
        "reference": report.reference,
        "crumbs": [(_("Reports"), reverse("reports")), (report.reference, back)],
        "consequence": FOLLOWS[verb],
        "submit": known.label,
        "facts": _proposal(report) if verb in {"decline", "return_to_triage"} else [],
    }
    return act_page(
        request,
        form,
        lambda: lifecycle.functions[verb](report, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("Done: %(what)s.") % {"what": known.label},
        shown=shown,
    )


def _cells(report: Report, clock_of_it: Deadline | None) -> list[dict[str, Any]]:
    return [
        {
            "text": report.reference,
            "url": reverse("report", args=[report.reference]),
            "main": True,
            "note": report.get_channel_display(),
        },
        {"tag": {"label": report.get_state_display(), "tone": tone_of(report.state)}},
        {"text": ", ".join(str(TriageFlag(code).label) for code in report.flags) or "–", "label": _("Asks for care")},
        {"day": report.received_at, "label": _("Received")},
        {"due": clock_of_it.due_at, "label": deadline_name(clock_of_it)}
        if clock_of_it
        else {"text": "–", "label": _("Next due")},
    ]


def _next(steps: list[Step]) -> dict[str, Any]:
    if not steps:
        return {}
    label, why = WORDS[steps[0].action]
    return {
        "heading": _("Next: %(what)s") % {"what": str(label)[:1].lower() + str(label)[1:]},
        "text": why,
        "due": steps[0].due,
    }


def _facts(report: Report) -> list[dict[str, Any]]:
    when = (
        f"{day_words(report.occurred_on)}, {report.get_occurred_certainty_display().lower()}"
        if report.occurred_on
        else _("Not told")
    )
    rows = [
        (_("Told by"), report.reporter.name if report.reporter else _("Not named")),
        (_("Person affected"), report.affected.name if report.affected else _("The person who told it")),
        (_("Respondent"), report.respondent.name if report.respondent else report.respondent_as_told or _("Not named")),
        (_("Power relation"), report.get_power_relation_display() or _("Not told")),
        (_("When"), when),
        (_("Where"), ", ".join(str(Setting(code).label) for code in report.settings) or _("Not told")),
        (_("Words that fit"), ", ".join(str(Conduct(code).label) for code in report.conduct) or _("Not told")),
        (_("Wishes"), report.wishes or _("Not told")),
        (_("Asked for no action"), _("Yes") if report.no_action_asked else _("No")),
    ]
    if report.filed_by.person_id != report.reporter_id:
        rows.append((_("Taken down by"), report.filed_by.name))
    return [{"key": key, "value": value, "lines": True} for key, value in rows]


def _proposal(report: Report) -> list[dict[str, Any]]:
    who = report.decline_proposed_by.name if report.decline_proposed_by else ""
    return [
        {"key": _("Proposed by"), "value": who},
        {"key": _("Reason"), "value": report.get_decline_code_display()},
        {"key": _("Grounds"), "value": report.decline_grounds, "lines": True},
    ]


def _move_url(report: Report, verb: str) -> str:
    if verb == "accept":
        return reverse("report-accept", args=[report.reference])
    return reverse("report-move", args=[report.reference, verb])
