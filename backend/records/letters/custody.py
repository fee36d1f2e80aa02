"""The sheet that goes with a piece of evidence: everyone who had it, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from backend.documents.letters import Letter


@dataclass(frozen=True, kw_only=True)
class CustodyStep:
    """One handing over: from whom to whom, where, why, and whether the digest was checked and still the same."""

    at: datetime
    giver: str
    taker: str
    where: str
    why: str
    is_same: bool | None = None


@dataclass(frozen=True, kw_only=True)
class CustodySheet(Letter):
    """D27: the chain of custody of one piece of evidence. It describes the thing and never what it shows."""

    kind: ClassVar[str] = "D27"
    template: ClassVar[str] = "records/custody_sheet/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Nachweis der Verwahrung"}
    more_styles: ClassVar[tuple[str, ...]] = ("records-v2.css", "landscape-v2.css")

    title: str = "Chain-of-custody sheet"
    item: str
    description: str
    source: str
    collected_by: str
    collected_at: datetime
    collected_where: str
    method: str
    is_original: bool
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    storage: str
    steps: tuple[CustodyStep, ...]
