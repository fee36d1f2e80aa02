"""What must not exist: no field of any table, form or answer rates a person, or holds what belongs to a clinician (records.md 3c)."""

import re
from collections.abc import Iterator

import yaml
from django.apps import apps
from django.conf import settings

FORBIDDEN = re.compile(
    r"(^|_)(diagnos[ei]s|icd|dsm|medication|therapist|therapy_note|mood|sincerity|remorse|empathy|personality|risk_score|"
    r"recidivism|reoffen\w*|sexual_history|sexual_orientation|orientation|clothing|appearance|credibility_score|score|"
    r"lie_detector|polygraph|photo|portrait|ranking|rank|deemed\w*|verdict_by_ai|auto_dismiss\w*|auto_finding)(_|$)"
)


def columns() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("backend."):
            for field in model._meta.get_fields():
                yield f"{model._meta.label}.{field.name}"


def described() -> Iterator[str]:
    path = settings.BASE_DIR / "docs" / "reference" / "openapi.yaml"
    schema = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, shape in schema["components"]["schemas"].items():
        for field in shape.get("properties", {}):
            yield f"{name}.{field}"


def test_no_table_and_no_answer_has_a_field_that_must_not_exist() -> None:
    names = [*columns(), *described()]
    assert len(names) > 500
    assert [name for name in names if FORBIDDEN.search(name.partition(".")[2].rpartition(".")[2])] == []


def test_the_rule_would_find_such_a_field() -> None:
    assert all(FORBIDDEN.search(name) for name in ("credibility_score", "remorse", "risk_score", "icd_code", "empathy"))
    assert not any(FORBIDDEN.search(name) for name in ("description", "moderate", "frank", "underscore", "decided_at"))
