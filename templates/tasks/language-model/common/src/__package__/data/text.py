"""Bringing text to one form, and hiding what points to a person."""

import ipaddress
import re
import unicodedata
from collections import Counter

# Control characters but tab and line feed, the byte order mark, and what Unicode says is no character.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
LINE_END = re.compile("\r\n?|\u2028|\u2029")
TRAILING = re.compile(r"[^\S\n]+$", re.MULTILINE)
BLANK_LINES = re.compile(r"\n{3,}")

EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])", re.ASCII)
ADDRESS = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)", re.ASCII)
# Reserved for documentation by RFC 2606 and RFC 5737: nobody has them.
SOME_EMAIL = "email@example.com"
SOME_ADDRESS = "192.0.2.1"


def to_one_form(text: str, changes: Counter[str]) -> str:
    """Composed Unicode (NFC), a line feed as line end, no control character, no space or gap without meaning.

    Args:
        text: any text.
        changes: counts a text that held control characters under `control_characters`.
    """
    text = LINE_END.sub("\n", unicodedata.normalize("NFC", text))
    text, found = CONTROL.subn("", text)
    changes["control_characters"] += found > 0
    return BLANK_LINES.sub("\n\n", TRAILING.sub("", text)).strip()


def hide_personal_data(text: str, changes: Counter[str]) -> str:
    """Put reserved addresses in the place of e-mail addresses and of public IPv4 addresses, and count them.

    The rules are those of FineWeb (G. Penedo et al., 2024, https://arxiv.org/abs/2406.17557). Names, telephone
    numbers and the like stay: they cannot be told from other text by a pattern.
    """
    text, emails = EMAIL.subn(SOME_EMAIL, text)
    addresses = 0

    def hide(match: re.Match[str]) -> str:
        nonlocal addresses
        if not _is_public(match.group()):
            return match.group()
        addresses += 1
        return SOME_ADDRESS

    text = ADDRESS.sub(hide, text)
    changes["email"] += emails
    changes["ip_address"] += addresses
    return text


def _is_public(address: str) -> bool:
    try:
        return ipaddress.IPv4Address(address).is_global
    except ValueError:
        return False
