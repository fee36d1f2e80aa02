"""A permission is a queryset: a rule turns a person into a filter, so list, detail and action can never disagree.

Bars cut staff rights whatever granted them. What somebody may do *as a party* (read the notice sent to them, answer it, sign their own
agreement) is listed apart, under `own`, because a bar must not silence the person a matter is about. Being a superuser means nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import ClassVar, Final, TypeVar

from django.db.models import BooleanField, Case, Model, Q, QuerySet, Value, When

from backend.kernel.errors import Forbidden
from backend.people.models import User

Rule = Callable[[User], Q]
Rules = Mapping[str, Sequence[Rule]]
M = TypeVar("M", bound=Model)

ALL: Final = ~Q(pk__in=[])
NONE: Final = Q(pk__in=[])


class Policy:
    """The whole truth about who may do what to one kind of record."""

    registry: ClassVar[dict[type[Model], "Policy"]] = {}

    def __init__(
        self, model: type[Model], *, barred: Sequence[Rule] = (), allow: Rules | None = None, own: Rules | None = None
    ) -> None:
        """Register the rules; a second policy for a model is an error, more rules come through `extend`."""
        if model in self.registry:
            raise ValueError(f"{model.__name__} has a policy already; extend it.")
        self.model = model
        self.barred: list[Rule] = list(barred)
        self.allow: dict[str, list[Rule]] = {action: list(rules) for action, rules in (allow or {}).items()}
        self.own: dict[str, list[Rule]] = {action: list(rules) for action, rules in (own or {}).items()}
        self.registry[model] = self

    @property
    def actions(self) -> set[str]:
        """List every action that some rule speaks of."""
        return set(self.allow) | set(self.own)

    def rules(self, action: str) -> list[Rule]:
        """List the rules that can permit an action."""
        if action not in self.actions:
            raise LookupError(f"No rule says who may {action}.")
        return [*self.allow.get(action, ()), *self.own.get(action, ())]

    def scope(self, person: User, action: str, rows: QuerySet[M]) -> QuerySet[M]:
        """Cut rows down to those on which this person may do this."""
        if action not in self.actions:
            raise LookupError(f"No rule says who may {action}.")
        if not person.is_active:  # nobody signed in is not active either
            return rows.none()
        unbarred = _outside(self.model, _live(self.barred, person))
        staff = _live(self.allow.get(action, ()), person)
        own = _live(self.own.get(action, ()), person)
        if ALL in staff:
            return rows.filter(reduce(or_, own, ALL & unbarred))
        ways = [way & unbarred for way in staff] + own
        if not ways:
            return rows.none()
        return rows.filter(ways[0] if len(ways) == 1 else _union(self.model, ways))


def extend(
    model: type[Model], *, barred: Sequence[Rule] = (), allow: Rules | None = None, own: Rules | None = None
) -> None:
    """Add rules from a higher app to a lower app's record: it knows relations that the record's own app can't."""
    policy = Policy.registry[model]
    policy.barred.extend(barred)
    for mine, more in ((policy.allow, allow), (policy.own, own)):
        for action, rules in (more or {}).items():
            mine.setdefault(action, []).extend(rules)


def scope(person: User, action: str, rows: QuerySet[M]) -> QuerySet[M]:
    """Cut rows down to those on which this person may do this: the only way to rows that are shown."""
    return Policy.registry[rows.model].scope(person, action, rows)


def scope_own(person: User, action: str, rows: QuerySet[M]) -> QuerySet[M]:
    """Cut rows down to those that somebody may see as a party, or as the person they are about; no staff right counts here."""
    own = _live(Policy.registry[rows.model].own.get(action, ()), person)
    return rows.filter(reduce(or_, own)) if own and person.is_active else rows.none()


def can(person: User, action: str, row: Model) -> bool:
    """Tell whether this person may do this to this row; by construction the same answer as `scope`."""
    return scope(person, action, type(row)._base_manager.filter(pk=row.pk)).exists()


def require(person: User, action: str, row: Model) -> tuple[str, ...]:
    """Refuse unless permitted; otherwise name the rules that permit it, for the event that will tell of the act."""
    if not (person.is_system or can(person, action, row)):
        raise Forbidden()
    return grounds(person, action, row)


def permitted(person: User, actions: Collection[str], row: Model) -> set[str]:
    """Tell which of several actions this person may do to this row, with one query."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    flags = {
        f"may_{number}": _flag(Q(pk__in=scope(person, action, rows).values("pk")))
        for number, action in enumerate(actions)
    }
    found = rows.annotate(**flags).values(*flags).first() if flags else None
    return {action for number, action in enumerate(actions) if found and found[f"may_{number}"]}


def grounds(person: User, action: str, row: Model) -> tuple[str, ...]:
    """Name the rules that let this person do this to this row ("leads", "audits")."""
    if person.is_system:
        return ("system",)
    live = {rule.__name__: q for rule in Policy.registry[type(row)].rules(action) if (q := rule(person)) != NONE}
    if not live:
        return ()
    flags = {f"by_{name}": _flag(q) for name, q in live.items()}
    found = type(row)._base_manager.filter(pk=row.pk).annotate(**flags).values(*flags).first() or {}
    return tuple(sorted(name for name in live if found.get(f"by_{name}")))


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())


def _live(rules: Sequence[Rule], person: User) -> list[Q]:
    return [q for rule in rules if (q := rule(person)) != NONE]


def _outside(model: type[Model], cuts: Sequence[Q]) -> Q:
    """Filter for the rows that no bar touches."""
    return reduce(and_, (_without(model, cut) for cut in cuts), ALL)


def _without(model: type[Model], cut: Q) -> Q:
    """Turn a bar round. One that names keys is simply negated; any other could lose rows to a null on its way."""
    only = cut.children[0] if len(cut.children) == 1 and not cut.negated else None
    names_keys = isinstance(only, tuple) and only[0] == "pk__in"
    return ~cut if names_keys else ~Q(pk__in=model._base_manager.filter(cut).values("pk"))


def _union(model: type[Model], ways: Sequence[Q]) -> Q:
    """Filter by a union of ways, so that the database starts from the person's grants and not from the whole table."""
    first, *rest = [model._base_manager.filter(way).values("pk") for way in ways]
    return Q(pk__in=first.union(*rest, all=True))
