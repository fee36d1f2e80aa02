"""Whether the product is alive, and whether it is ready: for load balancers and containers, without any content."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from backend.audit.sealed.verifying import standing
from backend.kernel import clock


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Tell that the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Tell whether the database answers and is migrated."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    if waiting:
        return JsonResponse({"status": "unavailable", "database": f"{waiting} migrations to run"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


@require_safe
def history(request: HttpRequest) -> JsonResponse:
    """Tell in one word how the history stands, for whoever watches it: 200 when it holds and is sealed, else 503.

    A load balancer must not ask here: a history that does not hold is no reason to stop the work, but to send somebody.
    """
    word = standing(clock.now())
    return JsonResponse({"history": word}, status=200 if word == "ok" else 503)
