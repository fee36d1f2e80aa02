"""What the clock asks for: looking once a day whether a stretch was kept."""

from backend.jobs.registry import Reports, every, job
from backend.monitoring.actions.easing import propose_easings


@job("agreement_easing.propose_due")
def propose_due(progress: Reports) -> None:
    """Put kept stretches before the decision makers."""
    propose_easings()


every("agreement-easing-propose-due", kind="agreement_easing.propose_due", hours=24)
