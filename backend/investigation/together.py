"""Two people at one text: whoever saves second is shown what the first one saved, and loses nothing."""

from collections.abc import Mapping
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model

from backend.audit.recorded import plain
from backend.investigation.inquiry_tables import SavedTogether
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Refused
from backend.people.models import User

S = TypeVar("S", bound=SavedTogether)
M = TypeVar("M", bound=Model)


class EditConflict(Refused):
    """Somebody saved another text since this one was opened; both are kept: theirs in the record, this one with its writer."""

    title = "Somebody else saved it meanwhile"

    def __init__(self, detail: str, *, code: str, row: SavedTogether, texts: Mapping[str, object]) -> None:
        """Tell who saved when, and what stands there now."""
        super().__init__(detail, code=code)
        self.texts, self.edition = dict(texts), row.edition
        self.saved_by, self.saved_at = row.saved_by.name, row.saved_at
        current: dict[str, Json] = {name: plain(value) for name, value in texts.items()}
        self.members = {
            "edition": row.edition,
            "saved_by": self.saved_by,
            "saved_at": plain(row.saved_at),
            "current": current,
        }


def locked(row: M) -> M:
    """Read a row afresh, so that nobody else changes it before the transaction ends."""
    return type(row)._base_manager.select_for_update().get(pk=row.pk)


def take_over(row: S, texts: Mapping[str, object], *, seen: int | None, actor: User) -> bool:
    """Put texts into a row that its writer saw in an edition; tell whether that changed anything.

    Raises EditConflict where somebody saved since, unless both wrote the same.
    """
    if all(getattr(row, name) == value for name, value in texts.items()):
        return False
    if seen != row.edition:
        at = f"{row.saved_at.astimezone(ZoneInfo(actor.zone)):%H:%M}"
        raise EditConflict(
            f"{row.saved_by.name} saved at {at}. Read their text, bring the two together, and save again.",
            code="edit-conflict",
            row=row,
            texts={name: getattr(row, name) for name in texts},
        )
    for name, value in texts.items():
        setattr(row, name, value)
    row.edition += 1
    row.saved_by, row.saved_at = actor, clock.now()
    return True
