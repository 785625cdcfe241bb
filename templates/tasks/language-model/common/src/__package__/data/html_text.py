"""The text of a web page: what a reader sees of its main part, one line a block.

Pages are parsed as browsers do it, by Lexbor: the parser of the standard library takes minutes for a page made to
stop it.
"""

import re

from selectolax.lexbor import LexborHTMLParser

# What is no text, or repeats on every page of a site.
LEFT_OUT = (
    "aside button footer form head header iframe nav noscript object script select style svg template textarea title"
)
# What stands within a line; everything else is a block with lines of its own.
INLINE = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q rp rt ruby s samp small span strong sub sup time "
    "tt u var wbr"
)
BLOCKS = f"*:not({INLINE.replace(' ', ',')})"
# Elements that go into each other as deep as a page likes. More than these are no page for readers, and all of them
# within each other would take even this parser minutes.
CONTAINER = re.compile(
    r"<(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|fig|footer|header|hgroup|main|"
    r"menu|nav|ol|section|summary|ul)",
    re.IGNORECASE,
)
MOST_CONTAINERS = 10_000
DECLARED = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
HEAD = 2_048


def html_text(page: bytes, charset: str | None = None) -> str:
    """The text of a page, spaces joined and empty lines left out.

    Args:
        page: HTML, whole or damaged.
        charset: as the server declared it; else the page's own declaration, else UTF-8.

    Raises:
        ValueError: the bytes are not in the declared encoding, or the page is nested without end.
    """
    source = decode(page, charset)
    if len(CONTAINER.findall(source)) > MOST_CONTAINERS:
        raise ValueError(f"it has more than {MOST_CONTAINERS:,} containers")
    tree = LexborHTMLParser(source)
    if tree.body is None:
        return ""
    tree.strip_tags(LEFT_OUT.split())
    for block in tree.body.css(BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    lines = (" ".join(line.split()) for line in tree.body.text(deep=True).split("\n"))
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
