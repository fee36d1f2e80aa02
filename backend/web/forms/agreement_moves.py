"""What counsel and the approver are asked beside their reason."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.web.forms.moves import LongText, ReasonForm


class ReviewForm(ReasonForm):
    """What counsel checked."""

    note = LongText(label=lazy("What you checked"), rows=3, required=False)
    field_order = ("note", "reason")

    def __init__(self, *args: Any, waiting: list[str], **kwargs: Any) -> None:
        """Ask for it where clauses wait for it."""
        super().__init__(*args, **kwargs)
        self.fields["note"].required = bool(waiting)
        if waiting:
            told = _("These clauses wait for it: %(codes)s. Nobody approves the agreement without it.")
            self.fields["note"].help_text = told % {"codes": ", ".join(waiting)}


class ApproveAgreementForm(ReasonForm):
    """Why the approver agrees to a time that is longer than usual."""

    longer_approved = LongText(label=lazy("Why it may last longer than 24 months"), rows=2)
    field_order = ("longer_approved", "reason")

    def __init__(self, *args: Any, because: str, **kwargs: Any) -> None:
        """Say what the drafter gave as the reason."""
        super().__init__(*args, **kwargs)
        self.fields["longer_approved"].help_text = _("Whoever drew it up says: %(why)s") % {"why": because}
