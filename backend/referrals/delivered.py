"""The evidence register as it comes with the product: a file of interventions, and of cautions that hold whatever is chosen."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

DELIVERED: Final = Path(__file__).resolve().parent / "data" / "interventions.yaml"


@lru_cache(maxsize=2)
def delivered(path: Path = DELIVERED) -> Mapping[str, Any]:
    """Read the file once."""
    read: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def cautions() -> tuple[Mapping[str, Any], ...]:
    """Give what holds for every referral, whatever the intervention."""
    return tuple(delivered()["cautions"])
