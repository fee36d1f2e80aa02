"""The form of an appeal about a decision on oneself alone: a breach of an agreement, or a return to work."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.decisions.own_appeals import LONGEST, OWN_GROUNDS
from backend.web.forms.moves import LongText, PlainForm


class OwnAppealForm(PlainForm):
    """On which grounds somebody appeals, in their own words, and what kept them when they are late."""

    grounds = forms.MultipleChoiceField(
        label=lazy("Why do you appeal?"), choices=list(OWN_GROUNDS.items()), widget=forms.CheckboxSelectMultiple
    )
    words = LongText(label=lazy("In your own words"), rows=6, max_length=LONGEST)

    def __init__(self, *args: Any, late: bool = False, **kwargs: Any) -> None:
        """Ask what kept somebody who is late."""
        super().__init__(*args, **kwargs)
        if late:
            self.fields["late_reason"] = LongText(
                label=_("What kept you from appealing in time?"),
                help_text=_("The time to appeal has passed. The reviewer decides whether this excuses it."),
                rows=3,
            )
