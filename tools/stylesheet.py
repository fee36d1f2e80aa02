"""Join the layers of the stylesheet into the one file that pages load: `python tools/stylesheet.py`.

Each layer is `css/<layer>.css` or the files of `css/<layer>/`, in alphabetical order. Comments and indentation are
dropped, nothing else is changed, so that the result can be read beside its sources. `--check` compares only.
"""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "backend" / "web" / "static" / "web"
TARGET = FOLDER / "app.css"
LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities", "print")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def joined() -> str:
    """Give the whole stylesheet, each layer wrapped in its own cascade layer."""
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer in LAYERS:
        parts += [f"@layer {layer} {{", *(_tidy(source.read_text("utf-8")) for source in _sources(layer)), "}"]
    return "\n".join(parts) + "\n"


def _sources(layer: str) -> list[Path]:
    folder = FOLDER / "css" / layer
    return sorted(folder.glob("*.css")) if folder.is_dir() else [folder.with_suffix(".css")]


def _tidy(css: str) -> str:
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line)


def main(arguments: list[str]) -> int:
    """Write the stylesheet, or with `--check` only compare."""
    fresh = joined()
    if arguments == ["--check"]:
        return 0 if TARGET.read_text("utf-8") == fresh else 1
    TARGET.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
