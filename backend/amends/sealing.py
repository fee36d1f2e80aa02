"""The words of a statement lie closed with the statement’s own key, which goes with it when its owner deletes it."""

from backend.amends.models import (
    AccountabilityDraft,
    AccountabilityRound,
    AccountabilityStatement,
    AccountabilityVersion,
)
from backend.documents.shutting import key_service
from backend.kernel.envelope import new_key, seal, unseal


def fresh_key() -> str:
    """Make the key of a new statement, closed."""
    return new_key(key_service())


def closed(words: str, statement: AccountabilityStatement) -> str:
    """Close words with the key of the statement that they belong to."""
    return seal(words, statement.wrapped_key, key_service())


def words_of(row: AccountabilityVersion | AccountabilityDraft | AccountabilityRound) -> str:
    """Open what a version, a draft or a round of feedback says; whoever calls this has asked for permission, and notes the reading."""
    return str(unseal(row.sealed, row.statement.wrapped_key, key_service())) if row.sealed else ""
