"""The sealer: a loop that seals and signs once a second, or whenever a batch is full, until it is told to stop."""

import logging
from threading import Event as Signal
from typing import Final

from django.db import DatabaseError, close_old_connections, connection

from backend.audit.actions import declare
from backend.audit.events import record
from backend.audit.sealed import guard, store
from backend.audit.sealed.keys import can_sign
from backend.audit.sealed.sealing import BATCH, Edge, seal_batch, sign_newest

logger = logging.getLogger(__name__)

PAUSE: Final = 1.0  # seconds

declare("log.rollback", "found that the sealed history was rolled back or cut", kind="system")


class Sealer:
    """One sealer; any number of them may run, in any number of processes."""

    def __init__(self, stopping: Signal, *, pause: float = PAUSE, batch: int = BATCH) -> None:
        """Keep what tells it to stop, how long it rests, and how many events it takes at a time."""
        self.stopping, self.pause, self.batch = stopping, pause, batch
        self.edge, self.alarmed = Edge(), ""

    def run(self) -> None:
        """Seal until told to stop; a database that is away is waited for."""
        if not can_sign():
            logger.warning(
                "There is no signing key here: the history is sealed and not signed. See “manage.py audit_key”."
            )
        while not self.stopping.is_set():
            close_old_connections()
            if self._turn() < self.batch:
                self.stopping.wait(self.pause)

    def _turn(self) -> int:
        try:
            sealed = seal_batch(self.batch, edge=self.edge).events
            sign_newest()
        except guard.RolledBack as refusal:
            self._alarm(refusal, rolled_back=True)
        except DatabaseError:
            logger.warning("The sealer can’t reach the database; it tries again.")
            connection.close()
        except (LookupError, ValueError, OSError) as problem:  # somebody has to look: nothing is sealed over damage
            self._alarm(problem)
        else:
            self.alarmed = ""
            return sealed
        return 0

    def _alarm(self, problem: Exception, *, rolled_back: bool = False) -> None:
        """Tell of a problem once, not every second."""
        text = str(problem)
        if text == self.alarmed:
            return
        self.alarmed = text
        logger.critical("The history is not sealed: %s", text)
        if rolled_back:
            last = guard.last_signed()
            record(
                "log.rollback",
                None,
                actor=None,
                ctx={"size": store.the_log().size, "signed": last.size if last else None},
            )
