"""The monitoring app."""

from backend.kernel.app import DomainApp


class MonitoringConfig(DomainApp):
    """What follows an agreement in force: check-ins, suspected breaches and their determination, easing for what is kept."""

    name = "backend.monitoring"
    label = "monitoring"
