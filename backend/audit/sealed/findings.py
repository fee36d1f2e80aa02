"""What a check of the whole history can find: one code and one plain sentence for each kind, with the places where it was found."""

from dataclasses import dataclass, field
from typing import Final

SHOWN: Final = 3  # places that a sentence names


@dataclass(frozen=True)
class Kind:
    """One kind of finding; a notice is worth a look and proves no damage."""

    code: str
    says: str
    means: str
    is_notice: bool = False


@dataclass(frozen=True)
class Finding:
    """What was found, how often, and the first places."""

    code: str
    sentence: str
    count: int = 1
    is_notice: bool = False


# In this order they are told: causes before what follows from them.
_KINDS: Final = (
    Kind("entry-missing", "An entry of the sealed log is gone", "A row of audit_leaf was removed."),
    Kind("event-missing", "The event of a sealed entry is gone", "A row of audit_event was removed."),
    Kind(
        "entry-changed",
        "An entry does not have the hash that was sealed",
        "The event’s text, its stream or its number there was changed, or the hash in audit_tile was.",
    ),
    Kind(
        "column-differs",
        "A column of an event says something else than its sealed text",
        "The text still holds; lists and searches read the column.",
    ),
    Kind("stream-broken", "A stream is not numbered without a gap", "Leaves were moved, removed or inserted."),
    Kind("tile-changed", "A stored hash is not the one that its contents lead to", "A row of audit_tile was changed."),
    Kind(
        "root-differs",
        "The contents do not lead to the root of a checkpoint",
        "An entry up to that size was changed after it was sealed, or the checkpoint was.",
    ),
    Kind(
        "signature-wrong",
        "A checkpoint is not signed as it should be",
        "Its note is malformed, tells another size or root, or was signed by a key that is not ours or was retired.",
    ),
    Kind("checkpoint-missing", "The log has no checkpoint at its size", "A row of audit_checkpoint was removed."),
    Kind("rewritten", "A checkpoint kept outside tells of another history", "The whole log was rebuilt."),
    Kind(
        "rolled-back", "A checkpoint kept outside tells of more entries than there are", "The log was cut or restored."
    ),
    Kind(
        "beyond-the-end", "There are entries or hashes beyond the size of the log", "They were added behind the sealer."
    ),
    Kind("unqueued", "An event is neither sealed nor waits to be sealed", "The queue was emptied behind the sealer."),
    Kind("event-lost", "Something waits to be sealed that is no event", "An event was removed before it was sealed."),
    Kind("value-changed", "A value does not fit the digest in its event", "A row of audit_private was changed."),
    Kind("value-stray", "A value belongs to no event", "A row of audit_private was added."),
    Kind("value-missing", "A value is gone, and no erasure tells of it", "A row of audit_private was removed."),
    Kind(
        "erasure-unproven",
        "An erasure is on record of which no entry of the log tells",
        "Somebody wrote into audit_erasure to get past its guards.",
    ),
    Kind("guard-missing", "A guard of the database is missing", "A trigger was dropped or switched off."),
    Kind("row-unnamed", "A history row is named by no event", "It was added behind the product."),
    Kind(
        "row-missing",
        "An event names a history row that is not there, or that another event names too",
        "The row was removed, or an event was added behind the product.",
    ),
    Kind("row-differs", "A history row does not say what its event sealed", "The row was changed."),
    Kind("record-differs", "A record differs from its newest history row", "It was edited behind the product."),
    Kind("record-gone", "A record is gone whose history does not end", "It was removed behind the product."),
    Kind("record-unrecorded", "A record has no history", "It was added behind the product."),
    Kind(
        "back-dated",
        "An event tells a time that lies well before a checkpoint which was signed when it was not there yet",
        "It was back-dated, was written by a long transaction, or a clock was wrong.",
        is_notice=True,
    ),
    Kind(
        "post-dated",
        "An event tells a time after the checkpoint that covers it",
        "It was post-dated, or a clock was wrong.",
        is_notice=True,
    ),
    Kind(
        "value-lost",
        "A value did not come back when the log was recovered",
        "An entry log.restore tells that the entry was brought back from a copy, which holds no values.",
        is_notice=True,
    ),
    Kind(
        "row-lost",
        "A history row did not come back when the log was recovered",
        "An entry log.restore tells that the entry was brought back from a copy; the backup was older than the row.",
        is_notice=True,
    ),
    Kind(
        "key-unknown",
        "Signatures were not checked",
        "This machine has no list of the log’s public keys (keys.txt in EVENHAND_AUDIT_DIR).",
        is_notice=True,
    ),
    Kind("late", "Events have waited for more than a minute", "No sealer runs, or it is stopped.", is_notice=True),
    Kind("unsigned", "The newest checkpoint is not signed", "No process with the signing key runs.", is_notice=True),
)
KINDS: Final = {kind.code: kind for kind in _KINDS}


@dataclass
class Findings:
    """What was found so far: a count and a few places of each kind, however much it is."""

    counts: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, place: str, count: int = 1) -> None:
        """Note that something was found somewhere."""
        self.counts[code] = self.counts.get(code, 0) + count
        told = self.places.setdefault(code, [])
        if len(told) < SHOWN:
            told.append(place)

    def all(self) -> tuple[Finding, ...]:
        """Tell what was found, causes first."""
        return tuple(
            Finding(kind.code, self._sentence(kind), self.counts[kind.code], kind.is_notice)
            for kind in _KINDS
            if kind.code in self.counts
        )

    def _sentence(self, kind: Kind) -> str:
        told = self.places[kind.code]
        more = self.counts[kind.code] - len(told)
        rest = f" and {more} more" if more > 0 else ""
        return f"{kind.says}: {'; '.join(told)}{rest}."


def known_finding(code: str, count: int) -> Finding:
    """Tell of a finding of which only the code and the number were kept."""
    kind = KINDS.get(code) or Kind(code, f"Something else was found ({code})", "")
    return Finding(code, f"{kind.says} ({count}).", count, kind.is_notice)
