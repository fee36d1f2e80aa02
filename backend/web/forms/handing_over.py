"""The form by which what somebody still sees to under an agreement goes to somebody else."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.safeguards.queries.left import Left
from backend.web.forms.moves import PersonField, PlannedDate, ReasonForm

MONITOR: Final = "monitor"


class HandOverForm(ReasonForm):
    """What goes over, to whom, and from when where the agreement itself has to change."""

    items = forms.MultipleChoiceField(label=lazy("What goes to somebody else"), widget=forms.CheckboxSelectMultiple)
    to = PersonField(label=lazy("Who sees to it from now on"))
    effective_on = PlannedDate(
        label=lazy("From which day the agreement names them"),
        required=False,
        help_text=lazy("Only for obligations and the monitoring: counsel, approval and time to consider come first."),
    )
    field_order = ("items", "to", "effective_on", "reason")

    def __init__(self, *args: Any, left: Left, changes_wait: bool, **kwargs: Any) -> None:
        """Offer what is left with one person; while a change is under way, nothing that needs another."""
        super().__init__(*args, **kwargs)
        choices = [
            (row.reference, _("Safeguard: %(what)s") % {"what": f"{row.label}. {row.control}"})
            for row in left.safeguards.values()
        ]
        if not changes_wait:
            choices += [
                (str(seq), _("Obligation %(number)s: %(what)s") % {"number": seq, "what": f"{duty.what} ({duty.due})"})
                for seq, duty in left.obligations.items()
            ]
            choices += [(MONITOR, _("Monitoring the agreement, and what the monitor checks"))] * left.monitors
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type checker
        field.choices = choices
        self.fields["reason"].help_text = _("Where the agreement changes, the employee reads this. Name no health.")
        if changes_wait or not (left.obligations or left.monitors):
            del self.fields["effective_on"]

    def chosen(self) -> dict[str, Any]:
        """Give what was chosen as the action takes it."""
        given = dict(self.cleaned_data)
        items = given.pop("items")
        return {
            "safeguards": [each for each in items if each != MONITOR and not each.isdecimal()],
            "obligations": [int(each) for each in items if each.isdecimal()],
            "as_monitor": MONITOR in items,
            **given,
        }
