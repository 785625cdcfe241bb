"""How the exported language model is called: whole texts at once, or a token at a time with a cache."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .onnx_file import OnnxFile

Floats = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int64]

INPUTS = ("tokens", "past", "lengths")
OUTPUTS = ("logits", "present")
# Rows and tokens whose logits, computed with a cache, are compared with those of one pass.
CACHED_ROWS, CACHED_TOKENS = 2, 16


@dataclass(frozen=True)
class OnnxModel(OnnxFile):
    """A language model that is ready to run."""

    def description(self) -> dict[str, object]:
        """What the model takes and gives, for `/model`."""
        layers, _, kv_heads, head_width = self.cache_shape
        return {
            **self.signature.model_dump(mode="json", exclude={"tokenizer"}),
            "layers": layers,
            "kv_heads": kv_heads,
            "head_width": head_width,
        }

    @property
    def cache_shape(self) -> tuple[int, int, int, int]:
        """Of the keys and values of one token: (layers, 2, kv heads, head width)."""
        past = next(value for value in self.session.get_inputs() if value.name == "past")
        _, layers, pair, kv_heads, _, head_width = past.shape
        return layers, pair, kv_heads, head_width

    def new_cache(self, rows: int, places: int) -> Floats:
        """Room for the keys and values of `places` tokens, [rows, layers, 2, kv heads, places, head width]."""
        layers, pair, kv_heads, head_width = self.cache_shape
        return np.zeros((rows, layers, pair, kv_heads, places, head_width), np.float32)

    def feed(self, tokens: Tokens) -> dict[str, Floats | Tokens]:
        """The inputs of the file, by name, for tokens [N, T] with nothing before them."""
        rows = len(tokens)
        return {"tokens": tokens, "past": self.new_cache(rows, 1), "lengths": np.zeros(rows, np.int64)}

    def logits(self, tokens: Tokens) -> Floats:
        """Logits [N, T, vocabulary] of what follows each of the tokens [N, T], all in one call."""
        result: Floats = self.session.run(["logits"], self.feed(tokens))[0]
        return result

    def decode(self, tokens: Tokens, past: Floats, lengths: Tokens) -> tuple[Floats, Floats]:
        """Go on after tokens whose keys and values are known.

        Args:
            tokens: the new ones [N, T].
            past: keys and values of those before, [N, layers, 2, kv heads, P, head width].
            lengths: how many places of `past` are used [N].

        Returns:
            Logits [N, T, vocabulary], and the keys and values of the new tokens, shaped as `past` with T for P.
        """
        feed = {"tokens": tokens, "past": past, "lengths": lengths}
        logits, present = self.session.run(["logits", "present"], feed)
        return logits, present

    def inconsistency(self, tokens: Tokens) -> float:
        """How far logits that are computed with a cache, a token at a time, are from those of one pass [N, T].

        The rows begin at different places, as they do when requests are answered together.
        """
        tokens = tokens[:CACHED_ROWS, :CACHED_TOKENS]
        rows, count = tokens.shape
        expected = self.logits(tokens)
        differences = []
        cache, lengths = self.new_cache(rows, count), np.zeros(rows, np.int64)
        for row in range(rows):
            first = min(1 + row, count - 1)
            logits, present = self.decode(tokens[row : row + 1, :first], cache[row : row + 1], lengths[row : row + 1])
            cache[row, ..., :first, :] = present[0]
            lengths[row] = first
            differences.append(np.abs(logits[0] - expected[row, :first]).max())
        every = np.arange(rows)
        while (lengths < count).all():
            logits, present = self.decode(tokens[every, lengths][:, None], cache, lengths)
            cache[every, :, :, :, lengths] = present[..., 0, :]
            differences.append(np.abs(logits[:, 0] - expected[every, lengths]).max())
            lengths += 1
        return float(np.max(differences))
