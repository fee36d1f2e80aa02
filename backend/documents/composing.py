"""How a letter comes from a record: who it may go to, what a person must still say, what is missing, and the letter itself.

An app declares a composer for each kind of letter that somebody writes by hand; letters that follow from a move on a record
(a notice, an offer) are issued by that move and need none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from backend.audit.recorded import Recorded
from backend.documents.letters import Letter
from backend.kernel.errors import Invalid
from backend.people.models import Person

Given = Mapping[str, Any]
COMPOSERS: dict[str, "Composer"] = {}
MISSING: Final = "Say this before the letter can go on."


@dataclass(frozen=True)
class Asked:
    """One thing that the writer says: a line, a text, a list with one item a line, pairs (“one thing: another”), rows, a day, or yes or no.

    Of `rows`, one stands on each line, its cells with a bar between them, as `columns` names them.
    """

    name: str
    label: str
    kind: Literal["line", "text", "lines", "pairs", "rows", "day", "yes"] = "line"
    help: str = ""
    is_required: bool = True
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """Something that the records lack: what it is, and the kind of page (with the reference) where it is filled in."""

    what: str
    place: str
    reference: str


def no_gaps(about: Any, to: Person) -> Sequence[Gap]:
    """Find nothing missing."""
    return ()


def nobody(about: Any, to: Person) -> Sequence[str]:
    """Forbid no name."""
    return ()


def ready(about: Any, letter: Letter) -> str:
    """Hold no issue back."""
    return ""


def nothing(about: Any) -> Given:
    """Begin with an empty form."""
    return {}


@dataclass(frozen=True)
class Composer:
    """One kind of letter that people write: from which record, with whose right, to whom, and what follows from its issue."""

    letter: type[Letter]
    about: type[Recorded]
    action: str  # the permission on the record
    summary: str  # what the letter is for, in the list of letters that can be written
    follows: str  # what its issue sets going, as the page says before it
    recipients: Callable[[Any], Sequence[Person]]
    write: Callable[..., Letter]  # (about, *, to, by, given)
    asks: tuple[Asked, ...] = ()
    gaps: Callable[[Any, Person], Sequence[Gap]] = no_gaps
    unnamed: Callable[[Any, Person], Sequence[str]] = nobody  # whom it must not name
    begins: Callable[[Any], Given] = nothing  # what the form begins with, taken from the record
    unready: Callable[[Any, Any], str] = ready  # why the letter, approved as it is, can't be issued yet

    @property
    def key(self) -> str:
        """Name the composer in addresses: the letter's own name, such as employer_duty_notice."""
        return self.letter.template.split("/")[1]


def composes(composer: Composer) -> Composer:
    """Register a composer; one for each kind of letter."""
    if COMPOSERS.setdefault(composer.key, composer).letter is not composer.letter:
        raise ValueError(f"{composer.key} has a composer already.")
    return composer


def composers_for(about: Recorded) -> list[Composer]:
    """List the letters that can be written about a record, in the order of their kinds."""
    found = [composer for composer in COMPOSERS.values() if isinstance(about, composer.about)]
    return sorted(found, key=lambda each: (int("".join(filter(str.isdigit, each.letter.kind))), each.key))


def understood(composer: Composer, given: Given) -> dict[str, Any]:
    """Bring what was typed into the letter's types; raise Invalid, by field, for what is missing or no day."""
    errors: dict[str, list[str]] = {}
    values: dict[str, Any] = {}
    for asked in composer.asks:
        value = given.get(asked.name)
        try:
            values[asked.name] = _read(asked, value)
        except ValueError as error:
            errors[asked.name] = [str(error) if asked.kind in ("pairs", "rows") else "Give a day, such as 2026-03-09."]
            continue
        if asked.is_required and values[asked.name] in ("", (), None):
            errors[asked.name] = [MISSING]
    if errors:
        raise Invalid(errors)
    return values


def _read(asked: Asked, value: Any) -> Any:
    match asked.kind:
        case "yes":
            return bool(value)
        case "day":
            return value if isinstance(value, date) or not value else date.fromisoformat(str(value))
        case "lines":
            return _lines(value)
        case "pairs":
            return tuple(_pair(line) for line in (_lines(value) if isinstance(value, str) else value or ()))
        case "rows":
            return tuple(
                _row(line, asked.columns) for line in (_lines(value) if isinstance(value, str) else value or ())
            )
        case _:
            return str(value or "").replace("\r\n", "\n").strip()


def _lines(value: Any) -> tuple[str, ...]:
    lines = value.splitlines() if isinstance(value, str) else value or ()
    said = (str(line).strip().removeprefix("-").strip() for line in lines)
    return tuple(line for line in said if line)


def _pair(value: Any) -> tuple[str, str]:
    """Read “one thing: another”; a pair that was read before is taken as it is."""
    first, second = value if isinstance(value, list | tuple) and len(value) == 2 else str(value).partition(":")[::2]
    if not (str(first).strip() and str(second).strip()):
        raise ValueError(f"Write two things with a colon between them, not only “{str(value)[:60]}”.")
    return str(first).strip(), str(second).strip()


def _row(value: Any, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Read “one | another | a third”; a row that was read before is taken as it is."""
    cells = tuple(str(cell).strip() for cell in (value if isinstance(value, list | tuple) else str(value).split("|")))
    if len(cells) != len(columns) or not all(cells):
        raise ValueError(f"Write {' | '.join(columns)}, with bars between them, not only “{' | '.join(cells)[:60]}”.")
    return cells


def day_of(asked: str, text: str) -> date:
    """Read a day that stands in a line or a cell; raise Invalid, under the field’s name, for what is no day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid({asked: [f"Give a day, such as 2026-03-09, not “{text.strip()[:40]}”."]}) from None
