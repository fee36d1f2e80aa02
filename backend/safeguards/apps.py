"""The safeguards app."""

from backend.kernel.app import DomainApp


class SafeguardsConfig(DomainApp):
    """Safeguards in the setting: situations, what is done about each, who sees to it and when it is looked at again."""

    name = "backend.safeguards"
    label = "safeguards"
