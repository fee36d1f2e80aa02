"""Imported once, by the server that printing processes are forked from: they begin with everything loaded, in milliseconds."""

from importlib import import_module

import django

HEAVY = ("backend.documents.typesetting", "backend.documents.sealing.signing", "page")

django.setup()
for name in HEAVY:
    import_module(name)
