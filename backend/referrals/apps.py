"""The referrals app."""

from backend.kernel.app import DomainApp


class ReferralsConfig(DomainApp):
    """Referrals to a provider, and the little that a provider may report."""

    name = "backend.referrals"
    label = "referrals"
