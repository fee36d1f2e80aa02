"""Forms of accountability statements: the words, whom to ask for feedback, the feedback, and what is shared."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from backend.amends.actions import feedback, writing
from backend.people.models import Person, User
from backend.web.forms.moves import LongText, PlainForm, ReasonForm


class StatementForm(PlainForm):
    """The statement, in its writer’s own words."""

    text = LongText(
        label=lazy("Your statement"),
        help_text=lazy("In the first person. Nobody reads it unless you ask somebody to."),
        rows=16,
        max_length=writing.LONGEST,
    )


class AdvisedForm(PlainForm):
    """A decision of the writer’s own; while an appeal is open it asks for advice first."""

    def __init__(self, *args: Any, needs_advice: bool = False, **kwargs: Any) -> None:
        """Ask for advice where it is needed."""
        super().__init__(*args, **kwargs)
        if needs_advice:
            self.fields["advised"] = forms.BooleanField(
                label=lazy("I have talked to my lawyer or representative, and want to go on."),
                help_text=lazy("An appeal is open, and what you write could bear on it."),
            )


class AskFeedbackForm(AdvisedForm):
    """Whom the writer asks to read the latest version."""

    reviewer = forms.ChoiceField(label=lazy("Whom do you want to ask?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, readers: Sequence[User], **kwargs: Any) -> None:
        """Offer those who may be asked."""
        super().__init__(*args, **kwargs)
        self.readers = {str(each.uid): each for each in readers}
        chosen = self.fields["reviewer"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - tells the type checker
        chosen.choices = [(key, each.name) for key, each in self.readers.items()]

    def clean_reviewer(self) -> User:
        """Give the person who was chosen."""
        return self.readers[self.cleaned_data["reviewer"]]


class ShareForm(AdvisedForm):
    """Which version whoever asked for it may read."""

    version = forms.TypedChoiceField(label=lazy("Which version?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, versions: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the saved versions."""
        super().__init__(*args, **kwargs)
        chosen = self.fields["version"]
        assert isinstance(chosen, forms.TypedChoiceField)  # noqa: S101 - tells the type checker
        chosen.choices = versions


class FeedbackForm(PlainForm):
    """What the reader says to the words."""

    feedback = LongText(
        label=lazy("Your feedback"),
        help_text=lazy(
            "Which sentences are clear, which are not, and how they could be said plainly. Do not grade it."
        ),
        rows=8,
        max_length=feedback.LONGEST,
    )


class WishedForm(ReasonForm):
    """Which complainant asked to read a statement, and how."""

    reason = LongText(
        label=lazy("When and how did they ask?"),
        help_text=lazy("Only record what they asked of their own accord. Do not suggest it to anybody."),
        rows=3,
        error_messages={"required": lazy("Say when and how they asked.")},
    )
    person = forms.ChoiceField(label=lazy("Who asked?"), widget=forms.RadioSelect)
    field_order = ("person", "reason")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        """Offer the complainants who did not ask yet."""
        super().__init__(*args, **kwargs)
        self.people = {str(each.uid): each for each in people}
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - tells the type checker
        chosen.choices = [(key, each.name) for key, each in self.people.items()]

    def clean_person(self) -> Person:
        """Give the person who was chosen."""
        return self.people[self.cleaned_data["person"]]
