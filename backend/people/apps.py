"""The people app."""

from backend.kernel.app import DomainApp


class PeopleConfig(DomainApp):
    """Persons, users, units, sites and reporting lines."""

    name = "backend.people"
    label = "people"
