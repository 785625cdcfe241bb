"""From tokens to text as they come: whole characters only, and nothing behind a stop string."""

import codecs
from collections.abc import Sequence

from ..data.signature import Signature

# Byte-level tokenizers name every byte by a printable sign: printable bytes by themselves, the others by the signs from
# U+0100 on (A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019).
_PRINTABLE = (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))
_OTHERS = (byte for byte in range(256) if byte not in _PRINTABLE)
BYTES = {chr(byte): byte for byte in _PRINTABLE} | {chr(256 + place): byte for place, byte in enumerate(_OTHERS)}


def bytes_of_tokens(signature: Signature) -> list[bytes]:
    """The bytes of every token, in the order of their numbers; the end of a document has none."""
    found = [b""] * signature.vocabulary
    for name, token in signature.codec.get_vocab().items():
        found[token] = bytes(BYTES[sign] for sign in name)
    return found


class TextStream:
    """Text that grows by a token at a time.

    A character may be spread over several tokens: it is given when it is complete, and bytes that cannot become one
    are given as U+FFFD. Text that may be the beginning of a stop string is held back until that is known.
    """

    def __init__(self, bytes_of: Sequence[bytes], stop: Sequence[str]) -> None:
        """Begin an empty text; `bytes_of` are those of every token."""
        self._bytes_of = bytes_of
        self._stop = stop
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self.stopped = False

    def push(self, token: int) -> str:
        """What can be given of the text, now that it has one more token; `stopped` is set where a stop string came."""
        return self._release(self._decoder.decode(self._bytes_of[token]), final=False)

    def finish(self) -> str:
        """What was held back, once no more tokens come."""
        return self._release(self._decoder.decode(b"", final=True), final=True)

    def _release(self, text: str, *, final: bool) -> str:
        if self.stopped:
            return ""
        text = self._held + text
        places = [place for stop in self._stop if (place := text.find(stop)) >= 0]
        if places:
            self.stopped, self._held = True, ""
            return text[: min(places)]
        keep = 0 if final else max((_overlap(text, stop) for stop in self._stop), default=0)
        self._held = text[len(text) - keep :]
        return text[: len(text) - keep]


def _overlap(text: str, stop: str) -> int:
    """How many signs at the end of `text` are the beginning of `stop`."""
    return next((size for size in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:size])), 0)
