"""The addresses of what follows in a case: links, closing, and the start of the watch."""

from django.urls import path

from backend.web.aftermath import closing, links, watch

CASE = "<str:reference>/"

urlpatterns = [
    path(f"{CASE}links/", links.links, name="case-links"),
    path(f"{CASE}links/new/", links.link, name="case-link"),
    path(f"{CASE}links/open/", links.open_from, name="case-open-linked"),
    path(f"{CASE}links/<uuid:uid>/remove/", links.link_remove, name="case-link-remove"),
    path(f"{CASE}closing/", closing.closing, name="case-closing"),
    path(f"{CASE}closing/record/", closing.record, name="case-record-closure"),
    path(f"{CASE}closing/propose/", closing.propose, name="case-propose-early"),
    path(f"{CASE}closing/return/", closing.send_back, name="case-return-early"),
    path(f"{CASE}closing/reopen/", closing.reopen, name="case-reopen"),
    path(f"{CASE}watch/start/", watch.start, name="watch-start"),
]
