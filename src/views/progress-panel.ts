/** Host of the Progress panel. */
import { localDate } from '../checklist/look.ts';
import { tasks } from '../generator/catalogue.ts';
import { nodeFiles } from '../project/files.ts';
import { progressFile } from '../project/places.ts';
import { timelineSchema } from '../project/plans.ts';
import { reportSchema } from '../project/reports.ts';
import { readShape } from '../project/shape.ts';
import { message } from '../project/words.ts';
import type { Hub } from './hub.ts';
import { Panel } from './panel.ts';
import { metricsFile, progressModel, timelineFile, trainingFile } from './progress-model.ts';
import type { ProgressModel, ToView } from './protocol.ts';
import { settingOf } from './sidebar.ts';

export class ProgressPanel extends Panel {
  constructor(hub: Hub) {
    super(hub, 'progress');
  }

  protected handleOwn(): boolean {
    return false;
  }

  protected sent(): void {
    // Nothing is shown only once.
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
    const [guide, snapshots, timeline, metrics, training] = await Promise.all([
      hub.guide(),
      session.history(),
      readShape(nodeFiles, root, timelineFile, timelineSchema),
      readShape(nodeFiles, root, metricsFile, reportSchema('metrics')),
      readShape(nodeFiles, root, trainingFile, reportSchema('training')),
    ]);
    const source = {
      definition: session.definition,
      sections: session.sections(),
      progress: session.readable,
      snapshots,
      timeline,
      metrics,
      training,
      task: tasks.find(({ id }) => id === task)?.label[hub.language] ?? task,
      updated: session.updated,
      today: localDate(new Date()),
    };
    return progressModel(source, settingOf(hub, session, guide));
  }
}
