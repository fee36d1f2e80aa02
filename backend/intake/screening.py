"""Conflicts of interest before there is a case: who must not find a report, and which reports intake must not have."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, Final, TypeAlias

from django.db.models import Q, QuerySet

from backend.access.models import Role
from backend.access.relations import Relation, Side, by_tie, in_department, in_line, needs_independence, staff
from backend.access.roles import users_with
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.intake.models import SETTLED, Report, ReportBar, ReportRoute, ReportState
from backend.intake.names_in_text import Words, without_greeting
from backend.kernel import clock
from backend.people.actions import system_user
from backend.people.models import Person
from backend.people.queries import ever_near

declare("report.bar", "found a conflict that keeps somebody from the report", kind="access")
declare("report.unbar", "found that a conflict is over", kind="access")
declare("report.route", "sent the report to the independent channel", kind="access")
declare("report.take_back", "gave the report back to intake", kind="access")

OVER: Final = frozenset(SETTLED) - {ReportState.ACCEPTED}  # an accepted one is part of a case that goes on
MEASURED: Final = "Measured by the rules on conflicts of interest."
Bars = dict[tuple[int, str], str]
Listener: TypeAlias = Callable[[Report], None]

_listeners: list[Listener] = []


def screen_report(report: Report) -> None:
    """Measure who must not find a report, and write what changed: bars, and the way that the report goes."""
    workers = staff()
    wanted = {key: words for key, words in expected_bars(report).items() if key[0] in workers}
    live = {(bar.person_id, bar.rule): bar for bar in ReportBar.objects.filter(report=report, ended=None)}
    for (person, rule), words in wanted.items():
        if (person, rule) not in live:
            _bar(report, person, rule, words)
    for (person, rule), bar in live.items():
        if rule != ReportBar.NAMED and (person, rule) not in wanted:
            _end(bar)
    _route(report)


def screen_names(report: Report) -> None:
    """Bar everybody who works with reports and whom the text names, until somebody else has looked whether it means them.

    Of the answer to whom it is about, a first or family name alone is enough as long as nobody said who is meant.
    """
    told = [report.narrative, report.wishes, report.respondent_as_told, report.occurred_as_told]
    if report.filed_by.person is None or not _names(Words(report.first_known_by), report.filed_by.person):
        told.append(report.first_known_by)  # whoever takes a report down writes there that they heard it
    text, asked = Words("\n".join(told)), Words("" if report.respondent_id else report.respondent_as_told)
    _bar_named(
        report, "is named in the text of the report", lambda each: _names(text, each) or asked.part_of(each.name)
    )


def screen_message(report: Report, text: str) -> None:
    """Bar everybody who works with reports and whom the reporter names afterwards; whom a message greets is not meant."""
    words = Words(without_greeting(text))
    if _bar_named(report, "is named in what the reporter wrote afterwards", lambda each: _names(words, each)):
        screen_report(report)
        names_changed(report)


def when_names_change(listener: Listener) -> Listener:
    """Call this with a report when it turns out whom it names, or does not mean, after it was sent."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def names_changed(report: Report) -> None:
    """Tell whoever listens that somebody is barred, or is not any more, because of whom a report names."""
    for listener in _listeners:
        listener(report)


def expected_bars(report: Report) -> Bars:
    """Tell whom the rules keep from a report, and by which of them: C1, C2, C3 and C5."""
    bars: Bars = {}
    for person in (report.respondent_id, report.affected_id, report.reporter_id):
        if person:
            bars[person, "C1"] = "is one of the people in it"
    sides = sides_of(report)
    for side in sides:
        for found in (in_line(side, [day_of(report)]), by_tie(side)):
            _add(bars, found)
    if report.respondent and needs_independence(report.respondent):
        _add(bars, in_department(report.respondent))
    return bars


def sides_of(report: Report) -> list[Side]:
    """Give the sides from which conflicts are measured, as far as the report names them."""
    affected = report.affected or report.reporter
    found = [(report.respondent, "respondent"), (affected, "complainant")]
    return [Side(person, name) for person, name in found if person]


def day_of(report: Report) -> date:
    """Give the day on which reporting lines are looked at."""
    return report.occurred_on or report.received_at.date()


