"""The records of an investigation; each area of its work keeps its tables in a module of its own."""

from backend.investigation.alarm_tables import FileAlarm
from backend.investigation.evidence_tables import (
    CustodyEvent,
    EvidenceComment,
    EvidenceItem,
    EvidenceRelevance,
    EvidenceReview,
    ReviewAccess,
)
from backend.investigation.inquiry_tables import (
    CaseUpdate,
    ConfidentialityRequest,
    CredibilityAssessment,
    InvestigationPlan,
    NoticeDeferral,
    Stay,
    Task,
)
from backend.investigation.interview_tables import Interview, NoteDraft, Statement
from backend.investigation.measure_tables import InterimMeasure, MeasureChallenge

__all__ = [
    "CaseUpdate",
    "ConfidentialityRequest",
    "CredibilityAssessment",
    "CustodyEvent",
    "EvidenceComment",
    "EvidenceItem",
    "EvidenceRelevance",
    "EvidenceReview",
    "FileAlarm",
    "InterimMeasure",
    "Interview",
    "InvestigationPlan",
    "MeasureChallenge",
    "NoteDraft",
    "NoticeDeferral",
    "ReviewAccess",
    "Statement",
    "Stay",
    "Task",
]
