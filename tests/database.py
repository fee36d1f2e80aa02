"""The tests' database: migrated, with the cast and a few cases in it, built once and copied for every worker.

A test that commits for real gets a fresh copy afterwards, because the history tables refuse to be emptied.
"""

import fcntl
import hashlib
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import distributions
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Final
from unittest.mock import patch
from urllib.parse import quote

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Field

ROOT: Final = Path(__file__).resolve().parent.parent
SHAPED_BY: Final = (".py", ".toml", ".html", ".css")
NOT_SHAPED_BY: Final = ("backend/web/", "backend/api/", "backend/demo/")
MIGRATED_BY: Final = ("*/migrations/*.py", "audit/**/*.py")
ALSO_SHAPED_BY: Final = (
    "backend/demo/cast.py",
    "backend/demo/company.py",
    "tests/builders.py",
    "tests/reports.py",
    "tests/conftest.py",
)
BARE: Final = "_bare"
STALE_AFTER: Final = timedelta(hours=1)  # a younger one may be in use by another run


class TemplateDatabase(ABC):
    """A furnished database that the working copies are made from; it is built anew when the code or the day changes.

    On SQLite it starts from what was migrated before, unless a migration changed since.
    """

    __test__ = False
    prepared: ClassVar["TemplateDatabase"]

    def __init__(self, cache: Path, worker: str) -> None:
        """Keep where the lock lies and whose working copy this is."""
        self.cache, self.worker, self.key = cache, worker, _key()

    def prepare(self, furnish: Callable[[], object], *, anew: bool = False) -> None:
        """Build the template unless it stands, then make the working copy; workers wait for the first of them."""
        with _alone(self.cache / "lock"):
            if anew or not self.stands():
                self.clear()
                self.point_at_new(anew=anew)
                with fields_copied():
                    call_command("migrate", verbosity=0, interactive=False)
                self.keep_bare()
                furnish()
                self.finish()
            TemplateDatabase.prepared = self
            self.restore()

    @abstractmethod
    def stands(self) -> bool:
        """Tell whether the template was built from this code on this day."""

    @abstractmethod
    def clear(self) -> None:
        """Remove stale templates and unfinished ones."""

    @abstractmethod
    def point_at_new(self, *, anew: bool) -> None:
        """Let the connection write a new template: empty, or migrated already."""

    @abstractmethod
    def keep_bare(self) -> None:
        """Put a copy aside that is migrated and empty, for tests that start from nothing: to migrate takes a quarter of a minute."""

    @abstractmethod
    def copy_bare(self, to: str) -> None:
        """Make a database from that copy."""

    @abstractmethod
    def finish(self) -> None:
        """Close the new template, complete."""

    @abstractmethod
    def restore(self) -> None:
        """Make the working copy anew, and point the connection at it."""

    @abstractmethod
    def drop(self) -> None:
        """Remove the working copy."""


class SqliteTemplate(TemplateDatabase):
    """Files, copied."""

    def __init__(self, cache: Path, worker: str, work: Path) -> None:
        """Keep the folder for the working copy."""
        super().__init__(cache, worker)
        self.template, self.partial = cache / f"{self.key}.sqlite3", cache / "partial.sqlite3"
        self.bare = cache / f"{_key_of_migrations()}{BARE}.sqlite3"
        self.pristine, self.work, self.copies = work / "pristine.sqlite3", work, count(1)

    def stands(self) -> bool:
        """Look for the files."""
        return self.template.exists() and self.bare.exists()

    def clear(self) -> None:
        """Remove stale files."""
        for old in self.cache.glob("*.sqlite3*"):
            if old.name.startswith(("partial", self.key)) or _is_stale(old):
                old.unlink()

    def point_at_new(self, *, anew: bool) -> None:
        """Write into a file that counts only when complete."""
        if self.bare.exists() and not anew:
            shutil.copyfile(self.bare, self.partial)
        _point_at(str(self.partial))

    def keep_bare(self) -> None:
        """Copy the file, with the write-ahead log folded into it."""
        connection.close()
        shutil.copyfile(self.partial, self.bare)

    def copy_bare(self, to: str) -> None:
        """Copy the file."""
        shutil.copyfile(self.bare, to)

    def finish(self) -> None:
        """Closing the last connection folds the write-ahead log into the file."""
        connection.close()
        self.partial.rename(self.template)

    def restore(self) -> None:
        """Copy to a file of a new name: a server thread that still holds the one before would fold its log into this one."""
        connection.close()
        for leftover in self.work.glob("test-*"):
            leftover.unlink(missing_ok=True)
        copy = self.work / f"test-{next(self.copies)}.sqlite3"
        if not self.pristine.exists():
            shutil.copyfile(self.template, self.pristine)
        shutil.copyfile(self.pristine, copy)
        _point_at(str(copy))

    def drop(self) -> None:
        """Leave the file to pytest, which empties its own folders."""
        connection.close()


