"""The filters that letters are written with, for pages that show the very words of a letter."""

from backend.documents.prose import register

__all__ = ["register"]
