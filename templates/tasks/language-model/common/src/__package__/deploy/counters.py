"""What the server of this task counts for Prometheus, beside what the servers of all tasks do."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
SPEEDS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
SIZES = (1, 2, 4, 8, 16, 32, 64)


class Counters:
    """The metrics of generated text."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Start at zero."""
        self.prompt_tokens = Counter("prompt_tokens", "Tokens of prompts", registry=registry)
        self.tokens = Counter("generated_tokens", "Tokens that were generated", registry=registry)
        self.scored_tokens = Counter("scored_tokens", "Tokens of texts that were scored", registry=registry)
        self.finished = Counter("generations", "Texts that ended, by reason", ["reason"], registry=registry)
        self.waiting = Gauge("generation_queue_length", "Texts that wait for a slot", registry=registry)
        self.active = Gauge("generation_slots_active", "Texts that are being generated", registry=registry)
        self.slots = Gauge("generation_slots", "Texts that can be generated at once", registry=registry)
        self.batches = Histogram(
            "generation_batch_texts", "Texts that got a token in one call", buckets=SIZES, registry=registry
        )
        self.first_token = Histogram(
            "time_to_first_token_seconds", "From the request to its first token", buckets=SECONDS, registry=registry
        )
        self.speed = Histogram(
            "generation_tokens_per_second", "Of one text, after its first token", buckets=SPEEDS, registry=registry
        )
