"""Processes that train together: who they are, what they agree on, and how the model is spread over them.

`torchrun --nproc-per-node N -m <package> train` starts them and tells each of them who it is; the loop is the same.
"""

import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.parallel import DistributedDataParallel

from ..console import mute, say
from ..errors import ProjectError
from .settings import TrainSettings

# Bytes a parameter needs in mixed precision: weight, gradient and two moments of Adam in float32.
BYTES_PER_PARAMETER = 16
# Part of a GPU's memory that they may take where every process holds the whole model; the rest is for activations.
MEMORY_SHARE = 0.6

Result = TypeVar("Result")


@dataclass(frozen=True)
class World:
    """The processes of this run, `size` of them; this one is number `rank`, and number `local_rank` on its machine."""

    rank: int = 0
    size: int = 1
    local_rank: int = 0

    @property
    def first(self) -> bool:
        """Whether this process is the one that prints, logs and writes."""
        return self.rank == 0

    def share(self, batch_size: int) -> slice:
        """This process's rows of a batch of all processes."""
        rows = batch_size // self.size
        return slice(self.rank * rows, (self.rank + 1) * rows)

    def seed(self, seed: int) -> None:
        """Draw other random numbers in each process from here on: dropout is not to be the same in all."""
        if self.size > 1:
            torch.manual_seed(seed * self.size + self.rank)

    def sum(self, value: Tensor) -> Tensor:
        """The sum of `value` over all processes, in place."""
        if self.size > 1:
            dist.all_reduce(value)
        return value

    def mean(self, value: Tensor) -> Tensor:
        """The mean of `value` over all processes, in place."""
        return value if self.size == 1 else self.sum(value).div_(self.size)

    def gather(self, value: Result) -> list[Result]:
        """What all processes have for `value`, by rank."""
        if self.size == 1:
            return [value]
        values: list[Any] = [None] * self.size
        dist.all_gather_object(values, value)
        return values

    def first_does(self, action: Callable[[], Result]) -> Result:
        """Let the first process alone do something, and give its result to all.

        Raises:
            ProjectError: `action` raised it; every process raises the same.
        """
        if self.size == 1:
            return action()
        answer: list[Any] = [None]
        if self.first:
            try:
                answer = [action()]
            except ProjectError as error:
                answer = [error]
        dist.broadcast_object_list(answer, src=0)
        if isinstance(answer[0], ProjectError):
            raise answer[0]
        result: Result = answer[0]
        return result


ALONE = World()


@contextmanager
def join_world(settings: TrainSettings) -> Iterator[World]:
    """Join the processes that torchrun started, NCCL between GPUs and gloo between CPUs; alone without torchrun.

    Raises:
        ProjectError: the environment is incomplete, a process has no GPU, the others do not come, or one of them ended.
    """
    size = _number("WORLD_SIZE", 1)
    if size == 1:
        yield ALONE
        return
    world = World(_number("RANK"), size, _number("LOCAL_RANK"))
    if not world.first:
        mute()
    backend = "gloo"
    if settings.device != "cpu" and torch.cuda.is_available():
        backend = "cpu:gloo,cuda:nccl"
        if world.local_rank >= torch.cuda.device_count():
            raise ProjectError(
                f"Process {world.rank} finds {torch.cuda.device_count()} GPUs on its machine, and needs number "
                f"{world.local_rank + 1}. Start as many processes as GPUs: torchrun --nproc-per-node gpu."
            )
        torch.cuda.set_device(world.local_rank)
    address = f"{os.environ.get('MASTER_ADDR')}:{os.environ.get('MASTER_PORT')}"
    say(f"processes: {size} over {backend}, meeting at {address}, waiting at most {settings.timeout_minutes:g} minutes")
    for name in sorted(name for name in os.environ if name.startswith(("NCCL_", "GLOO_"))):
        say(f"processes: {name}={os.environ[name]}")
    try:
        dist.init_process_group(backend, timeout=timedelta(minutes=settings.timeout_minutes))
    except (dist.DistError, RuntimeError, ValueError) as error:
        raise ProjectError(
            f"Process {world.rank} of {size} could not meet the others at {address} ({error}). "
            "Every machine has to reach that address, and torchrun be started on all of them."
        ) from error
    try:
        yield world
    except (dist.DistError, RuntimeError) as error:
        if not isinstance(error, dist.DistError) and not any(name in str(error) for name in ("gloo", "NCCL")):
            raise
        raise ProjectError(
            f"Process {world.rank} lost the others ({error}). One of them has ended, and its own message says why; "
            "the checkpoints are whole. Start again with --resume."
        ) from error
    dist.destroy_process_group()


def choose_strategy(model: nn.Module, settings: TrainSettings, world: World, device: torch.device) -> tuple[str, str]:
    """`single`, `ddp` or `fsdp`, and the reason."""
    if world.size == 1:
        return "single", "one process"
    if settings.strategy != "auto":
        return settings.strategy, "train.strategy"
    if device.type == "cuda":
        needed = BYTES_PER_PARAMETER * sum(parameter.numel() for parameter in model.parameters())
        memory = torch.cuda.get_device_properties(device).total_memory
        if needed > MEMORY_SHARE * memory:
            return "fsdp", f"auto: the model and its optimizer need {needed / 2**30:.0f} GiB, a GPU has less to spare"
    return "ddp", "auto: every process can hold the whole model"


