"""After a legitimate restore of an older backup: say what is missing, bring back what a mirror holds, or close the epoch.

The guard refuses to seal onto a log that is shorter than what was signed, whoever shortened it. Only a person can say that it was a
restore. What is known outside is then either made whole again, entry by entry, or the log goes on under a new origin (`name/2`) and says
itself what it lost: the leaves that are left stay where they are, so that every proof for them holds.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.events import Actor, record
from backend.audit.models import Event, Log
from backend.audit.sealed import guard, store
from backend.audit.sealed.anchors.anchor import AnchorError
from backend.audit.sealed.anchors.checking import CheckedMirror, check_mirror, leaf_hashes
from backend.audit.sealed.anchors.mirror import CHECKPOINTS, Mirror
from backend.audit.sealed.anchors.publishing import DatabaseHistory
from backend.audit.sealed.keys import log_name, public_keys, signing_key
from backend.audit.sealed.notes import Checkpoint, NoteError, PublicKey, SigningKey, note, open_checkpoint, to_base64
from backend.audit.sealed.reimport import Reimported, reimport
from backend.audit.sealed.sealing import durable, seal_now
from backend.audit.sealed.tree import HASH, WIDTH, RunningRoot, Tree
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Refused

declare("log.restore", "went on with the history after a restore", kind="system")

_afterwards: list[Callable[[Actor], int]] = []


@dataclass(frozen=True)
class Findings:
    """What is here, what is known outside, and how far the two agree."""

    origin: str
    size: int
    last: Checkpoint | None  # the newest that anybody outside the database is known to hold
    mirror: CheckedMirror | None
    agreed: int | None  # so many first entries are known to be the same here and outside; None when nothing can tell
    diverged: bool  # entries here differ from what was signed
    begun: bool  # an epoch was closed here, and only the sealer's memory is still of the one before

    @property
    def imports(self) -> int:
        """Count the entries that the mirror can bring back."""
        if self.mirror is None or self.diverged:
            return 0
        return max(self.mirror.newest.size - self.size, 0)

    @property
    def kept(self) -> int:
        """Tell the size of the log afterwards."""
        return self.size + self.imports

    @property
    def closes(self) -> bool:
        """Tell whether the epoch has to be closed because something that was signed stays lost."""
        return self.diverged or (self.last is not None and not self.begun and self.last.size > self.kept)

    @property
    def lost(self) -> int | None:
        """Count the entries that were signed and stay lost; None when that can't be told."""
        if self.last is None or not self.closes:
            return 0
        if self.diverged:
            return None if self.agreed is None else self.last.size - self.agreed
        return self.last.size - self.kept

    @property
    def epoch(self) -> int:
        """Number the epoch in which the log goes on."""
        here = epoch_of(self.origin)
        known = max(here, epoch_of(self.last.origin)) if self.last else here
        return known + 1 if self.closes else known

    @property
    def needed(self) -> bool:
        """Tell whether there is anything to do."""
        return self.closes or self.begun or self.imports > 0 or self.epoch != epoch_of(self.origin)


@dataclass(frozen=True)
class Recovered:
    """How the log goes on."""

    origin: str
    size: int
    imported: Reimported
    note: str


