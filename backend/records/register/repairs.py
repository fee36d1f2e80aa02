"""Making sense of rows: typed facts from dirty text. Whatever is replaced, completed or left out is noted; nothing is guessed silently."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from backend.decisions.models import Factual, OutcomeKind, PolicyResult
from backend.kernel import clock
from backend.records.register.mapping import (
    COMPLAINTS,
    Category,
    FindingCode,
    OutcomeCode,
    RegisterMapping,
)
from backend.records.register.notes import Notes
from backend.records.register.reading import Folder, Row

UNKNOWN_FINDING = FindingCode("a code that the mapping does not know", Factual.UNDETERMINED, PolicyResult.NOT_RECORDED)
UNKNOWN_OUTCOME = OutcomeCode("a code that the mapping does not know", (OutcomeKind.UNKNOWN,))
LEFT_EMPTY = "left empty"


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What the register says about a matter as a whole."""

    row: Row
    ref: str
    opened_at: datetime
    closed_at: datetime | None
    occurred_on: date | None
    unit: str


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What it says about one allegation."""

    row: Row
    number: str
    respondent: str
    text: str
    category: Category
    settings: tuple[str, ...]
    recommended: tuple[str, FindingCode] | None
    final: tuple[str, FindingCode] | None
    advised: tuple[str, OutcomeCode] | None
    imposed: tuple[str, OutcomeCode] | None


@dataclass(frozen=True, kw_only=True)
class Post:
    """What it says about one investigator's part."""

    row: Row
    person: str
    role: str
    recorded_role: str
    starts_on: date | None


@dataclass(frozen=True)
class Matter:
    """One complaint, understood."""

    complaint: Complaint
    charges: Sequence[Charge]
    posts: Sequence[Post]


class Clerk:
    """Reads folders with one mapping, and notes every repair."""

    def __init__(self, mapping: RegisterMapping, notes: Notes) -> None:
        """Keep the mapping, the list, and the last day that may stand in a register."""
        self.mapping, self.notes = mapping, notes
        self.latest = mapping.latest or clock.today(mapping.zone.key)

    def matter(self, folder: Folder) -> Matter | None:
        """Understand one folder; None when the complaint had to be rejected, and its parts with it."""
        complaint = self._complaint(folder.complaint)
        if complaint is None:
            for part in (*folder.allegations, *folder.assignments):
                self.notes.reject(part.sheet, part.line, f"Its complaint {folder.complaint['ref']} was rejected.")
            return None
        charges = [self._charge(row, complaint) for row in folder.allegations]
        return Matter(complaint, charges, [self._post(row) for row in folder.assignments])

    def _complaint(self, row: Row) -> Complaint | None:
        reported, occurred = self._day(row, "reported_on"), self._day(row, "occurred_on")
        opened = reported or occurred
        if opened is None:
            why = "Neither a day of the report nor one of the incident can be read."
            self.notes.reject(COMPLAINTS, row.line, why, value=row["ref"])
            return None
        if reported is None:
            self._note(
                row,
                "reported_on",
                f"opened on the day of the incident, {opened}",
                "A case has a day on which it was opened.",
            )
        elif occurred and occurred > opened:
            self._note(row, "occurred_on", LEFT_EMPTY, f"The incident lies after the report of {opened}.")
            occurred = None
        closed = self._day(row, "closed_on") if row["closed_on"] else None
        if row["closed_on"] and closed is None:
            closed = opened
            self._note(
                row,
                "closed_on",
                f"closed on the day it was opened, {opened}",
                "It is recorded as closed, on a day that can’t be.",
            )
        elif closed and closed < opened:
            self._note(
                row,
                "closed_on",
                f"closed on the day it was opened, {opened}",
                f"The closing lies before the report of {opened}.",
            )
            closed = opened
        if not row["closed_on"]:
            self._value(row, "closed_on")
        return Complaint(
            row=row,
            ref=row["ref"],
            opened_at=self._moment(opened),
            closed_at=self._moment(closed) if closed else None,
            occurred_on=occurred,
            unit=self._short(row, "unit", 40),
        )

    def _charge(self, row: Row, complaint: Complaint) -> Charge:
        text = self._short(row, "category", 120)
        recommended, final = self._finding(row, "recommended_finding"), self._finding(row, "final_finding")
        if final and complaint.closed_at is None:
            self._note(
                row,
                "final_finding",
                "kept as a proposed finding",
                "The complaint is not closed: no day on which it was adopted.",
            )
        category = self.mapping.category(text)
        return Charge(
            row=row,
            number=row["number"],
            respondent=self._value(row, "respondent"),
            text=text,
            category=category,
            settings=tuple(dict.fromkeys((*category.settings, *self.mapping.settings_in(text)))),
            recommended=recommended,
            final=final,
            advised=self._outcome(row, "recommended_outcome"),
            imposed=self._outcome(row, "final_outcome"),
        )

    def _post(self, row: Row) -> Post:
        recorded = self._value(row, "role", "taken as " + self.mapping.usual_role)
        role = self.mapping.roles.get(recorded)
        if recorded and role is None:
            self._note(row, "role", f"taken as {self.mapping.usual_role}", "The mapping does not know this role.")
        starts_on = self._day(row, "starts_on")
        return Post(
            row=row,
            person=row["person"],
            role=role or self.mapping.usual_role,
            recorded_role=recorded[:120],
            starts_on=starts_on,
        )

    def _finding(self, row: Row, column: str) -> tuple[str, FindingCode] | None:
        code = self._value(row, column)
        if not code:
            return None
        if code not in self.mapping.findings:
            self._note(row, column, "kept as undetermined", "The mapping does not know this code.")
        return code[:20], self.mapping.findings.get(code, UNKNOWN_FINDING)

    def _outcome(self, row: Row, column: str) -> tuple[str, OutcomeCode] | None:
        code = self._value(row, column)
        if not code:
            return None
        known = self.mapping.outcome(code)
        if known is None:
            self._note(row, column, "kept as not recorded", "The mapping does not know this code.")
        return code[:20], known or UNKNOWN_OUTCOME

    def _day(self, row: Row, column: str) -> date | None:
        text = self._value(row, column)
        if not text:
            return None
        day = self.mapping.day(row.sheet, column, text)
        if day is None:
            self._note(row, column, LEFT_EMPTY, "There is no such day.")
        elif not self.mapping.earliest <= day <= self.latest:
            self._note(row, column, LEFT_EMPTY, f"{day} is not between {self.mapping.earliest} and {self.latest}.")
            return None
        return day

    def _value(self, row: Row, column: str, done: str = LEFT_EMPTY) -> str:
        sheet, text = self.mapping.sheets[row.sheet], row[column]
        if text and text in sheet.blanks.get(column, ()):
            self._note(row, column, done, "The mapping says that this value stands for none.")
            return ""
        if not text and column in sheet.columns and column not in sheet.may_be_blank:
            self._note(row, column, done, "Blank.")
        return text

    def _short(self, row: Row, column: str, length: int) -> str:
        text = self._value(row, column)
        if len(text) > length:
            self._note(row, column, f"cut to {length} characters", "Longer than the record has room for.")
        return text[:length]

    def _note(self, row: Row, column: str, done: str, why: str) -> None:
        self.notes.repair(row.sheet, row.line, self.mapping.sheets[row.sheet].columns[column], row[column], done, why)

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.mapping.zone).astimezone(UTC)
