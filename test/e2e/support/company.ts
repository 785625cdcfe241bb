/** A company in the middle of its year: every plan filled in, some of it late, several models behind it. */
import { planModules } from '../../../src/checklist/definition.ts';
import { writeRuns } from '../../support/runs.ts';
import type { Venture } from './venture.ts';

const files: Readonly<Record<string, object>> = {
  'plan/goals.yaml': {
    goals: [
      {
        id: 'accuracy',
        title: 'Right often enough',
        metric: 'accuracy',
        target: 0.97,
        by: '2031-03-01',
        owner: 'Mei',
      },
      { id: 'f1', title: 'Fair to every class', metric: 'f1', target: 0.99, by: '2026-10-01', owner: 'Ravi' },
    ],
  },
  'plan/budget.yaml': {
    currency: 'USD',
    as_of: '2026-11-01',
    cash: 240_000,
    funding: 50_000,
    monthly: [
      { name: 'Salaries', amount: 21_000 },
      { name: 'Cloud', amount: 2_000 },
    ],
    income: [{ name: 'Pilots', amount: 3_000 }],
    training: { budget: 4_000, gpu_hour_price: 2.95, gpu: 'H100' },
    actual: [
      { month: '2026-08', spent: 22_400, income: 1_000, training: 300 },
      { month: '2026-09', spent: 25_100, income: 2_000, training: 900 },
      { month: '2026-10', spent: 23_700, income: 4_000, training: 450 },
    ],
  },
  'plan/team.yaml': {
    roles: [
      { id: 'founder', title: 'Founder', person: 'Mei', by: null, duties: 'Money, law' },
      { id: 'data', title: 'Data scientist', person: 'Ravi', by: null, duties: 'Sources, labels' },
      { id: 'platform', title: 'Software engineer', person: null, by: '2026-10-01', duties: 'Service' },
      { id: 'marketing', title: 'Marketing', person: null, by: '2031-01-15', duties: 'First customers' },
    ],
  },
  'plan/risks.yaml': {
    risks: [
      {
        id: 'labels',
        title: 'Labels disagree',
        kind: 'technical',
        likelihood: 3,
        impact: 4,
        owner: 'Ravi',
        response: 'Label 100 rows twice',
        review: '2031-01-01',
      },
      {
        id: 'demand',
        title: 'Pilots do not pay',
        kind: 'market',
        likelihood: 4,
        impact: 5,
        owner: 'Mei',
        response: 'Ask for a deposit',
        review: '2026-10-01',
      },
      {
        id: 'key-person',
        title: 'One person trains',
        kind: 'people',
        likelihood: 2,
        impact: 4,
        owner: '',
        response: null,
        review: null,
      },
    ],
  },
  'plan/feedback.yaml': {
    items: [
      {
        id: 'f-001',
        at: '2026-11-01',
        source: 'pilot',
        text: 'Sevens look like ones',
        state: 'triaged',
        action: 'More sevens',
      },
      {
        id: 'f-002',
        at: '2026-11-20',
        source: 'monitor',
        text: 'Darker pictures since Monday',
        state: 'new',
        action: null,
      },
    ],
  },
  'plan/premortem.yaml': {
    signs: [
      {
        id: '9.1.1',
        title: 'Too little demand',
        sign: 'Pilots end without a price',
        threshold: 'two of three',
        file: 'plan/feedback.yaml',
        owner: 'Mei',
        review: '2031-01-01',
        state: 'watching',
      },
      {
        id: '9.1.3',
        title: 'Cash runs out',
        sign: 'Runway',
        threshold: 'six months',
        file: 'plan/budget.yaml',
        owner: 'Mei',
        review: '2026-10-01',
        state: 'seen',
      },
    ],
  },
  'plan/funding.yaml': {
    currency: 'USD',
    as_of: '2026-11-01',
    goal: { amount: 800_000, milestone: 'pilot', months: 18, margin_months: 6 },
    cap_table: [
      { holder: 'Mei', share: 0.6 },
      { holder: 'Ravi', share: 0.4 },
    ],
    rounds: [
      {
        id: 'safe',
        title: 'First SAFE',
        instrument: 'safe',
        amount: 400_000,
        pre_money: 5_000_000,
        pool: 0,
        date: '2031-02-01',
        state: 'open',
      },
      {
        id: 'seed',
        title: 'Seed',
        instrument: 'equity',
        amount: 2_000_000,
        pre_money: 8_000_000,
        pool: 0.1,
        date: '2031-09-01',
        state: 'planned',
      },
    ],
    channels: [{ id: 'angels', title: 'Angels in our field', owner: 'Mei', by: '2031-01-10' }],
    investors: [
      { id: 'one', name: 'North Fund', kind: 'vc', stage: 'met', owner: 'Mei', next: '2026-11-10' },
      { id: 'two', name: 'A. Angel', kind: 'angel', stage: 'contacted', owner: 'Mei', next: '2031-01-05' },
    ],
    use: [
      { name: 'People', amount: 600_000, milestone: 'pilot' },
      { name: 'Compute', amount: 60_000, milestone: 'first-model' },
    ],
    receivables: [{ id: 'clinic', customer: 'A clinic', amount: 4_000, due: '2026-10-31', paid: false }],
  },
};

/** Fills in the plan of `venture`, tracks every module, and leaves the reports of a dozen models. */
export function grow(venture: Venture): void {
  const project = JSON.parse(venture.read('.ai-venture/project.json')) as object;
  venture.write('.ai-venture/project.json', JSON.stringify({ ...project, plan: planModules }));
  for (const [file, content] of Object.entries(files)) {
    // JSON is YAML; what matters here is what the files say.
    venture.write(file, `${JSON.stringify(content, null, 2)}\n`);
  }
  venture.reportDrift();
  writeRuns(venture.folder, 12);
}
