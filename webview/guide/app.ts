/** State of the guide's page and what a person can do on it. */
import * as z from 'zod/mini';
import type { GuidePage, ToView } from '../../src/views/protocol.ts';
import { connect } from '../shared/host.ts';
import { say, sayCount } from '../shared/words.ts';
import { type Move, moveFor } from './position.ts';

const uiSchema = z.object({ section: z.string() });
type Results = Extract<ToView, { type: 'results' }>['results'];

const host = connect(uiSchema);

export const view = {
  page: null as GuidePage | null,
  /** Id of the heading being read. */
  reading: '',
  query: '',
  /** What the search found; null while there is no search, or before its answer. */
  results: null as Results | null,
  /** Copied a moment ago: the id of a heading, or `step/index` of a command. */
  copied: '',
  failure: '',
  status: '',
  now: Date.now(),
};
export type Point = GuidePage['points'][number];
export type PointStep = NonNullable<Point['step']>;

let draw: () => void = () => {};
let go: (move: Move) => void = () => {};
let scrollBefore = 0;
let noted = { section: '', scroll: 0 };
let asking: ReturnType<typeof setTimeout> | undefined;

export const searching = (): boolean => view.results !== null;

/** Notes the place twice: the editor knows which page to bring back, the extension where on it. */
export function remember(): void {
  if (!view.page || searching()) return;
  const section = view.page.id;
  host.remember({ section });
  if (section !== noted.section || window.scrollY !== noted.scroll) {
    noted = { section, scroll: window.scrollY };
    host.post({ type: 'place', ...noted });
  }
}

export function setReading(id: string): void {
  if (view.reading === id) return;
  view.reading = id;
  draw();
}

export const root = (): void => host.post({ type: 'command', name: 'openGuide' });
export const showStep = (id: string): void => host.post({ type: 'showStep', id });
export const openFile = (file: string): void => host.post({ type: 'openFile', file });

/** Goes to a heading of this page, or to another page. */
export function open(id: string): void {
  const here = view.page?.id === id || view.page?.points.some((point) => point.id === id);
  leaveSearch(false);
  if (here) go({ heading: id });
  else host.post({ type: 'openGuide', id });
}

export function turn(direction: 'previous' | 'next'): void {
  const to = view.page?.[direction];
  if (to) open(to.id);
}

function act(message: Parameters<typeof host.post>[0]): void {
  view.failure = '';
  host.post(message);
  draw();
}
export const tick = (id: string, done: boolean): void => act({ type: 'tick', id, done });
export const accept = (id: string): void => act({ type: 'accept', id });
export const run = (id: string, index: number): void => act({ type: 'run', id, index });

function showCopied(what: string): void {
  view.copied = what;
  view.status = say('copied');
  draw();
  setTimeout(() => {
    view.copied = '';
    view.status = '';
    draw();
  }, 1500);
}

export function copyLink(id: string): void {
  host.post({ type: 'copyLink', id });
  showCopied(id);
}

export function copyCommand(id: string, index: number): void {
  host.post({ type: 'copyCommand', id, index });
  showCopied(`${id}/${index}`);
}

/** Copies a command that no step has; the page's own text goes to the clipboard. */
export function copyText(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => showCopied(text),
    (cause: unknown) => {
      view.failure = say('guide.copyFailed', { cause: String(cause) });
      draw();
    },
  );
}

/** Asks for results once typing rests; an empty field goes back to the page. */
export function search(query: string): void {
  clearTimeout(asking);
  view.query = query;
  if (!query.trim()) {
    leaveSearch(true);
    return;
  }
  asking = setTimeout(() => host.post({ type: 'search', query: query.trim().slice(0, 200) }), 120);
}

export function leaveSearch(back: boolean): void {
  clearTimeout(asking);
  const was = searching();
  Object.assign(view, { query: '', results: null, status: '' });
  draw();
  if (was && back) window.scrollTo(0, scrollBefore);
}

function takeResults(query: string, results: Results): void {
  if (query !== view.query.trim()) return;
  if (!searching()) scrollBefore = window.scrollY;
  view.results = results;
  view.status =
    results.length > 0 ? sayCount('guide.found', results.length) : say('guide.nothing', { query });
  draw();
  window.scrollTo(0, 0);
}

function takePage(page: GuidePage, scroll: number): void {
  const move = moveFor(page, view.page?.id ?? '', scroll);
  if (searching() && page.anchor) leaveSearch(false);
  view.page = page;
  draw();
  if (!searching()) go(move);
  remember();
}

function take(message: ToView): void {
  if (message.type === 'guide') takePage(message.page, message.scroll);
  else if (message.type === 'results') takeResults(message.query, message.results);
  else if (message.type === 'failed') {
    view.failure = message.message;
    draw();
  }
}

/** Starts the conversation with the host; `paint` draws `view`, `move` goes to a place on the page. */
export function start(paint: () => void, move: (to: Move) => void): void {
  draw = paint;
  go = move;
  host.listen(take);
}
