"""How the statement that writes an event begins, on either database."""

from typing import Final

WRITES_EVENT: Final = ("INSERT INTO audit_event", "SELECT evenhand_record")
