"""The sample: doc strings of the Python that runs this, read from its files without importing or running them."""

import ast
import os
import sysconfig
import warnings
from collections.abc import Iterator
from pathlib import Path

from .document import RawDocument, printable

# Tests hold few doc strings and much that only looks like text; vendored copies repeat other packages.
LEFT_OUT = frozenset({"test", "tests", "idle_test", "site-packages", "dist-packages", "_vendor", "vendored"})
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def python_docs(limit: int) -> Iterator[RawDocument]:
    """One document a module: its doc strings in their order, until they come to `limit` bytes.

    The standard library comes first, then the installed packages by name, so that the sample hardly depends on what
    else is installed.
    """
    taken = 0
    folders = dict.fromkeys(Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib"))
    for folder in folders:
        for path in _modules(folder):
            text = doc_strings(path)
            if not text:
                continue
            relative = path.relative_to(folder)
            yield RawDocument(id=printable(relative), group=relative.with_suffix("").parts[0], text=[text])
            taken += len(text)
            if taken >= limit:
                return


def doc_strings(path: Path) -> bytes:
    """The doc strings of a module in the order of its lines; nothing where it cannot be read as Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the style of other people's code
            tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):  # as deep nesting ends
        return b""
    nodes = [node for node in ast.walk(tree) if isinstance(node, Documented)]
    nodes.sort(key=lambda node: 0 if isinstance(node, ast.Module) else node.lineno)
    texts = [text for node in nodes if (text := ast.get_docstring(node))]
    return "\n\n".join(texts).encode("utf-8", "surrogatepass")


def _modules(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT and not name.startswith((".", "__")))
        for name in sorted(names):
            if name.endswith(".py"):
                yield Path(parent) / name
