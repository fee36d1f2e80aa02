"""Reading a register's files, in whatever order their rows stand, with memory that does not grow with them.

The rows are laid out in a temporary SQLite file, so that duplicates, orphans and the parts of one complaint are found by key.
"""

import csv
import gzip
import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from backend.records.register.mapping import ALLEGATIONS, ASSIGNMENTS, COMPLAINTS, SHEETS, RegisterMapping, Sheet
from backend.records.register.notes import Notes

if TYPE_CHECKING:
    from _csv import Reader

LONGEST_KEY = 120
KEYS = {
    COMPLAINTS: ("ref",),
    ALLEGATIONS: ("number",),
}  # an assignment has no key: only a row equal in everything is a double
NEEDED = {COMPLAINTS: ("ref",), ALLEGATIONS: ("number", "ref"), ASSIGNMENTS: ("ref", "person")}


class RegisterFault(ValueError):
    """A register that can't be read with this mapping."""


@dataclass(frozen=True)
class Row:
    """One row of one file, by our names for its columns; a column that the register lacks is blank."""

    sheet: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a value; blank when there is none."""
        return self.values.get(column, "")


@dataclass(frozen=True)
class Folder:
    """One complaint with everything that the register says about it."""

    complaint: Row
    allegations: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)


class Register:
    """A register's rows, laid out on disk."""

    def __init__(self, directory: Path, mapping: RegisterMapping, notes: Notes, *, limit: int | None = None) -> None:
        """Keep where the files lie and how to read them."""
        self.directory, self.mapping, self.notes, self.limit = directory, mapping, notes, limit
        self.read = dict.fromkeys(SHEETS, 0)
        self.left_out = dict.fromkeys(SHEETS, 0)
        self.digests: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Read the files, and list what is malformed, doubled or belongs to nothing."""
        self._file = tempfile.NamedTemporaryFile(prefix="register-", suffix=".sqlite3")
        self._db = sqlite3.connect(self._file.name, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32000; BEGIN;")
        for sheet in self.mapping.sheets.values():
            self._lay_out(sheet)
        self._set_doubles_aside()
        self._keep_to_limit()
        self._set_orphans_aside()
        self._db.execute("COMMIT")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Throw the laid-out rows away."""
        self._db.close()
        self._file.close()

    @property
    def complaints(self) -> int:
        """Count the complaints that will be looked at."""
        return int(self._db.execute("SELECT count(*) FROM complaints").fetchone()[0])

    def folders(self, size: int) -> Iterator[list[Folder]]:
        """Give the complaints in the order of their file, some at a time, each with its allegations and assignments."""
        last = 0
        while heads := self._db.execute(
            "SELECT * FROM complaints WHERE n > ? ORDER BY n LIMIT ?", [last, size]
        ).fetchall():
            first, last = heads[0][0], heads[-1][0]
            folders = {head[0]: Folder(self._row(COMPLAINTS, head[1:])) for head in heads}
            for sheet in (ALLEGATIONS, ASSIGNMENTS):
                found = f"SELECT c.n, s.* FROM complaints c JOIN {sheet} s ON s.ref = c.ref WHERE c.n BETWEEN ? AND ? ORDER BY c.n, s.n"  # noqa: S608
                for number, _, *values in self._db.execute(found, [first, last]):
                    parts = folders[number].allegations if sheet == ALLEGATIONS else folders[number].assignments
                    parts.append(self._row(sheet, values))
            yield list(folders.values())

    def _row(self, sheet: str, values: list[str] | tuple[str, ...]) -> Row:
        line, *rest = values
        return Row(sheet, int(line), dict(zip(self.mapping.sheets[sheet].columns, rest, strict=True)))

    def _lay_out(self, sheet: Sheet) -> None:
        names = list(sheet.columns)
        columns = ", ".join(f'"{name}" TEXT' for name in names)
        self._db.execute(f"CREATE TABLE {sheet.name} (n INTEGER PRIMARY KEY, line INTEGER, {columns})")
        marks = ", ".join("?" * (len(names) + 1))
        insert = f"INSERT INTO {sheet.name} (line, {', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)}) VALUES ({marks})"  # noqa: S608
        self._db.executemany(insert, self._rows(sheet))
        self._db.execute(f"CREATE INDEX {sheet.name}_ref ON {sheet.name} (ref)")

    def _rows(self, sheet: Sheet) -> Iterator[list[str | int]]:
        path = _found(self.directory, sheet.file)
        with path.open("rb") as file:
            self.digests[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
        with _opened(path, sheet.encoding) as file:
            try:
                yield from self._checked(sheet, path, csv.reader(file, delimiter=sheet.delimiter))
            except UnicodeDecodeError as error:
                raise RegisterFault(
                    f"{path.name} is not written in {sheet.encoding}: {error}. Name its encoding in the mapping."
                ) from error

    def _checked(self, sheet: Sheet, path: Path, lines: "Reader") -> Iterator[list[str | int]]:
        header = [name.strip() for name in next(lines, [])]
        _check_header(sheet, path, header)
        places = [header.index(theirs) for theirs in sheet.columns.values()]
        blanks = [sheet.blanks.get(ours, frozenset()) for ours in sheet.columns]
        required = [at for at, ours in enumerate(sheet.columns) if ours in NEEDED[sheet.name]]
        names = list(sheet.columns)
        for cells in lines:
            self.read[sheet.name] += 1
            line = lines.line_num
            if len(cells) != len(header):
                self.notes.reject(sheet.name, line, f"The row has {len(cells)} columns; the header has {len(header)}.")
                continue
            values = [cells[place].strip() for place in places]
            fault = next(
                (at for at in required if not values[at] or values[at] in blanks[at] or len(values[at]) > LONGEST_KEY),
                None,
            )
            if fault is not None:
                why = (
                    f"Longer than {LONGEST_KEY} characters."
                    if values[fault]
                    else "Without it the row can’t be told from others."
                )
                self.notes.reject(sheet.name, line, why, column=sheet.columns[names[fault]], value=values[fault])
            elif any("\0" in value for value in values):
                self.notes.reject(sheet.name, line, "The row holds a NUL character, which no text may hold.")
            else:
                yield [line, *values]

    def _set_doubles_aside(self) -> None:
        for sheet in SHEETS:
            key = ", ".join(f'"{name}"' for name in KEYS.get(sheet, self.mapping.sheets[sheet].columns))
            ranked = (
                f"SELECT n, line, ref, first_value(line) OVER (PARTITION BY {key} ORDER BY n) AS first FROM {sheet}"  # noqa: S608
            )
            repeated = f"SELECT n, line, ref, first FROM ({ranked}) WHERE line <> first ORDER BY n"  # noqa: S608
            doubles = self._db.execute(repeated).fetchall()
            for _, line, ref, first in doubles:
                what = "Repeats the key of" if sheet in KEYS else "Is the same as"
                self.notes.reject(
                    sheet, line, f"{what} line {first}.", column=self.mapping.sheets[sheet].columns["ref"], value=ref
                )
            self._db.executemany(f"DELETE FROM {sheet} WHERE n = ?", [[double[0]] for double in doubles])  # noqa: S608

    def _keep_to_limit(self) -> None:
        if self.limit is None:
            return
        beyond = "SELECT ref FROM complaints ORDER BY n LIMIT -1 OFFSET ?"
        for sheet in (ALLEGATIONS, ASSIGNMENTS, COMPLAINTS):
            gone = self._db.execute(f"DELETE FROM {sheet} WHERE ref IN ({beyond})", [self.limit])  # noqa: S608
            self.left_out[sheet] = gone.rowcount

    def _set_orphans_aside(self) -> None:
        for sheet in (ALLEGATIONS, ASSIGNMENTS):
            stray = f"SELECT n, line, ref FROM {sheet} WHERE ref NOT IN (SELECT ref FROM complaints) ORDER BY n"  # noqa: S608
            lost = self._db.execute(stray).fetchall()
            column = self.mapping.sheets[sheet].columns["ref"]
            for _, line, ref in lost:
                self.notes.reject(sheet, line, "No complaint with this reference was read.", column=column, value=ref)
            self._db.executemany(f"DELETE FROM {sheet} WHERE n = ?", [[one[0]] for one in lost])  # noqa: S608


def _check_header(sheet: Sheet, path: Path, header: list[str]) -> None:
    missing = [theirs for theirs in sheet.columns.values() if theirs not in header]
    if missing:
        raise RegisterFault(f"{path.name} has no column “{missing[0]}”; it has {', '.join(header) or 'no header'}.")
    strange = [name for name in header if name not in sheet.columns.values() and name not in sheet.ignored]
    if strange:
        raise RegisterFault(
            f"{path.name} has a column “{strange[0]}” that the mapping does not speak of. Map it, or list it under “ignored”."
        )


def _found(directory: Path, name: str) -> Path:
    for path in (directory / name, directory / f"{name}.gz", directory / name.removesuffix(".gz")):
        if path.is_file():
            return path
    raise RegisterFault(f"There is no file {name} in {directory}.")


def _opened(path: Path, encoding: str) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=encoding, newline="")
    return path.open(encoding=encoding, newline="")
