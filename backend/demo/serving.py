"""Serving the demonstration: pages and the queue's worker in one process."""

from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from backend.jobs.worker import start_embedded_worker


class Server(BaseApplication):
    """A gunicorn with one process, several threads and the embedded worker."""

    def __init__(self, host: str, port: int) -> None:
        """Keep where to listen."""
        self.options = {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "threads": 8,
            "control_socket_disable": True,
            "loglevel": "warning",
            "post_worker_init": _begin_work,
        }
        super().__init__()

    def load_config(self) -> None:
        """Set the options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """Give the application."""
        return get_wsgi_application()


def serve(host: str, port: int) -> None:
    """Serve until stopped."""
    connections.close_all()  # a forked process must not share a connection
    Server(host, port).run()


def _begin_work(_worker: object) -> None:
    start_embedded_worker()
