"""The amends app."""

from backend.kernel.app import DomainApp


class AmendsConfig(DomainApp):
    """Accountability statements: written by the employee, for the employee, after a finding that stands."""

    name = "backend.amends"
    label = "amends"
