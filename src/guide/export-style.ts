/** Style of an exported page: light, dark and on paper. The colors are those of the editor's own two themes. */
export const exportStyle = `
:root { color-scheme: light dark; --text: light-dark(#3b3b3b, #cccccc); --muted: light-dark(#616161, #9d9d9d);
  --ground: light-dark(#ffffff, #1f1f1f); --box: light-dark(#f8f8f8, #2b2b2b); --line: light-dark(#d4d4d4, #454545);
  --blue: light-dark(#005fb8, #4daafc); --green: light-dark(#388a34, #89d185); --warn: light-dark(#8a6100, #cca700); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
:lang(zh) { line-height: 1.75; line-break: strict; }
main, footer { max-width: 44rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: break-word; }
footer { color: var(--muted); font-size: .85rem; border-top: 1px solid var(--line); }
h1, h2, h3, h4 { line-height: 1.3; text-wrap: balance; break-after: avoid; }
h2 { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.num { color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums; }
.lead { font-size: 1.1em; }
a { color: var(--blue); }
.ref, .file { font-style: normal; }
.file, code { font-family: ui-monospace, Consolas, monospace; font-size: .88em; }
pre { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 4px; background: var(--box);
  white-space: pre-wrap; overflow-wrap: anywhere; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem 1rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tr { break-inside: avoid; }
.callout { margin: 1rem 0; padding: .5rem 1rem; border-left: 3px solid var(--line); background: var(--box); }
.callout.todo { border-color: var(--blue); }
.callout.wrong { border-color: var(--warn); }
.callout.done { border-color: var(--green); }
.callout :is(h2, h3), .extra :is(h2, h3) { margin: .25rem 0; padding: 0; border: 0; font-size: 1rem; }
figure { margin: 1.5rem 0; padding: .75rem; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto;
  break-inside: avoid; }
figure svg { display: block; width: 100%; min-width: 30rem; height: auto; }
.d-box { fill: var(--box); stroke: var(--muted); }
.d-box.hot { stroke: var(--blue); stroke-width: 2; }
.d-text { fill: var(--text); font: 600 13px system-ui, sans-serif; text-anchor: middle; }
.d-sub { fill: var(--muted); font: 11px system-ui, sans-serif; text-anchor: middle; }
.d-note { fill: var(--text); font: 11px system-ui, sans-serif; }
.d-line { fill: none; stroke: var(--text); stroke-width: 1.25; }
.d-line.dash { stroke: var(--blue); stroke-dasharray: 4 3; }
.d-head { fill: var(--text); }
.d-head.blue { fill: var(--blue); }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10.5pt; }
  main, footer { max-width: none; padding: 0; }
  figure svg { min-width: 0; }
  .table, figure { overflow: visible; }
  a[href^="https:"]::after { content: " (" attr(href) ")"; font-size: .85em; overflow-wrap: anywhere; }
}
`;
