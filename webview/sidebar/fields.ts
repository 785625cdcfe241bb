/** Fields of a step: saved on leaving them, the note also after a second of rest. What is typed is a draft until then. */
import { stepOf } from './outline.ts';
import { checklist, forgetFailure, host, live, remember, show, view } from './store.ts';

export type TextField = 'owner' | 'note';
const textFields: readonly TextField[] = ['owner', 'note'];
const resting = new Map<string, ReturnType<typeof setTimeout>>();

const key = (id: string, field: TextField): string => `${field}:${id}`;
function draftPlace(name: string): [TextField, string] {
  const [field, id = ''] = name.split(':');
  return [field === 'owner' ? 'owner' : 'note', id];
}
const savedText = (id: string, field: TextField): string => {
  const model = checklist();
  return (model && stepOf(model, id)?.[field]) ?? '';
};

/** What a field shows: the draft where there is one, else what is saved. */
export const fieldText = (id: string, field: TextField): string =>
  view.drafts.get(key(id, field))?.text ?? savedText(id, field);

export const hasDraft = (id: string): boolean =>
  textFields.some((field) => fieldText(id, field) !== savedText(id, field));

export function type(id: string, field: TextField, text: string): void {
  const base = view.drafts.get(key(id, field))?.base ?? savedText(id, field);
  view.drafts.set(key(id, field), { base, text });
  view.saved.delete(id);
  clearTimeout(resting.get(key(id, field)));
  if (field === 'note')
    resting.set(
      key(id, field),
      setTimeout(() => save(id, field), 1000),
    );
  remember();
}

export function save(id: string, field: TextField): void {
  clearTimeout(resting.get(key(id, field)));
  const draft = view.drafts.get(key(id, field));
  if (!draft || !live()) return;
  if (draft.text === savedText(id, field)) {
    view.drafts.delete(key(id, field));
    return;
  }
  forgetFailure(id);
  host.post({ type: 'edit', id, field, value: draft.text.slice(0, 4000) });
}

/** Gives back the last saved value of the fields of a step. */
export function revert(id: string): void {
  for (const field of ['owner', 'note'] as const) {
    clearTimeout(resting.get(key(id, field)));
    view.drafts.delete(key(id, field));
  }
  show();
}

/** Forgets drafts that are saved by now. */
export function dropSavedDrafts(): void {
  for (const [name, draft] of view.drafts) {
    const [field, id] = draftPlace(name);
    if (savedText(id, field) === draft.text) view.drafts.delete(name);
  }
}

/**
 * Takes up drafts of an earlier life of the view. A draft goes on where it was left, unless the text was changed
 * elsewhere meanwhile: then it waits in its field.
 */
export function takeUpDrafts(drafts: typeof view.drafts): void {
  view.drafts = drafts;
  for (const [name, draft] of drafts) {
    const [field, id] = draftPlace(name);
    if (draft.base === savedText(id, field)) save(id, field);
  }
}

export const saveFields = (id: string): void => {
  for (const field of textFields) save(id, field);
};

export function setDue(id: string, due: string): void {
  forgetFailure(id);
  host.post({ type: 'edit', id, field: 'due', value: due });
}
