"""The records that the core's routes name."""

from backend.api.actions import create_token
from backend.audit.timeline import history
from backend.cases.actions.break_glass import break_glass
from backend.documents.actions.batching import start_batch
from backend.documents.catalogue.actions import write_version
from backend.documents.catalogue.stationery import Letterhead, save_stationery
from backend.jobs.queue import submit
from backend.records.access_reviews import review_case_access
from backend.records.jobs import start_export
from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope
from tests.architecture.world import World
from tests.documents.approved import approved_letters
from tests.documents.measures import a_measure

WHY = "Matrix."


def names(world: World) -> dict[str, dict[str, str]]:
    return {**_of_the_case(world), **_of_the_office(world), **_of_the_history(world)}


def _of_the_case(world: World) -> dict[str, dict[str, str]]:
    cast, case, agreement = world.cast, world.case, world.agreement
    notice = cast.martin.person.documents.get(kind="D3", matter=case.reference)
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    together = start_batch(approved_letters(cast, case), actor=cast.ines, reason=WHY)
    letter = a_measure(case, cast)
    of_case, of_agreement = {"reference": case.reference}, {"reference": agreement.reference}
    of_allegation = {"reference": f"{case.reference}-A1"}
    return {
        "": {"seq": "1"},
        "reports/": {"reference": case.report_links.get().report.reference, "verb": "acknowledge"},
        "cases/": {**of_case, "case": case.reference, "verb": "plan"},
        "cases/{reference}/people/": {"uid": str(case.assignments.order_by("pk")[0].uid)},
        "cases/{reference}/allegations/": {"verb": "examine"},
        "allegations/": of_allegation,
        "mine/allegations/": of_allegation,
        "agreements/": {**of_agreement, "verb": "review"},
        "agreements/new/": of_case,
        "mine/agreements/": of_agreement,
        "obligations/": {"reference": f"{agreement.reference}-O1"},
        "documents/": {"reference": notice.reference},
        "letters/": {"reference": letter.reference, "verb": "review"},
        "letters/new/": {**of_case, "key": "interim_measure"},
        "batches/": {"reference": together.reference},
        **{start: {"reference": glass.reference} for start in ("break-glasses/", "break-glass/")},
    }


def _of_the_office(world: World) -> dict[str, dict[str, str]]:
    cast = world.cast
    token, _ = create_token("Matrix", days=1, actor=cast.noor)
    template = write_version("notice_of_allegations", "en", actor=cast.sam, reason=WHY)
    save_stationery("", head=Letterhead(name="Larkfield"), actor=cast.sam, reason=WHY)
    version = {"reference": template.reference}
    return {
        "letter-templates/": version,
        "templates/": {**version, "letter": "notice_of_allegations", "place": "default", "verb": "submit"},
        "people/": {"reference": cast.person("martin").reference},
        "tokens/": {"reference": token.reference},
        "vocabularies/": {"name": "conduct"},
    }


def _of_the_history(world: World) -> dict[str, dict[str, str]]:
    cast, case = world.cast, world.case
    wanted = EventFilter(q=case.reference)
    export = start_export(scope=ExportScope(), wanted=wanted, level="pseudonymised", actor=cast.lena, reason=WHY)
    looked = review_case_access(case, actor=cast.priya, reason=WHY, verdict="in_order")
    number = {"number": str(history(case).latest("-pk").pk)}
    of_case, of_person = {"reference": case.reference}, {"reference": cast.person("ines").reference}
    return {
        "events/": number,
        "audit/": number,
        "jobs/": {"uid": str(submit("export.build", actor=cast.lena, export=export.reference).uid)},
        **{start: {"reference": export.reference} for start in ("exports/", "audit/exports/")},
        **dict.fromkeys(("access/cases/", "audit/access/cases/"), of_case),
        **dict.fromkeys(("access/people/", "audit/access/people/"), of_person),
        **{start: {"reference": looked.reference} for start in ("access-reviews/", "audit/access/reviews/")},
    }
