/** A report with every card, whose names all try to be markup. */
import { cardNames, type ReportModel, reportModelSchema } from '../../../src/report/model.ts';

export const hostile = `</style><script>alert(1)</script><img src=x onerror="alert('2')">&amp;\${3}**bold**\`code\``;
const day = '2026-12-01';
const interval = { value: 0.9, low: 0.88, high: 0.92 };
const loss = [
  { epoch: 1, train: 1.2, validation: 1.3 },
  { epoch: 2, train: 0.4, validation: null },
];
const problem = { file: `plan/${hostile}.yaml`, line: 3, says: hostile };
const estimate = { name: hostile, label: hostile, ...interval };
const target = { metric: hostile, label: hostile, value: 0.85, met: true };

export function fullReport(language: 'en' | 'zh-cn' = 'en'): ReportModel {
  const risk = {
    id: hostile,
    title: hostile,
    kind: hostile,
    kindLabel: hostile,
    owner: hostile,
    response: hostile,
    review: day,
  };
  return reportModelSchema.parse({
    schema: 'ai-venture/report@1',
    language,
    at: '2026-11-23T10:00:00Z',
    today: '2026-11-23',
    project: { name: hostile, task: hostile, commit: '4f1c2ab' },
    progress: {
      done: 2,
      all: 5,
      skipped: 1,
      doing: 1,
      toConfirm: 1,
      overdue: 1,
      sections: [{ id: '5.1', title: hostile, done: 2, all: 5 }],
      burnup: {
        done: [
          { day: '2026-11-01', steps: 0 },
          { day: '2026-11-10', steps: 2 },
        ],
        scope: [{ day: '2026-11-01', steps: 5 }],
        plan: [
          { day: '2026-11-01', steps: 0 },
          { day: '2026-12-20', steps: 5 },
        ],
        today: '2026-11-23',
        ahead: -1,
        finish: '2027-01-10',
      },
    },
    money: {
      currency: hostile,
      asOf: day,
      cash: 182_400,
      funding: 1,
      burn: 24_500,
      burnFrom: 'actual',
      runway: 7.4,
      until: '2027-07-05',
      defaultAlive: false,
      lines: [{ name: hostile, amount: 20_000 }],
      income: [{ name: hostile, amount: null }],
      plannedSpend: 20_000,
      plannedIncome: null,
      months: [{ month: '2026-10', spent: 28_000, income: 3000, training: 600, planned: 20_000 }],
      training: {
        budget: 1500,
        estimate: 312,
        search: null,
        gpuHours: 130,
        spent: 2160,
        share: 0.208,
        gpu: hostile,
        from: 'assumed',
        says: hostile,
      },
    },
    timeline: {
      start: '2026-11-01',
      end: day,
      today: '2026-11-23',
      milestones: [
        {
          id: 'a',
          title: hostile,
          from: '2026-11-01',
          to: '2026-11-10',
          owner: hostile,
          depends: [],
          state: 'late',
          steps: { done: 1, all: 2 },
        },
        {
          id: 'b',
          title: hostile,
          from: '2026-11-10',
          to: day,
          owner: '',
          depends: ['a'],
          state: 'open',
          steps: { done: 0, all: 0 },
        },
        {
          id: 'c',
          title: hostile,
          from: null,
          to: null,
          owner: '',
          depends: ['b'],
          state: 'open',
          steps: { done: 0, all: 0 },
        },
      ],
      next: 0,
    },
    goals: {
      goals: [
        {
          id: 'g',
          title: hostile,
          metric: hostile,
          metricLabel: hostile,
          target: 0.9,
          direction: 'higher',
          by: day,
          owner: hostile,
          value: 0.8,
          met: false,
          late: true,
        },
      ],
      met: 0,
    },
    risks: {
      risks: [
        { ...risk, likelihood: 4, impact: 5, score: 20, reviewPassed: true },
        { ...risk, likelihood: null, impact: null, score: null, reviewPassed: false },
      ],
      incomplete: 1,
      reviewsPassed: 1,
      highest: 20,
    },
    team: {
      roles: [
        { id: 'r', title: hostile, person: hostile, by: null, late: false },
        { id: 's', title: hostile, person: '', by: day, late: true },
      ],
      people: [{ name: hostile, roles: ['r'] }],
      open: 1,
      late: 1,
    },
    lastRun: {
      at: '2026-11-23T10:00:00Z',
      commit: '4f1c2ab',
      rows: 2000,
      metrics: [estimate],
      target,
      loss,
      bestEpoch: 1,
      seconds: 742,
      device: hostile,
      stale: hostile,
    },
    runs: {
      runs: [1, 2, 3].map((n) => ({
        at: `2026-11-2${n}T10:00:00Z`,
        commit: '',
        config: 'abc',
        values: [n === 2 ? null : interval],
        met: n === 3,
        seconds: 100,
        unitsPerSecond: 5000,
        loss,
      })),
      metrics: [{ name: hostile, label: hostile, direction: 'higher' }],
      target,
      unit: hostile,
      all: 4,
      problems: [problem],
      unreadable: 1,
    },
    curves: {
      roc: [
        [0, 0],
        [0.1, 0.9],
        [1, 1],
      ],
      precisionRecall: [
        [0, 1],
        [1, 0.5],
      ],
      averaged: 'macro',
      rocAuc: interval,
      averagePrecision: null,
      base: 0.5,
    },
    confusion: {
      labels: [hostile, 'b'],
      counts: [
        [9, 1],
        [2, 8],
      ],
      leftOut: 1,
      right: 17,
      all: 20,
    },
    drift: {
      at: '2026-11-23T10:00:00Z',
      referenceRows: 8000,
      currentRows: 1200,
      threshold: 0.2,
      retrain: true,
      prediction: 0.06,
      features: [{ name: hostile, psi: 0.4, ks: 0.2, pValue: 0.001, drifted: true }],
    },
    funding: {
      currency: hostile,
      asOf: day,
      goal: { amount: 900_000, milestone: hostile, months: 18, marginMonths: 1, closed: 0, planned: 5 },
      holders: [
        { holder: hostile, now: 0.9, after: 0.7 },
        { holder: hostile, now: null, after: null },
      ],
      sum: null,
      rounds: [
        {
          id: 'x',
          title: hostile,
          instrument: 'safe',
          instrumentLabel: hostile,
          amount: 1,
          preMoney: null,
          pool: 0,
          share: 0.1,
          date: day,
          state: 'planned',
          stateLabel: hostile,
          late: true,
        },
      ],
      channels: [{ id: 'c', title: hostile, owner: hostile, by: day, late: false }],
      pipeline: [
        {
          stage: 'met',
          label: hostile,
          investors: [{ id: 'i', name: hostile, kind: hostile, owner: hostile, next: day, late: true }],
        },
      ],
      use: [{ name: hostile, amount: null, milestone: hostile }],
      used: null,
      left: null,
      receivables: [{ id: 'r', customer: hostile, amount: 1, due: day, paid: false, late: true }],
    },
    compliance: {
      items: [{ id: 'd', title: hostile, law: hostile, owner: hostile, due: day, state: 'open', late: true }],
      done: 0,
      late: 1,
    },
    feedback: {
      items: [
        { id: 'f', at: hostile, source: hostile, text: hostile, state: 'new', action: hostile },
        { id: 'g', at: '', source: '', text: '', state: 'done', action: '' },
      ],
      new: 1,
      triaged: 0,
      done: 1,
    },
    premortem: {
      signs: [
        {
          id: 'p',
          title: hostile,
          sign: hostile,
          threshold: hostile,
          file: hostile,
          owner: hostile,
          review: day,
          reviewPassed: true,
          state: 'seen',
          stateLabel: hostile,
        },
      ],
      seen: 1,
      watching: 0,
      reviewsPassed: 1,
    },
    faults: [{ card: 'money', ...problem }],
  });
}

/** The same with a problem in the place of every card. */
export function brokenReport(): ReportModel {
  const cards = Object.fromEntries(cardNames.map((name) => [name, { problem }]));
  return reportModelSchema.parse({ ...fullReport(), ...cards });
}

/** The same with nothing in any card. */
export function emptyReport(): ReportModel {
  const cards = Object.fromEntries(cardNames.map((name) => [name, null]));
  return reportModelSchema.parse({ ...fullReport(), ...cards, faults: [] });
}
