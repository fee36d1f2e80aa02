"""The cases app."""

from backend.kernel.app import DomainApp


class CasesConfig(DomainApp):
    """Cases with their parties, assignments and allegations."""

    name = "backend.cases"
    label = "cases"
