"""The baseline: a 5-gram model with modified Kneser-Ney smoothing over the same tokens.

S. Chen and J. Goodman, An empirical study of smoothing techniques for language modeling, Computer Speech & Language
13, 1999: the best of those that only count. Equations of section 3: an n-gram that was seen c times keeps c - D(c),
what is saved goes to the next shorter context, and a shorter n-gram counts the different tokens before it, not how
often it was there. At the end stands an equal chance for every token.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

ORDER = 5


@dataclass(frozen=True)
class Level:
    """The n-grams of one length, sorted by `keys`: the number of the context times the vocabulary plus the token.

    Contexts are numbered as the n-grams one shorter. `kept` is the part of its context's count that an n-gram keeps,
    `saved` the part that a context leaves to shorter ones, so that both add up to 1.
    """

    keys: Integers
    kept: Reals
    saved: Reals

    def find(self, contexts: Integers, tokens: Integers, vocabulary: int) -> Integers:
        """The number of each n-gram; -1 where it or its context was never seen."""
        wanted = contexts * vocabulary + tokens
        place = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where((contexts >= 0) & (self.keys[place] == wanted), place, -1)


@dataclass(frozen=True)
class NGram:
    """A trained model: levels of n-grams from one token up."""

    levels: tuple[Level, ...]
    vocabulary: int

    @classmethod
    def train(cls, tokens: Integers, vocabulary: int, order: int = ORDER) -> Self:
        """Count n-grams of up to `order` tokens in a stream that begins anew after its end, and smooth them.

        It takes about 100 bytes of memory a token, and seconds for a million of them.

        Args:
            tokens: int64 [N], at least one.
            vocabulary: how many tokens there are.
            order: the longest n-gram.
        """
        # numbers[i]: of the n-gram that ends at place i; of no token there is one n-gram, with the number 0.
        numbers = np.zeros(len(tokens), np.int64)
        contexts: list[Integers] = []  # of each n-gram of a level, the number of its first n - 1 tokens
        suffixes: list[Integers] = []  # and of its last n - 1 tokens
        keys: list[Integers] = []
        counts = np.empty(0, np.int64)
        for _ in range(order):
            shorter = numbers
            before = np.roll(shorter, 1)
            found, first, numbers, counts = np.unique(
                before * vocabulary + tokens, return_index=True, return_inverse=True, return_counts=True
            )
            keys.append(found)
            contexts.append(before[first])
            suffixes.append(shorter[first])
        levels: list[Level] = []
        for level in reversed(range(order)):
            levels.append(_smooth(keys[level], contexts[level], counts))
            # How many different tokens stand before each n-gram one shorter.
            counts = np.bincount(suffixes[level])
        return cls(tuple(reversed(levels)), vocabulary)

    def probabilities(self, grams: Integers) -> Reals:
        """The probability [n] of the last token of each row of `grams` [n, order], given those before it."""
        order = len(self.levels)
        tokens = grams[:, -1]
        chance = np.full(len(grams), 1 / self.vocabulary)
        for length, level in enumerate(self.levels):
            contexts = self._numbers(grams[:, order - 1 - length : order - 1])
            found = level.find(contexts, tokens, self.vocabulary)
            kept = np.where(found >= 0, level.kept[found], 0.0)
            chance = np.where(contexts >= 0, kept + level.saved[contexts] * chance, chance)
        return chance

    def next_token(self, context: Sequence[int]) -> Reals:
        """The probability [vocabulary] of every token after a context of at least `order - 1` tokens."""
        recent = np.asarray(context, np.int64)[len(context) - len(self.levels) + 1 :]
        every = np.arange(self.vocabulary)[:, None]
        return self.probabilities(np.hstack([np.tile(recent, (self.vocabulary, 1)), every]))

    def _numbers(self, grams: Integers) -> Integers:
        """The number of the n-gram in each row; -1 where it was never seen."""
        numbers = np.zeros(len(grams), np.int64)
        for level, tokens in zip(self.levels, grams.T, strict=False):
            numbers = level.find(numbers, tokens, self.vocabulary)
        return numbers


def _smooth(keys: Integers, contexts: Integers, counts: Integers) -> Level:
    """What each n-gram keeps of its context's count, and what each context saves."""
    discount = discounts(counts)[np.minimum(counts, 3)]
    total = np.bincount(contexts, counts)
    return Level(
        keys=keys,
        kept=(counts - discount) / total[contexts],
        saved=np.bincount(contexts, discount) / total,
    )


def discounts(counts: Integers) -> Reals:
    """What is taken from an n-gram seen 0, 1, 2, and 3 or more times: equation 26 of Chen and Goodman.

    Text without n-grams of some count leaves the equation undefined; half a count is taken then.
    """
    seen = np.bincount(np.minimum(counts, 5), minlength=6).astype(np.float64)
    if not seen[1:5].all():
        return np.asarray([0.0, 0.5, 0.5, 0.5])
    share = seen[1] / (seen[1] + 2 * seen[2])
    values = [number - (number + 1) * share * seen[number + 1] / seen[number] for number in (1, 2, 3)]
    return np.asarray([0.0, *np.clip(values, 0, [1, 2, 3])])
