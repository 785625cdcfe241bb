"""How the exported image classifier is called: normalized images in, logits out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .onnx_file import OnnxFile

Floats = npt.NDArray[np.float32]

INPUT, OUTPUT = "image", "logits"
INPUTS, OUTPUTS = (INPUT,), (OUTPUT,)
# Rows that are computed one at a time as well: the batch has to be free, not fixed to the size of the export.
SINGLE_ROWS = 8


@dataclass(frozen=True)
class OnnxModel(OnnxFile):
    """A classifier that is ready to run."""

    def description(self) -> dict[str, object]:
        """What the model takes and gives, for `/model`."""
        return self.signature.model_dump(mode="json")

    def feed(self, images: Floats) -> dict[str, Floats]:
        """The inputs of the file, by name, for normalized images [N, H, W, C]."""
        return {INPUT: images}

    def logits(self, images: Floats) -> Floats:
        """Logits [N, classes] of normalized images [N, H, W, C], all in one call."""
        result: Floats = self.session.run([OUTPUT], self.feed(images))[0]
        return result

    def inconsistency(self, images: Floats) -> float:
        """How far the logits of an image, computed alone, are from those in a batch [N, H, W, C]."""
        singles = [self.logits(images[row : row + 1]) for row in range(min(SINGLE_ROWS, len(images)))]
        return float(np.abs(np.concatenate(singles) - self.logits(images)[: len(singles)]).max())