def screen_reports_near(people: Collection[int], _actor: object) -> None:
    """Measure the reports again that a change of the organisation may touch: those about anybody near, and those routed."""
    known = Report.objects.exclude(state__in=OVER).select_related("respondent", "affected", "reporter")
    if not known.exists():
        return
    near = ever_near(people)
    touched = Q(respondent__in=near) | Q(affected__in=near) | Q(reporter__in=near) | Q(pk__in=_routed())
    for report in known.filter(touched):
        screen_report(report)


def unread_for_nobody(person: int | None) -> int:
    """Count the reports that wait for an independent channel which nobody holds; whoever is barred from one is not told of it."""
    if users_with(Role.INDEPENDENT_CHANNEL).exists():
        return 0
    rows = Report.objects.filter(pk__in=_routed()).exclude(state__in=SETTLED)
    return rows.exclude(pk__in=ReportBar.objects.filter(person=person, ended=None).values("report_id")).count()


def _routed() -> "QuerySet[Any, Any]":
    keys: QuerySet[Any, Any] = ReportRoute.objects.filter(ended=None).values("report_id")
    return keys


def _route(report: Report) -> None:
    why, words = _way(report)
    route = ReportRoute.objects.filter(report=report).first()
    if why and route is None:
        route = ReportRoute(report=report, why=why, words=words, since=clock.now())
        keep(route, "report.route", actor=system_user(), reason=MEASURED)
    elif route and why and route.ended:
        route.why, route.words, route.since, route.ended = why, words, clock.now(), None
        keep(route, "report.route", actor=system_user(), reason=MEASURED)
    elif route and not why and not route.ended and route.why == ReportRoute.NOBODY:
        route.ended = clock.now()
        keep(route, "report.take_back", actor=system_user(), reason=MEASURED)


def send_to_channel(report: Report, words: str) -> None:
    """Send a report to the independent channel together with the case that it led to; it stays there."""
    route = ReportRoute.objects.filter(report=report).first() or ReportRoute(report=report)
    if route.pk and route.why == ReportRoute.INDEPENDENT and route.ended is None:
        return
    route.why, route.words, route.since, route.ended = ReportRoute.INDEPENDENT, words, clock.now(), None
    keep(route, "report.route", actor=system_user(), reason=MEASURED)


def _way(report: Report) -> tuple[str, str]:
    """Tell whether the report goes to the independent channel; once it went there because of whom it is about, it stays."""
    because = needs_independence(report.respondent) if report.respondent else ""
    if because:
        return ReportRoute.INDEPENDENT, f"The respondent {because}."
    barred = set(ReportBar.objects.filter(report=report, ended=None).values_list("person_id", flat=True))
    if any(user.person_id not in barred for user in users_with(Role.INTAKE)):
        return "", ""
    return ReportRoute.NOBODY, "Nobody in intake may read it."


def _bar(report: Report, person: int, rule: str, words: str) -> ReportBar:
    bar = ReportBar(report=report, person_id=person, rule=rule, words=words, since=clock.now())
    return keep(bar, "report.bar", actor=system_user(), reason=MEASURED, ctx={"rule": rule})


def _end(bar: ReportBar) -> None:
    bar.ended = clock.now()
    keep(bar, "report.unbar", actor=system_user(), reason=MEASURED, ctx={"rule": bar.rule})


def _add(bars: Bars, found: dict[int, Relation]) -> None:
    for person, relation in found.items():
        bars.setdefault((person, relation.rule), relation.words)


def _bar_named(report: Report, words: str, is_named: Callable[[Person], bool]) -> int:
    """Bar whoever is named and about whom nobody has looked before; tell how many there are."""
    people = staff() - {key for key in (report.reporter_id, report.affected_id) if key}
    looked = ReportBar.objects.filter(report=report, rule=ReportBar.NAMED).values("person_id")
    rows = Person.objects.filter(pk__in=people).exclude(pk__in=looked).prefetch_related("names").order_by("pk")
    found = [person.pk for person in rows if is_named(person)]
    for person in found:
        _bar(report, person, ReportBar.NAMED, words)
    return len(found)


def _names(words: Words, person: Person) -> bool:
    """Tell whether words name a person by any name that they go or went by, or by their address."""
    names = dict.fromkeys([person.name, *(former.name for former in person.names.all())])
    return words.address(person.email) or any(words.name(name) for name in names)
