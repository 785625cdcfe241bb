"""What people said of the model's answers: a labelled set that grows, one JSON line an answer.

The file is only appended to. A line that is not whole (the machine went down, the disk was full) is passed over by
the reader, and of two lines about one answer the later one counts.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from ..console import warn
from .errors import RequestError
from .settings import ServeSettings


class Feedback(BaseModel):
    """A line of the file.

    `id` and `index` name the answer, `predicted` is what the model gave and `given` what a person said of it;
    `example` is the input, and None where it was not to be kept.
    """

    model_config = ConfigDict(extra="forbid")

    id: str
    index: int
    at: str
    model: str
    predicted: JsonValue
    given: dict[str, JsonValue]
    example: dict[str, JsonValue] | None


@dataclass(frozen=True)
class Answer:
    """An answer that can still be judged: who gave it, what it was, and to which input."""

    model: str
    predicted: JsonValue
    example: object


class FeedbackStore:
    """Remembers the last answers of this process, and writes down what people say of them."""

    def __init__(self, path: Path, settings: ServeSettings) -> None:
        """Append to `path`; what is there already is kept."""
        self._path = path
        self._most_bytes = settings.feedback_bytes
        self._most_answers = settings.feedback_answers
        self._keep_inputs = settings.feedback_inputs
        self._answers: OrderedDict[tuple[str, int], Answer] = OrderedDict()
        self._lock = threading.Lock()
        self._known = {(line.id, line.index): line.given for line in read_feedback(path)}

    def remember(self, request: str, index: int, answer: Answer) -> None:
        """Keep an answer in memory until it is one of too many; its input only where the settings say so."""
        if not self._keep_inputs:
            answer = Answer(answer.model, answer.predicted, None)
        with self._lock:
            self._answers[request, index] = answer
            while len(self._answers) > self._most_answers:
                self._answers.popitem(last=False)

    def answer(self, request: str, index: int) -> Answer:
        """The answer that a person speaks of.

        Raises:
            RequestError: it is not known, or no longer.
        """
        with self._lock:
            found = self._answers.get((request, index))
        if found is None:
            raise RequestError(
                404, "id", f"no answer {request!r}, index {index}, among the last {self._most_answers} of this server"
            )
        return found

    def add(
        self, request: str, index: int, given: Mapping[str, JsonValue], *, example: Mapping[str, JsonValue] | None
    ) -> bool:
        """Write down what was said of an answer; False where the same has been said of it before.

        Raises:
            RequestError: the answer is not known, or there is no room; nothing was written.
        """
        answer = self.answer(request, index)
        line = Feedback(
            id=request,
            index=index,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            model=answer.model,
            predicted=answer.predicted,
            given=dict(given),
            example=None if example is None else dict(example),
        )
        with self._lock:
            if self._known.get((request, index)) == line.given:
                return False
            self._append(line.model_dump_json().encode() + b"\n")
            self._known[request, index] = line.given
        return True

    def _append(self, line: bytes) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # The owner's alone: it may hold what people sent.
            with open(self._path, "ab+", buffering=0, opener=partial(os.open, mode=0o600)) as file:
                size = file.seek(0, os.SEEK_END)
                if size + len(line) > self._most_bytes:
                    message = f"{self._most_bytes} bytes of feedback are kept, and they are full"
                    raise RequestError(507, "", f"{message}; learn from them with `update`, or raise the limit")
                if size:
                    file.seek(size - 1)
                    if file.read(1) != b"\n":  # the end of a line that was cut short
                        line = b"\n" + line
                try:
                    written = file.write(line)
                    os.fsync(file.fileno())
                    if written != len(line):
                        raise OSError("no space left")
                except OSError:
                    file.truncate(size)
                    raise
        except OSError as error:
            raise RequestError(507, "", f"the feedback cannot be written ({error.strerror or error})") from error


def read_feedback(path: Path) -> list[Feedback]:
    """What was said, the last word on each answer; damaged lines are counted and left out."""
    if not path.is_file():
        return []
    found: dict[tuple[str, int], Feedback] = {}
    damaged = 0
    with path.open("rb") as file:
        for text in file:
            try:
                line = Feedback.model_validate_json(text)
            except ValidationError:
                damaged += 1
                continue
            found[line.id, line.index] = line
    if damaged:
        warn(f"{damaged} lines of {path} are damaged and left out")
    return list(found.values())
