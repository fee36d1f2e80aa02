"""The form with which a respondent answers an allegation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.cases.vocabulary import Response


class AnswerForm(forms.Form):
    """What the respondent says to one allegation."""

    response = forms.ChoiceField(
        label=_("Did it happen as described?"),
        widget=forms.RadioSelect,
        choices=[
            (Response.ADMIT, _("It happened as described")),
            (Response.PART, _("It happened in part, or differently")),
            (Response.DENY, _("It did not happen")),
        ],
        error_messages={"required": _("Choose the answer that comes closest. You can explain it below.")},
    )
    text = forms.CharField(
        label=_("In your own words"),
        help_text=_(
            "What happened as you saw it, who else was there, what we should look at. "
            "The investigator and the decision maker read it. Nobody else in your line of work does."
        ),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def clean(self) -> dict[str, object]:
        """Ask for words where the answer alone says too little."""
        given = super().clean() or {}
        if given.get("response") == Response.PART and not given.get("text", "").strip():
            self.add_error("text", _("Say which part happened, or what happened differently."))
        return given


class AnswerCheckForm(AnswerForm):
    """The same answer, sent along unseen while it is checked."""

    response = forms.ChoiceField(choices=AnswerForm.base_fields["response"].choices, widget=forms.HiddenInput)  # type: ignore[attr-defined]
    text = forms.CharField(required=False, max_length=20000, widget=forms.HiddenInput)
