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
  /** How many there are; only the best ones are listed. */
  total: 0,
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
let noted = { section: '', heading: '', scroll: 0 };
let asking: ReturnType<typeof setTimeout> | undefined;
/** Enter was pressed before the results were there. */
let opensFirst = false;

export const searching = (): boolean => view.results !== null;

/** Notes the place twice: the editor knows which page to bring back, the extension where on it. */
export function remember(): void {
  if (!view.page || searching()) return;
  const section = view.page.id;
  host.remember({ section });
  const place = { section, heading: view.reading, scroll: window.scrollY };
  if (place.section !== noted.section || place.scroll !== noted.scroll) {
    noted = place;
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

/** Goes to a heading, of this page or another. The host is told first where the person was, to come back to. */
export function open(id: string): void {
  remember();
  leaveSearch(false);
  host.post({ type: 'openGuide', id });
}

/** To the section before or after this one. */
export function leaf(direction: 'previous' | 'next'): void {
  const to = view.page?.[direction];
  if (to) open(to.id);
}

/** To where the person has been before (-1), or came back from (1). */
export function turn(by: -1 | 1): void {
  if (!(by < 0 ? view.page?.back : view.page?.forward)) return;
  remember();
  leaveSearch(false);
  host.post({ type: 'turn', by });
}

export const resume = (): void => host.post({ type: 'resume' });
export const exportSection = (id: string): void => host.post({ type: 'exportSection', id });

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

const mostAsked = 200;
const asked = (): string => view.query.trim().slice(0, mostAsked);

function ask(): void {
  clearTimeout(asking);
  asking = undefined;
  host.post({ type: 'search', query: asked() });
}

/** Asks for results once typing rests; an empty field goes back to the page. */
export function search(query: string): void {
  clearTimeout(asking);
  opensFirst = false;
  view.query = query;
  if (asked()) asking = setTimeout(ask, 100);
  else leaveSearch(true);
}

/** Opens the best result; of a query that was typed a moment ago, once it is there. */
export function openFirst(): void {
  const [first] = view.results ?? [];
  if (asking !== undefined || view.results === null) {
    opensFirst = asked() !== '';
    if (opensFirst) ask();
  } else if (first) open(first.id);
}

export function leaveSearch(back: boolean): void {
  clearTimeout(asking);
  asking = undefined;
  const was = searching();
  Object.assign(view, { query: '', results: null, status: '' });
  draw();
  if (was && back) window.scrollTo(0, scrollBefore);
}

function takeResults({ query, results, total }: Extract<ToView, { type: 'results' }>): void {
  if (query !== asked()) return;
  if (!searching()) scrollBefore = window.scrollY;
  Object.assign(view, { results, total, status: foundWords(query, results.length, total) });
  draw();
  window.scrollTo(0, 0);
  if (opensFirst && asking === undefined) {
    opensFirst = false;
    if (results[0]) open(results[0].id);
  }
}

function foundWords(query: string, shown: number, total: number): string {
  if (total === 0) return say('guide.nothing', { query });
  return total > shown ? say('guide.foundFirst', { n: total, shown }) : sayCount('guide.found', total);
}

function takePage({ page, scroll, restore }: Extract<ToView, { type: 'guide' }>): void {
  const move = moveFor(page, view.page?.id ?? '', scroll, restore);
  if (searching() && (page.anchor || restore)) leaveSearch(false);
  view.page = page;
  draw();
  if (!searching()) go(move);
  remember();
}

function take(message: ToView): void {
  if (message.type === 'guide') takePage(message);
  else if (message.type === 'results') takeResults(message);
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
