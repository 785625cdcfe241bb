"""Whether the model is good enough to be deployed."""

from collections.abc import Mapping

from ..console import warn
from ..errors import ConfigError
from ..results import Estimate, TargetResult
from .settings import TargetSettings

LOWER_IS_BETTER = frozenset({"log_loss", "brier_score", "calibration_error", "bits_per_byte", "perplexity"})


def judge(target: TargetSettings, metrics: Mapping[str, Estimate], *, baseline: float | None = None) -> TargetResult:
    """Compare a metric with its target, and say so where it is missed.

    Args:
        target: which metric, and what it has to reach.
        metrics: what the model reached.
        baseline: the target where the configuration has none (`value: null`).

    Raises:
        ConfigError: there is no such metric, or neither a target nor a baseline.
    """
    if target.metric not in metrics:
        raise ConfigError(f"evaluate.target.metric: there is no {target.metric!r}, but {', '.join(metrics)}.")
    wanted = baseline if target.value is None else target.value
    if wanted is None:
        raise ConfigError("evaluate.target.value is null, and this task has no baseline. Set a number.")
    reached = metrics[target.metric].value
    lower = target.metric in LOWER_IS_BETTER
    met = reached <= wanted if lower else reached >= wanted
    if not met:
        bound = "at most" if lower else "at least"
        warn(f"the target is missed: {target.metric} {reached:.4f}, wanted {bound} {wanted:g}")
    return TargetResult(metric=target.metric, value=wanted, direction="lower" if lower else "higher", met=met)
