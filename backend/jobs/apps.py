"""The jobs app."""

from backend.kernel.app import DomainApp


class JobsConfig(DomainApp):
    """Work that is asked for now and done later, at least once."""

    name = "backend.jobs"
    label = "jobs"
