/** What a link leads to, shown beside it while the pointer or the focus is on it: title and opening sentence. */

interface Target {
  id: string;
  title: string;
  opening: string;
}

/** How long the pointer rests before something shows, and how long it may take on its way into it. */
const restsMs = 350;
const leavesMs = 150;
const gap = 6;

let timer: ReturnType<typeof setTimeout> | undefined;
let shownFor: HTMLElement | null = null;

const bubble = (): HTMLElement | null => document.getElementById('peek');

function hide(): void {
  clearTimeout(timer);
  shownFor?.removeAttribute('aria-describedby');
  shownFor = null;
  bubble()?.setAttribute('hidden', '');
}

function later(work: () => void, delay: number): void {
  clearTimeout(timer);
  timer = setTimeout(work, delay);
}

function show(link: HTMLElement, { id, title, opening }: Target): void {
  const box = bubble();
  if (!box || !link.isConnected) return;
  hide();
  const name = document.createElement('strong');
  name.textContent = `${id} ${title}`;
  const text = document.createElement('span');
  text.textContent = opening;
  box.replaceChildren(name, text);
  box.hidden = false;
  shownFor = link;
  link.setAttribute('aria-describedby', box.id);
  const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + gap + height <= window.innerHeight;
  box.style.left = `${Math.max(gap, Math.min(at.left, document.documentElement.clientWidth - width - gap))}px`;
  box.style.top = `${below ? at.bottom + gap : Math.max(gap, at.top - gap - height)}px`;
}

/** Watches the links in the article below `root`. Escape, scrolling and leaving take the words away. */
export function startPeeks(root: HTMLElement, targets: () => readonly Target[]): void {
  const find = (event: Event): [HTMLElement, Target] | undefined => {
    const link =
      event.target instanceof Element
        ? event.target.closest<HTMLElement>('article a:is([data-guide], [data-step])')
        : null;
    const id = link?.dataset['guide'] ?? link?.dataset['step'];
    const target = targets().find((one) => one.id === id);
    return link && target ? [link, target] : undefined;
  };
  root.addEventListener('pointerover', (event) => {
    const found = find(event);
    if (found && found[0] !== shownFor) later(() => show(...found), restsMs);
    else if (found || bubble()?.contains(event.target as Node)) clearTimeout(timer);
    else if (shownFor) later(hide, leavesMs);
    else clearTimeout(timer);
  });
  root.addEventListener('focusin', (event) => {
    const found = find(event);
    if (found?.[0].matches(':focus-visible')) show(...found);
  });
  root.addEventListener('focusout', hide);
  root.addEventListener('click', hide);
  window.addEventListener('scroll', hide, { passive: true });
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !shownFor) return;
      hide();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
