"""What the pages of a private workspace answer. Noor has begun one; for everybody else, whatever their role, hers does not exist."""

from uuid import uuid4

from backend.workspace.actions.opening import begin_workspace
from backend.workspace.actions.pages import write_page
from backend.workspace.models import Workspace
from backend.workspace.sheets import written
from tests.architecture.world import Matrix, World, both

# In the order of PEOPLE: ines, tomas, erin, martin, noor, lena, sam, nobody.
EVERYBODY = (200, 200, 200, 200, 200, 200, 200, 302)  # one’s own, begun or not
HERS = (404, 404, 404, 404, 200, 404, 404, 302)
CLOSED = (404, 404, 404, 404, 302, 404, 404, 302)  # hers, and it leads to where the passphrase is asked for
NOBODYS = (404, 404, 404, 404, 404, 404, 404, 302)

WEB: Matrix = {
    **both(EVERYBODY, "mine/workspace/"),
    ("post", "mine/workspace/close/"): CLOSED,
    ("post", "mine/workspace/file/"): CLOSED,
    **both(HERS, "mine/workspace/passphrase/", "mine/workspace/delete/"),
    ("get", "mine/workspace/new/{kind}/"): CLOSED,
    ("post", "mine/workspace/new/{kind}/"): HERS,  # what is typed after a pause is kept on the page
    ("get", "mine/workspace/pages/{uid}/"): CLOSED,
    **both(CLOSED, *(f"mine/workspace/pages/{{uid}}/{act}/" for act in ("change", "share", "delete"))),
    ("post", "mine/workspace/shared/{uid}/withdraw/"): NOBODYS,
    ("get", "mine/shared-pages/"): EVERYBODY,
    ("get", "mine/shared-pages/{uid}/"): NOBODYS,
}


def names(world: World) -> dict[str, dict[str, str]]:
    noor = world.cast.noor
    key = begin_workspace("lantern orchard quiet bicycle", actor=noor)
    workspace = Workspace.objects.get(owner=noor)
    page = write_page(workspace, key, written("coping", "Steps", {"steps": "Breathe."}), actor=noor)
    return {
        "mine/workspace/": {"kind": "coping", "uid": str(page.uid)},
        "mine/workspace/shared/": {"uid": str(uuid4())},
        "mine/shared-pages/": {"uid": str(uuid4())},
    }
