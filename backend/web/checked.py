"""Having a copy checked on a page: by its file or by its code, for the public page and for the one of those who signed in."""

import functools
import logging
from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from backend.documents.admission import TooManyChecks, admit
from backend.documents.arrival import IntoCheck
from backend.documents.models import Document
from backend.documents.sealing.keys import SealFacts, known_fingerprints, seal_facts
from backend.documents.verdict_words import Told, told_of_code, told_of_file
from backend.documents.verification import Verdict, verdict_for_code, with_code, with_digest
from backend.kernel.errors import Refused
from backend.web.forms.documents import CodeForm, CopyForm
from backend.web.pages import View

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checked:
    """What a page tells of a copy, and where the document would be found."""

    verdict: Verdict
    told: Told
    rows: QuerySet[Document]
    sha256: str = ""
    code: str = ""


@dataclass
class Check:
    """A visit to the page: its two forms, and the outcome when something was asked."""

    copy_form: CopyForm
    code_form: CodeForm
    form: Form | None = None
    """The one that was sent: its problems are listed on top."""
    outcome: Checked | None = None
    status: int = 200

    @property
    def shown(self) -> dict[str, object]:
        """Give what the templates read."""
        return {
            "copy_form": self.copy_form,
            "code_form": self.code_form,
            "form": self.form,
            "checked": self.outcome,
            **_seal(),
        }


def into_check(view: View) -> View:
    """Let an uploaded file go straight into its check, before anything else reads the form."""

    @functools.wraps(view)
    def reading(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.upload_handlers = [IntoCheck(request)]
        return csrf_protect(view)(request, *args, **kwargs)

    return cast("View", csrf_exempt(reading))  # it would read the form too early


def check_of(request: HttpRequest) -> Check:
    """Check what was sent, if anything was; of the check itself its outcome is logged, and nothing that tells what was checked."""
    if request.method != "POST":
        return Check(CopyForm(), CodeForm())
    by_code = "code" in request.POST and not request.FILES
    copy_form = CopyForm() if by_code else CopyForm(request.POST, request.FILES)
    code_form = CodeForm(request.POST) if by_code else CodeForm()
    form: Form = code_form if by_code else copy_form
    check = Check(copy_form, code_form, form=form)
    try:
        admit(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
    except TooManyChecks as refusal:
        form.add_error(None, refusal.detail)
        check.status = refusal.status
        return check
    if form.is_valid():
        check.outcome = _of_code(code_form) if by_code else _of_file(copy_form)
        logger.info("A %s was checked: %s", "code" if by_code else "file", check.outcome.verdict)
    return check


def _of_file(form: CopyForm) -> Checked:
    copy = form.cleaned_data["file"]
    verdict = copy.verdict()
    return Checked(verdict, told_of_file(verdict), with_digest(copy.sha256), sha256=copy.sha256)


def _of_code(form: CodeForm) -> Checked:
    code = form.cleaned_data["code"]
    verdict = verdict_for_code(code)
    return Checked(verdict, told_of_code(verdict), with_code(code), code=code)


def _seal() -> dict[str, object]:
    """Tell of the seal, where there is one."""
    try:
        facts: SealFacts = seal_facts()
    except Refused:
        return {"seal": None}
    return {"seal": facts, "earlier_seals": sorted(known_fingerprints() - {facts.fingerprint})}
