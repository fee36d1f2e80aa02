"""Referrals to a provider, the registers behind them, and the little that comes back."""

from backend.referrals.door_tables import ProviderContact, ProviderInvitation
from backend.referrals.fitness_tables import FitnessRequest, SupportSuggestion
from backend.referrals.referral_tables import (
    EvidenceReading,
    NecessityMemo,
    OfferedProvider,
    Referral,
    ReferralPart,
    Safeguard,
)
from backend.referrals.register_tables import (
    EvidenceGrade,
    Intervention,
    Licence,
    Provider,
    ProviderService,
    ProviderTie,
)
from backend.referrals.release_tables import DisclosureLine, ReleaseAuthorization
from backend.referrals.report_tables import BarrierQuery, ProviderFile, ProviderReport

__all__ = [
    "BarrierQuery",
    "DisclosureLine",
    "EvidenceGrade",
    "EvidenceReading",
    "FitnessRequest",
    "Intervention",
    "Licence",
    "NecessityMemo",
    "OfferedProvider",
    "Provider",
    "ProviderContact",
    "ProviderFile",
    "ProviderInvitation",
    "ProviderReport",
    "ProviderService",
    "ProviderTie",
    "Referral",
    "ReferralPart",
    "ReleaseAuthorization",
    "Safeguard",
    "SupportSuggestion",
]
