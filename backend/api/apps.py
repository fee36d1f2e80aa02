"""The API app."""

from backend.kernel.app import DomainApp


class ApiConfig(DomainApp):
    """The door for programs: the same actions as the pages, as JSON."""

    name = "backend.api"
    label = "api"
