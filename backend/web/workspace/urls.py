"""The addresses of the private workspace, and of what was shared from one."""

from django.urls import path

from backend.web.workspace import one, shared, whole

urlpatterns = [
    path("workspace/", whole.workspace, name="my-workspace"),
    path("workspace/close/", whole.close, name="my-workspace-close"),
    path("workspace/file/", whole.take_home, name="my-workspace-file"),
    path("workspace/passphrase/", whole.passphrase, name="my-workspace-passphrase"),
    path("workspace/delete/", whole.delete, name="my-workspace-delete"),
    path("workspace/new/<str:kind>/", one.new, name="my-workspace-new"),
    path("workspace/pages/<uuid:uid>/", one.page, name="my-workspace-page"),
    path("workspace/pages/<uuid:uid>/change/", one.revise, name="my-workspace-change"),
    path("workspace/pages/<uuid:uid>/share/", one.share, name="my-workspace-share"),
    path("workspace/pages/<uuid:uid>/delete/", one.delete, name="my-workspace-page-delete"),
    path("workspace/shared/<uuid:uid>/withdraw/", one.withdraw, name="my-workspace-withdraw"),
    path("shared-pages/", shared.shared_pages, name="shared-pages"),
    path("shared-pages/<uuid:uid>/", shared.shared_page, name="shared-page"),
]
