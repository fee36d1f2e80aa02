"""The demonstration."""

from backend.kernel.app import DomainApp


class DemoConfig(DomainApp):
    """A believable company, its people, and one whole story among them."""

    name = "backend.demo"
    label = "demo"
