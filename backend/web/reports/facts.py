"""What a report holds besides the words, for those who work on it."""

from typing import Any

from django.utils.translation import gettext as _

from backend.documents.queries import day_words
from backend.intake.models import Report
from backend.intake.queries.naming import reporter_shown_to
from backend.intake.safety import Answer, ReportPart, SafetyQuestion
from backend.intake.vocabulary import Channel, Conduct, Setting
from backend.people.models import User


def facts_of(report: Report, person: User) -> list[dict[str, Any]]:
    """Give what was told besides the words, as one reader is told it: a name in confidence is not among it."""
    when = (
        f"{day_words(report.occurred_on)}, {report.get_occurred_certainty_display().lower()}"
        if report.occurred_on
        else _("Not told")
    )
    rows = [
        (_("Told by"), _reporter(report, person)),
        (_("Chosen for the name"), report.get_mode_display()),
        (_("Person affected"), report.affected.name if report.affected else _("The person who told it")),
        (_("Respondent"), report.respondent.name if report.respondent else report.respondent_as_told or _("Not named")),
        (_("Power relation"), report.get_power_relation_display() or _("Not told")),
        (_("When"), f"{when} · {report.occurred_as_told}" if report.occurred_as_told else when),
        (_("Where"), ", ".join(str(Setting(code).label) for code in report.settings) or _("Not told")),
        (_("Words that fit"), ", ".join(str(Conduct(code).label) for code in report.conduct) or _("Not told")),
        (_("Wishes"), report.wishes or _("Not told")),
        (_("Asked for no action"), _("Yes") if report.no_action_asked else _("No")),
        (_("Safety"), _safety(report) or _("Not told")),
        (_("Known at work"), _known(report) or _("Not told")),
        (
            _("Not sure of"),
            ", ".join(str(ReportPart(code).label) for code in report.not_sure) or _("Nothing in particular"),
        ),
    ]
    if report.channel != Channel.WEB:
        rows.append((_("Taken down by"), report.filed_by.name))
    return [{"key": key, "value": value, "lines": True} for key, value in rows]


def _reporter(report: Report, person: User) -> str:
    if report.reporter is None:
        return _("Not named")
    shown = reporter_shown_to(person, report)
    return shown.name if shown else _("Known to intake alone")


def _safety(report: Report) -> str:
    labels, answers = dict(SafetyQuestion.choices), dict(Answer.choices)
    return "\n".join(f"{labels.get(code, code)} {answers.get(given, given)}" for code, given in report.safety.items())


def _known(report: Report) -> str:
    day = day_words(report.first_known_on) if report.first_known_on else ""
    return ", ".join(part for part in (report.first_known_by, day) if part)
