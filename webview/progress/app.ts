/** State of the Progress page and what a person can do on it. */
import * as z from 'zod/mini';
import type { ProgressModel, ToHost, ToView } from '../../src/views/protocol.ts';
import { connect } from '../shared/host.ts';

const host = connect(z.object({ scroll: z.number(), project: z.optional(z.string()) }));

export const view = {
  model: { state: 'loading' } as ProgressModel,
  failure: '',
  now: Date.now(),
};

let draw: () => void = () => {};

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

export function remember(): void {
  const { model } = view;
  const scroll = window.scrollY;
  host.remember(model.state === 'progress' ? { scroll, project: model.project.id } : { scroll });
}

function take(message: ToView): void {
  if (message.type === 'progress') {
    const first = view.model.state === 'loading';
    view.model = message.model;
    draw();
    if (first && message.model.state === 'progress') window.scrollTo(0, host.restored?.scroll ?? 0);
    remember();
  } else if (message.type === 'failed') {
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
