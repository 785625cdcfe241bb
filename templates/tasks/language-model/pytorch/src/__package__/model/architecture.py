"""A decoder-only Transformer: each token is predicted from those before it.

The choices of Llama (H. Touvron et al., 2023, https://arxiv.org/abs/2302.13971; https://arxiv.org/abs/2307.09288):
normalization before each part by the root mean square (B. Zhang and R. Sennrich, 2019,
https://arxiv.org/abs/1910.07467), rotary positions (J. Su et al., RoFormer, 2021, https://arxiv.org/abs/2104.09864),
heads that share keys and values (J. Ainslie et al., GQA, 2023, https://arxiv.org/abs/2305.13245), SwiGLU
(N. Shazeer, 2020, https://arxiv.org/abs/2002.05202), no biases.
"""

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from ..data.signature import Signature
from .settings import ModelSettings

EPSILON = 1e-5
# GPT-2's: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019.
INITIAL_DEVIATION = 0.02
# FlashAttention computes the scores of pairs of tokens again in the backward pass: T. Dao et al., 2022,
# https://arxiv.org/abs/2205.14135.
KEEPS_SCORES = False


class Rotation(NamedTuple):
    """Cosine and sine of the angles that positions turn queries and keys by, float32 [1 or N, 1, T, head width / 2]."""

    cos: Tensor
    sin: Tensor


class Past(NamedTuple):
    """Keys and values of earlier tokens, [N, 2, kv heads, P, head width], and what may be looked at.

    `mask` is bool [N, 1, T, P + T], true where the token of a row may look at the one of a column.
    """

    keys_values: Tensor
    mask: Tensor


class Attention(nn.Module):
    """Causal self-attention; groups of query heads share a key and a value head."""

    def __init__(self, settings: ModelSettings) -> None:
        super().__init__()
        self.heads, self.kv_heads, self.head_width = settings.heads, settings.kv_heads, settings.head_width
        self.qkv = nn.Linear(settings.width, (self.heads + 2 * self.kv_heads) * self.head_width, bias=False)
        self.out = nn.Linear(settings.width, settings.width, bias=False)

    def forward(self, x: Tensor, rotation: Rotation, past: Past | None) -> tuple[Tensor, Tensor, Tensor]:
        """Map [N, T, width] to the same, with the keys and values [N, kv heads, T, head width] of these tokens."""
        heads = self.qkv(x).unflatten(-1, (-1, self.head_width)).transpose(1, 2)
        q, k, v = heads.split((self.heads, self.kv_heads, self.kv_heads), dim=1)
        q, k = rotate(q, rotation), rotate(k, rotation)
        all_k, all_v, mask = k, v, None
        if past is not None:
            all_k = torch.cat((past.keys_values[:, 0], k), dim=2)
            all_v = torch.cat((past.keys_values[:, 1], v), dim=2)
            mask = past.mask
        y = functional.scaled_dot_product_attention(
            q,
            all_k,
            all_v,
            attn_mask=mask,
            is_causal=past is None,
            enable_gqa=self.heads != self.kv_heads,
        )
        return self.out(y.transpose(1, 2).flatten(2)), k, v


