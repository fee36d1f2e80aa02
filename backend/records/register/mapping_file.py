"""Reading a mapping file. Whatever is wrong with one is told at once, all faults together, before any row is read."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from backend.cases.vocabulary import CaseKind, CaseRole, Standard, Track
from backend.deadlines.profiles import profile_codes
from backend.decisions.models import Factual, OutcomeKind, PolicyResult
from backend.intake.vocabulary import Conduct, Setting
from backend.records.register.mapping import (
    SHEETS,
    Category,
    FindingCode,
    OutcomeCode,
    OutcomeRange,
    RegisterMapping,
    Sheet,
)

BUILT_IN = Path(__file__).resolve().parent / "mappings"
FORMAT = 1
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "complaints": ("ref", "reported_on"),
    "allegations": ("number", "ref"),
    "assignments": ("ref", "person"),
}
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "complaints": ("closed_on", "occurred_on", "occurred_time", "place", "unit"),
    "allegations": (
        "respondent",
        "category",
        "recommended_finding",
        "final_finding",
        "recommended_outcome",
        "final_outcome",
    ),
    "assignments": ("role", "starts_on"),
}
TABLES = {
    "format": int, "register": dict, "dates": dict, "units": dict, "people": dict, "complaints": dict, "allegations": dict,
    "assignments": dict, "roles": dict, "findings": dict, "outcomes": dict, "outcome_ranges": list, "categories": dict,
    "settings_by_words": dict,
}  # fmt: skip


class MappingFault(ValueError):
    """A mapping that can't be used; each line says what to mend."""

    def __init__(self, faults: Collection[str]) -> None:
        """Keep the faults."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def read_mapping(path: Path) -> RegisterMapping:
    """Read and check a mapping file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingFault([f"{path.name} can’t be read: {error}"]) from error
    return _Checked(data).mapping()


