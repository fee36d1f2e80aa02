"""Anchors: places outside this system that keep a checkpoint, so that nobody who holds both database and key can rewrite the past."""
