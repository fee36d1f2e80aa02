"""A form on a text that several people write: when somebody saved meanwhile, both texts are shown, and can be put together."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse

from backend.investigation.together import EditConflict
from backend.web.acts import act_page
from backend.web.forms.moves import LongText
from backend.web.pages import PersonRequest

TEMPLATE = "web/inquiry/write.html"


def seen_in(request: PersonRequest) -> int | None:
    """Tell which edition the writer had before them."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() else None


def bound(form: type[Form], request: PersonRequest, now: Mapping[str, Any], **kwargs: Any) -> Form:
    """Bind a form to what was sent; with “join”, the saved text and the writer's own stand one after the other, and nothing is saved."""
    if request.method != "POST":
        return form(initial=dict(now), **kwargs)
    if "join" not in request.POST:
        return form(request.POST, **kwargs)
    joined = {}
    for name in form.base_fields:
        mine, theirs = request.POST.get(name, ""), now.get(name, "")
        differs = isinstance(theirs, str) and theirs.strip() and mine.strip() != theirs.strip()
        is_long = isinstance(form.base_fields[name], LongText)
        joined[name] = f"{theirs}\n\n{mine}" if differs and is_long else mine
    return form(initial=joined, **kwargs)


def write_page(
    request: PersonRequest,
    form: Form,
    act: Callable[[], object],
    *,
    back: str,
    done: str,
    shown: Mapping[str, Any],
    edition: int | None,
) -> HttpResponse:
    """Show the form; where somebody saved meanwhile, show what they saved beside what the writer typed."""
    page: dict[str, Any] = {**shown, "seen": request.POST.get("seen") or edition}

    def attempted() -> object:
        try:
            return act()
        except EditConflict as conflict:
            page["seen"] = conflict.edition
            page["conflict"] = conflict
            page["theirs"] = [
                {"key": _label(form, name), "value": value or "–", "lines": True}
                for name, value in conflict.texts.items()
                if name in form.fields
            ]
            raise

    if request.method == "POST" and "join" in request.POST:
        page["seen"] = edition
    return act_page(request, form, attempted, back=back, done=done, shown=page, template=TEMPLATE)


def _label(form: Form, name: str) -> str:
    return str(form.fields[name].label)
