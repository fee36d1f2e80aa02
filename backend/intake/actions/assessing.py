"""Assessing a report: how soon the situation needs attention, what links it to work, and what must be weighed at once."""

from collections.abc import Collection, Sequence

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.intake.actions.reporting import known, lifecycle
from backend.intake.models import Prompt, Report, ReportState, Triage
from backend.intake.vocabulary import PROMPTED, Category, Nexus, Priority, PromptKind, TriageFlag
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("report.note_assessment", "noted the link to work", kind="change")
declare("report.raise_prompt", "asked for something to be weighed now", kind="change")
declare("report.answer_prompt", "noted what was decided", kind="change")


@lifecycle.move("triage", {ReportState.ACKNOWLEDGED}, ReportState.IN_TRIAGE, past="assessed the report", label="Assess")
def triage_report(
    report: Report,
    *,
    actor: User,
    priority: str,
    flags: Sequence[str] = (),
    note: str = "",
    nexus: Sequence[str] = (),
    nexus_note: str = "",
    category: str = "",
) -> None:
    """Assess the situation: how soon it needs attention, what about it asks for care, and what links it to work."""
    _check(priority, flags, nexus, category)
    meet_all(report, "report.triage", actor=actor)
    _assess(report, priority, flags, note, actor=actor)
    _answer(report, nexus, nexus_note, category, actor=actor)


@lifecycle.move(
    "reassess",
    {ReportState.IN_TRIAGE},
    ReportState.IN_TRIAGE,
    past="assessed the report again",
    label="Assess again",
)
def reassess_report(
    report: Report,
    *,
    actor: User,
    priority: str,
    flags: Sequence[str] = (),
    note: str = "",
    nexus: Sequence[str] = (),
    nexus_note: str = "",
    category: str = "",
) -> None:
    """Assess again when more is known: a higher priority counts from now, a lower one from when the clock first ran."""
    _check(priority, flags, nexus, category)
    _assess(report, priority, flags, note, actor=actor)
    _answer(report, nexus, nexus_note, category, actor=actor)


def answer_prompt(report: Report, *, actor: User, reason: str, kind: str) -> Prompt:
    """Note what was decided on something that had to be weighed now: interim measures, evidence that may be lost, a withdrawal."""
    require(actor, "report.answer_prompt", report)
    if not reason.strip():
        raise Refused("Write what was considered and what was decided.", code="reason-missing", field="reason")
    prompt = report.prompts.filter(kind=kind, answered_at=None).first()
    if prompt is None:
        raise Refused("Nothing of this kind is waiting.", code="prompt-answered", field="kind")
    prompt.answer, prompt.answered_at, prompt.answered_by = reason.strip(), clock.now(), actor
    return keep(prompt, "report.answer_prompt", actor=actor, reason=reason, ctx={"kind": kind})


def raise_prompts(report: Report, kinds: Collection[str], *, actor: User, reason: str) -> None:
    """Ask for something to be weighed now; what is asked already is not asked twice."""
    asked = set(report.prompts.filter(answered_at=None).values_list("kind", flat=True))
    for kind in PromptKind.values:
        if kind in kinds and kind not in asked:
            prompt = Prompt(report=report, kind=kind, raised_at=clock.now())
            keep(prompt, "report.raise_prompt", actor=actor, reason=reason, ctx={"kind": kind})


def stop_priority_clock(report: Report, *, actor: User) -> None:
    """Note that it is decided what becomes of the report."""
    if report.priority:
        meet_all(report, clock_name(report.priority), actor=actor)


def refuse_while_measures_wait(report: Report) -> None:
    """Keep a report from leaving intake before anybody weighed interim measures for the people in it."""
    if report.prompts.filter(kind=PromptKind.MEASURES, answered_at=None).exists():
        raise Refused("Say first what was decided about interim measures.", code="prompt-open")


def clock_name(priority: str) -> str:
    """Name the timer by which it is to be decided what becomes of a report."""
    return f"report.triage.{priority}"


def _check(priority: str, flags: Sequence[str], nexus: Sequence[str], category: str) -> None:
    if priority not in Priority.values:
        raise Invalid({"priority": ["Choose a priority from P1 to P4."]})
    if TriageFlag.IMMEDIATE_DANGER in flags and priority != Priority.P1:
        raise Invalid({"priority": ["Immediate danger is always P1."]})
    known("flags", flags, TriageFlag.values)
    known("nexus", nexus, Nexus.values)
    if len(nexus) > 1 and {Nexus.NONE_FOUND, Nexus.NOT_CLEAR} & set(nexus):
        raise Invalid({"nexus": ["“Not clear yet” and “no link” stand alone."]})
    if category:
        known("category", [category], Category.values)


def _assess(report: Report, priority: str, flags: Sequence[str], note: str, *, actor: User) -> None:
    new = set(flags) - set(report.flags)
    asked = {PROMPTED[flag] for flag in new if flag in PROMPTED}
    if priority == Priority.P1 and report.priority != Priority.P1:
        asked.add(PromptKind.MEASURES)
    _set_clock(report, priority, actor=actor)
    report.priority, report.flags, report.triage_note = priority, list(flags), note
    raise_prompts(report, asked, actor=actor, reason="The assessment asks for it.")


def _set_clock(report: Report, priority: str, *, actor: User) -> None:
    """Run the priority's clock to the decision what becomes of the report; asking again for the same leaves it alone."""
    before, now = report.priority, clock.now()
    if before == priority:
        return
    triage = _triage_of(report)
    since = triage.clock_from if before and priority > before else now
    if before:
        cancel_all(report, actor=actor, reason="The priority was changed.", event=clock_name(before))
        meet_all(report, clock_name(before), actor=actor, reason="Another time holds since the priority was changed.")
    start_for(report, clock_name(priority), actor=actor, started_at=since)
    triage.clock_from, triage.assessed_at = since, now
    keep(triage, "report.note_assessment", actor=actor)


def _triage_of(report: Report) -> Triage:
    held: Triage | None = getattr(report, "triage", None)
    return held or Triage(report=report, clock_from=clock.now(), assessed_at=clock.now())


def _answer(report: Report, nexus: Sequence[str], note: str, category: str, *, actor: User) -> None:
    triage = _triage_of(report)
    triage.nexus, triage.nexus_note = list(nexus) or [str(Nexus.NOT_CLEAR)], note.strip()
    triage.category, triage.assessed_at = category, clock.now()
    keep(triage, "report.note_assessment", actor=actor)
