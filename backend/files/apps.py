"""The files app."""

from backend.kernel.app import DomainApp


class FilesConfig(DomainApp):
    """Files that people hand in: kept whole, hashed, checked and cleaned."""

    name = "backend.files"
    label = "files"
