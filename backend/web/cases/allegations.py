"""Allegations of a case: framed, amended, put to the respondent by a notice, answered, examined, and found on."""

from datetime import timedelta
from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import permitted, scope
from backend.audit.reads import viewed
from backend.cases.actions.allegations import give_notice
from backend.cases.actions.allegations import lifecycle as allegation_lifecycle
from backend.cases.actions.opening import STILL_FRAMED, Particulars, amend_allegation, frame_allegation
from backend.cases.letters import period
from backend.cases.models import Allegation, Case
from backend.cases.queries import respondent_of
from backend.cases.vocabulary import AllegationState
from backend.decisions.actions.findings import propose_finding
from backend.decisions.models import Finding, FindingExhibit, FindingVersion
from backend.decisions.queries.reports import reports_on
from backend.intake.vocabulary import Conduct, Setting
from backend.investigation.actions.credibility import OPEN
from backend.investigation.queries.credibility import assessments_for
from backend.kernel import clock
from backend.kernel.errors import NotVisible
from backend.web.acts import act_page, done_words, renaming, too_late
from backend.web.cases.decided import earlier_matters
from backend.web.cases.overview import allegation_items, short
from backend.web.cases.shell import CASES, HEAR, frame, read_file
from backend.web.forms.cases import AllegationForm, AllegationReasonForm, FindingForm, NoticeForm, values_of
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page
from backend.web.previews import notice_on_page

USUAL_TIME = timedelta(days=7)  # to answer; the form lets it be changed
TAKEN_OVER = ("factual", "policy", "reasons", "summary", "why_undetermined")  # when a finding was sent back
MOVES: dict[str, tuple[Promise, Promise]] = {  # verb: what it is called, and what follows
    "lapse": (
        lazy("Note that no answer came"),
        lazy("Silence is not admission. An answer is still taken when it comes late."),
    ),
    "examine": (
        lazy("Finish examining"),
        lazy("You have looked at what speaks for the allegation and against it. A finding can then be proposed."),
    ),
    "adopt": (
        lazy("Adopt the finding"),
        lazy("The finding stands as it is proposed. Both sides are told it by letter."),
    ),
    "remit": (
        lazy("Send the finding back"),
        lazy("The report is opened again, and the investigator proposes anew. Say what is missing."),
    ),
}


@require_safe
@page(CASES, "case.view")
def allegations(request: PersonRequest, case: Case) -> HttpResponse:
    """List what is alleged in a case."""
    may = read_file(case, request.user, part="allegations")
    framed = [row for row in case.__dict__["put"] if row.state == AllegationState.FRAMED]
    shown = {
        "items": allegation_items(case),
        "earlier": earlier_matters(case, request.user),
        "can_frame": "case.frame" in may and case.state in STILL_FRAMED,
        "can_give_notice": "case.give_notice" in may and bool(framed) and case.is_open,
    }
    return render(request, "web/cases/allegations.html", {**frame(case, may, section="case-allegations"), **shown})


