"""The independent check of every file before it is sealed: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1)."""

from typing import Final

PROFILES: Final = ("3a", "ua1")
SHOWN: Final = 5


def validate(content: bytes) -> None:
    """Raise Unprintable, with what is wrong, unless a file keeps both standards."""
    # Large modules: only those who issue pay for them
    import page

    from backend.documents.typesetting import Unprintable

    for profile in PROFILES:
        report = page.validate_pdf_bytes(content, profile=profile)
        if not report.is_compliant:
            wrong = "; ".join(failure.message for failure in report.failures[:SHOWN])
            raise Unprintable(f"The file would not keep the standard {profile}: {wrong}")
