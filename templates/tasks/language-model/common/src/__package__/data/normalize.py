"""Tokens: a byte-level BPE tokenizer is trained on the training split alone, and every split is written in its tokens.

R. Sennrich et al., Neural Machine Translation of Rare Words with Subword Units, ACL 2016, over bytes as in A. Radford
et al., Language Models are Unsupervised Multitask Learners, 2019: any text can be written, and none is changed by it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from ..config import Config
from ..console import say
from ..errors import ProjectError
from ..files import write_text
from ..paths import SPLITS
from ..results import Normalize
from .settings import DataSettings
from .shards import read_rows, shard_files
from .signature import Signature
from .tokens import Manifest, write_tokens


def normalize(config: Config) -> Normalize:
    """Write the tokens of every split, and `data/processed/signature.json`.

    Raises:
        ProjectError: a split is shorter than one window of `data.context` tokens.
    """
    paths, settings = config.paths, config.data
    files = {name: shard_files(paths.processed / name, written_by="data split") for name in SPLITS}
    codec = train_tokenizer(files["train"], settings)
    signature = Signature(vocabulary=codec.get_vocab_size() + 1, context=settings.context, tokenizer=codec.to_str())
    # It comes last: tokens of one tokenizer must never lie beside the signature of another.
    paths.signature.unlink(missing_ok=True)
    written: dict[str, Manifest] = {}
    for name in SPLITS:
        documents = (signature.encode(text) for text in read_texts(files[name]))
        written[name] = write_tokens(paths.processed / name, documents, end=signature.end)
        if written[name].tokens < settings.context:
            raise ProjectError(
                f"The {name} split has {written[name].tokens} tokens, fewer than one window of {settings.context}. "
                "Add text, give the split more in data.split, or lower data.context."
            )
    write_text(paths.signature, signature.model_dump_json(indent=2) + "\n")
    shown = ", ".join(f"{manifest.tokens:,} {name}" for name, manifest in written.items())
    say(f"normalize: a vocabulary of {signature.vocabulary:,}, tokens: {shown}")
    return Normalize(
        fitted_on="train",
        rows=written["train"].documents,
        vocabulary=signature.vocabulary,
        tokens=sum(manifest.tokens for manifest in written.values()),
    )


def train_tokenizer(files: list[Path], settings: DataSettings) -> Tokenizer:
    """A byte-level BPE tokenizer of at most `data.vocabulary` tokens, the end of a document counted.

    Of more text than `data.tokenizer_bytes`, every so-manieth document is taken: what is learned hardly changes, and
    memory does not grow.
    """
    total = sum(len(text) for text in read_texts(files))
    every = max(1, -(-total // settings.tokenizer_bytes))
    codec = Tokenizer(models.BPE())
    codec.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    codec.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=settings.vocabulary - 1,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    # Threads of the tokenizer would forbid a fork later, and change nothing else.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    texts = (text for number, text in enumerate(read_texts(files)) if number % every == 0)
    codec.train_from_iterator(texts, trainer)
    return codec


def read_texts(files: list[Path]) -> Iterator[str]:
    """The texts of some shards, one at a time."""
    return (cast("str", row["text"]) for row in read_rows(files, columns=["text"]))
