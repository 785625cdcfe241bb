"""The size of the Transformer by formula, so that one of any size can be planned without building it.

Computation: J. Kaplan et al., Scaling Laws for Neural Language Models, 2020, https://arxiv.org/abs/2001.08361, table 1;
memory: V. Korthikanti et al., Reducing Activation Recomputation, 2022, https://arxiv.org/abs/2205.05198, section 4, for
this architecture. The tests hold both against what the framework counts.
"""

from ..config import Config
from ..data.signature import load_signature
from ..data.tokens import open_tokens
from ..errors import ProjectError
from .architecture import KEEPS_SCORES
from .plan import ModelSize, number_bytes
from .settings import ModelSettings

# J. Hoffmann et al., Training Compute-Optimal Large Language Models, 2022, https://arxiv.org/abs/2203.15556, table 3:
# about so many tokens a parameter, an estimate for text of the web, in one epoch.
OPTIMAL_TOKENS = 20
FLOAT32 = 4


def model_size(config: Config) -> ModelSize:
    """The configured model in numbers; its vocabulary and context are those of the data that fit the configuration."""
    settings = config.model
    vocabulary, context = planned_shape(config)
    block = block_parameters(settings)
    outer = settings.width * (1 + vocabulary * (1 if settings.tied else 2))
    parameters = settings.layers * block + outer
    return ModelSize(
        architecture=f"LanguageModel({settings!r})",
        parameters=parameters,
        block_parameters=block,
        outer_parameters=outer,
        forward_flops=forward_flops(settings, vocabulary, context),
        activation_bytes=context * activation_bytes(settings, vocabulary, context, number_bytes(config)),
        unit="tokens",
        units_per_row=context,
        input_shape=(context,),
        output_shape=(context, vocabulary),
        optimal_units=OPTIMAL_TOKENS * parameters,
    )


def planned_shape(config: Config) -> tuple[int, int]:
    """Vocabulary and context: of the prepared data where those are of this configuration, else the configured ones."""
    if config.paths.signature.is_file():
        signature = load_signature(config.paths.signature)
        # A short text gives fewer tokens than were asked for.
        if signature.context == config.data.context and signature.vocabulary <= config.data.vocabulary:
            return signature.vocabulary, signature.context
    return config.data.vocabulary, config.data.context


def training_units(config: Config) -> int | None:
    """Tokens of the training split; None before there are data of this configuration."""
    try:
        signature = load_signature(config.paths.signature)
        if planned_shape(config) != (signature.vocabulary, signature.context):
            return None
        return len(open_tokens(config.paths.processed / "train"))
    except ProjectError:
        return None


def block_parameters(settings: ModelSettings) -> int:
    """Of one block: queries, keys, values and output, the three matrices of SwiGLU, two norms."""
    attention = 2 * settings.width**2 + 2 * settings.width * settings.kv_heads * settings.head_width
    return attention + 3 * settings.width * settings.mlp_width + 2 * settings.width


def forward_flops(settings: ModelSettings, vocabulary: int, context: int) -> int:
    """Of one window: two for each weight and token, and every token with every other, as attention is counted."""
    norms = 2 * settings.width
    linear = settings.layers * (block_parameters(settings) - norms) + settings.width * vocabulary
    pairs = 2 * settings.layers * settings.width * context
    return 2 * context * (linear + pairs)


def activation_bytes(settings: ModelSettings, vocabulary: int, context: int, number: int) -> int:
    """What the backward pass of one token keeps.

    The residual stream and what is summed are float32, the rest `number` bytes each. Logits, their logarithmic
    probabilities and their gradient are there at once when the forward pass turns into the backward pass.
    """
    width, keys = settings.width, settings.kv_heads * settings.head_width
    stream = FLOAT32 * width
    attention = number * (width + (width + 2 * keys) + (width + keys) + width) + FLOAT32 * settings.heads
    if KEEPS_SCORES:
        attention += settings.heads * context * (FLOAT32 + (number if number < FLOAT32 else 0))
    feed_forward = number * (width + 4 * settings.mlp_width)
    dropped = 2 * width if settings.dropout else 0
    block = 2 * (stream + FLOAT32) + attention + feed_forward + dropped
    blocks = block + settings.layers * stream if settings.checkpointing else settings.layers * block
    return blocks + stream + number * width + (number + 2 * FLOAT32) * vocabulary
