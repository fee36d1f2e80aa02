"""How the recipient of a letter answers it: as easily one way as the other."""

from django.utils.translation import gettext_lazy as lazy

from backend.web.forms.moves import LongText, PlainForm


class AcknowledgeForm(PlainForm):
    """The receipt of a letter; words are welcome and not needed."""

    words = LongText(
        label=lazy("Anything you want to say about it"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=lazy("Kept in the history of the letter. Everybody who works on the matter can read it."),
    )
    usual = "Confirmed by the recipient."

    def reason(self) -> str:
        """Give what was said, or that it was said by the recipient."""
        words: str = self.cleaned_data["words"].strip()
        return words or self.usual


class RefuseForm(AcknowledgeForm):
    """That somebody doesn't confirm a letter; they need not say why."""

    usual = "Not confirmed by the recipient."