def look(mirror_folder: Path | None = None, last_note: str = "") -> Findings:
    """Compare the log with the sealer's memory, a mirror and a checkpoint that somebody kept; changes nothing.

    Raises Refused when a mirror or a checkpoint can't be believed, or is of another log.
    """
    log, keys = store.the_log(), own_keys()
    mirror = _checked(mirror_folder, keys) if mirror_folder else None
    known = [mirror.newest] if mirror else []
    if last_note:
        known.append(_opened(last_note, keys))
    known += _remembered()
    for checkpoint in known:
        if checkpoint.origin.rpartition("/")[0] != log.name:
            raise Refused(f"A checkpoint of {checkpoint.origin} says nothing about {log.name}.", code="not-recoverable")
    last = max(known, key=lambda checkpoint: (epoch_of(checkpoint.origin), checkpoint.size), default=None)
    begun = last is not None and epoch_of(last.origin) < log.epoch
    if begun and last is not None and not _was_closed_here(log, last):
        raise Refused(
            f"The database says that it is {log.origin}, but nobody closed {last.origin} here.", code="not-recoverable"
        )
    if begun:
        return Findings(log.origin, log.size, last, None, None, diverged=False, begun=True)
    current = [checkpoint for checkpoint in known if last and checkpoint.origin == last.origin]
    if mirror and mirror.newest not in current:
        mirror = None  # an older epoch: its last entries may be the ones that were given up when it was closed
    agreed, contradicted = _compared(log.size, mirror, current)
    if mirror and not contradicted:
        _check_against(mirror, current)
    newest = max(contradicted, key=lambda checkpoint: checkpoint.size, default=last)
    return Findings(log.origin, log.size, newest, mirror, agreed, diverged=bool(contradicted), begun=False)


def recover(findings: Findings, *, actor: Actor, reason: str) -> Recovered:
    """Do what the findings call for, and let the log say so; all of it or nothing.

    Raises Refused without a reason or the signing key, when there is nothing to do, or when the log has changed since it was looked at.
    """
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    key = signing_key()
    if key is None:
        raise Refused(
            "This machine does not hold the signing key: recover where the sealer runs.", code="no-signing-key"
        )
    if not findings.needed:
        raise Refused(
            "The log continues everything that is known outside: there is nothing to recover.",
            code="nothing-to-recover",
        )
    with durable():
        log = store.lock_log()
        if (log.origin, log.size) != (findings.origin, findings.size):
            raise Refused("The log has changed since it was looked at: look again.", code="log-changed")
        imports = findings.mirror if findings.imports else None
        imported = reimport(imports, log.size) if imports else Reimported(0, 0)
        Log.objects.filter(pk=log.pk).update(epoch=findings.epoch)
        transaction.on_commit(
            partial(_remember, Checkpoint(f"{log.name}/{findings.epoch}", findings.kept, _root(findings.kept)), key)
        )
        if not findings.begun:
            record("log.restore", None, actor=actor, reason=reason, ctx=_facts(findings, imported))
    signed = seal_now()
    return Recovered(store.the_log().origin, findings.kept, imported, signed)


def when_restored(replay: Callable[[Actor], int]) -> None:
    """Have this called after every restore, as often as it takes: what was erased since the backup has to be erased again."""
    if replay not in _afterwards:
        _afterwards.append(replay)


def erase_again(actor: Actor) -> int:
    """Do again what was erased since the backup, from records outside the database; give the number of erasures."""
    return sum(replay(actor) for replay in _afterwards)


def newest_mirror(folder: Path, name: str) -> tuple[str, Mirror] | None:
    """Find the newest epoch of a log in an anchor's folder."""
    epochs = [
        int(path.name) for path in (folder / name).glob("*") if path.name.isdecimal() and (path / CHECKPOINTS).is_dir()
    ]
    origin = f"{name}/{max(epochs, default=0)}"
    return (origin, Mirror(folder / origin)) if epochs else None


def own_keys() -> list[PublicKey]:
    """Give the keys whose signatures are ours."""
    key = signing_key()
    return list({public.text: public for public in (*public_keys(), *([key.public] if key else []))}.values())


def epoch_of(origin: str) -> int:
    """Read the epoch off an origin."""
    epoch = origin.rpartition("/")[2]
    return int(epoch) if epoch.isdecimal() else 0


def _checked(folder: Path, keys: Sequence[PublicKey]) -> CheckedMirror:
    found = newest_mirror(folder, log_name())
    if found is None:
        raise Refused(f"{folder} holds no copy of {log_name()}; is it mounted?", code="not-recoverable")
    try:
        return check_mirror(found[1], found[0], keys)
    except (AnchorError, OSError) as error:
        raise Refused(f"The mirror is not used: {error}", code="mirror-damaged") from error


