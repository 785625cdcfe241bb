import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { startDraft } from '../../../src/wizard/draft.ts';
import { Memory } from '../../../src/wizard/memory.ts';

/** The editor's storage, which keeps what JSON keeps. */
class Storage implements Memento {
  readonly values = new Map<string, string>();
  keys = () => [...this.values.keys()];
  get(key: string): undefined;
  get<Value>(key: string, fallback?: Value): Value | undefined {
    const kept = this.values.get(key);
    return kept === undefined ? fallback : (JSON.parse(kept) as Value);
  }
  async update(key: string, value: unknown): Promise<void> {
    if (value === undefined) {
      this.values.delete(key);
    } else {
      this.values.set(key, JSON.stringify(value));
    }
  }
}

describe('what the wizard remembers', () => {
  it('keeps what was entered until the project is made', async () => {
    const memory = new Memory(new Storage());
    const draft = startDraft({ name: 'Acme' }, '/data', 'en');
    await memory.keepDraft(draft);
    assert.deepEqual(memory.draft, draft);
    await memory.finish(draft);
    assert.equal(memory.draft, undefined);
    assert.equal(memory.last?.['name'], 'Acme');
    assert.deepEqual(memory.parents, ['/data']);
  });

  it('keeps the last three places, each once, the newest first', async () => {
    const memory = new Memory(new Storage());
    for (const parent of ['/a', '/b', '/c', '/a/', '/d']) {
      await memory.finish(startDraft({}, parent, 'en'));
    }
    assert.deepEqual(memory.parents, ['/d', '/a/', '/c']);
  });

  it('keeps presets by name, and forgets them', async () => {
    const memory = new Memory(new Storage());
    await memory.keepPreset({ name: 'Ours', answers: { framework: 'pytorch' } });
    await memory.keepPreset({ name: 'Ours', answers: { framework: 'tensorflow' } });
    assert.deepEqual(memory.presets, [{ name: 'Ours', answers: { framework: 'tensorflow' } }]);
    await memory.removePreset('Ours');
    assert.deepEqual(memory.presets, []);
  });

  it('takes no harm from what another version has written', async () => {
    const storage = new Storage();
    for (const key of ['draft', 'last', 'parents', 'presets', 'openWay']) {
      await storage.update(`wizard.${key}`, { trail: [], answers: 7 });
    }
    const memory = new Memory(storage);
    assert.equal(memory.draft, undefined);
    assert.equal(memory.last, undefined);
    assert.deepEqual([memory.parents, memory.presets, memory.openWay], [[], [], 'open']);
  });
});
