"""Private pages that somebody shared with the person: there as long as they are shared, and found nowhere else."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.kernel.errors import NotVisible
from backend.web.pages import PersonRequest
from backend.web.workspace.doors import private
from backend.workspace.actions.sharing import read_shared
from backend.workspace.queries import shared_with


@require_safe
@private
def shared_pages(request: PersonRequest) -> HttpResponse:
    """List what was shared with the person: from whom and when. What a page is called is told once it is opened."""
    return render(request, "web/workspace/shared.html", {"copies": shared_with(request.user)})


@require_safe
@private
def shared_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show a copy; every reading is an event."""
    copy = shared_with(request.user).filter(uid=uid).first()
    if copy is None:
        raise NotVisible()
    told = read_shared(copy, actor=request.user)
    return render(request, "web/workspace/shared_page.html", {"copy": copy, "told": told})
