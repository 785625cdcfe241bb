/** The report behind the Progress page: made anew soon after something changes, sent where it has become another. */
import { Hashes } from '../checklist/look.ts';
import type { Guide } from '../guide/model.ts';
import type { Language } from '../l10n.ts';
import { nodeFiles } from '../project/files.ts';
import { gatherReport } from '../report/gather.ts';
import type { ReportModel } from '../report/model.ts';
import { RunCache } from '../report/runs.ts';
import { Debounced } from './debounced.ts';
import type { Session } from './session.ts';

/** A tick shows at once; what else follows from it may come a moment later. */
const restMs = 150;

/** What the feed needs of a window. */
export interface Source {
  readonly language: Language;
  readonly session:
    | Pick<Session, 'project' | 'progress' | 'definition' | 'git' | 'history' | 'sections'>
    | undefined;
  guide(): Promise<Guide>;
}

export class ReportFeed {
  private readonly hub: Source;
  private readonly send: (model: ReportModel) => void;
  private readonly soon = new Debounced(restMs, () => this.read());
  private readonly runs = new RunCache();
  private readonly hashes = new Hashes(nodeFiles);
  private kept:
    | { readonly model: ReportModel; readonly key: string; readonly session: Source['session'] }
    | undefined;
  private sent = '';

  /** `send` gets each report that differs from the one before. */
  constructor(hub: Source, send: (model: ReportModel) => void) {
    this.hub = hub;
    this.send = send;
  }

  /** Something may have changed. */
  call(): void {
    this.soon.call();
  }

  /** A page begins anew: it gets what is known at once, and what has changed since soon after. */
  restart(): void {
    this.sent = '';
    const { kept } = this;
    if (
      kept !== undefined &&
      kept.session === this.hub.session &&
      kept.model.language === this.hub.language
    ) {
      this.sendOnce(kept.model, kept.key);
    }
    this.soon.call();
  }

  dispose(): void {
    this.soon.dispose();
  }

  /** The report as the files are now; undefined without a project. Rejects where our own guide is gone. */
  async gather(): Promise<ReportModel | undefined> {
    const { hub, runs, hashes } = this;
    const { session, language } = hub;
    if (session === undefined) {
      return undefined;
    }
    const [guide, snapshots] = await Promise.all([hub.guide(), session.history()]);
    const { project, progress, definition, git } = session;
    const known = { project, progress, statuses: session.sections(), snapshots };
    return gatherReport({ root: project.root, language, guide, definition, git, runs, hashes, known });
  }

  private async read(): Promise<void> {
    const { session } = this.hub;
    const model = await this.gather();
    // The project that is shown may have become another one meanwhile.
    if (model !== undefined && session !== undefined && session === this.hub.session) {
      const key = JSON.stringify({ ...model, at: '', progress: null });
      this.kept = { model, key, session };
      this.sendOnce(model, key);
    }
  }

  private sendOnce(model: ReportModel, key: string): void {
    if (key !== this.sent) {
      this.sent = key;
      this.send(model);
    }
  }
}
