"""Which entries of an export stay closed: they are counted, and a hash stands in the place of each."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q

from backend.audit.actions import MATTERS, withheld_actions, withheld_matter
from backend.audit.models import Event, Leaf, Subject
from backend.cases.models import CaseParty
from backend.cases.vocabulary import PartyRole
from backend.intake.models import Report
from backend.people.models import Person, User
from backend.records.bundle.selection import chunks, condition

IDENTITY = "identity"
PRUNED = "pruned"
AT_ONCE = 16_384


class Closing:
    """What stays closed in one export: compartments, pruned texts, and, where names are shown, what would tell who reported."""

    def __init__(self, *, identified: bool) -> None:
        """Ask once what holds for the whole export."""
        self.kept = withheld_actions()
        self.reporters = tells_who_reported() if identified else None
        self.has_holes = Event.objects.filter(action="audit.prune").exists()
        self.has_kept = Event.objects.filter(withheld()).exists()

    def of(self, indexes: Sequence[int]) -> dict[int, str]:
        """Tell which entries of one part stay closed, and why."""
        closed = self._by_action(indexes) if self.has_kept else {}
        if self.reporters is not None:
            theirs = [at for some in chunks(indexes, AT_ONCE) for at in self._of_reporters(some, self.reporters)]
            closed = {**dict.fromkeys(theirs, IDENTITY), **closed}
        return {**closed, **dict.fromkeys(self._holes(indexes), PRUNED)} if self.has_holes else closed

    def count(self, indexes: Sequence[int]) -> dict[str, int]:
        """Count what stays closed of a whole list, by its class."""
        return by_class(each for part in chunks(indexes) for each in self.of(part).values())

    def _by_action(self, indexes: Sequence[int]) -> dict[int, str]:
        where, values = condition(indexes)
        marks = ", ".join(["%s"] * len(self.kept))
        matters = "".join(" OR e.stream LIKE %s" for _ in MATTERS)
        query = (
            "SELECT l.leaf_index, e.action, e.stream FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id"  # noqa: S608
            f" WHERE {where} AND (e.action IN ({marks}){matters})"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [*values, *self.kept, *(f"{noun}:%" for noun in MATTERS)])
            return {index: withheld_as(action, stream) for index, action, stream in cursor.fetchall()}

    def _holes(self, indexes: Sequence[int]) -> list[int]:
        where, values = condition(indexes)
        query = (
            "SELECT l.leaf_index FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id"  # noqa: S608
            f" WHERE {where} AND (e.id IS NULL OR e.body = '')"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return [row[0] for row in cursor.fetchall()]

    def _of_reporters(self, indexes: Sequence[int], rule: Q) -> list[int]:
        first, last = indexes[0], indexes[-1]
        leaves = Leaf.objects.filter(leaf_index__range=(first, last))
        if last - first + 1 != len(indexes):
            leaves = leaves.filter(leaf_index__in=list(indexes))
        events = Event.objects.filter(rule, pk__in=leaves.values("event_id"))
        return list(Leaf.objects.filter(event_id__in=events.values("pk")).values_list("leaf_index", flat=True))


def withheld() -> Q:
    """Find the entries that stay closed in every export: those of a compartment, by their action or by their matter."""
    found = Q(action__in=list(withheld_actions()))
    for noun in MATTERS:
        found |= Q(stream__startswith=f"{noun}:")
    return found


def withheld_as(action: str, stream: str) -> str:
    """Tell to which class an entry belongs that stays closed."""
    return withheld_actions().get(action) or withheld_matter(stream) or ""


def tells_who_reported() -> Q:
    """Find the entries by which a name could be tied to a report: those of reports, and what reporters did or got in a matter."""
    people = Person.objects.filter(
        Q(pk__in=Report.objects.exclude(reporter=None).values("reporter"))
        | Q(pk__in=CaseParty.objects.filter(role=PartyRole.REPORTER).values("person"))
    )
    return (
        Q(stream__startswith="report:")
        | Q(obj__startswith="report:")
        | Q(stream__startswith="case:", actor__in=User.objects.filter(person__in=people).values("uid"))
        | Q(pk__in=Subject.objects.filter(person_id__in=people.values("uid")).values("event_id"))
    )


def by_class(classes: Iterable[str]) -> dict[str, int]:
    """Count what stays closed by its class."""
    numbers: dict[str, int] = {}
    for each in classes:
        numbers[each] = numbers.get(each, 0) + 1
    return dict(sorted(numbers.items()))
