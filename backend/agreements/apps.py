"""The agreements app."""

from backend.kernel.app import DomainApp


class AgreementsConfig(DomainApp):
    """Accountability agreements: drafted, offered, signed, kept."""

    name = "backend.agreements"
    label = "agreements"
