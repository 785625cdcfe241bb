/** Folders of a founder's own images: one folder a class, of many sizes, grayscale and color, PNG and JPEG. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { succeed } from './run.ts';

/**
 * Digits that somebody photographed: 4 classes of 60, from 10 to 40 pixels wide and high, every third one in color,
 * every second one a JPEG.
 */
const drawing = `
import sys
from pathlib import Path
import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

folder = Path(sys.argv[1])
random = np.random.default_rng(0)
data = load_digits()
names = ["zero", "one", "two", "six"]
for label, digit in enumerate([0, 1, 2, 6]):
    for count, index in enumerate(np.flatnonzero(data.target == digit)[:60]):
        image = Image.fromarray((data.images[index] * 15).astype(np.uint8))
        image = image.resize((int(random.integers(10, 41)), int(random.integers(10, 41))), Image.Resampling.BICUBIC)
        if count % 3 == 0:
            tint = random.uniform(0.6, 1.0, 3)
            image = Image.fromarray((np.asarray(image)[..., None] * tint).astype(np.uint8))
        file = folder / names[label] / f"{count:03d}.{'jpg' if count % 2 else 'png'}"
        file.parent.mkdir(parents=True, exist_ok=True)
        image.save(file, **({"quality": 92} if count % 2 else {}))
`;

/** Draws the images below `folder`, which must not exist. */
export async function drawImages(python: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const script = path.join(folder, '..', 'draw.py');
  writeFileSync(script, drawing);
  await succeed(`"${python}" "${script}" "${folder}"`, path.dirname(script));
  rmSync(script);
}

/** The digits 0 to 9 as their own source has them, enlarged to 64 by 64 pixels: `0.png` to `9.png`. */
const enlarging = `
import sys
from pathlib import Path
import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

data = load_digits()
for digit in range(10):
    pixels = np.rint(data.images[data.target == digit][0] * (255 / 16)).astype(np.uint8)
    Image.fromarray(pixels).resize((64, 64), Image.Resampling.NEAREST).save(Path(sys.argv[1]) / f"{digit}.png")
`;

/** Writes `0.png` to `9.png` to `folder`, which must exist. */
export async function drawDigits(python: string, folder: string): Promise<void> {
  const script = path.join(folder, 'draw.py');
  writeFileSync(script, enlarging);
  await succeed(`"${python}" "${script}" "${folder}"`, folder);
}

/** What goes wrong in real folders: a file that is no image, one cut short, two that are the same. */
export function spoil(folder: string): void {
  writeFileSync(path.join(folder, 'zero', 'broken.png'), 'not an image');
  cpSync(path.join(folder, 'one', '000.png'), path.join(folder, 'one', 'again.png'));
}

/** A class without an image. */
export function addEmptyClass(folder: string): void {
  mkdirSync(path.join(folder, 'nothing'));
}
