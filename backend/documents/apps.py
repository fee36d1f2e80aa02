"""The documents app."""

from backend.kernel.app import DomainApp


class DocumentsConfig(DomainApp):
    """Formal documents: what they say, how they are printed, and what was issued."""

    name = "backend.documents"
    label = "documents"
