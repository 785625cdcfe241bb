"""Cleaning: every text is brought to one form, and what would mislead the model is dropped.

A rule is a function with a reason; `data.json` counts what each one dropped. Copies are dropped here, before the
split, because a copy of a training text in the test split would flatter the model.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import pyarrow as pa

from ..config import Config
from ..console import say
from ..errors import ConfigError, ProjectError
from ..results import Clean
from .document import SHARD_BYTES
from .duplicates import Seen, fingerprint
from .filters import RULES, Page, web_lines
from .language import is_language, known_languages
from .settings import CleanSettings
from .shards import Each, Row, one_by_one, read_rows, shard_files, write_shards
from .text import hide_personal_data, to_one_form

INTERIM = pa.schema([("id", pa.string()), ("document", pa.string()), ("group", pa.string()), ("text", pa.string())])


@dataclass(frozen=True)
class Judged:
    """A raw text in its one form, and the reason to drop it, if there is one already.

    `changes` counts what was put in the place of something, `fingerprint` is what copies of the text share.
    """

    id: str
    document: str
    group: str
    text: str
    reason: str | None
    changes: Counter[str]
    fingerprint: tuple[int, ...]


def clean(config: Config, each: Each = one_by_one) -> Clean:
    """Clean `data/raw`, one text after the other, and write what is left to `data/interim`.

    `each` goes through the shards; the rows are the same whichever does.

    Raises:
        ConfigError: `data.clean.languages` names one that cannot be told.
        ProjectError: nothing is left; `data/interim` is as it was.
    """
    files = shard_files(config.paths.raw, written_by="data ingest")
    settings = config.data.clean
    unknown = sorted(set(settings.languages) - set(known_languages())) if settings.languages else []
    if unknown:
        raise ConfigError(
            f"data.clean.languages: {', '.join(unknown)} cannot be told. There are: {', '.join(known_languages())}."
        )
    dropped: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    rows = kept = 0

    def kept_rows() -> Iterator[dict[str, object]]:
        nonlocal rows, kept
        with Seen() as seen:
            for judged in each(partial(judge_shard, settings=settings), files):
                rows += 1
                reason = judged.reason or seen.add(judged.fingerprint)
                if reason is not None:
                    dropped[reason] += 1
                    continue
                kept += 1
                filled.update(judged.changes)
                yield {"id": judged.id, "document": judged.document, "group": judged.group, "text": judged.text}
        if not kept:
            reasons = ", ".join(f"{count} {reason}" for reason, count in dropped.most_common())
            raise ProjectError(
                f"None of the {rows} texts is left (dropped: {reasons}). Look at the source, or loosen the rules in "
                "configs/data.yaml; for text that is not English, set data.clean.stop_words or min_stop_words=0."
            )

    write_shards(config.paths.interim, kept_rows(), INTERIM, bytes_per_shard=SHARD_BYTES)
    say(f"clean: {kept} of {rows} texts kept")
    for reason, count in sorted(dropped.items()):
        say(f"clean: {count} dropped, {reason}")
    return Clean(rows_in=rows, rows_kept=kept, dropped=dict(dropped), filled=dict(filled))


def judge_shard(file: Path, settings: CleanSettings) -> Iterator[Judged]:
    """Everything that can be done to a text without knowing the others, for each text of a raw shard."""
    for row in read_rows([file]):
        changes: Counter[str] = Counter()
        text, reason = judge(row, settings, changes)
        hashes = () if reason else fingerprint(text, settings.near_duplicates)
        key, document, group = (cast("str", row[name]) for name in ("id", "document", "group"))
        yield Judged(key, document, group, "" if reason else text, reason, changes, hashes)


def judge(row: Row, settings: CleanSettings, changes: Counter[str]) -> tuple[str, str | None]:
    """The text of a raw row in its one form, and the reason to drop it, if there is one."""
    if row["problem"]:
        return "", cast("str", row["problem"])
    try:
        text = cast("bytes", row["text"]).decode("utf-8-sig")
    except UnicodeDecodeError:
        return "", "not_utf8"
    text = to_one_form(text, changes)
    if settings.web:
        text = web_lines(text)
    if settings.hide_personal_data:
        text = hide_personal_data(text, changes)
    page = Page(text)
    reason = "empty" if not text else next((name for name, breaks in RULES.items() if breaks(page, settings)), None)
    if reason is None and settings.languages:
        known = is_language(text, settings.languages, settings.language_probability)
        reason = None if known else "other_language"
    return text, reason
