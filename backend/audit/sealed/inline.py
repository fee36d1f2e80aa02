"""Sealing inline: before the request is answered, as soon as its transaction is committed (signatures; on SQLite every change).

A reading on SQLite is sealed with the next change, or by the sealer within a second: sealing it at once would double what it costs.
"""

import logging
from collections.abc import Sequence
from typing import Final

from django.db import DatabaseError, connection, transaction

from backend.audit.actions import action_named
from backend.audit.events import Line, when_written
from backend.audit.sealed import guard
from backend.audit.sealed.keys import can_sign
from backend.audit.sealed.sealing import BATCH, seal_batch, sign_newest

logger = logging.getLogger(__name__)

DAMAGE: Final = (guard.RolledBack, DatabaseError, LookupError, ValueError, OSError)


def seal_at_commit(lines: Sequence[Line]) -> None:
    """Have events sealed at the end of the transaction under way, where they are sealed inline; a signature is signed for at once."""
    kinds = {action_named(line.action).kind for line in lines}
    signs = "signature" in kinds
    if connection.vendor == "postgresql":
        if not signs or not can_sign():
            return  # the sealer has it within a second
    elif kinds <= {"read"}:
        return
    hooks = {function for _, function, *_ in connection.run_on_commit}
    wanted = _seal_and_sign if signs else _seal
    if wanted not in hooks and _seal_and_sign not in hooks:
        transaction.on_commit(wanted, robust=True)


def _seal() -> None:
    """Seal what waits; what can't be sealed now waits for the sealer, and the request that wrote it is not harmed."""
    try:
        while seal_batch(on_disk=False).events == BATCH:
            pass
    except DAMAGE as problem:
        logger.error("Not sealed: %s The event waits for the sealer.", problem)


def _seal_and_sign() -> None:
    _seal()
    try:
        sign_newest()
    except DAMAGE as problem:
        logger.error("Not signed: %s", problem)


when_written(seal_at_commit)
