"""Rules that tell text worth learning from lists, code dumps, menus and spam.

Gopher: J. Rae et al., Scaling Language Models: Methods, Analysis & Insights from Training Gopher, 2021, appendix A.1,
https://arxiv.org/abs/2112.11446. C4: C. Raffel et al., Exploring the Limits of Transfer Learning with a Unified
Text-to-Text Transformer, JMLR 21, 2020, section 2.2, https://arxiv.org/abs/1910.10683. Thresholds are in
`configs/data.yaml`.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .settings import CleanSettings

# Scripts without spaces between words: each of their signs counts as a word.
IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{IDEOGRAPH}]|[^\s{IDEOGRAPH}]+")
IDEOGRAPHIC = re.compile(rf"[{IDEOGRAPH}]")
BULLETS = ("-", "*", "•", "‣", "·")
ELLIPSES = ("...", "…")
# Full stop, exclamation and question mark, in Latin and in Chinese and Japanese text; the latter need no space behind.
LATIN_ENDS, WIDE_ENDS = ".!?", "\u3002\uff01\uff1f"
SENTENCE = re.compile(rf"[{LATIN_ENDS}]+[^\w\s]*(?:\s|$)|[{WIDE_ENDS}]")
END_OF_SENTENCE = (*LATIN_ENDS, *WIDE_ENDS, '"', "\u201d")
WEB_NOISE = ("javascript", "terms of use", "privacy policy", "cookie policy", "uses cookies", "use cookies")
WEB_LINE_WORDS = 5
WEB_SENTENCES = 3


@dataclass(frozen=True)
class Page:
    """A text and what the rules count in it."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        return WORD.findall(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """Without the empty ones."""
        return [line for line in self.text.splitlines() if line.strip()]

    @cached_property
    def ideographic(self) -> bool:
        """More than half of the words are single signs of Chinese or Japanese."""
        return 2 * len(IDEOGRAPHIC.findall(self.text)) > len(self.words)


def few_words(page: Page, settings: CleanSettings) -> bool:
    """Gopher: fewer than 50 words."""
    return len(page.words) < settings.min_words


def many_words(page: Page, settings: CleanSettings) -> bool:
    """Gopher: more than 100,000 words."""
    return settings.max_words is not None and len(page.words) > settings.max_words


def word_length(page: Page, settings: CleanSettings) -> bool:
    """Gopher: words of less than 3 or more than 10 signs on average; of spaced scripts only."""
    if settings.word_length is None or page.ideographic:
        return False
    shortest, longest = settings.word_length
    return not shortest <= sum(map(len, page.words)) / max(len(page.words), 1) <= longest


def few_alphabetic(page: Page, settings: CleanSettings) -> bool:
    """Gopher: fewer than 80 % of the words hold a letter."""
    letters = sum(any(map(str.isalpha, word)) for word in page.words)
    return letters < settings.min_alphabetic * len(page.words)


def symbols(page: Page, settings: CleanSettings) -> bool:
    """Gopher: more than one hash sign or ellipsis to ten words."""
    if settings.max_symbols is None:
        return False
    found = page.text.count("#") + sum(page.text.count(mark) for mark in ELLIPSES)
    return found > settings.max_symbols * len(page.words)


def bullets(page: Page, settings: CleanSettings) -> bool:
    """Gopher: more than 90 % of the lines begin with a bullet."""
    if settings.max_bullets is None:
        return False
    return sum(line.lstrip().startswith(BULLETS) for line in page.lines) > settings.max_bullets * len(page.lines)


def ellipses(page: Page, settings: CleanSettings) -> bool:
    """Gopher: more than 30 % of the lines end with an ellipsis."""
    if settings.max_ellipses is None:
        return False
    return sum(line.rstrip().endswith(ELLIPSES) for line in page.lines) > settings.max_ellipses * len(page.lines)


def few_stop_words(page: Page, settings: CleanSettings) -> bool:
    """Gopher: fewer than two of the words that any English text has; of spaced scripts only."""
    if page.ideographic:
        return False
    found = {word.lower() for word in page.words}.intersection(settings.stop_words)
    return len(found) < min(settings.min_stop_words, len(settings.stop_words))


def duplicate_lines(page: Page, settings: CleanSettings) -> bool:
    """Gopher: more than 30 % of the lines are copies of others."""
    if settings.max_duplicate_lines is None:
        return False
    return len(page.lines) - len(set(page.lines)) > settings.max_duplicate_lines * len(page.lines)


def repeated_words(page: Page, settings: CleanSettings) -> bool:
    """Gopher: the commonest pair of words makes more than 20 % of the letters."""
    if settings.max_top_bigram is None or len(page.words) < 2:
        return False
    pair, count = Counter(zip(page.words, page.words[1:], strict=False)).most_common(1)[0]
    return count > 1 and count * sum(map(len, pair)) > settings.max_top_bigram * sum(map(len, page.words))


def web_page(page: Page, settings: CleanSettings) -> bool:
    """C4: placeholder text, program code, or fewer than three sentences."""
    if not settings.web:
        return False
    few = len(SENTENCE.findall(page.text)) < WEB_SENTENCES
    return few or "{" in page.text or "lorem ipsum" in page.text.lower()


RULES: Final[Mapping[str, Callable[[Page, CleanSettings], bool]]] = {
    rule.__name__: rule
    for rule in (
        few_words,
        many_words,
        word_length,
        few_alphabetic,
        symbols,
        bullets,
        ellipses,
        few_stop_words,
        duplicate_lines,
        repeated_words,
        web_page,
    )
}


def web_lines(text: str) -> str:
    """C4: only lines of at least five words that end as a sentence ends, and none about cookies and the like."""
    kept = []
    for line in text.splitlines():
        ends = line.rstrip().endswith(END_OF_SENTENCE) and not line.rstrip().endswith(ELLIPSES)
        noise = any(phrase in line.lower() for phrase in WEB_NOISE)
        if ends and not noise and len(WORD.findall(line)) >= WEB_LINE_WORDS:
            kept.append(line)
    return "\n".join(kept)
