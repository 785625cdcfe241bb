/** Entry of the guide: draws the page, follows the heading in view, routes keys and links. */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { render } from 'lit';
import { guideLinks } from '../shared/links.ts';
import { say } from '../shared/words.ts';
import * as app from './app.ts';
import { decorate, reachWide } from './article.ts';
import { findField, guidePage } from './page.ts';
import { startPeeks } from './peek.ts';
import { current, type Move } from './position.ts';

const root = document.getElementById('app') as HTMLElement;
/** Height of the bar and a little more: a heading above this line is the one being read. */
const readingLine = 120;
/** Lets go of the place that is held while the first layout settles. */
let release = (): void => {};
const settled = 2000;
/** Heading that was gone to, until the person scrolls on: near the end of a page it may never reach the top. */
let pinned = '';

function draw(): void {
  const { page } = app.view;
  if (!page) return;
  document.title = say('guide.pageTitle', { id: page.id, title: page.title });
  render(guidePage(page), root);
  const article = root.querySelector('article');
  if (article) decorate(article, page);
}

function follow(): void {
  if (app.searching() || pinned) return;
  const headings = [...root.querySelectorAll<HTMLElement>('article :is(h2, h3)[id]')].map((heading) => ({
    id: heading.id,
    top: heading.getBoundingClientRect().top,
  }));
  const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
  const atEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2;
  app.setReading(current(headings, readingLine, atEnd));
}

function comeTo(scroll: number): void {
  window.scrollTo(0, scroll);
  // The search field and the fonts come a moment later than the page and push the article down by some pixels.
  const held = new ResizeObserver(() => window.scrollTo(0, scroll));
  release = () => {
    held.disconnect();
    document.documentElement.classList.remove('arriving');
  };
  document.documentElement.classList.add('arriving');
  held.observe(root);
  setTimeout(release, settled);
}

function move(to: Move): void {
  if (to) release();
  pinned = '';
  if (to && 'heading' in to) {
    const heading = document.getElementById(to.heading);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
    pinned = heading && heading.tagName !== 'H1' ? heading.id : '';
    if (pinned) app.setReading(pinned);
  } else if (to) comeTo(to.scroll);
  follow();
}

const unpin = (): void => {
  release();
  pinned = '';
};

function onKey(event: KeyboardEvent): void {
  if (event.isComposing) return;
  const inField = event.target === findField();
  const primary = event.ctrlKey || event.metaKey;
  // In a field the keys move by words.
  const arrow = event.altKey && !primary && !inField ? event.key : '';
  if (
    (event.key === '/' && !primary && !inField) ||
    (event.key.toLowerCase() === 'f' && primary && !event.shiftKey)
  ) {
    findField()?.focus();
  } else if (arrow === 'ArrowLeft') event.shiftKey ? app.leaf('previous') : app.turn(-1);
  else if (arrow === 'ArrowRight') event.shiftKey ? app.leaf('next') : app.turn(1);
  else if (event.key === 'Escape' && app.searching() && !inField) app.leaveSearch(true);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** The two buttons at the side of a mouse. */
function onSideButton(event: MouseEvent): void {
  if (event.button !== 3 && event.button !== 4) return;
  event.preventDefault();
  app.turn(event.button === 3 ? -1 : 1);
}

document.addEventListener('keydown', onKey);
document.addEventListener('mouseup', onSideButton);
startPeeks(root, () => app.view.page?.targets ?? []);
for (const name of ['wheel', 'touchmove', 'pointerdown', 'keydown'])
  window.addEventListener(name, unpin, { passive: true });
guideLinks(root, { file: app.openFile, step: app.showStep, guide: app.open });
let resting: ReturnType<typeof setTimeout> | undefined;
window.addEventListener(
  'scroll',
  () => {
    follow();
    clearTimeout(resting);
    resting = setTimeout(app.remember, 150);
  },
  { passive: true },
);
window.addEventListener('resize', () => reachWide(root));
app.start(draw, move);
