"""The addresses of oversight: the auditor's first page, the history and its entries, their proofs, exports."""

from django.urls import include, path

from backend.web import audit
from backend.web.oversight import entry, home

urlpatterns = [
    path("", home.home, name="audit-home"),
    path("checkpoint/", home.checkpoint, name="audit-checkpoint"),
    path("key/", home.key, name="audit-key"),
    path("history/", audit.history, name="audit"),
    path("exports/", include("backend.web.exports")),
    path("<int:number>/", entry.entry, name="audit-entry"),
    path("<int:number>/verify/", entry.verify, name="audit-verify"),
    path("<int:number>/leaf/", entry.leaf, name="audit-leaf"),
    path("<int:number>/proof/", entry.proof, name="audit-proof"),
]
