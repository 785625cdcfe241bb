"""Writes one HTML page that needs nothing else: no script, no network, every picture inside.

Text becomes markup only in `element`, which escapes it, so a class named `<script>` is a name and nothing more.
"""

import base64
import html
import unicodedata
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from PIL import Image

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --page: #ffffff;
  --panel: #f6f8fa; --accent: #0b5cad; --good: #1a7f37; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --line: #3d444d; --page: #0d1117;
  --panel: #161b22; --accent: #6cb6ff; --good: #57c96f; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC",
    sans-serif; }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 0.4rem; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.8rem 0 0.6rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
p { margin: 0.5rem 0; max-width: 46rem; }
a { color: var(--accent); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; list-style: none; margin: 1rem 0 0; padding: 0; }
.soft, caption, figcaption, footer { color: var(--soft); font-size: 0.92rem; }
.good, .bad { font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.note { border-left: 4px solid var(--bad); background: var(--panel); padding: 0.6rem 1rem; }
.scroll { overflow-x: auto; margin: 0.9rem 0; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; min-width: 24rem; }
caption { text-align: left; padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 1.3rem 0.3rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
tbody th { font-weight: 400; max-width: 20rem; overflow-wrap: break-word; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1.1rem 0; }
figure img { display: block; max-width: 100%; height: auto; background: #ffffff; border-radius: 6px; }
figcaption { margin-top: 0.4rem; max-width: 46rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.8rem; margin: 1.2rem 0; }
dl > div { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 0.7rem 1rem; }
dt { color: var(--soft); font-size: 0.9rem; }
dd { margin: 0; font-size: 1.45rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
dd small { display: block; font-size: 0.85rem; color: var(--soft); }
summary { cursor: pointer; color: var(--accent); }
footer { padding-bottom: 3rem; margin-top: 3rem; overflow-wrap: anywhere; }
@media print { nav { display: none; } figure, tr { break-inside: avoid; } }
"""

# The browser itself is told to fetch and to run nothing.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
VOID = frozenset({"img", "meta"})


class Markup(str):
    """Text that is HTML already; only this module makes it."""

    __slots__ = ()


def element(tag: str, *content: str, **attributes: str) -> Markup:
    """An element; content that is not `Markup` is escaped, and so are attributes (`class_` stands for `class`)."""
    written = "".join(
        f' {name.removesuffix("_").replace("_", "-")}="{html.escape(_visible(value))}"'
        for name, value in attributes.items()
    )
    if tag in VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{join(content)}</{tag}>")


def join(parts: Iterable[str]) -> Markup:
    """Parts one after the other; those that are not `Markup` are escaped."""
    return Markup("".join(part if isinstance(part, Markup) else html.escape(_visible(part)) for part in parts))


def name(text: str) -> Markup:
    """A name that a person chose, kept apart from its surroundings whatever the direction of its script."""
    return element("bdi", text)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, words: Container[int] = ()) -> Markup:
    """A table with a caption; the first cell of a row names it, the others hold numbers but for the columns `words`."""
    kind = ["words" if column == 0 or column in words else "number" for column in range(len(head))]
    titles = [element("th", title, scope="col", class_=kind[column]) for column, title in enumerate(head)]
    lines = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(element("td", cell, class_=kind[column]) for column, cell in enumerate(row[1:], start=1)),
        )
        for row in rows
    ]
    content = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *titles)),
        element("tbody", *lines),
    )
    # A wide table scrolls by itself, with the keyboard too.
    return element("div", content, class_="scroll", role="region", tabindex="0", aria_label=caption)


def figure(path: Path, *, title: str, alt: str) -> Markup:
    """A PNG inside the page, at two thirds of its pixels so that it is sharp; `alt` says in words what it shows."""
    data = path.read_bytes()
    with Image.open(path) as picture:
        width = str(picture.width * 2 // 3)
    source = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    image = element("img", src=source, alt=alt, width=width)
    return element("figure", image, element("figcaption", title))


def facts(pairs: Iterable[tuple[str, str, str]]) -> Markup:
    """The few numbers that matter most: what, value, and a remark below."""
    return element(
        "dl",
        *(
            element("div", element("dt", what), element("dd", value, element("small", remark)))
            for what, value, remark in pairs
        ),
    )


def page(title: str, lead: str, sections: Sequence[tuple[str, Markup]], foot: str) -> str:
    """The whole page: a heading, links to the sections, the sections, and where it all comes from."""
    anchors = [f"section-{number}" for number in range(1, len(sections) + 1)]
    links = [
        element("li", element("a", heading, href=f"#{anchor}"))
        for anchor, (heading, _) in zip(anchors, sections, strict=True)
    ]
    bodies = [
        element("section", element("h2", heading, id=anchor), body, aria_labelledby=anchor)
        for anchor, (heading, body) in zip(anchors, sections, strict=True)
    ]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(STYLE)),
    )
    body = element(
        "body",
        element(
            "header",
            element("h1", title),
            element("p", lead),
            element("nav", element("ul", *links), aria_label="Sections"),
        ),
        element("main", *bodies),
        element("footer", element("p", foot)),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _visible(text: str) -> str:
    """Control characters and halves of surrogate pairs, which no page may hold, as the sign for what is unknown."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in text)
