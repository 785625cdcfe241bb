/** Host of the Progress panel. */
import { localDate } from '../checklist/look.ts';
import { tasks } from '../generator/catalogue.ts';
import { nodeFiles } from '../project/files.ts';
import { progressFile } from '../project/places.ts';
import { timelineSchema } from '../project/plans.ts';
import { readShape } from '../project/shape.ts';
import { message } from '../project/words.ts';
import type { Hub } from './hub.ts';
import { Panel } from './panel.ts';
import { progressModel, timelineFile } from './progress-model.ts';
import type { ProgressModel, ToHost, ToView } from './protocol.ts';
import { ReportFeed } from './report-feed.ts';
import { settingOf } from './sidebar.ts';

export class ProgressPanel extends Panel {
  /** Plan and reports come apart from the checklist, so that a tick need not wait for them. */
  readonly reports: ReportFeed;

  constructor(hub: Hub) {
    super(hub, 'progress');
    this.reports = new ReportFeed(hub, (model) => this.post({ type: 'report', model }));
    hub.context.subscriptions.push(this.reports);
  }

  override async handle(message: ToHost): Promise<boolean> {
    const handled = await super.handle(message);
    if (message.type === 'ready') {
      this.reports.restart();
    }
    return handled;
  }

  protected handleOwn(): boolean {
    return false;
  }

  protected sent(): void {
    if (this.panel?.visible === true) {
      this.reports.call();
    }
  }

  protected async makeState(): Promise<{ title: string; state: ToView }> {
    const title = this.hub.say(message('panel.progress'));
    return { title, state: { type: 'progress', model: await this.makeModel() } };
  }

  private async makeModel(): Promise<ProgressModel> {
    const { hub } = this;
    const { session } = hub;
    if (session === undefined) {
      return { state: 'none' };
    }
    if (session.progress.kind === 'broken') {
      const { line, message: cause } = session.progress.fault;
      return { state: 'broken', file: progressFile, line, cause: hub.say(cause) };
    }
    const { root, task } = session.project;
    const [guide, snapshots, timeline] = await Promise.all([
      hub.guide(),
      session.history(),
      readShape(nodeFiles, root, timelineFile, timelineSchema),
    ]);
    const source = {
      definition: session.definition,
      sections: session.sections(),
      progress: session.readable,
      snapshots,
      timeline,
      task: tasks.find(({ id }) => id === task)?.label[hub.language] ?? task,
      updated: session.updated,
      today: localDate(new Date()),
    };
    return progressModel(source, settingOf(hub, session, guide));
  }
}
