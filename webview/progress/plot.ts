/** Room for a chart: drawn at the width it really has, so that its words never shrink. */
import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Draw } from '../charts/chart.ts';

interface Plot {
  element: Element | undefined;
  width: number;
  seen: (element: Element | undefined) => void;
}
const plots = new Map<string, Plot>();
let changed: () => void = () => {};
const observer = new ResizeObserver(() => {
  if (measure()) changed();
});

/** Counts what makes charts be drawn anew, for those who keep what they have drawn. */
export let drawing = 0;

/** Takes up the width of each chart's place; whether any differs from what was drawn. */
export function measure(): boolean {
  let moved = false;
  for (const plot of plots.values()) {
    const width = Math.floor(plot.element?.clientWidth ?? 0);
    if (width > 0 && width !== plot.width) {
      plot.width = width;
      moved = true;
    }
  }
  if (moved) drawing += 1;
  return moved;
}

/** Calls `redraw` when the place of a chart gets another width. */
export function onResize(redraw: () => void): void {
  changed = redraw;
}

function place(name: string): Plot {
  const known = plots.get(name);
  if (known) return known;
  const made: Plot = {
    element: undefined,
    width: Math.min(640, window.innerWidth - 96),
    seen: (element) => {
      if (made.element) observer.unobserve(made.element);
      made.element = element;
      if (element) observer.observe(element);
      else plots.delete(name);
    },
  };
  plots.set(name, made);
  return made;
}

/** A place for the chart `name`; `draw` gets its width in pixels. */
export function plot(name: string, draw: Draw): TemplateResult {
  const { seen, width } = place(name);
  return html`<div class="plot" ${ref(seen)}>${draw(Math.max(240, width))}</div>`;
}
