"""What varies from epoch to epoch: where the windows begin.

Text has no change that surely keeps its meaning, as turning an image has. Windows that begin somewhere else each
epoch show every token with other tokens before it, and cost nothing.
"""

from itertools import groupby

import numpy as np

from ..config import Config
from ..console import say
from ..files import write_text
from ..results import Augment, Policy
from .dataset import epoch_offset, load_split
from .signature import Signature

EPOCHS = 2
ROWS = 4


def augment(config: Config) -> Augment:
    """Name the policy, and write some windows of the first epochs for a look at what the model will see.

    Writes `reports/figures/windows.txt`.
    """
    settings, seed = config.data, config.train.seed
    dataset = load_split(config.paths, "train")
    signature = dataset.signature
    rows = np.sort(np.random.default_rng(seed).permutation(len(dataset))[:ROWS])
    lines: list[str] = []
    for epoch in range(EPOCHS):
        offset = epoch_offset(dataset, settings, seed=seed, epoch=epoch)
        for row, window in zip(rows, dataset.batch(rows, offset).inputs.tolist(), strict=True):
            lines += [f"== epoch {epoch + 1}, window {row}, moved by {offset} tokens", _shown(window, signature), ""]
    path = config.paths.figures / "windows.txt"
    write_text(path, "\n".join(lines))
    policies = [Policy(name="offset", parameters={"tokens": signature.context})] if settings.augment.offset else []
    say(f"augment: {'offset' if policies else 'nothing'}; samples in {config.paths.relative(path)}")
    return Augment(policies=policies, samples=[config.paths.relative(path)])


def _shown(window: list[int], signature: Signature) -> str:
    """The text of a window, with the places where one text ends and the next begins."""
    runs = groupby(window, key=lambda token: token == signature.end)
    return "".join("\n-- end of text --\n" if ends else signature.decode(list(run)) for ends, run in runs)
