"""A provider's file stays in its compartment: no decision cites it, and its bytes are no evidence, whatever became of it."""

import re
from typing import Final

from backend.cases.citing import never_brought_in, never_cited
from backend.referrals.models import ProviderFile

REFERENCE: Final = re.compile(r"\bFILE-\d{4}-[0-9A-Z]{6}\b", re.IGNORECASE)


@never_cited("provider files")
def provider_file_cited(text: str) -> str:
    """Find the reference of a provider's file in a text."""
    named = [found.upper() for found in REFERENCE.findall(text)]
    found = ProviderFile.objects.filter(reference__in=named).values_list("reference", flat=True) if named else ()
    return next(iter(found), "")


@never_brought_in("provider files")
def is_provider_file(sha256: str) -> bool:
    """Tell whether a provider handed in these very bytes."""
    return ProviderFile.objects.filter(sha256=sha256).exists()
