"""The last act of the main story: the auditor takes the history out, and each file is checked as an outsider checks it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from backend.cases.models import Case
from backend.demo.proving import prove, write_key
from backend.demo.stage import ZONE, Days, Scene, Stage
from backend.people.models import User
from backend.records.actions import approve_export, build_export, open_export, request_export
from backend.records.models import Export, Level
from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope

REVIEW: Final = "Yearly review of the integrity office."
APPEAL: Final = "The employment tribunal ordered the record of the case."
ENGAGEMENT: Final = "AUDIT-LF-1"
STORY_EXPORTS: Final = 3


def take_history_out(stage: Stage, case: Case, days: Days, day: int) -> Scene:
    """The auditor exports the whole history, then this case, then this case with names, which a second person approves."""
    lena, priya = stage.cast.lena, stage.cast.priya
    of_case = ExportScope(kind="case", reference=case.reference)
    yield days.at(day, "09:15")
    _say(stage, "the history of the whole company", _taken(_asked(lena, ExportScope(), REVIEW)))
    yield days.at(day, "09:40")
    _say(stage, f"the history of {case.reference}", _taken(_asked(lena, of_case, REVIEW)))
    yield days.at(day, "10:05")
    export = _asked(lena, of_case, APPEAL, Level.IDENTIFIED)
    stage.say(f"Lena Fischer asks for the history of {case.reference} with names; Priya Raman has to approve it.")
    yield days.at(day, "13:20")
    approve_export(export, actor=priya, reason="The order names this case and nothing more.")
    export = _taken(Export.objects.select_related("requested_by__person", "decided_by__person").get(pk=export.pk))
    _say(stage, f"the history of {case.reference} with names, which Priya Raman approved", export)


def exports_of_the_story() -> list[Export]:
    """Give the exports that the story made."""
    rows = Export.objects.filter(request=ENGAGEMENT, ready_at__isnull=False).select_related("requested_by__person")
    return list(rows.order_by("pk"))


def _asked(lena: User, scope: ExportScope, reason: str, level: Level = Level.PSEUDONYMISED) -> Export:
    wanted = EventFilter(zone=ZONE.key)
    return request_export(scope=scope, wanted=wanted, level=level, actor=lena, reason=reason, request=ENGAGEMENT)


def _taken(export: Export) -> Export:
    built = build_export(export)
    with TemporaryDirectory() as folder:
        prove(open_export(built, actor=built.requested_by), write_key(Path(folder)), request=ENGAGEMENT)
    return built


def _say(stage: Stage, what: str, export: Export) -> None:
    stage.say(f"Lena Fischer exports {what}: {export.rows} entries, digest {(export.sha256 or '')[:16]}…, VERIFIED.")
