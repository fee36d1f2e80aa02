"""What became of rows that could not be taken as they were: every one is listed, with the reason."""

import csv
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Final, Self

HEADER: Final = ("file", "line", "column", "value", "result", "what was done", "why")
REJECTED, REPAIRED = "rejected", "repaired"


class Notes:
    """The list of rejected and repaired rows, written while they are met. The same register always gives the same list."""

    def __init__(self, path: Path) -> None:
        """Keep where the list is written."""
        self.path = path
        self.rejected: Counter[str] = Counter()
        self._repaired: dict[str, set[int]] = {}

    def __enter__(self) -> Self:
        """Begin the list anew."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("w", encoding="utf-8", newline="")
        self._write = csv.writer(self._file).writerow
        self._write(HEADER)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def reject(self, sheet: str, line: int, why: str, *, column: str = "", value: str = "") -> None:
        """List a row that is not imported."""
        self.rejected[sheet] += 1
        self._repaired.get(sheet, set()).discard(line)
        self._write((sheet, line, column, value[:500], REJECTED, "not imported", why))

    def repair(self, sheet: str, line: int, column: str, value: str, done: str, why: str) -> None:
        """List a value that was replaced, completed or left out, while its row is imported."""
        self._repaired.setdefault(sheet, set()).add(line)
        self._write((sheet, line, column, value[:500], REPAIRED, done, why))

    def repaired(self, sheet: str) -> int:
        """Count the rows of a file in which something was repaired."""
        return len(self._repaired.get(sheet, ()))
