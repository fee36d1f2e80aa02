"""Where the files of the compartment lie: closed with the key of their referral, in a folder of their own beside other files."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from backend.documents.shutting import key_service
from backend.files.storage import CLOSED, drop_strangers, settle
from backend.kernel.errors import Refused
from backend.kernel.sealed_blocks import seal_blocks, unseal_blocks
from backend.referrals.models import ProviderFile


def path_of(file: ProviderFile) -> Path:
    """Name the place of one file; the name tells nothing of it."""
    folder: Path = settings.FILES_DIR
    return folder / CLOSED / file.uid.hex[-2:] / file.uid.hex


def close_file(plain: Path, file: ProviderFile) -> None:
    """Close a file that was taken in, and put it in its place; the open copy is the caller's to drop."""
    shut = plain.with_name("shut")
    with plain.open("rb") as source, shut.open("wb") as target:
        seal_blocks(source, target, owner=file.uid.bytes, key=_key_of(file))
    settle(shut, path_of(file))


def blocks_of(file: ProviderFile) -> Iterator[bytes]:
    """Open a file block by block; whoever calls this has asked for permission, and notes the reading."""
    try:
        with path_of(file).open("rb") as source:
            yield from unseal_blocks(source, owner=file.uid.bytes, key=_key_of(file))
    except FileNotFoundError:
        raise Refused(
            "The file is not where it was stored. Ask the administrators to restore it from the backup.",
            code="file-missing",
        ) from None


def drop_orphans() -> int:
    """Remove closed files whose row was never committed."""
    known = {uid.hex for uid in ProviderFile.objects.values_list("uid", flat=True)}
    return drop_strangers(settings.FILES_DIR / CLOSED, lambda path: path.name in known)


def _key_of(file: ProviderFile) -> bytes:
    return key_service().unwrap(file.referral.wrapped_key)
