"""Every route against every kind of person, and the proof that no route was forgotten."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.admindocs.views import simplify_regex
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from backend.agreements.models import Agreement
from backend.api.actions import create_token
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.verifying import verify_and_tell
from backend.audit.timeline import history
from backend.cases.actions.break_glass import break_glass
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.jobs.queue import submit
from backend.records.access_reviews import review_case_access
from backend.records.jobs import start_export
from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope
from backend.workflow.lifecycle import Lifecycle
from tests.architecture.web_routes import WEB_MATRIX, fill

Expected = tuple[int, ...]
Matrix = dict[tuple[str, str], Expected]

# ines investigates the case, tomas investigates others, erin reported it, martin is its respondent, noor has nothing to do with it.
PEOPLE = ("ines", "tomas", "erin", "martin", "noor", "lena", "sam", "nobody")

LIST = (200, 200, 200, 200, 200, 200, 200, 401)  # everybody may ask; what is listed differs, and other tests say how
OPEN = (200, 200, 200, 200, 200, 200, 200, 200)
SENT = (400, 400, 400, 400, 400, 400, 400, 401)  # everybody may send; an empty body is not understood
HEADER = (200, 404, 404, 404, 404, 200, 404, 401)
FILE = (200, 404, 404, 404, 404, 403, 404, 401)
DOES = (400, 404, 404, 404, 404, 403, 404, 401)  # ines may: an empty body is not understood
OTHERS = (403, 404, 404, 404, 404, 403, 404, 401)  # somebody else on the case may
ON_ALLEGATION = (400, 404, 404, 403, 404, 404, 404, 401)
NOT_HERS = (403, 404, 404, 403, 404, 404, 404, 401)
RESPONDENT = (403, 404, 404, 400, 404, 404, 404, 401)
INTAKE = (403, 404, 403, 404, 404, 404, 404, 401)
HIS = (404, 404, 404, 200, 404, 404, 404, 401)
HIS_TO_DO = (404, 404, 404, 400, 404, 404, 404, 401)
NOT_HIS = (404, 404, 404, 403, 404, 404, 404, 401)
AUDITOR = (404, 404, 404, 404, 404, 200, 404, 401)
WATCHER = (404, 404, 404, 404, 404, 400, 404, 401)
OPENER = (400, 400, 403, 403, 403, 403, 403, 401)  # who works on cases at all; the body is empty
GLASS = (200, 404, 404, 404, 404, 200, 404, 401)  # wanda opened it: ines leads the case, lena audits
GLASS_OF_ANOTHER = (403, 404, 404, 404, 404, 403, 404, 401)

MATRIX: Matrix = {
    ("get", "reports/"): LIST,
    ("post", "reports/"): SENT,
    ("get", "reports/{reference}/"): (200, 404, 200, 404, 404, 404, 404, 401),
    **{
        ("post", f"reports/{{reference}}/{verb}/"): INTAKE
        for verb in ("acknowledge", "triage", "accept", "propose-decline", "decline", "return-to-triage")
    },
    ("get", "cases/"): LIST,
    ("get", "cases/{reference}/"): HEADER,
    **{("post", f"cases/{{reference}}/{verb}/"): DOES for verb in ("plan", "give-notice", "start", "review-evidence", "finish-report")},
    **{
        ("post", f"cases/{{reference}}/{verb}/"): OTHERS
        for verb in (
            "clear-conflicts", "assign", "relieve", "reopen-report", "decide-findings", "approve-outcome", "return-outcome",
            "tell-outcome", "implement", "monitor", "close",
        )
    },
    **{
        ("get", f"cases/{{case}}/{part}/"): FILE
        for part in ("parties", "assignments", "allegations", "findings", "timeline", "outcomes", "agreements", "obligations")
    },
    ("get", "cases/{case}/documents/"): HEADER,
    ("post", "cases/{case}/parties/"): DOES,
    ("post", "cases/{case}/allegations/"): DOES,
    ("post", "cases/{case}/assignments/"): OTHERS,
    ("post", "cases/{case}/outcomes/"): OTHERS,
    ("post", "cases/{case}/agreements/"): OTHERS,
    ("get", "allegations/"): LIST,
    ("get", "allegations/{reference}/"): (200, 404, 404, 200, 404, 404, 404, 401),
    **{("post", f"allegations/{{reference}}/{verb}/"): ON_ALLEGATION for verb in ("amend", "lapse", "examine", "propose-finding")},
    ("post", "allegations/{reference}/adopt-finding/"): NOT_HERS,
    ("post", "allegations/{reference}/remit-finding/"): NOT_HERS,
    ("post", "allegations/{reference}/answer/"): RESPONDENT,
    ("get", "agreements/"): LIST,
    **{("get", f"agreements/{{reference}}/{part}"): HIS for part in ("", "clauses/", "obligations/", "signatures/")},
    ("post", "agreements/{reference}/sign/"): HIS_TO_DO,
    ("post", "agreements/{reference}/decline/"): HIS_TO_DO,
    **{
        ("post", f"agreements/{{reference}}/{verb}/"): NOT_HIS
        for verb in ("review", "approve", "offer", "lapse", "choose-alternative", "countersign", "complete")
    },
    ("get", "obligations/"): LIST,
    ("get", "obligations/{reference}/"): HIS,
    ("post", "obligations/{reference}/verify/"): NOT_HIS,
    ("post", "obligations/{reference}/excuse/"): NOT_HIS,
    ("get", "documents/"): LIST,
    ("get", "documents/{reference}/"): (200, 404, 404, 200, 404, 200, 404, 401),
    ("get", "documents/{reference}/content/"): (200, 404, 404, 200, 404, 403, 404, 401),
    ("get", "events/"): LIST,
    ("get", "exports/"): LIST,
    ("post", "exports/"): (403, 403, 403, 403, 403, 400, 403, 401),
    ("get", "exports/{reference}/"): AUDITOR,
    ("get", "exports/{reference}/content/"): AUDITOR,
    **{("post", f"exports/{{reference}}/{verb}/"): (404, 404, 404, 404, 404, 403, 404, 401) for verb in ("approve", "refuse")},
    ("get", "log/"): AUDITOR,
    ("get", "events/{number}/proof/"): AUDITOR,
    ("get", "break-glasses/"): LIST,
    ("post", "break-glasses/"): OPENER,
    ("get", "break-glasses/{reference}/"): GLASS,
    **{("post", f"break-glasses/{{reference}}/{verb}/"): GLASS_OF_ANOTHER for verb in ("end", "review")},
    ("get", "access/cases/{reference}/"): AUDITOR,
    ("post", "access/cases/{reference}/review/"): WATCHER,
    ("get", "access/people/{reference}/"): AUDITOR,
    ("post", "access/people/{reference}/review/"): WATCHER,
    ("get", "access-reviews/"): LIST,
    ("get", "access-reviews/former-readers/"): (403, 403, 403, 403, 403, 200, 403, 401),
    ("get", "access-reviews/{reference}/"): AUDITOR,
    ("get", "mine/reads/"): LIST,
    ("get", "people/"): LIST,
    ("get", "people/{reference}/"): (200, 200, 404, 200, 404, 404, 404, 401),
    ("get", "tokens/"): LIST,
    ("post", "tokens/"): SENT,
    ("post", "tokens/{reference}/revoke/"): (404, 404, 404, 404, 204, 404, 404, 401),
    ("get", "jobs/"): LIST,
    ("get", "jobs/{uid}/"): AUDITOR,
    ("get", "me/"): LIST,
    ("get", "vocabularies/"): LIST,
    ("get", "vocabularies/{name}/"): LIST,
    ("get", "clauses/"): LIST,
    ("get", "schema/"): OPEN,
    ("get", "docs/"): OPEN,
}  # fmt: skip

# Moves that no door offers alone: they happen as a part of another act.
WITHIN_OTHERS = {"allegation.notice", "duty.begin"}


@dataclass(frozen=True)
class World:
    """One played matter whose records the routes name."""

    cast: Cast
    case: Case
    agreement: Agreement
    names: dict[str, dict[str, str]]

    def fill(self, route: str) -> str:
        """Put the records' references into a route."""
        area = "/".join(route.split("/")[:2]) if route.startswith("access/") else route.partition("/")[0]
        return route.format(**self.names[area])


