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

/** A way to run the project, or to check it on every push. */
export interface Deployment {
  readonly id: string;
  readonly icon: string;
  readonly label: string;
  readonly description: Words;
  /** The folder of `templates/` that it adds. */
  readonly layer: string;
  /** What is chosen along with it. */
  readonly requires: readonly string[];
  /** What cannot be chosen beside it. */
  readonly excludes: readonly string[];
}

/** A part of running the company whose steps are tracked, and whose documents are written, beside the implementation. */
export interface PlanModule {
  readonly id: string;
  readonly icon: string;
  readonly label: Words;
  readonly description: Words;
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
  {
    id: 'language-model',
    group: 'text',
    icon: 'symbol-text',
    label: { en: 'Language model', 'zh-cn': '语言模型' },
    description: { en: 'which text comes next', 'zh-cn': '预测并生成后续文本' },
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

export const deployments: readonly Deployment[] = [
  {
    id: 'docker',
    icon: 'package',
    label: 'Docker',
    description: { en: 'slim serving image', 'zh-cn': '精简服务镜像' },
    layer: 'deploy/docker',
    requires: [],
    excludes: [],
  },
  {
    id: 'compose',
    icon: 'layers',
    label: 'Compose',
    description: { en: 'with Prometheus and Grafana', 'zh-cn': '含 Prometheus 与 Grafana' },
    layer: 'deploy/compose',
    requires: ['docker'],
    excludes: [],
  },
  {
    id: 'kubernetes',
    icon: 'type-hierarchy',
    label: 'Kubernetes',
    description: { en: 'training job, autoscaling', 'zh-cn': '训练任务、自动伸缩' },
    layer: 'deploy/kubernetes',
    requires: ['docker'],
    excludes: [],
  },
  {
    id: 'ray',
    icon: 'server',
    label: 'Ray',
    description: { en: 'data past one machine', 'zh-cn': '跨机器处理数据' },
    layer: 'scale/ray',
    requires: [],
    excludes: [],
  },
  {
    id: 'github',
    icon: 'github-action',
    label: 'GitHub Actions',
    description: { en: 'every push checked on GitHub', 'zh-cn': '每次推送在 GitHub 上检查' },
    layer: 'ci/github',
    requires: [],
    excludes: ['gitlab'],
  },
  {
    id: 'gitlab',
    icon: 'git-merge',
    label: 'GitLab CI',
    description: { en: 'every push checked on GitLab', 'zh-cn': '每次推送在 GitLab 上检查' },
    layer: 'ci/gitlab',
    requires: [],
    excludes: ['github'],
  },
];

export const planModules: readonly PlanModule[] = [
  {
    id: 'management',
    icon: 'organization',
    label: { en: 'Management', 'zh-cn': '管理与运营' },
    description: { en: 'team, cost, risk, improvement', 'zh-cn': '团队、成本、风险、持续优化' },
  },
  {
    id: 'feasibility',
    icon: 'telescope',
    label: { en: 'Feasibility', 'zh-cn': '可行性分析' },
    description: { en: 'market, competitors, founders, money', 'zh-cn': '市场、竞争对手、创始团队、资金' },
  },
  {
    id: 'marketing',
    icon: 'megaphone',
    label: { en: 'Marketing', 'zh-cn': '营销推广' },
    description: { en: 'positioning, channels, customers', 'zh-cn': '定位、渠道、客户' },
  },
  {
    id: 'funding',
    icon: 'credit-card',
    label: { en: 'Funding', 'zh-cn': '融资' },
    description: { en: 'rounds, investors, use of money', 'zh-cn': '融资轮次、投资人、资金使用' },
  },
  {
    id: 'premortem',
    icon: 'pulse',
    label: { en: 'Pre-mortem', 'zh-cn': '事前验尸' },
    description: { en: 'signs of failure to watch', 'zh-cn': '需要关注的失败征兆' },
  },
];

/** What a project gets unless something else is chosen, and what those made before it could be chosen have. */
export const usualDeployment: readonly string[] = ['docker', 'github'];

/** `chosen` with what it requires, each once, in the order of the catalogue. */
export function completeDeployment(chosen: readonly string[]): string[] {
  const withRequired = (id: string): readonly string[] => [
    id,
    ...(deployments.find((one) => one.id === id)?.requires ?? []).flatMap(withRequired),
  ];
  const all = new Set(chosen.flatMap(withRequired));
  return deployments.map((one) => one.id).filter((id) => all.has(id));
}

/** The first two of `chosen` that exclude each other; nothing where all go together. */
export function excludedDeployment(chosen: readonly string[]): readonly Deployment[] {
  const members = deployments.filter((one) => chosen.includes(one.id));
  for (const one of members) {
    const other = members.find(({ id }) => one.excludes.includes(id));
    if (other) {
      return [one, other];
    }
  }
  return [];
}

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
