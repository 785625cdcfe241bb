"""Which language a text is in.

py3langid (A. Barbaresi), after M. Lui and T. Baldwin, langid.py: An Off-the-shelf Language Identification Tool,
ACL 2012, https://aclanthology.org/P12-3005. Its model of 140 languages lies in the package.
"""

from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LOOKED_AT = 2_000  # signs at the beginning of a text, which are enough


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def known_languages() -> list[str]:
    """The codes that `is_language` takes, such as `en` and `zh`, in alphabetical order."""
    return sorted(_identifier().labels)


def is_language(text: str, languages: Sequence[str], probability: float) -> bool:
    """Whether a text is in one of some languages.

    Args:
        text: at least a sentence.
        languages: ISO 639 codes.
        probability: below it, the text is in none.
    """
    language, certainty = _identifier().classify(text[:LOOKED_AT])
    return language in languages and float(certainty) >= probability
