"""A trace of the first steps, for chrome://tracing or https://ui.perfetto.dev."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch.profiler import ProfilerActivity

from ..console import say

WARM_UP, RECORDED = 3, 5


@contextmanager
def profiler(path: Path, *, enabled: bool) -> Iterator[Callable[[], None]]:
    """Record `RECORDED` steps after a warm-up and write them to `path`; call what is yielded after each step."""
    if not enabled:
        yield lambda: None
        return

    def write(profile: torch.profiler.profile) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        profile.export_chrome_trace(str(path))
        say(f"profile: {RECORDED} steps in {path}")

    activities = [ProfilerActivity.CPU]
    if torch.cuda.is_available():
        activities.append(ProfilerActivity.CUDA)
    plan = torch.profiler.schedule(wait=0, warmup=WARM_UP, active=RECORDED, repeat=1)
    with torch.profiler.profile(activities=activities, schedule=plan, on_trace_ready=write) as profile:
        yield profile.step
