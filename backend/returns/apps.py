"""The returns app."""

from backend.kernel.app import DomainApp


class ReturnsConfig(DomainApp):
    """Return-to-work decisions and follow-up plans."""

    name = "backend.returns"
    label = "returns"
