/** Room for a chart in a file, whose width nobody knows: drawn for a usual one, and stretched a little by the page. */
import { html, type TemplateResult } from 'lit';
import type { Draw } from '../charts/chart.ts';

/** Widths of charts that have a place of their own, in pixels; the others stand in half of a card. */
const widths: Readonly<Record<string, number>> = {
  timeline: 780,
  burn: 780,
  drift: 780,
  loss: 680,
  roc: 250,
  pr: 250,
};
const usual = 500;

export const plot = (name: string, draw: Draw): TemplateResult =>
  html`<div class="plot plot-${name}">${draw(widths[name] ?? usual)}</div>`;