@pytest.fixture
def world(cast: Cast, an_agreement: Callable[..., Agreement]) -> World:
    cache.clear()
    agreement = an_agreement("offered")
    case = agreement.case
    notice = cast.martin.person.documents.get(kind="D3", matter=case.reference)
    export = start_export(
        scope=ExportScope(),
        wanted=EventFilter(q=case.reference),
        level="pseudonymised",
        actor=cast.lena,
        reason="Matrix.",
    )
    token, _ = create_token("Matrix", days=1, actor=cast.noor)
    job = submit("export.build", actor=cast.lena, export=export.reference)
    glass = break_glass(case.reference, actor=cast.wanda, reason="Matrix.")
    looked = review_case_access(case, actor=cast.priya, reason="Matrix.", verdict="in_order")
    seal_now()
    verify_and_tell(actor=None, rows=False)
    names: dict[str, dict[str, str]] = {
        "reports": {"reference": case.report_links.get().report.reference},
        "cases": {"reference": case.reference, "case": case.reference},
        "allegations": {"reference": f"{case.reference}-A1"},
        "agreements": {"reference": agreement.reference},
        "obligations": {"reference": f"{agreement.reference}-O1"},
        "documents": {"reference": notice.reference},
        "exports": {"reference": export.reference},
        "people": {"reference": cast.person("martin").reference},
        "tokens": {"reference": token.reference},
        "events": {"number": str(history(case)[0].pk)},
        "jobs": {"uid": str(job.uid)},
        "vocabularies": {"name": "conduct"},
        "break-glasses": {"reference": glass.reference},
        "access/cases": {"reference": case.reference},
        "access/people": {"reference": cast.person("ines").reference},
        "access-reviews": {"reference": looked.reference},
    }
    return World(
        cast, case, agreement, {**{part: {} for part in ("log", "me", "mine", "clauses", "schema", "docs")}, **names}
    )


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield simplify_regex(route).lstrip("/").replace("<", "{").replace(">", "}"), entry.callback
        else:
            yield from patterns(entry, route)


