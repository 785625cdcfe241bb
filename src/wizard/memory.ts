/** What the wizard remembers between runs, in the editor's storage. Read back it is checked: it may be of any age. */
import path from 'node:path';
import type { Memento } from 'vscode';
import * as z from 'zod/mini';
import { type Draft, draftSchema } from './draft.ts';

const presetSchema = z.object({ name: z.string(), answers: z.record(z.string(), z.string()) });
export type Preset = z.output<typeof presetSchema>;

export const openWays = ['open', 'openNewWindow', 'addToWorkspace'] as const;
export type OpenWay = (typeof openWays)[number];

const keys = {
  draft: 'wizard.draft',
  last: 'wizard.last',
  parents: 'wizard.parents',
  presets: 'wizard.presets',
  openWay: 'wizard.openWay',
} as const;

const mostParents = 3;
const mostPresets = 10;

export class Memory {
  readonly #storage: Memento;

  constructor(storage: Memento) {
    this.#storage = storage;
  }

  #read<Schema extends z.ZodMiniType>(key: string, schema: Schema): z.output<Schema> | undefined {
    const parsed = schema.safeParse(this.#storage.get(key));
    return parsed.success ? parsed.data : undefined;
  }

  /** What was entered in a run that was left; undefined after one that was finished. */
  get draft(): Draft | undefined {
    return this.#read(keys.draft, draftSchema);
  }

  keepDraft(draft: Draft): Thenable<void> {
    return this.#storage.update(keys.draft, draft);
  }

  /** Answers of the last project that was created. */
  get last(): Readonly<Record<string, string>> | undefined {
    return this.#read(keys.last, z.record(z.string(), z.string()));
  }

  /** Folders in which projects were created, the newest first. */
  get parents(): readonly string[] {
    return this.#read(keys.parents, z.array(z.string())) ?? [];
  }

  get presets(): readonly Preset[] {
    return this.#read(keys.presets, z.array(presetSchema)) ?? [];
  }

  keepPreset(preset: Preset): Thenable<void> {
    const others = this.presets.filter((known) => known.name !== preset.name);
    return this.#storage.update(keys.presets, [preset, ...others].slice(0, mostPresets));
  }

  removePreset(name: string): Thenable<void> {
    return this.#storage.update(
      keys.presets,
      this.presets.filter((preset) => preset.name !== name),
    );
  }

  get openWay(): OpenWay {
    return this.#read(keys.openWay, z.enum(openWays)) ?? 'open';
  }

  keepOpenWay(way: OpenWay): Thenable<void> {
    return this.#storage.update(keys.openWay, way);
  }

  /** A project was created from `draft`. */
  async finish(draft: Draft): Promise<void> {
    const parents = [
      draft.parent,
      ...this.parents.filter((parent) => path.relative(parent, draft.parent) !== ''),
    ];
    await this.#storage.update(keys.last, draft.answers);
    await this.#storage.update(keys.parents, parents.slice(0, mostParents));
    await this.#storage.update(keys.draft, undefined);
  }
}
