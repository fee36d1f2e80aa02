"""Lifecycle: the one way to change a state. Moves are data; diagrams, buttons, the reference and the tests are made from them."""

import functools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection, transaction

from backend.access.policy import permitted, require
from backend.audit.actions import Kind, declare
from backend.audit.recorded import Recorded, keep
from backend.kernel.errors import Refused
from backend.people.models import User

M = TypeVar("M", bound=Recorded)


@dataclass(frozen=True)
class Move:
    """One permitted change of state: from where, to where, and what it is called in the permission and the history."""

    action: str
    sources: frozenset[str]
    target: str
    label: str
    past: str
    summary: str

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
        kind: Kind = "change",
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
            )
            declare(move.action, past, kind=kind)
            self.moves[verb] = move

            @functools.wraps(body)
            def run(row: M, *, actor: User, reason: str = "", **inputs: Any) -> M:
                return self._run(move, body, row, actor, reason, inputs)

            run.move = move  # type: ignore[attr-defined]
            self.functions[verb] = run
            return run

        return declared

    def _run(
        self, move: Move, body: Callable[..., None], row: M, actor: User, reason: str, inputs: dict[str, Any]
    ) -> M:
        with transaction.atomic():
            locked = self._lock(row)
            before = getattr(locked, self.field)
            admitted_as = require(actor, move.action, locked)
            if before not in move.sources:
                raise Refused(
                    f"This can't be done while the state is “{before.replace('_', ' ')}”.", code="wrong-state"
                )
            if not reason.strip():
                raise Refused("Give a reason.", code="reason-missing", field="reason")
            body(locked, actor=actor, **inputs)
            setattr(locked, self.field, move.target)
            keep(
                locked,
                move.action,
                actor=actor,
                reason=reason.strip(),
                ctx={"before": before, "after": move.target, "as": list(admitted_as)},
            )
        return locked

    def _lock(self, row: M) -> M:
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