def methods(view: Any) -> list[str]:
    if not hasattr(view, "cls"):
        return ["get"]  # a plain function: the description of the API
    verbs = ("get", "post", "put", "patch", "delete")
    return [name for name in verbs if name in (getattr(view, "actions", None) or dir(view.cls))]


def api_routes() -> set[tuple[str, str]]:
    routes = [
        (route.removeprefix("api/v1/"), view) for route, view in patterns(get_resolver()) if route.startswith("api/v1/")
    ]
    return {
        (method, route.replace("{slug:", "{").replace("{int:", "{"))
        for route, view in routes
        for method in methods(view)
    }


def test_every_api_route_is_in_the_matrix() -> None:
    assert api_routes() == set(MATRIX)


def test_every_api_route_answers_each_kind_of_person_as_expected(world: World) -> None:
    wrong = {}
    for place, name in enumerate(PEOPLE):
        client = caller(world, name)
        for (method, route), expected in MATRIX.items():
            address = f"/api/v1/{world.fill(route)}"
            body = {"data": json.dumps({}), "content_type": "application/json"} if method == "post" else {}
            response = getattr(client, method)(address, **body)
            response.getvalue()  # a file is read to its end, and so closed
            if response.status_code != expected[place]:
                wrong[name, method, route] = (response.status_code, expected[place])
    assert wrong == {}


def test_every_page_is_in_the_matrix() -> None:
    foreign = ("api/", "account/")
    pages = {route for route, _ in patterns(get_resolver()) if not route.startswith(foreign)}
    assert pages == {route for _, route in WEB_MATRIX}


def test_every_page_answers_each_kind_of_person_as_expected(world: World) -> None:
    wrong = {}
    seal_now()
    for place, name in enumerate(PEOPLE):
        client = caller(world, name)
        for (method, route), expected in WEB_MATRIX.items():
            response = getattr(client, method)(f"/{fill(route, world)}")
            response.getvalue()
            if response.status_code != expected[place]:
                wrong[name, method, route] = (response.status_code, expected[place])
    assert wrong == {}


def test_a_page_takes_no_method_that_the_matrix_leaves_out(world: World) -> None:
    client = caller(world, "ines")
    left_out = {(method, route) for _, route in WEB_MATRIX for method in ("get", "post")} - set(WEB_MATRIX)
    answered = {each: getattr(client, each[0])(f"/{fill(each[1], world)}").status_code for each in left_out}
    assert {each: status for each, status in answered.items() if status != 405} == {}


def test_a_hidden_record_and_an_absent_one_are_told_in_the_same_words(world: World) -> None:
    client = caller(world, "noor")
    hidden, absent = (
        client.get(f"/api/v1/cases/{reference}/") for reference in (world.case.reference, "CASE-2026-000000")
    )
    assert hidden.status_code == absent.status_code == 404
    assert {**hidden.json(), "instance": ""} == {**absent.json(), "instance": ""}


def test_every_move_has_a_route() -> None:
    offered = {
        getattr(view.cls, name).move_action
        for _, view in patterns(get_resolver())
        if hasattr(view, "actions")
        for name in view.actions.values()
        if hasattr(getattr(view.cls, name, None), "move_action")
    }
    moves = {move.action for lifecycle in Lifecycle.registry.values() for move in lifecycle}
    assert moves - WITHIN_OTHERS == moves & offered


def caller(world: World, name: str) -> Client:
    client = Client()
    if name != "nobody":
        client.force_login(getattr(world.cast, name), backend="django.contrib.auth.backends.ModelBackend")
    return client
