"""Check-ins for whoever holds them: what must be looked at, three lines, and no story. No reasons, no findings, nobody who complained."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.access.policy import permitted, scope
from backend.agreements.models import AgreementObligation
from backend.audit.reads import listed, viewed
from backend.deadlines.profiles import place_of
from backend.kernel.errors import NotVisible
from backend.monitoring.actions.breaches import BARRIER, suspect_breach
from backend.monitoring.actions.briefing import give_undertaking
from backend.monitoring.actions.check_ins import hold_agreement_check_in, lifecycle
from backend.monitoring.models import AgreementCheckIn, MonitorUndertaking
from backend.monitoring.plan import question_set
from backend.monitoring.queries.reach import (
    CHECK_INS,
    UNDERTAKINGS,
    check_ins_passed_on,
    check_ins_to_hold,
    ended_for,
    undertakings_asked,
)
from backend.monitoring.vocabulary import CHECK_INS_OPEN
from backend.people.models import User
from backend.web.acts import act_page, done_words, renaming, too_late
from backend.web.forms.monitoring import FactsForm, HoldForm, MissForm, MoveForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page, signed_in

MOST = 100
FORMS: dict[str, type[ReasonForm]] = {"miss": MissForm, "reschedule": MoveForm}
OFFERED = ("miss", "reschedule", "escalate", "cancel")
TOOK_PLACE = "The check-in took place."


@require_safe
@never_cache
@signed_in
def check_ins(request: PersonRequest) -> HttpResponse:
    """List the check-ins that the person holds, or that were passed to them, those that wait first."""
    rows = list(check_ins_to_hold(request.user)[:MOST])
    passed_on = list(check_ins_passed_on(request.user)[:MOST])
    listed([*rows, *passed_on], "agreement_check_in.list", actor=request.user)
    shown = {
        "check_ins": rows,
        "passed_on": passed_on,
        "undertakings": undertakings_asked(request.user),
        "ended": ended_for(request.user),
    }
    return render(request, "web/monitoring/check_ins.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(CHECK_INS, "agreement_check_in.view")
def check_in(request: PersonRequest, check_in: AgreementCheckIn) -> HttpResponse:
    """Show one check-in, and let its monitor record it on the same page."""
    may = _may(request.user, check_in)
    viewed(check_in, "agreement_check_in.view", actor=request.user)
    if check_in.own_words and "agreement_check_in.read_words" in may:
        viewed(check_in, "agreement_check_in.read_words", actor=request.user)
    can_hold = "agreement_check_in.hold" in may and check_in.state in CHECK_INS_OPEN
    if request.method == "POST":
        must(request.user, "agreement_check_in.hold", check_in)
    form = HoldForm(request.POST or None)
    back = reverse("monitor-check-ins") if "agreement_check_in.hold" in may else _of_agreement(check_in)
    shown = {
        **_facts(check_in),
        "can_hold": can_hold or bool(form.errors),
        "words": check_in.own_words if "agreement_check_in.read_words" in may else "",
        "moves": [
            {"label": move.label, "url": reverse("monitor-check-in-move", args=[check_in.reference, move.name])}
            for move in lifecycle.open_to(check_in, request.user)
            if move.name in OFFERED
        ],
        "submit": _("Record the check-in"),
        "cancel_url": back,
    }
    return act_page(
        request,
        form,
        lambda: hold_agreement_check_in(check_in, actor=request.user, reason=TOOK_PLACE, **form.told()),
        back=back,
        done=_("The check-in was recorded."),
        shown=shown,
        template="web/monitoring/check_in.html",
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(CHECK_INS, "agreement_check_in.view")
def move(request: PersonRequest, check_in: AgreementCheckIn, verb: str) -> HttpResponse:
    """Note that a check-in did not take place, move it, pass it on, or take it off the plan."""
    known = lifecycle.moves.get(verb)
    if known is None or verb not in OFFERED:
        return absent(request)
    must(request.user, known.action, check_in)
    back = reverse("monitor-check-in", args=[check_in.reference])
    if request.method != "POST" and check_in.state not in known.sources:
        return too_late(request, known.label, check_in.get_state_display(), back)
    form = FORMS.get(verb, ReasonForm)(request.POST or None)
    shown = {
        **_facts(check_in),
        "heading": known.label,
        "consequence": _follows(verb),
        "submit": known.label,
        "crumbs": [(_("Check-ins"), reverse("monitor-check-ins"))],
    }
    act = lambda: lifecycle.functions[verb](check_in, actor=request.user, **form.cleaned_data)  # noqa: E731
    return act_page(request, form, act, back=back, done=done_words(known), shown=shown)


@require_POST
@never_cache
@page(UNDERTAKINGS, "agreement_monitor.undertake", by="uid")
def undertake(request: PersonRequest, undertaking: MonitorUndertaking) -> HttpResponse:
    """Take the monitor’s undertaking."""
    if undertaking.given_at is None:
        give_undertaking(undertaking, actor=request.user)
    messages.success(request, _("Thank you. Your undertaking is recorded."))
    return redirect("monitor-check-ins")


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def report(request: PersonRequest, reference: str, seq: int) -> HttpResponse:
    """Report, on facts alone, that an obligation may not have been kept."""
    duty = _duty(request.user, reference, seq)
    must(request.user, "agreement_breach.report", duty)
    back = reverse("duty", args=[reference, seq])
    form = FactsForm(request.POST or None, initial={"due_on": duty.due_on})
    days = place_of(duty.agreement).held.timer(BARRIER).rule.length
    shown: dict[str, Any] = {
        "heading": _("Report what was not kept"),
        "reference": reference,
        "consequence": _(
            "You tell what you saw; you judge nothing and nobody. First the employee is asked what got in the way and has %(days)s to "
            "answer. Then the HR partner writes to them, and somebody else decides."
        )
        % {"days": days},
        "facts": [{"key": _("Employee"), "value": duty.agreement.person.name}, {"key": _("What"), "value": duty.what}],
        "submit": _("Report the facts"),
    }
    act = renaming(lambda: suspect_breach(duty, actor=request.user, **form.told()), {"seen": "what_1"})
    return act_page(
        request, form, act, back=back, done=_("The facts were reported. You hear no more of it."), shown=shown
    )


def _duty(person: User, reference: str, seq: int) -> AgreementObligation:
    rows = AgreementObligation.objects.filter(agreement__reference=reference, seq=seq)
    found = scope(person, "duty.view", rows.exclude(agreement__person=person.person_id))
    row = found.select_related("agreement__person", "agreement__case").first()
    if row is None:
        raise NotVisible
    return row


def _may(person: User, check_in: AgreementCheckIn) -> set[str]:
    """Tell what somebody may do; the employee has a page of their own."""
    if check_in.agreement.person_id == person.person_id:
        raise NotVisible
    return permitted(person, ["agreement_check_in.hold", "agreement_check_in.read_words"], check_in)


def _facts(check_in: AgreementCheckIn) -> dict[str, Any]:
    facts: list[dict[str, Any]] = [
        {"key": _("Employee"), "value": check_in.agreement.person.name},
        {"key": _("Day"), "value": date_format(check_in.due_on, "l, j F Y")},
    ]
    if check_in.missed_by:
        facts.append({"key": _("It did not take place"), "value": check_in.get_missed_by_display()})
    if check_in.in_the_way:
        facts.append({"key": _("What got in the way"), "value": check_in.get_in_the_way_display()})
    heading = _("Check-in with %(name)s") % {"name": check_in.agreement.person.name}
    return {
        "check_in": check_in,
        "reference": check_in.reference,
        "facts": facts,
        "told": told(check_in),
        "heading": heading,
    }


def told(check_in: AgreementCheckIn) -> list[dict[str, str]]:
    """Give what was recorded, in the words of the questions it was asked with."""
    if not check_in.answers:
        return []
    return [
        {
            "key": question.label,
            "value": question.answers[check_in.answers[question.name]],
            "note": check_in.lines.get(question.name, ""),
        }
        for question in question_set(check_in.questions).asked
    ]


def _of_agreement(check_in: AgreementCheckIn) -> str:
    return reverse("agreement-followed", args=[check_in.agreement.reference])


def _follows(verb: str) -> str:
    return {
        "miss": _(
            "The employee is asked what got in the way. Within two working days a new day is named, or the HR partner is told."
        ),
        "reschedule": _("Both see the new day and the reason."),
        "escalate": _("The HR partner finds a way. It is no breach."),
        "cancel": _("It counts as neither kept nor missed."),
    }[verb]


urlpatterns = [
    path("obligations/check-ins/", check_ins, name="monitor-check-ins"),
    path("obligations/check-ins/undertakings/<uuid:reference>/", undertake, name="monitor-undertake"),
    path("obligations/check-ins/<str:reference>/", check_in, name="monitor-check-in"),
    path("obligations/check-ins/<str:reference>/<slug:verb>/", move, name="monitor-check-in-move"),
    path("obligations/<str:reference>/<int:seq>/report/", report, name="duty-report"),
]
