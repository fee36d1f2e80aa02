"""The clauses app."""

from backend.kernel.app import DomainApp


class ClausesConfig(DomainApp):
    """The clause library as data: what each clause says, where it must, may or must not stand, and who approved it."""

    name = "backend.clauses"
    label = "clauses"