class FeedForward(nn.Module):
    """SwiGLU: the SiLU of one projection opens or closes another, [N, T, width] to the same."""

    def __init__(self, settings: ModelSettings) -> None:
        super().__init__()
        self.gate_up = nn.Linear(settings.width, 2 * settings.mlp_width, bias=False)
        self.down = nn.Linear(settings.mlp_width, settings.width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        gate, up = self.gate_up(x).chunk(2, dim=-1)
        down: Tensor = self.down(functional.silu(gate) * up)
        return down


class Block(nn.Module):
    """Attention, then the feed-forward part, each added to what is carried past it."""

    def __init__(self, settings: ModelSettings) -> None:
        super().__init__()
        self.attention_norm = nn.RMSNorm(settings.width, eps=EPSILON)
        self.attention = Attention(settings)
        self.mlp_norm = nn.RMSNorm(settings.width, eps=EPSILON)
        self.mlp = FeedForward(settings)
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, x: Tensor, rotation: Rotation, past: Past | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Map [N, T, width] to the same, with the keys and values [N, kv heads, T, head width] of these tokens."""
        y, k, v = self.attention(self.attention_norm(x), rotation, past)
        x = x + self.dropout(y)
        x = x + self.dropout(self.mlp(self.mlp_norm(x)))
        return x, k, v


class LanguageModel(nn.Module):
    """Tokens int64 [N, T] to the logits [N, T, vocabulary] of the token that follows each."""

    def __init__(self, settings: ModelSettings, signature: Signature) -> None:
        super().__init__()
        self.settings = settings
        self.embedding = nn.Embedding(signature.vocabulary, settings.width)
        self.dropout = nn.Dropout(settings.dropout)
        self.blocks = nn.ModuleList(Block(settings) for _ in range(settings.layers))
        self.norm = nn.RMSNorm(settings.width, eps=EPSILON)
        self.head = nn.Linear(settings.width, signature.vocabulary, bias=False)
        self.initialize()

    @torch.no_grad()
    def initialize(self) -> None:
        """Draw all weights anew; also for a model that was built on the meta device and given memory since.

        Projections onto the residual stream start smaller, by the root of how many add to it, as in GPT-2.
        """
        if self.settings.tied:  # giving memory to a model unties it
            self.head.weight = self.embedding.weight
        for name, weight in self.named_parameters():
            if weight.ndim == 1:
                nn.init.ones_(weight)
            else:
                adds = name.endswith(("attention.out.weight", "mlp.down.weight"))
                nn.init.normal_(weight, std=INITIAL_DEVIATION / (math.sqrt(2 * self.settings.layers) if adds else 1))

    def forward(self, tokens: Tensor) -> Tensor:
        """Map tokens [N, T] to logits [N, T, vocabulary]."""
        rotation = self._rotation(torch.arange(tokens.shape[1], device=tokens.device)[None])
        x = self.dropout(self.embedding(tokens))
        for block in self.blocks:
            if self.settings.checkpointing and self.training:
                x, _, _ = checkpoint(block, x, rotation, use_reentrant=False)
            else:
                x, _, _ = block(x, rotation)
        logits: Tensor = self.head(self.norm(x))
        return logits

    def decode(self, tokens: Tensor, past: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Go on after tokens whose keys and values are known: the same function as `forward`, a part at a time.

        Args:
            tokens: the new ones, int64 [N, T].
            past: keys and values of those before, [N, layers, 2, kv heads, P, head width], P at least 1.
            lengths: how many places of `past` are used, int64 [N], 0 to P.

        Returns:
            Logits [N, T, vocabulary], and the keys and values of the new tokens, shaped as `past` with T for P.
        """
        new = torch.arange(tokens.shape[1], device=tokens.device)
        places = torch.arange(past.shape[4], device=tokens.device)
        known = (places < lengths[:, None])[:, None, None, :].expand(-1, 1, tokens.shape[1], -1)
        causal = (new <= new[:, None]).expand(tokens.shape[0], 1, -1, -1)
        mask = torch.cat((known, causal), dim=-1)
        rotation = self._rotation(lengths[:, None] + new)
        x = self.dropout(self.embedding(tokens))
        present = []
        for number, block in enumerate(self.blocks):
            x, k, v = block(x, rotation, Past(past[:, number], mask))
            present.append(torch.stack((k, v), dim=1))
        return self.head(self.norm(x)), torch.stack(present, dim=1)

    def _rotation(self, positions: Tensor) -> Rotation:
        """The angles of positions int64 [1 or N, T], in float32: lower precision cannot tell late positions apart."""
        half = self.settings.head_width // 2
        exponents = torch.arange(half, device=positions.device, dtype=torch.float32) / half
        angles = positions[:, None, :, None].float() * self.settings.rope_base**-exponents
        return Rotation(angles.cos(), angles.sin())


def rotate(x: Tensor, rotation: Rotation) -> Tensor:
    """Turn each pair (x[i], x[i + half]) of heads [N, heads, T, head width] by the angle of its position."""
    first, second = x.chunk(2, dim=-1)
    cos, sin = rotation
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1).to(x.dtype)


def build_model(settings: ModelSettings, signature: Signature) -> LanguageModel:
    """A network with random weights, drawn from PyTorch's global generator."""
    return LanguageModel(settings, signature)
