"""Uploads go to disk block by block, whatever their size, and no further than one file may be large."""

from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


@dataclass(frozen=True)
class Upload:
    """A file as somebody sends it: its bytes, to be read once, and what they call it."""

    stream: BinaryIO
    name: str


class BoundedUpload(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file; what is beyond the limit is read and dropped, so that the form can say so."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Write one block, unless the file is too large already."""
        if start <= settings.FILE_LIMIT:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        """Tell the size of what was kept; it is over the limit when something was dropped."""
        return super().file_complete(min(file_size, self.file.tell()))
