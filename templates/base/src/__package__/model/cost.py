"""The stage `cost`: the planned training in GPU-hours and money, against the budget."""

from pathlib import Path

from ..config import Config
from ..console import say, warn
from ..errors import ProjectError
from ..report import read_report, write_report
from ..results import Cost, Expense, Training, Workload
from .budget import load_budget
from .hardware import Gpu
from .report import plan_inputs, workload
from .size import model_size

HOUR = 3600


def estimate(config: Config) -> Path:
    """Write `reports/cost.json`: hours = FLOPs / (peak of the GPU * utilization), money = hours * price.

    Raises:
        ProjectError: `plan/budget.yaml` is missing or wrong, or nothing says how much the model is trained on.
    """
    hardware, gpu = config.hardware, config.hardware.planned_gpu()
    budget = load_budget(config.paths.budget)
    size = model_size(config)
    work = workload(config, size)
    if work.units is None:
        raise ProjectError(f"How many {size.unit} the model is trained on is not known. Run `data` first.")
    measured = _measured_mfu(config, gpu)
    mfu = measured or hardware.mfu
    flops = work.units * work.flops_per_unit
    price, limit = budget.training.gpu_hour_price, budget.training.budget
    run = _expense(flops / (gpu.peak * mfu) / HOUR, price)
    searched = config.tune.trials * config.tune.epochs / config.train.epochs
    tuning = _expense(run.gpu_hours * searched, price)
    share = None if run.amount is None or not limit else run.amount / limit
    result = Cost(
        gpu=gpu.name,
        gpus=hardware.gpus,
        mfu=mfu,
        mfu_from="assumed" if measured is None else "measured",
        training=work,
        flops=flops,
        hours=run.gpu_hours / hardware.gpus,
        run=run,
        tuning=tuning,
        currency=budget.currency,
        gpu_hour_price=price,
        budget=limit,
        budget_share=share,
        affordable_units=int(limit / price * HOUR * gpu.peak * mfu / work.flops_per_unit) if limit and price else None,
    )
    _tell(result, work)
    named = (budget.training.gpu or "none").casefold()
    if named not in {"none", gpu.name.casefold()}:
        warn(f"the price in {config.paths.budget} is that of {budget.training.gpu}, and hardware.gpu is {gpu.name}")
    inputs = [config.paths.budget, config.paths.configs / "tune.yaml", *plan_inputs(config)]
    if measured is not None:
        inputs.append(config.paths.report("training"))
    return write_report(config, result, inputs=[file for file in inputs if file.is_file()])


def _measured_mfu(config: Config, gpu: Gpu) -> float | None:
    """The utilization that the last training reached, where it ran on the planned GPU."""
    try:
        training = read_report(config.paths, Training)
    except ProjectError:
        return None
    return training.mfu if gpu.name.casefold() in training.device.casefold() else None


def _expense(gpu_hours: float, price: float | None) -> Expense:
    return Expense(gpu_hours=gpu_hours, amount=None if price is None else gpu_hours * price)


def _tell(cost: Cost, work: Workload) -> None:
    origin = "the data" if work.units_from == "data" else "compute-optimal, because there are no data yet"
    say(f"cost: {work.units:,} {work.unit} ({origin}), {work.flops_per_unit:.3g} FLOPs each, {cost.flops:.3g} in all")
    say(
        f"cost: {cost.run.gpu_hours:,.4g} GPU-hours, {cost.hours:,.4g} hours on {cost.gpus} {cost.gpu} at "
        f"{cost.mfu:.0%} of its peak ({cost.mfu_from}); the search `tune` takes {cost.tuning.gpu_hours:,.4g} more"
    )
    if cost.run.amount is None or cost.tuning.amount is None:
        say("cost: training.gpu_hour_price in plan/budget.yaml is not filled in, so there is no price")
        return
    say(f"cost: {cost.currency} {cost.run.amount:,.2f}, and {cost.tuning.amount:,.2f} for `tune`")
    if cost.budget is None:
        say("cost: training.budget in plan/budget.yaml is not filled in")
    elif cost.budget_share is not None:
        part = f"{cost.budget_share:.1%} of the budget of {cost.currency} {cost.budget:,.2f}"
        reach = "" if cost.affordable_units is None else f", which pays for {cost.affordable_units:,} {work.unit}"
        say(f"cost: {part}{reach}")
        if cost.budget_share > 1:
            warn("the training costs more than the budget for it")
