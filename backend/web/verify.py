"""The page where anybody checks a document, without an account, and the certificate that its seal is checked with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.documents.sealing.keys import certificate_chain
from backend.kernel.errors import Refused
from backend.web.checked import check_of, into_check
from backend.web.pages import absent


@require_http_methods(["GET", "POST"])
@never_cache
@into_check
def verify(request: HttpRequest) -> HttpResponse:
    """Tell anybody whether a copy is what was issued, and whether that still holds; never whose it is."""
    check = check_of(request)
    return render(request, "web/verify/verify.html", check.shown, status=check.status)


@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """Give the certificates of the seal, its own first."""
    try:
        chain = certificate_chain()
    except Refused:
        return absent(request)
    headers = {"Content-Disposition": 'attachment; filename="certificate.pem"'}
    return HttpResponse(chain, content_type="application/x-pem-file", headers=headers)


urlpatterns = [
    path("", verify, name="verify"),
    path("certificate.pem", certificate, name="verify-certificate"),
]