def spread(
    model: nn.Module, settings: TrainSettings, world: World, device: torch.device, dtype: torch.dtype
) -> tuple[nn.Module, nn.Module]:
    """Bring the model to the device of this process, and spread it over all of them.

    Data parallel: S. Li et al., PyTorch Distributed, VLDB 2020, https://arxiv.org/abs/2006.15704. Sharded: Y. Zhao
    et al., PyTorch FSDP, VLDB 2023, https://arxiv.org/abs/2304.11277, as `fully_shard`; each of `model.blocks`, where
    the model has them, is gathered by itself.

    Returns:
        The module with the weights, and the one to call: the same but for data parallel.
    """
    strategy, reason = choose_strategy(model, settings, world, device)
    if world.size > 1:
        say(f"strategy: {strategy} ({reason})")
    if world.size > 1 and device.type == "cuda":
        model = nn.SyncBatchNorm.convert_sync_batchnorm(model)  # type: ignore[no-untyped-call]
    if strategy == "fsdp":
        _shard(model, settings, world, device, dtype)
    else:
        model = model.to(device)
    if settings.compile:
        # In place, so that the names of the weights stay; sharded blocks are compiled one by one, as they are gathered.
        for part in getattr(model, "blocks", [model]) if strategy == "fsdp" else [model]:
            part.compile()
    if strategy == "ddp":
        # The strides of axes of length one, in convolutions of 1 by 1, mean nothing.
        warnings.filterwarnings("ignore", message="Grad strides do not match bucket view strides")
        ids = [device.index] if device.type == "cuda" else None
        return model, DistributedDataParallel(model, device_ids=ids, forward_sync_buffers=False)
    return model, model


def sharing_gradients(module: nn.Module, *, share: bool) -> AbstractContextManager[object]:
    """Whether the backward pass inside sums gradients over the processes: only the last part of a batch has to."""
    if isinstance(module, FSDPModule):
        module.set_requires_gradient_sync(share)
    elif isinstance(module, DistributedDataParallel) and not share:
        return module.no_sync()
    return nullcontext()


def average_statistics(model: nn.Module, world: World) -> None:
    """Make the running statistics of batch normalization those of all processes.

    On GPUs SyncBatchNorm has seen the whole batch. It knows no CPU: there each process normalizes by its own rows.
    """
    if world.size == 1:
        return
    norms = [module for module in model.modules() if isinstance(module, _BatchNorm) and module.running_mean is not None]
    if not norms or isinstance(norms[0], nn.SyncBatchNorm):
        return
    statistics = [tensor for norm in norms for tensor in (norm.running_mean, norm.running_var) if tensor is not None]
    together = world.mean(torch.cat(statistics))
    for tensor, mean in zip(statistics, torch.split(together, [tensor.numel() for tensor in statistics]), strict=True):
        tensor.copy_(mean)


def whole(tensor: Tensor) -> Tensor:
    """A tensor with the parts that other processes hold; all of them have to ask for it."""
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def whole_state(tensors: Mapping[str, Tensor], world: World) -> dict[str, Tensor]:
    """Copies of all tensors in the memory of the first process, one after the other; nothing in that of the others."""
    state = {}
    for name, tensor in tensors.items():
        value = whole(tensor.detach())
        if world.first:
            state[name] = value.to("cpu", copy=True)
    return state


def divided_as(value: Tensor, like: Tensor) -> Tensor:
    """This process's part of a whole tensor, where `like` is divided among processes."""
    if isinstance(like, DTensor) and not isinstance(value, DTensor):
        return distribute_tensor(value.to(like.device), like.device_mesh, like.placements)
    return value


def _shard(model: nn.Module, settings: TrainSettings, world: World, device: torch.device, dtype: torch.dtype) -> None:
    mesh = init_device_mesh(device.type, (world.size,))
    # Blocks get what other blocks made, which needs no cast, and may get positions, which must not lose precision.
    inner = MixedPrecisionPolicy(param_dtype=dtype, reduce_dtype=torch.float32, cast_forward_inputs=False)
    outer = MixedPrecisionPolicy(param_dtype=dtype, reduce_dtype=torch.float32)
    for block in getattr(model, "blocks", []):
        fully_shard(block, mesh=mesh, mp_policy=inner, reshard_after_forward=settings.reshard_after_forward)
    fully_shard(model, mesh=mesh, mp_policy=outer, reshard_after_forward=settings.reshard_after_forward)
    model.to(device)  # buffers, which are not divided


def _number(name: str, default: int | None = None) -> int:
    """A number that torchrun put into the environment."""
    text = os.environ.get(name, "" if default is None else str(default))
    if not text.isdigit():
        raise ProjectError(
            f"The environment says {name}={text!r}, which has to be a number: start the processes with torchrun, "
            "or unset WORLD_SIZE to train in one."
        )
    return int(text)
