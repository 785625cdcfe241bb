"""The stage `tune`: a search for better hyperparameters, judged by the validation split.

The search is kept in `logs/tuning.db`; one that is stopped, even by a kill, goes on where it was.
"""

import shutil
from pathlib import Path
from typing import assert_never

import optuna

from ..config import Config
from ..console import say
from ..data.shards import shard_files
from ..errors import ProjectError
from ..report import write_report
from ..results import DefaultTrial, Epoch, Trial, Tuning
from .distributed import join_world
from .loop import fit
from .resume import run_identity
from .settings import Choice, FloatRange, IntRange, SearchSpace

METRIC = "validation_loss"
Value = str | int | float | bool | None


def tune(config: Config) -> Path:
    """Search `tune.space` and write `reports/tuning.json`, with the best trial against the configured values.

    Raises:
        ProjectError: the data are missing, the study was made with other data or settings, or every trial failed.
        ConfigError: the space names a key that there is not, or a value that the key does not take.
    """
    with join_world(config.train) as world:
        if world.size > 1:
            raise ProjectError("tune trains in one process. Run it without torchrun or TF_CONFIG.")
    paths, settings = config.paths, config.tune
    short = config.override({"train.epochs": settings.epochs})
    for key, space in settings.space.items():
        for edge in _edges(space):
            short.override({key: edge})
    paths.logs.mkdir(parents=True, exist_ok=True)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        storage=f"sqlite:///{paths.logs / 'tuning.db'}",
        study_name=settings.study,
        sampler=optuna.samplers.TPESampler(seed=settings.seed, n_startup_trials=3),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=3),
        direction="minimize",
        load_if_exists=True,
    )
    _require_same(study, short)
    if "default" not in study.user_attrs:
        say("tune: the configured values")
        study.set_user_attr("default", _score(short, None))
    default = float(study.user_attrs["default"])

    def objective(trial: optuna.Trial) -> float:
        values = {key: _suggest(trial, key, space) for key, space in settings.space.items()}
        say(f"tune: trial {trial.number}, {_described(values)}")
        return _score(short.override(values), trial)

    # A trial that a kill left running counts for nothing, and is done again as another one.
    left = settings.trials - len(_finished(study))
    if left > 0:
        study.optimize(objective, n_trials=left, catch=(ProjectError,))
    else:
        say(f"tune: {settings.trials - left} trials are done already; set tune.trials higher for more")
    complete = study.get_trials(states=(optuna.trial.TrialState.COMPLETE,))
    if not complete:
        raise ProjectError("Every trial failed or was cut short. Narrow tune.space, or raise tune.trials.")
    value, best = min(((trial.value, trial) for trial in complete if trial.value is not None), key=lambda pair: pair[0])
    say(f"tune: best trial {best.number}, {METRIC} {value:.4f}, against {default:.4f} as configured")
    if value < default:
        changes = " ".join(f"--set {key}={chosen}" for key, chosen in best.params.items())
        say(f"tune: to take it over: {changes}")
    result = Tuning(
        metric=METRIC,
        direction="minimize",
        trials=len(_finished(study)),
        best=Trial(trial=best.number, value=value, parameters=best.params),
        default=DefaultTrial(value=default),
    )
    shards = [
        file for name in ("train", "validation") for file in shard_files(paths.processed / name, written_by="data")
    ]
    configs = [paths.configs / f"{section}.yaml" for section in ("data", "model", "train", "tune")]
    return write_report(config, result, inputs=[*shards, paths.signature, *configs])


def _score(config: Config, trial: optuna.Trial | None) -> float:
    """Train once in a folder of its own, and return the best validation loss; report each epoch to the pruner."""
    folder = config.paths.logs / "tuning"

    def on_epoch(epoch: Epoch) -> None:
        if trial is not None:
            trial.report(epoch.validation_loss, epoch.epoch)
            if trial.should_prune():
                raise optuna.TrialPruned

    shutil.rmtree(folder, ignore_errors=True)
    try:
        return fit(config, checkpoints=folder, logs=folder, on_epoch=on_epoch).best.value
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _require_same(study: optuna.Study, config: Config) -> None:
    """Trials can only be compared when they differ in nothing but the values searched."""
    fixed = run_identity(config) | {"tune.epochs": str(config.tune.epochs), "tune.space": repr(config.tune.space)}
    if "identity" not in study.user_attrs:
        study.set_user_attr("identity", fixed)
    saved = study.user_attrs["identity"]
    changed = sorted(key for key in saved.keys() | fixed.keys() if saved.get(key) != fixed.get(key))
    if changed:
        raise ProjectError(
            f"The study {study.study_name!r} was made with other values of {', '.join(changed)}, so its trials "
            "cannot be compared with new ones. Start another: --set tune.study=NAME. The old one is kept."
        )


def _finished(study: optuna.Study) -> list[optuna.trial.FrozenTrial]:
    return study.get_trials(states=(optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.PRUNED))


def _suggest(trial: optuna.Trial, key: str, space: SearchSpace) -> Value:
    match space:
        case FloatRange():
            return trial.suggest_float(key, space.low, space.high, log=space.log)
        case IntRange():
            return trial.suggest_int(key, space.low, space.high, log=space.log)
        case Choice():
            return trial.suggest_categorical(key, space.values)
        case _:
            assert_never(space)


def _edges(space: SearchSpace) -> tuple[Value, ...]:
    """Values that must be valid for the search to be."""
    return space.values if isinstance(space, Choice) else (space.low, space.high)


def _described(values: dict[str, Value]) -> str:
    texts = {key: f"{value:.4g}" if isinstance(value, float) else str(value) for key, value in values.items()}
    return ", ".join(f"{key}={text}" for key, text in texts.items())
