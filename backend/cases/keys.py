"""The key of a case’s history, as the database can make it."""

from backend.intake.keys import HistoryKey


class CaseKey(HistoryKey):
    """The key of a case's history, made in the database (`case:018f...`), to join deadlines to their case."""

    noun = "case"
