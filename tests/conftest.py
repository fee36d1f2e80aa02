"""What every test starts from: the cast in the database, a few cases, a client that signs in, a clock that stands still."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, TransactionTestCase, override_settings
from pytest_django.plugin import DjangoDbBlocker

from backend.agreements.models import Agreement
from backend.audit.events import About
from backend.audit.sealed import inline
from backend.audit.timeline import entries, history
from backend.cases.models import Case
from backend.demo.cast import Cast, raise_cast
from backend.documents.typesetting import Typesetter
from backend.intake.models import Report
from backend.kernel import clock
from backend.people.models import User
from tests.builders import AGREEMENT_STATES, GOLDEN, cases_at_hand, play_case, play_report, the_agreement
from tests.database import PostgresTemplate, SqliteTemplate, TemplateDatabase
from tests.press import set_in_full, set_quickly

STANDING: Final = timedelta(days=700)  # the company is older than any test's past


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the run on a second database leave out what would be asked of it again in the same words: it was run on the first."""
    parser.addoption(
        "--second-database", action="store_true", help="run only what another database could answer differently"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a second database can't answer differently, where that is asked for (docs/adr/0021-what-runs-twice.md)."""
    if config.getoption("--second-database"):
        asked = [item for item in items if _uses_database(item) and not _is_of_a_page(item)]
        config.hook.pytest_deselected(items=[*set(items) - set(asked)])
        items[:] = asked


def _is_of_a_page(item: pytest.Item) -> bool:
    """Tell whether a test reads one page and sends its form: on the second database every page is opened by the matrix of routes.

    The matrix asks for no page with a search or a filter: such a test runs on both.
    """
    is_page = item.path.parent.name == "web" and item.path.stem.endswith("_pages")
    return is_page and item.get_closest_marker("searching") is None


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        fixtures & {"db", "transactional_db", "django_db_setup"}
    )


@pytest.fixture(scope="session", autouse=True)
def _quick(django_test_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hash passwords and set letters fast, keep files out of the product's own folders, let no notice of a letter wait in the queue."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    folders = {f"{name.upper()}_DIR": tmp_path_factory.mktemp(name) for name in ("export", "files", "seal")}
    quickly = override_settings(PASSWORD_HASHERS=hashers, LETTER_NOTICES=False, **folders)
    with quickly, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Typesetter, "typeset", set_quickly)
        yield


@pytest.fixture(autouse=True)
def _sealed_apart(_quick: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let each test have a log with a memory of its own and a seal of its own, as it has a database; a folder is made when it is needed."""
    kept = settings.AUDIT_DIR, settings.SEAL_DIR
    base, name = tmp_path_factory.getbasetemp(), uuid4().hex
    settings.AUDIT_DIR, settings.SEAL_DIR = base / "audit" / name, base / "seal" / name
    yield
    settings.AUDIT_DIR, settings.SEAL_DIR = kept


@pytest.fixture(autouse=True)
def _press(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set every page in full only where a test is about paper."""
    if any(request.node.get_closest_marker(name) for name in ("printing", "paper")):
        monkeypatch.setattr(Typesetter, "typeset", set_in_full)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, _quick: None, django_db_createdb: bool, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Furnish the database once; each test then rolls back to it, and one that commits gets a fresh copy."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        database = _template(request)
        database.prepare(_furnish, anew=django_db_createdb)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: database.restore())
        yield
        database.drop()


@pytest.fixture
def cast(db: None) -> Cast:
    """Give the people of the company, read afresh for each test."""
    return Cast()


@pytest.fixture
def a_report(cast: Cast) -> Callable[..., Report]:
    """Give a function that sends a report in, as Erin about Martin unless told otherwise."""

    def build(*, triaged: bool = False, **told: Any) -> Report:
        return play_report(cast, triaged=triaged, **told)

    return build


@pytest.fixture
def a_case(cast: Cast) -> Callable[..., Case]:
    """Give a function that finds or plays a case in a wanted state; a second call gives a second case."""
    return cases_at_hand(cast)


@pytest.fixture
def an_agreement(a_case: Callable[..., Case]) -> Callable[..., Agreement]:
    """Give a function that finds or plays an agreement in a wanted state: drafted (and approved), offered, signed or active."""

    def build(state: str = "offered") -> Agreement:
        if state not in AGREEMENT_STATES:
            raise ValueError(f"{state} is none of {', '.join(AGREEMENT_STATES)}.")
        return the_agreement(a_case(state))

    return build


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """Give a function that signs somebody in and returns their browser: `sign_in(cast.ines).get("/cases/")`."""

    def build(user: User, client: Client | None = None) -> Client:
        browser = client or Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return build


@pytest.fixture
def frozen() -> Iterator[datetime]:
    """Hold the clock; a test moves on with `clock.at(frozen + timedelta(days=3))`."""
    with clock.at(clock.now().replace(microsecond=0)) as moment:
        yield moment


@pytest.fixture
def last_event(cast: Cast) -> Callable[[About], tuple[str, str, str]]:
    """Give a function that tells the latest event of a record: action, who of the cast, reason."""

    def read(row: About) -> tuple[str, str, str]:
        [entry] = entries(history(row)[:1])
        return entry.action.name, cast.key_of(entry.actor), entry.reason

    return read


def _furnish() -> None:
    """Play in one transaction that seals nothing when it ends: each test’s log is opened under the test’s own key."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(Typesetter, "typeset", set_in_full)
        with clock.at(clock.now() - STANDING):
            raise_cast()
        cast = Cast()
        for state in GOLDEN:
            play_case(cast, state)
        connection.run_on_commit = [hook for hook in connection.run_on_commit if hook[1].__module__ != inline.__name__]


def _template(request: pytest.FixtureRequest) -> TemplateDatabase:
    cache = request.config.cache
    if cache is None:
        raise RuntimeError("The tests keep their furnished database in pytest's cache: don't switch it off.")
    kept: Path = cache.mkdir("database")
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    if connection.vendor == "postgresql":
        return PostgresTemplate(kept, worker)
    return SqliteTemplate(kept, worker, request.getfixturevalue("tmp_path_factory").mktemp("database"))
