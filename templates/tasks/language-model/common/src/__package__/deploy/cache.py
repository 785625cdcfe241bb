"""The keys and values of the texts that are being generated: one row each, the rows in use in front."""

import numpy as np
import numpy.typing as npt

from .onnx_model import OnnxModel

Floats = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int64]

FIRST_PLACES = 64


class Cache:
    """Rows of keys and values, as many places in each as the longest needs.

    The model is given the front rows as they lie in memory, without a copy: that is why a row that is given up is
    filled with the last one, and why places are added by doubling.
    """

    def __init__(self, model: OnnxModel, rows: int) -> None:
        """Room for `rows` texts; memory is taken as they grow, up to the model's context."""
        self._model = model
        self._rows = rows
        self._context = model.signature.context
        self._values = model.new_cache(rows, min(FIRST_PLACES, self._context))
        self.lengths: Tokens = np.zeros(rows, np.int64)

    def extend(self, first: int, last: int, tokens: Tokens) -> Floats:
        """Add new tokens [last - first, T] to the rows `first` to `last`, and return their logits [rows, T, V]."""
        count = tokens.shape[1]
        rows, lengths = slice(first, last), self.lengths[first:last]
        self._grow(int(lengths.max()) + count)
        logits, present = self._model.decode(tokens, self._values[rows], lengths)
        places = lengths[:, None] + np.arange(count)
        # Places come first where rows are chosen by an array and the axes between by a slice.
        self._values[np.arange(first, last)[:, None], :, :, :, places] = np.moveaxis(present, 4, 1)
        self.lengths[rows] += count
        return logits

    def start(self, row: int) -> None:
        """Empty a row."""
        self.lengths[row] = 0

    def move(self, source: int, target: int) -> None:
        """Put a row in the place of another."""
        length = self.lengths[source]
        self._values[target, ..., :length, :] = self._values[source, ..., :length, :]
        self.lengths[target] = length

    def shrink(self) -> None:
        """Give back the memory of long texts, once no row is in use."""
        if self._values.shape[4] > FIRST_PLACES:
            self._values = self._model.new_cache(self._rows, min(FIRST_PLACES, self._context))

    def _grow(self, places: int) -> None:
        there = self._values.shape[4]
        if places <= there:
            return
        larger = self._model.new_cache(self._rows, min(max(2 * there, places), self._context))
        larger[..., :there, :] = self._values
        self._values = larger
