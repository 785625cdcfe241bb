"""The text of a web page: what a reader sees of its main part, one line a block."""

import re
from html.parser import HTMLParser

# What is no text, or repeats on every page of a site.
# fmt: off
LEFT_OUT = frozenset({
    "aside", "button", "footer", "form", "head", "header", "iframe", "nav", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea",
})
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "mark", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})
# fmt: on
DECLARED = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
HEAD = 2_048


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.inside: list[str] = []  # elements that are left out, the outermost first

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the base has it
        if tag in LEFT_OUT:
            self.inside.append(tag)
        elif tag == "body":
            self.inside.clear()  # a head without its end must not take the page with it
        elif tag not in INLINE:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the base has it
        if tag not in INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass
        elif tag not in INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.parts.append(data)


def html_text(page: bytes, charset: str | None = None) -> str:
    """The text of a page, spaces joined and empty lines left out.

    Args:
        page: HTML, whole or damaged.
        charset: as the server declared it; else the page's own declaration, else UTF-8.

    Raises:
        UnicodeDecodeError: the bytes are not in the declared encoding.
    """
    reader = _Reader()
    reader.feed(decode(page, charset))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def decode(page: bytes, charset: str | None) -> str:
    """The page as text; an encoding that Python does not know is taken for UTF-8.

    Raises:
        UnicodeDecodeError: the bytes are not in that encoding.
    """
    declared = DECLARED.search(page[:HEAD])
    name = charset or (declared.group(1).decode("ascii") if declared else "utf-8")
    try:
        return page.decode(name)
    except LookupError:
        return page.decode("utf-8")
