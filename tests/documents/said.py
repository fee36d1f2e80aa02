"""What a letter says, as lines of plain text, for tests that look for words."""

import re
from html import unescape

from backend.documents.letters import Letter
from backend.documents.rendering import render_html

BLOCKS = re.compile(r"</(?:p|li|h1|h2|h3|td|th|div|caption)>|<br>")


def said(letter: Letter) -> str:
    """Give the words of a letter, a line for each paragraph, item and cell."""
    body = render_html(letter).split("<body", 1)[1].split(">", 1)[1]
    text = unescape(re.sub(r"<[^>]+>", "", BLOCKS.sub("\n", body))).replace("\xa0", " ")
    return re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t]+", " ", text))


def long_sentences(letter: Letter, most: int = 25) -> list[str]:
    """List the sentences that are longer than house style allows."""
    every = (each for line in said(letter).splitlines() for each in re.split(r"(?<=[.?!:;])\s+", line))
    return [each for each in every if len(each.split()) > most]
