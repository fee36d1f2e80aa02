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
        ways = ([_one(self.model, staff) & unbarred] if staff else []) + own
        if not ways:
            return rows.none()
        return rows.filter(_one(self.model, ways))


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


def unbarred(person: User, rows: QuerySet[M]) -> QuerySet[M]:
    """Leave out the rows from which a bar keeps this person, for counts that tell of matters without showing them."""
    return rows.filter(_outside(rows.model, _live(Policy.registry[rows.model].barred, person)))


def can(person: User, action: str, row: Model) -> bool:
    """Tell whether this person may do this to this row; by construction the same answer as `scope`."""
    return scope(person, action, type(row)._base_manager.filter(pk=row.pk)).exists()


def require(person: User, action: str, row: Model) -> tuple[str, ...]:
    """Refuse unless permitted; otherwise name the rules that permit it, for the event that will tell of the act."""
    if not (person.is_system or can(person, action, row)):
        raise Forbidden()
    return grounds(person, action, row)


def permitted(person: User, actions: Collection[str], row: Model) -> set[str]:
    """Tell which of several actions this person may do to this row, with one query.

    Actions share most of their rules, so every rule is asked once, and the answers are put together as `scope` puts the filters together.
    """
    policy = Policy.registry[type(row)]
    rules = {action: (policy.allow.get(action, ()), policy.own.get(action, ())) for action in actions}
    every = {*policy.barred, *(rule for action in actions for rule in policy.rules(action))}
    if not (actions and person.is_active):
        return set()
    holds = _answers(person, every, row)
    barred = any(holds[rule] for rule in policy.barred)
    return {
        action
        for action, (allow, own) in rules.items()
        if (not barred and any(holds[rule] for rule in allow)) or any(holds[rule] for rule in own)
    }


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


def _answers(person: User, rules: Collection[Rule], row: Model) -> dict[Rule, bool]:
    """Tell for every rule whether it holds for this person on this row; of a row that is gone none does."""
    asked = {rule: rule(person) for rule in rules}
    flags = {f"holds_{at}": _flag(q) for at, q in enumerate(asked.values()) if q not in (ALL, NONE)}
    found = type(row)._base_manager.filter(pk=row.pk).annotate(**flags).values("pk", *flags).first()
    return {
        rule: bool(found) and (q == ALL or bool(found.get(f"holds_{at}"))) for at, (rule, q) in enumerate(asked.items())
    }


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


def _one(model: type[Model], ways: Sequence[Q]) -> Q:
    """Make one filter of several ways: a union, so that the database starts from the person's grants and not from the whole table."""
    if len(ways) == 1:
        return ways[0]
    first, *rest = [model._base_manager.filter(way).order_by().values("pk") for way in ways]
    return Q(pk__in=first.union(*rest, all=True))
