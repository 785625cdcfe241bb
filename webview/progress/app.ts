/** State of the Progress page and what a person can do on it. */
import * as z from 'zod/mini';
import { type ReportModel, reportModelSchema } from '../../src/report/model.ts';
import type { ProgressModel, ToHost, ToView } from '../../src/views/protocol.ts';
import type { Acts, Choices } from '../cards/scene.ts';
import { connect } from '../shared/host.ts';

const host = connect(
  z.object({
    scroll: z.number(),
    project: z.optional(z.string()),
    metric: z.optional(z.string()),
    runs: z.optional(z.nullable(z.array(z.string()))),
  }),
);

export const view = {
  model: { state: 'loading' } as ProgressModel,
  /** Null until it is read. */
  report: null as ReportModel | null,
  choices: { metric: host.restored?.metric ?? '', runs: host.restored?.runs ?? null } as Choices,
  /** Replaced by another set with each change. */
  unfolded: new Set<string>() as ReadonlySet<string>,
  failure: '',
  now: Date.now(),
};

let draw: () => void = () => {};
/** The page is as long as it was once the report is there; only then can it be where it was. */
let placed = false;

function act(message: ToHost): void {
  view.failure = '';
  host.post(message);
  draw();
}

export const accept = (id: string): void => act({ type: 'accept', id });
export const run = (id: string, index: number): void => act({ type: 'run', id, index });
export const showStep = (id: string): void => act({ type: 'showStep', id });
export const openFile = (file: string, line?: number): void =>
  act(line === undefined ? { type: 'openFile', file } : { type: 'openFile', file, line });
export const newProject = (): void => act({ type: 'command', name: 'newProject' });
export const exportReport = (): void => act({ type: 'command', name: 'exportReport' });

/** What the cards of the report can do here. */
export const acts: Acts = {
  open: openFile,
  choose(choices) {
    view.choices = choices;
    remember();
    draw();
  },
  unfold(name, open) {
    if (view.unfolded.has(name) === open) return;
    const names = new Set(view.unfolded);
    if (open) names.add(name);
    else names.delete(name);
    view.unfolded = names;
    draw();
  },
};

export function remember(): void {
  const { model, choices } = view;
  const { metric, runs } = choices;
  const project = model.state === 'progress' ? { project: model.project.id } : {};
  host.remember({
    scroll: placed ? window.scrollY : (host.restored?.scroll ?? 0),
    metric,
    runs: runs && [...runs],
    ...project,
  });
}

function takeProgress(model: ProgressModel): void {
  const before = view.model.state === 'progress' ? view.model.project.id : undefined;
  const after = model.state === 'progress' ? model.project.id : undefined;
  // Another project: its report is on its way.
  if (before !== undefined && before !== after) view.report = null;
  view.model = model;
  draw();
  remember();
}

function takeReport(data: unknown): void {
  const parsed = reportModelSchema.safeParse(data);
  if (!parsed.success) {
    console.error('A report from the extension was dropped:', z.prettifyError(parsed.error));
    return;
  }
  view.report = parsed.data;
  draw();
  if (!placed) {
    placed = true;
    window.scrollTo(0, host.restored?.scroll ?? 0);
  }
}

function take(message: ToView): void {
  if (message.type === 'progress') takeProgress(message.model);
  else if (message.type === 'report') takeReport(message.model);
  else if (message.type === 'failed') {
    view.failure = message.message;
    draw();
  }
}

/** Starts the conversation with the host; `paint` draws `view`. */
export function start(paint: () => void): void {
  draw = paint;
  draw();
  host.listen(take);
}
