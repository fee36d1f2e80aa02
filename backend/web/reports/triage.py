"""Triage: one report as it was sent, what helps to assess it, and the acts on it, each on its own page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted, scope
from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.cases.queries import Step, deadlines_of, prompt_steps, report_steps
from backend.intake.actions.reporting import lifecycle
from backend.intake.models import Report, ReportRoute, ReportState
from backend.intake.naming import names_to_weigh
from backend.intake.vocabulary import Nexus, TriageFlag
from backend.web.acts import act_page, done_words, too_late
from backend.web.cases.overview import deadline_name
from backend.web.forms.triage import FeedbackForm, MergeForm, MoveForm, ProposeDeclineForm, RedirectForm, TriageForm
from backend.web.letters.matters import may_write, papers_about
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.reporting.files import files_shown
from backend.web.reports.facts import facts_of
from backend.web.reports.filing import own_report
from backend.web.reports.mailbox import messages_shown
from backend.web.reports.tools import tools_for
from backend.web.steps import WORDS, prompt_words

REPORTS = Report.objects.select_related(
    "reporter__site",
    "affected__unit",
    "affected__site",
    "respondent__unit",
    "respondent__site",
    "filed_by__person",
    "decline_proposed_by__person",
    "triage",
    "merged_into",
)
FORMS: dict[str, type[MoveForm]] = {
    "triage": TriageForm,
    "reassess": TriageForm,
    "propose_decline": ProposeDeclineForm,
    "merge": MergeForm,
    "redirect": RedirectForm,
    "give_feedback": FeedbackForm,
}
ONE_PAGE = frozenset({"report.acknowledge", "report.triage"})
FOLLOWS = {
    "acknowledge": lazy("The reporter gets a letter: the report arrived, what happens next, and until when."),
    "triage": lazy(
        "The priority says how soon the situation needs attention. Then it is decided what becomes of the report."
    ),
    "propose_decline": lazy(
        "A second person decides. That the reporter asked for no action is not a reason: the duty to look into it stays."
    ),
    "reassess": lazy("A higher priority counts from now; a lower one counts from when the report was first assessed."),
    "merge": lazy(
        "Both are looked into together. Each reporter keeps a report, messages and feedback of their own, and learns nothing of the other."
    ),
    "separate": lazy("The report is decided on its own again. Its priority’s clock begins anew."),
    "redirect": lazy("No case is opened here. The reporter reads where the report went, and why."),
    "give_feedback": lazy(
        "The reporter reads this on the page of the report. It can be given again later, and sent as a letter (D1b) where there is a name."
    ),
    "close": lazy("The report is over. A case that was opened from it goes its own way."),
    "decline": lazy("No case is opened. The reporter is told the grounds."),
    "return_to_triage": lazy("The proposal is dropped, and the report is assessed again."),
}


@require_safe
@page(REPORTS, "report.view")
def report(request: PersonRequest, report: Report) -> HttpResponse:
    """Show a report: to intake as it was sent and with what can be done; to its reporter where it stands; to others, to read."""
    moves = [move for move in lifecycle if report.state in move.sources]
    may = permitted(request.user, ["report.triage_view", *(move.action for move in moves)], report)
    is_own = report.reporter_id is not None and report.reporter_id == request.user.person_id
    on_its_case = not is_own and report.filed_by_id != request.user.pk
    if "report.triage_view" not in may and not on_its_case:
        return own_report(request, report)
    viewed(report, "report.view", actor=request.user)
    triages = "report.triage_view" in may
    steps = [*prompt_steps([report]), *report_steps(request.user, [report])] if triages else []
    buttons = [{"label": move.label, "url": _move_url(report, move.name)} for move in moves if move.action in may]
    first = reverse("report-accept", args=[report.reference]) if report.state == ReportState.IN_TRIAGE else ""
    buttons.sort(key=lambda button: button["url"] != first)
    then = _next(report, steps)
    others = [button for button in buttons if button["url"] != then.get("url")]
    link = getattr(report, "case_link", None)
    shown = {
        "report": report,
        "facts": facts_of(report, request.user),
        "flags": [str(TriageFlag(code).label) for code in report.flags],
        "nexus": [str(Nexus(code).label) for code in report.triage.nexus] if hasattr(report, "triage") else [],
        "next": then,
        "actions": [{**button, "primary": number == 0 and not then.get("url")} for number, button in enumerate(others)],
        "deadlines": [
            {"label": deadline_name(deadline), "due": deadline.due_at} for deadline in deadlines_of([report])
        ],
        "case": scope(request.user, "case.view", Case.objects.filter(pk=link.case_id)).first() if link else None,
        "names": names_to_weigh(report) if triages else [],
        "route": ReportRoute.objects.filter(report=report, ended=None).first() if triages else None,
        "papers": papers_about(request.user, report),
        **messages_shown(request, report),
        "files": files_shown(report, opens=True),
        "tools": tools_for(request.user, report) if triages else None,
        "write_url": reverse("letter-choose", args=[report.reference]) if may_write(request.user, report) else "",
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
    begin = {"into": request.GET["into"]} if verb == "merge" and "into" in request.GET else None
    form = FORMS.get(verb, MoveForm)(request.POST or None, report=report, **({"initial": begin} if begin else {}))
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
        done=done_words(known),
        shown=shown,
    )


def _next(report: Report, steps: list[Step]) -> dict[str, Any]:
    """Say what comes next, with its button where one page is for it; what becomes of a report is a choice of several."""
    if not steps:
        return {}
    action = steps[0].action
    if action == "report.answer_prompt":
        label, why = prompt_words(steps[0].detail)
        url, button = reverse("report-prompt", args=[report.reference, steps[0].detail]), label
    else:
        label, why = WORDS[action]
        move = next((move for move in lifecycle if move.action == action and move.action in ONE_PAGE), None)
        url, button = (_move_url(report, move.name), move.label) if move else ("", "")
    return {
        "heading": _("Next: %(what)s") % {"what": str(label)[:1].lower() + str(label)[1:]},
        "text": why,
        "due": steps[0].due,
        "url": url,
        "action": button,
    }


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
