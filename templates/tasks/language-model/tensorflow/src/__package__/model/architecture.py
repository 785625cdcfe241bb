"""A decoder-only Transformer: each token is predicted from those before it.

The choices of Llama (H. Touvron et al., 2023, https://arxiv.org/abs/2302.13971; https://arxiv.org/abs/2307.09288):
normalization before each part by the root mean square (B. Zhang and R. Sennrich, 2019,
https://arxiv.org/abs/1910.07467), rotary positions (J. Su et al., RoFormer, 2021, https://arxiv.org/abs/2104.09864),
heads that share keys and values (J. Ainslie et al., GQA, 2023, https://arxiv.org/abs/2305.13245), SwiGLU
(N. Shazeer, 2020, https://arxiv.org/abs/2002.05202), no biases.
"""

import math

from ..backend import Tensor, keras, tf
from ..data.signature import Signature
from .settings import ModelSettings

EPSILON = 1e-5
# GPT-2's: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019.
INITIAL_DEVIATION = 0.02
# TensorFlow has no FlashAttention: the backward pass needs the score of every pair of tokens.
KEEPS_SCORES = True

layers = keras.layers


class Attention(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Causal self-attention; groups of query heads share a key and a value head."""

    def __init__(self, settings: ModelSettings, deviation: float) -> None:
        super().__init__(name="attention")
        self.settings = settings
        self.qkv = _projection((settings.heads + 2 * settings.kv_heads) * settings.head_width, "qkv")
        self.out = _projection(settings.width, "out", deviation)

    def call(self, x: Tensor, positions: Tensor, mask: Tensor, past: Tensor | None) -> tuple[Tensor, Tensor]:
        """Map [N, T, width] to the same, with the keys and values [N, 2, kv heads, T, head width] of these tokens.

        Args:
            x: what is normalized of the residual stream.
            positions: int64 [1 or N, T].
            mask: bool [1 or N, 1, T, P + T], true where the token of a row may look at the one of a column.
            past: keys and values of earlier tokens, [N, 2, kv heads, P, head width].
        """
        heads, kv_heads, head_width = self.settings.heads, self.settings.kv_heads, self.settings.head_width
        rows, length = tf.shape(x)[0], tf.shape(x)[1]
        qkv = tf.reshape(self.qkv(x), (rows, length, heads + 2 * kv_heads, head_width))
        q, k, v = tf.split(tf.transpose(qkv, (0, 2, 1, 3)), (heads, kv_heads, kv_heads), axis=1)
        q = rotate(q, positions, self.settings.rope_base)
        k = rotate(k, positions, self.settings.rope_base)
        present = tf.stack((k, v), axis=1)
        known = present if past is None else tf.concat((past, present), axis=3)
        # The heads of a group stand one below the other, so that one product serves them all.
        q = tf.reshape(q, (rows, kv_heads, heads // kv_heads * length, head_width))
        scores = tf.matmul(q, known[:, 0], transpose_b=True) / math.sqrt(head_width)
        scores = tf.reshape(scores, (rows, heads, length, -1))
        shares = tf.nn.softmax(tf.where(mask, tf.cast(scores, tf.float32), -math.inf))
        shares = tf.reshape(tf.cast(shares, x.dtype), (rows, kv_heads, heads // kv_heads * length, -1))
        y = tf.reshape(tf.matmul(shares, known[:, 1]), (rows, heads, length, head_width))
        return self.out(tf.reshape(tf.transpose(y, (0, 2, 1, 3)), (rows, length, heads * head_width))), present


class FeedForward(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """SwiGLU: the SiLU of one projection opens or closes another, [N, T, width] to the same."""

    def __init__(self, settings: ModelSettings, deviation: float) -> None:
        super().__init__(name="mlp")
        self.gate_up = _projection(2 * settings.mlp_width, "gate_up")
        self.down = _projection(settings.width, "down", deviation)

    def call(self, x: Tensor) -> Tensor:
        gate, up = tf.split(self.gate_up(x), 2, axis=-1)
        return self.down(tf.nn.silu(gate) * up)


class Block(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Attention, then the feed-forward part, each added to what is carried past it."""

    def __init__(self, settings: ModelSettings, name: str) -> None:
        super().__init__(name=name)
        # Projections onto the residual stream start smaller, by the root of how many add to it, as in GPT-2.
        deviation = INITIAL_DEVIATION / math.sqrt(2 * settings.layers)
        self.attention_norm = layers.RMSNormalization(epsilon=EPSILON, name="attention_norm")
        self.attention = Attention(settings, deviation)
        self.mlp_norm = layers.RMSNormalization(epsilon=EPSILON, name="mlp_norm")
        self.mlp = FeedForward(settings, deviation)
        self.rate = settings.dropout
        self.random = keras.random.SeedGenerator()

    def dropout_seeds(self) -> list[Tensor]:
        """The random numbers of one call. They are drawn outside it, so that checkpointing computes the same again."""
        return [self.random.next() for _ in range(2)]

    def call(
        self,
        x: Tensor,
        positions: Tensor,
        mask: Tensor,
        past: Tensor | None = None,
        seeds: list[Tensor] | None = None,
    ) -> tuple[Tensor, Tensor]:
        """As `Attention`, on the residual stream itself; with dropout where `seeds` are given."""
        y, present = self.attention(self.attention_norm(x), positions, mask, past)
        x += dropped(y, self.rate, seeds[0]) if seeds else y
        y = self.mlp(self.mlp_norm(x))
        x += dropped(y, self.rate, seeds[1]) if seeds else y
        return x, present


class LanguageModel(keras.Model):  # type: ignore[misc]  # Keras has no types
    """Tokens int64 [N, T] to the logits [N, T, vocabulary] of the token that follows each."""

    def __init__(self, settings: ModelSettings, signature: Signature) -> None:
        super().__init__(name="LanguageModel")
        self.settings = settings
        self.embedding = layers.ReversibleEmbedding(
            signature.vocabulary,
            settings.width,
            tie_weights=settings.tied,
            embeddings_initializer=keras.initializers.RandomNormal(stddev=INITIAL_DEVIATION),
            name="embedding",
        )
        self.dropout = layers.Dropout(settings.dropout, name="dropout")
        self.blocks = [Block(settings, f"block{number}") for number in range(settings.layers)]
        self.norm = layers.RMSNormalization(epsilon=EPSILON, name="norm")

    def call(self, tokens: Tensor, training: bool = False) -> Tensor:
        """Map tokens [N, T] to logits [N, T, vocabulary]."""
        new = tf.range(tf.shape(tokens)[1])
        mask = (new <= new[:, None])[None, None]
        x = self.dropout(self.embedding(tokens), training=training)
        for block in self.blocks:
            x = self._through(block, x, new[None], mask, training)
        return self.embedding(self.norm(x), reverse=True)

    def _through(self, block: Block, x: Tensor, positions: Tensor, mask: Tensor, training: bool) -> Tensor:
        """Pass a block; where its activations are not kept, the backward pass computes it again, dropout as before."""
        seeds = block.dropout_seeds() if training and self.settings.dropout else None

        def step(x: Tensor) -> Tensor:
            return block(x, positions, mask, seeds=seeds)[0]

        return tf.recompute_grad(step)(x) if training and self.settings.checkpointing else step(x)

    def decode(self, tokens: Tensor, past: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Go on after tokens whose keys and values are known: the same function as `call`, a part at a time.

        Args:
            tokens: the new ones, int64 [N, T].
            past: keys and values of those before, [N, layers, 2, kv heads, P, head width], P at least 1.
            lengths: how many places of `past` are used, int64 [N], 0 to P.

        Returns:
            Logits [N, T, vocabulary], and the keys and values of the new tokens, shaped as `past` with T for P.
        """
        rows, length = tf.shape(tokens)[0], tf.shape(tokens)[1]
        new, places = tf.range(length), tf.range(tf.shape(past)[4])
        lengths = tf.cast(lengths, tf.int32)
        known = tf.tile((places < lengths[:, None])[:, None, None, :], (1, 1, length, 1))
        causal = tf.tile((new <= new[:, None])[None, None], (rows, 1, 1, 1))
        mask = tf.concat((known, causal), axis=-1)
        x = self.embedding(tokens)
        present = []
        for number, block in enumerate(self.blocks):
            x, keys_values = block(x, lengths[:, None] + new, mask, past[:, number])
            present.append(keys_values)
        return self.embedding(self.norm(x), reverse=True), tf.stack(present, axis=1)


def rotate(x: Tensor, positions: Tensor, base: float) -> Tensor:
    """Turn each pair (x[i], x[i + half]) of heads [N, heads, T, head width] by the angle of its position.

    The angles are float32: lower precision cannot tell late positions apart.
    """
    first, second = tf.split(x, 2, axis=-1)
    half = first.shape[-1]
    angles = tf.cast(positions, tf.float32)[:, None, :, None] * base ** -(tf.range(half, dtype=tf.float32) / half)
    cos, sin = tf.cast(tf.cos(angles), x.dtype), tf.cast(tf.sin(angles), x.dtype)
    return tf.concat((first * cos - second * sin, second * cos + first * sin), axis=-1)


def dropped(x: Tensor, rate: float, seed: Tensor) -> Tensor:
    """`x` with the share `rate` of its numbers left out, chosen by `seed`, and the rest enlarged to make up for it."""
    return tf.nn.experimental.stateless_dropout(x, rate, seed)


def build_model(settings: ModelSettings, signature: Signature) -> LanguageModel:
    """A network with random weights. Every layer has a name of its own, so its weights are found in a checkpoint."""
    model = LanguageModel(settings, signature)
    model(tf.zeros((1, 1), tf.int64))
    return model


def _projection(width: int, name: str, deviation: float = INITIAL_DEVIATION) -> keras.layers.Dense:
    initializer = keras.initializers.RandomNormal(stddev=deviation)
    return layers.Dense(width, use_bias=False, kernel_initializer=initializer, name=name)
