"""Weights and optimizer state that are divided among processes, as a folder that any number of processes can read.

PyTorch's distributed checkpoints, https://docs.pytorch.org/docs/stable/distributed.checkpoint.html. A folder counts
once a `last.pt` names it, with the checksum of each of its files; before that, it is what a killed run left.
"""

import shutil
import uuid
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.checkpoint.api import CheckpointException
from torch.distributed.checkpoint.filesystem import FileSystemReader
from torch.distributed.checkpoint.metadata import TensorStorageMetadata
from torch.distributed.checkpoint.state_dict_loader import load
from torch.distributed.checkpoint.state_dict_saver import save
from torch.distributed.tensor import DTensor

from ..errors import ProjectError
from ..files import sha256_file
from .distributed import World

PREFIX = "shards-"
METADATA = ".metadata"


def write_shards(tensors: Mapping[str, Tensor], folder: Path, world: World) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Write the tensors that are divided, each process its parts, to a new folder inside `folder`.

    Returns:
        The name of the new folder with the SHA-256 of its files, and the tensors that are not divided.

    Raises:
        ProjectError: the disk is full or cannot be written; the checkpoints there are as they were.
    """
    target = folder / world.first_does(lambda: f"{PREFIX}{uuid.uuid4().hex}")
    divided = {name: tensor for name, tensor in tensors.items() if isinstance(tensor, DTensor)}
    try:
        save(divided, checkpoint_id=target)
    except (CheckpointException, OSError) as error:
        reason = str(error).strip().splitlines()[-1]  # of a whole traceback
        raise ProjectError(
            f"{target} could not be written ({reason}). Make room on the disk, then go on with `train --resume` "
            "from the checkpoint before, which is whole."
        ) from error
    own = [*target.glob(f"__{world.rank}_*"), *([target / METADATA] if world.first else [])]
    files: dict[str, str] = {}
    for part in world.gather({file.name: sha256_file(file) for file in own}):
        files |= part
    return {"folder": target.name, "files": files}, {n: tensor for n, tensor in tensors.items() if n not in divided}


def read_shards(folder: Path, shards: Mapping[str, Any], model: nn.Module) -> dict[str, Tensor]:
    """Read what `write_shards` wrote, each process the parts that it has of `model`'s weights."""
    target = folder / shards["folder"]
    weights = dict(model.named_parameters())
    tensors: dict[str, Tensor] = {}
    for name, stored in FileSystemReader(target).read_metadata().state_dict_metadata.items():
        weight = weights.get(name.split(".", 1 if name.startswith("model.") else 2)[-1])
        if isinstance(stored, TensorStorageMetadata):
            like = torch.empty(stored.size) if weight is None or weight.shape != stored.size else weight.detach()
            tensors[name] = torch.zeros_like(like)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="torch.distributed is disabled")  # one process may read them too
        load(tensors, checkpoint_id=target)
    return tensors


def damage_of_shards(folder: Path, shards: Mapping[str, Any]) -> str | None:
    """What is wrong with a folder of shards, or None where every file has its checksum."""
    target = folder / shards["folder"]
    for name, sha256 in shards["files"].items():
        file = target / name
        if not file.is_file():
            return f"{target.name}/{name} is missing"
        if sha256_file(file) != sha256:
            return f"the checksum of {target.name}/{name} is wrong"
    return None


def remove_unused_shards(folder: Path, used: Callable[[], list[str]]) -> None:
    """Remove the folders of shards that no checkpoint names; `used` is asked where there are folders at all."""
    folders = list(folder.glob(f"{PREFIX}*"))
    names = used() if folders else []
    for stale in folders:
        if stale.name not in names:
            shutil.rmtree(stale, ignore_errors=True)
