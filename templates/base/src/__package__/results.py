"""What each stage finds: the schema of `result` in its report. The extension reads the same shapes."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Part(BaseModel):
    """A part of a report: no unknown key, and no number that JSON cannot hold (NaN, infinity)."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Source(Part):
    """One place that data come from; `sha256` is over all that was taken from it."""

    name: str
    path: str
    license: str
    rows: int
    sha256: Sha256


class Clean(Part):
    """Rows before and after cleaning, and what was dropped or filled, by reason."""

    rows_in: int
    rows_kept: int
    dropped: dict[str, int]
    filled: dict[str, int]


class Split(Part):
    """Rows of each part, and what the parts were divided by."""

    train: int
    validation: int
    test: int
    by: str


class Normalize(Part):
    """Statistics for scaling inputs, one number a channel or feature; of text, its vocabulary and length in tokens."""

    fitted_on: Literal["train"]
    rows: int
    mean: list[float] = []
    std: list[float] = []
    vocabulary: int | None = None
    tokens: int | None = None


class Policy(Part):
    """A random change to training data, and how strong it is."""

    name: str
    parameters: dict[str, float]


class Augment(Part):
    """The policies that are on, and figures that show them."""

    policies: list[Policy]
    samples: list[str]


class Data(Part):
    """`data.json`; a part that has not run yet is `None`."""

    sources: list[Source] | None = None
    clean: Clean | None = None
    split: Split | None = None
    normalize: Normalize | None = None
    augment: Augment | None = None


class Memory(Part):
    """Bytes that one training step needs."""

    weights: int
    gradients: int
    optimizer: int
    activations: int


class Plan(Part):
    """What a step takes on each of the GPUs that are planned with, and whether that fits."""

    gpu: str
    gpus: int
    strategy: Literal["single", "ddp", "fsdp"]
    bytes_per_number: int
    micro_batch: int
    memory_bytes: Memory
    needed_bytes: int
    usable_bytes: int
    fits: bool


class Workload(Part):
    """How much the model is trained on: `units` over all epochs, of `data` or, before there are any, `compute_optimal`.

    `optimal_units` is what a model of this size is worth where computation is short; `None` where nobody knows.
    """

    unit: str
    units: int | None
    units_from: Literal["data", "compute_optimal"] | None
    optimal_units: int | None
    flops_per_unit: float


class Model(Part):
    """`model.json`: what one example costs to compute, and one training step to hold."""

    architecture: str
    parameters: int
    flops: int
    memory_bytes: Memory
    input_shape: list[int]
    output_shape: list[int]
    plan: Plan | None = None
    training: Workload | None = None


class Expense(Part):
    """GPU-hours and money; `amount` is `None` where nobody has filled in the price."""

    gpu_hours: float
    amount: float | None


class Cost(Part):
    """`cost.json`: what the configured training costs, and how far the budget goes.

    `mfu_from` says whether the utilization was measured on this GPU or assumed. `tuning` is the search on top.
    `affordable_units` is what the budget pays for with this model, `budget_share` the part of it that is spent.
    """

    gpu: str
    gpus: int
    mfu: float
    mfu_from: Literal["measured", "assumed"]
    training: Workload
    flops: float
    hours: float
    run: Expense
    tuning: Expense
    currency: str
    gpu_hour_price: float | None
    budget: float | None
    budget_share: float | None
    affordable_units: int | None


class Trial(Part):
    """A trial of the search, with the values that it tried."""

    trial: int
    value: float
    parameters: dict[str, str | int | float | bool | None]


class DefaultTrial(Part):
    """What the configured values came to under the same conditions."""

    value: float


class Tuning(Part):
    """`tuning.json`: the best trial against the configured values."""

    metric: str
    direction: Literal["minimize", "maximize"]
    trials: int
    best: Trial
    default: DefaultTrial


class Epoch(Part):
    """An epoch, counted from 1; `learning_rate` is that of its last step."""

    epoch: int
    train_loss: float
    validation_loss: float
    validation_accuracy: float
    learning_rate: float


class Score(Part):
    """A metric and its value."""

    metric: str
    value: float


class Checkpoint(Part):
    """A checkpoint on disk."""

    path: str
    sha256: Sha256


class Training(Part):
    """`training.json`: how the run went; the best epoch was chosen on the validation split."""

    framework: str
    device: str
    precision: str
    precision_reason: str
    world_size: int
    parameters: int
    steps: int
    seconds: float
    samples_per_second: float
    unit: str
    units_per_second: float
    mfu: float | None
    peak_memory_bytes: int | None
    epochs: list[Epoch]
    best_epoch: int
    best: Score
    checkpoint: Checkpoint
    weights_sha256: Sha256
    resumed_from_step: int | None


class Estimate(Part):
    """A metric and the interval that holds it with the confidence given."""

    value: float
    low: float
    high: float
    confidence: float


class TargetResult(Part):
    """What was wanted, and whether it was reached."""

    metric: str
    value: float
    direction: Literal["higher", "lower"]
    met: bool


class ConfusionMatrix(Part):
    """`counts[i][j]`: examples of class `labels[i]` that were taken for class `labels[j]`."""

    labels: list[str]
    counts: list[list[int]]


class Curves(Part):
    """Points [x, y] from x = 0 to 1, means over the classes, each against all others.

    `roc`: false positive rate, true positive rate. `precision_recall`: recall, precision.
    """

    roc: list[tuple[float, float]]
    precision_recall: list[tuple[float, float]]
    averaged: Literal["macro"]


