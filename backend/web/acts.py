"""The page of one serious act: what will happen, the form, the refusal next to the field, and back to where one came from."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from backend.audit.actions import ACTIONS
from backend.kernel.errors import Invalid, Refused
from backend.web.pages import PersonRequest, attempt
from backend.workflow.lifecycle import Move

TEMPLATE = "web/cases/act.html"


def act_page(
    request: PersonRequest,
    form: Form,
    act: Callable[[], object],
    *,
    back: str | Callable[[Any], str],
    done: str,
    shown: Mapping[str, Any],
    template: str = TEMPLATE,
) -> HttpResponse:
    """Show the form of an act; when it is complete, act and go back, or show the refusal with everything that was typed."""
    if request.method == "POST" and form.is_valid():
        result = attempt(form, act)
        if result is not None:
            messages.success(request, done)
            return redirect(back(result) if callable(back) else back)
    here = str(shown.get("heading", ""))
    cancel = back if isinstance(back, str) else shown.get("cancel_url", "")
    return render(request, template, {"form": form, "cancel_url": cancel, "here": here, **shown})


def done_words(done: Move | str) -> str:
    """Tell somebody what they did, a move or an action by its name, in the words that the history has for it: “You closed the case.”"""
    return _("You %(what)s.") % {"what": ACTIONS[done].past if isinstance(done, str) else done.past}


def renaming(act: Callable[[], object], names: Mapping[str, str]) -> Callable[[], object]:
    """Bring a refusal about an input of the action to the field of the form that asked for it."""

    def renamed() -> object:
        try:
            return act()
        except Invalid as invalid:
            raise Invalid({names.get(name, name): told for name, told in invalid.errors.items()}) from invalid
        except Refused as refusal:
            if refusal.field not in names:
                raise
            raise Refused(refusal.detail, code=refusal.code, field=names[refusal.field]) from refusal

    return renamed


def too_late(request: PersonRequest, what: str, state: str, back: str) -> HttpResponse:
    """Lead back from a page whose act isn't possible in this state any more, or not yet, and say so."""
    messages.info(
        request, _("“%(what)s” is not possible now: the state is “%(state)s”.") % {"what": what, "state": state}
    )
    return redirect(back)
