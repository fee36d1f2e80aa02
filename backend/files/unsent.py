"""Files of what is not sent yet: closed block by block with a key that only their author gives, and apart from the files of record."""

from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from django.conf import settings

from backend.files.storage import UNSENT, drop_strangers, settle, workplace
from backend.kernel.errors import Refused
from backend.kernel.sealed_blocks import seal_blocks, unseal_blocks


def unsent_folder() -> Path:
    """Name the folder of what is not sent yet."""
    folder: Path = settings.FILES_DIR
    return folder / UNSENT


def unsent_path(uid: UUID) -> Path:
    """Name the place of one file that is not sent yet; its name tells nothing of what it holds."""
    return unsent_folder() / uid.hex


def close_up(path: Path, uid: UUID, key: bytes) -> None:
    """Keep a copy that nobody can read without the key."""
    with workplace() as place:
        closed = place / "closed"
        with path.open("rb") as given, closed.open("wb") as file:
            seal_blocks(given, file, owner=uid.bytes, key=key)
        settle(closed, unsent_path(uid))


def open_up(uid: UUID, key: bytes, target: Path) -> None:
    """Write out what was closed up. Raises Refused where it is not there any more, or not what it was."""
    try:
        with unsent_path(uid).open("rb") as closed, target.open("wb") as file:
            file.writelines(unseal_blocks(closed, owner=uid.bytes, key=key))
    except (FileNotFoundError, Refused):
        target.unlink(missing_ok=True)
        raise Refused(
            "A file of this report is not what it was when you added it. Remove the files, and add them again.",
            code="file-missing",
        ) from None


def drop(uid: UUID) -> None:
    """Remove a file: it was sent, or is not wanted any more."""
    unsent_path(uid).unlink(missing_ok=True)


def drop_all_but(known: Collection[UUID]) -> int:
    """Remove the files that belong to nothing that is still written."""
    kept = {uid.hex for uid in known}
    return drop_strangers(unsent_folder(), lambda path: path.name in kept)
