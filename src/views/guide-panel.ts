/** Host of the Guide panel. */
import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { StepStatus } from '../checklist/overview.ts';
import { pageOf, pagesOf } from '../guide/load.ts';
import { searchGuide } from '../guide/search.ts';
import { message } from '../project/words.ts';
import { existing } from './details.ts';
import { type GuideProject, guidePage } from './guide-model.ts';
import type { Hub } from './hub.ts';
import { Panel } from './panel.ts';
import type { GuidePage, ToHost, ToView } from './protocol.ts';

const keptSchema = z.looseObject({ section: z.optional(z.string()) });
const placeSchema = z.object({ section: z.string(), scroll: z.number() });
const placeKey = 'guidePlace';

export class GuidePanel extends Panel {
  /** Page that is shown; '' for the first one. */
  private section = '';
  /** Heading to scroll to with the next page that is sent. */
  private anchor = '';

  constructor(hub: Hub) {
    super(hub, 'guide');
  }

  /** Shows the page that holds `id`, at that heading; without one, the page from before or the first. */
  async show(id: string): Promise<void> {
    const page = pageOf(await this.hub.guide(), id);
    if (page !== undefined) {
      this.section = page.id;
      this.anchor = id;
    }
    await this.open();
  }

  /**
   * Takes over a tab of an earlier window; `kept` is what the page had remembered. The editor writes that down once a
   * minute in a browser, so that our own note of the place is the newer one.
   */
  async restore(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const parsed = keptSchema.safeParse(kept);
    this.section = this.place()?.section ?? (parsed.success ? parsed.data.section : undefined) ?? '';
    await this.adopt(panel);
  }

  private place(): z.infer<typeof placeSchema> | undefined {
    return placeSchema.safeParse(this.hub.context.workspaceState.get(placeKey)).data;
  }

  protected async handleOwn(toHost: ToHost): Promise<boolean> {
    switch (toHost.type) {
      case 'openGuide':
        await this.show(toHost.id);
        return true;
      case 'search': {
        const results = searchGuide(await this.hub.guide(), toHost.query).map((result) => ({ ...result }));
        this.post({ type: 'results', query: toHost.query, results });
        return true;
      }
      case 'place': {
        const { section, scroll } = toHost;
        await this.hub.context.workspaceState.update(placeKey, { section, scroll });
        return true;
      }
      case 'command':
        if (toHost.name === 'openGuide') {
          const [first] = pagesOf(await this.hub.guide());
          await this.show(first?.id ?? '');
          return true;
        }
        return false;
      default:
        return false;
    }
  }

  /** A heading is gone to once; after that the person scrolls. */
  protected sent(): void {
    this.anchor = '';
  }

  protected async makeState(): Promise<{ title: string; state: ToView }> {
    const page = await this.makePage();
    const { id, title } = page;
    const place = this.place();
    const scroll = place?.section === id ? place.scroll : 0;
    return {
      title: this.hub.say(message('panel.guide', { id, title })),
      state: { type: 'guide', page, scroll },
    };
  }

  private async makePage(): Promise<GuidePage> {
    const guide = await this.hub.guide();
    const page = pageOf(guide, this.section) ?? pagesOf(guide)[0];
    if (page === undefined) {
      throw new Error('the guide is empty');
    }
    this.section = page.id;
    return guidePage(page, guide, this.hub.language, await this.known(), this.anchor);
  }

  private async known(): Promise<GuideProject | undefined> {
    const { session } = this.hub;
    if (session === undefined) {
      return undefined;
    }
    const steps = session.sections().flatMap((section) => section.steps);
    const shown = steps.filter(({ definition: { id } }) => id.startsWith(`${this.section}.`));
    const files = new Map<StepStatus, ReadonlyMap<string, boolean>>();
    for (const step of shown) {
      files.set(step, await existing(session, step));
    }
    const { project, trusted } = session;
    return { project, trusted, steps: shown, exists: (step) => files.get(step) ?? new Map() };
  }
}
