"""The words of the clause library: kinds of agreement, when a clause stands, and where a version or a rule is on its way."""

from typing import Final

from django.db import models


class AgreementKind(models.TextChoices):
    """What kind of agreement it is."""

    EXPECTATIONS = "expectations", "Expectations"
    ACCOUNTABILITY = "accountability", "Accountability"
    LAST_CHANCE = "last_chance", "Last chance"
    RETURN_TO_WORK = "return_to_work", "Return to work"
    SEPARATION_SAFETY = "separation_safety", "Separation safety"


class When(models.TextChoices):
    """When a clause stands, before any rule narrows it."""

    ALWAYS = "always", "In every agreement"
    RELEVANT = "relevant", "When it is relevant"
    LAST_CHANCE = "last_chance", "In last-chance agreements only"
    PROFILE = "profile", "Where the law of the place asks for it"
    NEVER = "never", "In no agreement"


class Standing(models.TextChoices):
    """What a rule says of a clause."""

    MANDATORY = "mandatory", "Must stand"
    OPTIONAL = "optional", "May stand"
    PROHIBITED = "prohibited", "Must not stand"


class VersionState(models.TextChoices):
    """From the first draft of a clause's words to the day when they are used no more."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "Waits for approval"
    APPROVED = "approved", "Approved"
    RETIRED = "retired", "Retired"
    REJECTED = "rejected", "Rejected"


class RuleState(models.TextChoices):
    """From the proposal of a rule to the day when it is replaced."""

    PROPOSED = "proposed", "Waits for approval"
    IN_FORCE = "in_force", "In force"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Language(models.TextChoices):
    """In which languages the library has words, and agreements are drawn up."""

    ENGLISH = "en-GB", "English"
    GERMAN = "de-DE", "German"


SETTLED: Final = (VersionState.APPROVED, VersionState.RETIRED)  # its words never change again
LANGUAGES: Final = tuple(str(language) for language in Language)
