"""Lifecycle: the one way to change a state. Moves are data; diagrams, buttons, the reference and the tests are made from them."""

import functools
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection, transaction

from backend.access.policy import permitted, require
from backend.audit.actions import Compartment, Kind, declare
from backend.audit.bulk import Bundle, change_many
from backend.audit.recorded import Recorded, keep
from backend.kernel.errors import Refused
from backend.people.models import User

M = TypeVar("M", bound=Recorded)
F = TypeVar("F", bound=Callable[..., None])


@dataclass(frozen=True)
class Move:
    """One permitted change of state: from where, to where, and what it is called in the permission and the history.

    Where `because` is set, that is the reason in the history, and nobody is asked for one: what people write of a matter that
    is kept apart does not belong there.
    """

    action: str
    sources: frozenset[str]
    target: str
    label: str
    past: str
    summary: str
    because: str = ""

    @property
    def name(self) -> str:
        """Give the verb alone ("close")."""
        return self.action.partition(".")[2]


class Lifecycle(Generic[M]):
    """The states of one kind of record and the moves between them."""

    registry: ClassVar[dict[str, "Lifecycle[Any]"]] = {}

    def __init__(self, model: type[M], noun: str, *, field: str = "state") -> None:
        """Open the book of moves of a model; `noun` is the first half of every action's name."""
        self.model, self.noun, self.field = model, noun, field
        self.moves: dict[str, Move] = {}
        self.functions: dict[str, Callable[..., M]] = {}
        self.followers: dict[str, list[Callable[..., None]]] = {}
        Lifecycle.registry[noun] = self

    def move(
        self,
        verb: str,
        sources: Collection[str],
        target: str,
        *,
        past: str,
        label: str = "",
        noun: str = "",
        because: str = "",
        kind: Kind = "change",
        compartment: Compartment | None = None,
    ) -> Callable[[Callable[..., None]], Callable[..., M]]:
        """Declare a move beside its guard; the function's body decides, the wrapper locks, permits, saves and records."""

        def declared(body: Callable[..., None]) -> Callable[..., M]:
            move = Move(
                action=f"{noun or self.noun}.{verb}",
                sources=frozenset(sources),
                target=target,
                label=label or verb.replace("_", " ").capitalize(),
                past=past,
                summary=(body.__doc__ or "").strip().partition("\n")[0],
                because=because,
            )
            declare(move.action, past, kind=kind, compartment=compartment)
            self.moves[verb] = move

            @functools.wraps(body)
            def run(row: M, *, actor: User, reason: str = "", **inputs: Any) -> M:
                return self._run(move, body, row, actor, reason, inputs)

            run.move = move  # type: ignore[attr-defined]
            self.functions[verb] = run
            return run

        return declared

    def when_reached(self, *states: str) -> Callable[[F], F]:
        """Let an app above do what follows from a state, whichever move leads there, in the same transaction: `def follow(row, *, actor)`.

        A follower that refuses takes the move back with it.
        """

        def register(follow: F) -> F:
            for state in states:
                if follow not in self.followers.setdefault(state, []):
                    self.followers[state].append(follow)
            return follow

        return register

    def _run(
        self, move: Move, body: Callable[..., None], row: M, actor: User, reason: str, inputs: dict[str, Any]
    ) -> M:
        with transaction.atomic():
            locked = self.locked(row)
            before = getattr(locked, self.field)
            admitted_as = require(actor, move.action, locked)
            if before not in move.sources:
                raise Refused(
                    f"This can't be done while the state is “{before.replace('_', ' ')}”.", code="wrong-state"
                )
            why = move.because or reason.strip()
            if not why:
                raise Refused("Give a reason.", code="reason-missing", field="reason")
            body(locked, actor=actor, **inputs)
            setattr(locked, self.field, move.target)
            keep(
                locked,
                move.action,
                actor=actor,
                reason=why,
                ctx={"before": before, "after": move.target, "as": list(admitted_as)},
            )
            for follow in self.followers.get(move.target, ()):
                follow(locked, actor=actor)
        return locked

    def move_many(
        self, verb: str, rows: Iterable[M], *, about: Callable[[M], Recorded], actor: User, reason: str = ""
    ) -> int:
        """Make one move on many rows at once, as the system, with one event for each record that they are `about`.

        For moves that follow from the calendar or from another act and decide nothing: their bodies are not called. Whoever calls
        this has read the rows whole, and locked them in the same transaction.
        """
        move, told = self.moves[verb], list(rows)
        if not actor.is_system:
            raise Refused("Only the system moves many at once.", code="wrong-state")
        if any(getattr(row, self.field) not in move.sources for row in told):
            raise Refused("One of these is in another state by now.", code="wrong-state")
        parts: dict[Recorded, list[M]] = {}
        for row in told:
            parts.setdefault(about(row), []).append(row)
        bundles = [
            Bundle(whole, of_it, {"after": move.target, "as": ["system"], "count": len(of_it)})
            for whole, of_it in parts.items()
        ]
        why = move.because or reason
        return change_many(bundles, move.action, changes={self.field: move.target}, actor=actor, reason=why).rows

    def locked(self, row: M) -> M:
        """Read a row afresh, so that nobody else changes it before the transaction ends."""
        rows = self.model._base_manager.all()
        if connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",))
        return rows.get(pk=row.pk)

    def open_to(self, row: M, person: User) -> list[Move]:
        """List the moves that this person may make from the state the row is in."""
        state = getattr(row, self.field)
        moves = [move for move in self.moves.values() if state in move.sources]
        mine = permitted(person, [move.action for move in moves], row)
        return [move for move in moves if move.action in mine]

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves.values())
