"""The deadlines app."""

from backend.kernel.app import DomainApp


class DeadlinesConfig(DomainApp):
    """Due dates that rest on a basis, and what follows when one passes."""

    name = "backend.deadlines"
    label = "deadlines"
