"""The insights app."""

from backend.kernel.app import DomainApp


class InsightsConfig(DomainApp):
    """Patterns across cases, and nothing about a person that was not found."""

    name = "backend.insights"
    label = "insights"
