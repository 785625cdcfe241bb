/** Links of the guide's HTML: `data-file`, `data-step` and `data-guide` go to the host instead of to an address. */

export interface LinkActs {
  file: (path: string) => void;
  step: (id: string) => void;
  guide: (id: string) => void;
}

/** Routes clicks on such links inside `root`. The editor's own handler would scroll to the top for `#`, so it never sees them. */
export function guideLinks(root: HTMLElement, acts: LinkActs): void {
  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link?.hasAttribute('href') || link.protocol === 'https:') return;
    event.preventDefault();
    event.stopPropagation();
    const { file, step, guide } = link.dataset;
    if (file) acts.file(file);
    else if (step) acts.step(step);
    else if (guide) acts.guide(guide);
  });
}