class PostgresTemplate(TemplateDatabase):
    """Databases of one server, copied by the server itself."""

    def __init__(self, cache: Path, worker: str) -> None:
        """Name the databases after the product's own."""
        super().__init__(cache, worker)
        name = settings.DATABASES["default"]["NAME"]
        self.family = f"test_{name}_cast_"
        self.template, self.copy = f"{self.family}{self.key}", f"test_{name}_{worker}"
        self.complete = cache / f"{self.template}.complete"

    def stands(self) -> bool:
        """Ask the server, and for the mark that the building came to its end."""
        with _server() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
            return cursor.fetchone() is not None and self.complete.exists()

    def clear(self) -> None:
        """Drop stale databases."""
        with _server() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.family])
            for (old,) in cursor.fetchall():
                mark = self.cache / f"{old.removesuffix(BARE)}.complete"
                if old.removesuffix(BARE) == self.template or not mark.exists() or _is_stale(mark):
                    mark.unlink(missing_ok=True)
                    _drop(cursor, old)

    def point_at_new(self, *, anew: bool) -> None:
        """Create an empty database."""
        with _server() as cursor:
            cursor.execute(f"CREATE DATABASE {_quoted(self.template)}")
        _point_at(self.template)

    def keep_bare(self) -> None:
        """Let the server copy it."""
        _hang_up()
        with _server() as cursor:
            _copy(cursor, self.template, f"{self.template}{BARE}")

    def copy_bare(self, to: str) -> None:
        """Let the server copy it."""
        with _server() as cursor:
            _drop(cursor, to)
            _copy(cursor, f"{self.template}{BARE}", to)

    def finish(self) -> None:
        """Leave it, so that it can be copied."""
        _hang_up()
        self.complete.touch()

    def restore(self) -> None:
        """Let the server copy the template."""
        _hang_up()
        with _server() as cursor:
            _drop(cursor, self.copy)
            _copy(cursor, self.template, self.copy)
        _point_at(self.copy)

    def drop(self) -> None:
        """Drop the working copy."""
        _hang_up()
        with _server() as cursor:
            _drop(cursor, self.copy)


@contextmanager
def another_database(folder: Path, *, migrated: bool = False) -> Iterator[str]:
    """Point the connection at a new database without a row for a while; give the address by which another process reaches it."""
    known = str(connection.settings_dict["NAME"])
    on_server = connection.vendor == "postgresql"
    name = f"{known}_another" if on_server else str(folder / "another.sqlite3")
    if migrated:
        TemplateDatabase.prepared.copy_bare(name)
    elif on_server:
        with _server() as cursor:
            _drop(cursor, name)
            cursor.execute(f"CREATE DATABASE {_quoted(name)}")
    _point_at(name)
    held = {key: quote(str(connection.settings_dict[key]), safe="") for key in ("USER", "PASSWORD", "HOST", "PORT")}
    at = f"postgres://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}/{name}"
    yield at if on_server else f"sqlite:///{name}"
    _point_at(known)
    if on_server:
        with _server() as cursor:
            _drop(cursor, name)


@contextmanager
def backed_up(folder: Path) -> Iterator[Callable[[], None]]:
    """Back the database up as it stands now; a call of what this gives restores it."""
    name = str(connection.settings_dict["NAME"])
    _hang_up()
    if connection.vendor != "postgresql":
        shutil.copyfile(name, folder / "backup.sqlite3")
        yield partial(_restore_file, folder / "backup.sqlite3", Path(name))
        return
    with _server() as cursor:
        _drop(cursor, f"{name}_backup")
        _copy(cursor, name, f"{name}_backup")
    yield partial(_restore_database, f"{name}_backup", name)
    _hang_up()
    with _server() as cursor:
        _drop(cursor, f"{name}_backup")


def dumped() -> Iterator[tuple[str, str]]:
    """Read every row of every table of either database, binary columns too: the name of the table, and all that stands in the row."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 - names of our own tables
            for row in cursor.fetchall():
                yield table, " ".join(_text(value) for value in row)


def _text(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def _restore_file(backup: Path, path: Path) -> None:
    _hang_up()
    for journal in ("-wal", "-shm"):
        path.with_name(path.name + journal).unlink(missing_ok=True)
    shutil.copyfile(backup, path)


def _restore_database(backup: str, name: str) -> None:
    _hang_up()
    with _server() as cursor:
        _drop(cursor, name)
        _copy(cursor, backup, name)


def _key() -> str:
    """Name the state of the code that shapes the database, and the day: grants and offers in it run out."""
    digest = hashlib.sha256(f"{datetime.now(UTC).date()} {django.VERSION} {settings.INSTALLED_APPS}".encode())
    shaping = [path for path in (ROOT / "backend").rglob("*") if path.suffix in SHAPED_BY and _shapes(path)]
    for path in (*sorted(shaping), *(ROOT / name for name in ALSO_SHAPED_BY)):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _key_of_migrations() -> str:
    """Name the state of the migrations, and of what they and the libraries put into the database."""
    libraries = sorted(f"{one.name} {one.version}" for one in distributions())
    digest = hashlib.sha256(f"{libraries} {settings.INSTALLED_APPS}".encode())
    for path in sorted({path for pattern in MIGRATED_BY for path in (ROOT / "backend").glob(pattern)}):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _shapes(path: Path) -> bool:
    return not path.relative_to(ROOT).as_posix().startswith(NOT_SHAPED_BY)


def _is_stale(path: Path) -> bool:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) < datetime.now(UTC) - STALE_AFTER


def _point_at(name: str) -> None:
    _hang_up()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _hang_up() -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]


@contextmanager
def fields_copied() -> Iterator[None]:
    """Let the models of the past copy their fields: Django takes each apart and builds it anew, a third of all that migrating costs."""

    def copied(field: Field[Any, Any]) -> Field[Any, Any]:
        same = deepcopy(field)
        if not field.auto_created:  # fields stand in the order in which they were made
            same.creation_counter = Field.creation_counter
            Field.creation_counter += 1
        return same

    with patch.object(Field, "clone", copied):
        yield


@contextmanager
def _server() -> Iterator[CursorWrapper]:
    with connection._nodb_cursor() as cursor:
        yield cursor


def _drop(cursor: CursorWrapper, name: str) -> None:
    cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")


def _copy(cursor: CursorWrapper, template: str, name: str) -> None:
    cursor.execute(f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(template)}")


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Let one worker after the other in."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
