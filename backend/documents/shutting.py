"""Papers of the medical-confidential compartment: what is kept of them is closed with a key of each paper's own.

The keys of the compartment are reached here, so that the apps above close their records by the same service.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.module_loading import import_string

from backend.audit.actions import withheld_matter
from backend.documents.models import ContentKey, Document, DocumentContent
from backend.kernel.envelope import KeyService, MasterKeys, new_key, seal, seal_bytes, unseal, unseal_bytes

MEDICAL = "medical"
SHUT_CLASS = "medical_confidential"
SHUT = "shut"  # stands in the place of the facts that a paper was printed from


@lru_cache(maxsize=4)
def _service(path: str, keys: tuple[str, ...]) -> KeyService:
    """Reach the master keys: those in the settings, or the key service that the settings name by its path."""
    service: KeyService = import_string(path)() if path else MasterKeys(keys)
    return service


def key_service() -> KeyService:
    """Give the service that closes and opens the keys of this compartment."""
    return _service(settings.COMPARTMENT_KEY_SERVICE, tuple(settings.COMPARTMENT_KEYS))


def is_shut(document: Document) -> bool:
    """Tell whether a paper is kept closed: by its class, or because everything of its matter is."""
    return document.classification == SHUT_CLASS or withheld_matter(document.matter_stream) == MEDICAL


def keep_content(document: Document, inputs: dict[str, Any], content: bytes) -> None:
    """Keep what a paper was printed from and its bytes, closed where its class or its matter asks for that."""
    if is_shut(document):
        key = ContentKey(document_uid=document.uid, wrapped_key=new_key(key_service()))
        key.save(force_insert=True)
        inputs = {SHUT: seal(inputs, key.wrapped_key, key_service())}
        content = seal_bytes(content, key.wrapped_key, key_service())
    DocumentContent(document_uid=document.uid, inputs=inputs, content=content).save(force_insert=True)


def kept_inputs(document: Document) -> dict[str, Any]:
    """Fetch the facts that a paper was printed from, open."""
    rows = DocumentContent.objects.annotate(wrapped=_wrapped_key())
    inputs, wrapped = rows.values_list("inputs", "wrapped").get(pk=document.uid)
    facts: dict[str, Any] = unseal(inputs[SHUT], wrapped, key_service()) if wrapped else inputs
    return facts


def kept_bytes(document: Document) -> bytes:
    """Fetch the bytes of a paper, open."""
    rows = DocumentContent.objects.annotate(wrapped=_wrapped_key())
    content, wrapped = rows.values_list("content", "wrapped").get(pk=document.uid)
    return unseal_bytes(bytes(content), wrapped, key_service()) if wrapped else bytes(content)


def _wrapped_key() -> Subquery:
    """Find the key of a paper in the same query; one that is kept open has none."""
    return Subquery(ContentKey.objects.filter(document_uid=OuterRef("pk")).values("wrapped_key"))