def _opened(message: str, keys: Sequence[PublicKey]) -> Checkpoint:
    try:
        return open_checkpoint(message, keys)[0]
    except NoteError as error:
        raise Refused(f"The checkpoint can't be believed: {error}", code="not-recoverable") from error


def _remembered() -> list[Checkpoint]:
    try:
        last = guard.last_signed()
    except guard.RolledBack as error:
        raise Refused(
            f"{error} Move it away, and give a mirror or the last checkpoint that you know.", code="not-recoverable"
        ) from error
    return [last] if last else []


def _was_closed_here(log: Log, last: Checkpoint) -> bool:
    body = Event.objects.filter(action="log.restore").order_by("-pk").values_list("body", flat=True).first()
    told = json.loads(body)["ctx"] if body else {}
    return told.get("epoch") == log.epoch and told.get("last") == _named(last)


def _compared(
    size: int, mirror: CheckedMirror | None, known: Sequence[Checkpoint]
) -> tuple[int | None, list[Checkpoint]]:
    """Compare the contents here with what is known outside: how many first entries agree, and which checkpoints they contradict."""
    roots = {(checkpoint.size, checkpoint.root): checkpoint for checkpoint in known}
    agreed, running, theirs = None, RunningRoot(), _stored(mirror)
    contradicted: list[Checkpoint] = []
    sizes = {checkpoint.size for checkpoint in known}
    for digest in leaf_hashes(DatabaseHistory().leaves(0, size), store.DatabaseTiles()):
        if mirror and digest != next(theirs, digest):
            return running.size, [mirror.newest]
        running.add(digest)
        if running.size in sizes:
            here = (running.size, running.root())
            contradicted += [checkpoint for place, checkpoint in roots.items() if place[0] == here[0] and place != here]
            agreed = running.size if not contradicted else agreed
    if mirror and not contradicted:
        agreed = max(agreed or 0, min(size, mirror.newest.size))
    return agreed, contradicted


def _stored(mirror: CheckedMirror | None) -> Iterator[bytes]:
    if mirror is not None:
        for n in range(-(-mirror.newest.size // WIDTH)):
            tile = mirror.tree.get((0, n)) or b""
            yield from (tile[at : at + HASH] for at in range(0, len(tile), HASH))


def _check_against(mirror: CheckedMirror, known: Sequence[Checkpoint]) -> None:
    tree = Tree(mirror.tree, mirror.newest.size)
    for checkpoint in known:
        same_log = checkpoint.origin == mirror.newest.origin and 0 < checkpoint.size <= tree.size
        if same_log and tree.root(checkpoint.size) != checkpoint.root:
            raise Refused(
                f"The mirror does not hold the checkpoint of size {checkpoint.size} that was signed here.",
                code="mirror-damaged",
            )


def _root(size: int) -> bytes:
    return Tree(store.DatabaseTiles(), size).root()


def _remember(checkpoint: Checkpoint, key: SigningKey) -> None:
    """Give the sealer a memory to go on from: what the log holds now, under the name that it goes by now."""
    at = int(clock.now().timestamp())
    with guard.alone():
        guard.remember(note(checkpoint.text, key.sign(checkpoint.text), key.cosign(checkpoint.text, at=at)))


def _facts(findings: Findings, imported: Reimported) -> dict[str, Json]:
    return {
        "epoch": findings.epoch,
        "last": _named(findings.last) if findings.last else None,
        "found": findings.size,
        "imported": f"{findings.size}-{findings.kept - 1}" if imported.entries else "",
        "values_lost": imported.values_lost,
        "kept": findings.kept,
        "agreed": findings.agreed,
        "lost": findings.lost,
    }


def _named(checkpoint: Checkpoint) -> dict[str, Json]:
    return {"origin": checkpoint.origin, "size": checkpoint.size, "root": to_base64(checkpoint.root)}
