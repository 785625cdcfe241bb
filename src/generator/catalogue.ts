/**
 * What can be generated: data, not code. A task is one entry here and a folder in `templates/tasks/`; everything else
 * (prompts, flags, lists, layers) follows from it.
 */
import type { Language } from '../l10n.ts';

export type Words = Readonly<Record<Language, string>>;

export interface Group {
  readonly id: string;
  readonly label: Words;
}

export interface Task {
  readonly id: string;
  readonly group: string;
  readonly icon: string;
  readonly label: Words;
  readonly description: Words;
  readonly frameworks: readonly string[];
}

export interface Accelerator {
  readonly id: string;
  /** The least CUDA version that the driver must offer, as `nvidia-smi` prints it; '' for none. */
  readonly cuda: string;
}

export interface Framework {
  readonly id: string;
  readonly label: string;
  /** In order: the processor first, then CUDA lines from the oldest to the newest. */
  readonly accelerators: readonly Accelerator[];
}

export const groups: readonly Group[] = [
  { id: 'text', label: { en: 'Text', 'zh-cn': '文本' } },
  { id: 'image', label: { en: 'Image', 'zh-cn': '图像' } },
  { id: 'speech', label: { en: 'Speech', 'zh-cn': '语音' } },
  { id: 'business', label: { en: 'Business', 'zh-cn': '业务' } },
  { id: 'own', label: { en: 'Own model', 'zh-cn': '自有模型' } },
];

export const tasks: readonly Task[] = [
  {
    id: 'image-classification',
    group: 'image',
    icon: 'file-media',
    label: { en: 'Image classification', 'zh-cn': '图像分类' },
    description: { en: 'which of several classes a picture shows', 'zh-cn': '判断图片属于哪一类' },
    frameworks: ['pytorch', 'tensorflow'],
  },
];

export const frameworks: readonly Framework[] = [
  {
    id: 'pytorch',
    label: 'PyTorch',
    accelerators: [
      { id: 'cpu', cuda: '' },
      { id: 'cu126', cuda: '12.6' },
      { id: 'cu130', cuda: '13.0' },
    ],
  },
  {
    id: 'tensorflow',
    label: 'TensorFlow',
    accelerators: [
      { id: 'cpu', cuda: '' },
      { id: 'cu125', cuda: '12.5' },
    ],
  },
];

/** The newest CUDA line of a framework that a driver offering `cuda` (such as `12.8`) can run; undefined for none. */
export function newestLine(framework: Framework, cuda: string): Accelerator | undefined {
  const number = (version: string) => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    return major * 1000 + minor;
  };
  return framework.accelerators
    .filter((line) => line.cuda !== '' && number(line.cuda) <= number(cuda))
    .at(-1);
}

/** The name of an accelerator as a person reads it: `CPU`, `CUDA 12.6`. */
export function acceleratorLabel(accelerator: Accelerator): string {
  return accelerator.cuda === '' ? 'CPU' : `CUDA ${accelerator.cuda}`;
}
