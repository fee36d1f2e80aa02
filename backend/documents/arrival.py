"""A file that is uploaded to be checked: it goes into the check as it comes, and nothing of it reaches a disk."""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from backend.documents.verification import LARGEST, Copy

FIELD: Final = "file"
MOST_READ: Final = 4 * LARGEST  # what is too large is read to its end, so that its sender can be told; up to here


class Arrived(UploadedFile[bytes]):
    """An uploaded file of which only the check is left."""

    def __init__(self, copy: Copy, name: str) -> None:
        """Keep the check; the file itself is gone."""
        super().__init__(BytesIO(), name or FIELD, "application/pdf", copy.size)
        self.copy = copy


class IntoCheck(FileUploadHandler):
    """Takes the one file of a form into its check."""

    copy: Copy | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a file; a second one, or one under another name, is passed over."""
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or self.copy is not None:
            raise SkipFile
        self.copy = Copy()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next piece, and hand it to nobody else."""
        if self.copy is not None:
            self.copy.take(raw_data)
        if start > MOST_READ:
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> Arrived | None:
        """Give what is left of the file."""
        return Arrived(self.copy, self.file_name or "") if self.copy is not None else None
