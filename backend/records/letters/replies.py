"""What somebody is told who asks for their own data, or asks to have it erased, corrected or set aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from backend.documents.letters import Contact, Letter

REQUESTS: Final = ("access", "erasure", "rectification", "restriction")


@dataclass(frozen=True, kw_only=True)
class DataItem:
    """One kind of data about the person, from when, and what was done with it on the request."""

    what: str
    period: str
    done: str


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """One item that was not given or not erased as asked: which, how much of it, and why in plain words."""

    item: str
    extent: str
    why: str


@dataclass(frozen=True, kw_only=True)
class DataReply(Letter):
    """D26: answers a data subject item by item, with every exemption and the way to complain.

    It holds nobody else's data, never says who reported, and quotes no advice. `asked_for` is one of REQUESTS.
    """

    kind: ClassVar[str] = "D26"
    template: ClassVar[str] = "records/data_reply/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Antwort auf Ihre Anfrage zu Ihren Daten"}
    more_styles: ClassVar[tuple[str, ...]] = ("records-v2.css",)

    title: str = "Reply to your request about your data"
    classification: str = "private_employee"
    request: str
    asked_for: str
    received_on: date
    identity_on: date
    due_on: date
    extended_until: date | None = None
    extension_why: str = ""
    items: tuple[DataItem, ...]
    exemptions: tuple[Exemption, ...] = ()
    restrictions: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    retention: str = ""
    automated: str = ""
    delivery: str
    authority: Contact
    authority_address: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a kind of request that no template has words for."""
        if self.asked_for not in REQUESTS:
            raise ValueError(f"A request asks for one of {', '.join(REQUESTS)}, not for {self.asked_for}.")

    @property
    def tells_use(self) -> bool:
        """Tell whether the reply says how the data are used, as an answer on access does."""
        return bool(self.purposes or self.recipients or self.sources or self.retention or self.automated)

    @property
    def rights_section(self) -> int:
        """Number the section on rights, which follows those that this reply has."""
        return 3 + bool(self.restrictions) + self.tells_use
