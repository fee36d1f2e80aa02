"""The look of the product: contrast, size, freshness, and nothing that the content security policy would stop."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from tools.stylesheet import FOLDER, TARGET, joined

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "backend" / "web" / "templates"
COMPONENTS = sorted((TEMPLATES / "web" / "components").glob("*.html"))
SOURCES = sorted((FOLDER / "css").rglob("*.css"))
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TOKENS = {
    name: (light, dark) for name, light, dark in TOKEN.findall((FOLDER / "css" / "tokens.css").read_text("utf-8"))
}

GROUNDS = ("page", "surface", "raised", "hover")
TEXT = [
    *product(("ink", "ink-soft", "link", "bad-ink"), GROUNDS),
    *((ink, ground) for ground in ("sunken", "accent-soft") for ink in ("ink", "ink-soft", "bad-ink")),
    *(("ink", f"{tone}-soft") for tone in ("info", "ok", "warn", "bad", "mute")),
    *((f"{tone}-ink", f"{tone}-soft") for tone in ("info", "ok", "warn", "bad", "mute")),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-hover"),
    ("accent", "accent-soft"),
    ("exit-ink", "exit"),
]
CONTROLS = [
    *product(("line-strong", "accent", "focus", "exit", "bad-ink"), ("page", "surface", "raised")),
    ("accent", "accent-soft"),
    ("focus", "accent-soft"),
]


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), TEXT)
def test_text_can_be_read(front: str, ground: str, scheme: int) -> None:
    assert contrast(TOKENS[front][scheme], TOKENS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), CONTROLS)
def test_controls_and_focus_can_be_seen(front: str, ground: str, scheme: int) -> None:
    assert contrast(TOKENS[front][scheme], TOKENS[ground][scheme]) >= 3.0


def test_colours_are_named_once_in_the_tokens() -> None:
    allowed = {"tokens.css", "print.css"}
    for source in SOURCES:
        if source.name not in allowed:
            assert set(re.findall(r"#[0-9a-f]{3,8}\b", source.read_text("utf-8"))) <= {"#ffffff"}, (
                source.name
            )  # the ground of a QR code


def test_the_stylesheet_is_fresh() -> None:
    assert TARGET.read_text("utf-8") == joined(), "Run python tools/stylesheet.py and commit the result."


@pytest.mark.parametrize(("name", "ceiling"), [("app.css", 12_288), ("app.js", 2_048)])
def test_what_every_page_loads_stays_small(name: str, ceiling: int) -> None:
    assert len(gzip.compress((FOLDER / name).read_bytes(), 9)) <= ceiling


def test_the_stylesheet_loads_nothing_else() -> None:
    assert not re.search(r"data:|https?:|url\(|@import", joined())


SIDES = r"\b(margin|padding|border|inset|scroll-padding|scroll-margin)-(left|right|top|bottom)\b"
EDGES = r"^\s*(left|right|top|bottom|(min-|max-)?(width|height))\s*:"


def test_the_stylesheet_follows_the_direction_of_writing() -> None:
    for source in SOURCES:
        css = source.read_text("utf-8")
        assert not re.search(rf"{SIDES}|{EDGES}|text-align:\s*(left|right)|float:", css, re.MULTILINE), source.name


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_templates_hold_no_style_and_no_script(template: Path) -> None:
    markup = template.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=|<style|javascript:|\son\w+\s*=|hx-on|data:", markup)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", markup))


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_says_what_it_needs(component: Path) -> None:
    assert component.read_text("utf-8").startswith("{% comment %}")
    guide = (ROOT / "docs" / "explanation" / "design-system.md").read_text("utf-8")
    assert f"`{component.name}`" in guide


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_is_on_the_style_page(component: Path) -> None:
    tags = {"bar_chart.html": "{% bar_chart "}
    pages = "".join(page.read_text("utf-8") for page in TEMPLATES.rglob("web/**/*.html") if page != component)
    assert tags.get(component.name, f"web/components/{component.name}") in pages
