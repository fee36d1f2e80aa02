"""The addresses of custody."""

from django.urls import path

from backend.web.custody import pages

urlpatterns = [
    path("", pages.custody, name="custody"),
    path("files/<str:reference>/", pages.provider_file, name="provider-file"),
    path("files/<str:reference>/open/", pages.open_file, name="provider-file-open"),
    path("files/<str:reference>/moves/<slug:verb>/", pages.move_file, name="provider-file-move"),
    path("questions/<str:reference>/", pages.query, name="barrier-query"),
    path("questions/<str:reference>/moves/<slug:verb>/", pages.move_query, name="barrier-query-move"),
]
