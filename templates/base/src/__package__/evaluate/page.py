"""`reports/evaluation.html`: what is known of the model, on one page that can be sent to anybody.

It is made of the reports alone, so every number on it is one of theirs. `evaluate`, `explain` and `compress` write it
anew.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..errors import ProjectError
from ..files import write_text
from ..paths import Paths
from ..report import Envelope, read_envelope, read_report
from ..results import Compression, CompressionMethod, Estimate, Explanation, Metrics, Part, Training
from . import html
from .figures import words_of
from .html import Markup

MOST_SLICES = 60
MOST_CLASSES = 200


def write_page(paths: Paths) -> Path:
    """Write the page from the reports that there are; that of `evaluate` has to be one of them.

    Raises:
        ProjectError: there is no report of `evaluate`.
    """
    metrics, envelope = read_report(paths, Metrics), read_envelope(paths, Metrics)
    sections = [
        ("Result", _result(metrics)),
        *_where_some("Figures", _figures(paths, metrics.figures) if metrics.figures else None),
        *_where_some("Classes", _classes(metrics)),
        *_where_some("Slices", _slices(metrics)),
        *_where_some("Latency", _latency(metrics)),
    ]
    more: list[tuple[str, type[Part], Callable[[Paths], Markup]]] = [
        ("Training", Training, _training),
        ("Explanation", Explanation, _explanation),
        ("Compression", Compression, _compression),
    ]
    for heading, kind, write in more:
        try:
            other = read_envelope(paths, kind)
            sections.append((heading, html.join([_outdated(envelope, other), write(paths)])))
        except ProjectError:
            continue  # a stage that has not run yet, or whose report an older version wrote
    foot = (
        f"Written by the stage evaluate, {envelope.at:%Y-%m-%d %H:%M} UTC, configuration {envelope.config_sha256[:12]}"
        f"{f', commit {envelope.git[:12]}' if envelope.git else ''}. Every metric can be computed again from "
        f"{metrics.predictions}."
    )
    lead = f"{metrics.rows:,} examples of the split {metrics.split}, which nothing was chosen by."
    path = paths.page
    write_text(path, html.page(f"Evaluation of {paths.root.name}", lead, sections, foot))
    return path


def _result(metrics: Metrics) -> Markup:
    target = metrics.target
    reached = metrics.metrics[target.metric]
    verdict = "reached" if target.met else "missed"
    overall = {name: estimate for name, estimate in metrics.metrics.items() if "/" not in name}
    rows = [
        (_spaced(name), _number(estimate.value), _interval(estimate), metrics.meanings.get(name, ""))
        for name, estimate in overall.items()
    ]
    remark = f"{_interval(reached)} with {reached.confidence:.0%} confidence"
    return html.join(
        [
            html.facts(
                [
                    (_spaced(target.metric), _number(reached.value), remark),
                    ("target", f"{'≤' if target.direction == 'lower' else '≥'} {target.value:g}", verdict),
                    ("examples", f"{metrics.rows:,}", f"split {metrics.split}"),
                ]
            ),
            html.element(
                "p",
                html.element("span", f"The target is {verdict}.", class_="good" if target.met else "bad"),
                "" if target.met else " The model should not be deployed as it is.",
            ),
            html.table(
                f"Metrics with {reached.confidence:.0%} intervals",
                ["metric", "value", "interval", "what it is"],
                rows,
                words=(3,),
            ),
        ]
    )


def _figures(paths: Paths, figures: Iterable[str]) -> Markup:
    """The pictures that are there, with their own words."""
    files = [paths.root / figure for figure in figures]
    return html.join(
        html.figure(file, title=words.title, alt=words.alt)
        for file, words in ((file, words_of(file)) for file in files if file.is_file())
    )


def _classes(metrics: Metrics) -> Markup | None:
    if not metrics.classes:
        return None
    columns = ("precision", "recall", "f1", "roc_auc", "average_precision")
    worst = sorted(metrics.classes, key=lambda each: -1.0 if each.f1 is None else each.f1)[:MOST_CLASSES]
    caption = "Each class against all others, the lowest F1 first"
    if len(worst) < len(metrics.classes):
        caption += f"; {len(worst)} of {len(metrics.classes)}"
    return html.table(
        caption,
        ["class", "examples", *map(_spaced, columns)],
        [
            (html.name(each.name), f"{each.rows:,}", *(_number(getattr(each, column)) for column in columns))
            for each in worst
        ],
    )


def _slices(metrics: Metrics) -> Markup | None:
    if not metrics.slices:
        return None
    order = sorted(metrics.slices, key=lambda each: (not each.worse, each.p_value, each.accuracy.value))
    worse = sum(each.worse for each in metrics.slices)
    found = (
        f"{worse} of {len(metrics.slices)} slices are significantly worse than the rest."
        if worse
        else f"None of {len(metrics.slices)} slices is significantly worse than the rest."
    )
    caption = "Parts of the test split, the most suspicious first"
    if len(order) > MOST_SLICES:
        caption += f"; {MOST_SLICES} of {len(order)}"
    rows = [
        (
            html.join([f"{each.group}: ", html.name(each.name)]),
            f"{each.rows:,}",
            _number(each.accuracy.value),
            _interval(each.accuracy),
            "< 0.001" if each.p_value < 0.001 else f"{each.p_value:.3f}",
            html.element("span", "worse", class_="bad") if each.worse else "",
        )
        for each in order[:MOST_SLICES]
    ]
    return html.join(
        [
            html.element("p", found, " The chance that the rest does as badly is adjusted for the number of slices."),
            html.table(caption, ["slice", "examples", "accuracy", "interval", "chance", "verdict"], rows, words=(5,)),
        ]
    )


def _latency(metrics: Metrics) -> Markup | None:
    if not metrics.latency_ms:
        return None
    return html.table(
        "Time of the trained model, without reading the input",
        ["examples at once", "median", "99th percentile", "examples a second", "runs"],
        [
            (
                f"{each.rows:,}",
                f"{each.p50:.2f} ms",
                f"{each.p99:.2f} ms",
                f"{1000 * each.rows / each.p50:,.0f}",
                f"{each.runs:,}",
            )
            for each in metrics.latency_ms
        ],
    )


def _training(paths: Paths) -> Markup:
    training = read_report(paths, Training)
    epochs = html.table(
        "Each epoch",
        ["epoch", "training loss", "validation loss", "validation accuracy", "learning rate"],
        [
            (
                f"{each.epoch}{' (best)' if each.epoch == training.best_epoch else ''}",
                _number(each.train_loss),
                _number(each.validation_loss),
                _number(each.validation_accuracy),
                f"{each.learning_rate:.2e}",
            )
            for each in training.epochs
        ],
    )
    return html.join(
        [
            html.facts(
                [
                    ("parameters", f"{training.parameters:,}", training.framework),
                    ("time", f"{training.seconds:,.1f} s", f"{training.device}, {training.precision}"),
                    ("best epoch", str(training.best_epoch), f"of {len(training.epochs)}, {training.steps:,} steps"),
                ]
            ),
            _figures(paths, [paths.relative(paths.figures / "training.png")]),
            html.element("details", html.element("summary", "All epochs as numbers"), epochs),
        ]
    )


def _explanation(paths: Paths) -> Markup:
    explanation = read_report(paths, Explanation)
    rows = [
        (
            each.name,
            _number(each.sanity.randomized_correlation),
            f"< {each.sanity.threshold:g}",
            _verdict(each.sanity.passed),
            "" if each.completeness_gap is None else f"{each.completeness_gap:.2%}",
        )
        for each in explanation.methods
    ]
    head = ["method", "correlation with random weights", "wanted", "verdict", "left unexplained"]
    table = html.table("Whether the explanations depend on what was learned", head, rows, words=(3,))
    return html.join([table if rows else "", _figures(paths, explanation.figures)])


def _compression(paths: Paths) -> Markup:
    methods = read_report(paths, Compression).methods
    table = html.table(
        "Each method against the exported model",
        ["method", "file", "compressed", "zero weights", "latency", "metric"],
        [
            (
                each.name,
                _change(each.size_bytes.before, each.size_bytes.after, _kibibytes),
                _zipped(each),
                "" if each.zeros is None else f"{each.zeros:.1%}",
                _change(each.latency_ms.before, each.latency_ms.after, lambda value: f"{value:.3f} ms"),
                f"{_spaced(each.metric)} {_change(each.value.before, each.value.after, _number)}",
            )
            for each in methods
        ],
    )
    note = (
        "Zeros of a pruned model take as much room in the file as any number, and ONNX Runtime multiplies by them all "
        "the same: they pay where the file is sent or stored compressed, and nowhere else."
    )
    return html.join([table, html.element("p", note, class_="soft")])


def _outdated(metrics: Envelope, other: Envelope) -> Markup:
    """A warning where a report is of another model or other data than the metrics are; empty where it is not."""
    common = metrics.inputs.keys() & other.inputs.keys()
    settings = {name for name in common if name.startswith("configs/")}
    changed = sorted(name for name in common - settings if metrics.inputs[name] != other.inputs[name])
    if not changed:
        return html.join([])
    return html.element("p", f"Not of the model above: {', '.join(changed)} changed since.", class_="note")


def _where_some(heading: str, body: Markup | None) -> Sequence[tuple[str, Markup]]:
    return [] if body is None else [(heading, body)]


def _verdict(passed: bool) -> Markup:
    return html.element("span", "passed" if passed else "failed", class_="good" if passed else "bad")


def _spaced(name: str) -> str:
    """A metric as people write it."""
    return name.replace("_", " ").replace("f1", "F1").replace("roc auc", "ROC AUC")


def _number(value: float | None) -> str:
    if value is None:
        return "n/a"
    return f"{value:.4f}" if abs(value) < 1000 else f"{value:,.0f}"


def _interval(estimate: Estimate) -> str:
    return f"{_number(estimate.low)} to {_number(estimate.high)}"


def _kibibytes(count: float) -> str:
    return f"{count / 1024:,.0f} KiB"


def _change(before: float, after: float, write: Callable[[float], str]) -> str:
    return f"{write(before)} → {write(after)}"


def _zipped(method: CompressionMethod) -> str:
    sizes = method.zipped_bytes
    return "" if sizes is None else _change(sizes.before, sizes.after, _kibibytes)
