"""The addresses of letters before their issue."""

from django.urls import path

from backend.web.letters import drafts, moves, writing

LETTER = "<str:reference>/"

urlpatterns = [
    path("new/<str:reference>/", writing.choose, name="letter-choose"),
    path("new/<str:reference>/<slug:key>/", writing.write, name="letter-write"),
    path(LETTER, drafts.draft, name="letter"),
    path(f"{LETTER}edit/", writing.edit, name="letter-edit"),
    path(f"{LETTER}changes/", drafts.changes, name="letter-changes"),
    path(f"{LETTER}preview/", drafts.preview, name="letter-preview"),
    path(f"{LETTER}moves/<slug:verb>/", moves.move, name="letter-move"),
    path(f"{LETTER}issue/", moves.issue, name="letter-issue"),
]