class _Checked:
    """A mapping's tables, read with care: a fault is noted and reading goes on."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.faults: list[str] = [f"There is no table “{name}” in this format." for name in data if name not in TABLES]
        self.faults += [
            f"“{name}” has the wrong form."
            for name, kind in TABLES.items()
            if not isinstance(data.get(name, kind()), kind)
        ]
        if data.get("format") != FORMAT:
            self.faults.append(f"Begin the file with format = {FORMAT}.")
        if self.faults:
            raise MappingFault(self.faults)

    def mapping(self) -> RegisterMapping:
        """Build the mapping, or raise every fault found."""
        register, people, units = (self.data.get(name, {}) for name in ("register", "people", "units"))
        sheets = {name: self._sheet(name) for name in SHEETS}
        built = {
            "name": self._matching("register.name", register.get("name", ""), r"[a-z0-9][a-z0-9-]{1,39}"),
            "title": self._text("register", register, "title"),
            "zone": self._zone(register.get("zone", "UTC")),
            "profile": self._one_of("register.profile", register.get("profile", "UK"), profile_codes()),
            "standard": self._one_of("register.standard", register.get("standard", "unknown"), Standard.values),
            **self._dates(),
            "categories": self._categories(),
            "text_settings": self._words(),
            "findings": {code: self._finding(code, entry) for code, entry in self._entries("findings")},
            "outcomes": {code: self._outcome(f"outcomes.{code}", entry) for code, entry in self._entries("outcomes")},
            "outcome_ranges": tuple(self._ranges()),
            "roles": {
                code: self._one_of(f"roles.{code}", role, CaseRole.values)
                for code, role in self.data.get("roles", {}).items()
                if code != "usual"
            },
            "usual_role": self._one_of(
                "roles.usual", self.data.get("roles", {}).get("usual", CaseRole.INVESTIGATOR), CaseRole.values
            ),
            "unit_code": self._template("units.code", units.get("code", "{unit}"), "unit"),
            "unit_name": self._template("units.name", units.get("name", "Unit {unit}"), "unit"),
            "respondent_name": self._template("people.respondent", people.get("respondent", "Employee {ref}"), "ref"),
            "investigator_name": self._template(
                "people.investigator", people.get("investigator", "Investigator {ref}"), "ref"
            ),
        }
        if self.faults:
            raise MappingFault(self.faults)
        return RegisterMapping(sheets=sheets, **built)

    def _sheet(self, name: str) -> Sheet:
        table = self.data.get(name, {})
        columns = table.get("columns", {})
        known = {*REQUIRED[name], *OPTIONAL[name]}
        missing = [column for column in REQUIRED[name] if column not in columns]
        self.faults += [f"{name}.columns: say which column holds “{column}”." for column in missing]
        self.faults += [
            f"{name}.columns: “{column}” is not something that is read." for column in columns if column not in known
        ]
        for part in ("may_be_blank", "dates", "blank_values"):
            self.faults += [
                f"{name}.{part}: “{column}” is not among the columns."
                for column in table.get(part, ())
                if column not in columns
            ]
        return Sheet(
            name=name,
            file=self._text(name, table, "file"),
            columns=columns,
            ignored=frozenset(table.get("ignored", ())),
            may_be_blank=frozenset(table.get("may_be_blank", ())),
            blanks={column: frozenset(values) for column, values in table.get("blank_values", {}).items()},
            formats=table.get("dates", {}),
            delimiter=table.get("delimiter", ","),
            encoding=table.get("encoding", "utf-8"),
        )

    def _dates(self) -> dict[str, Any]:
        table = self.data.get("dates", {})
        earliest, latest, pivot = table.get("earliest", date(1900, 1, 1)), table.get("latest"), table.get("pivot", 70)
        if type(earliest) is not date or (latest is not None and type(latest) is not date):
            self.faults.append("dates: write earliest and latest as days, such as 2000-01-31, without quotes.")
        if not (isinstance(pivot, int) and 0 <= pivot <= 100):
            self.faults.append("dates.pivot: a number from 0 to 100.")
        return {"earliest": earliest, "latest": latest, "pivot": pivot}

    def _categories(self) -> dict[str, Category]:
        categories = {}
        for prefix, entry in self._entries("categories"):
            where = f"categories.“{prefix}”"
            categories[prefix] = Category(
                title=self._text(where, entry, "title")[:200],
                kind=self._one_of(f"{where}.kind", entry.get("kind", CaseKind.CONDUCT), CaseKind.values),
                track=self._one_of(f"{where}.track", entry.get("track", Track.AFFECTS_OTHERS), Track.values),
                conduct=self._all_of(f"{where}.conduct", entry.get("conduct", ()), Conduct.values),
                settings=self._all_of(f"{where}.settings", entry.get("settings", ()), Setting.values),
            )
        if "" not in categories:
            self.faults.append(
                'categories: add one with the empty name ""; it is used where no other fits and where none is recorded.'
            )
        return categories

    def _words(self) -> dict[str, tuple[str, ...]]:
        table = self.data.get("settings_by_words", {})
        return {
            words: self._all_of(f"settings_by_words.{words}", found, Setting.values) for words, found in table.items()
        }

    def _finding(self, code: str, entry: Mapping[str, Any]) -> FindingCode:
        where = f"findings.{code}"
        factual = self._one_of(f"{where}.factual", entry.get("factual", ""), Factual.values)
        policy = self._one_of(f"{where}.policy", entry.get("policy", ""), PolicyResult.values)
        if len(code) > 20:
            self.faults.append(f"{where}: a code has 20 characters at most.")
        return FindingCode(self._text(where, entry, "label"), factual, policy)

    def _outcome(self, where: str, entry: Mapping[str, Any]) -> OutcomeCode:
        kinds = self._all_of(f"{where}.kinds", entry.get("kinds", ()), OutcomeKind.values)
        if not kinds:
            self.faults.append(f"{where}.kinds: name at least one.")
        return OutcomeCode(self._text(where, entry, "label"), kinds, bool(entry.get("days")))

    def _ranges(self) -> Iterable[OutcomeRange]:
        for number, entry in enumerate(self.data.get("outcome_ranges", []), start=1):
            first, last = entry.get("from"), entry.get("to")
            if not (isinstance(first, int) and isinstance(last, int) and first <= last):
                self.faults.append(
                    f"outcome_ranges, entry {number}: “from” and “to” are whole numbers, the first not above the second."
                )
                continue
            yield OutcomeRange(first, last, self._outcome(f"outcome_ranges, entry {number}", entry))

    def _entries(self, name: str) -> list[tuple[str, Mapping[str, Any]]]:
        table = self.data.get(name, {})
        self.faults += [
            f"{name}.{code}: a table in braces is expected."
            for code, entry in table.items()
            if not isinstance(entry, dict)
        ]
        return [(code, entry) for code, entry in table.items() if isinstance(entry, dict)]

    def _text(self, where: str, table: Mapping[str, Any], name: str) -> str:
        value = table.get(name, "")
        if not (isinstance(value, str) and value.strip()):
            self.faults.append(f"{where}.{name}: a text is missing.")
        return str(value).strip()

    def _matching(self, where: str, value: object, pattern: str) -> str:
        if not re.fullmatch(pattern, str(value)):
            self.faults.append(f"{where}: small letters, digits and hyphens, 2 to 40 of them.")
        return str(value)

    def _template(self, where: str, value: object, name: str) -> str:
        text = str(value)
        if text.count("{" + name + "}") != 1 or text.replace("{" + name + "}", "").strip("{}") != text.replace(
            "{" + name + "}", ""
        ):
            self.faults.append(f"{where}: write {{{name}}} once, where the register’s value belongs.")
        return text

    def _zone(self, value: object) -> ZoneInfo:
        if value not in available_timezones():
            self.faults.append(f"register.zone: “{value}” is no time zone’s name, such as Europe/London.")
            return ZoneInfo("UTC")
        return ZoneInfo(str(value))

    def _one_of(self, where: str, value: object, known: Collection[str]) -> str:
        if value not in known:
            self.faults.append(f"{where}: “{value}” is not one of {', '.join(known)}.")
        return str(value)

    def _all_of(self, where: str, values: Iterable[object], known: Collection[str]) -> tuple[str, ...]:
        return tuple(self._one_of(where, value, known) for value in values)
