"""Printing many letters on several cores: one process for each core, all that they need sent to them, a bounded number under way."""

import logging
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

from django.conf import settings

from backend.documents.batches.press import Failed, begin, failure, press
from backend.documents.making import Made, Numbered

logger = logging.getLogger(__name__)

PRELOAD: Final = "backend.documents.batches.preload"
PLACES: Final = ("SEAL_DIR",)  # what the parent may have changed since it was started
LIFE: Final = 200  # letters of one process: a library that leaks is not given the time to
AHEAD: Final = 2  # letters for each process that are under way or wait at its door
PATIENCE: Final = 20.0  # seconds without a letter after which the caller is asked whether to go on
LOST: Final = Failed("printer-lost", "The printing process ended.")
K = TypeVar("K")


@dataclass(frozen=True)
class Order(Generic[K]):
    """A letter to be printed, and what the caller knows it by."""

    key: K
    numbered: Numbered


@dataclass
class Presses:
    """The printing processes of one batch. With a count of one, the letters are printed in the caller’s own process."""

    count: int
    carry_on: Callable[[], object] = lambda: None
    """Called when nothing came for a while, and when a process was lost; what it raises ends the printing."""
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)
    _used: int = field(default=0, init=False)

    def __enter__(self) -> Self:
        """Begin; processes are started with the first letters."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the letters under way be finished, drop those that wait, and end the processes."""
        self._close()

    def printed(self, orders: Iterable[Order[K]]) -> Iterator[tuple[Order[K], Made | Failed]]:
        """Print letters and give each with its file, or with why it has none, as soon as it is there."""
        if self.count < 2:
            yield from ((order, press(order.numbered)) for order in orders)
            return
        waiting = iter(orders)
        flying: dict[Future[Made | Failed], Order[K]] = {}
        while self._send(waiting, flying) or flying:
            done, _ = wait(flying, timeout=PATIENCE, return_when=FIRST_COMPLETED)
            if not done:
                self.carry_on()
            lost: list[Order[K]] = []
            for future in done:
                order, found = flying.pop(future), _result(future)
                if found is None:
                    lost.append(order)
                else:
                    yield order, found
            if lost:
                yield from self._one_by_one([*lost, *flying.values()])
                flying.clear()

    def _send(self, waiting: Iterator[Order[K]], flying: dict[Future[Made | Failed], Order[K]]) -> bool:
        """Keep every process busy and the number of letters in memory small; tell whether anything was sent."""
        if self._used >= LIFE * self.count and not flying:
            self._close()
        room = min(AHEAD * self.count - len(flying), LIFE * self.count - self._used)
        sent = list(islice(waiting, max(room, 0)))
        for order in sent:
            flying[self._submit(order)] = order
        return bool(sent)

    def _submit(self, order: Order[K]) -> Future[Made | Failed]:
        if self._pool is None:
            self._pool, self._used = _new_pool(self.count), 0
        self._used += 1
        try:
            return self._pool.submit(press, order.numbered)
        except BrokenProcessPool:  # a process ended since; what was under way there is told by its own futures
            self._close()
            return self._submit(order)

    def _one_by_one(self, orders: list[Order[K]]) -> Iterator[tuple[Order[K], Made | Failed]]:
        """Print those that were under way when a process was lost, each alone: the one that it can’t survive is found so."""
        logger.warning("A printing process was lost; %s letters are printed one by one.", len(orders))
        for order in orders:
            self._close()
            self.carry_on()
            yield order, _result(self._submit(order)) or LOST
        self._close()

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool, self._used = None, 0


def _result(future: Future[Made | Failed]) -> Made | Failed | None:
    """Give what a process answered; None where it ended before it could."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None
    except Exception as error:  # noqa: BLE001 - a letter that can't be sent to another process
        return failure(error)


def _new_pool(count: int) -> ProcessPoolExecutor:
    """Start processes that share nothing with this one, whose threads hold locks and connections.

    They are replaced together, in `_send`: the pool’s own way to replace one after some letters can stand still (Python 3.11).
    """
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    context.set_forkserver_preload([PRELOAD])
    places = {name: getattr(settings, name) for name in PLACES}
    return ProcessPoolExecutor(count, mp_context=context, initializer=begin, initargs=(places,))
