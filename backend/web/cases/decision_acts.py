"""Acts beside the outcome: remedies, telling a complainant more, the standard of proof, and earlier matters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from backend.access.policy import permitted, scope
from backend.cases.models import Case
from backend.decisions.actions.disclosing import (
    approve_disclosure,
    disclose_outcome,
    refuse_disclosure,
    tell_disclosure,
)
from backend.decisions.actions.findings import change_standard, vary_finding
from backend.decisions.actions.remedies import complete_remedy, decide_remedy, drop_remedy
from backend.decisions.actions.similar_facts import (
    disclose_similar_fact,
    grant_request,
    refuse_request,
    request_similar_fact,
    set_aside_similar_fact,
    support_request,
)
from backend.decisions.models import Disclosure, Finding, Remedy, SimilarFactRequest
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page, done_words, too_late
from backend.web.cases.shell import CASES, frame
from backend.web.forms.decisions import (
    AskForm,
    DiscloseForm,
    HowForm,
    NoteOfRemedyForm,
    RemedyForm,
    StandardForm,
    ToldForm,
    VaryForm,
)
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page


@dataclass(frozen=True)
class Act:
    """A move of a record in a case that has a page of its own: what it is called, what follows, and what it asks."""

    label: Promise
    follows: Promise
    act: Callable[..., Any]
    form: type[Form] = ReasonForm


ON_REMEDIES: Mapping[str, Act] = {
    "complete": Act(
        lazy("Note that the remedy was done"),
        lazy("The person reads what you write. The case no longer waits for it."),
        complete_remedy,
        NoteOfRemedyForm,
    ),
    "drop": Act(
        lazy("Drop the remedy"),
        lazy("Nobody owes it any more. It stays in the record, with your reason."),
        drop_remedy,
    ),
}
ON_DISCLOSURES: Mapping[str, Act] = {
    "approve": Act(
        lazy("Approve telling more"),
        lazy("The complainant may then be told these points by letter, and nothing else."),
        approve_disclosure,
    ),
    "refuse": Act(lazy("Refuse telling more"), lazy("The complainant is told the findings alone."), refuse_disclosure),
    "tell": Act(
        lazy("Issue the letter"),
        lazy("The complainant gets a letter with the points that were approved. It adds to the outcome letter."),
        tell_disclosure,
    ),
}
ON_EARLIER: Mapping[str, Act] = {
    "support": Act(lazy("Support the request"), lazy("Counsel decides on it next."), support_request),
    "grant": Act(
        lazy("Grant the request"),
        lazy("The investigator reads what you write, and must tell the respondent before a finding rests on it."),
        grant_request,
        ToldForm,
    ),
    "refuse": Act(
        lazy("Refuse the request"), lazy("The investigator learns nothing of an earlier matter."), refuse_request
    ),
    "disclose": Act(
        lazy("Note that the respondent was told"),
        lazy("Only now may a finding rest on the earlier matter."),
        disclose_similar_fact,
        HowForm,
    ),
    "set_aside": Act(
        lazy("Do not rely on it"),
        lazy("No finding rests on it, so the respondent need not answer it."),
        set_aside_similar_fact,
    ),
}
OF: Mapping[str, tuple[type[Any], Mapping[str, Act], str]] = {
    "remedies": (Remedy, ON_REMEDIES, "remedy"),
    "disclosures": (Disclosure, ON_DISCLOSURES, "disclosure"),
    "earlier": (SimilarFactRequest, ON_EARLIER, "similar_fact"),
}


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def act_on(request: PersonRequest, case: Case, part: str, uid: UUID, verb: str) -> HttpResponse:
    """Make a move of a remedy, a decision to tell more, or a request about an earlier matter."""
    model, acts, noun = OF.get(part, (None, {}, ""))
    known = acts.get(verb)
    if model is None or known is None:
        return absent(request)
    row = (
        scope(request.user, f"{noun}.view", model.objects.select_related("case").filter(case=case))
        .filter(uid=uid)
        .first()
    )
    if row is None:
        raise NotVisible
    must(request.user, f"{noun}.{verb}", row)
    back = _back(case, part)
    if request.method != "POST" and row.state not in known.act.move.sources:  # type: ignore[attr-defined]
        return too_late(request, str(known.label), row.get_state_display(), back)
    form = known.form(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": known.label,
        "consequence": known.follows,
        "submit": known.label,
        "facts": facts_of(row),
    }
    return act_page(
        request,
        form,
        lambda: known.act(row, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(known.act.move),  # type: ignore[attr-defined]
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def remedy_add(request: PersonRequest, case: Case) -> HttpResponse:
    """Decide what is put right for somebody."""
    must(request.user, "remedy.decide", case)
    form = RemedyForm(request.POST or None, case=case)
    words = (
        _("Put something right"),
        _("The HR partner carries it out. The person reads of it with the outcome letter."),
    )
    return _in_case(request, case, form, decide_remedy, words, done=_("The remedy was decided."))


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def disclosure_add(request: PersonRequest, case: Case) -> HttpResponse:
    """Decide that a complainant may know more than the findings."""
    must(request.user, "outcome.disclose", case)
    form = DiscloseForm(request.POST or None, case=case)
    words = (_("Tell a complainant more"), _("It holds when a second person approves it. Nobody is told before that."))
    return _in_case(request, case, form, disclose_outcome, words, done=_("The decision waits for approval."))


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def standard(request: PersonRequest, case: Case) -> HttpResponse:
    """Change the standard of proof."""
    must(request.user, "case.change_standard", case)
    form = StandardForm(request.POST or None, initial={"standard": case.standard})
    words = (
        _("Change the standard of proof"),
        _("Every finding here is measured by it. After the evidence review it stays."),
    )
    return _in_case(request, case, form, change_standard, words, done=_("The standard was changed."), back="case")


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def earlier_add(request: PersonRequest, case: Case) -> HttpResponse:
    """Ask to know of an earlier matter."""
    must(request.user, "similar_fact.request", case)
    form = AskForm(request.POST or None)
    words = (
        _("Ask about an earlier matter"),
        _("Intake and counsel decide. If a finding rests on it, the respondent is told."),
    )
    return _in_case(
        request, case, form, request_similar_fact, words, done=_("The request was sent."), back="case-allegations"
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def vary(request: PersonRequest, case: Case, seq: int) -> HttpResponse:
    """Adopt a finding in changed form."""
    row = case.allegations.filter(seq=seq).select_related("case").first()
    if row is None or not permitted(request.user, ["allegation.view"], row):
        raise NotVisible
    must(request.user, "finding.vary", row)
    back = reverse("allegation", args=[case.reference, seq])
    label = _("Adopt with a change")
    if request.method != "POST" and row.state != "proposed":
        return too_late(request, label, row.get_state_display(), back)
    finding = Finding.objects.get(allegation=row)
    initial = {
        "factual": finding.factual,
        "policy": finding.policy,
        "severity": finding.severity_anchor,
        "summary": finding.summary,
        "why_undetermined": finding.why_undetermined,
    }
    form = VaryForm(request.POST or None, initial=initial)
    facts = [
        {"key": _("As proposed"), "value": finding.get_factual_display(), "note": finding.get_policy_display()},
        {"key": _("Reasons"), "value": finding.reasons, "lines": True},
    ]
    shown = {
        **frame(case, set()),
        "heading": f"{label}: A{seq}",
        "consequence": _("The finding stands as you change it. What was proposed, and by whom, stays readable."),
        "submit": label,
        "facts": facts,
    }
    act = lambda: vary_finding(row, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The finding was adopted with a change."), shown=shown)


def facts_of(row: Any) -> list[dict[str, Any]]:
    """Show a record of a decision as facts."""
    pairs: list[tuple[str, Any]] = []
    if isinstance(row, Remedy):
        pairs = [(_("For whom"), row.person.name), (row.get_kind_display(), row.what)]
    elif isinstance(row, Disclosure):
        pairs = [(_("Who is told"), row.to.name), (_("What"), row.points), (_("Why"), row.reasons)]
    elif isinstance(row, SimilarFactRequest):
        pairs = [(_("Asked about"), row.what), (_("Why"), row.why)]
    return [{"key": key, "value": value, "lines": True} for key, value in pairs]


def _back(case: Case, part: str) -> str:
    return reverse("case-allegations" if part == "earlier" else "case-decision", args=[case.reference])


def _in_case(
    request: PersonRequest,
    case: Case,
    form: Form,
    act: Callable[..., Any],
    words: tuple[str, str],
    *,
    done: str,
    back: str = "case-decision",
) -> HttpResponse:
    shown = {**frame(case, set()), "heading": words[0], "consequence": words[1], "submit": words[0]}
    return act_page(
        request,
        form,
        lambda: act(case, actor=request.user, **form.cleaned_data),
        back=reverse(back, args=[case.reference]),
        done=done,
        shown=shown,
    )