class ClassScore(Part):
    """One class against all others; a number that the test split does not define is `None`."""

    name: str
    rows: int
    precision: float | None
    recall: float | None
    f1: float | None
    roc_auc: float | None
    average_precision: float | None


class Slice(Part):
    """A part of the test split; `worse` where its accuracy is significantly below that of all other rows.

    `p_value` is that of Fisher's exact test, one-sided, adjusted for the number of slices.
    """

    group: str
    name: str
    rows: int
    accuracy: Estimate
    p_value: float
    worse: bool


class Timing(Part):
    """Milliseconds that the trained model takes for `rows` examples at once, over `runs` runs."""

    rows: int
    runs: int
    p50: float
    p99: float


class Metrics(Part):
    """`metrics.json`: every metric can be computed again from the file `predictions`.

    `meanings` says what each metric is, `classes` and `slices` score parts of the split, and `page` is all of it as
    one HTML page.
    """

    split: Literal["test"]
    rows: int
    metrics: dict[str, Estimate]
    target: TargetResult
    confusion_matrix: ConfusionMatrix | None = None
    predictions: str
    figures: list[str]
    meanings: dict[str, str] = {}
    classes: list[ClassScore] = []
    slices: list[Slice] = []
    latency_ms: list[Timing] = []
    page: str | None = None
    curves: Curves | None = None


class RunEpoch(Part):
    """The losses of an epoch, counted from 1."""

    epoch: int
    train_loss: float
    validation_loss: float


class RunTraining(Part):
    """What is kept of `training.json` when the next training replaces it."""

    weights_sha256: Sha256
    device: str
    seconds: float
    unit: str
    units_per_second: float
    best_epoch: int
    epochs: list[RunEpoch]


class Run(Part):
    """A file of `runs/`: what one evaluated model reached; `training` is `None` where other weights were trained last.

    Metrics of single classes are left out.
    """

    rows: int
    metrics: dict[str, Estimate]
    target: TargetResult
    checkpoint_sha256: Sha256
    training: RunTraining | None


class Sanity(Part):
    """Whether explanations change when what the model learned is taken away."""

    randomized_correlation: float
    threshold: float
    passed: bool


class ExplanationMethod(Part):
    """One way of explaining; `completeness_gap` is the part of the output that its attributions leave unexplained."""

    name: str
    sanity: Sanity
    completeness_gap: float | None


class Explanation(Part):
    """`explanation.json`: what the model looks at; `sanity` is that of the method that does worst."""

    method: str
    samples: int
    figures: list[str]
    sanity: Sanity
    methods: list[ExplanationMethod] = []


class BeforeAfter(Part):
    """A number without and with a change."""

    before: float
    after: float


class CompressionMethod(Part):
    """What one way of making the model smaller gains and costs; `zipped_bytes` is its size as it travels, gzipped."""

    name: str
    size_bytes: BeforeAfter
    latency_ms: BeforeAfter
    metric: str
    value: BeforeAfter
    path: str | None = None
    sha256: Sha256 | None = None
    zipped_bytes: BeforeAfter | None = None
    parameters: BeforeAfter | None = None
    zeros: float | None = None


class Compression(Part):
    """`compression.json`: every method that was tried."""

    methods: list[CompressionMethod]


class ExportedModel(Part):
    """The file that is deployed."""

    path: str
    sha256: Sha256
    opset: int
    size_bytes: int


class Parity(Part):
    """How far the exported model is from the trained one, in logits, on real examples."""

    rows: int
    max_abs_difference: float
    tolerance: float
    passed: bool


class Health(Part):
    """What the server says of itself."""

    status: str


class Latency(Part):
    """Milliseconds of a request, at two percentiles."""

    p50: float
    p99: float


class Deployment(Part):
    """`deployment.json`: the exported model, and how it answers."""

    model: ExportedModel
    parity: Parity
    health: Health
    latency_ms: Latency
    requests: int


class Comparison(Part):
    """Mean loss in nats, and accuracy, of a model before and after it learned more."""

    rows: int
    loss: BeforeAfter
    accuracy: BeforeAfter


class Update(Part):
    """`update.json`: what the model learned from feedback, and whether it took the place of the one before."""

    feedback_rows: int
    learned_rows: int
    replayed_rows: int
    test: Comparison
    feedback: Comparison
    tolerance: float
    accepted: bool
    reason: str
    checkpoint_sha256: Sha256


class FeatureDrift(Part):
    """How far a feature has moved: population stability index, Kolmogorov-Smirnov statistic and its p-value."""

    psi: float
    ks: float
    p_value: float


class PredictionDrift(Part):
    """How far the predictions have moved."""

    psi: float


class Drift(Part):
    """`drift.json`: live data against the data of training, and whether to train again."""

    reference_rows: int
    current_rows: int
    features: dict[str, FeatureDrift]
    prediction: PredictionDrift
    threshold: float
    retrain: bool


class ToolResult(Part):
    """What a checker said."""

    tool: str
    passed: bool


class TestResult(ToolResult):
    """What the tests said, and how many there are."""

    count: int


class Quality(Part):
    """`quality.json`: what `check` found."""

    lint: ToolResult
    types: ToolResult
    tests: TestResult


# Under which name each of them is written: `reports/<stage>.json`; of runs there are many, in `reports/runs/`.
STAGES: dict[type[Part], str] = {
    Data: "data",
    Model: "model",
    Cost: "cost",
    Tuning: "tuning",
    Training: "training",
    Metrics: "metrics",
    Run: "run",
    Explanation: "explanation",
    Compression: "compression",
    Deployment: "deployment",
    Drift: "drift",
    Update: "update",
    Quality: "quality",
}