@require_safe
@page(CASES, "case.view")
def allegation(request: PersonRequest, case: Case, seq: int) -> HttpResponse:
    """Show one allegation with its answer and its finding, and what can be done about it now."""
    may = read_file(case, request.user, part=f"A{seq}")
    row = _numbered(case, seq)
    if row is None:
        return absent(request)
    viewed(row, "allegation.view", actor=request.user)
    finding = Finding.objects.filter(allegation=row).select_related("proposed_by__person", "adopted_by__person").first()
    shown = {
        "allegation": row,
        "when": period(row.occurred_from, row.occurred_to),
        "where": ", ".join(str(Setting(code).label) for code in row.settings),
        "conduct": ", ".join(str(Conduct(code).label) for code in row.conduct),
        "is_late": bool(row.answered_at and row.answer_due_at and row.answered_at > row.answer_due_at),
        "finding": finding,
        "weighed": list(assessments_for(request.user, [row])),
        "can_hear": HEAR in may,
        "can_weigh": row.state in OPEN and bool(permitted(request.user, ["credibility.assess"], row)),
        "versions": _versions(request, finding),
        "exhibits": _exhibits(request, finding),
        "report": scope(request.user, "document.view", reports_on(case)).first() if finding else None,
        "actions": _open_to(request, case, row),
        "crumbs": [*frame(case, may)["crumbs"], (_("Allegations"), reverse("case-allegations", args=[case.reference]))],
        "here": f"A{seq}",
    }
    return render(request, "web/cases/allegation.html", {**frame(case, may, section="case-allegations"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def frame_new(request: PersonRequest, case: Case) -> HttpResponse:
    """Add an allegation."""
    must(request.user, "case.frame", case)
    form = AllegationReasonForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Frame an allegation"),
        "consequence": _("A new allegation needs a notice of its own, and its own time to answer."),
        "submit": _("Add the allegation"),
    }
    return act_page(
        request,
        form,
        lambda: frame_allegation(case, particulars_of(form), actor=request.user, reason=form.cleaned_data["reason"]),
        back=reverse("case-allegations", args=[case.reference]),
        done=_("The allegation was added."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def amend(request: PersonRequest, case: Case, seq: int) -> HttpResponse:
    """Correct an allegation that the respondent has no notice of yet."""
    row = _numbered(case, seq)
    if row is None or not permitted(request.user, ["allegation.view"], row):
        raise NotVisible
    must(request.user, "allegation.amend", row)
    back = reverse("allegation", args=[case.reference, seq])
    if request.method != "POST" and row.state != AllegationState.FRAMED:
        return too_late(request, _("Amend the allegation"), row.get_state_display(), back)
    form = AllegationReasonForm(request.POST or None, initial=values_of(row))
    shown = {
        **frame(case, set()),
        "heading": _("Amend allegation A%(seq)s") % {"seq": seq},
        "consequence": _("Earlier words stay in the history. Once notice is given, a change is a new allegation."),
        "submit": _("Save the allegation"),
    }
    return act_page(
        request,
        form,
        lambda: amend_allegation(row, particulars_of(form), actor=request.user, reason=form.cleaned_data["reason"]),
        back=back,
        done=_("The allegation was saved."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def notice(request: PersonRequest, case: Case) -> HttpResponse:
    """Give notice of every framed allegation: the letter can be read first, as the respondent will get it."""
    must(request.user, "case.give_notice", case)
    respondent = respondent_of(case)
    framed = [row for row in case.__dict__["put"] if row.state == AllegationState.FRAMED]
    form = NoticeForm(request.POST or None, initial={"answer_due_on": clock.today() + USUAL_TIME})
    name = respondent.name if respondent else _("the respondent")
    shown: dict[str, Any] = {
        **frame(case, set()),
        "heading": _("Give notice of allegations"),
        "consequence": _(
            "%(name)s can read the letter, and every allegation in it, from now on. It cannot be changed afterwards."
        )
        % {"name": name},
        "submit": _("Issue the notice to %(name)s") % {"name": name},
        "preview": _("Read the letter first"),
        "facts": [
            {
                "key": f"A{row.seq}",
                "value": short(row.particulars),
                "note": row.policy_clause or _("No policy clause yet"),
            }
            for row in framed
        ],
    }
    if request.method == "POST" and "preview" in request.POST and form.is_valid() and respondent:
        given = form.inputs()
        for row in framed:
            row.case = case
        shown["letter"] = notice_on_page(case, framed, to=respondent, by=request.user, given=given)
        back = reverse("case", args=[case.reference])
        told = {"form": form, "cancel_url": back, "here": shown["heading"], **shown}
        return render(request, "web/cases/act_preview.html", told)
    return act_page(
        request,
        form,
        renaming(lambda: give_notice(case, actor=request.user, **form.inputs()), form.renamed),
        back=reverse("case", args=[case.reference]),
        done=_("The notice was issued."),
        shown=shown,
        template="web/cases/act_preview.html",
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def propose(request: PersonRequest, case: Case, seq: int) -> HttpResponse:
    """Propose a finding on an allegation, with its reasons in two versions."""
    row = _numbered(case, seq)
    if row is None or not permitted(request.user, ["allegation.view"], row):
        raise NotVisible
    must(request.user, "finding.propose", row)
    back = reverse("allegation", args=[case.reference, seq])
    if request.method != "POST" and row.state != AllegationState.EXAMINED:
        return too_late(request, _("Propose a finding"), row.get_state_display(), back)
    earlier = Finding.objects.filter(allegation=row).first()
    form = FindingForm(request.POST or None, case=case, initial=_taken_over(earlier) if earlier else {})
    shown = {
        **frame(case, set()),
        "heading": _("Propose a finding on A%(seq)s") % {"seq": seq},
        "consequence": _("Standard of proof: %(standard)s. Somebody else decides whether the finding is adopted.")
        % {"standard": case.get_standard_display()},
        "submit": _("Propose the finding"),
        "facts": _put_and_answered(row),
    }
    return act_page(
        request,
        form,
        lambda: propose_finding(row, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("The finding was proposed."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def move(request: PersonRequest, case: Case, seq: int, verb: str) -> HttpResponse:
    """Make a move of an allegation that needs nothing but a reason."""
    row, known = _numbered(case, seq), allegation_lifecycle.moves.get(verb)
    if row is None or known is None or verb not in MOVES or not permitted(request.user, ["allegation.view"], row):
        raise NotVisible
    must(request.user, known.action, row)
    back = reverse("allegation", args=[case.reference, seq])
    label, follows = MOVES[verb]
    if request.method != "POST" and row.state not in known.sources:
        return too_late(request, str(label), row.get_state_display(), back)
    form = ReasonForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": f"{label}: A{seq}",
        "consequence": follows,
        "submit": label,
        "facts": _put_and_answered(row),
    }
    return act_page(
        request,
        form,
        lambda: allegation_lifecycle.functions[verb](row, actor=request.user, **form.cleaned_data),
        back=back,
        done=done_words(known),
        shown=shown,
    )


def _taken_over(finding: Finding) -> dict[str, Any]:
    """Begin a new proposal with the words of the one that was sent back."""
    cited = list(finding.exhibits.values_list("item__number", flat=True))
    return {**model_to_dict(finding, list(TAKEN_OVER)), "severity": finding.severity_anchor, "exhibits": cited}


def _exhibits(request: PersonRequest, finding: Finding | None) -> list[FindingExhibit]:
    if finding is None:
        return []
    rows = scope(request.user, "finding.view_exhibit", FindingExhibit.objects.filter(finding=finding))
    return list(rows.select_related("item").order_by("item__number"))


def _versions(request: PersonRequest, finding: Finding | None) -> list[FindingVersion]:
    """List how the finding stood before, the latest first."""
    if finding is None:
        return []
    rows = scope(request.user, "finding.view_version", FindingVersion.objects.filter(finding=finding))
    return list(rows.select_related("by__person").order_by("-number"))


def particulars_of(form: AllegationForm) -> Particulars:
    """Take an allegation out of a form."""
    return Particulars(**{name: form.cleaned_data[name] for name in AllegationForm.base_fields})


def _numbered(case: Case, seq: int) -> Allegation | None:
    found = next((row for row in case.__dict__["put"] if row.seq == seq), None)
    if found is not None:
        found.case = case
    return found


def _open_to(request: PersonRequest, case: Case, row: Allegation) -> list[dict[str, Any]]:
    moves = [
        (move.action, str(MOVES[verb][0]), verb)
        for verb, move in allegation_lifecycle.moves.items()
        if verb in MOVES and row.state in move.sources
    ]
    if row.state == AllegationState.EXAMINED:
        moves.append(("finding.propose", _("Propose a finding"), "finding-propose"))
    if row.state == AllegationState.PROPOSED:
        moves.append(("finding.vary", _("Adopt with a change"), "finding-vary"))
    if row.state == AllegationState.FRAMED:
        moves.append(("allegation.amend", _("Amend"), "allegation-amend"))
    may = permitted(request.user, [action for action, _label, _where in moves], row)
    at = [case.reference, row.seq]
    shown = [
        {
            "label": label,
            "url": reverse(where, args=at) if "-" in where else reverse("allegation-move", args=[*at, where]),
        }
        for action, label, where in moves
        if action in may
    ]
    return [{**each, "primary": number == 0} for number, each in enumerate(shown)]


def _put_and_answered(row: Allegation) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [{"key": _("Alleged"), "value": row.particulars, "lines": True}]
    if row.response:
        answer = (
            f"{row.get_response_display()}. {row.response_text}" if row.response_text else row.get_response_display()
        )
        facts.append({"key": _("The respondent’s answer"), "value": answer, "lines": True})
    return facts
