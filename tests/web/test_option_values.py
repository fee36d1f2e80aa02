"""What a browser is given to choose from names records by their public identifiers; primary keys never leave the database."""

import re
from collections.abc import Callable
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.test import Client

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.intake.models import Report
from backend.web import forms as forms_of_pages

SignIn = Callable[..., Client]
OPTION = re.compile(r'<option value="([^"]*)"')


def test_every_choice_of_a_record_names_it_publicly() -> None:
    modules = [
        import_module(found.name) for found in walk_packages(forms_of_pages.__path__, f"{forms_of_pages.__name__}.")
    ]
    kinds = [kind for module in modules for kind in vars(module).values() if hasattr(kind, "base_fields")]
    choices = {
        f"{kind.__module__}.{kind.__name__}.{name}": field.to_field_name
        for kind in kinds
        for name, field in kind.base_fields.items()
        if isinstance(field, forms.ModelChoiceField)
    }
    assert len(choices) > 30  # the walk finds what there is
    assert {name: field for name, field in choices.items() if field not in {"reference", "uid", "code"}} == {}


@pytest.mark.parametrize(
    ("who", "state", "address"),
    [
        ("daniel", "implementing", "/agreements/new/{}/"),
        ("omar", "conflict_cleared", "/cases/{}/people/assign/"),
        ("omar", "investigating", "/cases/{}/people/appoint/"),
    ],
)
def test_no_option_is_a_bare_number(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn, who: str, state: str, address: str
) -> None:
    page = sign_in(getattr(cast, who)).get(address.format(a_case(state).reference))
    values = OPTION.findall(page.content.decode())
    assert len(values) > 1
    assert not [value for value in values if value.isdigit()]


def test_the_unit_of_a_new_case_is_named_by_its_code(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    report = a_report(triaged=True)
    page = sign_in(cast.omar).get(f"/reports/{report.reference}/accept/").content.decode()
    unit = cast.person("martin").unit
    assert unit is not None
    assert f'<option value="{unit.code}" selected' in page
    assert not [value for value in OPTION.findall(page) if value.isdigit()]
