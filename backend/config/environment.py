"""Reading settings from the environment, with a sentence that says how to mend a missing or malformed one."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Setting:
    """One environment variable that the product reads, for the generated reference."""

    name: str
    default: str
    meaning: str


KEY_LENGTH = 44  # 32 bytes in URL-safe base 64

READ: dict[str, Setting] = {}
VALUES: dict[str, str] = {}  # what was read; of a secret only whether there is one


def text(name: str, default: str, meaning: str, *, private: bool = False) -> str:
    """Read a text; of a private one, such as an address with a password in it, only that it is set may be told."""
    READ[name] = Setting(name, default, meaning)
    value = os.environ.get(name, default).strip()
    VALUES[name] = _whether_set(value) if private else value
    return value


def flag(name: str, meaning: str, *, default: bool) -> bool:
    """Read a yes or no."""
    value = text(name, "yes" if default else "no", meaning).lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not “{value}”.")


def number(name: str, default: int, meaning: str) -> int:
    """Read a whole number."""
    value = text(name, str(default), meaning)
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.") from None


def words(name: str, default: str, meaning: str) -> list[str]:
    """Read a list separated by commas."""
    return [word.strip() for word in text(name, default, meaning).split(",") if word.strip()]


def secret(name: str, meaning: str, *, production: bool, stand_in: str) -> str:
    """Read a secret from the variable, or from the file that <name>_FILE names; in production it must be set."""
    READ[name] = Setting(name, "none", meaning)
    path = text(f"{name}_FILE", "", f"A file that holds {name}, such as a mounted secret.")
    value = Path(path).read_text().strip() if path else os.environ.get(name, "").strip()
    VALUES[name] = _whether_set(value)
    if not production:
        return value or stand_in
    if not value:
        raise ImproperlyConfigured(
            f"Set {name} (or {name}_FILE): with EVENHAND_ENV=production nothing is made up. {meaning}"
        )
    if len(value) < 50 or len(set(value)) < 10:
        raise ImproperlyConfigured(f"{name} is too short or too uniform: use at least 50 random characters.")
    return value


def keys(name: str, meaning: str, *, production: bool, stand_in: str) -> list[str]:
    """Read keys of Fernet, the one in use first; in production there must be one, and not the stand-in of a trial."""
    found = hidden(name, meaning).split()
    if not production:
        return found or [stand_in]
    if not found or stand_in in found:
        raise ImproperlyConfigured(
            f"Set {name} (or {name}_FILE) to a key of your own: python3 -c 'import base64, secrets;"
            f" print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())' makes one. {meaning}"
        )
    if any(len(key) != KEY_LENGTH for key in found):
        raise ImproperlyConfigured(f"{name} must hold keys of {KEY_LENGTH} characters, with blanks between.")
    return found


def hidden(name: str, meaning: str) -> str:
    """Read a secret that may be missing, from the variable or from the file that <name>_FILE names."""
    path = text(f"{name}_FILE", "", f"A file that holds {name}, such as a mounted secret.")
    READ[name] = Setting(name, "", meaning)
    value = Path(path).read_text().strip() if path else os.environ.get(name, "").strip()
    VALUES[name] = _whether_set(value)
    return value


def _whether_set(value: str) -> str:
    return "(set)" if value else "(not set)"
