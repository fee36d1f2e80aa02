"""Every route against every kind of person, and the proof that no route was forgotten; the areas of the matrix lie in `routes`."""

import json
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.contrib.admindocs.views import simplify_regex
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.plugin import DjangoDbBlocker

from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.verifying import verify_and_tell
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.workflow.lifecycle import Lifecycle
from tests.architecture import routes
from tests.architecture.world import API_ROOT, PEOPLE, Matrix, World
from tests.builders import cases_at_hand, the_agreement

pytestmark = pytest.mark.xdist_group("routes")  # one process plays the world
AREAS = [import_module(f"{routes.__name__}.{found.name}") for found in pkgutil.iter_modules(routes.__path__)]


def joined(door: str) -> Matrix:
    return {route: expected for area in AREAS for route, expected in getattr(area, door, {}).items()}


API, WEB = joined("API"), joined("WEB")
Asked = Callable[[Matrix, int], list[tuple[tuple[str, str], tuple[int, ...]]]]
WITHIN_OTHERS: set[str] = set().union(*(getattr(area, "WITHIN_OTHERS", ()) for area in AREAS))


@pytest.fixture(scope="module")
def played(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, dict[str, Any], datetime]]:
    """Play the world once; each test rolls back to it, and to the moment at which its history was sealed and checked."""
    folder = tmp_path_factory.mktemp("world")
    folders = {"AUDIT_DIR": folder / "audit", "SEAL_DIR": folder / "seal"}
    rolled_back = transaction.atomic()
    rolled_back._from_testcase = True  # type: ignore[attr-defined]  # what must commit by itself may run in a test's transaction
    with django_db_blocker.unblock(), override_settings(**folders), rolled_back:
        cast = Cast()
        a_case = cases_at_hand(cast)
        world = World(cast, a_case, the_agreement(a_case("offered")))
        for area in AREAS:
            world.add(area.names(world) if hasattr(area, "names") else {})
        seal_now()
        verify_and_tell(actor=None, rows=False)
        yield world, folders, clock.now()
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, played: tuple[World, dict[str, Any], datetime]) -> Iterator[World]:
    cache.clear()
    world, folders, moment = played
    with override_settings(**folders), clock.at(moment), pytest.MonkeyPatch.context() as patch:
        patch.setattr("backend.records.jobs.AT_ONCE", -1)  # no export is written here: what one holds is others' matter
        yield world


@pytest.fixture
def asked(pytestconfig: pytest.Config) -> Asked:
    """Give what somebody asks for: on the first database everything, as everybody does.

    What differs on another database is SQL, not who may. There the investigator and the respondent ask for everything, and anybody else
    only for what they are the first to be given.
    """
    everybody = not pytestconfig.getoption("--second-database")
    in_full = [place for place, name in enumerate(PEOPLE) if everybody or name in ("ines", "martin")]

    def of(matrix: Matrix, place: int) -> list[tuple[tuple[str, str], tuple[int, ...]]]:
        return [(route, told) for route, told in matrix.items() if place in in_full or told.index(min(told)) == place]

    return of


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", simplify_regex(route).lstrip("/")), entry.callback
        else:
            yield from patterns(entry, route)


def methods(view: Any) -> list[str]:
    if not hasattr(view, "cls"):
        return ["get"]  # a plain function: the description of the API
    verbs = ("get", "post", "put", "patch", "delete")
    return [name for name in verbs if name in (getattr(view, "actions", None) or dir(view.cls))]


def api_routes() -> set[tuple[str, str]]:
    routes = [
        (route.removeprefix(API_ROOT), view) for route, view in patterns(get_resolver()) if route.startswith(API_ROOT)
    ]
    return {(method, route) for route, view in routes for method in methods(view)}


def test_no_route_is_named_by_two_areas() -> None:
    for door in ("API", "WEB"):
        named = Counter(route for area in AREAS for route in getattr(area, door, {}))
        assert {route for route, times in named.items() if times > 1} == set()


def test_every_api_route_is_in_the_matrix() -> None:
    assert api_routes() == set(API)


def test_every_api_route_answers_each_kind_of_person_as_expected(world: World, asked: Asked) -> None:
    wrong = {}
    for place, name in enumerate(PEOPLE):
        client = caller(world, name)
        for (method, route), expected in asked(API, place):
            address = f"/{world.fill(API_ROOT + route)}"
            body = {"data": json.dumps({}), "content_type": "application/json"} if method == "post" else {}
            response = getattr(client, method)(address, **body)
            response.getvalue()  # a file is read to its end, and so closed
            if response.status_code != expected[place]:
                wrong[name, method, route] = (response.status_code, expected[place])
    assert wrong == {}


def test_every_page_is_in_the_matrix() -> None:
    foreign = ("api/", "account/")
    pages = {route for route, _ in patterns(get_resolver()) if not route.startswith(foreign)}
    assert pages == {route for _, route in WEB}


def test_every_page_answers_each_kind_of_person_as_expected(world: World, asked: Asked) -> None:
    wrong = {}
    for place, name in enumerate(PEOPLE):
        client = caller(world, name)
        for (method, route), expected in asked(WEB, place):
            response = getattr(client, method)(f"/{world.fill(route)}")
            response.getvalue()
            if response.status_code != expected[place]:
                wrong[name, method, route] = (response.status_code, expected[place])
    assert wrong == {}


def test_a_page_takes_no_method_that_the_matrix_leaves_out(world: World) -> None:
    client = caller(world, "ines")
    left_out = {(method, route) for _, route in WEB for method in ("get", "post")} - set(WEB)
    answered = {each: getattr(client, each[0])(f"/{world.fill(each[1])}").status_code for each in left_out}
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
