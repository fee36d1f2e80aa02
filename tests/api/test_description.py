"""The description of the API: valid, complete, fresh, and readable without anything from elsewhere."""

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from backend.api.schema import openapi_yaml

KEPT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.yaml"


def test_the_description_is_valid(tmp_path: Path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "openapi.yaml"))


def test_the_kept_description_is_the_one_made_from_the_code() -> None:
    assert KEPT.read_text() == openapi_yaml(), "Run `python manage.py reference`."


def test_every_operation_says_what_it_does_and_how_it_refuses() -> None:
    document = yaml.safe_load(openapi_yaml())
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert len(operation["summary"]) > 10, path
            assert {"400", "401", "403", "404", "429", "500"} <= set(operation["responses"]), path
            if method == "post":
                assert {"409", "412", "415"} <= set(operation["responses"]), path
    names = [operation["operationId"] for operations in document["paths"].values() for operation in operations.values()]
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_the_page_loads_nothing_from_elsewhere_and_loosens_the_policy_for_itself_alone() -> None:
    page = Client().get("/api/v1/docs/")
    assert "//" not in page.content.decode().replace("<!--//", "")
    policy = page["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "img-src 'self' data:" in policy
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe-inline" not in Client().get("/api/v1/schema/")["Content-Security-Policy"]
